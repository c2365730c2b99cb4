"""A case number or an item -> the case's way through bodies and meetings, by date.

Which items are one case is kept by the catalogue (`index/store/cases.py`): a number alone does not
tell, since unrelated items share one and others have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.archive import Archive
from index.catalogue import ItemRecord
from index.danish import body_key, find_bodies, is_binding
from index.decision.refusal import shown_outcomes
from index.store.case_table import bring_in_step, items_of_case
from index.store.one_case import plain_number
from index.types import ArchiveError, Decision, Outcome, SectionKind
from rag.types import Filters
from rag.within import admits

SETTLED = frozenset(
    {
        Outcome.APPROVED,
        Outcome.APPROVED_WITH_CHANGE,
        Outcome.REJECTED,
        Outcome.REFUSAL,
        Outcome.OVERRULED,
        Outcome.ELECTED,
        Outcome.WITHDRAWN,
    }
)
"""What settles a case for the body that does it, unless the body also recommends."""
DECIDED = SETTLED | {Outcome.NOTED}
"""A report that a body takes note of is done with, but settles nothing that was decided before."""
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Step:
    """What one body did with the case. `item` is the key of the item that tells it; `retold`
    when that is another body's item ("Sagens forløb"). `sentence` is as printed, at `start` to
    `end` of the item's document (None where nothing was decided). `settled_by` is how far up
    the minutes say that the case must go: 3 council, 2 Økonomiudvalg, 1 committee, 0 unsaid."""

    item: str
    body: str
    date: date | None
    label: str
    title: str
    case_number: str | None
    open: bool
    outcomes: tuple[Outcome, ...]
    sentence: str
    file: str
    url: str | None
    retold: bool = False
    start: int | None = None
    end: int | None = None
    settled_by: int = 0

    @property
    def level(self) -> int:
        """How far the body's word goes (index/danish.py)."""
        return is_binding(self.body)

    @property
    def decides(self) -> bool:
        """Whether the body has decided, and not only advised or recommended.

        A committee's approval of what a higher body must settle is a recommendation.
        """
        found = set(self.outcomes)
        told = bool(found & DECIDED) and Outcome.RECOMMENDED not in found
        return told and self.level > 0 and self.level >= self.settled_by


@dataclass(frozen=True, slots=True)
class Case:
    """One case: `title` is its latest, `number` the one its items have, None when none has."""

    number: str | None
    title: str
    steps: tuple[Step, ...]

    @property
    def binding(self) -> Step | None:
        """The latest decision of the highest body that has decided; None when none has."""
        found = [step for step in self.steps if step.decides]
        return max(found, key=_rank) if found else None

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies that have had the case, in the order in which they first had it."""
        found: dict[str, str] = {}
        for step in self.steps:
            found.setdefault(body_key(step.body), step.body)
        return tuple(found.values())


def case_items(archive: Archive, key: str) -> list[str]:
    """The keys of the items that are one case with this item, oldest meeting first.

    Only what the archive can answer from; an unknown key is no case.
    """
    bring_in_step(archive.catalogue)
    return [one for one in items_of_case(archive.catalogue, key) if one in archive.card_index]


def case_of(record: ItemRecord, limits: Filters, archive: Archive) -> list[ItemRecord]:
    """The items of the record's case within the limits, oldest meeting first."""
    cards = map(archive.card, case_items(archive, record.id))
    return archive.items([card.id for card in cards if admits(limits, card)])


def follow(archive: Archive, wanted: str) -> list[Case]:
    """The cases with a number, most items first; or the one case of an item, by its key.

    Raises ArchiveError when the archive has neither.
    """
    key = wanted.strip()
    if key in archive.card_index and archive.card(key).number != 0:
        return [_case(archive, case_items(archive, key))]
    number = plain_number(key)
    left = [
        card.id
        for card in archive.snapshot.cards
        if number and plain_number(card.case_number or "") == number
    ]
    if not left:
        raise ArchiveError(
            f"Arkivet har hverken en sag eller et punkt »{wanted}«. Skriv sagsnummeret, som det "
            "står på dagsordenen, eller et punkts nøgle fra --explain."
        )
    groups = list[list[str]]()
    while left:
        groups.append(case_items(archive, left[0]))
        left = [one for one in left if one not in groups[-1]]
    groups.sort(key=lambda group: -len(group))
    return [_case(archive, group) for group in groups]


def _case(archive: Archive, keys: Sequence[str]) -> Case:
    records = archive.items(keys)
    own = [_own(record) for record in records]
    known = {(body_key(step.body), step.date) for step in own}
    retold = list[Step]()
    for record in records:
        for step in _retold(record):
            if (body_key(step.body), step.date) not in known:
                known.add((body_key(step.body), step.date))
                retold.append(step)
    steps = sorted([*own, *retold], key=lambda step: (step.date or date.min, step.level))
    number = next((step.case_number for step in own if step.case_number), None)
    return Case(number, steps[-1].title, tuple(steps))


def _own(record: ItemRecord) -> Step:
    """What the meeting's own body did, by all of its decisions; the last tells the sentence."""
    decisions = [one for one in record.item.decisions if one.own]
    outcomes = shown_outcomes(record.item)
    return _step(record, record.meeting.body, record.meeting.date, outcomes, decisions)


def _retold(record: ItemRecord) -> list[Step]:
    return [
        _step(record, one.body, one.date, one.outcomes, [one], retold=True)
        for one in record.item.decisions
        if not one.own and one.body and one.date
    ]


def _step(
    record: ItemRecord,
    body: str,
    day: date | None,
    outcomes: tuple[Outcome, ...],
    decisions: Sequence[Decision],
    retold: bool = False,
) -> Step:
    last = decisions[-1] if decisions else None
    item = record.item
    return Step(
        record.id,
        body,
        day,
        item.label,
        item.title,
        item.case_number,
        item.open,
        outcomes,
        (last.sentence or last.text[:_LONGEST]).strip() if last else "",
        record.meeting.file,
        item.url or record.meeting.url,
        retold,
        last.start if last else None,
        last.end if last else None,
        _settled_by(record),
    )


def _settled_by(record: ItemRecord) -> int:
    """How high the minutes say that the case must go, by "Sagen afgøres af" or its route."""
    for kind in (SectionKind.COMPETENCE, SectionKind.ROUTE):
        told = [one.text[:_LONGEST] for one in record.item.sections if one.kind is kind]
        named = [is_binding(name) for text in told for name, _, _ in find_bodies(text)]
        if named:
            return max(named)
    return 0


def _rank(step: Step) -> tuple[int, bool, date]:
    return step.level, bool(set(step.outcomes) & SETTLED), step.date or date.min

"""A case number or an item -> the case's way through bodies and meetings, by date.

Numbers are no keys: of the 449 numbers that stand on several items of Greve's two years, 88
stand on titles that are not alike, and 78 fall into several cases; and a number can be
missing. So items are one case when they are alike in title and have no two numbers
(`rag/retrieve.one_case`), directly or through items between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.archive import Archive
from index.catalogue import ItemRecord
from index.danish import body_key, in_words, is_binding
from index.snapshot import Card
from index.types import ArchiveError, Decision, Outcome
from rag.retrieve import one_case, plain_case

DECIDED = frozenset(
    {
        Outcome.APPROVED,
        Outcome.APPROVED_WITH_CHANGE,
        Outcome.NOTED,
        Outcome.REJECTED,
        Outcome.ELECTED,
        Outcome.WITHDRAWN,
    }
)
"""What ends a case for the body that does it; unless the body also recommends."""
MOST = 60
"""A title without a number that stands on more items is a standing point, not a case."""
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Step:
    """What one body did with the case. `item` is the key of the item that tells it; `retold`
    when that is another body's item ("Sagens forløb"). `sentence` is as printed."""

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

    @property
    def decides(self) -> bool:
        """Whether the body has decided, and not only advised or recommended."""
        found = set(self.outcomes)
        told = bool(found & DECIDED) and Outcome.RECOMMENDED not in found
        return told and is_binding(self.body) > 0


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


def follow(archive: Archive, wanted: str) -> list[Case]:
    """The cases with a number, most items first; or the one case of an item, by its key.

    Raises ArchiveError when the archive has neither.
    """
    cards = [card for card in archive.snapshot.cards if card.number != 0]
    key = wanted.strip()
    if key in archive.card_index:
        return [_case(archive, _group(archive.card(key), cards))]
    number = plain_case(key)
    left = [card for card in cards if number and plain_case(card.case_number or "") == number]
    if not left:
        raise ArchiveError(
            f"Arkivet har hverken en sag eller et punkt »{wanted}«. Skriv sagsnummeret, som det "
            "står på dagsordenen, eller et punkts nøgle fra --explain."
        )
    groups = list[list[Card]]()
    while left:
        group = _group(left[0], cards)
        groups.append(group)
        left = [card for card in left if card not in group]
    groups.sort(key=lambda group: -len(group))
    return [_case(archive, group) for group in groups]


def _group(first: Card, cards: Sequence[Card]) -> list[Card]:
    """The items of one case with `first`: alike to it, or to one that is."""
    number = plain_case(first.case_number or "")
    left = [
        card
        for card in cards
        if card.id != first.id and plain_case(card.case_number or "") in {number, ""}
    ]
    found, at = [first], 0
    while at < len(found):
        near = [card for card in left if one_case(found[at], card)]
        if len(found) + len(near) > MOST and not number:
            return [first]
        found += near
        left = [card for card in left if card not in near]
        at += 1
    return found


def _case(archive: Archive, group: Sequence[Card]) -> Case:
    records = archive.items([card.id for card in group])
    own = [_own(record) for record in records]
    known = {(body_key(step.body), step.date) for step in own}
    retold = list[Step]()
    for record in records:
        for step in _retold(record):
            if (body_key(step.body), step.date) not in known:
                known.add((body_key(step.body), step.date))
                retold.append(step)
    steps = sorted([*own, *retold], key=lambda step: (step.date or date.min, _level(step)))
    number = next((card.case_number for card in group if card.case_number), None)
    return Case(number, steps[-1].title, tuple(steps))


def _own(record: ItemRecord) -> Step:
    """What the meeting's own body did, by all of its decisions; the last tells the sentence."""
    decisions = [one for one in record.item.decisions if one.own]
    outcomes = tuple(dict.fromkeys(outcome for one in decisions for outcome in one.outcomes))
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
        item.url,
        retold,
    )


def _level(step: Step) -> int:
    return is_binding(step.body)


def _rank(step: Step) -> tuple[int, date]:
    return _level(step), step.date or date.min


# --- for the terminal and for scripts --------------------------------------------------------


def to_text(case: Case) -> str:
    """A case for the terminal: its steps by date, then the latest binding decision."""
    lines = [f"Sag {case.number or 'uden nummer'}: {case.title}"]
    for step in case.steps:
        lines += _lines(step, case.title)
    binding = case.binding
    if binding is None:
        lines.append("Bindende beslutning: ingen i arkivet endnu.")
    else:
        told = f"Seneste bindende beslutning: {binding.body}, {_day(binding)}: {_done(binding)}."
        lines.append(told + (f" »{binding.sentence}«" if binding.sentence else ""))
    return "\n".join(lines)


def _lines(step: Step, title: str) -> list[str]:
    place = step.label or "punkt uden nummer"
    where = f"gengivet i {place}" if step.retold else place
    lines = [f"  {_day(step)}  {step.body}, {where}: {_done(step)}"]
    if step.title != title:
        lines.append(f"      Da hed sagen: {step.title}")
    if step.sentence:
        lines.append(f"      »{' '.join(step.sentence.split())}«")
    lines.append(f"      {step.url or step.file}")
    return lines


def _day(step: Step) -> str:
    return in_words(step.date) if step.date else "uden dato"


def _done(step: Step) -> str:
    told = ", ".join(one.value for one in step.outcomes if one is not Outcome.NONE)
    none = "uden klar afgørelse" if step.sentence else "ingen beslutning"
    return (told or none) + ("" if step.open else " (lukket punkt)")


def to_json(case: Case) -> dict[str, object]:
    """A case for scripts; dates as ISO text."""
    binding = case.binding
    return {
        "case_number": case.number,
        "title": case.title,
        "steps": [_json(step) for step in case.steps],
        "binding": _json(binding) if binding else None,
    }


def _json(step: Step) -> dict[str, object]:
    return {
        "item": step.item,
        "body": step.body,
        "date": step.date.isoformat() if step.date else None,
        "punkt": step.label,
        "title": step.title,
        "case_number": step.case_number,
        "open": step.open,
        "outcomes": [one.value for one in step.outcomes],
        "sentence": step.sentence,
        "file": step.file,
        "url": step.url,
        "retold": step.retold,
    }

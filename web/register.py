"""The register of decisions: every body's own decisions, to filter, sort, search and take away."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index.archive import Archive
from index.catalogue import ItemRecord
from index.decision.refusal import shown_outcomes, shown_points
from index.types import Decision, PointOutcome, Vote
from web.source import source_link


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision as the register lists it. `address` is where its source is shown; `punkt` is
    as in a citation: the number, else what is printed in its place."""

    item_id: str
    date: date | None
    municipality: str
    body: str
    punkt: int | str
    title: str
    case_number: str
    outcomes: tuple[str, ...]
    votes: str
    text: str
    address: str
    shown: tuple[str, ...] = ()
    """Set where a reader is shown other outcomes: an approved refusal is a refusal."""
    points: tuple[PointOutcome, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """The outcomes as a reader is shown them."""
        return self.shown or self.outcomes

    @property
    def printed(self) -> str:
        """The Punkt as a list shows it beside the title."""
        return "" if self.punkt == self.title else str(self.punkt)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to list: "" and None are no limit. `sort` is one of SORTS, `-` in front reverses."""

    words: str = ""
    municipality: str = ""
    body: str = ""
    outcome: str = ""
    first: date | None = None
    last: date | None = None
    sort: str = "-dato"
    case_number: str = ""


def in_danish_order(text: str) -> str:
    """A key that sorts æ, ø, å last and in that order."""
    return text.casefold().replace("æ", "\uff00").replace("ø", "\uff01").replace("å", "\uff02")


SORTS: dict[str, Callable[[Entry], tuple[object, ...]]] = {
    "dato": lambda e: (e.date or date.min, e.body, e.printed.zfill(4)),
    "udvalg": lambda e: (in_danish_order(e.body), e.date or date.min),
    "punkt": lambda e: (e.printed.zfill(4), e.date or date.min),
    "sag": lambda e: (in_danish_order(e.title), e.date or date.min),
    "udfald": lambda e: (", ".join(e.outcomes) or "~", e.date or date.min),
}
"""What the register can be sorted by, by the name in the address."""


def entries(archive: Archive) -> tuple[Entry, ...]:
    """All decisions, newest first; made anew when the archive has changed."""
    return _entries(archive, archive.snapshot.revision)


def pick(found: Sequence[Entry], wanted: Wanted) -> list[Entry]:
    """The entries that are wanted, in the order that is wanted."""
    words = wanted.words.casefold().split()
    kept = [entry for entry in found if _fits(entry, wanted, words)]
    key = SORTS.get(wanted.sort.lstrip("-"), SORTS["dato"])
    return sorted(kept, key=key, reverse=wanted.sort.startswith("-"))


def votes_in_words(votes: Sequence[Vote]) -> str:
    """A vote in one line, as printed: "for 8: A, F; imod 5: V (Bo Dam), C"."""
    return "; ".join(_vote(vote) for vote in votes)


def _vote(vote: Vote) -> str:
    count = f" {vote.count}" if vote.count is not None else ""
    who, named = [], set()
    for party in vote.parties:
        members = _members(party, vote)
        named.update(members)
        who.append(f"{party} ({', '.join(members)})" if members else party)
    who += [name for name in vote.names if name not in named]
    return f"{vote.side.value}{count}" + (f": {', '.join(who)}" if who else "")


def _members(party: str, vote: Vote) -> list[str]:
    """The names that are printed in brackets behind the party: "V (Bo Dam og Eva Lund)"."""
    found = re.search(rf"(?<!\w){re.escape(party)}\s?\(([^()]*)\)", vote.text)
    inside = " ".join(found[1].split()) if found else ""
    return [name for name in vote.names if name in inside]


@lru_cache(maxsize=2)
def _entries(archive: Archive, revision: int) -> tuple[Entry, ...]:
    # Meeting by meeting: a document's text is then read once, not once for every decision.
    newest = sorted(archive.meetings.values(), key=lambda m: m.date or date.min, reverse=True)
    records = (
        record
        for meeting in newest
        for record in archive.catalogue.items(archive.catalogue.meeting_items(meeting.id))
    )
    return tuple(_entry(r, d) for r in records for d in r.item.decisions if d.own)


def _entry(record: ItemRecord, decision: Decision) -> Entry:
    item, meeting = record.item, record.meeting
    return Entry(
        record.id,
        decision.date or meeting.date,
        meeting.municipality or "",
        decision.body or meeting.body,
        item.punkt,
        item.title,
        item.case_number or "",
        tuple(outcome.value for outcome in decision.outcomes),
        votes_in_words(decision.votes),
        decision.text.strip(),
        source_link(record.id, decision.start, decision.end),
        tuple(outcome.value for outcome in shown_outcomes(item, decision)),
        shown_points(item),
    )


def _fits(entry: Entry, wanted: Wanted, words: Sequence[str]) -> bool:
    if wanted.municipality and entry.municipality != wanted.municipality:
        return False
    if wanted.body and entry.body != wanted.body:
        return False
    if wanted.outcome and wanted.outcome not in entry.told:
        return False
    if wanted.case_number and entry.case_number != wanted.case_number:
        return False
    if wanted.first and (entry.date is None or entry.date < wanted.first):
        return False
    if wanted.last and (entry.date is None or entry.date > wanted.last):
        return False
    searched = f"{entry.title} {entry.case_number} {entry.text}".casefold()
    return all(word in searched for word in words)

"""The documents under printed/, each in the style of another publisher: items, sections, decisions.

They were written before the reading was run on them. A mark is a line of its own that stands right
above what it tells of, and is taken out before the document is read:

    @H body=...|date=...|time=...|place=...|municipality=...|kind=...   a meeting's head
    @I number|title|case number|closed                               an item
    @S KIND/OTHER_KIND                                               a section ("-": or none)
    @D OUTCOME,OUTCOME;own=0;body=...;votes=for:A,B against:V        a decision ("/": or so)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from index.danish import body_key
from index.formats import read_meetings
from index.types import Decision, Item, Meeting
from tests.index.formats.printed_files import pdf_file, word_file

FILES = sorted((Path(__file__).parent / "printed").iterdir())
CLOSED = re.compile(
    r"^(?:\((?:Åben|Lukket|Fortrolig)\)|Lukket(?: punkt| sag)?\s*[:-])\s*"
    r"|\s*(?:-\s*lukket (?:punkt|sag)|\(lukket\)|\([\d-]{8,}\))$",
    re.IGNORECASE,
)


@dataclass
class Told:
    """One decision as marked; `readings` are the sets of outcomes that a reader accepts."""

    readings: list[set[str]]
    own: bool
    body: str
    votes: dict[str, set[str]]


@dataclass
class Marked:
    """One item as its document's marks tell it."""

    number: int | None
    title: str
    case: str | None
    open: bool
    sections: list[set[str]] = field(default_factory=list)
    decisions: list[Told] = field(default_factory=list)


@dataclass
class Printed:
    text: str
    heads: list[dict[str, str]]
    meetings: list[list[Marked]]


def load(path: Path) -> Printed:
    printed, lines = Printed("", [], []), []
    for line in path.read_text("utf-8").split("\n"):
        mark, _, rest = line.partition(" ")
        if mark == "@H":
            printed.heads.append(dict(part.split("=", 1) for part in rest.split("|")))
            printed.meetings.append([])
        elif mark == "@I":
            number, title, case, closed = (*rest.split("|"), "", "")[:4]
            one = Marked(int(number) if number else None, title, case or None, closed != "closed")
            printed.meetings[-1].append(one)
        elif mark == "@S":
            printed.meetings[-1][-1].sections.append(set(rest.split("/")))
        elif mark == "@D":
            printed.meetings[-1][-1].decisions.append(told(rest))
        else:
            lines.append(line)
    printed.text = "\n".join(lines)
    return printed


def told(rest: str) -> Told:
    outcomes, *more = rest.split(";")
    given = dict(part.split("=", 1) for part in more)
    votes = dict(side.split(":") for side in given.get("votes", "").split())
    return Told(
        [set(reading.split(",")) for reading in outcomes.split("/")],
        given.get("own") != "0",
        given.get("body", ""),
        {side: set(parties.split(",")) for side, parties in votes.items()},
    )


def read(path: Path, folder: Path) -> tuple[Printed, tuple[Meeting, ...]]:
    """What is marked and what is read; "x.pdf.txt" and "x.docx.txt" are made into such files."""
    printed = load(path)
    make = {".pdf": pdf_file, ".docx": word_file}.get(Path(path.stem).suffix)
    file = folder / (path.stem if make else path.name)
    file.write_bytes(make(printed.text) if make else printed.text.encode())
    return printed, read_meetings(file)[1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_item_and_head_of_a_printed_document_is_read(path: Path, tmp_path: Path) -> None:
    printed, meetings = read(path, tmp_path)
    assert len(meetings) == len(printed.meetings)
    for meeting, head, items in zip(meetings, printed.heads, printed.meetings, strict=True):
        assert [
            (item.number, bare(item.title), item.case_number, item.open) for item in meeting.items
        ] == [(one.number, bare(one.title), one.case, one.open) for one in items]
        assert body_key(meeting.body) == body_key(head.pop("body"))
        assert str(meeting.date) == head.pop("date")
        for name, value in head.items():
            found = str(getattr(meeting, name))
            assert value in (found, found.replace(":", "."))


def bare(title: str) -> str:
    return CLOSED.sub("", title).casefold().rstrip(".")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_section_and_decision_of_a_printed_document_is_read(
    path: Path, tmp_path: Path
) -> None:
    printed, meetings = read(path, tmp_path)
    for meeting, items in zip(meetings, printed.meetings, strict=True):
        for item, marked in zip(meeting.items, items, strict=True):
            assert fits(kinds(item), merged(marked.sections)), (item.title, kinds(item))
            check_decisions(item, marked)


def kinds(item: Item) -> list[str]:
    """The kinds in order; the decisions of several bodies right after each other count as one."""
    found = [section.kind.name for section in item.sections]
    return [k for n, k in enumerate(found) if not (n and k == found[n - 1] == "DECISION")]


def merged(sections: list[set[str]]) -> list[set[str]]:
    only = {"DECISION"}
    return [one for n, one in enumerate(sections) if not (n and one == sections[n - 1] == only)]


def fits(found: list[str], expected: list[set[str]]) -> bool:
    """Whether each expected section stands there in order (an unlabelled text may come first)."""
    rest = iter([*found, ""])
    kind = next(rest)
    if kind == "OTHER" and not (expected and "OTHER" in expected[0]):
        kind = next(rest)
    for accepted in expected:
        if kind in accepted:
            kind = next(rest)
        elif "-" not in accepted:
            return False
    return kind == ""


def check_decisions(item: Item, marked: Marked) -> None:
    left = list(item.decisions)
    for expected in marked.decisions:
        if not left and {"NONE"} in expected.readings:
            continue
        found = next((one for one in left if is_that(one, expected)), None)
        assert found, (item.title, expected, [(d.body, d.own, d.outcomes) for d in left])
        left.remove(found)
        for side, parties in expected.votes.items():
            votes = [vote.parties for vote in found.votes if vote.side.name.casefold() == side]
            assert {party for one in votes for party in one} == parties
    if marked.decisions:
        assert not [decision for decision in left if decision.own]


def is_that(decision: Decision, expected: Told) -> bool:
    outcomes = {outcome.name for outcome in decision.outcomes}
    named = expected.body in (decision.body or "")
    return outcomes in expected.readings and decision.own == expected.own and named

"""The vocabulary of the minutes: what a file becomes when it has been read.

Every record is frozen. Offsets are characters (not bytes) into the document's text, and
`document.text[x.start:x.end] == x.text` holds for every section, decision and chunk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SectionKind(StrEnum):
    """What a section of an item is for, whatever the municipality calls it."""

    HEAD = "mødehoved"
    TITLE = "overskrift"
    SUMMARY = "resume"
    THEME = "beslutningstema"
    CASE = "sagsfremstilling"
    ASSESSMENT = "vurdering"
    RECOMMENDATION = "indstilling"
    DECISION = "beslutning"
    HISTORY = "sagens forløb"
    COMPETENCE = "beslutningskompetence"
    ROUTE = "sagsgang"
    ECONOMY = "økonomi"
    LEGAL = "lovgrundlag"
    HEARING = "høring"
    CONSEQUENCES = "konsekvenser"
    SCHEDULE = "tidsplan"
    COMMUNICATION = "kommunikation"
    ATTACHMENTS = "bilag"
    ABSENCE = "fravær"
    OTHER = "andet"


class Outcome(StrEnum):
    """What a body did with an item. Only what is printed: NONE when nothing is."""

    APPROVED = "godkendt"
    APPROVED_WITH_CHANGE = "godkendt med ændring"
    RECOMMENDED = "anbefalet"
    NOTED = "taget til efterretning"
    ORIENTATION = "orientering"
    DISCUSSED = "drøftet"
    POSTPONED = "udsat"
    REFERRED = "henvist"
    SENT_BACK = "sendt tilbage"
    WITHDRAWN = "udgået"
    REJECTED = "ikke godkendt"
    ELECTED = "valgt"
    NOTHING = "intet at referere"
    REFUSAL = "afslag"
    """Shown for an approved recommendation to refuse, never stored (index/decision/refusal.py)."""
    OVERRULED = "afslag ikke fulgt"
    """Shown for a recommendation to refuse that was not followed; never stored."""
    ADVISED_AGAINST = "ikke anbefalet"
    """Shown for the no of a body that only advises; never stored."""
    NONE = "ingen"


class Side(StrEnum):
    """The side that somebody took in a vote."""

    FOR = "for"
    AGAINST = "imod"
    ABSTAINED = "undlod"


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text as it is shown and quoted.

    `pages` holds the offset at which each page begins (empty when the file has none);
    `blank_pages` the 1-based numbers of pages without a text layer; `headings` the
    (level 1-6, start, end) of lines that the file's own markup calls headings (HTML, DOCX).
    A table is one line a row with its cells separated by tabs.
    """

    path: str
    name: str
    text: str
    digest: str
    pages: tuple[int, ...] = ()
    blank_pages: tuple[int, ...] = ()
    media: str = "text/plain"
    headings: tuple[tuple[int, int, int], ...] = ()
    title: str = ""
    """What a saved page calls itself (its `title`), which its text does not show."""
    furniture: tuple[str, ...] = ()
    """The heads and feet of pages that were left out of `text`, as printed, in order."""

    def page_at(self, offset: int) -> int | None:
        """The 1-based page that holds the offset, None when the file has no pages."""
        if not self.pages:
            return None
        return sum(1 for start in self.pages if start <= offset) or 1


@dataclass(frozen=True, slots=True)
class Section:
    """One labelled part of an item; `start`/`end` span the body without its heading."""

    kind: SectionKind
    heading: str
    text: str
    start: int
    end: int
    page: int | None = None
    subheadings: tuple[tuple[str, int], ...] = ()
    """(sub-heading as printed, its offset), inside the section, in order."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One side of a vote, only as printed: parties as letters, names as they stand."""

    side: Side
    count: int | None
    parties: tuple[str, ...]
    names: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class PointOutcome:
    """What was decided on one numbered point of the recommendation ("Ad 2. Godkendt")."""

    point: str
    outcomes: tuple[Outcome, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What one body did with one item. `own` is False for an earlier or another body's."""

    body: str | None
    date: date | None
    outcomes: tuple[Outcome, ...]
    text: str
    start: int
    end: int
    sentence: str = ""
    """The printed sentence that carries the outcome, verbatim; "" when there is none."""
    points: tuple[PointOutcome, ...] = ()
    votes: tuple[Vote, ...] = ()
    reservations: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    own: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """One agenda item (Punkt). `number` is None where none is printed."""

    number: int | None
    label: str
    """The number as printed ("Punkt 6", "3.", "135"), "" when there is none."""
    title: str
    case_number: str | None
    open: bool
    start: int
    end: int
    title_start: int
    title_end: int
    sections: tuple[Section, ...] = ()
    decisions: tuple[Decision, ...] = ()
    url: str | None = None

    @property
    def punkt(self) -> int | str:
        """What it is cited by: its number, else what is printed in its place, else its title."""
        return self.number if self.number is not None else (self.label or self.title)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of one body, as one document tells it.

    `id` is the same on every run for the same file. `head` is the text before the first
    item (its participants, place, contents list); `unassigned` lists (start, end) of text
    that could be placed nowhere; `confidence` is 0..1.
    """

    id: str
    file: str
    municipality: str | None
    body: str
    date: date | None
    items: tuple[Item, ...]
    head: Section
    time: str | None = None
    place: str | None = None
    kind: str = "referat"
    participants: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    url: str | None = None
    warnings: tuple[str, ...] = ()
    unassigned: tuple[tuple[int, int], ...] = ()
    confidence: float = 1.0


HEAD = -1
"""The position of a meeting's head, which is kept as an item before its first."""


def head_key(meeting_id: str) -> str:
    """The key of a meeting's head."""
    return f"{meeting_id}/{HEAD}"


def is_head(key: str) -> bool:
    """Whether an item's key is that of its meeting's head."""
    return key.endswith(f"/{HEAD}")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of one section, small enough for the embedding model.

    `id` is `meeting/item/section/n`; `item` and `section` are positions in the meeting
    and the item (item -1 is the meeting's head, section -1 the item's title line).
    `context` is embedded in front of `text` and never quoted.
    """

    id: str
    meeting_id: str
    item: int
    section: int
    kind: SectionKind
    context: str
    text: str
    start: int
    end: int


class UnreadableError(Exception):
    """A file that cannot be read as minutes; the message is a Danish sentence for its owner."""


class ArchiveError(Exception):
    """The archive cannot be used as asked; the message says in Danish what to do."""

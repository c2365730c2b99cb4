"""The vocabulary of a question and its answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from index.types import Decision, Outcome, PointOutcome, SectionKind, Side


class Status(StrEnum):
    """How a question ended. Each has a sentence in prompts/ and a line in the docs."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    CLOSED = "closed"
    UNCLEAR = "unclear"
    DECLINED = "declined"
    ERROR = "error"


class Intent(StrEnum):
    """What the asker wants to know; it says which sections and which kind of value."""

    DECISION = "decision"
    STATUS = "status"
    RECOMMENDATION = "recommendation"
    AMOUNT = "amount"
    COUNT = "count"
    DATE = "date"
    VOTE = "vote"
    WHO = "who"
    WHERE = "where"
    ATTENDANCE = "attendance"
    REASON = "reason"
    LIST = "list"
    DEFINITION = "definition"
    LEGAL = "legal"
    NEXT_STEP = "next_step"
    COMPARISON = "comparison"
    CASE_NUMBER = "case_number"
    OVERVIEW = "overview"
    YES_NO = "yes_no"
    FACT = "fact"
    SMALL_TALK = "small_talk"
    ABOUT = "about"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Filters:
    """Hard limits on what may be searched: only what the asker stated. None is no limit."""

    municipality: str | None = None
    committee: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    case_number: str | None = None
    punkt: int | None = None
    decisions_only: bool = False

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier exchange of the conversation."""

    question: str
    answer: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """What was done to the items that a question wants listed: any of `outcomes`, or a vote, in
    which one of `parties` (letters) or `people` took `side`.

    `told` says it in Danish behind "5 punkter"; the titles hold the words of `topic`; the meetings
    were held from `first` to `last`.
    """

    told: str
    outcomes: tuple[Outcome, ...] = ()
    side: Side | None = None
    parties: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    topic: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood. `search` is what is looked for, `text` what was typed, with its
    plain misspellings mended."""

    text: str
    search: str
    intents: tuple[Intent, ...]
    filters: Filters = NO_FILTERS
    prefer: Filters = NO_FILTERS
    """What the question hints at without stating it: a preference, never a limit."""
    english: bool = False
    followup: bool = False
    named: str = ""
    """The subject that a follow-up names anew ("hvad med *molen*"), "" when it names none."""
    about: tuple[str, ...] = ()
    """For a follow-up that names nothing new, no time either: the items that the answer before it
    quoted."""
    entities: tuple[str, ...] = ()
    """Names, addresses, numbers that the answer's item must know."""
    notes: tuple[str, ...] = ()
    moment: tuple[date, date] | None = None
    """The one day or month that the question states, first and last day."""
    act: Act | None = None
    """Set when all items are asked for to which something was done ("hvilke sager blev udsat?")."""

    @property
    def intent(self) -> Intent:
        """The foremost intent."""
        return self.intents[0]


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that was found. `item_id` is the catalogue's key; `score` orders hits."""

    item_id: str
    score: float
    chunk_ids: tuple[str, ...] = ()
    arms: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quote stands. `source_text[start:end] == quote` in the file's text."""

    n: int
    file: str
    municipality: str | None
    committee: str
    date: date | None
    punkt: int | str
    title: str
    case_number: str | None
    section: SectionKind
    heading: str
    quote: str
    start: int
    end: int
    page: int | None
    url: str | None = None
    item_id: str = ""
    outcomes: tuple[Outcome, ...] = ()
    """What the minutes say was done with the item."""
    shown: tuple[Outcome, ...] = ()
    """The same for a reader: an approved refusal is a refusal."""
    points: tuple[PointOutcome, ...] = ()
    """The same point by point, where the item's points ended differently."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of a draft: words of ours with {} where the quote numbered `quote` stands."""

    words: str
    cites: tuple[int, ...] = ()
    quote: int | None = None
    best: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer: words of ours, or a verbatim quote in »«, with its [n].

    `best` is the one of several quotes in the source's order that answers most of the question.
    """

    text: str
    cites: tuple[int, ...] = ()
    quoted: bool = False
    best: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """How far was searched."""

    meetings: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that has been checked. `related` are near items, never support."""

    question: str
    status: Status
    text: str
    citations: tuple[Citation, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    retrieved: tuple[tuple[str, int | str, float], ...] = ()
    """(file, punkt, score) of the ten best items, best first; of a list read off the catalogue, its
    first ten."""
    related: tuple[Citation, ...] = ()
    decisions: tuple[Decision, ...] = ()
    understood: Question | None = None
    scope: Scope = Scope(0, None, None)
    engine: str = "extractive"
    note: str = ""
    """How it was worded when a language model is in use, in a sentence; "" without one."""
    seconds: float = 0.0
    choices: tuple[str, ...] = ()
    trace: tuple[str, ...] = ()

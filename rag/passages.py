"""An item -> its passages: sentences, points and rows, each with how well it fits the question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from index.catalogue import ItemRecord
from index.files.furniture import counts_pages
from index.sentences import marker_end, split_sentences
from index.types import Section, SectionKind
from rag.draft import title_section
from rag.match import Matcher, terms_of
from rag.selection.counted import counts, of_another
from rag.selection.headings import stands_over
from rag.selection.values import holds
from rag.types import Intent, Question
from rag.understanding.asked import asked_noun
from rag.understanding.phrasing import answers_turn
from rag.wash import plain

HEADING = re.compile(r"[^.!?:]{2,90}$")
BULLET = re.compile(r"\s*(?:[-•–·*]|\d{1,2}[.)]|[a-z]\))\s")
POINTING = re.compile(
    r"(?:det|de|den|dette|disse|der|her|han|hun|heraf|derudover|desuden|dermed|således|herunder|"
    r"i så fald|på den baggrund|ligeledes)\b",
    re.IGNORECASE,
)
BODY = re.compile(
    r"\b\w*(?:udvalget|byrådet|rådet|kommunalbestyrelsen|politikerne|committee|council)s?\b", re.I
)
"""A question that names who acted is answered where the minutes tell what they did."""
INTRODUCES = re.compile(
    r"(?:i denne sag|denne sag|med denne sag|sagen (?:handler|omhandler|forelægges|beskriver)|"
    r"(?:\w+ )?(?:skal|skulle) (?:i denne sag|tage stilling|beslutte, om|drøfte|orienteres)|"
    r"(?:udvalget|byrådet|kommunalbestyrelsen) (?:skal|får|orienteres|forelægges|fremlægges))\b",
    re.IGNORECASE,
)
"""How a case opens by saying what it is about, and answers nothing."""
ABSENCE = re.compile(
    r"^(?:frav[æa]r\w*|afbud|ikke til stede|ej til stede|deltog ikke|.{2,80}\b(?:var frav\w+|"
    r"deltog ikke|deltager ikke|havde meldt afbud|mødte ikke)\b)",
    re.IGNORECASE,
)
"""A line that tells who was not there: no part of what was decided."""
PRICED = re.compile(
    r"\bhvad koste[rdt]?|\bhvad er (?:prisen|taksten|gebyret)|\bhow much (?:is|does|do|are)\b",
    re.IGNORECASE,
)
PRICES = re.compile(r"\b\w*(?:takst|pris|gebyr|kontingent|afgift|leje)(?:er|erne|en|et)?\b", re.I)
"""A table's head that names a price: its rows tell it, whatever words they share."""
FIGURE = re.compile(r"\d")
VALUES = frozenset((Intent.AMOUNT, Intent.COUNT, Intent.DATE))
"""What a table's cell tells."""
NAMED = 0.9
"""How surely the question must hold each word that a row is called."""
CALLED = 0.2
"""The share of the question that what a row is called must meet."""
HOW_MUCH = re.compile(
    r"\bhvor (?:meget|mange|stor\w*|høj\w*)\b|\bhow (?:much|many)\b", re.IGNORECASE
)
LINK = re.compile(r"\]\(|https?://|www\.")
K = SectionKind
PRIOR: Mapping[Intent, Mapping[SectionKind, float]] = {
    Intent.DECISION: {K.DECISION: 0.3, K.RECOMMENDATION: 0.1, K.HISTORY: 0.05},
    Intent.STATUS: {K.DECISION: 0.3, K.COMPETENCE: 0.25, K.ROUTE: 0.1},
    Intent.VOTE: {K.DECISION: 0.5, K.HISTORY: 0.1},
    Intent.RECOMMENDATION: {K.RECOMMENDATION: 0.5, K.ASSESSMENT: 0.1},
    Intent.AMOUNT: {K.ECONOMY: 0.06, K.DECISION: 0.05, K.RECOMMENDATION: 0.05},
    Intent.WHO: {K.DECISION: 0.12},
    Intent.REASON: {K.DECISION: 0.1},
    Intent.DATE: {K.DECISION: 0.05, K.RECOMMENDATION: 0.05},
    Intent.LEGAL: {K.LEGAL: 0.3},
    Intent.NEXT_STEP: {K.SCHEDULE: 0.12, K.ROUTE: 0.05, K.DECISION: 0.08},
    Intent.DEFINITION: {K.SUMMARY: 0.05, K.CASE: 0.05},
}
"""What the kind of section adds to a passage for an intent: where a reader would look first."""
SECTION: Mapping[SectionKind, float] = {
    K.TITLE: -0.3,
    K.ATTACHMENTS: -0.25,
    K.ABSENCE: -0.25,
    K.HEARING: -0.1,
    K.SUMMARY: 0.06,
}
"""What a section's kind adds whatever is asked."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """What a passage's parts count for beside its own words, which count 1.

    Set by hand on the sample's and the developers' questions; docs/evaluation.md has the table.
    """

    lead: float = 0.3
    leaning: float = 0.75
    around: float = 0.35
    typed: float = 0.22
    near: float = 0.25
    introduces: float = 0.2
    priced: float = 0.45
    item: float = 0.7
    read: float = 0.08
    turn: float = 0.2
    cell: float = 0.15
    counts: float = 0.2
    another: float = 0.5


SCORING = Scoring()
UNQUOTED = (K.TITLE, K.ATTACHMENTS, K.HEAD)
"""Sections whose words never stand alone as an answer."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, list point or table row of an item, with how well it fits the question."""

    record: ItemRecord
    section: Section
    start: int
    end: int
    score: float
    met: Mapping[str, float] = field(default_factory=dict)
    header: tuple[int, int] | None = None
    """The span of the table's head row, when the passage is a row below it."""

    @property
    def text(self) -> str:
        """The passage's words."""
        return self.record.text[self.start : self.end]


def is_point(text: str) -> bool:
    """Whether a passage is a point of a list: it begins with a bullet, a number or a letter."""
    return marker_end(text) > 0 or BULLET.match(text) is not None


def place_of(passage: Passage) -> tuple[str, int, int]:
    """Where a passage stands: its item, its section's beginning, its own."""
    return passage.record.id, passage.section.start, passage.start


def passages_of(
    record: ItemRecord,
    question: Question,
    matcher: Matcher,
    near: list[tuple[int, int, float]],
) -> list[Passage]:
    """All passages of an item; `near` has (start, end, similarity) of its chunks."""
    found: list[Passage] = []
    title = title_section(record)
    title_met = matcher.met(record.item.title)
    for section in (title, *record.item.sections):
        if not section.text.strip():
            continue
        base = union(title_met, matcher.met(section.heading))
        for unit in _units(record, section, matcher):
            if record.pages and counts_pages(unit.text):
                continue
            around = union(base, unit.above, unit.lead)
            score = _score(question, matcher, section, unit, around)
            score += SCORING.near * _chunk_of(near, unit.start)
            found.append(
                Passage(record, section, unit.start, unit.end, score, unit.met, unit.header)
            )
    return found


def _chunk_of(near: list[tuple[int, int, float]], start: int) -> float:
    return max((score for a, b, score in near if a <= start < b), default=0.0)


def union(*parts: Mapping[str, float]) -> dict[str, float]:
    """All words that any of the parts meets, each as surely as the surest."""
    whole: dict[str, float] = {}
    for part in parts:
        for term, sure in part.items():
            whole[term] = max(sure, whole.get(term, 0.0))
    return whole


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, point or row with what stands over it: sub-heading, lead-in, table head."""

    start: int
    end: int
    text: str
    met: Mapping[str, float]
    above: Mapping[str, float]
    lead: Mapping[str, float]
    """What the sentence before it, the list's lead-in or the table's head meets."""
    leans: bool
    """Whether it is only understood with what stands before it."""
    header: tuple[int, int] | None
    head_text: str


@lru_cache(maxsize=2_000)
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    """A section's sentences, kept: the same items are read for one question after another."""
    return tuple(split_sentences(text))


def _units(record: ItemRecord, section: Section, matcher: Matcher) -> Iterator[_Unit]:
    above: Mapping[str, float] = {}
    previous: Mapping[str, float] = {}
    lead_in: Mapping[str, float] = {}
    table: tuple[int, int] | None = None
    for a, b in _sentences(section.text):
        start, end = section.start + a, section.start + b
        text = record.text[start:end]
        met = matcher.met(text)
        if _is_heading(text, section, start):
            above, previous, lead_in, table = met, {}, {}, None
            continue
        row, point = "\t" in text, is_point(text)
        if row and table is None:
            table = (start, end)
        elif not row:
            table = None
        header = table if row and table != (start, end) else None
        head_text = record.text[header[0] : header[1]] if header else ""
        lead: Mapping[str, float] = previous
        if row or point:
            lead = union(lead_in, matcher.met(head_text) if head_text else {})
        leans = bool(row or point or POINTING.match(text))
        yield _Unit(start, end, text, met, above, lead, leans, header, head_text)
        if text.rstrip().endswith(":") or (not row and not point):
            lead_in = met
        previous = met if not leans else union(met, {w: 0.7 * s for w, s in previous.items()})


def _score(
    question: Question,
    matcher: Matcher,
    section: Section,
    unit: _Unit,
    around: Mapping[str, float],
) -> float:
    own = matcher.share(unit.met)
    lead = matcher.share(union(unit.met, unit.lead)) - own
    wide = matcher.share(union(unit.met, unit.lead, around)) - own - lead
    leaning = SCORING.leaning if unit.leans else SCORING.lead
    score = own + leaning * lead + SCORING.around * wide
    told = f"{unit.text} {unit.head_text}" if unit.header else unit.text
    for rank, intent in enumerate(question.intents[:2]):
        part = 1.0 if rank == 0 else 0.5
        score += part * PRIOR.get(intent, {}).get(section.kind, 0.0)
        listed = intent is Intent.LIST and (unit.header or is_point(unit.text))
        if intent in (Intent.FACT, Intent.YES_NO):
            continue
        if listed or holds(intent, told, question.search):
            score += SCORING.typed * part
    if unit.header and PRICED.search(plain(question.text)) and PRICES.search(unit.head_text):
        score += SCORING.priced
    if _is_cell(question, matcher, unit.text):
        score += SCORING.cell
    noun = asked_noun(question.text, matcher.weights) if Intent.COUNT in question.intents else None
    beside = {w: sure for w, sure in union(unit.met, unit.lead, around).items() if w != noun}
    if noun and matcher.share(beside) >= CALLED and counts(noun, matcher, unit.text):
        score += SCORING.counts
    if of_another(question.text, unit.text):
        score -= SCORING.another
    if answers_turn(question.text, told):
        score += SCORING.turn
    return score + _standing(question, section, unit)


def _is_cell(question: Question, matcher: Matcher, row: str) -> bool:
    """Whether a table's row is called what the question asks a figure of, and holds one."""
    label, _, cells = row.lstrip("\t ").partition("\t")
    asks = VALUES.intersection(question.intents[:2]) or HOW_MUCH.search(question.text)
    if not FIGURE.search(cells) or not asks:
        return False
    named = terms_of(label)
    if matcher.share(matcher.met(label)) < CALLED:
        return False
    return bool(named) and all(max(matcher.met(t).values(), default=0.0) >= NAMED for t in named)


def _standing(question: Question, section: Section, unit: _Unit) -> float:
    """What speaks for or against a passage whatever words it shares with the question."""
    score = SECTION.get(section.kind, 0.0)
    if section.kind is SectionKind.DECISION:
        score += 0.15 * (BODY.search(question.text) is not None)
        score += 0.1 * (len(unit.text.split()) >= 12)
        score -= 0.5 * (ABSENCE.match(unit.text) is not None)
    if len(unit.text.split()) < 5 and "\t" not in unit.text:
        score -= 0.1
    if unit.text.rstrip("*_ ").endswith("?") or LINK.search(unit.text):
        score -= 0.25
    if unit.text.startswith(('"', "”", "“")):
        score -= 0.1
    if INTRODUCES.match(unit.text):
        score -= SCORING.introduces
    return score


def _is_heading(text: str, section: Section, start: int) -> bool:
    if any(at == start for _, at in section.subheadings):
        return True
    return (
        "\t" not in text
        and "\n" not in text
        and len(text.split()) <= 8
        and HEADING.fullmatch(text) is not None
        and section.kind not in (SectionKind.DECISION, SectionKind.TITLE, SectionKind.HEAD)
        and not text.startswith(("-", "•", "–"))
    ) or stands_over(section, start - section.start, start - section.start + len(text))

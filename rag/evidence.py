"""Hits -> evidence: the items in full, cut into passages that can be quoted, best first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np

from index.archive import Archive
from index.catalogue import ItemRecord
from index.furniture import counts_pages
from index.sentences import split_sentences
from index.types import Section, SectionKind
from rag import twofold
from rag.draft import title_section
from rag.match import Matcher
from rag.reader import Text, bundled
from rag.retrieve import CLOSED_NOTE, SHUT, dense, uncapitalised
from rag.types import Hit, Intent, Question
from rag.values import holds

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
    item: float = 0.7
    read: float = 0.08


SCORING = Scoring()
READ = 11
"""How many passages the reader reads, the best that say different things
(docs/decisions/reader.md)."""
READ_OF_TWO = 8
"""How many are read for each part of a question that asks two things."""
LEAST, MOST = -16.0, 16.0
"""The reader's scores are cut to these; a passage that is not read has the least."""
PUBLISHED = 60
"""Words from which on a closed item is taken to have published its substance."""
TITLED = 0.25
"""The share of the question that a closed item's title must meet: it has nothing else to tell."""
SPARE = 3
"""Hits beyond those that are read, for such closed items as are passed over."""
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


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the answer is made from: `records` in the order of hits, `passages` best first."""

    question: Question
    matcher: Matcher
    hits: tuple[Hit, ...]
    records: tuple[ItemRecord, ...]
    passages: tuple[Passage, ...]
    parts: tuple[tuple[Question, tuple[Passage, ...]], ...] = ()
    """For a question that asks two things: each of them, and the passages, best first for it."""

    def of(self, record: ItemRecord) -> list[Passage]:
        """The passages of one item, best first."""
        return [passage for passage in self.passages if passage.record.id == record.id]


def gather(question: Question, hits: Sequence[Hit], archive: Archive, items: int = 4) -> Evidence:
    """The evidence in the best `items` hits."""
    chunks = len(archive.snapshot.chunk_ids)
    matcher = Matcher(question, archive.terms.vocabulary, chunks)
    found = archive.items([hit.item_id for hit in hits[: items + SPARE]])
    records = _telling(question, matcher, found)[:items]
    near = _nearness(question, archive, {record.id for record in records})
    best = max((hit.score for hit in hits), default=0.0)
    lead = {hit.item_id: SCORING.item * (hit.score - best) for hit in hits}
    ranked = []
    asked = twofold.parts(question)
    for part in asked:
        own = matcher if part is question else Matcher(part, archive.terms.vocabulary, chunks)
        passages = [
            _moved(passage, lead[record.id])
            for record in records
            for passage in _passages(record, part, own, near.get(record.id, []))
        ]
        passages.sort(key=lambda passage: -passage.score)
        _read(part, passages, READ if len(asked) == 1 else READ_OF_TWO)
        passages.sort(key=lambda passage: -passage.score)
        ranked.append((part, tuple(passages)))
    if len(ranked) == 1:
        return Evidence(question, matcher, tuple(hits), tuple(records), ranked[0][1])
    every = _together(matcher, [passages for _, passages in ranked])
    return Evidence(question, matcher, tuple(hits), tuple(records), every, tuple(ranked))


def _together(matcher: Matcher, ranked: Sequence[Sequence[Passage]]) -> tuple[Passage, ...]:
    """Each passage as it fits the part that it fits best, less what its item lacks of the item
    that fits both parts best: "hvor mange var det?" fits many alone."""
    whole = _whole(ranked)
    best: dict[tuple[str, int, int], Passage] = {}
    for passages in ranked:
        for passage in passages:
            held = best.get(place_of(passage))
            if held is None or held.score < passage.score:
                best[place_of(passage)] = passage
    top = max(whole.values(), default=0.0)
    moved = (
        replace(p, score=p.score + whole[p.record.id] - top, met=matcher.met(p.text))
        for p in best.values()
    )
    return tuple(sorted(moved, key=lambda passage: -passage.score))


def _whole(ranked: Sequence[Sequence[Passage]]) -> dict[str, float]:
    """How well each item fits the parts of a question: the mean of its best passages' scores."""
    fits: dict[str, list[float]] = {}
    for passages in ranked:
        for key, group in groupby(sorted(passages, key=_item), key=_item):
            fits.setdefault(key, []).append(max(passage.score for passage in group))
    return {key: sum(scores) / len(ranked) for key, scores in fits.items()}


def _item(passage: Passage) -> str:
    return passage.record.id


def is_closed(record: ItemRecord) -> bool:
    """Whether the item was closed and no more than a bare decision of it is published."""
    if record.item.open:
        return False
    told = (s for s in record.item.sections if s.kind not in (K.ATTACHMENTS, K.ABSENCE))
    return sum(len(section.text.split()) for section in told) < PUBLISHED


def _telling(
    question: Question, matcher: Matcher, records: Sequence[ItemRecord]
) -> list[ItemRecord]:
    """The records less those that are closed and whose title says nothing of what is asked; those
    whose title says no more of it than an open item's come last."""
    if question.filters.punkt is not None or question.filters.case_number:
        return list(records)
    kept = [r for r in records if not is_closed(r) or _named(matcher, r) >= TITLED]
    best = max((_named(matcher, r) for r in kept if not is_closed(r)), default=-1.0)
    if CLOSED_NOTE in question.notes:
        return kept
    return sorted(kept, key=lambda r: is_closed(r) and _named(matcher, r) <= best)


def _named(matcher: Matcher, record: ItemRecord) -> float:
    title = SHUT.sub("", record.item.title)
    head = f"{title} {record.meeting.body} {record.meeting.date or ''}"
    return matcher.share(matcher.met(head))


def _read(question: Question, passages: list[Passage], most: int) -> None:
    """Move the best `most` passages, in place, by what the reader finds in them.

    A case repeats its words at every body: what is said alike is read once and scored alike.
    """
    reader = bundled()
    alike = _alike(passages, most)
    if reader is None or not alike:
        return
    first = sorted((copies[0] for copies in alike), key=lambda n: place_of(passages[n]))
    groups = [list(g) for _, g in groupby(first, key=lambda n: place_of(passages[n])[:2])]
    texts = [Text(heading_of(passages[g[0]]), [passages[n].text for n in g]) for g in groups]
    asked = uncapitalised(question.search if question.followup else question.text)
    copies_of = {copies[0]: copies for copies in alike}
    for group, scores in zip(groups, reader.scores(asked, texts), strict=True):
        for n, score in zip(group, scores, strict=True):
            surely = min(max(score, LEAST), MOST) - LEAST
            for copy in copies_of[n]:
                passages[copy] = _moved(passages[copy], SCORING.read * surely)


def _alike(passages: Sequence[Passage], most: int) -> list[list[int]]:
    """The best `most` passages that may be quoted, each with those that say the same."""
    found: dict[str, list[int]] = {}
    for n, passage in enumerate(passages):
        if passage.section.kind in UNQUOTED:
            continue
        words = " ".join(passage.text.split())
        if words in found or len(found) < most:
            found.setdefault(words, []).append(n)
    return list(found.values())


def candidates(passages: Sequence[Passage]) -> list[Passage]:
    """What the reader reads of an item's passages, which are best first: each text once."""
    return [passages[copies[0]] for copies in _alike(passages, READ)]


def place_of(passage: Passage) -> tuple[str, int, int]:
    """Where a passage stands: its item, its section's beginning, its own."""
    return passage.record.id, passage.section.start, passage.start


def heading_of(passage: Passage) -> str:
    """What the reader is told to stand above a passage."""
    title = " ".join(passage.record.item.title.split())
    return f"{title}. {passage.section.heading}" if passage.section.heading else title


def _moved(passage: Passage, by: float) -> Passage:
    return Passage(
        passage.record,
        passage.section,
        passage.start,
        passage.end,
        passage.score + by,
        passage.met,
        passage.header,
    )


def _nearness(
    question: Question, archive: Archive, wanted: set[str]
) -> dict[str, list[tuple[int, int, float]]]:
    """For each wanted item (start, end, similarity) of its chunks; the best has 1, the worst 0."""
    scores = dense(question, archive)
    positions = {archive.card_index[key] for key in wanted if key in archive.card_index}
    rows = np.flatnonzero(np.isin(archive.snapshot.card_of, list(positions)))
    if not len(rows):
        return {}
    top, low = float(scores[rows].max()), float(scores[rows].min())
    span = max(top - low, 1e-6)
    found: dict[str, list[tuple[int, int, float]]] = {}
    spans = archive.chunk_spans(sorted({archive.snapshot.cards[p].meeting_id for p in positions}))
    for row in rows:
        chunk_id = archive.snapshot.chunk_ids[row]
        if chunk_id in spans:
            start, end = spans[chunk_id]
            key = archive.snapshot.cards[archive.snapshot.card_of[row]].id
            found.setdefault(key, []).append((start, end, (float(scores[row]) - low) / span))
    return found


def _passages(
    record: ItemRecord,
    question: Question,
    matcher: Matcher,
    near: list[tuple[int, int, float]],
) -> list[Passage]:
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


def _units(record: ItemRecord, section: Section, matcher: Matcher) -> Iterator[_Unit]:
    above: Mapping[str, float] = {}
    previous: Mapping[str, float] = {}
    lead_in: Mapping[str, float] = {}
    table: tuple[int, int] | None = None
    for a, b in split_sentences(section.text):
        start, end = section.start + a, section.start + b
        text = record.text[start:end]
        met = matcher.met(text)
        if _is_heading(text, section, start):
            above, previous, lead_in, table = met, {}, {}, None
            continue
        row, point = "\t" in text, BULLET.match(text) is not None
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
        listed = intent is Intent.LIST and (unit.header or BULLET.match(unit.text))
        if intent in (Intent.FACT, Intent.YES_NO):
            continue
        if listed or holds(intent, told, question.search):
            score += SCORING.typed * part
    return score + _standing(question, section, unit)


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
    )


def _chunk_of(near: list[tuple[int, int, float]], start: int) -> float:
    return max((score for a, b, score in near if a <= start < b), default=0.0)


def union(*parts: Mapping[str, float]) -> dict[str, float]:
    """All words that any of the parts meets, each as surely as the surest."""
    whole: dict[str, float] = {}
    for part in parts:
        for term, sure in part.items():
            whole[term] = max(sure, whole.get(term, 0.0))
    return whole

"""Hits -> evidence: the items in full, cut into passages that can be quoted, best first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from index.archive import Archive
from index.catalogue import ItemRecord
from index.sentences import split_sentences
from index.types import Section, SectionKind
from rag.draft import title_section
from rag.match import Matcher
from rag.retrieve import dense
from rag.types import Hit, Intent, Question
from rag.values import holds

HEADING = re.compile(r"[^.!?]{2,90}$")

K = SectionKind
PRIOR: Mapping[Intent, Mapping[SectionKind, float]] = {
    Intent.DECISION: {K.DECISION: 0.3, K.RECOMMENDATION: 0.1, K.HISTORY: 0.05},
    Intent.STATUS: {K.DECISION: 0.3, K.COMPETENCE: 0.25, K.ROUTE: 0.1},
    Intent.VOTE: {K.DECISION: 0.5, K.HISTORY: 0.1},
    Intent.RECOMMENDATION: {K.RECOMMENDATION: 0.5, K.ASSESSMENT: 0.1},
    Intent.AMOUNT: {K.ECONOMY: 0.08},
    Intent.LEGAL: {K.LEGAL: 0.08},
    Intent.NEXT_STEP: {K.SCHEDULE: 0.12, K.ROUTE: 0.05, K.DECISION: 0.08},
    Intent.DEFINITION: {K.SUMMARY: 0.05, K.CASE: 0.05},
}
"""What the kind of section adds to a passage for an intent: where a reader would look first."""


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

    def of(self, record: ItemRecord) -> list[Passage]:
        """The passages of one item, best first."""
        return [passage for passage in self.passages if passage.record.id == record.id]


def gather(question: Question, hits: Sequence[Hit], archive: Archive, items: int = 4) -> Evidence:
    """The evidence in the best `items` hits."""
    chunks = len(archive.snapshot.chunk_ids)
    matcher = Matcher(question, archive.terms.vocabulary, chunks)
    records = archive.items([hit.item_id for hit in hits[:items]])
    near = _nearness(question, archive, {record.id for record in records})
    passages: list[Passage] = []
    by_id = {hit.item_id: hit for hit in hits}
    best = max((hit.score for hit in hits), default=0.0)
    for record in records:
        lead = by_id[record.id].score - best
        for passage in _passages(record, question, matcher, near.get(record.id, [])):
            passages.append(_moved(passage, 0.5 * lead))
    passages.sort(key=lambda passage: -passage.score)
    return Evidence(question, matcher, tuple(hits), tuple(records), tuple(passages))


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
    """For each wanted item (start, end, similarity) of its chunks; similarity is 0..1 of the best."""
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
    title = title_section(record)
    found: list[Passage] = []
    title_met = matcher.met(record.item.title)
    for section in (title, *record.item.sections):
        if not section.text.strip():
            continue
        heading_met = matcher.met(section.heading)
        previous: dict[str, float] = {}
        above: dict[str, float] = {}
        table: tuple[int, int] | None = None
        spans = split_sentences(section.text)
        for a, b in spans:
            start, end = section.start + a, section.start + b
            text = record.text[start:end]
            met = matcher.met(text)
            if "\t" in text:
                table = table or (start, end)
            else:
                table = None
            header = table if table and table != (start, end) else None
            if _is_heading(text, section, start):
                above = met
                previous = {}
                continue
            context = _union(title_met, heading_met, above, previous)
            if header:
                context = _union(context, matcher.met(record.text[header[0] : header[1]]))
            score = _score(question, matcher, section, text, met, context)
            score += 0.25 * _chunk_of(near, start)
            found.append(Passage(record, section, start, end, score, met, header))
            previous = met
    return found


def _score(
    question: Question,
    matcher: Matcher,
    section: Section,
    text: str,
    met: Mapping[str, float],
    context: Mapping[str, float],
) -> float:
    own = matcher.share(met)
    around = matcher.share(_union(met, context)) - own
    score = own + 0.35 * around
    for rank, intent in enumerate(question.intents[:2]):
        part = 1.0 if rank == 0 else 0.5
        score += part * PRIOR.get(intent, {}).get(section.kind, 0.0)
        if intent not in (Intent.FACT, Intent.YES_NO) and holds(intent, text):
            score += 0.22 * part
    if section.kind is SectionKind.TITLE:
        score -= 0.3
    elif section.kind in (SectionKind.ATTACHMENTS, SectionKind.ABSENCE):
        score -= 0.25
    elif section.kind is SectionKind.SUMMARY:
        score += 0.06
    if len(text.split()) < 5 and "\t" not in text:
        score -= 0.15
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


def _union(*parts: Mapping[str, float]) -> dict[str, float]:
    whole: dict[str, float] = {}
    for part in parts:
        for term, sure in part.items():
            whole[term] = max(sure, whole.get(term, 0.0))
    return whole

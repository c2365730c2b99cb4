"""Questions for more than one item: both sides of a comparison, a case's way through the bodies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.catalogue import ItemRecord
from rag.composing.decide import (
    is_weak,
    main_decision,
    outcome_words,
    section_at,
    tell_decision,
)
from rag.composing.decision_text import cut, sentence_span
from rag.draft import Draft
from rag.evidence import Evidence
from rag.notes import TOWNS
from rag.passages import Passage
from rag.selection.quote import quote_facts, repeats
from rag.types import Intent, Question

ACTS = (Intent.DECISION, Intent.STATUS)
SIDE = 0.7
"""What a second item's best passage must score of the first's to be the other side."""
WIDE = 76
"""Words that are quoted when more than one item is asked for."""


def wide(question: Question) -> bool:
    """Whether the question asks for more than one item: a comparison, two years, two towns."""
    years = set(re.findall(r"\b(?:19|20)\d\d\b", question.text))
    towns = any(note.startswith(TOWNS) for note in question.notes)
    return Intent.COMPARISON in question.intents[:2] or len(years) > 1 or towns


def sides(passages: Sequence[Passage]) -> list[Passage]:
    """The best passage of each of the two items that answer best, in the order of their meetings;
    one alone where no other comes near it."""
    best: dict[str, Passage] = {}
    for passage in passages:
        best.setdefault(passage.record.id, passage)
    found: list[Passage] = []
    for passage in best.values():
        if passage.score >= SIDE * passages[0].score and not repeats(passage, found):
            found.append(passage)
    return sorted(found[:2], key=lambda p: (p.record.meeting.date or date.min, p.record.id))


def tell_sides(draft: Draft, evidence: Evidence, passages: Sequence[Passage]) -> None:
    """Quote from each of the two items that answer best, in the order of their meetings."""
    both = sides(passages)
    for side in both:
        decision = main_decision(side.record)
        acts = set(ACTS) & set(evidence.question.intents[:2])
        if acts and decision and not is_weak(decision):
            tell_decision(draft, side.record, decision, evidence.matcher)
            continue
        own = [p for p in passages if p.record.id == side.record.id]
        quote_facts(draft, evidence, own, min(draft.room, WIDE // len(both)))


def tell_way(draft: Draft, records: Sequence[ItemRecord]) -> None:
    """Each body's decision in the order of the meetings."""
    for record in records:
        decision = main_decision(record)
        span = sentence_span(decision) if decision else None
        if decision is None or span is None or draft.room < 14:
            continue
        section = section_at(record, decision.start)
        words = outcome_words(record, decision).split(";")[0]
        start, end = cut(record, span, max(draft.room - 12, 6))
        draft.quote(record, section, start, end, f"{words}: {{}}")

"""An item -> its decision, and then what the question asks beyond it."""

from __future__ import annotations

from index.archive import Archive
from index.catalogue import ItemRecord
from index.types import Outcome, SectionKind
from prompts import render
from rag.composing.decide import competence, decide, is_weak, main_decision
from rag.composing.later import say_later, say_newer
from rag.composing.passing import mention, say_mention
from rag.composing.same_meeting import tell_pointed
from rag.composing.sides import ACTS
from rag.draft import Draft, title_section
from rag.evidence import Evidence
from rag.passages import Passage
from rag.selection.quote import quotable, quote_facts, unmet
from rag.selection.values import holds
from rag.types import Intent

TOLD_AS_ACTS = (*ACTS, Intent.RECOMMENDATION)
"""What a body recommended is told as what it decided."""
VALUES = (Intent.AMOUNT, Intent.COUNT, Intent.DATE)


def tell_decided(draft: Draft, record: ItemRecord, evidence: Evidence, archive: Archive) -> None:
    """What was decided, and then what the question asks beyond it."""
    if evidence.question.filters.case_number and record.item.case_number:
        title, number = title_section(record), record.item.case_number
        wording = render("lead.case", number=number, quote="{}")
        draft.quote(record, title, title.start, title.end, wording)
    mentioned = mention(record, evidence, archive)
    decide(draft, record, evidence, archive)
    tell_pointed(draft, record, archive)
    question = evidence.question
    if Intent.STATUS in question.intents[:2] or _recommended(record):
        competence(draft, record)
    if question.intent is Intent.STATUS:
        say_newer(draft, record, evidence, archive)
    asked = [i for i in question.intents[:3] if i in VALUES]
    told = " ".join(c.quote for c in draft.citations)
    passages = quotable(evidence.of(record))
    other = _other_part(evidence, record)
    if other:
        quote_facts(draft, evidence, other[:1], max(draft.room, 0), point=True)
    elif asked and not all(holds(intent, told, question.search) for intent in asked):
        passages = [p for p in passages if holds(asked[0], p.text, question.search)] or passages
        quote_facts(draft, evidence, passages[:1], max(draft.room, 0), point=True)
    elif (_weak(record) or _undecided(record)) and draft.room > 14:
        quote_facts(draft, evidence, passages, min(draft.room, 50))
    elif not mentioned:
        add_unmet(draft, record, evidence)
    if question.intent in ACTS:
        say_later(draft, record, evidence, archive)
    if mentioned:
        say_mention(draft, mentioned)


def _other_part(evidence: Evidence, record: ItemRecord) -> list[Passage]:
    """What answers the part of a twofold question that asks for something else than an act."""
    for part, passages in evidence.parts:
        if part.intent not in (*TOLD_AS_ACTS, Intent.VOTE):
            own = [p for p in passages if p.record.id == record.id]
            return [p for p in quotable(own) if p.section.kind is not SectionKind.DECISION]
    return []


def add_unmet(draft: Draft, record: ItemRecord, evidence: Evidence) -> None:
    """Quote the passage that tells most of what is asked and not told yet, if there is room."""
    proposal = evidence.question.intent is Intent.RECOMMENDATION
    passages = [
        p
        for p in quotable(evidence.of(record))
        if not proposal or p.section.kind is not SectionKind.DECISION
    ]
    more = unmet(draft, evidence, passages) if draft.room > 14 else None
    if more:
        quote_facts(draft, evidence, [more], draft.room)


def _weak(record: ItemRecord) -> bool:
    decision = main_decision(record)
    return decision is not None and is_weak(decision)


def _undecided(record: ItemRecord) -> bool:
    return main_decision(record) is None


def _recommended(record: ItemRecord) -> bool:
    decision = main_decision(record)
    return decision is not None and Outcome.RECOMMENDED in decision.outcomes

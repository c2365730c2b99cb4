"""A decision on a thing that its item only mentions in passing: the mention is told before it."""

from __future__ import annotations

from index.archive import Archive
from index.catalogue import ItemRecord
from index.types import SectionKind
from prompts import render
from rag.composing.sides import ACTS
from rag.draft import Draft, title_section
from rag.evidence import Evidence
from rag.passages import Passage
from rag.retrieval.case import case_items
from rag.selection.quote import quotable

SUBJECT = (
    SectionKind.SUMMARY,
    SectionKind.RECOMMENDATION,
    SectionKind.DECISION,
    SectionKind.HISTORY,
)
"""The sections that, with the title, say what an item is about."""
ABOUT = 0.1
"""The share of the question that the subject meets at most, where the thing is only mentioned."""
MENTIONED = 0.6
"""The share of the question that the mention meets at least."""
OFTEN = 2
"""More mentions than these, and the item is about the thing all the same."""


def mention(record: ItemRecord, evidence: Evidence, archive: Archive) -> Passage | None:
    """The passage that tells of what is asked, in a case that is about something else."""
    question, matcher = evidence.question, evidence.matcher
    if question.intent not in ACTS or question.filters.case_number:
        return None
    texts = (s.text for s in record.item.sections if s.kind in SUBJECT)
    if matcher.score(" ".join((record.item.title, record.meeting.body or "", *texts))) > ABOUT:
        return None
    telling = [p for p in quotable(evidence.passages) if matcher.share(p.met) >= MENTIONED]
    own = [p for p in telling if p.record.id == record.id]
    if len(own) > OFTEN or not telling:
        return None
    case = case_items(archive, record.id)
    return next((p for p in own or telling if p.record.id in case), None)


def say_mention(draft: Draft, passage: Passage) -> None:
    """Quote the case's title and the mention in front of what is told of the case already, unless
    that holds the mention; nothing of it is left out for the mention's sake."""
    record, title = passage.record, title_section(passage.record)
    if draft.has(record, passage.start, passage.end):
        return
    told = len(draft.claims)
    draft.quote(record, title, title.start, title.end, render("lead.in_passing", quote="{}"))
    draft.quote(record, passage.section, passage.start, passage.end)
    draft.claims[:] = draft.claims[told:] + draft.claims[:told]

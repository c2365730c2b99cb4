"""What became of a case after what is told: a later item, a later mention, or nothing at all."""

from __future__ import annotations

from index.archive import Archive
from index.catalogue import ItemRecord
from index.types import Outcome
from prompts import render
from rag.composing.current import is_last, later_treatment, newer_mention
from rag.composing.decide import main_decision, outcome_words, section_at
from rag.composing.decision_text import cut, sentence_span
from rag.draft import Draft, title_section
from rag.evidence import Evidence
from rag.render import danish_date, the_body

WORDS = 16
"""Words that the lead takes before a later decision is quoted, and a few of it."""


def say_newer(draft: Draft, record: ItemRecord, evidence: Evidence, archive: Archive) -> None:
    """Quote where the case is mentioned later, under another item; or say that it is not."""
    later = newer_mention(record, evidence, archive)
    if later and len(later.text.split()) <= draft.room - 10:
        meeting = later.record.meeting
        body, day = the_body(meeting.body), danish_date(meeting.date)
        wording = render("lead.mentioned", body=body, date=day, quote="{}")
        draft.quote(later.record, later.section, later.start, later.end, wording)
    elif not later and draft.room > 12 and is_last(record, evidence, archive):
        draft.say(render("lead.nothing_later", date=danish_date(archive.period[1])))


def say_later(draft: Draft, record: ItemRecord, evidence: Evidence, archive: Archive) -> None:
    """Tell what became of the case at its newest item, when that came after what is told; where
    nothing is recorded there, name it."""
    other = later_treatment(record, evidence, archive)
    if other is None or any(c.item_id == other.id for c in draft.citations):
        return
    decision = main_decision(other)
    if decision and set(decision.outcomes) - {Outcome.NONE, Outcome.NOTHING} and draft.room > WORDS:
        span = cut(other, sentence_span(decision), draft.room - WORDS)
        wording = render("lead.since", told=outcome_words(other, decision))
        draft.quote(other, section_at(other, decision.start), *span, f"{wording} {{}}")
        return
    title = title_section(other)
    if len(title.text.split()) > draft.room - 10:
        return
    body, day = the_body(other.meeting.body), danish_date(other.meeting.date)
    wording = render("lead.followed", body=body, date=day, quote="{}")
    draft.quote(other, title, title.start, title.end, wording)

"""A value that changed in its case -> told as it is in the end and as it was, each by its meeting;
and that nothing came of what it was asked of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.archive import Archive
from index.catalogue import ItemRecord
from prompts import render
from rag.composing.current import latest, siblings
from rag.composing.decide import main_decision, tell_decision
from rag.composing.decision_text import cut, sentence_span
from rag.composing.latest_value import any_step, is_newest, speak_alike
from rag.composing.premise import AGREED, FELL
from rag.draft import Draft
from rag.evidence import Evidence
from rag.passages import Passage
from rag.render import danish_date, the_body
from rag.selection.quote import quote_facts
from rag.types import Intent

NAMING = 9
"""Words that name the meeting of what an earlier item told."""
FILL = 24
"""Words that are quoted besides of the item that tells a value last."""
FATE = 12
"""Words that are quoted of a later decision by which nothing came of it."""
WILL = re.compile(r"\b(?:skal|bliver|blir|vil|kommer|får|må|will|shall)\b", re.IGNORECASE)
"""Asks what is to be, which a case's text tells only as proposed."""


def tell_latest(
    draft: Draft, evidence: Evidence, value: Passage, near: Sequence[Passage], archive: Archive
) -> None:
    """Quote the value that is asked for as the case's last item tells it, what else that item
    (`near`) says of it, and then the value as an earlier one told it."""
    earlier = evidence.earlier
    alike = earlier is not None and speak_alike(value, earlier, evidence.matcher)
    if earlier and not draft.claims:
        last = is_newest(evidence, value.record, archive)
        lead = "latest_value" if last else "later_value"
        draft.say(_of_meeting(lead if alike else "value_of", value.record))
    quote_facts(draft, evidence, [value], draft.room, point=True)
    kept = len(earlier.text.split()) + NAMING if earlier else 0
    quote_facts(draft, evidence, near, min(FILL, draft.room - kept))
    if earlier is None or draft.room < NAMING + 8 or draft.tells(earlier.text):
        return
    span = cut(earlier.record, (earlier.start, earlier.end), draft.room - NAMING)
    lead = "earlier_value" if alike else "value_of"
    wording = f"{_of_meeting(lead, earlier.record)} {{}}"
    draft.quote(earlier.record, earlier.section, *span, wording)


def tell_fate(draft: Draft, record: ItemRecord, evidence: Evidence, archive: Archive) -> None:
    """Say first that a later meeting turned down, put off or sent back what a price or a date is
    asked of: at the item that tells it, it was a proposal."""
    question = evidence.question
    will = question.intent is Intent.COUNT and WILL.search(question.text)
    asks = question.intent in (Intent.AMOUNT, Intent.DATE) or will
    if draft.claims or not asks or not any_step(question):
        return
    last = latest(record, siblings(record, evidence, archive), question)
    day, final = record.meeting.date, main_decision(last)
    if final is None or day is None or not last.meeting.date or last.meeting.date <= day:
        return
    if FELL & set(final.outcomes) and not AGREED & set(final.outcomes):
        span = cut(last, sentence_span(final), FATE)
        tell_decision(draft, last, final, evidence.matcher, [span])


def _of_meeting(name: str, record: ItemRecord) -> str:
    meeting = record.meeting
    return render(f"lead.{name}", body=the_body(meeting.body), date=danish_date(meeting.date))

"""Evidence -> draft: which shape the question's intent asks for."""

from __future__ import annotations

import re

from index.archive import Archive
from index.catalogue import ItemRecord
from index.danish import same_body
from index.types import SectionKind, is_head
from prompts import render
from rag.composing.beyond import TOLD_AS_ACTS, add_unmet, tell_decided
from rag.composing.closed import closed
from rag.composing.current import newest
from rag.composing.decide import decide, decided_way, recommendation, tell_decision
from rag.composing.decided import only_decided
from rag.composing.facts import tell_facts, tell_heard
from rag.composing.message import message, tell_message
from rag.composing.premise import asks_whether, denied
from rag.composing.sides import ACTS, sides, tell_sides, tell_way, wide
from rag.composing.tally import vote
from rag.composing.two_bodies import both_acts, tell_both
from rag.composing.voice import body_recommends, second_decision, voiced
from rag.composing.which_case import tell_case
from rag.draft import Draft, title_section
from rag.evidence import Evidence, is_closed
from rag.render import danish_date, the_body
from rag.retrieve import asks_for_act
from rag.selection.extremes import foremost
from rag.selection.quote import quotable
from rag.types import Intent, Question, Status

WAY = re.compile(
    r"\b(?:følg sagen|undervejs|hver især|instanser|sagens (?:gang|forløb|vej)|"
    r"henholdsvis .{0,60}\b(?:\w*udvalg\w*|byråd\w*|kommunalbestyrelse\w*)|"
    r"politiske organer|gennem (?:udvalg|byråd)\w*|fra udvalg til)\b|"
    r"\bførst\b.{2,60}\b(?:siden|derefter|senere|bagefter|dernæst|så)\b",
    re.IGNORECASE,
)
"""A question that asks for a case's way through the bodies."""

CONTENT = re.compile(
    r"^\W*(?:har|havde|fandt|findes|(?:er|var) (?:det|dette|han|hun|de)|does|has|had|"
    r"(?:skal|må|kan|behøver|får) (?:jeg|man|vi|du|mit?|min|mine|borgerne|ejerne))\b",
    re.IGNORECASE,
)
"""How a yes-or-no question begins that asks how things are, not what was decided on them."""


def compose(evidence: Evidence, archive: Archive) -> Draft:
    """The draft of an answer from the evidence; its status says when there is none."""
    evidence = foremost(only_decided(newest(evidence, archive)))
    question = evidence.question
    draft = Draft()
    if not evidence.records:
        draft.status = Status.NOT_FOUND
        return draft
    record = _first(evidence)
    if is_closed(record):
        return closed(record)
    if not record.item.open:
        title = title_section(record)
        n = draft.cite(record, title, title.start, title.end)
        body, day = the_body(record.meeting.body), danish_date(record.meeting.date)
        draft.say(render("closed.partly", body=body, date=day), n)
    second = second_decision(question, record)
    if not second:
        _other_body(draft, question, record)
    if question.intent is Intent.CASE_NUMBER:
        tell_case(draft, record, evidence, archive)
    elif question.intent is Intent.VOTE:
        vote(draft, record, evidence, archive)
    elif question.filters.decisions_only:
        tell_decided(draft, record, evidence, archive)
    elif both := both_acts(evidence, record, archive):
        tell_both(draft, both, evidence.matcher)
    elif second and question.intent in (*ACTS, Intent.RECOMMENDATION):
        tell_decision(draft, record, second, evidence.matcher)
    elif lines := message(evidence, _told_in(evidence, record)):
        tell_message(draft, evidence, lines)
    elif heard := voiced(evidence, record):
        tell_heard(draft, record, evidence, heard)
    elif question.intent is Intent.RECOMMENDATION and not body_recommends(question):
        recommendation(draft, record, evidence)
        add_unmet(draft, record, evidence)
    elif denied(question, record):
        draft.say(render("lead.premise_no"))
        decide(draft, record, evidence, archive)
    elif WAY.search(question.text) and len(decided := decided_way(record, evidence, archive)) > 1:
        tell_way(draft, decided)
    elif wide(question) and len(sides(quotable(evidence.passages))) > 1:
        tell_sides(draft, evidence, quotable(evidence.passages))
    elif question.intent in TOLD_AS_ACTS or (
        asks_whether(question, record) and not _of_content(evidence, record)
    ):
        tell_decided(draft, record, evidence, archive)
    else:
        tell_facts(draft, evidence, archive)
    if not draft.claims:
        tell_facts(draft, evidence, archive)
    if not draft.citations:
        draft.status = Status.NOT_FOUND
    return draft


def _first(evidence: Evidence) -> ItemRecord:
    """The item to answer from: the best, but nothing was decided in a meeting's head."""
    acts = evidence.question.intent in (*TOLD_AS_ACTS, Intent.VOTE)
    items = [record for record in evidence.records if not is_head(record.id)]
    return items[0] if acts and items else evidence.records[0]


def _told_in(evidence: Evidence, record: ItemRecord) -> ItemRecord:
    """The item that holds the answer: for what is told, and not decided, the best passage's."""
    best = next(iter(quotable(evidence.passages)), None)
    acts = evidence.question.intent in TOLD_AS_ACTS or asks_whether(evidence.question, record)
    return record if acts or best is None else best.record


def _of_content(evidence: Evidence, record: ItemRecord) -> bool:
    """Whether a yes-or-no question is about what a case tells, not about what was decided."""
    acts = {Intent.DECISION, Intent.STATUS, Intent.NEXT_STEP} & set(evidence.question.intents)
    best = next(iter(quotable(evidence.of(record))), None)
    told = (SectionKind.DECISION, SectionKind.RECOMMENDATION, SectionKind.HISTORY)
    if acts or best is None or best.section.kind in told:
        return False
    return CONTENT.search(evidence.question.text) is not None


def _other_body(draft: Draft, question: Question, record: ItemRecord) -> None:
    """Say so when the body that was asked about is not the one that is answered from."""
    asked = question.filters.committee or question.prefer.committee
    bodies = {d.body for d in record.item.decisions if d.body} | {record.meeting.body}
    if asked and asks_for_act(question) and not any(same_body(asked, b) for b in bodies):
        draft.say(
            render("lead.other_body", asked=the_body(asked), body=the_body(record.meeting.body))
        )

"""Evidence -> draft: which shape the question's intent asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.archive import Archive
from index.catalogue import ItemRecord
from index.danish import is_binding, same_body
from index.refusal import refuses
from index.types import Outcome, SectionKind
from prompts import render
from rag.closed import closed
from rag.current import latest, newest, siblings
from rag.decide import (
    case_of,
    competence,
    decide,
    decided_way,
    is_weak,
    main_decision,
    outcome_words,
    recommendation,
    section_at,
    tell_decision,
    vote,
)
from rag.decided import only_decided
from rag.decision_text import cut, sentence_span
from rag.draft import Draft, title_section
from rag.evidence import Evidence, is_closed
from rag.initials import meaning
from rag.later import say_later, say_newer
from rag.listing import prices, whole_list
from rag.passages import PRICED, Passage
from rag.quote import ROOM, quotable, quote_facts, quote_whole, unmet
from rag.render import danish_date, the_body
from rag.retrieve import asks_for_act
from rag.sides import ACTS, WIDE, tell_sides, tell_way, wide
from rag.types import Intent, Question, Status
from rag.values import holds
from rag.voice import body_recommends, second_decision, voiced
from rag.wash import plain

TOLD_AS_ACTS = (*ACTS, Intent.RECOMMENDATION)
"""What a body recommended is told as what it decided."""
VALUES = (Intent.AMOUNT, Intent.COUNT, Intent.DATE)
BESIDE = 36
"""Words that are quoted beside what a short form stands for."""
HEARD = 48
"""Words that are quoted of what somebody else than the body said."""
WAY = re.compile(
    r"\b(?:følg sagen|undervejs|hver især|henholdsvis|instanser|sagens (?:gang|forløb|vej)|"
    r"politiske organer|gennem (?:udvalg|byråd)\w*|fra udvalg til)\b",
    re.IGNORECASE,
)
"""A question that asks for a case's way through the bodies."""
PRESUMED = re.compile(
    r"\b(?:hvorfor|why)\s+(?:fik|blev|slap|sagde|nedlagde|droppede|afviste|godkendte|vedtog|"
    r"valgte|stoppede|lukkede|solgte|måtte|did|was|were)\b"
    r"|\bhvorfor \w+(?:ede|te|tog|gav|lod|gik|skar|holdt) (?:\w*(?:udvalget|rådet|byrådet)|"
    r"kommunalbestyrelsen|kommunen|politikerne)\b",
    re.IGNORECASE,
)
_MORE = (
    r"(?:dyrere|billigere|flere|færre|mere|mindre|større|højere|lavere|bedre|dårligere|længere|"
    r"kortere)"
)
EITHER = re.compile(rf"\b{_MORE} (?:\w+ ){{0,2}}eller (?:\w+ ){{0,2}}{_MORE}\b", re.IGNORECASE)
"""A yes-or-no question only in form: it asks which way a figure went."""
FELL = {Outcome.REJECTED, Outcome.POSTPONED, Outcome.WITHDRAWN, Outcome.SENT_BACK}
AGREED = {Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGE, Outcome.RECOMMENDED}


def compose(evidence: Evidence, archive: Archive) -> Draft:
    """The draft of an answer from the evidence; its status says when there is none."""
    evidence = only_decided(newest(evidence, archive))
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
        _case(draft, record, evidence, archive)
    elif question.intent is Intent.VOTE:
        vote(draft, record, evidence)
    elif question.filters.decisions_only:
        _decision_and_facts(draft, record, evidence, archive)
    elif second and question.intent in (*ACTS, Intent.RECOMMENDATION):
        tell_decision(draft, record, second, evidence.matcher)
    elif heard := voiced(evidence, record):
        _tell_heard(draft, record, evidence, heard)
    elif question.intent is Intent.RECOMMENDATION and not body_recommends(question):
        recommendation(draft, record, evidence)
        _add_unmet(draft, record, evidence)
    elif _denied(question, record):
        draft.say(render("lead.premise_no"))
        decide(draft, record, evidence, archive)
    elif WAY.search(question.text) and len(decided := decided_way(record, evidence, archive)) > 1:
        tell_way(draft, decided)
    elif wide(question):
        tell_sides(draft, evidence, quotable(evidence.passages))
    elif question.intent in TOLD_AS_ACTS or _asks_whether(question, record):
        _decision_and_facts(draft, record, evidence, archive)
    else:
        _facts(draft, evidence, archive)
    if not draft.claims:
        _facts(draft, evidence, archive)
    if not draft.citations:
        draft.status = Status.NOT_FOUND
    return draft


def _first(evidence: Evidence) -> ItemRecord:
    """The item to answer from: the best, but nothing was decided in a meeting's head."""
    acts = evidence.question.intent in (*TOLD_AS_ACTS, Intent.VOTE)
    items = [record for record in evidence.records if not record.id.endswith("/-1")]
    return items[0] if acts and items else evidence.records[0]


def _other_body(draft: Draft, question: Question, record: ItemRecord) -> None:
    """Say so when the body that was asked about is not the one that is answered from."""
    asked = question.filters.committee or question.prefer.committee
    bodies = {d.body for d in record.item.decisions if d.body} | {record.meeting.body}
    if asked and asks_for_act(question) and not any(same_body(asked, b) for b in bodies):
        draft.say(
            render("lead.other_body", asked=the_body(asked), body=the_body(record.meeting.body))
        )


def _facts(draft: Draft, evidence: Evidence, archive: Archive) -> None:
    """Quote what answers; a proposal that fell is said to have fallen before it is quoted."""
    passages = quotable(evidence.passages)
    if not passages:
        return
    record = passages[0].record
    decision = main_decision(record)
    decides = is_binding(record.meeting.body) > 0  # a council that is only heard refuses nothing
    fell = decision and FELL & set(decision.outcomes) and not AGREED & set(decision.outcomes)
    if decision and fell and decides:
        tell_decision(draft, record, decision, evidence.matcher)
    elif decision and _presumes(evidence.question) and not is_weak(decision):
        # "Why did the committee refuse ...": what it did is said first, as it may not have.
        span = cut(record, sentence_span(decision), 26)
        tell_decision(draft, record, decision, evidence.matcher, [span])
    if wide(evidence.question):
        tell_sides(draft, evidence, passages)
        return
    near = [p for p in passages if p.record.id == record.id]
    listed = whole_list(evidence, near)
    if meant := meaning(evidence):
        quote_whole(draft, meant)
    if priced := prices(evidence, near):
        if priced[0].header:
            quote_facts(draft, evidence, priced, draft.room)
        else:
            quote_whole(draft, priced[0])
        _quote_other_part(draft, evidence, record)
    elif listed and len(listed.text.split()) <= draft.room:
        quote_whole(draft, listed)
    else:
        room = BESIDE if meant else WIDE if evidence.parts else ROOM
        quote_facts(draft, evidence, near, min(room, draft.room), point=True)
    _say_outcome(draft, record, evidence, archive)


def _quote_other_part(draft: Draft, evidence: Evidence, record: ItemRecord) -> None:
    """After the prices, what answers the other part of a question that asks two things."""
    for part, passages in evidence.parts:
        if not PRICED.search(plain(part.text)):
            rest = [p for p in quotable(passages) if p.record.id == record.id and not p.header]
            quote_facts(draft, evidence, rest[:1], max(draft.room, 0), point=True)


def _tell_heard(
    draft: Draft, record: ItemRecord, evidence: Evidence, heard: Sequence[Passage]
) -> None:
    """What the one who is asked about said, and then what was decided."""
    quote_facts(draft, evidence, heard, HEARD)
    decision = main_decision(record)
    if decision and draft.room > 12:
        section = section_at(record, decision.start)
        n = draft.cite(record, section, *cut(record, sentence_span(decision), 12))
        draft.say(f"{outcome_words(record, decision)}.", n)


def _presumes(question: Question) -> bool:
    """Whether a question takes an act of the body for granted."""
    return question.intent is Intent.REASON and PRESUMED.search(question.text) is not None


def _say_outcome(draft: Draft, record: ItemRecord, evidence: Evidence, archive: Archive) -> None:
    """Say what became of a recommendation that has been quoted without its decision; where a
    later body had the last word, in that body's words: it may have decided otherwise."""
    kinds = {citation.section for citation in draft.citations}
    if SectionKind.RECOMMENDATION not in kinds or SectionKind.DECISION in kinds:
        return
    decision = main_decision(record)
    if decision is None or draft.room <= 12:
        return
    if Outcome.RECOMMENDED in decision.outcomes:
        last = latest(record, siblings(record, evidence, archive), evidence.question)
        final = main_decision(last)
        if final and last.id != record.id:
            span = cut(last, sentence_span(final), max(draft.room - 12, 8))
            tell_decision(draft, last, final, evidence.matcher, [span])
            return
    section = section_at(record, decision.start)
    start, end = cut(record, sentence_span(decision), 12)
    n = draft.cite(record, section, start, end)
    draft.say(f"{outcome_words(record, decision)}.", n)


def _decision_and_facts(
    draft: Draft, record: ItemRecord, evidence: Evidence, archive: Archive
) -> None:
    """What was decided, and then what the question asks beyond it."""
    if evidence.question.filters.case_number and record.item.case_number:
        title, number = title_section(record), record.item.case_number
        wording = render("lead.case", number=number, quote="{}")
        draft.quote(record, title, title.start, title.end, wording)
    decide(draft, record, evidence, archive)
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
    else:
        _add_unmet(draft, record, evidence)
    if question.intent in ACTS:
        say_later(draft, record, evidence, archive)


def _other_part(evidence: Evidence, record: ItemRecord) -> list[Passage]:
    """What answers the part of a twofold question that asks for something else than an act."""
    for part, passages in evidence.parts:
        if part.intent not in (*TOLD_AS_ACTS, Intent.VOTE):
            own = [p for p in passages if p.record.id == record.id]
            return [p for p in quotable(own) if p.section.kind is not SectionKind.DECISION]
    return []


def _add_unmet(draft: Draft, record: ItemRecord, evidence: Evidence) -> None:
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


def _case(draft: Draft, record: ItemRecord, evidence: Evidence, archive: Archive) -> None:
    """What a case number stands for, or the number of the case that was described."""
    items = [record]
    if evidence.question.filters.case_number:
        found = archive.items([hit.item_id for hit in evidence.hits])
        found.sort(key=lambda r: (r.meeting.date or date.min, r.item.start))
        items = [r for r in found if r.item.case_number == record.item.case_number]
    number = record.item.case_number
    if number is None:
        return
    seen: list[str] = []
    for item in items:
        title = " ".join(item.item.title.split())
        if title in seen or draft.room < 12:
            continue
        seen.append(title)
        section = title_section(item)
        wording = render("lead.case", number=number, quote="{}") if len(seen) == 1 else "{}"
        draft.quote(item, section, section.start, section.end, wording)
    way = case_of(record, evidence, archive)
    bodies = list(dict.fromkeys(r.meeting.body for r in way))
    if len(bodies) > 1:
        cites = [_decided(draft, r) for r in way[:4]]
        draft.say(
            render("lead.case_bodies", bodies=", ".join(bodies)),
            *dict.fromkeys(filter(None, cites)),
        )
    if len(seen) == 1:
        summary = [
            p for p in quotable(evidence.of(record)) if p.section.kind is SectionKind.SUMMARY
        ]
        quote_facts(draft, evidence, summary[:2] or quotable(evidence.of(record))[:2])


def _decided(draft: Draft, record: ItemRecord) -> int:
    section = title_section(record)
    return draft.cite(record, section, section.start, section.end)


def _asks_whether(question: Question, record: ItemRecord) -> bool:
    """Whether a yes-or-no question is one that a decision answers."""
    decision = main_decision(record)
    if EITHER.search(question.text):
        return False
    if Intent.YES_NO not in question.intents[:2] or decision is None:
        return False
    return bool((AGREED | FELL) & set(decision.outcomes))


def _denied(question: Question, record: ItemRecord) -> bool:
    """Whether the question takes for granted the opposite of what was decided."""
    decision = main_decision(record)
    if decision is None:
        return False
    said_no = "forudsætter: afvist" in question.notes
    said_yes = "forudsætter: godkendt" in question.notes and not said_no
    refused = Outcome.REJECTED in decision.outcomes or refuses(record.item, decision)
    agreed = Outcome.APPROVED in decision.outcomes and not refused
    return (said_no and agreed) or (said_yes and refused)

"""The item of a case that a question about what was done should be answered from: the latest.

A case returns to a body, and passes from one to the next; its items change their titles on the way
("forslag om nedlæggelse", "fornyet behandling") and are found apart from each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.archive import Archive
from index.catalogue import ItemRecord
from index.danish import is_binding, same_body
from index.sentences import split_sentences
from index.store.one_case import plain_number
from index.types import Decision, Outcome, is_head
from rag.composing.decide import is_weak, main_decision
from rag.composing.latest_value import with_latest
from rag.composing.voice import of_others, voiced
from rag.evidence import Evidence, gather
from rag.notes import LAST_WORD, PRESUMES
from rag.passages import Passage
from rag.retrieval.case import case_of
from rag.retrieval.order import AGAIN
from rag.retrieval.series import newer_in_series, plain_title
from rag.retrieve import asks_for_act
from rag.types import Intent, Question
from rag.within import admits

NAMED = 0.9
"""How surely a later passage must meet each word that the item's title meets."""
FEW = 6
"""Items under one number beyond which it is no case's: a calendar, a standing point."""
ONLY_LAST = (Intent.STATUS, Intent.NEXT_STEP)
"""Intents that what stood in the case's earlier items does not answer."""


def newest(evidence: Evidence, archive: Archive) -> Evidence:
    """The evidence with the case's latest word in front, when the question asks for that."""
    question = evidence.question
    if not evidence.records:
        return evidence
    if not wants_latest(question):
        return with_latest(_at_the_body(evidence, archive), archive)
    record = evidence.records[0]
    if voiced(evidence, record) or (question.intent is Intent.VOTE and _has_voted(record)):
        return evidence
    items = [
        r
        for r in siblings(record, evidence, archive)
        if r.id == record.id or admits(question.prefer, archive.card(r.id))
    ]
    meant = [r for r in items if admits(question.prefer, archive.card(r.id))]
    found = latest(record, meant or items, question)
    if found.id == record.id and question.intent not in ONLY_LAST:
        return evidence
    only_last = question.intent in ONLY_LAST or (presumes_decision(question) and _fell(found))
    passed = {found.id} | ({r.id for r in items} if only_last else set())
    held = [hit for hit in evidence.hits if hit.item_id not in passed]
    best = replace(evidence.hits[0], item_id=found.id)
    return gather(question, (best, *held), archive)


def _at_the_body(evidence: Evidence, archive: Archive) -> Evidence:
    """The evidence with the case's newest item at the body that the question names in front."""
    question, record = evidence.question, evidence.records[0]
    asked = question.filters.committee or question.prefer.committee
    if not asked or same_body(asked, record.meeting.body) or is_head(record.id):
        return evidence
    meant = [
        r
        for r in siblings(record, evidence, archive)
        if same_body(asked, r.meeting.body) and admits(question.prefer, archive.card(r.id))
    ]
    if not meant:
        return evidence
    found = max(meant, key=lambda r: r.meeting.date or date.min)
    held = [hit for hit in evidence.hits if hit.item_id != found.id]
    best = replace(evidence.hits[0], item_id=found.id)
    return gather(question, (best, *held), archive)


def wants_latest(question: Question) -> bool:
    """Whether the question is about what became of a case, and names no body and no time."""
    if question.intent is Intent.STATUS and LAST_WORD in question.notes:
        return True
    if question.moment or question.filters.punkt is not None or of_others(question):
        return False
    if AGAIN.search(question.text):
        return True
    return (
        asks_for_act(question) or question.intent is Intent.NEXT_STEP or presumes_decision(question)
    )


def presumes_decision(question: Question) -> bool:
    """Whether the question takes for granted what was decided."""
    return any(note.startswith(PRESUMES) for note in question.notes)


def _fell(record: ItemRecord) -> bool:
    decision = main_decision(record)
    return decision is not None and Outcome.REJECTED in decision.outcomes


def siblings(record: ItemRecord, evidence: Evidence, archive: Archive) -> list[ItemRecord]:
    """The record and the other items of its case, within the question's limits."""
    case = case_of(record, evidence.question.filters, archive)
    return [record, *(other for other in case if other.id != record.id)]


def latest(record: ItemRecord, items: Sequence[ItemRecord], question: Question) -> ItemRecord:
    """The item with the last word: for a status the newest, else the highest body's newest.

    A later orientation does not take the place of a decision, unless the status is asked for.
    """
    decided = [r for r in items if (d := main_decision(r)) and _told(d)]
    status = question.intent is Intent.STATUS
    if not status:
        firm = [r for r in decided if (d := main_decision(r)) and not is_weak(d)]
        decided = firm or decided
    if not decided:
        return record
    return max(decided, key=lambda r: _rank(r, status))


def newer_mention(record: ItemRecord, evidence: Evidence, archive: Archive) -> Passage | None:
    """The newest passage of a later meeting that names all that the item's title is asked for."""
    day, matcher = record.meeting.date, evidence.matcher
    subject = matcher.met(record.item.title)
    if day is None or not subject:
        return None
    found: list[Passage] = []
    for other in archive.items([hit.item_id for hit in evidence.hits]):
        if other.meeting.date is None or other.meeting.date <= day:
            continue
        for section in other.item.sections:
            for a, b in split_sentences(section.text):
                met = matcher.met(section.text[a:b])
                if all(met.get(word, 0.0) >= NAMED * sure for word, sure in subject.items()):
                    start, end = section.start + a, section.start + b
                    found.append(Passage(other, section, start, end, 0.0, met))
    return max(found, key=lambda p: p.record.meeting.date or day, default=None)


def later_treatment(record: ItemRecord, evidence: Evidence, archive: Archive) -> ItemRecord | None:
    """The newest item of the case after the record, at whatever body; None when it is the last."""
    day = record.meeting.date or date.max
    later = [
        other
        for other in (*siblings(record, evidence, archive), *of_number(record, archive))
        if other.meeting.date and other.meeting.date > day and other.item.open
    ]
    return max(later, key=lambda r: r.meeting.date or date.min, default=None)


def is_last(record: ItemRecord, evidence: Evidence, archive: Archive) -> bool:
    """Whether the archive holds nothing of the case after the record, nor of another in a series
    with it."""
    day, cards = record.meeting.date, archive.snapshot.cards
    if newer_in_series(archive.card(record.id), cards):
        return False
    return day is not None and all(
        other.meeting.date is None or other.meeting.date <= day
        for other in (*siblings(record, evidence, archive), *of_number(record, archive))
    )


def of_number(record: ItemRecord, archive: Archive) -> list[ItemRecord]:
    """The items of other meetings with the record's case number and words of its title: a case
    that comes back after years is another case by its text. None where many have the number."""
    card = archive.card(record.id)
    number = plain_number(card.case_number or "")
    same = [
        other
        for other in archive.snapshot.cards
        if number
        and other.municipality == card.municipality
        and plain_number(other.case_number or "") == number
    ]
    words = plain_title(card.title)
    return archive.items(
        [
            other.id
            for other in same
            if len(same) <= FEW
            and other.meeting_id != card.meeting_id
            and len(words & plain_title(other.title)) > 1
        ]
    )


def _has_voted(record: ItemRecord) -> bool:
    return any(decision.own and decision.votes for decision in record.item.decisions)


def _told(decision: Decision) -> bool:
    return bool(set(decision.outcomes) - {Outcome.NONE, Outcome.NOTHING})


def _rank(record: ItemRecord, status: bool) -> tuple[int, date, int]:
    level, day = is_binding(record.meeting.body), record.meeting.date or date.min
    return (0, day, level) if status else (level, day, record.item.start)

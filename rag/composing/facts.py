"""Evidence -> the passages that answer, quoted, with what became of the proposal they stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.archive import Archive
from index.catalogue import ItemRecord
from index.danish import is_binding
from index.types import Decision, Outcome, SectionKind
from prompts import render
from rag.composing.current import latest, siblings
from rag.composing.decide import (
    is_weak,
    main_decision,
    outcome_words,
    quote_recommendation,
    says_little,
    section_at,
    tell_decision,
)
from rag.composing.decision_text import cut, sentence_span, word_count
from rag.composing.premise import AGREED, FELL, presumes
from rag.composing.sides import ACTS, WIDE, tell_sides, wide
from rag.composing.tell_latest import FATE, WILL, tell_fate, tell_latest
from rag.draft import Draft
from rag.evidence import Evidence
from rag.passages import PRICED, Passage
from rag.selection.cells import cells
from rag.selection.extremes import extreme, tell_extreme
from rag.selection.initials import meaning
from rag.selection.listing import prices, statement, whole_list
from rag.selection.quote import ROOM, quotable, quote_facts, quote_whole
from rag.selection.widen import say_left
from rag.types import Intent
from rag.understanding.asked import kinds
from rag.wash import plain

BESIDE = 36
"""Words that are quoted beside what a short form stands for."""
CHANGE = 36
"""Words that are quoted of a decision that changed what was proposed."""
REFUSED = 30
"""Words that are quoted of a decision to refuse or put off, where a value is asked for."""
LOOK = 3
"""Among how many of the best passages one of the decision keeps the decision whole."""
FIGURES = frozenset((Intent.AMOUNT, Intent.COUNT, Intent.DATE))
SAME = 0.15
"""The share of the question that a change must meet together with what it changed."""
FIGURE = re.compile(r"\d")
PROPOSED = re.compile(r"(?:forslag|foreslå|indstil)\w*", re.IGNORECASE)
"""How the head of a column begins that holds what is proposed."""
DEVIATES = re.compile(
    r"\b(?:dog|bortset fra|undtagen|i stedet for|med (?:den|de|følgende) ændring\w*)\b",
    re.IGNORECASE,
)
"""How a decision says that it follows a proposal but for something."""
OTHERWISE = frozenset(
    (Outcome.APPROVED_WITH_CHANGE, Outcome.POSTPONED, Outcome.REJECTED, Outcome.SENT_BACK)
)
"""What was proposed will not be, or not so, or not yet."""
EXCEPT = re.compile(
    r"\b(?:bortset fra|undtagen|dog|idet|i stedet|(?:med|ved) (?:den|de|følgende) \w*ændring\w*)\b",
    re.I,
)
"""A recommendation that is not to be followed as it stands."""
BARE = 80
"""Words of an item below which "nothing to report" is all that it tells."""
GIVES_WHY = re.compile(
    r",\s(?:da|idet|fordi|eftersom)\s|\b(?:på grund af|som følge af|af hensyn til|begrundet i)\b",
    re.IGNORECASE,
)
OF_ALL_SORTS = re.compile(
    r"\b(?:orientering|meddelelser|eventuelt|huskeliste|nyt fra|bordet rundt|efterretninger)\b",
    re.IGNORECASE,
)
"""How an item is called that tells of many things."""
ACT = 36
"""Words that are kept for the decision of which a question's other part asks."""
HEARD = 48
"""Words that are quoted of what somebody else than the body said."""


def tell_facts(draft: Draft, evidence: Evidence, archive: Archive) -> None:
    """Quote what answers; a proposal that fell is said to have fallen before it is quoted."""
    passages = quotable(evidence.passages)
    if not passages:
        return
    record = passages[0].record
    decision = main_decision(record)
    decides = is_binding(record.meeting.body) > 0  # a council that is only heard refuses nothing
    fell = decision and FELL & set(decision.outcomes) and not AGREED & set(decision.outcomes)
    if decision and fell and decides and _concerns(record, decision, evidence):
        # A figure or a date that is asked for needs the room.
        brief = FATE if evidence.latest else REFUSED if _wants_room(evidence) else 0
        short = [cut(record, sentence_span(decision), brief)] if brief else None
        tell_decision(draft, record, decision, evidence.matcher, short)
        if evidence.question.intent is Intent.REASON and _tells_why(draft, evidence):
            return
    elif decision and presumes(evidence.question) and not is_weak(decision):
        # "Why did the committee refuse ...": what it did is said first, as it may not have.
        span = cut(record, sentence_span(decision), 26)
        tell_decision(draft, record, decision, evidence.matcher, [span])
        if _tells_why(draft, evidence):
            return
        if says_little(decision):
            quote_recommendation(draft, record, evidence.matcher, decision)
    elif decision and (_changed(decision, passages, evidence) or _chose(decision, evidence)):
        # What was proposed is not what was decided: the change comes first.
        span = cut(record, sentence_span(decision), CHANGE)
        tell_decision(draft, record, decision, evidence.matcher, [span])
    elif decision and set(decision.outcomes) == {Outcome.NOTHING} and _is_bare(record):
        tell_decision(draft, record, decision, evidence.matcher)
        return
    if wide(evidence.question):
        tell_sides(draft, evidence, passages)
        return
    tell_fate(draft, record, evidence, archive)
    near = [p for p in passages if p.record.id == record.id]
    near = [p for p in near if not draft.has(record, p.start, p.end)] or near
    if evidence.latest:
        tell_latest(draft, evidence, evidence.latest, near, archive)
    else:
        _quote(draft, record, evidence, near)
    _tell_act(draft, record, evidence)
    _say_outcome(draft, record, evidence, archive)


def _quote(draft: Draft, record: ItemRecord, evidence: Evidence, near: list[Passage]) -> None:
    """Quote what answers of one item: what a short form stands for, prices, a list or facts."""
    listed = whole_list(evidence, near)
    if meant := meaning(evidence):
        quote_whole(draft, meant)
    if said := statement(evidence, near):
        wording = render("lead.cut", quote="{}")
        draft.quote(said.record, said.section, said.start, said.end, wording)
    elif (top := extreme(evidence)) and top.grid.record.id == record.id:
        tell_extreme(draft, top)
    elif priced := prices(evidence, near):
        if priced[0].header:
            quote_facts(draft, evidence, priced, draft.room)
        else:
            quote_whole(draft, priced[0])
        _quote_other_part(draft, evidence, record)
    elif (rows := cells(evidence, record)) and not listed:
        quote_facts(draft, evidence, rows, draft.room)
    elif listed and len(listed.text.split()) <= draft.room:
        quote_whole(draft, listed)
        say_left(draft, listed)
    else:
        room = BESIDE if meant else WIDE if evidence.parts else ROOM
        decided = any(p.section.kind is SectionKind.DECISION for p in near[:3])
        room -= ACT if _asks_act(evidence) and not decided else 0
        quote_facts(draft, evidence, near, min(room, draft.room), point=True)


def _concerns(record: ItemRecord, decision: Decision, evidence: Evidence) -> bool:
    """Whether what was refused is what is asked about: an item of all sorts decides one of them."""
    if not OF_ALL_SORTS.search(record.item.title):
        return True
    return evidence.matcher.score(f"{record.item.title} {decision.text}") >= SAME


def _wants_room(evidence: Evidence) -> bool:
    """Whether a figure or a date is asked for that the decision itself does not tell."""
    best = quotable(evidence.passages)[:LOOK]
    decided = any(p.section.kind is SectionKind.DECISION for p in best)
    return bool(FIGURES & set(kinds(evidence.question))) and not decided


def _tells_why(draft: Draft, evidence: Evidence) -> bool:
    """Whether the decision itself gives the reason that is asked for ("..., da der er kommet nye
    oplysninger"), and nothing else is asked: what is told besides reads as further reasons."""
    told = " ".join(citation.quote for citation in draft.citations)
    return len(evidence.parts) < 2 and GIVES_WHY.search(told) is not None


def _asks_act(evidence: Evidence) -> bool:
    return any(part.intent in ACTS for part, _ in evidence.parts)


def _tell_act(draft: Draft, record: ItemRecord, evidence: Evidence) -> None:
    """Of a question that also asks what was decided: that, when nothing tells it yet."""
    decision = main_decision(record)
    kinds = {citation.section for citation in draft.citations}
    if (
        not _asks_act(evidence)
        or decision is None
        or is_weak(decision)
        or SectionKind.DECISION in kinds
    ):
        return
    if draft.room > 16:
        span = cut(record, sentence_span(decision), min(CHANGE, draft.room - 12))
        tell_decision(draft, record, decision, evidence.matcher, [span])
    if says_little(decision) and draft.room > 20:
        quote_recommendation(draft, record, evidence.matcher, decision)


def _changed(decision: Decision, passages: Sequence[Passage], evidence: Evidence) -> bool:
    """Whether a proposal is about to be quoted that was not approved as it stood, or the change is
    of the very figure that is asked for."""
    start, end = sentence_span(decision)
    said = decision.text[start - decision.start : end - decision.start]
    recommended = Outcome.RECOMMENDED in decision.outcomes and EXCEPT.search(said)
    if Outcome.APPROVED_WITH_CHANGE not in decision.outcomes and not recommended:
        return False
    if not recommended and any(p.section.kind is SectionKind.RECOMMENDATION for p in passages[:2]):
        return True
    matcher = evidence.matcher
    first = matcher.met(passages[0].text)
    shared = {word: sure for word, sure in matcher.met(said).items() if word in first}
    return FIGURE.search(said) is not None and matcher.share(shared) >= SAME


def _chose(decision: Decision, evidence: Evidence) -> bool:
    """Whether it is asked who was chosen, and the decision tells it."""
    return Intent.WHO in evidence.question.intents[:2] and Outcome.ELECTED in decision.outcomes


def _is_bare(record: ItemRecord) -> bool:
    """Whether an item tells no more than who may speak under it."""
    return len(record.text[record.item.start : record.item.end].split()) < BARE


def _quote_other_part(draft: Draft, evidence: Evidence, record: ItemRecord) -> None:
    """After the prices, what answers the other part of a question that asks two things."""
    for part, passages in evidence.parts:
        if not PRICED.search(plain(part.text)):
            rest = [p for p in quotable(passages) if p.record.id == record.id and not p.header]
            quote_facts(draft, evidence, rest[:1], max(draft.room, 0), point=True)


def tell_heard(
    draft: Draft, record: ItemRecord, evidence: Evidence, heard: Sequence[Passage]
) -> None:
    """What the one who is asked about said, and then what was decided."""
    quote_facts(draft, evidence, heard, HEARD)
    decision = main_decision(record)
    if decision and draft.room > 12:
        section = section_at(record, decision.start)
        n = draft.cite(record, section, *cut(record, sentence_span(decision), 12))
        draft.say(f"{outcome_words(record, decision)}.", n)


def _quotes_proposed(draft: Draft) -> bool:
    """Whether a table is quoted that tells what is proposed beside what is."""
    return any("\t" in c.quote and PROPOSED.search(c.quote) for c in draft.citations)


def _say_outcome(draft: Draft, record: ItemRecord, evidence: Evidence, archive: Archive) -> None:
    """Say what became of a recommendation that has been quoted without its decision; where a
    later body had the last word, in that body's words: it may have decided otherwise."""
    kinds = {citation.section for citation in draft.citations}
    decision = main_decision(record)
    if decision is None or draft.room <= 12 or draft.has(record, *sentence_span(decision)):
        return
    if SectionKind.RECOMMENDATION not in kinds:
        proposed = _quotes_proposed(draft)
        otherwise = OTHERWISE & set(decision.outcomes) or (
            proposed and DEVIATES.search(decision.text)
        )
        if not (otherwise and (proposed or WILL.search(evidence.question.text))):
            return
        said = sentence_span(decision)
        if word_count(record, *said) <= draft.room - 12:
            tell_decision(draft, record, decision, evidence.matcher, [said])
            return
    elif Outcome.RECOMMENDED in decision.outcomes:
        last = latest(record, siblings(record, evidence, archive), evidence.question)
        final = main_decision(last)
        if final and last.id != record.id:
            if draft.has(last, *sentence_span(final)):
                return
            span = cut(last, sentence_span(final), max(draft.room - 12, 8))
            tell_decision(draft, last, final, evidence.matcher, [span])
            return
    section = section_at(record, decision.start)
    start, end = cut(record, sentence_span(decision), 12)
    n = draft.cite(record, section, start, end)
    draft.say(f"{outcome_words(record, decision)}.", n)

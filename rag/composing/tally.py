"""How a body voted, only as its decision prints it: every side that is asked for, whole."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.archive import Archive
from index.catalogue import ItemRecord
from index.decision.refusal import refuses
from index.types import Decision, Side
from prompts import render
from rag.catalogue.recusal import NAME
from rag.composing.decide import (
    later,
    main_decision,
    quote_earlier,
    quote_recommendation,
    says_little,
    tell_decision,
    undecided,
)
from rag.composing.decision_text import (
    LEANS,
    MOVES,
    content,
    cut,
    joined,
    sentence_span,
    word_count,
)
from rag.composing.voting import side_of, sides_of
from rag.draft import Draft
from rag.evidence import Evidence
from rag.retrieval.case import case_of
from rag.types import Intent

VOTING = re.compile(
    r"\bstem\w*|\bimod\b|\bundlod\b|\bundlader\b|\bflertal\b|\bmindretal\b|\bønske(?:r|de)\b"
    r"|\(\s?[A-ZÆØÅ]{1,2}\s?\)",
    re.IGNORECASE,
)
COUNTED = re.compile(r"\b\d+\s+(?:stemmer?|for|i?mod)\b|\bstemmerne\b|\benstemmig", re.I)
VOTER = re.compile(
    r"\W{0,3}(?:\([A-ZÆØÅ]{1,3}\)|[A-ZÆØÅ](?=[\s,.;]|$)|[A-ZÆØÅ][\w.-]+(?: [A-ZÆØÅ][\w.-]+)+)"
)
"""A line below "Imod stemte:" begins with who did."""
REMARK = re.compile(
    r",?\s(?:med\s(?:\w+\s)?(?:bemærkning|begrundelse|protokol)|idet|fordi|da|under henvisning)",
    re.IGNORECASE,
)
"""Where a voter's reasons begin."""
REASONED = re.compile(
    REMARK.pattern + r"|\b(?:finder|mener|ønsker|ønskede|vil hellere|foretrækker)\b", re.IGNORECASE
)
"""Tells why somebody voted so."""
ENDS = re.compile(r"[.!?:;][\"”»)]?\s*$")
"""A sentence that a line's end has cut in two does not end so."""
ROOM = 64
"""Words of a vote that are quoted."""


class Line(NamedTuple):
    """A span of a decision, and the side of the vote that it tells of, if any."""

    span: tuple[int, int]
    side: Side | None
    counted: bool


def vote(draft: Draft, record: ItemRecord, evidence: Evidence, archive: Archive) -> None:
    """Write how the body voted, only as printed."""
    if Intent.REASON in evidence.question.intents[:3]:
        record = _with_reason(record, evidence, archive)
    decision = main_decision(record)
    if decision is None:
        undecided(draft, record, evidence)
        return
    matcher = evidence.matcher
    why = Intent.REASON in evidence.question.intents[:3]
    lines = _lines(record, content(decision), whole=why)
    if not lines and (earlier := _voted_before(record)):
        tell_decision(draft, record, decision, matcher, [sentence_span(decision)])
        for one in earlier:
            quote_earlier(draft, record, one, matcher)
        return
    if not lines:
        draft.say(render("lead.no_vote"))
        tell_decision(draft, record, decision, matcher)
        if says_little(decision):
            quote_recommendation(draft, record, matcher, decision)
        return
    asked = sides_of(evidence.question.text)
    told = [line for line in lines if why or line.counted or line.side] or lines

    def fits(line: Line) -> tuple[bool, float]:
        return not why and line.side in asked, matcher.score(record.text[slice(*line.span)])

    chosen: list[tuple[int, int]] = []
    room = ROOM
    for line in sorted(told, key=fits, reverse=True):
        size = word_count(record, *line.span)
        if size <= room:
            chosen.append(line.span)
            room -= size
    spans = joined(record, sorted(chosen)) or [cut(record, told[0].span, ROOM)]
    tell_decision(draft, record, decision, matcher, spans)
    if refuses(record.item, decision):  # who voted for it voted against the thing itself
        quote_recommendation(draft, record, matcher, decision)
    later(draft, record, evidence, archive)


def _with_reason(record: ItemRecord, evidence: Evidence, archive: Archive) -> ItemRecord:
    """The item of the case, the found one before others and the newest of these, in which the
    voter who is named gives a reason; the found one where none does."""
    names = [name.split()[-1] for name in evidence.question.entities if NAME.search(name)]
    if not names:
        return record
    others = [
        r
        for r in reversed(case_of(record, evidence.question.filters, archive))
        if r.id != record.id
    ]
    for one in (record, *others):
        decision = main_decision(one)
        for span in content(decision) if decision else ():
            said = one.text[slice(*span)]
            if any(name in said for name in names) and REASONED.search(said):
                return one
    return record


def _voted_before(record: ItemRecord) -> list[Decision]:
    """The earlier bodies' decisions, as the item tells them, that were voted on."""
    return [
        decision
        for decision in record.item.decisions
        if not decision.own and decision.body and (decision.votes or side_of(decision.text))
    ]


def _lines(record: ItemRecord, spans: list[tuple[int, int]], *, whole: bool) -> list[Line]:
    """The sentences that tell of a vote; below "Imod stemte:" each voter, without the reasons
    unless the `whole` is asked for."""
    found: list[Line] = []
    open_side: Side | None = None
    runs_on = False
    for n, (start, end) in enumerate(spans):
        text = record.text[start:end]
        own = side_of(text)
        if found and own is None and runs_on:
            found[-1] = found[-1]._replace(span=(found[-1].span[0], end))
        elif text.rstrip().endswith(":") and own:
            open_side = own
            found.append(Line((start, end), own, counted=True))
        elif open_side and VOTER.match(text) and (own in (None, open_side)):
            reasons = None if whole else REMARK.search(text)
            stop = start + reasons.start() if reasons else end
            found.append(Line((start, stop), open_side, counted=True))
        elif VOTING.search(text):
            open_side = None
            if n and LEANS.search(text) and MOVES.search(record.text[slice(*spans[n - 1])]):
                start = spans[n - 1][0]  # "Forslaget faldt" alone does not tell which
            found.append(Line((start, end), own, COUNTED.search(text) is not None))
        runs_on = not ENDS.search(text)
    return found

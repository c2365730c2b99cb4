"""A question that names two bodies -> what each of them did with the case, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.archive import Archive
from index.catalogue import ItemRecord
from index.danish import body_key, is_binding, same_body
from index.types import Decision, Outcome
from prompts import render
from rag.composing.current import siblings
from rag.composing.decide import (
    main_decision,
    pointed_at,
    quote_earlier,
    quote_recommendation,
    says_little,
    tell_decision,
)
from rag.composing.decision_text import (
    Span,
    content,
    cut,
    decision_spans,
    joined,
    sentence_span,
    word_count,
)
from rag.draft import Draft
from rag.evidence import Evidence
from rag.match import Matcher
from rag.render import danish_date, the_body
from rag.types import Intent, Question
from rag.understanding.bodies import find_bodies
from rag.wash import fold
from rag.within import admits

ROUND = timedelta(days=120)
"""The bodies of one round meet within four months."""
LEAD = 13
"""Words that say who did what, and when, before a decision is quoted."""
ASKS = frozenset((Intent.DECISION, Intent.RECOMMENDATION, Intent.STATUS))


@dataclass(frozen=True, slots=True)
class Act:
    """What a body did with a case, and the item that tells it: its own, or a later body's."""

    record: ItemRecord
    decision: Decision
    body: str
    day: date


def both_acts(evidence: Evidence, record: ItemRecord, archive: Archive) -> tuple[Act, ...]:
    """What the two bodies that the question names did in one round of the record's case, the
    newest that has both, the earlier body first; () when it names no two that had it."""
    question = evidence.question
    if not ASKS & set(question.intents[:2]):
        return ()
    meant = [r for r in siblings(record, evidence, archive) if admits_times(question, r, archive)]
    acts = sorted(_acts(meant), key=lambda act: (act.day, is_binding(act.body)), reverse=True)
    named = _named(question, acts)
    if len(named) != 2:
        return ()
    for last in acts:
        if not any(same_body(last.body, name) for name in named):
            continue
        other = next(name for name in named if not same_body(last.body, name))
        earlier = [
            act
            for act in acts
            if same_body(act.body, other) and last.day - ROUND <= act.day <= last.day
        ]
        own = [act for act in earlier if act.decision.own]
        if earlier:
            return (own or earlier)[0], last
    return ()


def tell_both(draft: Draft, acts: Sequence[Act], matcher: Matcher) -> None:
    """Quote what each of the bodies did, each with half of the room."""
    for left, act in reversed(list(enumerate(reversed(acts)))):
        room = draft.room // (left + 1) - LEAD
        spans = _short(act.record, act.decision, matcher, room)
        told = _advised(act) if left else ""
        tell_decision(draft, act.record, act.decision, matcher, spans, told)
    last = acts[-1]
    followed = pointed_at(last.record, last.decision)
    if followed and not any(same_body(followed.body, act.body) for act in acts):
        # "Byrådet godkendte Økonomiudvalgets indstilling" after what another committee said.
        quote_earlier(draft, last.record, followed, matcher)
    if says_little(last.decision) and draft.room > 20:
        quote_recommendation(draft, last.record, matcher, last.decision)


def _advised(act: Act) -> str:
    """How a recommendation is told that is followed by what came of it; "" for another act."""
    if act.decision.outcomes != (Outcome.RECOMMENDED,):
        return ""
    return render("outcome.anbefalet forinden", body=the_body(act.body), date=danish_date(act.day))


def admits_times(question: Question, record: ItemRecord, archive: Archive) -> bool:
    """Whether the record is of the time that the question hints at, if it hints at any."""
    prefer = question.prefer
    if prefer.date_from is None and prefer.date_to is None:
        return True
    return admits(prefer, archive.card(record.id))


def _acts(records: Sequence[ItemRecord]) -> Iterator[Act]:
    """Each body's own decision, and those that an item retells of bodies before it."""
    for record in records:
        day = record.meeting.date
        if day is None:
            continue
        own = main_decision(record)
        if own is not None:
            yield Act(record, own, record.meeting.body, day)
        for one in record.item.decisions:
            if not one.own and one.body and set(one.outcomes) - {Outcome.NONE}:
                yield Act(record, one, one.body, one.date or day)


def _named(question: Question, acts: Sequence[Act]) -> tuple[str, ...]:
    """The bodies with a part in the case that the question names, each once."""
    bodies = list(dict.fromkeys(act.body for act in acts))
    found: list[str] = []
    for mention in find_bodies(question.text, fold(question.text), bodies):
        name = mention.names[0]
        if len(mention.names) == 1 and not any(same_body(name, held) for held in found):
            found.append(name)
    text = body_key(question.text)
    for name in bodies:
        if body_key(name) in text and not any(same_body(name, held) for held in found):
            found.append(name)
    return tuple(found)


def _short(record: ItemRecord, decision: Decision, matcher: Matcher, room: int) -> list[Span]:
    """What to quote of a decision in so many words: its outcome, what fits the question best, and
    what follows the outcome."""
    said = sentence_span(decision)
    after = [span for span in content(decision) if span[0] >= said[1]]
    chosen: list[Span] = []
    for span in (said, *decision_spans(record, decision, matcher), *after):
        held = any(a < span[1] and span[0] < b for a, b in chosen)
        if not held and word_count(record, *span) <= room:
            chosen.append(span)
            room -= word_count(record, *span)
    return joined(record, sorted(chosen)) or [cut(record, said, max(room, 6))]

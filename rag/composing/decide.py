"""Evidence -> what a body decided: the outcome, its own words, and what it points to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.archive import Archive
from index.catalogue import ItemRecord
from index.danish import body_key
from index.decision.refusal import REFUSES, advises_not, overrules, points, refuses
from index.types import Decision, Outcome, Section, SectionKind
from prompts import render
from rag.composing.decision_text import (
    Span,
    content,
    cut,
    decision_spans,
    sentence_span,
    word_count,
)
from rag.draft import Draft, title_section
from rag.evidence import Evidence
from rag.match import Matcher
from rag.render import danish_date, the_body
from rag.retrieval.case import case_of
from rag.selection.quote import quotable, quote_facts

BARE = 14
"""A decision of at most so many words says too little alone: what it refers to is quoted too."""
POINTING = 56
"""The same where it points elsewhere ("indstillingen blev vedtaget")."""
SHOWN = 12
"""Words of a long decision that stand under the sources where its outcome is named."""
MATTER = 36
"""Words that are quoted of what an item is about that is approved in a word."""
FOLLOWED = 24
"""Words kept for the decision that the one being quoted follows."""
PROPOSED, PART = 76, 66
"""Words up to which a recommendation is told whole, and those told of a longer one."""
AGREES = frozenset((Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGE, Outcome.ELECTED))
PUTS_OFF = frozenset((Outcome.REJECTED, Outcome.POSTPONED, Outcome.SENT_BACK, Outcome.WITHDRAWN))
SETTLES = AGREES | PUTS_OFF
STATES = re.compile(
    r"^\W{0,3}(?:protokol\w*|mindretalsudtalelse|høringssvar|udtalelse)|^[\"”“»]|"
    r"\b(?:afgav|afgiver)\b.{0,40}\b(?:protokol|udtalelse|bemærkning)|\bprotokollen\b|"
    r"\w+råd(?:et)?s?\b.{0,40}\b(?:bemærk|udtal|anbefal|opfordr|mener|ønsker|høringssvar)\w*",
    re.IGNORECASE | re.DOTALL,
)
"""What somebody stated on a case, which is no part of what was decided."""
POINTS_ELSEWHERE = re.compile(
    r"\bindstilling\w*|\bforslag\w*|\bAd\.? ?\d|\bjf\.|\bgodkendt\b|\btiltr[aå]dt\b|\banbefal", re.I
)


def decide(draft: Draft, record: ItemRecord, evidence: Evidence, archive: Archive) -> None:
    """Write what was decided on the item: outcome, decision, what it points to, other bodies."""
    decision = main_decision(record)
    if decision is None:
        undecided(draft, record, evidence)
        return
    tell_decision(draft, record, decision, evidence.matcher)
    followed = chain(record, decision)
    for left, earlier in reversed(list(enumerate(reversed(followed[-2:])))):
        quote_earlier(draft, record, earlier, evidence.matcher, left * FOLLOWED)
    last = followed[-1] if followed else decision
    if not is_weak(decision) and says_little(last):
        told = len(draft.citations)
        quote_recommendation(draft, record, evidence.matcher, decision)
        if len(draft.citations) == told and not followed:
            _quote_matter(draft, record, evidence)
    later(draft, record, evidence, archive)


def _quote_matter(draft: Draft, record: ItemRecord, evidence: Evidence) -> None:
    """Quote what the item is about, where it is approved in a word and nothing was recommended."""
    near = [p for p in quotable(evidence.of(record)) if p.section.kind is not SectionKind.DECISION]
    quote_facts(draft, evidence, near[:1], min(MATTER, draft.room))


def chain(record: ItemRecord, decision: Decision) -> list[Decision]:
    """The earlier decisions that this one follows, each pointing to the next."""
    found: list[Decision] = []
    while (nearest := pointed_at(record, found[-1] if found else decision)) is not None:
        if nearest in found:
            break
        found.append(nearest)
    return found


def pointed_at(record: ItemRecord, decision: Decision) -> Decision | None:
    """The earlier body's decision that this one follows: "godkendte <udvalg>s indstilling"."""
    earlier = [d for d in record.item.decisions if not d.own and d.body and d.text.strip()]
    text = body_key(decision.text)
    own = body_key(decision.body or record.meeting.body)
    named = [d for d in earlier if d.body and body_key(d.body) in text and body_key(d.body) != own]
    return named[-1] if named else None


def quote_earlier(
    draft: Draft, record: ItemRecord, decision: Decision, matcher: Matcher, kept: int = 0
) -> None:
    """Quote an earlier body's decision, named as that body's; `kept` words are left for more."""
    section = section_at(record, decision.start)
    room = min(draft.room - 10 - kept, 44)
    told = decision_spans(record, decision, matcher)
    spans = [s for s in told if word_count(record, *s) <= room]
    if told and not spans and room > BARE:
        spans = [cut(record, told[0], room)]
    name = "earlier_advice" if Outcome.RECOMMENDED in decision.outcomes else "earlier"
    wording = render(f"lead.{name}", body=the_body(decision.body or ""), quote="{}")
    for number, (start, end) in enumerate(spans[:2]):
        if word_count(record, start, end) <= draft.room - 4 - kept:
            draft.quote(record, section, start, end, wording if number == 0 else "{}")


def decided_way(record: ItemRecord, evidence: Evidence, archive: Archive) -> list[ItemRecord]:
    """The items of the case that have a decision, oldest first."""
    return [r for r in case_of(record, evidence.question.filters, archive) if main_decision(r)]


def is_weak(decision: Decision) -> bool:
    """Whether nothing was decided but to listen or to talk: what was told is the answer then."""
    told = set(decision.outcomes) - {Outcome.NONE, Outcome.NOTHING}
    return bool(told) and told <= {Outcome.ORIENTATION, Outcome.DISCUSSED, Outcome.NOTED}


def main_decision(record: ItemRecord) -> Decision | None:
    """The meeting's own decision on the item, None when nothing is recorded."""
    own = [d for d in record.item.decisions if d.own and d.text.strip()]
    spoken = [d for d in own if set(d.outcomes) - {Outcome.NONE}]
    chosen = spoken or [d for d in own if content(d)]
    return chosen[0] if chosen else None


def tell_decision(
    draft: Draft,
    record: ItemRecord,
    decision: Decision,
    matcher: Matcher,
    spans: list[tuple[int, int]] | None = None,
    words: str = "",
) -> None:
    """Say the outcome in plain words with body and date, and quote the decision's own words.

    `spans` are the passages to quote; None chooses them by the question. `words` say the outcome
    where they are given.
    """
    section = section_at(record, decision.start)
    spans = decision_spans(record, decision, matcher) if spans is None else spans
    said = sentence_span(decision)
    spans = _outcome_first(record, spans or [said], said)
    words = words or outcome_words(record, decision)
    first = spans[0]
    if not (first[0] <= said[0] and said[1] <= first[1]):
        start, end = next((s for s in spans if s[0] <= said[0] and said[1] <= s[1]), said)
        draft.say(f"{words}.", draft.cite(record, section, start, end))
        words = ""
    for number, (start, end) in enumerate(spans):
        draft.quote(record, section, start, end, f"{words}: {{}}" if words and not number else "{}")


def _outcome_first(record: ItemRecord, spans: list[Span], said: Span) -> list[Span]:
    """The spans with the outcome's in front of what somebody only stated (a remark in the minutes,
    a council's opinion): who reads on takes the first for what was decided."""
    holding = [s for s in spans if s[0] <= said[0] and said[1] <= s[1]]
    if spans[0] in holding or not STATES.search(record.text[slice(*spans[0])]):
        return spans
    if holding:
        return [*holding, *(s for s in spans if s not in holding)]
    if word_count(record, *said) > FOLLOWED:
        return spans
    return [said, *spans]


def outcome_words(record: ItemRecord, decision: Decision) -> str:
    """The outcome in plain words, with body and date."""
    outcomes = [o for o in decision.outcomes if o is not Outcome.NONE]
    name = outcomes[0].value if len(set(outcomes)) == 1 else "uklar"
    if len(set(outcomes)) > 1:
        name = _by_points(decision) or _strongest(outcomes)
    elif name == Outcome.RECOMMENDED.value and _is_passed(record, decision):
        name = "anbefalet forinden"
    if refuses(record.item, decision):
        name = Outcome.REFUSAL.value
    elif overrules(record.item, decision):
        name = Outcome.OVERRULED.value
    elif name == Outcome.REJECTED.value and advises_not(decision):
        name = Outcome.ADVISED_AGAINST.value
    day = decision.date or (record.meeting.date if decision.own else None)
    text = render(
        f"outcome.{name}",
        body=the_body(decision.body or record.meeting.body),
        date=danish_date(day),
    )
    return text if day else text.replace(f" den {danish_date(None)}", "")


def competence(draft: Draft, record: ItemRecord) -> None:
    """Quote who decides the case in the end, where the minutes say so."""
    for section in record.item.sections:
        size = len(section.text.split())
        if section.kind is SectionKind.COMPETENCE and 0 < size <= min(30, draft.room - 6):
            start = section.start + len(section.text) - len(section.text.lstrip())
            end = section.start + len(section.text.rstrip())
            wording = render("lead.competence", quote="{}")
            draft.quote(record, section, start, end, wording)
            return


def quote_recommendation(
    draft: Draft, record: ItemRecord, matcher: Matcher, decision: Decision | None
) -> None:
    """Quote what was recommended, named as that; a refusal is said to be one."""
    sections = [s for s in record.item.sections if s.kind is SectionKind.RECOMMENDATION]
    found = [(section, span) for section in sections for span in points(section)]
    if not found:
        return
    ranked = sorted(found, key=lambda pair: -matcher.score(record.text[pair[1][0] : pair[1][1]]))
    chosen: list[tuple[Section, tuple[int, int]]] = []
    room = min(draft.room - 8, 48)
    for section, span in ranked:
        size = word_count(record, *span)
        if size <= room:
            chosen.append((section, span))
            room -= size
    if not chosen and draft.room > 20:
        section, span = ranked[0]
        chosen = [(section, cut(record, span, draft.room - 10))]
    chosen.sort(key=lambda pair: pair[1])
    name = "lead.recommendation"
    text = " ".join(record.text[a:b] for _, (a, b) in chosen)
    if decision and decision.outcomes == (Outcome.APPROVED,) and REFUSES.search(text):
        name = "lead.refusal"
    for number, (section, (start, end)) in enumerate(_runs(record, chosen)):
        wording = render(name, quote="{}") if number == 0 else "{}"
        draft.quote(record, section, start, end, wording)


def undecided(draft: Draft, record: ItemRecord, evidence: Evidence) -> None:
    """Say that no decision is recorded; what was recommended is named as recommendation."""
    meeting = record.meeting
    text = render("outcome.ingen", body=the_body(meeting.body), date=danish_date(meeting.date))
    title = title_section(record)
    n = draft.cite(record, title, title.start, title.end)
    draft.say(f"{text}.", n)
    quote_recommendation(draft, record, evidence.matcher, None)


def recommendation(draft: Draft, record: ItemRecord, evidence: Evidence) -> None:
    """Write what was recommended, said to be a proposal and no decision."""
    sections = [s for s in record.item.sections if s.kind is SectionKind.RECOMMENDATION]
    found = [(section, span) for section in sections for span in points(section)]
    if not found:
        return
    meeting = record.meeting
    whole = sum(word_count(record, *span) for _, span in found)
    chosen = found
    if whole > PROPOSED:
        matcher = evidence.matcher
        ranked = sorted(found, key=lambda p: -matcher.score(record.text[p[1][0] : p[1][1]]))
        chosen, room = [], PART
        for pair in ranked:
            if word_count(record, *pair[1]) <= room:
                chosen.append(pair)
                room -= word_count(record, *pair[1])
        chosen = chosen or [(ranked[0][0], cut(record, ranked[0][1], PART))]
        chosen.sort(key=lambda pair: pair[1])
    wording = render(
        "lead.recommendation_only",
        body=the_body(meeting.body),
        date=danish_date(meeting.date),
        quote="{}",
    )
    for number, (section, (start, end)) in enumerate(_runs(record, chosen)):
        draft.quote(record, section, start, end, wording if number == 0 else "{}")


def later(draft: Draft, record: ItemRecord, evidence: Evidence, archive: Archive) -> None:
    """Name a later or higher body's decision in the same case, when the archive has one."""
    own = main_decision(record)
    if own is None or Outcome.RECOMMENDED not in own.outcomes or draft.room < 16:
        return
    for other in reversed(case_of(record, evidence.question.filters, archive)):
        decision = main_decision(other)
        if decision is None or other.id == record.id or Outcome.RECOMMENDED in decision.outcomes:
            continue
        if not other.meeting.date or not record.meeting.date:
            continue
        if other.meeting.date < record.meeting.date:
            continue
        section = section_at(other, decision.start)
        start, end = sentence_span(decision)
        if word_count(other, start, end) > draft.room - 12:
            # Its first words alone may say anything: what they come to is named instead.
            n = draft.cite(other, section, *cut(other, (start, end), SHOWN))
            draft.say(render("lead.since_long", told=outcome_words(other, decision)), n)
            return
        text = render(
            "lead.later", body=the_body(other.meeting.body), date=danish_date(other.meeting.date)
        )
        draft.quote(other, section, start, end, f"{text} {{}}")
        return


def section_at(record: ItemRecord, offset: int) -> Section:
    """The section that holds an offset of the text."""
    for section in record.item.sections:
        if section.start <= offset <= section.end:
            return section
    item = record.item
    return Section(SectionKind.OTHER, "", record.text[item.start : item.end], item.start, item.end)


def says_little(decision: Decision) -> bool:
    spans = content(decision)
    text = " ".join(decision.text[a - decision.start : b - decision.start] for a, b in spans)
    return len(text.split()) <= BARE or (
        len(text.split()) <= POINTING and POINTS_ELSEWHERE.search(text) is not None
    )


def _is_passed(record: ItemRecord, decision: Decision) -> bool:
    """Whether the meeting's own body has decided on what an earlier one recommended."""
    own = None if decision.own else main_decision(record)
    return own is not None and bool(SETTLES & set(own.outcomes))


def _by_points(decision: Decision) -> str:
    """The words for points that ended differently; "" where they did not."""
    done = {outcome for point in decision.points for outcome in point.outcomes}
    if done & AGREES and done & PUTS_OFF:
        return "delt"
    return "delt anbefalet" if done & AGREES and Outcome.RECOMMENDED in done else ""


def _strongest(outcomes: Sequence[Outcome]) -> str:
    for outcome in (Outcome.RECOMMENDED, Outcome.APPROVED_WITH_CHANGE):
        if outcome in outcomes:
            return outcome.value
    if Outcome.APPROVED in outcomes and Outcome.REJECTED not in outcomes:
        return Outcome.APPROVED.value
    return "uklar" if Outcome.REJECTED in outcomes else outcomes[0].value


def _runs(
    record: ItemRecord, pairs: list[tuple[Section, tuple[int, int]]]
) -> list[tuple[Section, tuple[int, int]]]:
    runs: list[tuple[Section, tuple[int, int]]] = []
    for section, (start, end) in pairs:
        if runs and runs[-1][0] is section and not record.text[runs[-1][1][1] : start].strip():
            runs[-1] = (section, (runs[-1][1][0], end))
        else:
            runs.append((section, (start, end)))
    return runs

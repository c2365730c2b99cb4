"""A question for a figure or a date -> the last item of its case that tells one, and what was told
before: the price of a proposal is seldom the price in the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.archive import Archive
from index.catalogue import ItemRecord
from index.danish import is_binding
from index.lexicon import stem
from index.types import SectionKind, is_head
from rag.abstention.untold import untold
from rag.composing.decide import main_decision
from rag.composing.premise import AGREED
from rag.evidence import Evidence, gather, is_closed
from rag.match import Matcher
from rag.passages import Passage
from rag.retrieval.case import case_of
from rag.selection.quote import quotable
from rag.types import Intent, Question
from rag.understanding.asked import asked_noun, kinds
from rag.verification.figures import Kind, figures
from rag.within import admits

NEARLY = 0.5
"""How much worse than the earlier a later passage may answer."""
NEARER = 0.3
"""The same where nothing tells what is counted: a case has many numbers."""
LEVEL = 0.12
"""How near the best a row of a table must come to be what the question is about."""
SHARED = 0.2
"""The share of the question that both must meet to be called earlier and latest."""
LATER = 3
"""How many later items of the case are looked at, the newest first."""
FIGURES = {
    Intent.AMOUNT: frozenset((Kind.MONEY,)),
    Intent.COUNT: frozenset((Kind.NUMBER, Kind.MONEY, Kind.PERCENT)),
    Intent.DATE: frozenset((Kind.DATE,)),
}
"""The figures that answer an intent."""
HOW_MUCH = re.compile(r"\bhvor (?:meget|mange|stor\w*|høj\w*|lang\w*|bred\w*)\b", re.IGNORECASE)
EARLIER = re.compile(
    r"\b(?:oprindelig\w*|først\w*|tidligere|dengang|forinden|foresl\w+|\w*forslag\w*|indstil\w*|"
    r"anbefal\w*|ansøg\w*|bud|bød|byder|hørings\w*|høring|stemte|stemmer|forvent\w*)\b",
    re.IGNORECASE,
)
"""Asks for what stood at some step of the case, and not for how it ended."""
SAVED = re.compile(r"\b(?:spare|sparer|spares|sparet|\w*besparelse\w*)\b", re.IGNORECASE)
ASIDE = re.compile(
    rf"{SAVED.pattern}|\b(?:undlades|udgår|bortfalder|mindretalsudtalelse|protokol\w*)\b",
    re.IGNORECASE,
)
"""Tells a figure beside the one that is asked for, unless the question says so."""
YEAR_ONLY = "--"
"""How a date ends that is but a year."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The figures that a question asks for: their kinds, the noun that is counted ("" for none),
    and what answers nothing: the question's own figures and the days the case was treated."""

    question: Question
    kinds: frozenset[Kind]
    noun: str
    known: frozenset[str]

    def told(self, text: str) -> frozenset[str]:
        """The values of the text that may answer."""
        found = {one.value for one in figures(text) if one.kind in self.kinds}
        return frozenset(found - self.known)

    def best(self, passages: Sequence[Passage]) -> Passage | None:
        """The passage that answers best with such a value."""
        saved, beside = (rule.search(self.question.text) for rule in (SAVED, ASIDE))
        fitting = [p for p in quotable(passages) if beside or not ASIDE.search(p.text)]
        fitting = [p for p in fitting if SAVED.search(p.text)] if saved else fitting
        telling = [p for p in fitting if self.told(p.text)]
        own = (p for p in telling if not _is_retold(p) and p.score >= telling[0].score - NEARLY)
        return next(own, telling[0] if telling else None)

    def full(self, passage: Passage) -> bool:
        """Whether the passage tells more than a year."""
        return not all(value.endswith(YEAR_ONLY) for value in self.told(passage.text))

    def counts(self, text: str) -> bool:
        """Whether the text counts the noun: "80 boliger", "boligtallet er nu 74"."""
        near = rf"\d[\d.,]*\s+(?:\w+\s+)?\w*{self.noun}|{self.noun}\w*\s+(?:\w+\s+){{0,3}}\d"
        return not self.noun or re.search(near, text, re.IGNORECASE) is not None


def _is_retold(passage: Passage) -> bool:
    """Whether the passage retells what an earlier body said or decided."""
    others = (d for d in passage.record.item.decisions if not d.own)
    retold = any(d.start <= passage.start < d.end for d in others)
    return retold or passage.section.kind is SectionKind.HISTORY


def with_latest(evidence: Evidence, archive: Archive) -> Evidence:
    """The evidence with the last item of the case in front that tells another value of the kind
    that is asked for; what was told before is kept as `earlier`."""
    passages, question = quotable(evidence.passages), evidence.question
    asked = _kinds(question)
    if not passages or not asked or is_closed(evidence.records[0]):
        return evidence
    record = passages[0].record
    case = case_of(record, question.filters, archive)
    later = _later(record, case, question, archive)
    asks = _Asked(question, asked, _noun(evidence), _treated(case) | _named(question, asked))
    old = asks.best(evidence.of(record)) if later else None
    if old is None:
        return evidence
    for other in later:
        hit = replace(evidence.hits[0], item_id=other.id)
        found = gather(question, (hit,), archive)
        new = asks.best(found.passages)
        as_told = new is not None and _rows(evidence, old) <= _rows(found, new)
        told = max(old.score, new.score if new else 0.0) >= passages[0].score - NEARLY
        if new and as_told and told and _is_as_good(new, old, asks):
            if not asks.told(new.text) - asks.told(old.text):
                return evidence
            fits = old.score >= new.score - NEARLY and (asks.full(old) or not asks.full(new))
            hits = (hit, *evidence.hits[1:])
            return replace(found, hits=hits, latest=new, earlier=old if fits else None)
    return evidence


def is_newest(evidence: Evidence, record: ItemRecord, archive: Archive) -> bool:
    """Whether the case has no later item than the record."""
    day = record.meeting.date
    case = case_of(record, evidence.question.filters, archive)
    return day is not None and all(not (o.meeting.date and o.meeting.date > day) for o in case)


def speak_alike(new: Passage, old: Passage, matcher: Matcher) -> bool:
    """Whether two passages speak of one thing, by the question's words that both hold: a case holds
    many figures, and one of something else is not what this one was before."""
    both = {word: sure for word, sure in new.met.items() if word in old.met}
    return matcher.share(both) >= SHARED


def any_step(question: Question) -> bool:
    """Whether a question is bound to no step of its case: no body, time, proposal, decision."""
    hints = (question.filters, question.prefer)
    named = any(hint.committee or hint.punkt is not None for hint in hints)
    limited = question.filters.date_to or question.filters.decisions_only
    return not (named or question.moment or limited) and EARLIER.search(question.text) is None


def _rows(evidence: Evidence, best: Passage) -> bool:
    """Whether a row of a table answers about as well as the best passage of its item."""
    near = (p for p in quotable(evidence.of(best.record)) if p.score >= best.score - LEVEL)
    return any(p.header for p in near)


def _is_as_good(new: Passage, old: Passage, asks: _Asked) -> bool:
    """Whether a later passage answers the question about as well as the earlier one: with the
    noun and the unit that are asked for, as exactly, and not by a proposal that came to nothing."""
    sure = asks.noun or Kind.NUMBER not in asks.kinds
    if new.score < old.score - (NEARLY if sure else NEARER):
        return False
    if untold(asks.question, [new.text]):
        return False
    if asks.counts(old.text) and not asks.counts(new.text):
        return False
    if asks.full(old) and not asks.full(new):
        return False
    return new.section.kind is not SectionKind.RECOMMENDATION or _is_agreed(new.record)


def _is_agreed(record: ItemRecord) -> bool:
    decision = main_decision(record)
    return decision is not None and bool(AGREED & set(decision.outcomes))


def _kinds(question: Question) -> frozenset[Kind]:
    """The kinds of figure that the question asks for as they are in the end; none when it asks
    for a step of the case."""
    asking = (
        question.intent in (*FIGURES, Intent.FACT) and Intent.YES_NO not in question.intents[:2]
    )
    if not asking or not any_step(question):
        return frozenset()
    asks = [kind for kind in kinds(question) if kind in FIGURES]
    if not asks and question.intent is Intent.FACT and HOW_MUCH.search(question.text):
        asks = [Intent.COUNT]
    return frozenset(kind for intent in asks[:1] for kind in FIGURES[intent])


def _noun(evidence: Evidence) -> str:
    """The stem of what is counted, as it stands in the minutes; "" when the question names none."""
    question = evidence.question
    counted = Intent.COUNT in question.intents[:1] and HOW_MUCH.search(question.text)
    noun = asked_noun(question.text, evidence.matcher.weights) if counted else None
    return re.escape(stem(noun)) if noun else ""


def _named(question: Question, asked: frozenset[Kind]) -> frozenset[str]:
    return frozenset(one.value for one in figures(question.text) if one.kind in asked)


def _treated(case: Sequence[ItemRecord]) -> frozenset[str]:
    """The days on which the case was treated, whole and without their year."""
    days = [one.meeting.date for one in case if one.meeting.date]
    whole = {f"{day.year}-{day.month}-{day.day}" for day in days}
    return frozenset(whole | {f"-{day.month}-{day.day}" for day in days})


def _later(
    record: ItemRecord, case: Sequence[ItemRecord], question: Question, archive: Archive
) -> Sequence[ItemRecord]:
    """The case's items after the record at a body that decides, newest first."""
    day = record.meeting.date
    if day is None or is_head(record.id):
        return ()
    found = [
        other
        for other in case
        if other.meeting.date
        and other.meeting.date > day
        and other.item.open
        and is_binding(other.meeting.body) > 0
        and admits(question.prefer, archive.card(other.id))
    ]
    found.sort(key=lambda other: other.meeting.date or date.min, reverse=True)
    return found[:LATER]

"""Evidence -> what speaks for and against there being an answer in it, each as a number."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import groupby

from rapidfuzz.fuzz import ratio

from index.archive import Archive
from index.catalogue import ItemRecord
from index.lexicon import stem
from index.types import SectionKind
from index.words import words
from rag.asked import asked_noun, kinds, tells
from rag.case import case_items
from rag.evidence import Evidence
from rag.match import Matcher, terms_of
from rag.order import one_case
from rag.passages import Passage, union
from rag.quote import quotable
from rag.retrieve import dense
from rag.types import Intent, Question
from rag.values import holds

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
PERIOD = re.compile(r"\b((?:19|20)\d\d)\s?[-–/]\s?((?:19|20)?\d\d)\b")
LONGEST_PERIOD = 12
"""Years; "1970-2022" does not mention 1995."""
COLLOQUIAL = 0.4
"""A share of everyday words unknown to the archive that says nothing against an answer."""
LONG = 7
"""Letters of a word that says by itself what the question is about (mostly a compound)."""
COMMON = 0.002
"""A word in more than this share of the chunks (and two) is no subject by itself ("reglerne")."""
NUMBERED = re.compile(r"[^\d§]+ (?P<number>\d+(?:[.,]\d+)*)")
"""A thing that goes by a number: a local plan, a bus, a house in a road."""
ABOUT = 0.6
"""A sentence is about the question when it meets this share of what the best one meets."""
SUBJECT = re.compile(r"\b(?:om|about)\s(?P<rest>\w+(?:\s\w+){0,4})", re.IGNORECASE)
"""What follows is what was decided about."""
COMING = re.compile(
    r"\bhvornår (?:bliver |skal |kan |kommer )?(?:(?:den|det|de|en|et) )?(?:ny\w* )?"
    r"(?:åbn|byg|står|stå|får|kommer|indvi|start|begynd|opfør|indret|etabler)\w*"
    r"(?P<rest>[^?,]{3,60})",
    re.IGNORECASE,
)
"""When something comes: opens, is built, begins."""
ALLOWED = re.compile(r"^\W*(?:må|kan|skal) (?:man|jeg|vi)\b(?P<rest>[^?,]{3,80})", re.IGNORECASE)
"""Asks what people may or must do: "må jeg have høns i haven?"."""
PLAIN = 6
"""Letters of a word that is no compound: what it names has no other, longer name."""
STATES = frozenset(
    (
        "færdig",
        "færdige",
        "færdigt",
        "endelig",
        "endeligt",
        "næste",
        "igen",
        "kommunen",
        "officielt",
    )
)
"""Words of such a question that name no thing."""
BESIDE = 0.5
"""The share of the best hit's score from which another item's title may tell the year."""
ALIKE = 86
"""How alike a word of the archive must be to be the same word misspelled, 0..100."""
HELD = 0.2
"""The share of a name's weight that an item must hold to know it."""
CLOSE = 6
"""How many words may stand between a count and what it counts."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What the decision to abstain rests on, 0..1 each.

    For an answer: `item`, `typed` (shares of the question's weight), `near`, `agree`, and
    `english`, for then fewer words can be met. Against it: all others.
    """

    item: float
    """What the best item, with its meeting's name and date, meets of the question's words."""
    typed: float
    """What the best sentence with the asked kind of value meets, neighbours and title included."""
    near: float
    """The cosine of the nearest chunk with such a sentence; 0 when there is none."""
    agree: float
    """1 when one item, one case or one title is nearest both in meaning and in words."""
    unknown: float
    """The share of the weight that the archive knows in no form, less COLLOQUIAL."""
    topic: float
    """How far the item lacks the question's longest word; 0 when none is long."""
    asked: float
    """How far sentences with such a value lack the noun whose value is asked for."""
    about: float
    """How far the item lacks the long word that a question without a value is about
    ("besluttet om *svømmehallen*")."""
    value: float
    """1 when a value is asked for: an amount, a count, a date, a place, somebody's name."""
    who: float
    """1 when somebody's name is asked for."""
    english: float
    """1 when the question is in English."""


NAMES = tuple(entry.name for entry in fields(Signals))


@dataclass(frozen=True, slots=True)
class _Window:
    """A sentence, or a row with its table's head: what its own words meet, and what they meet
    with all that stands around."""

    start: int
    told: str
    own: Mapping[str, float]
    met: Mapping[str, float]


def signals(evidence: Evidence, archive: Archive) -> Signals:
    """The signals of a question's evidence, which must hold at least one item."""
    return signals_of(evidence.question, evidence, archive)


def signals_of(question: Question, evidence: Evidence, archive: Archive) -> Signals:
    """The signals for the values that one part of a question asks for, in the evidence of all."""
    matcher = evidence.matcher
    weights = _weights(evidence, archive)
    records = main_items(evidence)
    met = max((_met_by(r, matcher) for r in records), key=lambda m: _share(m, weights))
    asks = kinds(question)
    windows = [window for record in records for window in _windows(evidence, record)]
    typed = [w for w in windows if not asks or any(tells(kind, w.told) for kind in asks)]
    return Signals(
        item=_share(met, weights),
        typed=max((_share(w.met, weights) for w in typed), default=0.0),
        near=_near(evidence, archive, records, {w.start for w in typed}),
        agree=float(_agree(evidence, archive)),
        unknown=max(0.0, _unknown(evidence.question, weights, archive) - COLLOQUIAL),
        topic=_topic_lacks(evidence.question, met, weights),
        asked=_asked_lacks(question, evidence, asks, typed, weights) if asks else 0.0,
        about=0.0 if asks else _about_lacks(question, evidence, met, archive),
        value=float(bool(asks)),
        who=float(Intent.WHO in asks),
        english=float(question.english),
    )


def main_items(evidence: Evidence) -> list[ItemRecord]:
    """The items that an answer would be made from: the first, and the best passage's."""
    passages = quotable(evidence.passages)
    found = [evidence.records[0], *(passage.record for passage in passages[:1])]
    return list({record.id: record for record in found}.values())


def absent_years(evidence: Evidence) -> list[str]:
    """The question's years that none of the items mentions, nor any title; "2022-2025" mentions
    four."""
    asked = list(dict.fromkeys(YEAR.findall(evidence.question.text)))
    records = main_items(evidence) if len(asked) < 2 else evidence.records
    told = {year for record in records for year in _years(record)}
    scores = {hit.item_id: hit.score for hit in evidence.hits}
    least = BESIDE * max(scores.values(), default=0.0)
    for record in evidence.records:
        if scores.get(record.id, 0.0) >= least:
            told |= {*YEAR.findall(record.item.title)}
    return [year for year in asked if year not in told]


def strange_names(question: Question, archive: Archive) -> list[str]:
    """The question's names of which the archive knows no word, however spelled.

    A name of two or three letters is passed over: it may be short for what is written in full.
    """
    vocabulary = archive.terms.vocabulary
    return [
        entity
        for entity in question.entities
        if len(entity) > 3
        and (terms := [term for term in terms_of(entity) if term.isalpha()])
        and not any(term in vocabulary or vocabulary.near(term) for term in terms)
        and not (question.english and _in_danish(entity, archive))
    ]


def _in_danish(entity: str, archive: Archive) -> bool:
    """Whether an English name has a Danish word that the archive knows: "Environment"."""
    return any(known.chunks or known.inside for known in archive.terms.coverage(entity, True))


def unknown_thing(question: Question, archive: Archive) -> str | None:
    """The thing that is asked to open, come or be built, or that people may have or do, when the
    archive has no word like it.

    Everyday words for known things abound in questions; a thing with a date is called by its name,
    and a short word that is no verb ("høns") is the name.
    """
    allowed = ALLOWED.search(question.text)
    for known in archive.terms.coverage(allowed["rest"], False) if allowed else ():
        short = 2 < len(known.word) <= PLAIN and known.kind == "word"
        if (
            short
            and known.word[-1] not in "er"
            and not (known.chunks or known.inside or known.near)
        ):
            return known.word
    match = COMING.search(question.text)
    if question.intent is not Intent.DATE or question.english or match is None:
        return None
    for known in archive.terms.coverage(match["rest"], False):
        alike = any(ratio(stem(known.word), near) >= ALIKE for near in known.near)
        if known.word in STATES or len(known.word) < LONG - 1:
            continue
        if not (known.chunks or known.inside or alike):
            return known.word
    return None


def lacked_names(evidence: Evidence) -> list[str]:
    """The question's proper names when its items hold next to nothing of any of them; else [].

    A municipality's own name, which stands everywhere, is next to nothing of "Lerby Station".
    """
    matcher = evidence.matcher
    names = [e for e in evidence.question.entities if len(e) > 3 and e[0].isupper()]
    mets = [_met_by(record, matcher) for record in main_items(evidence)]
    for name in names:
        weighed = {
            w.text: matcher.weights[w.text] for w in words(name) if w.text in matcher.weights
        }
        if not weighed or max(_share(met, weighed) for met in mets) >= HELD:
            return []
    return names


def strange_numbers(evidence: Evidence) -> list[str]:
    """Numbered things of the question ("lokalplan 4.12") whose number no found item holds."""
    texts = [r.text[r.item.start : r.item.end] for r in evidence.records]
    found: list[str] = []
    for entity in evidence.question.entities:
        match = NUMBERED.fullmatch(entity)
        if match and not any(_has_number(text, match["number"]) for text in texts):
            found.append(entity)
    return found


def _has_number(text: str, number: str) -> bool:
    return re.search(rf"(?<![\d.,]){re.escape(number)}(?!\d|[.,]\d)", text) is not None


def _years(record: ItemRecord) -> set[str]:
    text = record.text[record.item.start : record.item.end]
    told = set(YEAR.findall(text))
    for first, last in PERIOD.findall(text):
        end = int(last) if len(last) == 4 else int(first[:2] + last)
        if end - int(first) <= LONGEST_PERIOD:
            told |= {str(year) for year in range(int(first), end + 1)}
    if record.meeting.date:
        told.add(str(record.meeting.date.year))
    return told


def _weights(evidence: Evidence, archive: Archive) -> dict[str, float]:
    """The words' weights; in English only names and words that the archive knows have any."""
    weights = evidence.matcher.weights
    if not evidence.question.english:
        return weights
    vocabulary = archive.terms.vocabulary
    names = {word.text for word in words(" ".join(evidence.question.entities))}
    return {
        word: weight
        for word, weight in weights.items()
        if word in names or any(term in vocabulary for term in terms_of(word))
    }


def _met_by(record: ItemRecord, matcher: Matcher) -> Mapping[str, float]:
    meeting = record.meeting
    head = f"{meeting.municipality or ''} {meeting.body} {meeting.date or ''}"
    return matcher.met(f"{head} {record.text[record.item.start : record.item.end]}")


def _share(met: Mapping[str, float], weights: Mapping[str, float]) -> float:
    total = sum(weights.values()) or 1.0
    return sum(weights[word] * sure for word, sure in met.items() if word in weights) / total


def _windows(evidence: Evidence, record: ItemRecord) -> Iterator[_Window]:
    """Every sentence of an item with its neighbours in the section, heading and title."""
    matcher = evidence.matcher
    title = matcher.met(record.item.title)
    passages = sorted(evidence.of(record), key=lambda passage: passage.start)
    for _, group in groupby(passages, key=lambda passage: passage.section.start):
        row = list(group)
        if row[0].section.kind in (SectionKind.TITLE, SectionKind.ATTACHMENTS):
            continue
        above = union(title, matcher.met(row[0].section.heading))
        for n, passage in enumerate(row):
            beside = [p.met for p in row[max(0, n - 2) : n + 2]]
            told = _told(passage)
            own = matcher.met(told) if passage.header else passage.met
            yield _Window(passage.start, told, own, union(above, own, *beside))


def _told(passage: Passage) -> str:
    if passage.header is None:
        return passage.text
    start, end = passage.header
    return f"{passage.text} {passage.record.text[start:end]}"


def _near(
    evidence: Evidence, archive: Archive, records: Sequence[ItemRecord], starts: set[int]
) -> float:
    """The best cosine of the items' chunks in which one of these sentences begins."""
    scores, rows = dense(evidence.question, archive, written=0.0), archive.chunk_index
    best = 0.0
    for record in records:
        for chunk_id, (start, end) in archive.chunk_spans([record.meeting.id]).items():
            mine = chunk_id.startswith(f"{record.id}/") and chunk_id in rows
            if mine and any(start <= at < end for at in starts):
                best = max(best, float(scores[rows[chunk_id]]))
    return best


def _agree(evidence: Evidence, archive: Archive) -> bool:
    nearest = [
        max(evidence.hits, key=lambda hit: hit.arms.get(arm, -math.inf))
        for arm in ("dense", "lexical")
    ]
    one, other = (archive.card(hit.item_id) for hit in nearest)
    return one == other or one_case(one, other) or other.id in case_items(archive, one.id)


def _unknown(question: Question, weights: Mapping[str, float], archive: Archive) -> float:
    asked = archive.terms.coverage(question.search, question.english)
    usual = sum(weights.values()) / len(weights) if weights else 1.0
    every = [weights.get(known.word, usual) for known in asked]
    lost = [w for w, k in zip(every, asked, strict=True) if not (k.chunks or k.inside or k.near)]
    return sum(lost) / (sum(every) or 1.0)


def _topic_lacks(
    question: Question, met: Mapping[str, float], weights: Mapping[str, float]
) -> float:
    names = {word.text for entity in question.entities for word in words(entity)}
    long = [w for w in weights if len(w) >= LONG and w not in names and w.isalpha()]
    return 1.0 - met.get(max(long, key=len), 0.0) if long else 0.0


def _about_lacks(
    question: Question, evidence: Evidence, met: Mapping[str, float], archive: Archive
) -> float:
    """How far the first word after "om" is not met; 0 when it is short, common or not there."""
    match = SUBJECT.search(question.text)
    weights = evidence.matcher.weights
    found = [w.text for w in words(match["rest"]) if w.text in weights] if match else []
    if not found or len(found[0]) < LONG:
        return 0.0
    usual = COMMON * len(archive.snapshot.chunk_ids) + 2
    known = archive.terms.coverage(found[0], False)
    return 0.0 if any(k.chunks > usual for k in known) else 1.0 - met.get(found[0], 0.0)


def _asked_lacks(
    question: Question,
    evidence: Evidence,
    asks: Sequence[Intent],
    typed: Sequence[_Window],
    weights: Mapping[str, float],
) -> float:
    noun = asked_noun(question.text, weights)
    if noun is None:
        return 0.0
    titles = [evidence.matcher.met(record.item.title) for record in main_items(evidence)]
    if asks[0] is Intent.AMOUNT and typed and any(noun in met for met in titles):
        return 0.0  # the item is about it: its amounts need not name it again
    best = max((_share(w.met, weights) for w in typed), default=0.0)
    about = [w for w in typed if _share(w.met, weights) >= ABOUT * best]
    if asks[0] is Intent.COUNT:
        about = [w for w in about if _counts(w.told, noun, evidence.matcher)]
    return 1.0 - max((w.own.get(noun, 0.0) for w in about), default=0.0)


def _counts(text: str, noun: str, matcher: Matcher) -> bool:
    """Whether a number stands within a few words of the noun."""
    tokens = text.split()
    nouns = [n for n, token in enumerate(tokens) if noun in matcher.met(token)]
    numbers = [n for n, token in enumerate(tokens) if holds(Intent.COUNT, token)]
    return any(abs(a - b) <= CLOSE for a in nouns for b in numbers)

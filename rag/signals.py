"""Evidence -> what speaks for and against there being an answer in it, each as a number."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import groupby

import numpy as np

from index.archive import Archive
from index.catalogue import ItemRecord
from index.lexicon import Vocabulary, stop_words
from index.types import SectionKind
from index.words import words
from rag.evidence import Evidence, Passage
from rag.match import Matcher, terms_of
from rag.quote import quotable
from rag.retrieve import best_of, dense, one_case
from rag.rules import words as listed
from rag.types import Intent, Question
from rag.values import NAME, holds

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
PERIOD = re.compile(r"\b((?:19|20)\d\d)\s?[-–/]\s?((?:19|20)?\d\d)\b")
VALUES = (Intent.AMOUNT, Intent.COUNT, Intent.DATE, Intent.WHO, Intent.WHERE)
"""Intents that ask for a value which a sentence either holds or does not."""
ASKED = re.compile(
    r"\b(?:hvor mange|"
    r"hvor (?:stor|høj|lang|lav|dyr|gammel|bred|tung)\w*(?: (?:er|var|bliver|blev))?|"
    r"hvilke[nt]?|hvem (?:er|var|bliver|blev)|"
    r"hvad (?:hedder|tjener|er|var|koster(?! det at)|kostede(?! det at)|betaler|betalte)|"
    r"how (?:many|much)|which|who (?:is|was))\s+(?:(?:af|for|det|at|en|et|den|de)\s)*"
    r"(?P<rest>\w+(?:\s\w+){0,2})",
    re.IGNORECASE,
)
SOMEBODY = re.compile(
    r"\bhvad hedder\b|\bnavnet på\b|\bwho(?:se|m)?\b|"
    r"\bhvem (?!kan\b|må\b|har ret\b|kunne\b|gælder\b|(?:er|var) (?-i:[A-ZÆØÅ]))|"
    r"\bhvilke[nt] \w*(?:er|ør|ist|ekt|læge|firma|chef|parti|kæde|virksomhed|bank|"
    r"selskab|fond|mærke|kok|advokat)\b(?! at)",
    re.IGNORECASE,
)
"""Asks for a person or a firm by name."""
NO_PERSON = re.compile(
    r"(?:kommune\w*|udvalg\w*|forvaltning\w*|byråd\w*|råd\w*|ministeri\w*|styrelse\w*|lov\w*|nr|"
    r"politik\w*|plan\w*|projekt\w*|center|by|vej|allé|skole\w*)$",
    re.IGNORECASE,
)
CLOSE = 6
"""How many words may stand between a count and what it counts."""
_OF_KIND = (
    "dag dato år måned uge tidspunkt sted steder adresse penge kroner kr mio millioner beløb "
    "procent pct del andel antal lov paragraf navn navnet firma virksomhed person parti gange "
    "stor much many money"
)
OF_KIND = frozenset(_OF_KIND.split(" "))
"""Nouns that only say which kind of value is asked for."""
MONEY = re.compile(
    r"\bhvor mange (?:penge|kroner|kr|mio|millioner)|"
    r"\bhvor meget (?:koste|betal|tjen|få|fik|giv|gav|spare)|"
    r"\bhvad (?:er|var|bliver|blev) (?:\w+ ){0,2}\w*(?:løn|leje|pris|takst|gebyr|honorar|kontingent|"
    r"afgift)|\bhvad (?:koste|tjen)|\bi (?:honorar|løn|diæter|leje|tilskud)\b",
    re.IGNORECASE,
)
LONG = 7
"""Letters of a word that says by itself what the question is about (mostly a compound)."""
NEARBY = 0.6
"""A passage is about the question when it meets this share of what the best one meets."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What the decision to abstain rests on. Numbers are 0..1 unless said otherwise.

    For an answer: `item`, `passage`, `typed` (shares of the question's weight), `cosine`,
    `lift` (standard deviations). Against it: all others.
    """

    item: float
    """What the best item and its meeting's head meet of the question's words."""
    passage: float
    """What the best sentence meets, with its neighbours, heading and title."""
    typed: float
    """The same for sentences that hold the kind of value asked for; `passage` for other kinds."""
    tight: float
    """What the best such sentence meets by its own words."""
    cosine: float
    """The cosine of the question with the best item's chunks."""
    near: float
    """The cosine of the nearest chunk with such a sentence; 0 when there is none."""
    lift: float
    """How far that stands above the archive's other items, in standard deviations."""
    title: float
    """What the item's title meets."""
    agree: float
    """1 when the item (or another of its case) is nearest both in meaning and in words."""
    rare: float
    """How rare the rarest word is that the item lacks: 1 for a word the archive lacks too."""
    unknown: float
    """The share of the question's weight that the archive knows in no form."""
    topic: float
    """How far the item lacks the question's longest word; 0 when none is long."""
    asked: float
    """1 when no sentence with such a value holds the noun that was asked for."""
    name: float
    """The share of the question's names that the item lacks."""
    year: float
    """The share of the question's years that neither the item nor its meeting's date holds."""
    town: float
    """1 when the question names another municipality than the archive's."""
    late: float
    """1 when the question speaks of a meeting or decision outside the archive's period."""
    value: float
    """1 when the question asks for a value: an amount, a count, a date, a name, a place."""
    who: float
    """1 when it asks for somebody."""
    english: float
    """1 when it is in English: then fewer of its words are met."""
    strange: tuple[str, ...] = field(default=(), compare=False)
    """The names that the archive does not know in any spelling."""
    years: tuple[str, ...] = field(default=(), compare=False)
    """The years that the item does not mention."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The numbers' names, in order."""
        return tuple(f.name for f in fields(cls) if f.name not in ("strange", "years"))

    def numbers(self) -> tuple[float, ...]:
        """The numbers, in the order of `names`."""
        return tuple(float(getattr(self, name)) for name in self.names())


def signals(evidence: Evidence, archive: Archive) -> Signals:
    """The signals of a question's evidence, which must hold at least one item."""
    question, matcher = evidence.question, evidence.matcher
    weights = _weights(evidence, archive)
    records = _main(evidence)
    mets = [_met_by(record, matcher) for record in records]
    cover = [_share(met, weights) for met in mets]
    record, met = max(zip(records, mets, strict=True), key=lambda p: _share(p[1], weights))
    by_item = {r.id: list(_windows(evidence, r)) for r in records}
    windows = [w for found in by_item.values() for w in found]
    passage = max((_share(w.met, weights) for w in windows), default=0.0)
    kinds = _kinds(question)
    typed = [w for w in windows if not kinds or any(_has(kind, w.told) for kind in kinds)]
    best = max((_share(w.met, weights) for w in typed), default=0.0)
    cosine, lift = _nearness(evidence, archive, records)
    rarest = math.log(len(archive.snapshot.chunk_ids) + 1) + 0.3
    lacking = [weights[w] * (1 - met.get(w, 0.0)) for w in weights]
    years = _absent_years(question, record)
    return Signals(
        item=max(cover),
        passage=passage,
        typed=best,
        cosine=cosine,
        near=_near(evidence, archive, records, {w.start for w in typed}),
        lift=lift,
        title=_share(matcher.met(record.item.title), weights),
        agree=float(_agree(evidence, archive)),
        rare=max(lacking, default=0.0) / rarest,
        unknown=_unknown(question, weights, archive),
        tight=max((_share(w.own, weights) for w in typed), default=0.0),
        topic=_topic_lacks(question, met, weights),
        asked=_asked_lacks(evidence, kinds, typed, weights) if kinds else 0.0,
        name=_names_lack(question, matcher, met),
        year=len(years) / max(1, len(set(YEAR.findall(question.text)))),
        town=float(_other_town(question, archive)),
        late=float(any(note.startswith("uden for arkivets") for note in question.notes)),
        value=float(bool(kinds)),
        who=float(Intent.WHO in kinds),
        english=float(question.english),
        strange=strange_names(question, archive),
        years=tuple(years),
    )


def strange_names(question: Question, archive: Archive) -> tuple[str, ...]:
    """The question's names of which the archive knows no word, however spelled."""
    vocabulary = archive.terms.vocabulary
    return tuple(
        entity
        for entity in question.entities
        if (terms := terms_of(entity))
        and not any(t in vocabulary or vocabulary.near(t) for t in terms)
    )


@dataclass(frozen=True, slots=True)
class _Window:
    """A sentence with what stands around it: its own words, and what all of it meets."""

    start: int
    told: str
    own: Mapping[str, float]
    met: Mapping[str, float]


def _main(evidence: Evidence) -> list[ItemRecord]:
    """The items that an answer would be made from: the first, and the best passage's."""
    passages = quotable(evidence.passages)
    found = [evidence.records[0], *(p.record for p in passages[:1])]
    return list({record.id: record for record in found}.values())


def _weights(evidence: Evidence, archive: Archive) -> dict[str, float]:
    """The words' weights; English words that the archive cannot know do not count."""
    weights = evidence.matcher.weights
    if not evidence.question.english:
        return weights
    vocabulary = archive.terms.vocabulary
    capital = {w.text for w in words(" ".join(evidence.question.entities))}
    return {w: v for w, v in weights.items() if w in capital or _known(w, vocabulary)}


def _known(word: str, vocabulary: Vocabulary) -> bool:
    return any(term in vocabulary for term in terms_of(word))


def _met_by(record: ItemRecord, matcher: Matcher) -> Mapping[str, float]:
    meeting = record.meeting
    head = f"{meeting.municipality or ''} {meeting.body} {meeting.date or ''}"
    return matcher.met(f"{head} {record.text[record.item.start : record.item.end]}")


def _share(met: Mapping[str, float], weights: Mapping[str, float]) -> float:
    total = sum(weights.values()) or 1.0
    return sum(weights[w] * sure for w, sure in met.items() if w in weights) / total


def _windows(evidence: Evidence, record: ItemRecord) -> Iterator[_Window]:
    """Every sentence of an item with its neighbours in the section, heading and title."""
    matcher = evidence.matcher
    title = matcher.met(record.item.title)
    passages = sorted(evidence.of(record), key=lambda p: p.start)
    for _, group in groupby(passages, key=lambda p: p.section.start):
        row = list(group)
        if row[0].section.kind in (SectionKind.TITLE, SectionKind.ATTACHMENTS):
            continue
        above = _union(title, matcher.met(row[0].section.heading))
        for n, passage in enumerate(row):
            beside = [p.met for p in row[max(0, n - 2) : n + 2]]
            yield _Window(passage.start, _told(passage), passage.met, _union(above, *beside))


def _kinds(question: Question) -> list[Intent]:
    """The kinds of value that the question asks for; somebody's name only when it asks so."""
    if question.intent in (Intent.VOTE, Intent.CASE_NUMBER):
        return []
    found: list[Intent] = [i for i in question.intents[:2] if i in VALUES and i is not Intent.WHO]
    if MONEY.search(question.text):
        found = [Intent.AMOUNT]
    return [*found, Intent.WHO] if SOMEBODY.search(question.text) else found


def _told(passage: Passage) -> str:
    if passage.header is None:
        return passage.text
    start, end = passage.header
    return f"{passage.text} {passage.record.text[start:end]}"


def _has(kind: Intent, text: str) -> bool:
    """Whether the text holds such a value; a firm or a party's member is somebody too."""
    if kind is not Intent.WHO:
        return holds(kind, text)
    if re.search(r"\([A-ZÆØÅ]\)|A/S|ApS|I/S", text):
        return True
    return any(not NO_PERSON.search(m.group()) for m in NAME.finditer(text))


def _union(*parts: Mapping[str, float]) -> dict[str, float]:
    whole: dict[str, float] = {}
    for part in parts:
        for word, sure in part.items():
            whole[word] = max(sure, whole.get(word, 0.0))
    return whole


def _nearness(
    evidence: Evidence, archive: Archive, records: Sequence[ItemRecord]
) -> tuple[float, float]:
    """The best item's cosine, and how many standard deviations it stands above the items'."""
    snapshot = archive.snapshot
    scores = best_of(
        dense(evidence.question, archive), snapshot.card_of, len(snapshot.cards), second=0.0
    )
    finite = scores[np.isfinite(scores)]
    places = [archive.card_index[r.id] for r in records if r.id in archive.card_index]
    best = max((float(scores[i]) for i in places), default=0.0)
    spread = float(finite.std()) or 1.0
    return best, (best - float(finite.mean())) / spread


def _near(
    evidence: Evidence, archive: Archive, records: Sequence[ItemRecord], starts: set[int]
) -> float:
    """The best cosine of the items' chunks in which a sentence of these begins."""
    scores = dense(evidence.question, archive)
    rows = archive.chunk_index
    best = 0.0
    for record in records:
        for chunk_id, (start, end) in archive.chunk_spans([record.meeting.id]).items():
            if not chunk_id.startswith(f"{record.id}/") or chunk_id not in rows:
                continue
            if any(start <= at < end for at in starts):
                best = max(best, float(scores[rows[chunk_id]]))
    return best


def _agree(evidence: Evidence, archive: Archive) -> bool:
    firsts = [
        max(evidence.hits, key=lambda hit: hit.arms.get(arm, -math.inf))
        for arm in ("dense", "lexical")
    ]
    one, other = (archive.card(hit.item_id) for hit in firsts)
    return one == other or one_case(one, other)


def _unknown(question: Question, weights: Mapping[str, float], archive: Archive) -> float:
    asked = archive.terms.coverage(question.search, question.english)
    usual = sum(weights.values()) / len(weights) if weights else 1.0
    every = [weights.get(known.word, usual) for known in asked]
    lost = [w for w, k in zip(every, asked, strict=True) if not (k.chunks or k.inside or k.near)]
    return sum(lost) / (sum(every) or 1.0)


def _topic_lacks(
    question: Question, met: Mapping[str, float], weights: Mapping[str, float]
) -> float:
    names = {w.text for entity in question.entities for w in words(entity)}
    long = [w for w in weights if len(w) >= LONG and w not in names and w.isalpha()]
    return 1.0 - met.get(max(long, key=len), 0.0) if long else 0.0


def _asked_lacks(
    evidence: Evidence,
    kinds: Sequence[Intent],
    typed: Sequence[_Window],
    weights: Mapping[str, float],
) -> float:
    """1 less how surely a sentence with the value, near the subject, holds the asked noun."""
    noun = asked_noun(evidence.question.text, weights)
    if noun is None:
        return 0.0
    best = max((_share(w.met, weights) for w in typed), default=0.0)
    near = [w for w in typed if _share(w.met, weights) >= NEARBY * best]
    if kinds[0] is Intent.COUNT:
        near = [w for w in near if _counts(w.told, noun, evidence.matcher)]
    return 1.0 - max((w.own.get(noun, 0.0) for w in near), default=0.0)


def _counts(text: str, noun: str, matcher: Matcher) -> bool:
    """Whether a number stands within a few words of the noun."""
    tokens = text.split()
    nouns = [n for n, token in enumerate(tokens) if noun in matcher.met(token)]
    numbers = [n for n, token in enumerate(tokens) if holds(Intent.COUNT, token)]
    return any(abs(a - b) <= CLOSE for a in nouns for b in numbers)


def asked_noun(text: str, known: Iterable[str]) -> str | None:
    """The word that a question wants the number or name of ("hvor mange *mænd*"), if it says."""
    match = ASKED.search(text)
    if match is None:
        return None
    found = [w.text for w in words(match["rest"]) if w.text not in stop_words()]
    first = next((word for word in found if word in set(known)), None)
    return None if first in OF_KIND else first


def _names_lack(question: Question, matcher: Matcher, met: Mapping[str, float]) -> float:
    """The share of the names that are not met: a name is as met as its words are on average."""
    shares = []
    for entity in question.entities:
        held = [w.text for w in words(entity) if w.text in matcher.weights]
        if held:
            shares.append(sum(met.get(w, 0.0) for w in held) / len(held))
    return 1.0 - sum(shares) / len(shares) if shares else 0.0


def _absent_years(question: Question, record: ItemRecord) -> list[str]:
    asked = dict.fromkeys(YEAR.findall(question.text))
    text = record.text[record.item.start : record.item.end]
    told = set(YEAR.findall(text))
    for first, last in PERIOD.findall(text):
        end = int(last) if len(last) == 4 else int(first[:2] + last)
        told |= {str(year) for year in range(int(first), min(end, int(first) + 12) + 1)}
    if record.meeting.date:
        told.add(str(record.meeting.date.year))
    return [year for year in asked if year not in told]


def _other_town(question: Question, archive: Archive) -> bool:
    own = {(name or "").removesuffix(" Kommune") for name in archive.municipalities}
    every = set(listed("places", "municipalities"))
    named = set(re.findall(r"[A-ZÆØÅ][\wæøå-]+", question.text))
    named |= {w.removesuffix("s") for w in named}
    return bool((named & every) - own) and not named & own

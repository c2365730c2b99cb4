"""The question's names, numbers, years and things -> those that the minutes do not hold."""

from __future__ import annotations

import re

from rapidfuzz.fuzz import ratio

from index.archive import Archive
from index.catalogue import ItemRecord
from index.lexicon import stem
from index.words import words
from rag.abstention.lacks import LONG
from rag.abstention.met import main_items, met_by, share
from rag.evidence import Evidence
from rag.match import terms_of
from rag.types import Intent, Question

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
PERIOD = re.compile(r"\b((?:19|20)\d\d)\s?[-–/]\s?((?:19|20)?\d\d)\b")
LONGEST_PERIOD = 12
"""Years; "1970-2022" does not mention 1995."""
NUMBERED = re.compile(r"[^\d§]+ (?P<number>\d+(?:[.,]\d+)*)")
"""A thing that goes by a number: a local plan, a bus, a house in a road."""
COMING = re.compile(
    r"\bhvornår (?:bliver |skal |kan |kommer )?(?:(?:den|det|de|en|et) )?(?:ny\w* )?"
    r"(?:åbn|byg|står|stå|får|kommer|indvi|start|begynd|opfør|indret|etabler)(?!\w*te\b|\w*ede\b)\w*"
    r"(?P<rest>[^?,]{3,60})",
    re.IGNORECASE,
)
"""When something comes: opens, is built, begins; what began is no longer to come."""
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
    A municipality's name in front of a thing's ("Greve Roklub") does not make the thing known.
    """
    vocabulary = archive.terms.vocabulary
    towns = {term for town in archive.municipalities for term in terms_of(town)}
    return [
        entity
        for entity in question.entities
        if len(entity) > 3
        and (every := [term for term in terms_of(entity) if term.isalpha()])
        and (terms := [term for term in every if term not in towns] or every)
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
    items = main_items(evidence)
    mets = [met_by(record, matcher) for record in items]
    towns = {w.text for record in items for w in words(record.meeting.municipality or "")}
    for name in names:
        every = [w.text for w in words(name) if w.text in matcher.weights]
        own = [word for word in every if word not in towns] or every
        weighed = {word: matcher.weights[word] for word in own}
        if not weighed or max(share(met, weighed) for met in mets) >= HELD:
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

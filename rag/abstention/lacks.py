"""The question's weightiest words -> how far they are missing where its answer would have to be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index.archive import Archive
from index.catalogue import ItemRecord
from index.types import Outcome
from index.words import words
from rag.abstention.met import Window, main_items, share
from rag.evidence import Evidence
from rag.match import Matcher
from rag.selection.values import holds
from rag.types import Intent, Question
from rag.understanding.asked import asked_noun

LONG = 7
"""Letters of a word that says by itself what the question is about (mostly a compound)."""
COMMON = 0.002
"""A word in more than this share of the chunks (and two) is no subject by itself ("reglerne")."""
ABOUT = 0.6
"""A sentence is about the question when it meets this share of what the best one meets."""
SUBJECT = re.compile(
    r"\b(?:om|about)\s"
    r"(?!(?:morgen|aften|natt|dag|formiddag|eftermiddag|ug|måned|år|sommer|vinter|efterår|forår|"
    r"lørdag|søndag|mandag|tirsdag|onsdag|torsdag|fredag|ti)\w{0,3}\b)"
    r"(?P<rest>\w+(?:\s\w+){0,4})",
    re.IGNORECASE,
)
"""What follows is what was decided about; "om morgenen" tells when."""
CLOSE = 6
"""How many words may stand between a count and what it counts."""


def unknown_share(question: Question, weights: Mapping[str, float], archive: Archive) -> float:
    """The share of the question's weight that the archive knows in no form."""
    asked = archive.terms.coverage(question.search, question.english)
    usual = sum(weights.values()) / len(weights) if weights else 1.0
    every = [weights.get(known.word, usual) for known in asked]
    lost = [w for w, k in zip(every, asked, strict=True) if not (k.chunks or k.inside or k.near)]
    return sum(lost) / (sum(every) or 1.0)


def topic_lacks(
    question: Question, met: Mapping[str, float], weights: Mapping[str, float]
) -> float:
    """How far the longest word that is no name is not met; 0 when none is long."""
    names = {word.text for entity in question.entities for word in words(entity)}
    long = [w for w in weights if len(w) >= LONG and w not in names and w.isalpha()]
    return 1.0 - met.get(max(long, key=len), 0.0) if long else 0.0


def about_lacks(
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


def asked_lacks(
    question: Question,
    evidence: Evidence,
    asks: Sequence[Intent],
    typed: Sequence[Window],
    weights: Mapping[str, float],
) -> float:
    """How far the sentences with such a value lack the noun whose value is asked for."""
    noun = asked_noun(question.text, weights)
    if noun is None:
        return 0.0
    about_it = [r for r in main_items(evidence) if noun in evidence.matcher.met(r.item.title)]
    if asks[0] is Intent.AMOUNT and typed and about_it:
        return 0.0  # the item is about it: its amounts need not name it again
    if asks[0] is Intent.WHO and any(_elects(record) for record in about_it):
        return 0.0  # "Valg af formand": who was chosen is named alone
    best = max((share(w.met, weights) for w in typed), default=0.0)
    about = [w for w in typed if share(w.met, weights) >= ABOUT * best]
    if asks[0] is Intent.COUNT:
        about = [w for w in about if _counts(w.told, noun, evidence.matcher)]
    return 1.0 - max((w.own.get(noun, 0.0) for w in about), default=0.0)


def _elects(record: ItemRecord) -> bool:
    return any(Outcome.ELECTED in decision.outcomes for decision in record.item.decisions)


def _counts(text: str, noun: str, matcher: Matcher) -> bool:
    """Whether a number stands within a few words of the noun."""
    tokens = text.split()
    nouns = [n for n, token in enumerate(tokens) if noun in matcher.met(token)]
    numbers = [n for n, token in enumerate(tokens) if holds(Intent.COUNT, token)]
    return any(abs(a - b) <= CLOSE for a in nouns for b in numbers)

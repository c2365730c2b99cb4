"""How well a text's words meet a question's: weighted, inflected, compounded, near spelled."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache

from index.archive import Archive
from index.lexicon import Vocabulary, stem, stop_words
from index.query import query_terms
from index.words import words
from rag.types import Question

PARTIAL = 0.6
"""What a part of a compound counts for ("plads" in "forsorgshjemsplads")."""
SHORTEST_PART = 4
NEAR = {"near": 0.9, "part": 0.5, "abbreviation": 0.9, "joined": 1.0, "english": 1.0}
"""How sure a term is that stands for a word of the question, by where it came from."""

ASKING = frozenset(("hedder", "hedde"))
"""Words that ask for a name and do not stand beside it."""
WRITTEN = re.compile(r"\b(?:står|stod) (?:der|det)\b", re.IGNORECASE)
"""Asks what is written."""


class Matcher:
    """The question's content words with their weights (rarer weighs more).

    Each word is met by itself or by what may stand for it: a near spelling when the archive
    does not know it, its parts, its Danish. `vocabulary` is the archive's, of `chunks` chunks.
    """

    def __init__(self, question: Question, vocabulary: Vocabulary, chunks: int) -> None:
        self.weights: dict[str, float] = {}
        self._stands: dict[str, dict[str, float]] = {}
        for word in _asked(question):
            if word in self.weights:
                continue
            stands = _alternatives(word, vocabulary, question.english)
            known = [vocabulary.chunks(t) for t in stands if vocabulary.chunks(t)]
            rarity = math.log((chunks + 1) / (min(known, default=chunks // 50 + 1) + 1)) + 0.3
            self.weights[word] = rarity
            for term, sure in stands.items():
                self._stands.setdefault(term, {})[word] = sure
        self.total = sum(self.weights.values()) or 1.0
        self._seen: dict[str, dict[str, float]] = {}

    def met(self, text: str) -> dict[str, float]:
        """The question's words that the text holds, each with how surely (0..1)."""
        found: dict[str, float] = {}
        for term in terms_of(text):
            for word, sure in self._meets(term).items():
                if sure > found.get(word, 0.0):
                    found[word] = sure
        return found

    def share(self, met: Mapping[str, float]) -> float:
        """How much of the question's weight these words carry, 0..1."""
        return sum(self.weights[word] * sure for word, sure in met.items()) / self.total

    def score(self, text: str) -> float:
        """The share of the question that the text's words meet."""
        return self.share(self.met(text))

    def _meets(self, term: str) -> dict[str, float]:
        known = self._seen.get(term)
        if known is None:
            known = dict(self._stands.get(term, ()))
            for wanted, stands in self._stands.items():
                near = wanted != term and (wanted in term or term in wanted)
                if near and (_is_part(wanted, term) or _is_part(term, wanted)):
                    for word, sure in stands.items():
                        known[word] = max(known.get(word, 0.0), PARTIAL * sure)
            self._seen[term] = known
        return known


def matcher_of(question: Question, archive: Archive) -> Matcher:
    """The matcher of a question to an archive."""
    return Matcher(question, archive.terms.vocabulary, len(archive.snapshot.chunk_ids))


def _asked(question: Question) -> list[str]:
    """The question's content words; a word that only asks is none, unless it is alone."""
    text = WRITTEN.sub(" ", question.search)
    found = [w.text for w in words(text) if w.text not in stop_words()]
    return [word for word in found if word not in ASKING] or found


def _alternatives(word: str, vocabulary: Vocabulary, english: bool) -> dict[str, float]:
    """The terms that may stand for a word, each with how surely; the word itself first."""
    found = {word: 1.0} if any(c.isdigit() for c in word) else {stem(word): 1.0}
    for term in query_terms(word, vocabulary, english):
        if term.field == "body" and term.kind in NEAR:
            found.setdefault(term.text, NEAR[term.kind])
    return found


def _is_part(part: str, whole: str) -> bool:
    return (
        len(part) >= SHORTEST_PART
        and len(whole) - len(part) >= 2
        and not part[0].isdigit()
        and (whole.startswith(part) or whole.endswith(part) or (len(part) > 5 and part in whole))
    )


@lru_cache(maxsize=50_000)
def terms_of(text: str) -> frozenset[str]:
    """A text's search terms, stop words left out."""
    stops = stop_words()
    return frozenset(
        _stem(word.text) if word.kind == "word" else word.text
        for word in words(text)
        if word.text not in stops
    )


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return stem(word)

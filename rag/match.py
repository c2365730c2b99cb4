"""How well a text's words meet a question's: weighted, inflected, compounded, near spelled."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from index.lexicon import Vocabulary, stem, stop_words
from index.words import query_terms, words
from rag.types import Question

PARTIAL = 0.6
"""What a part of a compound counts for ("plads" in "forsorgshjemsplads")."""
SHORTEST_PART = 4


class Matcher:
    """The question's content words with their weights (rarer weighs more).

    `vocabulary` is the archive's, of `chunks` chunks in all.
    """

    def __init__(self, question: Question, vocabulary: Vocabulary, chunks: int) -> None:
        self.terms: dict[str, float] = {}
        self.origin: dict[str, str] = {}
        for term in query_terms(question.search, vocabulary, question.english):
            if term.field != "body" or term.kind == "gram":
                continue
            rarity = math.log((chunks + 1) / (vocabulary.chunks(term.text) + 1)) + 0.2
            weight = rarity * min(term.weight, 1.0)
            self.terms[term.text] = max(weight, self.terms.get(term.text, 0.0))
        self.total = sum(self.terms.values()) or 1.0
        self._seen: dict[str, dict[str, float]] = {}

    def met(self, text: str) -> dict[str, float]:
        """The question's terms that the text holds, each with how surely (0..1)."""
        found: dict[str, float] = {}
        for word in set(terms_of(text)):
            for term, sure in self._meets(word).items():
                if sure > found.get(term, 0.0):
                    found[term] = sure
        return found

    def share(self, met: Mapping[str, float]) -> float:
        """How much of the question's weight these terms carry, 0..1."""
        return sum(self.terms[term] * sure for term, sure in met.items()) / self.total

    def score(self, text: str) -> float:
        """The share of the question that the text's words meet."""
        return self.share(self.met(text))

    def _meets(self, word: str) -> dict[str, float]:
        known = self._seen.get(word)
        if known is None:
            known = {}
            for term in self.terms:
                if term == word:
                    known[term] = 1.0
                elif _is_part(term, word) or _is_part(word, term):
                    known[term] = PARTIAL
            self._seen[word] = known
        return known


def _is_part(part: str, whole: str) -> bool:
    return (
        len(part) >= SHORTEST_PART
        and len(whole) - len(part) >= 2
        and not part[0].isdigit()
        and (whole.startswith(part) or whole.endswith(part) or (len(part) > 5 and part in whole))
    )


@lru_cache(maxsize=50_000)
def terms_of(text: str) -> tuple[str, ...]:
    """A text's search terms, stop words left out."""
    stops = stop_words()
    return tuple(
        _stem(word.text) if word.kind == "word" else word.text
        for word in words(text)
        if word.text not in stops
    )


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return stem(word)

"""A question's words -> the words that minutes write for what people say.

Citizens ask for `skraldespande` and `klubber`; the minutes hold `affaldsbeholdere` and
`foreninger`. The list is `index/data/synonyms.txt`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.lexicon import Vocabulary, split, stem, stop_words, synonyms

LONGEST = 4
PART = 0.5
"""What the written word for a compound's part counts for (`skrald` in `skraldetakst`)."""


class Written(NamedTuple):
    """A word of the minutes for one of the question's, and its share of that word's weight."""

    word: str
    weight: float


def written_for(asked: Sequence[str], vocabulary: Vocabulary) -> list[Written]:
    """The words that minutes write for these folded words, each once, in reading order.

    `asked` is in reading order with the stop words; the longest phrase wins. Several words for one
    share its weight, and a word that is asked for anyhow is left out.
    """
    stems = [stem(word) for word in asked]
    said = set(stems)
    found: dict[str, Written] = {}
    for written in _found(asked, stems, vocabulary):
        key = stem(written.word)
        if key not in said and written.weight > found.get(key, Written("", 0.0)).weight:
            found[key] = written
    return list(found.values())


def _found(asked: Sequence[str], stems: list[str], vocabulary: Vocabulary) -> Iterator[Written]:
    at = 0
    while at < len(stems):
        size, written = _longest(stems[at : at + LONGEST])
        for word in written:
            yield Written(word, len(written) ** -0.5)
        if not written:
            for part in _parts(asked[at], stems[at], vocabulary):
                for word in synonyms().get((part,), ()):
                    yield Written(word, PART)
        at += size


def _longest(stems: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """How many of the first stems are said as one, and what is written for them."""
    for size in range(len(stems), 0, -1):
        written = synonyms().get(tuple(stems[:size]), ())
        if written:
            return size, written
    return 1, ()


def _parts(word: str, stemmed: str, vocabulary: Vocabulary) -> list[str]:
    """The parts of a compound that the archive does not hold, well spelt or not."""
    if word in stop_words() or stemmed in vocabulary:
        return []
    parts = split(stemmed, vocabulary.spoken)
    return [] if not parts or vocabulary.near(stemmed) else parts

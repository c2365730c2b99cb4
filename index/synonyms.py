"""A question's words -> the words that minutes write for what people say.

Citizens ask for `skraldespande` and `klubber`; the minutes hold `affaldsbeholdere` and
`foreninger`. The list is `index/data/synonyms.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.lexicon import GAP, Said, Vocabulary, split, stem, stop_words, synonyms

LONGEST = 4
"""Words of a phrase, the gap not counted."""
BETWEEN = 4
"""Words that may stand in a gap: Danish parts its verbs ("holder *kommunen så* øje med")."""
PART = 0.5
"""What the written word for a compound's part counts for (`skrald` in `skraldetakst`)."""

_Places = tuple[int, ...]
_NOUN = "e?|en|n|et|t|er|r|ne|(?:en|n|et|er|r|e|erne|rne|ene|ne)?s|erne|rne|ene"
_ENDING = re.compile(f"(?:{_NOUN})")
_ENDING_AFTER_E = re.compile(f"(?:{_NOUN}|te|ede|ende)")


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


def _found(asked: Sequence[str], stems: Sequence[str], vocabulary: Vocabulary) -> Iterator[Written]:
    read = {places[0]: (places, written) for places, written in _read(asked, stems)}
    covered = {place for places, _ in read.values() for place in places}
    for at, word in enumerate(asked):
        _, written = read.get(at, ((), ()))
        for other in written:
            yield Written(other, len(written) ** -0.5)
        for part in () if at in covered else _parts(word, stems[at], vocabulary):
            for other in _written_alone(part):
                yield Written(other, PART)


def _read(asked: Sequence[str], stems: Sequence[str]) -> Iterator[tuple[_Places, tuple[str, ...]]]:
    """The phrases that are said, with their places, the longest first; no word is in two."""
    said = ((at, phrase) for at, first in enumerate(stems) for phrase in synonyms().get(first, ()))
    found = [(places, p.written) for at, p in said if (places := _places(p, asked, at))]
    taken: set[int] = set()
    for places, written in sorted(found, key=lambda one: -len(one[0])):
        if taken.isdisjoint(places):
            taken.update(places)
            yield places, written


def _places(said: Said, asked: Sequence[str], at: int) -> _Places:
    """The places of the phrase's words, its first at `at`; () when it is not said there."""
    words = said.words
    if GAP not in words:
        return _run(words, asked, at)
    cut = words.index(GAP)
    begins = _run(words[:cut], asked, at)
    if begins:
        for start in range(at + cut, at + cut + BETWEEN + 1):
            if ends := _run(words[cut + 1 :], asked, start):
                return begins + ends
    return ()


def _run(words: Sequence[str], asked: Sequence[str], at: int) -> _Places:
    there = asked[at : at + len(words)]
    alike = len(there) == len(words) and all(
        stem(listed) == stem(word) and inflects(listed, word)
        for listed, word in zip(words, there, strict=True)
    )
    return tuple(range(at, at + len(words))) if alike else ()


def inflects(listed: str, word: str) -> bool:
    """Whether the word may be the listed one in another inflection.

    Their stems being one is not enough: `hund` and Hundige, `læge` and `lægge` share a stem.
    """
    if listed == word:
        return True
    if len(listed) > len(word):
        listed, word = word, listed
    root = listed.removesuffix("e") if len(listed) > 3 else listed
    endings = _ENDING if root == listed else _ENDING_AFTER_E
    if word.startswith(root) and endings.fullmatch(word, len(root)):
        return True
    if listed[-2:] in ("el", "er", "en") and len(listed) > 4:
        short = listed[:-2] + listed[-1]
        return word.startswith(short) and _ENDING.fullmatch(word, len(short)) is not None
    doubled = listed + listed[-1:]
    return word.startswith(doubled) and _ENDING.fullmatch(word, len(doubled)) is not None


def _written_alone(said: str) -> tuple[str, ...]:
    """What is written for one word that is said, given as its stem."""
    return next((s.written for s in synonyms().get(said, ()) if len(s.words) == 1), ())


def _parts(word: str, stemmed: str, vocabulary: Vocabulary) -> list[str]:
    """The parts of a compound that the archive does not hold, well spelt or not."""
    if word in stop_words() or stemmed in vocabulary:
        return []
    parts = split(stemmed, vocabulary.spoken)
    return [] if not parts or vocabulary.near(stemmed) else parts

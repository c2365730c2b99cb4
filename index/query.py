"""A question -> the search terms that it is looked for by, each with its weight over BM25.

Besides the question's own words: the parts of its compounds, neighbours joined, near spellings,
what abbreviations stand for, what minutes write for what people say, and the Danish of English.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from index.lexicon import Near, Vocabulary, abbreviations, joined, split, stem, stop_words
from index.synonyms import Written, written_for
from index.translation import misspelt, translate
from index.words import MAX_WORD, Word, fold, grams, words

# Weights over BM25, set on 84 + 73 questions, their misspelt copies, and 23 kept apart
# (docs/decisions/danish-terms.md). They are flat around these values.
WEIGHTS = {"title": 0.75, "body": 1.0, "context": 1.0}
PART_WEIGHT = 0.4
SPLIT_WEIGHT = 0.4
NEAR_WEIGHT = 1.0
JOIN_WEIGHT = 1.0
SHORT_WEIGHT = 0.5
SYNONYM_WEIGHT = 1.0
GRAM_WEIGHT = 0.1
GRAM_UNKNOWN = 0.4
# Grams help rare words; those of common ones only cost time.
GRAM_MOST = 1000
MOST_NEAR = 3
_SILENT = re.compile("(?:n+|l+)(?!d)")


class QueryTerm(NamedTuple):
    """A term to look for in one field; `kind` says where it came from."""

    text: str
    weight: float
    field: str
    kind: str


def correct(word: str, vocabulary: Vocabulary) -> list[Near]:
    """What a word that the archive does not know may have been meant as, as stems; [] if known.

    Sought for as a stem and as it stands: what is misspelt may lose more than its ending. The
    nearest for their length come first, of those about as near the commonest.
    """
    folded = fold(word)
    term = stem(folded)
    if term in vocabulary or len(split(term, vocabulary.parts)) > 1:
        return []
    found: dict[str, tuple[float, Near]] = {}
    for near in _with_silent_d(folded, vocabulary):
        found[near.word] = (near.edits / len(folded), near)
    for form in dict.fromkeys((term, folded)):
        for near in vocabulary.near(form):
            share = near.edits / len(form)
            if share < found.get(near.word, (math.inf, near))[0]:
                found[near.word] = (share, near)
    ranked = sorted(found.values(), key=lambda one: (round(one[0], 1), -one[1].chunks))
    return [near for _, near in ranked[:MOST_NEAR]]


def _with_silent_d(word: str, vocabulary: Vocabulary) -> Iterator[Near]:
    """The archive's words that are the word with a d nobody hears: `sunhed`, `spillevan`."""
    for at in _SILENT.finditer(word):
        term = stem(f"{word[: at.start() + 1]}d{word[at.end() :]}")
        if term in vocabulary:
            yield Near(term, 0.5, vocabulary.chunks(term))


class Asked(NamedTuple):
    """A content word of a question: the stems it is looked for as, and what else it may be."""

    word: str
    kind: str
    terms: tuple[str, ...]
    near: tuple[Near, ...]
    joined: tuple[str, ...]


def content(question: str, vocabulary: Vocabulary, english: bool = False) -> list[Asked]:
    """The question's words that say something, each once, in reading order.

    In English a word has the stems of its Danish translations. One that is not in the list is
    left out unless the archive knows it as it stands, as it does names.
    """
    asked = [w for w in words(question) if _tells(w)]
    if english:
        return _english(words(question), vocabulary)
    plain = [w.text for w in asked if w.kind == "word"]
    whole = _joined(plain, vocabulary)
    found = {w.text: _asked(w, vocabulary, whole.get(w.text, ())) for w in asked}
    return list(found.values())


def _asked(word: Word, vocabulary: Vocabulary, whole: tuple[str, ...]) -> Asked:
    text, kind = word
    if kind != "word":
        return Asked(text, kind, (text,), (), ())
    return Asked(text, kind, (stem(text),), tuple(correct(text, vocabulary)), whole)


def in_full(short: str) -> tuple[str, ...]:
    """The stems of what a folded abbreviation may stand for; () for any other word."""
    return tuple(stem(long) for long in abbreviations().get(short, ()))


def _english(asked: list[Word], vocabulary: Vocabulary) -> list[Asked]:
    found = [Asked(w.text, w.kind, (w.text,), (), ()) for w in asked if w.kind != "word"]
    for phrase, danish in translate([w.text for w in asked if w.kind == "word"]):
        if not danish and stem(phrase) not in vocabulary:
            danish = misspelt(phrase)
        terms = tuple(stem(text) for text in danish or (phrase,))
        near = () if danish else tuple(correct(phrase, vocabulary))
        if danish or near or terms[0] in vocabulary:
            found.append(Asked(phrase, "english" if danish else "word", terms, near, ()))
    return found


def query_terms(
    question: str, vocabulary: Vocabulary, english: bool = False, written: float = 1.0
) -> list[QueryTerm]:
    """What to look for, each term of each field once, the strongest reason for it first.

    `written` is the share that the minutes' words for the question's words count for.
    """
    found: dict[tuple[str, str], QueryTerm] = {}
    for asked in content(question, vocabulary, english):
        for term in _of_word(asked, vocabulary):
            found.setdefault((term.field, term.text), term)
    for word in written_words(question, vocabulary, english) if written else ():
        for term in _as_written(word, written):
            found.setdefault((term.field, term.text), term)
    return list(found.values())


def written_words(question: str, vocabulary: Vocabulary, english: bool = False) -> list[Written]:
    """What minutes write for the question's words; [] in English, whose list is its own."""
    if english:
        return []
    return written_for([w.text for w in words(question) if w.kind == "word"], vocabulary)


def _as_written(written: Written, share: float) -> Iterator[QueryTerm]:
    term, weight = stem(written.word), SYNONYM_WEIGHT * written.weight * share
    yield from _in_texts(term, weight, "synonym")
    yield QueryTerm(term, PART_WEIGHT * weight, "parts", "synonym")


def _tells(word: Word) -> bool:
    enough = 2 if word.kind == "word" else 1
    return word.text not in stop_words() and enough <= len(word.text) <= MAX_WORD


def _of_word(asked: Asked, vocabulary: Vocabulary) -> Iterator[QueryTerm]:
    """Everything one word is looked for as; several translations share its weight."""
    share = len(asked.terms) ** -0.5
    for term in asked.terms:
        yield from _in_texts(term, share, asked.kind)
        if asked.kind in ("word", "english"):
            yield QueryTerm(term, PART_WEIGHT * share, "parts", "part")
            for part in split(term, vocabulary.parts):
                yield QueryTerm(part, SPLIT_WEIGHT * share, "body", "part")
                yield QueryTerm(part, PART_WEIGHT * SPLIT_WEIGHT * share, "parts", "part")
    for near in asked.near:
        weight = NEAR_WEIGHT / (1 + near.edits)
        yield from _in_texts(near.word, weight, "near")
        yield QueryTerm(near.word, PART_WEIGHT * weight, "parts", "near")
    for long in in_full(asked.word):
        yield from _in_texts(long, SHORT_WEIGHT, "abbreviation")
    for whole in asked.joined:
        yield from _in_texts(whole, JOIN_WEIGHT, "joined")
    yield from _letters(asked, vocabulary, share)


def _letters(asked: Asked, vocabulary: Vocabulary, share: float) -> Iterator[QueryTerm]:
    """The grams of words that the archive does not know, or knows little of."""
    spelt = {"word": (asked.word,), "english": asked.terms}.get(asked.kind, ())
    for word, term in zip(spelt, asked.terms, strict=False):
        known = vocabulary.chunks(term)
        weight = share * (GRAM_WEIGHT if known else GRAM_UNKNOWN)
        for gram in grams(word) if known <= GRAM_MOST else ():
            yield QueryTerm(gram, weight, "grams", "gram")


def _in_texts(term: str, weight: float, kind: str) -> Iterator[QueryTerm]:
    for field, share in WEIGHTS.items():
        yield QueryTerm(term, weight * share, field, kind)


def _joined(asked: list[str], vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Word -> stems that the archive writes it and a neighbour as, in either order."""
    found: dict[str, tuple[str, ...]] = {}
    for pair in pairwise(asked):
        for first, second in (pair, pair[::-1]):
            for term in map(stem, joined(first, second)):
                if term in vocabulary:
                    found |= {word: (*found.get(word, ()), term) for word in pair}
    return found

"""English words -> the Danish words to search for (`index/data/english.txt`)."""

from __future__ import annotations

from functools import cache

from rapidfuzz.distance import OSA

from index.lexicon import read_list, read_pairs
from index.words import words

SHORTEST = 5
"""Letters of an English word that is told from a slip of the finger."""


@cache
def english_words() -> dict[str, tuple[str, ...]]:
    """English word or phrase, lower case and singular -> the Danish words to search for."""
    return {english: tuple(danish.split()) for english, danish in read_pairs("english.txt")}


@cache
def english_stop_words() -> frozenset[str]:
    """English words that say nothing about a subject."""
    return frozenset(w for line in read_list("stopwords_english.txt") for w in line.split())


def translate(asked: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    """English words in order -> (the words read, their Danish; () for a word not in the list).

    The longest phrase wins, up to four words; stop words outside phrases fall.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    at = 0
    while at < len(asked):
        for size in range(min(4, len(asked) - at), 0, -1):
            phrase = " ".join(asked[at : at + size])
            danish = _danish(phrase)
            if danish or size == 1:
                if danish or phrase not in english_stop_words():
                    found.append((phrase, danish))
                at += size
                break
    return found


def in_danish(text: str) -> str:
    """An English text told in Danish word by word, small words left out; names as they stand."""
    asked = [word.text for word in words(text) if word.kind == "word"]
    return " ".join(" ".join(danish) or read for read, danish in translate(asked))


def misspelt(word: str) -> tuple[str, ...]:
    """The Danish of the English word that is one slip away from this one; () when there is none."""
    if len(word) < SHORTEST:
        return ()
    for form in _singular(word):
        near = [known for known in english_words() if _slipped(form, known)]
        if near:
            return english_words()[near[0]]
    return ()


def _slipped(typed: str, known: str) -> bool:
    alike = known[0] == typed[0] and abs(len(known) - len(typed)) <= 1 and len(known) >= SHORTEST
    return alike and OSA.distance(known, typed) == 1


def _danish(phrase: str) -> tuple[str, ...]:
    known = english_words()
    return next((known[form] for form in _singular(phrase) if form in known), ())


def _singular(word: str) -> list[str]:
    """The word and what it may be a plural or a verb's form of, likeliest first."""
    forms = [word]
    for ending, bases in (
        ("ies", ("y",)),
        ("es", ("", "e")),
        ("s", ("",)),
        ("ed", ("", "e")),
        ("ing", ("", "e")),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            forms += [word.removesuffix(ending) + base for base in bases]
    if word.endswith("ed") and len(word) > 5 and word[-3] == word[-4]:
        forms.append(word[:-3])
    return forms

"""English words -> the Danish words to search for (`index/data/english.txt`)."""

from __future__ import annotations

from functools import cache

from index.lexicon import read_list, read_pairs


@cache
def english_words() -> dict[str, tuple[str, ...]]:
    """English word or phrase, lower case and singular -> the Danish words to search for."""
    return {english: tuple(danish.split()) for english, danish in read_pairs("english.txt")}


@cache
def english_stop_words() -> frozenset[str]:
    """English words that say nothing about a subject."""
    return frozenset(w for line in read_list("stopwords_english.txt") for w in line.split())


def translate(words: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    """English words in order -> (the words read, their Danish; () for a word not in the list).

    The longest phrase wins, up to four words; stop words outside phrases fall.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    at = 0
    while at < len(words):
        for size in range(min(4, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            danish = _danish(phrase)
            if danish or size == 1:
                if danish or phrase not in english_stop_words():
                    found.append((phrase, danish))
                at += size
                break
    return found


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

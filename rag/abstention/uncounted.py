"""How many of a thing: the answer's figures count something else ("hvor mange *klasser*?")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.lexicon import Vocabulary, stem, stop_words
from index.synonyms import written_for
from index.words import fold, words
from rag.match import SHORTEST_PART
from rag.types import Question
from rag.understanding.asked import CELL
from rag.understanding.twofold import parts

ASKS = re.compile(
    r"^\W*(?:(?:og|men|cirka|ca\.?|omtrent) )?hvor mange\s+"
    r"(?:(?:af (?:de|disse|kommunens)|nye|flere|andre|forskellige) )?(?P<rest>\w+(?:\s\w+)?)",
    re.IGNORECASE,
)
_WHATEVER = (
    "penge kroner kr mio millioner procent pct år måneder uger dage timer minutter gange meter "
    "kilometer km hektar ha tons ton liter mennesker personer folk borgere stykker stk er har kan "
    "skal må vil blev bliver var kom kommer fik får bor deltog stemte stemmer mødte svarede"
)
WHATEVER = frozenset(stem(word) for word in _WHATEVER.split())
"""Units, people whom minutes call by many names, and verbs that go before what is counted."""
COUNTED = re.compile(
    r"\d|(?:en|et|én|ét|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|tretten|fjorten|femten|"
    r"seksten|sytten|atten|nitten|tyve|ingen|begge|alle)$",
    re.IGNORECASE,
)
NO_NUMBER = re.compile(
    r"\b\d{1,2}\.\s?(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zæøå]*(?:\s\d{4})?|"
    r"\b(?:19|20)\d\d\b|\d[\d.,]*\s?(?:kr|mio|mia|t\.\s?kr)\b",
    re.IGNORECASE,
)
"""Days, years and money count nothing."""
TOKEN = re.compile(r"\d[\d.,]*|\w+")
BEFORE, BEHIND = 4, 5
"""Words before and behind a noun in which its number stands."""


def uncounted(question: Question, quotes: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether "hvor mange ...?" is answered without a number beside what is to be counted.

    Only of one thing that is asked for in a word of the archive's own: what is misspelled, or
    called otherwise there, cannot be looked for.
    """
    asked = ASKS.search(question.text)
    if asked is None or question.english or len(parts(question)) > 1:
        return False
    nouns = [w.text for w in words(asked["rest"]) if w.text not in stop_words()]
    if not nouns or stem(nouns[0]) not in vocabulary or WHATEVER & {stem(n) for n in nouns}:
        return False
    nouns += [written.word for written in written_for(nouns, vocabulary)]
    return not any(CELL.search(quote) or _counts(nouns, quote) for quote in quotes)


def _counts(nouns: Sequence[str], text: str) -> bool:
    """Whether a number stands near one of the nouns."""
    told = TOKEN.findall(NO_NUMBER.sub(" ", text))
    return any(
        any(COUNTED.match(word) for word in told[max(0, at - BEFORE) : at + BEHIND + 1])
        for at in _places(nouns, told)
    )


def _places(nouns: Sequence[str], told: Sequence[str]) -> Iterator[int]:
    for at, token in enumerate(told):
        found = fold(token)
        if any(_holds(found, noun) or _holds(noun, found) for noun in nouns):
            yield at


def _holds(word: str, other: str) -> bool:
    """Whether a word is the other, inflected, or a compound with it."""
    root = stem(other)
    return stem(word) == root or (len(root) >= SHORTEST_PART and root in word)

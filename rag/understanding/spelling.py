"""A question's plain misspellings, mended before rules read it.

The search finds near words by itself; rules on wording know "møde" and "februar" only as they are
spelt. The archive tells which words are right as they stand.
"""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import OSA

from index.lexicon import Vocabulary, split, stem, stop_words
from index.words import fold as folded
from rag.rules import words
from rag.understanding.english import is_english
from rag.wash import fold

_WORD = re.compile(r"[^\W\d_]{3,}")
_DANISH = re.compile(r"[æøå]", re.IGNORECASE)
_DIGRAPHS = {"ae": "æ", "oe": "ø", "aa": "å", "Ae": "Æ", "Oe": "Ø", "Aa": "Å"}
_DIGRAPH = re.compile("|".join(_DIGRAPHS))
SHORTEST = 5
"""Letters of a word of the rules that is told from a slip of the finger."""
RARER = 20
"""How much rarer a word must be with ae, oe, aa than with æ, ø, å: some files spell so, too."""


def mended(text: str, vocabulary: Vocabulary) -> str:
    """The text with æ, ø, å where a foreign keyboard wrote ae, oe, aa, and with the words of our
    rules spelt right; words that the archive knows, names and English stay as they are.

    A text that is all in capitals is told in small letters: there, capitals make no name.
    """
    text = text.lower() if text.isupper() else text
    if is_english(fold(text)):
        return text
    foreign = not _DANISH.search(text)

    def right(match: re.Match[str]) -> str:
        word = match.group()
        danish = _in_danish(word, vocabulary) if foreign else word
        return _as_in_rules(danish, vocabulary) if danish == word else danish

    return _WORD.sub(right, text)


def _in_danish(word: str, vocabulary: Vocabulary) -> str:
    """The word with Danish letters, when the archive knows it so, and hardly as it stands."""
    danish = _DIGRAPH.sub(lambda match: _DIGRAPHS[match.group()], word)
    if danish == word or not _known(danish, vocabulary):
        return word
    if folded(danish) == folded(word):  # only aa: "paa" is "på", "Aabenraa" a name
        return word if word[0].isupper() else danish
    held = vocabulary.chunks(stem(folded(word)))
    rare = held * RARER < vocabulary.chunks(stem(folded(danish)))
    return danish if rare or not _known(word, vocabulary) else word


def _known(word: str, vocabulary: Vocabulary) -> bool:
    low = folded(word)
    term = stem(low)
    return low in stop_words() or term in vocabulary or len(split(term, vocabulary.parts)) > 1


def _as_in_rules(word: str, vocabulary: Vocabulary) -> str:
    """The word of our rules that is one slip away from a word that the archive does not know."""
    low = word.lower()
    if len(low) < SHORTEST or low in _rule_words() or _known(low, vocabulary):
        return word
    near = [one for one in _rule_words() if one[0] == low[0] and OSA.distance(one, low) == 1]
    return near[0] if len(near) == 1 else word


@cache
def _rule_words() -> tuple[str, ...]:
    return words("spoken", "spelt")

"""Text -> word pieces, as the bundled model's tokenizer cuts them, without loading a tokenizer.

The `tokenizers` library takes a second to load the model's 250,000 pieces, which a single question
would have to wait for. The pieces of a word are those whose log-probabilities add up to most (Kudo,
"Subword Regularization", 2018: a unigram language model); words are cut one at a time, so each is
cut once.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from index.encoding.q4 import Words, read_words

_SPACE = "\u2581"
"""Stands before every word, as SentencePiece writes it."""
_SPACES_AND_NOTHING = {
    **dict.fromkeys([*range(1, 9), 11, *range(14, 32), 127, 143, 159]),
    **dict.fromkeys([*range(0x200B, 0x2010), 0x2581, 0xFEFF, 0xFFFD], " "),
}
"""Signs that SentencePiece leaves out, and those it takes for a space, beside white space."""
_UNKNOWN = -10.0
"""What an unknown character counts below the least likely piece."""


@cache
def pieces_of(model_file: Path) -> tuple[Words, WordPieces]:
    """A model file's word pieces, read once for all who need them.

    Raises OSError or ValueError when it is not a whole model file.
    """
    words = read_words(model_file)
    return words, WordPieces(words)


class WordPieces:
    """Cuts words into the pieces of a vocabulary."""

    def __init__(self, words: Words) -> None:
        self._ids = words.ids
        self._scores = words.scores
        self._longest = max(map(len, self._ids))
        self._unk = words.unk
        self._unknown = min(self._scores) + _UNKNOWN
        self._cut = lru_cache(50_000)(self._cut_word)

    def ids(self, text: str) -> list[int]:
        """The numbers of the text's pieces, without the model's special ones."""
        plain = unicodedata.normalize("NFKC", text.translate(_SPACES_AND_NOTHING))
        return [n for word in plain.split() for n in self._cut(_SPACE + word)]

    def _cut_word(self, word: str) -> tuple[int, ...]:
        best = [0.0] + [float("-inf")] * len(word)
        before = [0] * (len(word) + 1)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - self._longest), end):
                piece = self._ids.get(word[start:end])
                if piece is None and end - start > 1:
                    continue
                score = self._unknown if piece is None else self._scores[piece]
                if best[start] + score > best[end]:
                    best[end], before[end] = best[start] + score, start
        return tuple(self._numbers(word, before))

    def _numbers(self, word: str, before: list[int]) -> list[int]:
        """The pieces' numbers, read from the end; unknown ones side by side are one."""
        found: list[int] = []
        end = len(word)
        while end:
            start = before[end]
            number = self._ids.get(word[start:end], self._unk)
            if not (number == self._unk and found and found[-1] == self._unk):
                found.append(number)
            end = start
        return found[::-1]

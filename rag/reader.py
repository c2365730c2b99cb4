"""How likely each sentence of the evidence is to hold the answer: a small trained reader.

The bundled encoder with all its layers, trained on questions that people wrote to texts and whose
answers they marked (eval/reader/, docs/decisions/reader.md). It reads question and sentences
together, which vectors made apart cannot, and is run by onnxruntime in eight bits: some 30 ms for
a hundred tokens on one core. Without its file, or with SVARPUNKT_READER=0, the rules choose alone.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.encoding.bundled import find_wheel
from index.encoding.eight_bits import open_session
from index.encoding.pieces import WordPieces, pieces_of
from index.encoding.q4 import Words
from index.types import ArchiveError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

QUESTION = 60
"""Tokens of the question that are read."""
HEADING = 40
"""Tokens of what stands above the sentences: the item's title and the section's heading."""
SENTENCE = 80
"""Tokens of a sentence; what is longer is read from its beginning."""
WINDOW = 180
"""Tokens of sentences that are read together."""
REMEMBERED = 32
"""Windows whose scores are kept: a question may come back to its items (composing/current.py)."""
T = TypeVar("T")
Window: TypeAlias = tuple[tuple[int, ...], ...]
"""Sentences as token ids."""
WORKERS = min(2, os.cpu_count() or 1)
"""Windows that are read at the same time, one core each, by all who ask together."""
START, END = 0, 1
"""The model's outputs for a token that are read: the answer's first word, its last."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Text:
    """Sentences that follow each other under one heading."""

    heading: str
    sentences: Sequence[str]


class Reader:
    """The trained model, with the bundled encoder's word pieces and their vectors."""

    def __init__(self, session: InferenceSession, words: Words, pieces: WordPieces) -> None:
        self._session = session
        self._words = words
        self._pieces = pieces
        self._remembered = lru_cache(REMEMBERED)(self._score)
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="reader")

    @classmethod
    def load(cls, path: Path) -> Self:
        """The reader in a file. Raises OSError or ValueError when the file or the wheel is bad."""
        return cls(open_session(path), *pieces_of(find_wheel().model_file))

    def scores(self, question: str, texts: Sequence[Text]) -> list[list[float]]:
        """How surely the answer stands in each sentence of each text, some -20 to 20.

        The sum of two log-odds, for the answer's first and its last word: above 0 the reader
        sees an answer there rather than none in the text.
        """
        asked = self._pieces.ids(question)[:QUESTION]
        opening = [self._words.bos, *asked, self._words.eos, self._words.eos]
        begun = [
            [self._pool.submit(self._remembered, (*opening, *above), window) for window in windows]
            for above, windows in map(self._cut, texts)
        ]
        return [[score for part in parts for score in part.result()] for parts in begun]

    def _cut(self, text: Text) -> tuple[list[int], list[Window]]:
        """The pieces of a text's heading, and those of its sentences in windows."""
        cut = [tuple(self._pieces.ids(sentence)[:SENTENCE]) for sentence in text.sentences]
        return self._pieces.ids(text.heading)[:HEADING], list(windows(cut, len))

    def _score(self, opening: tuple[int, ...], sentences: Window) -> list[float]:
        ids = [*opening, *(n for sentence in sentences for n in sentence), self._words.eos]
        vectors = self._words.vectors(np.array(ids))[None]
        mask = np.ones(vectors.shape[:2], dtype=np.float32)
        output: NDArray[np.float32] = self._session.run(None, {"words": vectors, "mask": mask})[0][
            0
        ]
        found: list[float] = []
        at = len(opening)
        for sentence in sentences:
            found.append(_margin(output[at : at + len(sentence)], output[0]))
            at += len(sentence)
        return found


def _margin(tokens: NDArray[np.float32], first: NDArray[np.float32]) -> float:
    """How far a sentence's marks stand above "no answer", which the first token holds."""
    if not len(tokens):
        return -np.inf
    return float(sum(tokens[:, mark].max() - first[mark] for mark in (START, END)))


def windows(sentences: Sequence[T], tokens: Callable[[T], int]) -> Iterator[tuple[T, ...]]:
    """The sentences in a row, cut where they would come to more than WINDOW tokens."""
    window: list[T] = []
    size = 0
    for sentence in sentences:
        if window and size + tokens(sentence) > WINDOW:
            yield tuple(window)
            window, size = [], 0
        window.append(sentence)
        size += tokens(sentence)
    if window:
        yield tuple(window)


@cache
def bundled() -> Reader | None:
    """The reader that comes with the program, loaded once; None when it is off or cannot be had."""
    if os.environ.get("SVARPUNKT_READER", "1") == "0":
        return None
    path = Path(str(resources.files("rag") / "data" / "reader.onnx"))
    try:
        return Reader.load(path)
    except (OSError, ValueError, ArchiveError, ImportError) as error:
        log.warning("Læseren kan ikke indlæses (%s); reglerne vælger sætningerne alene.", error)
        return None

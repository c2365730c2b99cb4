"""Any sentence-transformers model as an embedder, from this machine alone."""

from __future__ import annotations

import hashlib
import logging
import math
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoding.encoder import Vectors
from index.types import ArchiveError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

Progress = Callable[[int, int], None]
"""Called with (passages done, passages in all)."""

# Nothing may try the network; who wants downloads sets these to 0. They are read when the
# libraries are imported, so they are set before any of them can be.
for _variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
    os.environ.setdefault(_variable, "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


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
        self._model = load_model(model)
        own = self._model.prompts or {}
        passage = own.get("passage") or own.get("document") or ""
        self._query_prompt = own.get("query") or "" if query_prompt is None else query_prompt
        self._passage_prompt = passage if passage_prompt is None else passage_prompt
        self.name = _identity(model, self._model, self._query_prompt, self._passage_prompt)
        self.dimensions = int(self._model.get_embedding_dimension() or 0)
        self.max_tokens = _reach(self._model)
        self._tokenizer = _own_tokenizer(model, self._model)
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
        return len(self._tokenizer.encode(self._passage_prompt + speakable(text)).ids)

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """Character spans of the text's own tokens."""
        encoding = self._tokenizer.encode(speakable(text), add_special_tokens=False)
        return list(encoding.offsets)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        with self._lock:
            vectors = self._model.encode(
                [speakable(text) for text in texts],
                prompt=prompt,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, dtype=np.float32)


def load_model(name: str, device: str | None = None) -> SentenceTransformer:
    """Load a model without a word on the terminal; float32 whatever its files are in."""
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.set_verbosity_error()
        transformers_logging.disable_progress_bar()
        return SentenceTransformer(name, device=device, model_kwargs={"dtype": "float32"})
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
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return f"{Path(name).name}@{digest.hexdigest()[:12]}"


def _reach(model: SentenceTransformer) -> int:
    """How many tokens a model reads: 512 where it says nothing, or that there is no limit."""
    limit = model.max_seq_length
    return int(limit) if limit and math.isfinite(limit) else 512


def _own_tokenizer(name: str, model: SentenceTransformer) -> Tokenizer:
    """A copy of the model's tokenizer that neither cuts nor pads, for counting."""
    from tokenizers import Tokenizer

    backend = getattr(model.tokenizer, "backend_tokenizer", model.tokenizer)
    if not isinstance(backend, Tokenizer):
        raise ArchiveError(
            f"Sprogmodellen {name} har ikke en tokenizer.json, og uden den kan tekster ikke "
            "deles i stykker, som modellen kan læse. Vælg en anden model."
        )
    own = Tokenizer.from_str(backend.to_str())
    own.no_truncation()
    own.no_padding()
    return own


def speakable(text: str) -> str:
    """The text without what neither UTF-8 nor a C string can hold, at the same length."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0]

"""An embedding model -> the same model that keeps its passages' vectors in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.peers import PassageEmbedder

GROUP = 256
"""Texts whose vectors are one file; a run that was killed begins again with the next one."""


class Kept:
    """Embeds passages once: their vectors lie in `folder`, named after the model and the texts."""

    def __init__(self, embedder: PassageEmbedder, name: str, folder: Path) -> None:
        self._embedder, self._name, self._folder = embedder, name, folder
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def max_tokens(self) -> int:
        return self._embedder.max_tokens

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        groups = [texts[start : start + GROUP] for start in range(0, max(len(texts), 1), GROUP)]
        return np.concatenate([self._group(group) for group in groups])

    def _group(self, texts: Sequence[str]) -> NDArray[np.float32]:
        told = "\0".join((self._name, *texts))
        path = self._folder / f"{sha256(told.encode()).hexdigest()[:32]}.npy"
        if path.exists():
            kept: NDArray[np.float32] = np.load(path)
            return kept
        vectors = self._embedder.embed_passages(texts)
        half = path.with_suffix(".part")
        with half.open("wb") as file:
            np.save(file, vectors)
        half.rename(path)
        return vectors

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return self._embedder.embed_query(text)

    def count_tokens(self, text: str) -> int:
        return self._embedder.count_tokens(text)

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        return self._embedder.token_offsets(text)

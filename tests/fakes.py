"""Stand-ins for what is slow: an embedder of words, and an archive made with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.archive import Archive
from index.catalogue import Catalogue

WORD = re.compile(r"\w+")


class WordEmbedder:
    """Texts that share words are near each other; a token is a word. Keeps what it was given."""

    name = "words@test"
    dimensions = 64
    max_tokens = 512
    precision = "float32"

    def __init__(self) -> None:
        self.passages: list[str] = []

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        self.passages += texts
        if progress:
            progress(len(texts), len(texts))
        rows = [self.embed_query(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dimensions)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        vector = np.full(self.dimensions, 1e-3, dtype=np.float32)
        for word in WORD.findall(text.casefold()):
            vector[hashlib.md5(word.encode()).digest()[0] % self.dimensions] += 1
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

    def count_tokens(self, text: str) -> int:
        return len(WORD.findall(text)) + 4

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in WORD.finditer(text)]


def open_with(embedder: WordEmbedder, folder: Path) -> Archive:
    """An archive that embeds with `embedder`, in a folder that need not be there."""
    folder.mkdir(parents=True, exist_ok=True)
    return Archive(folder, Catalogue.in_folder(folder), embedder)


def minutes(body: str = "Havneudvalget", day: str = "14-03-2024", *, items: Sequence[str]) -> str:
    """The minutes of a meeting of an invented municipality; an item a title."""
    head = (
        f"REFERAT {body} d. {day}\n\nMødedato {day} kl. 16:00\n\nMødested Rådhuset, Aaløse Kommune"
    )
    serial = day.replace("-", "")
    parts = [
        f"Punkt {n}: {title}\n\n01.02.03-P19-{n}-{serial[-2:]}\n\n"
        f"Resume\n\n{title} skal behandles, fordi {body} bad om det i {serial}.\n\n"
        f"Indstilling\n\nForvaltningen indstiller, at {title.casefold()} godkendes.\n\n"
        f"Beslutning\n\nGodkendt."
        for n, title in enumerate(items, 1)
    ]
    return "\n\n".join((head, *parts)) + "\n"

"""The chunks' vectors in Chroma, written and read through llama-index's ChromaVectorStore.

Embedded in the archive's folder by default; a Chroma server by address. Importing Chroma and
llama-index takes four seconds, so both are imported when a store is first opened.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.types import ArchiveError, Chunk

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from llama_index.vector_stores.chroma import ChromaVectorStore

COLLECTION = "svarpunkt"
PAGE = 5_000
_BROKEN = (
    "Vektorlageret i {place} kan ikke læses eller skrives ({reason}). Er disken fuld, så skaf "
    "plads; slet ellers mappen. Kør derefter 'svarpunkt index' igen: intet går tabt ved det."
)


class Vectors:
    """One Chroma collection of unit vectors; cosine distance.

    `location` is a folder, or the http(s) address of a Chroma server.
    """

    def __init__(self, location: Path | str) -> None:
        self.location = location
        self._store: ChromaVectorStore | None = None

    @property
    def store(self) -> ChromaVectorStore:
        """llama-index's store, for those who build on it; opened at first use."""
        if self._store is None:
            self._store = _open_store(self.location)
        return self._store

    def add(self, chunks: Sequence[Chunk], vectors: NDArray[np.float32]) -> None:
        """Write chunks with their vectors, shape (len(chunks), d). Known ids stay as they are."""
        from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

        nodes = [
            TextNode(
                id_=chunk.id,
                text=chunk.text,
                embedding=vector.tolist(),
                metadata={"item": f"{chunk.meeting_id}/{chunk.item}", "kind": chunk.kind.value},
                relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=chunk.meeting_id)},
            )
            for chunk, vector in zip(chunks, vectors, strict=True)
        ]
        if nodes:
            with self._spoken():
                self.store.add(nodes)

    def remove(self, meeting_id: str) -> None:
        """Forget every chunk of a meeting."""
        with self._spoken():
            self.store.delete(meeting_id)

    def search(self, vector: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """The k nearest chunks' ids with their cosine, nearest first (approximate: HNSW)."""
        from llama_index.core.vector_stores.types import VectorStoreQuery

        query = VectorStoreQuery(query_embedding=vector.tolist(), similarity_top_k=k)
        found = self.store.query(query)
        # The store's similarity is exp(-distance), and distance is 1 - cosine.
        scores = [1.0 + float(np.log(s)) for s in found.similarities or []]
        return list(zip(found.ids or [], scores, strict=True))

    def ids(self) -> list[str]:
        """Every chunk's id, sorted."""
        found: list[str] = []
        with self._spoken():
            collection = self.store.client
            for start in range(0, collection.count(), PAGE):
                found += collection.get(limit=PAGE, offset=start, include=[])["ids"]
        return sorted(found)

    def read(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of these chunks, by id. Raises ArchiveError when one is not there."""
        found: dict[str, NDArray[np.float32]] = {}
        with self._spoken():
            for start in range(0, len(ids), PAGE):
                wanted = list(ids[start : start + PAGE])
                page = self.store.client.get(ids=wanted, include=["embeddings"])
                rows = np.asarray(page["embeddings"], dtype=np.float32)
                found.update(zip(page["ids"], rows, strict=True))
            missing = next((key for key in ids if key not in found), None)
            if missing is not None:
                raise LookupError(f"{missing} mangler")
        return found

    def count(self) -> int:
        """How many vectors there are."""
        with self._spoken():
            return int(self.store.client.count())

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        """What Chroma raises, as an ArchiveError with what to do."""
        try:
            yield
        except ArchiveError:
            raise
        except Exception as error:
            raise ArchiveError(_BROKEN.format(place=self.location, reason=error)) from error


def _open_store(location: Path | str) -> ChromaVectorStore:
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    logging.getLogger("chromadb").setLevel(logging.ERROR)
    from llama_index.vector_stores.chroma import ChromaVectorStore

    try:
        client = _open_client(location)
        collection = client.get_or_create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
    except Exception as error:
        raise ArchiveError(_BROKEN.format(place=location, reason=error)) from error
    return ChromaVectorStore(chroma_collection=collection)


def _open_client(location: Path | str) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if isinstance(location, Path):
        return chromadb.PersistentClient(str(location), settings=settings)
    address = urlsplit(location)
    return chromadb.HttpClient(
        host=address.hostname or "localhost",
        port=address.port or 8000,
        ssl=address.scheme == "https",
        settings=settings,
    )

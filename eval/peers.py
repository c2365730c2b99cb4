"""The neighbours' ways of searching the same items, to be measured beside ours.

Each function takes all items and gives a search. They are built as their own documentation
does, and favoured in two ways: one document an item, so that a chunk never mixes items, and
passages cut where the embedding model stops reading. Filters and history are not theirs to
know: they search for the question's words alone.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from eval.gold import Asked, Punkt
from eval.run import Found, Search

if TYPE_CHECKING:
    from llama_index.core import Document
    from llama_index.core.embeddings import BaseEmbedding
    from llama_index.core.retrievers import BaseRetriever

Items = Sequence[tuple[str, Punkt, str]]
"""(file, punkt, text) of every item of an archive."""

TOP = 5
"""How many chunks llama-index's retrievers are asked for."""


class PassageEmbedder(Protocol):
    """What is asked of an embedding model: unit vectors, and where its tokens end."""

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads at once."""

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of shape (n, dimensions)."""

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """A vector of shape (dimensions,)."""

    def count_tokens(self, text: str) -> int:
        """Tokens of the text with what the model adds."""

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """(start, end) in characters of each token of the text."""


def llama_index_quick_start(items: Items, embedder: PassageEmbedder, folder: Path) -> Search:
    """SentenceSplitter 1024/200, VectorStoreIndex on Chroma in `folder`, top 5."""
    import chromadb
    from llama_index.core import StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.vector_stores.chroma import ChromaVectorStore

    logging.getLogger("chromadb").setLevel(logging.ERROR)
    settings = chromadb.Settings(anonymized_telemetry=False)
    client = chromadb.PersistentClient(path=str(folder), settings=settings)
    collection = client.get_or_create_collection("quick-start")
    model = _llama_index_embedding(embedder)
    index = VectorStoreIndex.from_documents(
        _documents(items),
        storage_context=StorageContext.from_defaults(
            vector_store=ChromaVectorStore(chroma_collection=collection)
        ),
        embed_model=model,
        transformations=[SentenceSplitter(chunk_size=1024, chunk_overlap=200)],
    )
    return _search_with(index.as_retriever(similarity_top_k=TOP, embed_model=model))


def llama_index_bm25(items: Items) -> Search:
    """BM25Retriever over SentenceSplitter's chunks with a Danish stemmer, top 5.

    Needs the package llama-index-retrievers-bm25; its default is an English stemmer, so it is
    favoured here too. Its stop words are English: it has no Danish ones.
    """
    import snowballstemmer
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.retrievers.bm25 import BM25Retriever

    splitter = SentenceSplitter(chunk_size=1024, chunk_overlap=200)
    retriever = BM25Retriever.from_defaults(
        nodes=splitter.get_nodes_from_documents(_documents(items)),
        similarity_top_k=TOP,
        stemmer=snowballstemmer.stemmer("danish"),
    )
    return _search_with(retriever)


def one_vector_an_item(items: Items, embedder: PassageEmbedder, k: int = 10) -> Search:
    """One vector for each item, cut at the tokens that the model reads; exact cosine, top k."""
    places = [(file, punkt) for file, punkt, _ in items]
    vectors = embedder.embed_passages([cut(text, embedder) for _, _, text in items])

    def search(asked: Asked) -> Found:
        scores = vectors @ embedder.embed_query(asked["question"])
        return [places[row] for row in np.argsort(-scores, kind="stable")[:k]]

    return search


def cut(text: str, embedder: PassageEmbedder) -> str:
    """As much of the text's beginning as the model reads at once."""
    room = embedder.max_tokens - embedder.count_tokens("")
    offsets = embedder.token_offsets(text)
    return text if len(offsets) <= room else text[: offsets[room - 1][1]]


def _documents(items: Items) -> list[Document]:
    from llama_index.core import Document

    return [
        Document(
            text=text,
            metadata={"file": file, "punkt": str(punkt)},
            excluded_embed_metadata_keys=["file", "punkt"],
        )
        for file, punkt, text in items
        if text.strip()
    ]


def _search_with(retriever: BaseRetriever) -> Search:
    def search(asked: Asked) -> Found:
        nodes = [found.node.metadata for found in retriever.retrieve(asked["question"])]
        return [(str(node["file"]), str(node["punkt"])) for node in nodes]

    return search


def _llama_index_embedding(embedder: PassageEmbedder) -> BaseEmbedding:
    """The model as llama-index wants it: a class, made here so that the import stays late."""
    from llama_index.core.embeddings import BaseEmbedding

    class Bridge(BaseEmbedding):  # type: ignore[misc]
        def _get_query_embedding(self, query: str) -> list[float]:
            return list(embedder.embed_query(query).tolist())

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            rows = embedder.embed_passages([cut(text, embedder) for text in texts]).tolist()
            return [list(row) for row in rows]

    return Bridge(embed_batch_size=256)

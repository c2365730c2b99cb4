"""The neighbours find what they should on a few invented items, with a toy embedding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.gold import Asked
from eval.kept import GROUP, Kept
from eval.peers import cut, llama_index_bm25, llama_index_quick_start, one_vector_an_item

ITEMS: list[tuple[str, int | str, str]] = [
    ("a.txt", 1, "Broen over åen skal males. " * 8),
    ("a.txt", 2, "Skolens gård får nye træer. " * 8),
    ("b.txt", "3a", "Havnen uddybes til sommer. " * 8),
    ("b.txt", 4, ""),
]


class Letters:
    """Counts letters into 26 dimensions; a token is a word; remembers what it was given."""

    max_tokens = 12

    def __init__(self) -> None:
        self.passages: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.passages += texts
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> NDArray[np.float32]:
        counts = np.full(26, 1e-3, dtype=np.float32)
        for letter in text.lower():
            if "a" <= letter <= "z":
                counts[ord(letter) - 97] += 1
        unit: NDArray[np.float32] = counts / np.linalg.norm(counts)
        return unit

    def count_tokens(self, text: str) -> int:
        return len(text.split()) + 2

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in re.finditer(r"\S+", text)]


def asked(question: str) -> Asked:
    return Asked(id="q", question=question)


def test_one_vector_an_item_ranks_every_item_and_reads_only_the_beginning() -> None:
    embedder = Letters()
    search = one_vector_an_item(ITEMS, embedder)
    found = search(asked("Broen over åen skal males."))
    assert found[0] == ("a.txt", 1)
    assert len(found) == 4
    assert all(len(text.split()) <= 10 for text in embedder.passages)


def test_a_text_is_cut_after_the_last_token_that_the_model_reads() -> None:
    words = " ".join(f"ord{n}" for n in range(30))
    assert cut(words, Letters()) == " ".join(f"ord{n}" for n in range(10))
    assert cut("kort tekst", Letters()) == "kort tekst"
    assert cut("", Letters()) == ""


def test_llama_index_quick_start_finds_items_through_chroma(tmp_path: Path) -> None:
    pytest.importorskip("llama_index.vector_stores.chroma")
    embedder = Letters()
    search = llama_index_quick_start(ITEMS, embedder, tmp_path)
    assert search(asked("Skolens gård får nye træer."))[0] == ("a.txt", "2")
    assert len(search(asked("havn"))) == 3
    assert all(len(text.split()) <= 10 for text in embedder.passages)


def test_llama_index_bm25_finds_inflected_words(tmp_path: Path) -> None:
    pytest.importorskip("llama_index.retrievers.bm25")
    search = llama_index_bm25(ITEMS)
    assert search(asked("havnens uddybning"))[0] == ("b.txt", "3a")
    assert search(asked("skole"))[0] == ("a.txt", "2")


def test_kept_vectors_are_embedded_once_and_known_by_model_and_text(tmp_path: Path) -> None:
    embedder = Letters()
    texts = [f"Broen over å {n}" for n in range(GROUP + 3)]
    first = Kept(embedder, "a", tmp_path).embed_passages(texts)
    assert len(embedder.passages) == len(first) == GROUP + 3
    again = Kept(embedder, "a", tmp_path).embed_passages(texts)
    assert len(embedder.passages) == GROUP + 3
    np.testing.assert_array_equal(again, first)
    Kept(embedder, "a", tmp_path).embed_passages(texts[1:])
    assert len(embedder.passages) > GROUP + 3
    before = len(embedder.passages)
    Kept(embedder, "b", tmp_path).embed_passages(texts[:2])
    assert len(embedder.passages) == before + 2


def test_a_search_over_kept_vectors_finds_as_without(tmp_path: Path) -> None:
    question = asked("Skolens gård får nye træer.")
    kept = one_vector_an_item(ITEMS, Kept(Letters(), "a", tmp_path))
    assert kept(question) == one_vector_an_item(ITEMS, Letters())(question)

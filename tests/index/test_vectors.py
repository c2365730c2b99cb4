"""Chroma through llama-index: what is written is found, removed by meeting, and read again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.types import ArchiveError, Chunk, SectionKind
from index.vectors import Vectors


def chunk(key: str) -> Chunk:
    meeting, item, section, _ = key.split("/")
    kind = SectionKind.DECISION
    return Chunk(key, meeting, int(item), int(section), kind, "Havneudvalget", key, 0, len(key))


KEYS = ["m1/0/0/0", "m1/0/0/1", "m1/1/0/0", "m2/0/0/0"]
POINTS = np.eye(4, 8, dtype=np.float32)


@pytest.fixture
def vectors(tmp_path: Path) -> Vectors:
    made = Vectors(tmp_path / "chroma")
    made.add([chunk(key) for key in KEYS], POINTS)
    return made


def test_the_nearest_come_first_with_their_cosine(vectors: Vectors) -> None:
    asked = np.zeros(8, dtype=np.float32)
    asked[[2, 0]] = 0.8, 0.6
    found = vectors.search(asked, 2)
    assert [key for key, _ in found] == ["m1/1/0/0", "m1/0/0/0"]
    assert [score for _, score in found] == pytest.approx([0.8, 0.6], abs=1e-4)


def test_each_is_read_by_its_id(vectors: Vectors) -> None:
    assert vectors.ids() == sorted(KEYS)
    found = vectors.read([KEYS[2], KEYS[0]])
    assert set(found) == {KEYS[0], KEYS[2]}
    assert np.allclose(found[KEYS[0]], POINTS[0])
    assert np.allclose(found[KEYS[2]], POINTS[2])
    assert found[KEYS[0]].dtype == np.float32
    assert vectors.read([]) == {}


def test_one_that_is_not_there_is_told(vectors: Vectors) -> None:
    with pytest.raises(ArchiveError, match="m9/0/0/0 mangler"):
        vectors.read([KEYS[0], "m9/0/0/0"])


def test_writing_twice_doubles_nothing(vectors: Vectors) -> None:
    vectors.add([chunk(KEYS[0])], POINTS[:1])
    assert vectors.count() == len(KEYS)


def test_a_meeting_is_forgotten_whole(vectors: Vectors) -> None:
    vectors.remove("m1")
    assert vectors.ids() == ["m2/0/0/0"]
    vectors.remove("m1")
    assert vectors.count() == 1


def test_nothing_is_nothing(tmp_path: Path) -> None:
    empty = Vectors(tmp_path / "chroma")
    empty.add([], np.zeros((0, 8), dtype=np.float32))
    assert empty.count() == 0
    assert empty.ids() == []


def test_pages_are_put_together_in_order(vectors: Vectors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.vectors.PAGE", 3)
    assert vectors.ids() == sorted(KEYS)
    read = vectors.read(KEYS)
    assert np.allclose([read[key] for key in KEYS], POINTS)


def test_a_store_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "chroma").write_text("ikke en mappe")
    with pytest.raises(ArchiveError, match="Vektorlageret"):
        Vectors(tmp_path / "chroma").count()

"""The snapshot is an exact picture of the vectors, replaced whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.archive import Archive
from index.build import build
from index.store.snapshot import LEFT_ALONE, Snapshot, in_step, read_snapshot, write_snapshot
from index.vectors import Vectors
from tests.fakes import WordEmbedder, minutes, open_with


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    text = minutes("Havneudvalget", "14-03-2024", items=["Ny mole", "Sauna", "Takster"])
    (tmp_path / "havn.txt").write_text(text, encoding="utf-8")
    opened = open_with(WordEmbedder(), tmp_path / "archive")
    build(opened, [tmp_path / "havn.txt"])
    return opened


def read(archive: Archive) -> Snapshot:
    found = read_snapshot(archive.folder)
    assert found is not None
    return found


def test_every_vector_stands_beside_its_chunk(archive: Archive) -> None:
    snapshot = read(archive)
    for chunk in archive.catalogue.chunks():
        row = snapshot.chunk_ids.index(chunk.id)
        wanted = archive.embedder.embed_query(f"{chunk.context}\n{chunk.text}")
        assert np.allclose(snapshot.vectors[row], wanted, atol=1e-5)
        assert snapshot.cards[snapshot.card_of[row]].id == f"{chunk.meeting_id}/{chunk.item}"


def test_similarities_are_cosines(archive: Archive) -> None:
    snapshot = read(archive)
    scores = snapshot.similarities(np.asarray(snapshot.vectors[3]))
    assert scores.shape == (len(snapshot.chunk_ids),)
    assert scores[3] == pytest.approx(1.0, abs=1e-5)
    assert (np.abs(scores) <= 1.0001).all()


def test_a_card_tells_what_a_list_of_hits_shows(archive: Archive) -> None:
    (card,) = [card for card in read(archive).cards if card.title == "Sauna"]
    assert (card.number, card.body, card.municipality) == (2, "Havneudvalget", "Aaløse")
    assert (card.file, card.case_number, card.open) == ("havn.txt", "01.02.03-P19-2-24", True)
    assert card.date is not None


def test_each_meeting_s_head_has_a_card(archive: Archive) -> None:
    heads = [card for card in read(archive).cards if card.id.endswith("/-1")]
    assert [(head.number, head.title) for head in heads] == [(0, "Havneudvalget")]


FILES = ("about.json", "vectors.npy", "cards.npy", "kinds.npy")


@pytest.mark.parametrize("broken", FILES)
@pytest.mark.parametrize(
    "held", [b"", b"afbrudt", b"PK\x03\x04", b"\x93NUMPY", b"[" * 100_000, b"\xff\xfe{}"]
)
def test_a_broken_snapshot_is_none(archive: Archive, broken: str, held: bytes) -> None:
    (archive.folder / "snapshot" / broken).write_bytes(held)
    assert read_snapshot(archive.folder) is None


@pytest.mark.parametrize("broken", FILES)
def test_one_that_is_cut_off_or_not_there_is_none(archive: Archive, broken: str) -> None:
    file = archive.folder / "snapshot" / broken
    os.truncate(file, file.stat().st_size - 3)
    assert read_snapshot(archive.folder) is None
    file.unlink()
    assert read_snapshot(archive.folder) is None


def test_objects_are_never_unpacked(archive: Archive, tmp_path: Path) -> None:
    """A pickle in a .npy file could run whatever it likes."""
    kinds = archive.folder / "snapshot" / "kinds.npy"
    held = np.load(kinds)
    np.save(kinds, np.array([Trap(tmp_path / "sprung")] * len(held), dtype=object))
    assert read_snapshot(archive.folder) is None
    assert not (tmp_path / "sprung").exists()


class Trap:
    """Makes a file when it is unpickled."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.file,))


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("cards.npy", np.array([9_999], np.int32)),
        ("cards.npy", np.array([-1], np.int32)),
        ("cards.npy", np.array([0.5], np.float32)),
        ("kinds.npy", np.array([255], np.uint8)),
        ("vectors.npy", np.array([1.0], np.float32)),
    ],
)
def test_one_that_points_outside_itself_is_none(
    archive: Archive, name: str, array: NDArray[np.generic]
) -> None:
    rows = len(read(archive).chunk_ids)
    np.save(archive.folder / "snapshot" / name, np.repeat(array, rows))
    assert read_snapshot(archive.folder) is None


def test_vectors_of_another_length_are_made_anew(archive: Archive) -> None:
    file = archive.folder / "snapshot" / "vectors.npy"
    np.save(file, np.load(file)[:, :-1])
    again = open_with(WordEmbedder(), archive.folder)
    assert again.snapshot.vectors.shape[1] == again.embedder.dimensions


def test_one_with_too_few_vectors_is_none(archive: Archive) -> None:
    file = archive.folder / "snapshot" / "vectors.npy"
    np.save(file, np.load(file)[:-1])
    assert read_snapshot(archive.folder) is None


def test_none_where_there_is_none(tmp_path: Path) -> None:
    assert read_snapshot(tmp_path) is None


def test_writing_again_replaces_it_and_leaves_nothing_behind(archive: Archive) -> None:
    about = archive.folder / "snapshot" / "about.json"
    about.write_text(json.dumps({**json.loads(about.read_text("utf-8")), "revision": -1}))
    left = archive.folder / "snapshot.1.tmp"
    recent = archive.folder / "snapshot.2.tmp"
    left.mkdir()
    recent.mkdir()
    long_ago = left.stat().st_mtime - LEFT_ALONE - 60
    os.utime(left, (long_ago, long_ago))
    write_snapshot(archive.folder, archive.catalogue, archive.vectors)
    assert read(archive).revision == archive.catalogue.revision
    found = {path.name for path in archive.folder.glob("snapshot*")}
    assert found == {"snapshot", "snapshot.2.tmp"}


def test_a_chunk_that_the_catalogue_has_forgotten_is_left_out(archive: Archive) -> None:
    path = next(iter(archive.catalogue.files()))
    archive.catalogue.remove(path)
    write_snapshot(archive.folder, archive.catalogue, archive.vectors)
    assert read(archive).chunk_ids == ()
    assert read(archive).similarities(np.zeros(64, dtype=np.float32)).shape == (0,)


def test_a_build_reads_only_what_the_last_picture_lacks(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(read(archive).chunk_ids)
    asked: list[str] = []
    reading = Vectors.read

    def watched(self: Vectors, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        asked.extend(ids)
        return reading(self, ids)

    monkeypatch.setattr(Vectors, "read", watched)
    monkeypatch.setattr("index.store.snapshot.BLOCK", 4)
    text = minutes("Vejudvalget", "15-03-2024", items=["Ny bro", "Cykelsti"])
    (tmp_path / "vej.txt").write_text(text, encoding="utf-8")
    build(archive, [tmp_path / "vej.txt"])
    assert sorted(asked) == sorted(set(read(archive).chunk_ids) - before)
    assert before < set(read(archive).chunk_ids)
    test_every_vector_stands_beside_its_chunk(archive)


def test_a_meeting_that_was_read_again_gets_its_new_vectors(
    archive: Archive, tmp_path: Path
) -> None:
    held = dict(zip(read(archive).chunk_ids, np.array(read(archive).vectors), strict=True))
    text = minutes("Havneudvalget", "14-03-2024", items=["Ny mole", "Badebro", "Takster"])
    (tmp_path / "havn.txt").write_text(text, encoding="utf-8")
    build(archive, [tmp_path / "havn.txt"])
    now = read(archive)
    same_ids = [i for i, key in enumerate(now.chunk_ids) if key in held]
    assert any(not np.allclose(held[now.chunk_ids[i]], now.vectors[i]) for i in same_ids)
    test_every_vector_stands_beside_its_chunk(archive)


def test_a_picture_that_is_behind_is_not_built_upon(archive: Archive, tmp_path: Path) -> None:
    assert in_step(archive.folder, archive.catalogue) is not None
    about = archive.folder / "snapshot" / "about.json"
    about.write_text(json.dumps({**json.loads(about.read_text("utf-8")), "revision": 0}))
    assert in_step(archive.folder, archive.catalogue) is None
    text = minutes("Vejudvalget", "15-03-2024", items=["Ny bro"])
    (tmp_path / "vej.txt").write_text(text, encoding="utf-8")
    np.save(archive.folder / "snapshot" / "vectors.npy", -np.array(read(archive).vectors))
    build(archive, [tmp_path / "vej.txt"])
    test_every_vector_stands_beside_its_chunk(archive)


def test_a_picture_of_unfinished_work_is_not_built_upon(archive: Archive) -> None:
    archive.catalogue.unsettle()
    assert in_step(archive.folder, archive.catalogue) is None

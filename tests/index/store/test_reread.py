"""A new version's rules reach what an older version read, and embed only what they change."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import update

from index.archive import Archive
from index.build import build
from index.progress import summary
from index.store import reread
from index.store.tables import CHUNKS, DECISIONS, DOCUMENTS
from tests.fakes import WordEmbedder, minutes, open_with

QUAY = minutes("Havneudvalget", "14-03-2024", items=["Ny mole", "Fiskekutteren Ellen", "Eventuelt"])
ROADS = minutes("Vejudvalget", "21-03-2024", items=["Cykelsti til Aaløse Strand", "Snerydning"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "minutes"
    home.mkdir()
    (home / "havn.txt").write_text(QUAY, encoding="utf-8")
    (home / "vej.txt").write_text(ROADS, encoding="utf-8")
    return home


@pytest.fixture
def archive(tmp_path: Path, folder: Path) -> Archive:
    """An archive of the two meetings."""
    archive = open_with(WordEmbedder(), tmp_path / "archive")
    build(archive, [folder])
    return archive


def upgrade(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reread, "READING", reread.READING + 1)


def misread(archive: Archive, file: str) -> None:
    """Let the catalogue hold what a worse reading had made of a file."""
    with archive.catalogue.writer.begin() as connection:
        chosen = archive.catalogue.meetings_of([file])[0]
        connection.execute(
            update(DECISIONS)
            .where(DECISIONS.c.item_id.startswith(chosen))
            .values(outcomes=["udsat"])
        )


def test_the_same_version_reads_nothing_again(archive: Archive, folder: Path) -> None:
    report = build(archive, [folder])
    assert (report.reread, report.unchanged) == (0, 2)
    assert "læst igen" not in summary(report)


def test_a_new_version_reads_all_again_and_leaves_what_it_reads_alike(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = archive.catalogue.revision
    upgrade(monkeypatch)
    report = build(archive, [folder])
    assert (report.reread, report.differ, report.unchanged, report.embedded) == (2, 0, 2, 0)
    assert archive.catalogue.revision == before
    assert "2 filer er læst igen" in summary(report)
    assert build(archive, [folder]).reread == 0


def test_what_is_read_otherwise_is_put_right_without_embedding_it_again(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str((folder / "havn.txt").resolve())
    right = archive.catalogue.acts()
    vectors = archive.vectors.read(archive.vectors.ids())
    misread(archive, file)
    assert archive.catalogue.acts() != right
    upgrade(monkeypatch)
    report = build(archive, [folder])
    assert (report.reread, report.differ, report.embedded) == (2, 1, 0)
    assert sorted(archive.catalogue.acts()) == sorted(right)
    found = archive.vectors.read(archive.vectors.ids())
    assert found.keys() == vectors.keys()
    assert all(np.allclose(found[key], vectors[key], atol=1e-6) for key in vectors)
    assert sorted(archive.snapshot.chunk_ids) == sorted(vectors)
    assert len(archive.terms) == len(vectors)


def test_only_chunks_that_are_new_are_embedded(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str((folder / "havn.txt").resolve())
    first = next(archive.catalogue.chunks([file]))
    with archive.catalogue.writer.begin() as connection:
        connection.execute(update(CHUNKS).where(CHUNKS.c.id == first.id).values(context="Andet"))
    upgrade(monkeypatch)
    report = build(archive, [folder])
    assert (report.differ, report.embedded) == (1, 1)


def test_a_run_that_is_cut_short_goes_on_where_it_stopped(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    misread(archive, str((folder / "havn.txt").resolve()))
    right = len(archive.vectors.ids())
    upgrade(monkeypatch)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(archive.vectors, "add", stop)
    with pytest.raises(KeyboardInterrupt):
        build(archive, [folder])
    monkeypatch.undo()
    upgrade(monkeypatch)
    report = build(archive, [folder])
    assert (report.reread, report.differ) == (0, 0)
    assert len(archive.vectors.ids()) == right
    assert not archive.catalogue.pending()


def test_an_archive_of_before_the_note_is_read_again_once(archive: Archive, folder: Path) -> None:
    with archive.catalogue.writer.begin() as connection:
        for row in connection.execute(DOCUMENTS.select()).all():
            bare = reread.size_and_time(row.stamp)
            connection.execute(update(DOCUMENTS).where(DOCUMENTS.c.id == row.id).values(stamp=bare))
    assert build(archive, [folder]).reread == 2
    assert build(archive, [folder]).reread == 0


def test_a_town_from_the_folder_is_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "Aaløse Kommune"
    home.mkdir()
    (home / "havn.txt").write_text(QUAY.replace("Aaløse", "byen"), encoding="utf-8")
    archive = open_with(WordEmbedder(), tmp_path / "other")
    build(archive, [home])
    upgrade(monkeypatch)
    report = build(archive, [home])
    assert (report.reread, report.differ, report.embedded) == (1, 0, 0)


def test_what_was_replaced_counts_no_word_twice(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    (folder / "havn.txt").write_text(QUAY.replace("Ny mole", "Gammel mole"), encoding="utf-8")
    build(archive, [folder])
    fresh = open_with(WordEmbedder(), tmp_path / "fresh")
    build(fresh, [folder])
    asked = "Hvad med Fiskekutteren Ellen ved den gamle mole?"
    counted = [
        {known.word: known.chunks for known in one.terms.coverage(asked)}
        for one in (archive, fresh)
    ]
    assert counted[0] == counted[1]
    assert archive.terms.dead == 0

"""A folder of minutes becomes an archive, and stays in step with the folder."""

from __future__ import annotations

import os
import random
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection

from index.archive import Archive
from index.build import build
from index.formats import read_meetings_in
from index.types import ArchiveError
from tests.fakes import WordEmbedder, minutes, open_with

QUAY = minutes("Havneudvalget", "14-03-2024", items=["Ny mole", "Fiskekutteren Ellen", "Eventuelt"])
ROADS = minutes("Vejudvalget", "21-03-2024", items=["Cykelsti til Aaløse Strand", "Snerydning"])


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two meetings of an invented municipality."""
    home = tmp_path / "minutes"
    home.mkdir()
    (home / "havn.txt").write_text(QUAY, encoding="utf-8")
    (home / "vej.txt").write_text(ROADS, encoding="utf-8")
    return home


@pytest.fixture
def archive(tmp_path: Path, embedder: WordEmbedder) -> Archive:
    return open_with(embedder, tmp_path / "archive")


def ids(archive: Archive) -> dict[str, list[str]]:
    return {
        "catalogue": sorted(chunk.id for chunk in archive.catalogue.chunks()),
        "chroma": archive.vectors.ids(),
        "snapshot": sorted(archive.snapshot.chunk_ids),
    }


def test_a_folder_becomes_meetings_items_and_chunks(archive: Archive, folder: Path) -> None:
    report = build(archive, [folder])
    assert (report.added, report.meetings, report.items) == (2, 2, 5)
    assert report.chunks == report.embedded > report.items
    assert not report.unread
    found = ids(archive)
    assert found["catalogue"] == found["chroma"] == found["snapshot"]
    assert len(archive.terms) == report.chunks


def test_when_an_archive_was_built_is_noted_not_read_off_its_files(
    archive: Archive, folder: Path
) -> None:
    assert archive.catalogue.built() is None
    began = datetime.now(UTC).replace(microsecond=0)
    build(archive, [folder])
    first = archive.catalogue.built()
    assert first is not None
    assert began <= first <= datetime.now(UTC)
    archive.catalogue.note(built="2024-03-01T10:00:00+00:00")
    for file in (archive.folder / "snapshot" / "about.json", archive.folder / "catalogue.sqlite"):
        os.utime(file)
    assert archive.catalogue.built() == datetime(2024, 3, 1, 10, tzinfo=UTC)
    build(archive, [folder])  # finds nothing new: the archive is known to be in step
    again = archive.catalogue.built()
    assert again is not None
    assert again >= first


def test_an_older_archive_was_built_when_its_last_file_was_read(
    archive: Archive, folder: Path
) -> None:
    build(archive, [folder])
    with archive.catalogue.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM about WHERE key = 'built'")
        connection.exec_driver_sql(
            "UPDATE documents SET read_at = '2024-03-0' || id || 'T10:00:00+00:00'"
        )
    assert archive.catalogue.built() == datetime(2024, 3, 2, 10, tzinfo=UTC)


def test_a_second_build_reads_and_embeds_nothing(
    archive: Archive, folder: Path, embedder: WordEmbedder
) -> None:
    build(archive, [folder])
    embedder.passages.clear()
    report = build(archive, [folder])
    assert (report.unchanged, report.added, report.updated, report.embedded) == (2, 0, 0, 0)
    assert embedder.passages == []


def test_a_file_with_a_new_time_and_the_same_bytes_is_unchanged(
    archive: Archive, folder: Path, embedder: WordEmbedder
) -> None:
    build(archive, [folder])
    embedder.passages.clear()
    os.utime(folder / "vej.txt", (1, 1))
    assert build(archive, [folder]).unchanged == 2
    assert embedder.passages == []


def test_a_changed_file_takes_the_place_of_what_it_was(archive: Archive, folder: Path) -> None:
    build(archive, [folder])
    changed = minutes("Vejudvalget", "21-03-2024", items=["Cykelsti til stranden", "Grusveje"])
    (folder / "vej.txt").write_text(changed, encoding="utf-8")
    report = build(archive, [folder])
    assert (report.updated, report.unchanged, report.items) == (1, 1, 5)
    titles = [row.title for row in archive.catalogue.overview()]
    assert "Grusveje" in titles
    assert "Snerydning" not in titles
    assert archive.terms.search("snerydning", 10) == []
    found = ids(archive)
    assert found["catalogue"] == found["chroma"] == found["snapshot"]


def test_a_file_that_is_gone_is_forgotten_only_when_asked(archive: Archive, folder: Path) -> None:
    build(archive, [folder])
    (folder / "vej.txt").unlink()
    assert build(archive, [folder]).meetings == 2
    report = build(archive, [folder], prune=True)
    assert (report.removed, report.meetings) == (1, 1)
    assert archive.terms.search("snerydning", 10) == []
    assert ids(archive)["chroma"] == ids(archive)["catalogue"]


def test_a_file_that_may_not_be_looked_at_is_told_and_not_forgotten(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests may run as root, who may look at everything: the system's answer is played."""
    build(archive, [folder])
    stat = Path.stat

    def looked_at(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.name == "vej.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", looked_at)
    report = build(archive, [folder], prune=True)
    assert (report.removed, report.meetings) == (0, 2)
    assert [name for name, reason in report.unread if "må ikke åbnes" in reason] == ["vej.txt"]


def test_a_folder_in_which_nothing_is_left_is_told_and_not_forgotten(
    archive: Archive, folder: Path
) -> None:
    build(archive, [folder])
    away = folder.rename(folder.with_name("away"))
    for there in (False, True):
        if there:
            folder.mkdir()  # where the disk would be
        report = build(archive, [folder], prune=True)
        assert (report.removed, report.meetings) == (0, 2)
        assert "Er drevet tilsluttet?" in report.unread[-1][1]
    (away / "vej.txt").rename(folder / "vej.txt")
    assert build(archive, [folder], prune=True).removed == 1


def test_pruning_a_folder_leaves_what_came_from_elsewhere(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.move(folder / "vej.txt", other / "vej.txt")
    build(archive, [folder, other])
    (other / "vej.txt").unlink()
    assert build(archive, [folder], prune=True).removed == 0


def test_a_copy_of_a_file_is_counted_and_not_stored(archive: Archive, folder: Path) -> None:
    shutil.copy(folder / "vej.txt", folder / "vej (1).txt")
    report = build(archive, [folder])
    assert (report.added, report.duplicates, report.meetings) == (2, 1, 2)


@pytest.mark.parametrize("copy", ["a.txt", "z.txt"])
def test_what_a_changed_file_held_is_kept_in_its_copy(
    archive: Archive, folder: Path, copy: str
) -> None:
    build(archive, [folder])
    held = (folder / "vej.txt").read_text(encoding="utf-8")
    (folder / copy).write_text(held, encoding="utf-8")
    (folder / "vej.txt").write_text(minutes(items=["Markvej"]), encoding="utf-8")
    assert build(archive, [folder]).duplicates == 0
    assert archive.source_text(copy) == held


def test_a_moved_file_keeps_its_meeting(archive: Archive, folder: Path) -> None:
    build(archive, [folder])
    before = sorted(meeting.id for meeting, _ in archive.catalogue.meetings())
    (folder / "2024").mkdir()
    (folder / "vej.txt").rename(folder / "2024" / "vej.txt")
    report = build(archive, [folder], prune=True)
    assert report.meetings == 2
    assert sorted(meeting.id for meeting, _ in archive.catalogue.meetings()) == before


def test_the_same_meeting_in_two_files_that_differ_is_kept_twice(
    archive: Archive, folder: Path
) -> None:
    """An agenda and its minutes may share body and date: neither may push the other out."""
    (folder / "vej2.txt").write_text(ROADS + "\n\nUnderskrevet.\n", encoding="utf-8")
    report = build(archive, [folder])
    assert report.meetings == 3
    assert len({meeting.id for meeting, _ in archive.catalogue.meetings()}) == 3


def test_the_ids_are_the_same_on_every_run(tmp_path: Path, folder: Path) -> None:
    found = []
    for name in ("one", "two"):
        archive = open_with(WordEmbedder(), tmp_path / name)
        build(archive, [folder])
        found.append(ids(archive))
    assert found[0] == found[1]


def test_progress_is_told_of_files_and_chunks_to_the_end(archive: Archive, folder: Path) -> None:
    told: list[tuple[str, int, int]] = []
    report = build(archive, [folder], progress=lambda *step: told.append(step))
    assert ("filer", 2, 2) in told
    assert told[-1] == ("uddrag", report.chunks, report.chunks)
    done = [n for stage, n, _ in told if stage == "uddrag"]
    assert done == sorted(done)


# --- bad input ------------------------------------------------------------------------------


def bad_files(folder: Path) -> set[str]:
    """Every kind of file that cannot be read as minutes, and one that is not a file at all."""
    noise = random.Random(5).randbytes(4000)
    (folder / "støj.txt").write_bytes(noise)
    (folder / "støj.pdf").write_bytes(noise)
    (folder / "tom.docx").write_bytes(b"")
    (folder / "opskrift.txt").write_text("Rør smør og sukker. Bag i ti minutter.\n" * 9)
    (folder / "ark.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "væk.pdf").symlink_to(folder / "findes-ikke.pdf")
    (folder / "tom.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    return {"støj.txt", "støj.pdf", "tom.docx", "opskrift.txt", "ark.xlsx", "væk.pdf", "tom.zip"}


def test_each_bad_file_gets_a_sentence_and_the_rest_is_indexed(
    archive: Archive, folder: Path
) -> None:
    bad = bad_files(folder)
    (folder / "mappe.pdf").mkdir()
    report = build(archive, [folder])
    assert {name for name, _ in report.unread} == bad
    assert all(reason.endswith(".") and len(reason.split()) > 3 for _, reason in report.unread)
    assert (report.meetings, report.items) == (2, 5)


def test_a_bad_file_is_told_again_and_not_read_again(archive: Archive, folder: Path) -> None:
    bad = bad_files(folder)
    first = build(archive, [folder])
    second = build(archive, [folder])
    assert sorted(second.unread) == sorted(first.unread)
    assert len(second.unread) == len(bad)
    assert second.embedded == 0


def test_a_file_that_breaks_keeps_what_was_read_of_it(archive: Archive, folder: Path) -> None:
    build(archive, [folder])
    (folder / "vej.txt").write_bytes(b"")
    assert [name for name, _ in build(archive, [folder]).unread] == ["vej.txt"]
    assert "Snerydning" in {row.title for row in archive.catalogue.overview()}
    (folder / "vej.txt").write_text(ROADS, encoding="utf-8")
    report = build(archive, [folder])
    assert (report.unread, report.meetings) == ([], 2)
    assert archive.catalogue.unread() == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(archive: Archive, folder: Path) -> None:
    (folder / "vej.txt").chmod(0)
    ((name, reason),) = build(archive, [folder]).unread
    assert name == "vej.txt"
    assert "rettighed" in reason


def test_a_path_that_does_not_exist_is_told(archive: Archive, folder: Path) -> None:
    report = build(archive, [folder, folder / "mangler"])
    assert [name for name, _ in report.unread] == ["mangler"]
    assert report.meetings == 2


def test_a_file_of_50_megabytes_that_is_no_minutes_is_told(archive: Archive, folder: Path) -> None:
    line = "Målestation 14 viste 7,2 grader og stille vejr ved havnen i dag.\n"
    (folder / "stor.txt").write_text(line * (50_000_000 // len(line)), encoding="utf-8")
    report = build(archive, [folder])
    assert [name for name, _ in report.unread] == ["stor.txt"]
    assert report.meetings == 2
    assert "50 mio. tegn" in report.unread[0][1]


# --- ZIP archives ---------------------------------------------------------------------------


def pack(path: Path, members: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in members.items():
            packed.writestr(name, text)


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    home = tmp_path / "packed"
    home.mkdir()
    pack(home / "Aaløse.zip", {"2024/havn.txt": QUAY, "2024/vej.txt": ROADS, "liste.csv": "a;b"})
    return home


def test_the_members_of_a_zip_archive_are_documents(archive: Archive, packed: Path) -> None:
    report = build(archive, [packed])
    assert (report.added, report.meetings, report.items) == (2, 2, 5)
    assert [name for name, _ in report.unread] == ["Aaløse.zip!liste.csv"]
    files = {meeting.file for meeting, _ in archive.catalogue.meetings()}
    assert files == {"Aaløse.zip!2024/havn.txt", "Aaløse.zip!2024/vej.txt"}
    assert archive.source_text("Aaløse.zip!2024/vej.txt") == ROADS


def test_an_unchanged_zip_archive_is_not_read_again(archive: Archive, packed: Path) -> None:
    build(archive, [packed])
    report = build(archive, [packed], prune=True)
    assert (report.unchanged, report.embedded, report.removed) == (2, 0, 0)
    assert [name for name, _ in report.unread] == ["Aaløse.zip!liste.csv"]


def test_a_member_that_is_gone_is_forgotten_when_asked(archive: Archive, packed: Path) -> None:
    build(archive, [packed])
    pack(packed / "Aaløse.zip", {"2024/vej.txt": ROADS})
    assert build(archive, [packed]).meetings == 2
    report = build(archive, [packed], prune=True)
    assert (report.removed, report.meetings, archive.catalogue.unread()) == (2, 1, [])


def test_a_zip_archive_that_breaks_keeps_what_was_read_of_it(
    archive: Archive, packed: Path
) -> None:
    build(archive, [packed])
    (packed / "Aaløse.zip").write_bytes(b"PK\x03\x04 afbrudt")
    report = build(archive, [packed], prune=True)
    assert "Aaløse.zip" in [name for name, _ in report.unread]
    assert report.meetings == 2


# --- derived stores -------------------------------------------------------------------------


@pytest.mark.parametrize("lost", [["chroma"], ["terms"], ["snapshot"], ["chroma", "snapshot"]])
def test_a_lost_store_is_made_anew(folder: Path, tmp_path: Path, lost: list[str]) -> None:
    first = open_with(WordEmbedder(), tmp_path / "archive")
    build(first, [folder])
    before = ids(first)
    copy = tmp_path / "copy"  # Chroma keeps one client a folder, so the loss happens elsewhere
    shutil.copytree(tmp_path / "archive", copy)
    for name in lost:
        shutil.rmtree(copy / name)
    archive = open_with(WordEmbedder(), copy)
    report = build(archive, [folder])
    assert ids(archive) == before
    assert len(archive.terms) == report.chunks
    assert report.embedded == (report.chunks if "chroma" in lost else 0)


@pytest.mark.parametrize("lost", ["chroma", "terms"])
def test_a_lost_or_broken_store_is_made_whole_by_a_build_with_something_new(
    folder: Path, tmp_path: Path, lost: str
) -> None:
    first = open_with(WordEmbedder(), tmp_path / "archive")
    build(first, [folder])
    copy = tmp_path / "copy"
    shutil.copytree(tmp_path / "archive", copy)
    shutil.rmtree(copy / lost)
    if lost == "terms":
        (copy / "terms").mkdir()
        (copy / "terms" / "FORMAT").write_text("svarpunkt-terms-0")
    (folder / "mark.txt").write_text(minutes(items=["Markvej"]), encoding="utf-8")
    archive = open_with(WordEmbedder(), copy)
    report = build(archive, [folder])
    assert report.added == 1
    found = ids(archive)
    assert found["catalogue"] == found["chroma"] == found["snapshot"]
    assert len(archive.terms) == report.chunks


def test_a_file_is_not_blamed_for_a_full_disk(archive: Archive, folder: Path) -> None:
    def fill(connection: DBAPIConnection, _: object) -> None:
        connection.cursor().execute("PRAGMA max_page_count=1")

    event.listen(archive.catalogue.engine, "connect", fill)
    archive.catalogue.engine.dispose()
    (folder / "vej.txt").write_text(minutes(items=["Markvej"] * 400), encoding="utf-8")
    with pytest.raises(ArchiveError, match="Disken er fuld"):
        build(archive, [folder])
    event.remove(archive.catalogue.engine, "connect", fill)
    archive.catalogue.engine.dispose()
    report = build(archive, [folder])
    assert (report.unread, report.meetings) == ([], 2)


def test_a_file_that_the_last_version_could_not_read_is_tried_again(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "tom.txt").write_text("", encoding="utf-8")
    tried: list[str] = []

    def note(data: bytes, key: str, name: str) -> object:
        tried.append(name)
        return read_meetings_in(data, key, name)

    monkeypatch.setattr("index.store.intake.read_meetings_in", note)
    build(archive, [folder])
    build(archive, [folder])
    assert tried.count("tom.txt") == 1
    monkeypatch.setattr("index.store.intake.release", lambda: "99.0")
    build(archive, [folder])
    assert tried.count("tom.txt") == 2


def test_a_second_build_at_the_same_time_is_refused(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    other = open_with(WordEmbedder(), tmp_path / "archive")

    def interrupt(stage: str, done: int, total: int) -> None:
        with pytest.raises(ArchiveError, match="en anden kørsel"):
            build(other, [folder])

    assert build(archive, [folder], progress=interrupt).meetings == 2

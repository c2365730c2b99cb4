"""An archive opens with the model it was built with, sees what others write, and mends itself."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.archive import Archive
from index.build import build
from index.types import ArchiveError
from tests.fakes import WordEmbedder, minutes, open_with


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "minutes"
    home.mkdir()
    text = minutes("Havneudvalget", "14-03-2024", items=["Ny mole", "Sauna"])
    (home / "havn.txt").write_text(text, encoding="utf-8")
    return home


@pytest.fixture
def archive(tmp_path: Path, folder: Path) -> Archive:
    opened = open_with(WordEmbedder(), tmp_path / "archive")
    build(opened, [folder])
    return opened


def test_without_an_archive_it_is_told_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="svarpunkt index"):
        Archive.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("note", "told"),
    [({"model": "another"}, "another"), ({"dimensions": "3"}, "3"), ({"format": "0"}, "0")],
)
def test_another_model_or_layout_is_refused(
    tmp_path: Path, note: dict[str, str], told: str
) -> None:
    Archive.open(tmp_path / "archive", create=True).catalogue.note(**note)
    with pytest.raises(ArchiveError, match=f"»{told}«|arkivformat {told}"):
        Archive.open(tmp_path / "archive")


def test_it_knows_its_bodies_municipalities_and_period(archive: Archive) -> None:
    assert archive.bodies == ("Havneudvalget",)
    assert archive.municipalities == ("Aaløse",)
    assert archive.period == (date(2024, 3, 14), date(2024, 3, 14))


def test_an_open_archive_sees_what_another_process_has_written(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    assert len(archive.snapshot.cards) == 1 + len(archive.catalogue.overview())
    assert not archive.refresh()
    assert len(archive.meetings) == 1
    other = open_with(WordEmbedder(), tmp_path / "archive")
    text = minutes("Vejudvalget", "21-03-2024", items=["Snerydning"])
    (folder / "vej.txt").write_text(text, encoding="utf-8")
    build(other, [folder])
    assert archive.refresh()
    assert archive.bodies == ("Havneudvalget", "Vejudvalget")
    assert any(card.title == "Snerydning" for card in archive.snapshot.cards)
    assert archive.terms.search("snerydning", 5)


def test_while_another_process_writes_the_last_whole_picture_serves(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    before = archive.snapshot.chunk_ids
    archive.catalogue.unsettle()
    later = open_with(WordEmbedder(), tmp_path / "archive")
    assert later.snapshot.chunk_ids == before
    assert later.terms.search("mole", 5)


def test_an_archive_that_was_never_finished_says_so(archive: Archive, tmp_path: Path) -> None:
    archive.catalogue.unsettle()
    shutil.rmtree(tmp_path / "archive" / "snapshot")
    with pytest.raises(ArchiveError, match="svarpunkt index"):
        _ = open_with(WordEmbedder(), tmp_path / "archive").snapshot


def test_lost_terms_are_made_anew_when_they_are_next_needed(
    archive: Archive, tmp_path: Path
) -> None:
    found = archive.terms.search("mole", 5)
    shutil.copytree(tmp_path / "archive", tmp_path / "copy")
    shutil.rmtree(tmp_path / "copy" / "terms")
    copy = open_with(WordEmbedder(), tmp_path / "copy")
    assert copy.terms.search("mole", 5) == found


def test_a_question_is_embedded_once(archive: Archive) -> None:
    one = archive.similarities("Hvad blev besluttet?")
    assert archive.similarities("Hvad blev besluttet?") is one
    assert not np.array_equal(archive.similarities("Noget helt andet"), one)


def test_every_chunk_has_a_span_inside_its_item(archive: Archive) -> None:
    spans = archive.chunk_spans(sorted(archive.meetings))
    assert set(spans) == set(archive.snapshot.chunk_ids)
    for chunk_id, (start, end) in spans.items():
        (record,) = archive.items([chunk_id.rsplit("/", 2)[0]])
        assert record.item.start <= start < end <= record.item.end


def test_the_source_is_found_by_name_and_by_item(archive: Archive) -> None:
    text = archive.source_text("havn.txt")
    assert text is not None
    assert "Sauna" in text
    assert archive.source_of_item(archive.snapshot.cards[1].id) == text
    assert archive.source_text("mangler.txt") is None

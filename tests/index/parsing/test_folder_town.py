"""A folder called after a municipality tells whose the minutes in it are."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.archive import Archive
from index.build import build
from index.parsing.municipalities import find_municipality, from_folder

HEAD = "{town}\nReferat\nTeknik- og Miljøudvalget\nDato: {day}. maj 2025 kl. 16.00\n\n"
ITEM = "Punkt 1: Stien ved havnen\nIndstilling\nDet indstilles, at stien anlægges.\nBeslutning\n{told}\n"


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    folder = tmp_path / "referater"
    for name, town, day, told in (
        ("Vesterhaun/a.txt", "", 5, "Godkendt."),
        ("Vesterhaun/b.txt", "Vesterhaun Kommune", 12, "Udsat."),
        ("Andetsteds/c.txt", "", 19, "Afvist."),
        ("Samsø/2025/d.txt", "", 26, "Drøftet."),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD.format(town=town, day=day) + ITEM.format(told=told), "utf-8")
    return folder


def towns(archive: Archive) -> dict[str, str | None]:
    return {meeting.file: meeting.municipality for meeting in archive.meetings.values()}


def test_the_folder_names_what_other_minutes_name(tmp_path: Path, minutes: Path) -> None:
    archive = Archive.open(tmp_path / "arkiv", create=True)
    build(archive, [minutes])
    assert towns(archive) == {
        "a.txt": "Vesterhaun",
        "b.txt": "Vesterhaun",
        "c.txt": None,
        "d.txt": "Samsø",
    }
    cards = [card for card in archive.snapshot.cards if card.file == "a.txt"]
    assert {card.municipality for card in cards} == {"Vesterhaun"}


def test_what_came_later_names_what_was_there(tmp_path: Path, minutes: Path) -> None:
    archive = Archive.open(tmp_path / "arkiv", create=True)
    build(archive, [minutes / "Vesterhaun" / "a.txt"])
    assert towns(archive) == {"a.txt": None}
    report = build(archive, [minutes])
    assert towns(archive)["a.txt"] == "Vesterhaun"
    assert archive.vectors.count() == len(archive.snapshot.chunk_ids) == report.chunks
    assert build(archive, [minutes]).embedded == 0


@pytest.mark.parametrize("folder", ["Greve", "greve-kommune", "Greve Kommune"])
def test_a_folder_called_after_one_of_the_98_decides(folder: str) -> None:
    assert from_folder(folder) == "Greve"
    assert find_municipality("Solrød Kommune betaler halvdelen.", "Byrådet", folder) == "Greve"
    assert find_municipality("", "Byrådet", folder) == "Greve"


def test_a_head_that_names_another_is_believed_before_the_folder() -> None:
    head = "Solrød Kommune\nByrådet"
    assert find_municipality(f"{head}\nGodkendt.", head, "Greve") == "Solrød"


def test_other_folders_name_none() -> None:
    assert from_folder("referater") is None
    assert find_municipality("Godkendt.", "Byrådet", "2024") is None

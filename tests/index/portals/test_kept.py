"""A meeting as sync keeps it is read like any file, also when its catalogue is lost."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from index.build import build
from index.formats import read_meetings
from index.read import find_files
from index.types import UnreadableError
from tests.fakes import WordEmbedder, open_with
from tests.index.portals.fake_portal import meeting


def keep(home: Path, serial: int) -> Path:
    path = home / f"{meeting(serial)['Id']}.json.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(json.dumps(meeting(serial)).encode()))
    return path


def test_a_lost_catalogue_is_made_anew_from_the_kept_files(tmp_path: Path) -> None:
    home = tmp_path / "portals" / "dagsordener.aaloese.dk"
    path = keep(home, 1)
    (home / "state.json").write_text("{}")
    (home / ".bilag").mkdir()
    (home / ".bilag" / "rapport.pdf").write_bytes(b"%PDF-")
    assert find_files([tmp_path / "portals"]) == ([path], [])
    archive = open_with(WordEmbedder(), tmp_path / "arkiv")
    report = build(archive, [tmp_path / "portals"])
    assert (report.added, report.unread) == (1, [])
    assert build(archive, [tmp_path / "portals"]).unchanged == 1
    archive.close()


def test_its_links_lead_to_the_portal_it_came_from(tmp_path: Path) -> None:
    _, (found,) = read_meetings(keep(tmp_path / "portals" / "moeder.aaloese.dk_8443", 1))
    assert found.url == f"https://moeder.aaloese.dk:8443/vis?id={meeting(1)['Id']}"
    point = meeting(1)["Dagsordenpunkter"][0]["Id"]
    assert found.items[0].url == f"{found.url}&punktid={point}"


def test_a_packed_meeting_elsewhere_has_no_portal(tmp_path: Path) -> None:
    _, (found,) = read_meetings(keep(tmp_path / "mappe", 1))
    assert (found.url, found.body) == (None, "Havneudvalget")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda data: data[:-30], "afkortet"),
        (lambda data: b"hej" + data, "beskadiget"),
        (lambda data: gzip.compress(b"0" * 300_000_000), "for meget"),
        (lambda data: gzip.compress(b""), "ikke gyldig JSON"),
    ],
    ids=["cut", "broken", "bomb", "empty"],
)
def test_a_damaged_or_swollen_file_is_told(tmp_path: Path, change: object, told: str) -> None:
    path = keep(tmp_path, 1)
    path.write_bytes(change(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(UnreadableError, match=told):
        read_meetings(path)

"""`svarpunkt sync` and what `svarpunkt status` tells of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import cli
import index.archive
from tests.fakes import WordEmbedder
from tests.index.portals.fake_portal import LIST, FakePortal, meeting, replies, serving


@pytest.fixture
def portal() -> Iterator[FakePortal]:
    with serving(FakePortal()) as found:
        found.add(meeting(1))
        found.add(meeting(2, "Byrådet"))
        yield found


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SVARPUNKT_ALLOW_PRIVATE", "1")
    monkeypatch.setattr(index.archive, "open_embedder", lambda setting: WordEmbedder())
    return str(tmp_path / "arkiv")


def test_a_portal_comes_in_and_all_goes_on_from_there(
    portal: FakePortal, home: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["sync", portal.url, "--archive", home, "--since", "2031"]) == 0
    assert "2 nye, 0 ændrede" in capsys.readouterr().out
    portal.asked.clear()
    assert cli.main(["sync", "--all", "--archive", home]) == 0
    assert "Intet er ændret" in capsys.readouterr().out
    assert portal.asked == ["/robots.txt", LIST]


def test_the_table_and_the_status_need_no_portal(
    portal: FakePortal, home: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["sync", portal.url, "--archive", home])
    portal.asked.clear()
    capsys.readouterr()
    assert cli.main(["sync", "--table", "--archive", home]) == 0
    assert "Havneudvalget  2031          1          1        2" in capsys.readouterr().out
    assert cli.main(["status", "--archive", home]) == 0
    assert "2 af portalens 2 møder er hentet." in capsys.readouterr().out
    assert cli.main(["status", "--json", "--archive", home]) == 0
    (told,) = json.loads(capsys.readouterr().out)["portals"]
    assert (told["url"], told["new"]) == (portal.url, 2)
    assert portal.asked == []


def test_a_portal_that_fails_is_told_and_the_code_says_so(
    portal: FakePortal, home: str, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.forever[LIST] = replies(404)
    assert cli.main(["sync", portal.url, "--archive", home]) == 1
    told = capsys.readouterr()
    assert "svarer 404" in told.err
    assert told.out == ""


@pytest.mark.parametrize("typed", ["byens hjemmeside", "http://[", "https://intet.invalid"])
def test_a_wrong_address_makes_no_archive(
    typed: str, home: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["sync", typed, "--archive", home]) == 1
    assert capsys.readouterr().err
    assert not Path(home).exists()


@pytest.mark.parametrize("arguments", [["sync"], ["sync", "--all"], ["sync", "--table"]])
def test_without_an_address_it_says_what_to_write(
    arguments: list[str], home: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*arguments, "--archive", home]) == 1
    assert "svarpunkt" in (told := capsys.readouterr().err) or "--all" in told


def test_a_wrong_year_is_misuse(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["sync", "x.dk", "--since", "sidste år", "--archive", home])
    assert stop.value.code == 2
    assert "hverken et år" in capsys.readouterr().err

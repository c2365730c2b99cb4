"""A citation to a file in a folder leads to the municipality's own page, when it is told where."""

from __future__ import annotations

from pathlib import Path

import pytest
from fpdf import FPDF

import cli
import index.archive
from index.archive import Archive
from index.build import build
from index.store.links import address_of, check_base
from index.types import ArchiveError
from rag.draft import make_citation
from tests.fakes import WordEmbedder, minutes, open_with

BASES = {
    "/m/referater": "https://byen.dk/referater/",
    "/m/referater/2031": "https://arkiv.byen.dk/vis?fil={fil}",
    "/m/navne": "https://byen.dk/dagsorden/{navn}.html",
    "/m/et.pdf": "https://byen.dk/et.pdf",
}


@pytest.mark.parametrize(
    ("path", "page", "address"),
    [
        ("/m/referater/a b.txt", None, "https://byen.dk/referater/a%20b.txt"),
        ("/m/referater/ø/a.pdf", 3, "https://byen.dk/referater/%C3%B8/a.pdf#page=3"),
        ("/m/referater/a.docx", 3, "https://byen.dk/referater/a.docx"),
        ("/m/referater/2031/a.txt", None, "https://arkiv.byen.dk/vis?fil=a.txt"),
        ("/m/referater/alt.zip!2031/a.txt", None, "https://byen.dk/referater/alt.zip"),
        ("/m/navne/x/møde 7.pdf", None, "https://byen.dk/dagsorden/m%C3%B8de%207.html"),
        ("/m/referater2/a.txt", None, None),
        ("/andet/a.txt", None, None),
    ],
)
def test_the_nearest_folder_gives_the_address(
    path: str, page: int | None, address: str | None
) -> None:
    assert address_of(path, BASES, page) == address


@pytest.mark.parametrize(
    "typed", ["byen.dk", "ftp://byen.dk/x", "javascript:alert(1)", "https://", "https://x.dk/{id}",
              "https://x.dk/a b", 'https://x.dk/">']
)  # fmt: skip
def test_what_is_no_address_is_told(typed: str) -> None:
    with pytest.raises(ArchiveError, match="Skriv den som"):
        check_base(typed)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "referater"
    folder.mkdir()
    (folder / "havn.txt").write_text(minutes(items=["Ny kaj"]), encoding="utf-8")
    return folder


def cited(archive: Archive) -> str | None:
    archive.refresh()
    (meeting_id,) = archive.meetings
    (record,) = archive.items([f"{meeting_id}/0"])
    section = record.item.sections[0]
    return make_citation(1, record, section, section.start, section.end).url


def test_a_base_address_holds_at_once_and_can_be_taken_away(home: Path, tmp_path: Path) -> None:
    archive = open_with(WordEmbedder(), tmp_path / "arkiv")
    build(archive, [home])
    assert cited(archive) is None
    archive.catalogue.set_base(home, "https://byen.dk/referater")
    assert cited(archive) == "https://byen.dk/referater/havn.txt"
    revision = archive.catalogue.revision
    archive.catalogue.set_base(home, "https://byen.dk/referater")
    assert archive.catalogue.revision == revision
    archive.catalogue.set_base(home, "")
    assert cited(archive) is None
    archive.close()


def test_a_pdf_is_opened_at_the_item_s_page(home: Path, tmp_path: Path) -> None:
    document = FPDF()
    document.set_font("Helvetica", size=12)
    for part in minutes(items=["Ny kaj", "Takster"]).split("Punkt "):
        document.add_page()
        document.multi_cell(0, 8, f"Punkt {part}" if part[0].isdigit() else part)
    (home / "havn.txt").unlink()
    (home / "havn.pdf").write_bytes(bytes(document.output()))
    archive = open_with(WordEmbedder(), tmp_path / "arkiv")
    archive.catalogue.set_base(home, "https://byen.dk/referater")
    build(archive, [home])
    (meeting_id,) = archive.meetings
    urls = [record.item.url for record in archive.items([f"{meeting_id}/{n}" for n in range(2)])]
    assert urls == [f"https://byen.dk/referater/havn.pdf#page={page}" for page in (2, 3)]
    archive.close()


def test_the_command_takes_the_address_and_refuses_a_wrong_one(
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(index.archive, "open_embedder", lambda setting: WordEmbedder())
    there = ["--archive", str(tmp_path / "arkiv")]
    assert cli.main(["index", str(home), "--base-url", "byen.dk", *there]) == 1
    assert "Skriv den som" in capsys.readouterr().err
    assert cli.main(["index", str(home), "--base-url", "https://byen.dk/r", *there]) == 0
    archive = open_with(WordEmbedder(), tmp_path / "arkiv")
    assert cited(archive) == "https://byen.dk/r/havn.txt"
    archive.close()

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from index.archive import Archive
from index.build import build
from index.store.intake import Report
from web import intake
from web.archive_page import named_once
from web.intake import UPLOADS, Intake, done_sentence, forget_uploads, keep_file, safe_name, uploads


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Referat 3. maj.PDF", "Referat 3. maj.PDF"),
        ("../../etc/møde.txt", "møde.txt"),
        ("C:\\mine\\møde.docx", "møde.docx"),
        (".skjult.txt", "skjult.txt"),
        ("a\x00b<c>.html", "a_b_c_.html"),
        (f"{'x' * 300}.txt", f"{'x' * 116}.txt"),
        (f"{'漢' * 300}.txt", f"{'漢' * 38}.txt"),
        ("\ud800.txt", "_.txt"),
    ],
)
def test_a_name_from_elsewhere_becomes_one_of_ours(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("name", ["", "....txt", "program.exe", "møde", "..", "a/b/"])
def test_what_can_be_no_minutes_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(ValueError, match="kan ikke læses"):
        safe_name(name)


def test_nothing_that_was_uploaded_is_overwritten(tmp_path: Path) -> None:
    places = [keep_file(tmp_path, "../a.txt", io.BytesIO(text)) for text in (b"en", b"to", b"en")]
    assert [place.name for place in places] == ["a.txt", "a (2).txt", "a.txt"]
    assert {p.name: p.read_bytes() for p in (tmp_path / UPLOADS).iterdir()} == {
        "a.txt": b"en",
        "a (2).txt": b"to",
    }


def test_an_empty_or_too_large_file_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "LARGEST", 10)
    for data, said in [(b"", "tom"), (b"x" * 11, "for stor")]:
        with pytest.raises(ValueError, match=said):
            keep_file(tmp_path, "a.txt", io.BytesIO(data))
    assert list((tmp_path / UPLOADS).iterdir()) == []


def test_what_cannot_be_read_is_told_when_the_build_is_done(tmp_path: Path) -> None:
    """Without a text there is nothing to embed: the whole process runs, and quickly."""
    place = keep_file(tmp_path, "blank.txt", io.BytesIO(b"   \n"))
    work = Intake(tmp_path)
    assert work.begin([place])
    assert not work.begin([place])
    until = time.monotonic() + 240
    while work.course.busy and time.monotonic() < until:
        time.sleep(0.2)
    assert isinstance(work.course.report, Report)
    assert [name for name, _ in work.course.report.unread] == ["blank.txt"]
    assert "1 fil kunne ikke læses" in work.course.sentence
    assert work.begin([])


def test_a_build_that_dies_is_told(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(b"no database at all, but long enough to be one")
    work = Intake(tmp_path)
    work.begin([])
    until = time.monotonic() + 240
    while work.course.busy and time.monotonic() < until:
        time.sleep(0.2)
    assert work.course.sentence
    assert work.course.report is None


def test_the_next_build_may_begin_as_soon_as_the_last_is_told(tmp_path: Path) -> None:
    """It waited for no lock, and was not mistaken for a build that died."""
    place = keep_file(tmp_path, "blank.txt", io.BytesIO(b"   \n"))
    work = Intake(tmp_path)
    for refused in (["a.pdf er tom."], []):
        assert work.begin([place], refused)
        until = time.monotonic() + 240
        while work.course.busy and time.monotonic() < until:
            time.sleep(0.005)
        assert work.course.report, work.course.sentence
        assert list(work.course.refused) == refused


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (Report(), "Færdig."),
        (Report(added=1), "Færdig. 1 ny fil er læst ind."),
        (Report(unchanged=1, duplicates=1), "Færdig. 2 filer var i arkivet i forvejen."),
        (Report(added=2, updated=1), "Færdig. 2 nye filer er læst ind. 1 ændret fil er læst ind igen."),
    ],
)  # fmt: skip
def test_only_what_a_build_did_is_told(report: Report, said: str) -> None:
    assert done_sentence(report) == said


def test_a_file_is_named_once_on_its_line() -> None:
    unread = [
        ("a.txt", "a.txt er tom."),
        ("b.zip!c/d.txt", "b.zip!c/d.txt er tom."),
        ("e.pdf", "Der mangler noget i e.pdf."),
    ]
    assert named_once(unread) == [
        ("a.txt", " er tom."),
        ("c/d.txt i b.zip", " er tom."),
        ("e.pdf", ": Der mangler noget i e.pdf."),
    ]


def test_what_was_uploaded_by_mistake_is_taken_out_again(tmp_path: Path) -> None:
    text = "REFERAT Byrådet d. 11-06-2026\n\nPunkt 1: Bænke\n\nBeslutning\n\nGodkendt.\n"
    (tmp_path / "a.zip").write_bytes(b"")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("inde/b.txt", text.replace("Bænke", "Borde"))
        packed.writestr("inde/tom.txt", "")
    with (tmp_path / "a.zip").open("rb") as data:
        zipped = keep_file(tmp_path / "arkiv", "a.zip", data)
    kept = keep_file(tmp_path / "arkiv", "c.txt", io.BytesIO(text.encode()))
    archive = Archive.open(tmp_path / "arkiv", create=True)
    build(archive, [zipped, kept])
    assert len(archive.meetings) == 2
    assert forget_uploads(archive, [zipped]).removed == 2
    assert uploads(tmp_path / "arkiv") == [kept]
    renewed = archive.renewed()
    assert [meeting.file for meeting in renewed.meetings.values()] == ["c.txt"]
    assert renewed.catalogue.unread() == []
    assert forget_uploads(renewed, [kept]).removed == 1
    assert renewed.catalogue.counts()["meetings"] == renewed.catalogue.counts()["chunks"] == 0

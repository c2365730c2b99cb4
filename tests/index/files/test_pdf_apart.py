"""A PDF is read by a process of its own: what it takes, and how that ends, stays there."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.files import pdf, pdf_apart
from index.files.pdf_apart import read_pdf_apart
from index.read import read_bytes
from index.types import UnreadableError

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>"


def pdf_of(drawn: bytes, box: bytes = b"0 0 595 842") -> bytes:
    """A PDF of one page that is drawn so."""
    packed = zlib.compress(drawn, 9)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[5 0 R]>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
        PAGE % box,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 6\n0000000000 65535 f \n" + rows
    return out + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)


def text_drawn(times: int) -> bytes:
    return b"BT /F1 12 Tf 50 700 Td " + b"(Hej fra kajen) Tj " * times + b"ET"


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No process that makes readers yet, and none kept afterwards."""
    readers = pdf_apart._Readers()
    monkeypatch.setattr(pdf_apart, "_READERS", readers)
    yield
    readers.end()


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let a Python script make the readers, with the line's number as its last argument."""
    (folder / "reader.py").write_text(script, encoding="utf-8")
    program = folder / "python"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{folder}/reader.py" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


def test_it_is_read_as_it_would_be_here() -> None:
    data = pdf_of(text_drawn(2))
    assert read_pdf_apart(data) == pdf.read_pdf(data)
    assert read_bytes(data, "/a.pdf", "a.pdf").text.startswith("Hej fra kajen")


def test_a_page_that_wants_all_the_memory_there_is_ends_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(pdf_apart, "MEMORY", 200 * 1024**2)
        with pytest.raises(UnreadableError, match=r"a\.pdf kræver mere hukommelse"):
            read_bytes(pdf_of(text_drawn(300_000)), "/a.pdf", "a.pdf")
    assert "Hej fra kajen" in read_bytes(pdf_of(text_drawn(1)), "/b.pdf", "b.pdf").text


def test_what_cannot_be_read_is_told_as_it_is_here() -> None:
    with pytest.raises(UnreadableError) as here:
        pdf.read_pdf(b"%PDF-1.4 ...")
    with pytest.raises(UnreadableError) as apart:
        read_pdf_apart(b"%PDF-1.4 ...")
    assert str(apart.value) == str(here.value)


@pytest.mark.usefixtures("anew")
@pytest.mark.parametrize("whom", ["os.getpid()", "os.getppid()"])
def test_one_that_was_stopped_from_outside_is_tried_again(
    whom: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f"""import os, signal, sys
from multiprocessing.connection import Connection
from index.files import pdf_apart
pdf_apart.read_pdf = lambda data: os.kill({whom}, signal.SIGKILL)
pdf_apart.serve(Connection(int(sys.argv[-1])))"""
    with monkeypatch.context() as patch:
        stand_in(tmp_path, patch, script)
        with pytest.raises(UnreadableError, match="Kør indlæsningen igen") as told:
            read_pdf_apart(pdf_of(text_drawn(1)))
    assert isinstance(told.value.__cause__, OSError)
    pdf_apart._READERS.end()
    assert "Hej fra kajen" in read_pdf_apart(pdf_of(text_drawn(1)))[0]


@pytest.mark.usefixtures("anew")
def test_a_bug_of_ours_is_not_told_as_the_file_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = """import sys
from multiprocessing.connection import Connection
from index.files import pdf_apart
pdf_apart.read_pdf = lambda data: {}[1]
pdf_apart.serve(Connection(int(sys.argv[-1])))"""
    stand_in(tmp_path, monkeypatch, script)
    with pytest.raises(RuntimeError, match="KeyError: 1"):
        read_pdf_apart(pdf_of(text_drawn(1)))


@pytest.mark.usefixtures("anew")
def test_one_process_makes_all_readers_and_ends_with_its_line() -> None:
    read_pdf_apart(pdf_of(text_drawn(1)))
    line, process = pdf_apart._READERS.line, pdf_apart._READERS.process
    read_pdf_apart(pdf_of(text_drawn(2)))
    assert line is not None
    assert process is not None
    assert pdf_apart._READERS.process is process
    line.close()
    assert process.wait(60) == 0


@pytest.mark.usefixtures("anew")
def test_a_process_that_has_nothing_to_read_ends_and_the_next_file_starts_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = """import sys
from multiprocessing.connection import Connection
from index.files import pdf_apart
pdf_apart.IDLE = 0.1
pdf_apart.serve(Connection(int(sys.argv[-1])))"""
    with monkeypatch.context() as patch:
        stand_in(tmp_path, patch, script)
        assert "Hej" in read_pdf_apart(pdf_of(text_drawn(1)))[0]
    process = pdf_apart._READERS.process
    assert process is not None
    assert process.wait(60) == 0
    assert "Hej" in read_pdf_apart(pdf_of(text_drawn(1)))[0]
    assert pdf_apart._READERS.process is not process


@pytest.mark.usefixtures("anew")
def test_files_that_are_read_at_once_get_each_their_own_text() -> None:
    files = [pdf_of(text_drawn(n)) for n in range(1, 9)]
    with ThreadPoolExecutor(4) as pool:
        texts = [text for text, _, _ in pool.map(read_pdf_apart, files)]
    assert [text.count("Hej") for text in texts] == list(range(1, 9))


def test_a_sheet_as_large_as_a_wall_is_drawn_no_larger_than_can_be_read() -> None:
    document = pdf._open(pdf_of(b"0 0 10 10 re f", b"0 0 14400 14400"))
    width, height = (
        int.from_bytes(pdf._picture(document[0])[at : at + 4], "big") for at in (16, 20)
    )
    assert width * height <= 1.01 * pdf.MOST_DOTS


def test_pages_beyond_the_time_for_tesseract_are_told_as_blank(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf, "can_ocr", lambda: True)
    monkeypatch.setattr(pdf, "OCR_MINUTES", -1)
    with pytest.raises(UnreadableError, match="er skannet"):
        pdf.read_pdf(pdf_of(b"0 0 10 10 re f"))

"""A PDF is read by a process of its own: what it takes, and how that ends, stays there."""

from __future__ import annotations

import signal
import sys
import zlib
from pathlib import Path

import pytest

from index import pdf, pdf_apart
from index.pdf_apart import read_pdf_apart
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


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let a shell script stand where Python does."""
    program = folder / "python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


def test_it_is_read_as_it_would_be_here() -> None:
    data = pdf_of(text_drawn(2))
    assert read_pdf_apart(data) == pdf.read_pdf(data)
    assert read_bytes(data, "/a.pdf", "a.pdf").text.startswith("Hej fra kajen")


def test_a_page_that_wants_all_the_memory_there_is_ends_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf_apart, "MEMORY", 200 * 1024**2)
    with pytest.raises(UnreadableError, match=r"a\.pdf kræver mere hukommelse"):
        read_bytes(pdf_of(text_drawn(300_000)), "/a.pdf", "a.pdf")


def test_one_that_was_stopped_from_outside_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, f"kill -{signal.SIGKILL.value} $$")
    with pytest.raises(UnreadableError, match="Kør indlæsningen igen") as told:
        read_pdf_apart(pdf_of(text_drawn(1)))
    assert isinstance(told.value.__cause__, OSError)


def test_a_bug_of_ours_is_not_told_as_the_file_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, """echo '{"unreadable": "", "fault": "KeyError: 1"}'""")
    with pytest.raises(RuntimeError, match="KeyError: 1"):
        read_pdf_apart(pdf_of(text_drawn(1)))


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

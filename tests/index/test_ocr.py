"""A scanned page read by the real tesseract, where it is installed with Danish."""

from __future__ import annotations

from io import BytesIO

import pytest
from fpdf import FPDF
from pypdfium2 import PdfDocument

from index.files.pdf import can_ocr
from index.formats import read_meetings_in
from index.types import Outcome

TEXT = (
    "REFERAT Havneudvalget d. 03-05-2031\n\nPunkt 1: Ny mole ved fiskerihavnen\n\nIndstilling\n\n"
    "Forvaltningen indstiller, at molen males.\n\nBeslutning\n\nIndstillingen blev godkendt."
)


def scan(text: str) -> bytes:
    """A PDF whose only page is a picture of the text, a little askew."""
    written = FPDF()
    written.add_page()
    written.set_font("Times", size=12)
    written.multi_cell(0, 6, text)
    page = PdfDocument(BytesIO(bytes(written.output())))[0]
    picture = page.render(scale=200 / 72, grayscale=True).to_pil().rotate(0.5, fillcolor=255)
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    scanned = FPDF()
    scanned.add_page()
    scanned.image(buffer, x=0, y=0, w=210)
    return bytes(scanned.output())


@pytest.mark.skipif(not can_ocr(), reason="tesseract with Danish is not installed")
def test_a_scanned_page_becomes_an_item_with_its_decision() -> None:
    _, (meeting,) = read_meetings_in(scan(TEXT), "scan.pdf", "scan.pdf")
    (item,) = meeting.items
    assert item.title == "Ny mole ved fiskerihavnen"
    assert item.decisions[0].outcomes == (Outcome.APPROVED,)

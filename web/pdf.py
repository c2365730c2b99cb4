"""A kept answer -> a note for the journal as PDF: every quote is text that can be copied."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from rag.render import reference
from rag.types import Answer

if TYPE_CHECKING:
    from fpdf import FPDF

FONT = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
"""Has every letter of Danish minutes, Greek, Cyrillic and most signs; only what is used of it
goes into the file."""
NO_SIGN = "\ufffd"
MISSING = f"{NO_SIGN} står for et tegn, som ikke kan vises her. Se svaret i Word eller på siden."
MARGIN, TEXT, SMALL, TITLE, HEADING = 22, 10.5, 9, 15, 12
"""Millimetres, and points."""
LEAD = 0.53
"""Millimetres of line for a point of letter: half as much again as the letter."""


def pdf(answer: Answer, foot: str, address: str = "") -> bytes:
    """The question, the answer, its sources with the words they quote, and the foot, which
    leads to `address`."""
    page = _page(answer.question)
    _write(page, answer.question, TITLE)
    for text in [sentence.text for sentence in answer.sentences] or [answer.text]:
        _write(page, text, TEXT)
    if answer.citations:
        _write(page, "Kilder", HEADING)
    for citation in answer.citations:
        _write(page, f"[{citation.n}] {reference(citation)}", TEXT, after=0.5)
        _write(page, f"»{citation.quote.strip()}«", TEXT, indent=6, after=0.5)
        _write(page, citation.file, SMALL, indent=6)
    texts = (answer.question, answer.text, *(citation.quote for citation in answer.citations))
    missing = any(_printable(page, text) != text for text in texts)
    _write(page, f"{foot} {MISSING}" if missing else foot, SMALL, link=address)
    out = io.BytesIO()
    page.output(out)
    return out.getvalue()


def _page(title: str) -> FPDF:
    from fpdf import FPDF  # half a second, and only for whoever wants a PDF

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    logging.getLogger("fpdf").setLevel(logging.ERROR)

    class Note(FPDF):
        def footer(self) -> None:
            self.set_y(-15)
            self.set_font("DejaVu", size=8)
            self.cell(0, 5, f"Side {self.page_no()}", align="R")

    page = Note(format="A4")
    page.alias_nb_pages("")  # else "{nb}" in the minutes would become a number
    page.set_margins(MARGIN, MARGIN)
    page.set_auto_page_break(True, MARGIN)
    page.add_font("DejaVu", fname=FONT)
    page.set_lang("da")
    page.set_title(title[:200])
    page.set_author("Svarpunkt")
    page.set_font("DejaVu", size=TEXT)
    page.add_page()
    return page


def _write(
    page: FPDF, text: str, size: float, *, indent: float = 0, after: float = 2.5, link: str = ""
) -> None:
    """A paragraph of `size` points, `indent` millimetres in, `after` millimetres of air below."""
    page.set_font("DejaVu", size=size)
    page.set_x(MARGIN + indent)
    page.multi_cell(
        0,
        size * LEAD,
        _printable(page, text),
        align="L",
        link=link,
        new_x="LMARGIN",
        new_y="NEXT",
    )
    page.ln(after)


def _printable(page: FPDF, text: str) -> str:
    """The text with a mark for every character that the font has no sign for."""
    known = getattr(page.fonts["dejavu"], "cmap", {})
    return "".join(c if ord(c) in known or c.isspace() else NO_SIGN for c in text)

"""A PDF -> its text layer, page by page; scanned pages by OCR where tesseract is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

from index.files.grid import Box, Gap, with_tables
from index.files.layout import Line, in_reading_order, with_paragraphs
from index.types import UnreadableError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

MOST_PAGES = 3_000
OCR_SECONDS = 60
"""A page. A full page of text takes tesseract 3-10 s on one core."""
OCR_SCALE = 300 / 72
"""300 dots an inch, which tesseract's own guide asks for."""
MOST_DOTS = 40_000_000
"""Of a picture for tesseract. A4 has 9 million, A2 35."""
OCR_MINUTES = 60
"""A file. Pages that are not reached are told as pages without text."""
MOST_DRAWN = 4_000
"""Lines and frames of a page that are looked at; more is a map or a drawing."""
FEWEST = 8
"""Letters and digits below which a page counts as having no text layer (a page number)."""

_HYPHEN = re.compile("[\ufffe\uffff\x02]\\s?")
"""What pdfium writes for a hyphen at a line's end, and the line end after it."""
_KEEPS = re.compile(r"(?:og|eller|samt|til|og/eller)\b")
"""After these the hyphen is the word's own ("børne- og")."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def read_pdf(data: bytes) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """(text, offset of each page, 1-based numbers of pages without text).

    A blank line stands between pages. Raises `UnreadableError`: locked, damaged, or nothing
    but pictures and no tesseract to read them.
    """
    document = _open(data)
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise UnreadableError(f"har {count} sider; grænsen er {MOST_PAGES}. Del den op.")
        texts = [_page_text(document, n) for n in range(count)]
        blank = [n + 1 for n, text in enumerate(texts) if _letters(text) < FEWEST]
        until = time.monotonic() + 60 * OCR_MINUTES
        for number in blank if can_ocr() else ():
            if time.monotonic() > until:
                break
            texts[number - 1] = _ocr(document, number - 1) or texts[number - 1]
    finally:
        document.close()
    blank = [number for number in blank if _letters(texts[number - 1]) < FEWEST]
    if count and len(blank) == count:
        raise UnreadableError(
            f"er skannet: ingen af dens {count} sider har tekst. Læg en udgave med tekst i "
            "mappen, eller installér tesseract med dansk (tesseract-ocr-dan)."
        )
    return *_joined(texts), tuple(blank)


def can_ocr() -> bool:
    """Whether tesseract is installed with Danish."""
    return _languages() is not None and "dan" in (_languages() or "")


@cache
def _languages() -> str | None:
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout


def _open(data: bytes) -> PdfDocument:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(BytesIO(data))
    except PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            told = "er låst med adgangskode. Gem en udgave uden adgangskode."
        else:
            told = "er en beskadiget eller afkortet PDF. Hent den igen."
        raise UnreadableError(told) from error


def _page_text(document: PdfDocument, number: int) -> str:
    """The page's text; "" for a page that pdfium cannot open, so that the others are kept."""
    from pypdfium2 import PdfiumError

    try:
        page = document[number]
        layer = page.get_textpage()
        turned = page.get_rotation() != 0
        placed = list(_lines(layer))
        lines = [line for line, _ in placed]
        if not turned:
            lines = with_tables(
                lines, lambda n: _gaps(layer, *placed[n]), lambda: list(_drawn(page))
            )
        layer.close()
        page.close()
    except PdfiumError:
        return ""
    # A turned page's boxes are turned too, and say nothing about what is above what.
    texts = [line.text for line in lines] if turned else with_paragraphs(in_reading_order(lines))
    return _cleaned("\n".join(texts))


def _lines(layer: PdfTextPage) -> Iterator[tuple[Line, int]]:
    """pdfium's lines, each with the box of its first and last character, and where it begins."""
    at, last = 0, layer.count_chars() - 1
    for text in layer.get_text_range().split("\r\n"):
        inked = [n for n, c in enumerate(text) if not c.isspace()]
        if inked and at + inked[-1] <= last:
            first = layer.get_charbox(at + inked[0], loose=True)
            end = layer.get_charbox(at + inked[-1], loose=True)
            bottom, top = min(first[1], end[1]), max(first[3], end[3])
            yield Line(text, min(first[0], end[0]), bottom, max(first[2], end[2]), top), at
        elif inked:
            yield Line(text, 0, 0, 0, 0), at
        at += len(text) + 2


def _gaps(layer: PdfTextPage, line: Line, at: int) -> list[Gap]:
    """The spaces inside a line, each with the boxes of the letters beside it."""
    last = layer.count_chars() - 1
    found = []
    for match in re.finditer(r"(?<=\S)\s+(?=\S)", line.text):
        if at + match.end() <= last:
            before = layer.get_charbox(at + match.start() - 1, loose=True)
            after = layer.get_charbox(at + match.end(), loose=True)
            found.append((match.start(), before, after))
    return found


def _drawn(page: PdfPage) -> Iterator[Box]:
    """The boxes of what is drawn on the page: frames of cells, thin lines."""
    from pypdfium2.raw import FPDF_PAGEOBJ_PATH

    for path in islice(page.get_objects(filter=(FPDF_PAGEOBJ_PATH,), max_depth=3), MOST_DRAWN):
        yield path.get_bounds()


def _cleaned(raw: str) -> str:
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", _HYPHEN.sub(_hyphen, text))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def _hyphen(found: re.Match[str]) -> str:
    """A word that the line's end has cut is whole again; a hyphen of its own stays."""
    text, after = found.string, found.string[found.end() : found.end() + 12]
    if _KEEPS.match(after):
        return "- "
    cut = after[:1].islower() and text[max(found.start() - 3, 0) : found.start()].islower()
    return "" if cut and found.start() > 2 and text[found.start() - 3].isalpha() else "-"


def _joined(texts: list[str]) -> tuple[str, tuple[int, ...]]:
    starts, length = [], 0
    for text in texts:
        starts.append(length)
        length += len(text) + 2
    return "\n\n".join(texts), tuple(starts)


def _letters(text: str) -> int:
    return sum(c.isalnum() for c in text)


def _ocr(document: PdfDocument, number: int) -> str:
    """What tesseract reads on a page; "" when it fails or takes too long."""
    try:
        image = _picture(document[number])
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", "-l", "dan", "--psm", "3"],
            input=image,
            capture_output=True,
            timeout=OCR_SECONDS,
            check=False,
            # Its threads wait by spinning: on two cores four are slower than one.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.TimeoutExpired, ValueError, RuntimeError):
        return ""
    return _cleaned(done.stdout.decode("utf-8", "replace").replace("\f", ""))


def _picture(page: PdfPage) -> bytes:
    width, height = page.get_size()
    # A plan on a large sheet is made coarser: at 300 dots an inch it would take gigabytes.
    scale = min(OCR_SCALE, (MOST_DOTS / max(width * height, 1.0)) ** 0.5)
    buffer = BytesIO()
    page.render(scale=scale, grayscale=True).to_pil().save(buffer, format="PNG")
    return buffer.getvalue()

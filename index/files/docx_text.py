"""The elements of a Word file -> what a reader sees of them: paragraphs, fields, rows of tables.

Content controls (the fields of a template), what was inserted under tracked changes and tables
inside tables are read too; what was deleted, and hidden remarks, are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FOR_OLD = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX = f"{_W}txbxContent"
PARAGRAPH, TABLE = f"{_W}p", f"{_W}tbl"
_ROW, _CELL, _RUN = f"{_W}tr", f"{_W}tc", f"{_W}r"
_AROUND = frozenset(
    f"{_W}{name}"
    for name in (
        *("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"),
        *("hyperlink", "fldSimple", "dir", "bdo"),
    )
)
"""What may stand around paragraphs, rows, cells and runs without being any."""
_PRINTED = {
    f"{_W}tab": " ",
    f"{_W}ptab": " ",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
_BREAKS_PAGE = frozenset({"page", "column"})
WIDEST = 64
"""Columns of a table at most, as in Word: a wider span is an error, or an attack."""


def inside(element: _Element, *tags: str) -> Iterator[_Element]:
    """The elements with one of these tags in another one, in order, whatever stands around them."""
    waiting = [iter(element)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag in tags:
            yield child
        elif child.tag in _AROUND:
            waiting.append(iter(child))


def paragraph_text(paragraph: _Element) -> str:
    """A paragraph's text with its white space folded; its own line breaks stay."""
    raw = "".join(_printed(run) for run in inside(paragraph, _RUN))
    lines = (" ".join(line.split()) for line in raw.split("\n"))
    return "\n".join(line for line in lines if line)


def _printed(run: _Element) -> str:
    parts = []
    for child in run:
        if child.tag == f"{_W}t":
            parts.append((child.text or "").replace("\n", " "))
        elif child.tag == f"{_W}br":
            parts.append(" " if child.get(f"{_W}type") in _BREAKS_PAGE else "\n")
        elif child.tag in _PRINTED:
            parts.append(_PRINTED[child.tag])
    return "".join(parts)


def blocks(around: _Element) -> Iterator[_Element]:
    """The paragraphs and tables of a text; a table of one column only frames what is in it."""
    for block in inside(around, PARAGRAPH, TABLE):
        cells = [list(inside(row, _CELL)) for row in inside(block, _ROW)]
        if block.tag == PARAGRAPH or any(len(row) > 1 for row in cells):
            yield block
            continue
        for (cell,) in filter(None, cells):
            yield from blocks(cell)


def boxes(paragraph: _Element) -> Iterator[_Element]:
    """The text boxes that hang on a paragraph, each once (Word writes each twice)."""
    for box in paragraph.iter(_BOX):
        around = {parent.tag for parent in box.iterancestors()}
        inner = sum(parent.tag == _BOX for parent in box.iterancestors())
        above = sum(parent.tag == _BOX for parent in paragraph.iterancestors())
        if _FOR_OLD not in around and inner == above:
            yield box


def page_heads(document: _Element) -> list[str]:
    """The ids of the parts that hold what stands above every page, the first page's first."""
    found = [
        (order, reference.get(f"{_R}id") or "")
        for order, kind in enumerate(("first", "default", "even"))
        for reference in document.iter(f"{_W}headerReference")
        if reference.get(f"{_W}type") == kind
    ]
    return list(dict.fromkeys(part for _, part in sorted(found, key=lambda one: one[0])))


def rows(table: _Element) -> Iterator[str]:
    """One line a row, tabs between its cells; a cell that spans columns is written once, its other
    columns empty; one that spans rows is written in each."""
    above: dict[int, str] = {}
    for row in inside(table, _ROW):
        cells = [""] * _number(row, "trPr", "gridBefore", 0)
        held: dict[int, str] = {}
        for cell in inside(row, _CELL):
            at, merged = len(cells), cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merged is not None and merged.get(f"{_W}val") != "restart"
            text = above.get(at, "") if goes_on else _cell_text(cell)
            if merged is not None:
                held[at] = text
            width = _number(cell, "tcPr", "gridSpan", 1) if at < WIDEST else 1
            cells += [text, *[""] * (width - 1)]
        above = held
        line = "\t".join(cells).rstrip("\t")
        if line.strip():
            yield line


def _cell_text(cell: _Element) -> str:
    """All of a cell on one line, tables inside it too."""
    parts: list[str] = []
    waiting = [inside(cell, PARAGRAPH, TABLE)]
    while waiting:
        block = next(waiting[-1], None)
        if block is None:
            waiting.pop()
        elif block.tag == PARAGRAPH:
            parts.append(paragraph_text(block))
        elif block.tag == TABLE:
            waiting.append(inside(block, _ROW))
        else:
            waiting.append(inside(block, *((_CELL,) if block.tag == _ROW else (PARAGRAPH, TABLE))))
    return " ".join(" ".join(parts).split())


def _number(element: _Element, settings: str, name: str, least: int) -> int:
    found = element.find(f"{_W}{settings}/{_W}{name}")
    raw = "" if found is None else found.get(f"{_W}val") or ""
    value = int(raw) if raw.isdecimal() and len(raw) < 9 else least
    return min(max(value, least), WIDEST)

"""The tables of a PDF page: rows and cells by where the words stand, tabs between the cells.

A PDF knows no tables: pdfium gives "Personlig pleje 412,50 kr. 561,25 kr." and the places. Words
that stand far apart are pieces, and rows whose pieces fall into the same columns are a table
(`index/files/table.py` says which). Text in two columns, numbered lists and the labels of a page's
head are none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from index.files.layout import Line
from index.files.table import Row, find_tables

_WIDE = 0.75
"""Of a line's height (1.2 times the type): a wider gap parts two pieces. Justified text in a
column of some width stays below 0.6."""
_STRETCHED = 1.12
"""Times the page's usual width of a letter; other lines hold no wide gap and are not measured."""
_MOST_LINES = 400
_FEW = 4
"""Lines on a page that say nothing about its usual letter: all are measured."""

Box = tuple[float, float, float, float]
"""(left, bottom, right, top) in points."""
Gap = tuple[int, Box, Box]
"""(offset of a space in its line, box of the letter before it, of the letter after it)."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A line, or what is one when pdfium has put two on one, with its pieces."""

    line: Line
    pieces: tuple[Line, ...]


def with_tables(
    lines: Sequence[Line], gaps: Callable[[int], list[Gap]], rules: Callable[[], list[Box]]
) -> list[Line]:
    """The page's lines with each table's rows in the place of the lines that it was made of.

    `gaps` measures the line at a position, `rules` gives the boxes that are drawn on the page
    (a cell's frame, a thin line); both are asked for only where they matter.
    """
    if not lines or len(lines) > _MOST_LINES:
        return list(lines)
    cut = _stretched(lines)
    parts = [
        part
        for n, line in enumerate(lines)
        for part in (_parts(line, gaps(n)) if n in cut else [_Part(line, (line,))])
    ]
    if not any(len(part.pieces) > 1 for part in parts) and not _side_by_side(lines):
        return [part.line for part in parts]
    return _replaced(parts, rules)


def _replaced(parts: Sequence[_Part], rules: Callable[[], list[Box]]) -> list[Line]:
    home = {id(piece): n for n, part in enumerate(parts) for piece in part.pieces}
    first: dict[int, list[Line]] = {}
    gone: set[int] = set()
    for table in find_tables(_rows([piece for part in parts for piece in part.pieces]), rules):
        used = {home[id(piece)] for row in table.rows for piece in row.pieces}
        if not used & gone:
            first[min(used)] = [_written(cells) for cells in table.cells()]
            gone |= used
    out: list[Line] = []
    for n, part in enumerate(parts):
        out += first.get(n, [] if n in gone else [part.line])
    return out


def _stretched(lines: Sequence[Line]) -> set[int]:
    """The lines that may hold a wide gap or a line's end, and their neighbours."""
    widths = [(line.right - line.left) / max(len(line.text), 1) for line in lines]
    usual, height = median(widths), median(line.height for line in lines)
    odd = [
        n
        for n, width in enumerate(widths)
        if len(lines) < _FEW or width > _STRETCHED * usual or lines[n].height > 1.5 * height
    ]
    return {near for n in odd for near in range(n - 2, n + 3) if 0 <= near < len(lines)}


def _parts(line: Line, gaps: list[Gap]) -> Iterator[_Part]:
    """The lines in a line (pdfium joins two now and then), each cut at its wide gaps."""
    pieces: list[Line] = []
    start, left = 0, line.left
    begin, (bottom, top) = 0, _height_of(line, gaps)
    for at, before, after in gaps:
        gap, tall = after[0] - before[2], max(before[3] - before[1], 1.0)
        broken = gap < -2 * tall and after[1] < before[1]
        if not broken and gap <= _WIDE * tall:
            continue
        pieces.append(Line(line.text[start:at].strip(), left, bottom, before[2], top))
        start, left = at + 1, after[0]
        if broken:
            yield _part(line.text[begin:at], pieces)
            pieces, begin = [], at + 1
            bottom, top = after[1], after[3]
    pieces.append(Line(line.text[start:].strip(), left, bottom, line.right, top))
    yield _part(line.text[begin:], pieces)


def _height_of(line: Line, gaps: list[Gap]) -> tuple[float, float]:
    return (gaps[0][1][1], gaps[0][1][3]) if gaps else (line.bottom, line.top)


def _part(text: str, pieces: list[Line]) -> _Part:
    one = pieces[0]
    right = max(piece.right for piece in pieces)
    return _Part(Line(text.strip(), one.left, one.bottom, right, one.top), tuple(pieces))


def _side_by_side(lines: Sequence[Line]) -> bool:
    """Whether several lines stand beside others: cells that were written column by column."""
    tops = sorted((line.top for line in lines), reverse=True)
    low = min(line.height for line in lines) / 3
    return sum(1 for one, two in pairwise(tops) if one - two < low) > 2


def _rows(pieces: Sequence[Line]) -> list[Row]:
    """The pieces put together by height, from the top of the page to its foot."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda one: -(one.top + one.bottom)):
        last = rows[-1][0] if rows else None
        if last and abs(last.top + last.bottom - piece.top - piece.bottom) < 0.7 * last.height:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [Row(tuple(sorted(row, key=lambda one: one.left))) for row in rows]


def _written(cells: list[tuple[Line, ...]]) -> Line:
    """A row as one line, its cells parted by tabs."""
    pieces = [piece for cell in cells for piece in cell]
    text = "\t".join(" ".join(piece.text for piece in cell) for cell in cells).rstrip("\t")
    return Line(
        text,
        min(piece.left for piece in pieces),
        min(piece.bottom for piece in pieces),
        max(piece.right for piece in pieces),
        max(piece.top for piece in pieces),
    )

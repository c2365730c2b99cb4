"""A document's lines as a reader sees them: markup peeled off, glued labels cut loose.

Blank lines are not lines; they are remembered as the gap before the next one. Every line is
a slice of the document's text, so offsets never need translating.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from index.files.furniture import Furniture, find_furniture
from index.parsing.cells import find_cells
from index.parsing.cuts import BLANK, find_cuts
from index.parsing.labels import settle_labels
from index.parsing.line import Line
from index.sections import label_kind
from index.types import Document

_HASHES = re.compile(r"#{1,6}[ \t]+")
_SPOKEN = re.compile(
    r"(?:(?:dagsordens?)?punkt|pkt|sag|nr)\.?(?: ?nr\.?)?:?\t\d{1,4}\.?", re.IGNORECASE
)
_RULED = re.compile(r"[-_=*~─━·. ]{4,}")
"""A line that is drawn with characters."""
_ARROW = re.compile(r"(?:[-=]+>|[→⇒►▶➢])\s*(?=\S)")
_CONTENTS = re.compile(
    r"(?:\.{3,}|…+|_{4,}|(?: \.){3,}|\t)\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s+\d{1,4})*$"
)


def read_lines(document: Document) -> tuple[Line, ...]:
    """The non-blank lines of the document, in order; every visible character is in one."""
    spans = list(_spans(document.text))
    cells = find_cells(document.text, spans)
    cuts = find_cuts(document.text, spans) | {
        row: [cell.start for cell in row_cells] for row, row_cells in cells.items()
    }
    columns = {cell.start: cell.kind for found in cells.values() for cell in found}
    furniture = find_furniture(document, spans)
    starts = [start for _, start, _ in document.headings]
    lines: list[Line] = []
    for start, end, gap in _apply(spans, cuts):
        level = _markup_level(document, starts, start, end)
        line = _peel(document.text, (len(lines), start, end), level, gap, start in columns)
        if start in columns:
            lines.append(replace(line, kind=columns[start], cell=True))
        else:
            lines.append(_judge(line, furniture))
    return settle_labels(lines)


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, gap before) of every line that shows something."""
    gap, at = True, 0
    for raw in text.split("\n"):
        core = raw.strip(BLANK)
        if core:
            start = at + raw.index(core)
            yield start, start + len(core), gap
        gap = not core
        at += len(raw) + 1


def _peel(text: str, place: tuple[int, int, int], level: int, gap: bool, cell: bool) -> Line:
    """The line at the place (its index, start, end) without the marks of Markdown around it."""
    index, start, end = place
    while text[end - 1] in BLANK:
        end -= 1
    while text[start] in BLANK:
        start += 1
    left, right = start, end
    if text[start] == "|" or cell:
        while end - start > 1 and text[start] in "| ":
            start += 1
        while end - start > 1 and text[end - 1] in "| ":
            end -= 1
    hashes = _HASHES.match(text, start, end)
    if hashes:
        level = level or text.count("#", start, hashes.end())
        start = hashes.end()
    arrow = _ARROW.match(text, start, end)
    start = arrow.end() if arrow and arrow.end() < end else start
    bold = False
    for mark in ("**", "__", "*", "_"):
        inner = text[start + len(mark) : end - len(mark)]
        wrapped = text.startswith(mark, start) and text.endswith(mark, start, end)
        if wrapped and inner.strip(BLANK + "*_") and mark not in inner and inner[0] not in " \t":
            start, end = start + len(mark), end - len(mark)
            bold = bold or len(mark) == 2
    core = text[start:end]
    return Line(index, start, end, core, level, bold or level > 0, gap, left=left, right=right)


def _judge(line: Line, furniture: Furniture) -> Line:
    text = line.text
    contents = _CONTENTS.search(text[-60:]) is not None and not _SPOKEN.fullmatch(text)
    is_furniture = furniture.holds(text) or _RULED.fullmatch(text) is not None
    kind = None if contents or is_furniture or _hangs_over(line) else label_kind(text)
    if not (contents or is_furniture or kind):
        return line
    return replace(line, furniture=is_furniture, contents=contents, kind=kind)


def _hangs_over(line: Line) -> bool:
    """Whether a line is the last word or two of the paragraph above it ("beslutning.")."""
    return line.text[0].islower() and not (line.gap or line.marked or line.text.endswith(":"))


def _markup_level(document: Document, starts: list[int], start: int, end: int) -> int:
    at = bisect_left(starts, start)
    for level, first, last in document.headings[max(0, at - 1) : at + 1]:
        if first < end and start < last:
            return level
    return 0


def _apply(
    spans: list[tuple[int, int, bool]], cuts: dict[int, list[int]]
) -> Iterator[tuple[int, int, bool]]:
    for row, (start, end, gap) in enumerate(spans):
        first = start
        for cut in [*cuts.get(row, ()), end]:
            if cut > first:
                yield first, cut, gap and first == start
            first = cut

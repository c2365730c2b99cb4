"""A document as printed -> as it is read: without the heads and feet of its pages, a sentence that
runs over a page's end and a word that a line's end has cut in one piece, and columns that are set
out with spaces as a table's rows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from index.files.furniture import find_furniture
from index.files.hyphens import join_words
from index.sections import known_kind
from index.sentences import marker_end, width_of
from index.types import Document

PAGED = ("text/plain", "text/markdown", "application/pdf")
"""Kinds of file whose text holds what stands at the edges of its pages."""
FULL = 0.8
"""A line of this share of the longest is as long as the page is wide."""
LONG_LINE = 60
"""Letters of a line that no heading has."""
_GAP = re.compile(r"(?<=\S)[ \xa0]{2,}(?=\S)")
_LAST_NUMBER = re.compile(r"\s\d{1,3}(?:\s*(?:af|ud af|/)\s*\d+)?$")
_LEADER = re.compile(r"\.{3,}|…")
_ENDS = (".", ":", ";", "!", "?", "…")
LONGEST_CELL = 60
FEWEST_FIGURES = 2
"""Rows whose last cell holds a figure, below which aligned lines are no table."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as printed, where it begins, and its page."""

    text: str
    start: int
    page: int

    @property
    def bare(self) -> str:
        return self.text.strip(" \t\r\f\v\xa0\u200b\ufeff")


def repaired(document: Document) -> Document:
    """The document as it is shown and quoted; itself when nothing in it wants repair."""
    if document.media not in PAGED or document.headings:
        return document
    lines = list(_lines(document))
    kept, left = _without_breaks(document, lines)
    if document.media == "text/plain":
        kept = _with_whole_words(document, kept)
        kept = [line for block in _blocks(kept) for line in _as_rows(block)]
    if kept == lines:
        return document
    return replace(_joined(document, kept), furniture=left)


def _lines(document: Document) -> Iterator[_Line]:
    at = 0
    for text in document.text.split("\n"):
        first = at + len(text) - len(text.lstrip("\f"))
        yield _Line(text, at, max(bisect_right(document.pages, first) - 1, 0))
        at += len(text) + 1


def _without_breaks(
    document: Document, lines: Sequence[_Line]
) -> tuple[list[_Line], tuple[str, ...]]:
    """(the lines kept, what is left out as printed).

    Left out are the heads and feet of the pages, but for the first of each, which may tell whose
    minutes they are, and what else stands between the two halves of a sentence that runs over a
    page's end. A text without pages shows where they end by their feet alone.
    """
    shown = [n for n, line in enumerate(lines) if line.bare]
    spans = [(lines[n].start + lines[n].text.index(lines[n].bare), lines[n].bare) for n in shown]
    furniture = find_furniture(document, [(at, at + len(bare), False) for at, bare in spans])
    width = max((len(bare) for _, bare in spans), default=0)
    text = [n for n in shown if not furniture.holds(lines[n].bare)]
    paged = len(document.pages) > 1
    again = set(_again((n, lines[n].bare) for n in shown if furniture.holds(lines[n].bare)))
    dropped: set[int] = set()
    for before, after in pairwise(text):
        first, last = lines[before], lines[after]
        between = any(line.bare for line in lines[before + 1 : after])
        turns = last.page == first.page + 1 if paged else between
        full = FULL * width if paged else min(FULL * width, LONG_LINE)
        if turns and _runs_on(first.bare, last.bare, full):
            dropped.update(range(before + 1, after))
    kept = [
        replace(line, text="") if n in again else line
        for n, line in enumerate(lines)
        if n not in dropped
    ]
    left = (line.bare for n, line in enumerate(lines) if n in again | dropped)
    return kept, tuple(filter(None, left))


def _again(heads: Iterable[tuple[int, str]]) -> Iterator[int]:
    """The numbers of the lines that have stood there before, the page's own number aside."""
    seen: set[str] = set()
    for n, bare in heads:
        form = _LAST_NUMBER.sub("", bare)
        if bare.isdecimal() or form in seen:
            yield n
        seen.add(form)


def _with_whole_words(document: Document, lines: Sequence[_Line]) -> list[_Line]:
    """The lines of a text that is broken to fit a page, with no word cut in two at a line's end."""
    width = width_of(document.text)
    if not width:
        return list(lines)
    texts = join_words([line.text for line in lines], width, document.text.casefold())
    return [
        replace(line, text=text)
        for line, text in zip(lines, texts, strict=True)
        if text is not None
    ]


def _runs_on(before: str, after: str, full: float) -> bool:
    """Whether a page's first line goes on with the last sentence of the page before."""
    if before.endswith(_ENDS) or "\t" in before or known_kind(after) or marker_end(after):
        return False
    return len(before) >= full and (after[0].islower() or before.endswith((",", "-")))


def _blocks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Runs of lines that all have wide gaps, and all others one by one."""
    for gapped, group in groupby(lines, key=lambda line: _GAP.search(line.bare) is not None):
        run = list(group)
        if gapped:
            yield run
        else:
            yield from ([line] for line in run)


def _as_rows(block: Sequence[_Line]) -> list[_Line]:
    """The lines of a block with tabs between their cells when it is a table."""
    rows = [list(_cells(line.text)) for line in block]
    if not all(rows):
        return list(block)
    figures = sum(bool(re.search(r"\d", row[-1].text)) for row in rows)
    named = any(
        row[0].text.endswith(":") or _LEADER.search(line.bare)
        for row, line in zip(rows, block, strict=True)
    )
    long = any(len(cell.text) > LONGEST_CELL for row in rows for cell in row)
    if len(block) < 2 or figures < FEWEST_FIGURES or named or long:
        return list(block)
    columns = max(rows, key=len)
    placed = [_in_columns(row, columns) for row in rows]
    if None in placed:
        return list(block)
    return [
        replace(line, text="\t".join(row)) for line, row in zip(block, placed, strict=True) if row
    ]


@dataclass(frozen=True, slots=True)
class _Cell:
    """What stands between two wide gaps of a line, from one column of letters to another."""

    text: str
    start: int
    end: int


def _cells(text: str) -> Iterator[_Cell]:
    text = text.lstrip("\f")
    for match in re.finditer(r"\S+(?:[ \xa0]\S+)*", text):
        yield _Cell(match.group(), *match.span())


def _in_columns(row: Sequence[_Cell], columns: Sequence[_Cell]) -> list[str] | None:
    """The row's cells, "" where it has none; None when one stands in no column or two in one."""
    found = [""] * len(columns)
    at = 0
    for cell in row:
        under = (n for n, c in enumerate(columns) if cell.start < c.end and c.start < cell.end)
        column = next(under, -1)
        if column < at:
            return None
        found[column] = cell.text
        at = column + 1
    return found


def _joined(document: Document, lines: Sequence[_Line]) -> Document:
    """The document with these lines for its text, and its pages where they begin now."""
    parts: list[str] = []
    begins: dict[int, int] = {}
    at = 0
    for line in lines:
        text = line.text.lstrip("\f") if len(document.pages) > 1 else line.text
        begins.setdefault(line.page, at)
        parts.append(text)
        at += len(text) + 1
    whole = "\n".join(parts)
    pages: list[int] = []
    for page in range(len(document.pages) - 1, -1, -1):
        pages.append(begins.get(page, pages[-1] if pages else len(whole)))
    return replace(document, text=whole, pages=tuple(reversed(pages)))

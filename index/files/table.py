"""Rows of pieces on a PDF page -> the tables among them, each with its columns and cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from index.files.layout import Line

_FAR = 2.6
"""Heights between a row and the next one; more ends the table."""
_MARK = re.compile(r"(?:\(?(?:\d{1,2}|[a-zæøå])[.):]?|[-–•·*▪]|\d{1,3}\.)$")
_FIGURE = re.compile(r"[-–+]?\s?\d[\d.,\s]*(?:%|pct\.?|kr\.?|mio\.?(?: kr\.?)?|t?kr\.?)?$")
_LONGEST_WORDS = 22
"""Characters; a longer piece that fills its column is running text."""

Column = tuple[float, float]
Cells = list[tuple[Line, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces on one height, from left to right."""

    pieces: tuple[Line, ...]

    @property
    def top(self) -> float:
        return max(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        return min(piece.bottom for piece in self.pieces)

    @property
    def height(self) -> float:
        return max(piece.height for piece in self.pieces)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Table:
    """Rows that share columns; `rules` are the heights of the lines drawn between them."""

    rows: list[Row]
    columns: list[Column]
    rules: list[float] = field(default_factory=list)

    def cells(self) -> list[Cells]:
        """The lines of each cell, row by row; what is broken over lines is put together."""
        found: list[Cells] = []
        for n, row in enumerate(self.rows):
            cells = [
                tuple(one for one in row.pieces if column_of(one, self.columns) == k)
                for k in range(len(self.columns))
            ]
            if found and self._goes_on(found[-1], cells, n):
                found[-1] = [(*one, *two) for one, two in zip(found[-1], cells, strict=True)]
            else:
                found.append(cells)
        return found

    def _goes_on(self, above: Cells, cells: Cells, n: int) -> bool:
        """Whether a row holds the rest of the cells above it."""
        one, two = self.rows[n - 1], self.rows[n]
        if any(two.middle < rule < one.middle for rule in self.rules):
            return False
        if self._is_one_row(n):
            return True
        if overlap(one, two) or self._is_centred(n) or self._is_centred(n - 1):
            return True
        if one.bottom - two.top > 0.75 * one.height:
            return False
        return self._is_broken(above, cells)

    def _is_one_row(self, n: int) -> bool:
        """Whether lines are drawn above and below the row at `n` and what stands between them
        is one row: no column has two figures there."""
        over = [rule for rule in self.rules if rule > self.rows[n].middle]
        under = [rule for rule in self.rules if rule < self.rows[n].middle]
        if not over or not under:
            return False
        inside = [row for row in self.rows if max(under) < row.middle < min(over)]
        figures = [
            column_of(piece, self.columns)
            for row in inside
            for piece in row.pieces
            if _FIGURE.match(piece.text)
        ]
        return len(figures) == len(set(figures))

    def _is_centred(self, n: int) -> bool:
        """Whether the row at `n` is the middle one of three that are a row: a broken first cell
        with the others centred beside it."""
        if not 0 < n < len(self.rows) - 1:
            return False
        one, two, three = self.rows[n - 1 : n + 2]
        firsts = [column_of(row.pieces[0], self.columns) == 0 for row in (one, two, three)]
        lone = len(one.pieces) == len(three.pieces) == 1
        if firsts != [True, False, True] or not lone:
            return False
        return abs(one.middle + three.middle - 2 * two.middle) < 0.3 * two.height

    def _is_broken(self, above: Cells, cells: Cells) -> bool:
        filled = [k for k, cell in enumerate(cells) if cell]
        if not cells[0]:
            return all(above[k] for k in filled)
        goes_on = cells[0][0].text[:1].islower()
        if len(filled) == len(cells):
            return goes_on and sum(1 for cell in above if cell) == 1
        if len(filled) > 1:
            return goes_on
        room = self.columns[1][0] - self.columns[0][0]
        full = bool(above[0]) and above[0][-1].right > self.columns[1][0] - 0.25 * room
        return goes_on or (full and any(above[1:]))


def find_tables(
    rows: Sequence[Row], rules: Callable[[], list[tuple[float, float, float, float]]]
) -> Iterator[Table]:
    """The tables among the page's rows, from the top down."""
    n = 0
    drawn: list[tuple[float, float, float, float]] | None = None
    while n < len(rows):
        table = _table(_near(rows, n)) if len(rows[n].pieces) > 1 else None
        if table:
            drawn = rules() if drawn is None else drawn
            table.rules = _rules(table, drawn)
            yield table
        n += len(table.rows) if table else 1


def _near(rows: Sequence[Row], n: int) -> Sequence[Row]:
    stop = n + 1
    while stop < len(rows) and rows[stop - 1].bottom - rows[stop].top < _FAR * rows[n].height:
        stop += 1
    return rows[n:stop]


def _rules(table: Table, drawn: Sequence[tuple[float, float, float, float]]) -> list[float]:
    """The heights at which lines are drawn through most of the table."""
    left = min(column[0] for column in table.columns)
    right = max(column[1] for column in table.columns)
    low, high = table.rows[-1].bottom - 20, table.rows[0].top + 20
    widths: dict[int, float] = {}
    for one, bottom, other, top in drawn:
        shared = min(other, right) - max(one, left)
        for height in {round(bottom / 3), round(top / 3)} if shared > 0 else ():
            widths[height] = widths.get(height, 0.0) + shared
    wide = (3 * height for height, width in widths.items() if width > 0.5 * (right - left))
    return [float(height) for height in wide if low < height < high]


def _table(rows: Sequence[Row]) -> Table | None:
    """The table that begins with the first of the rows, None when it is none."""
    fitting = _while_fitting(rows)
    columns = _columns([row for row in fitting if len(row.pieces) > 1])
    if len(columns) < 2:
        return None
    taken: list[Row] = []
    for row in fitting:
        if not all(_fits(piece, columns) for piece in row.pieces):
            break
        taken.append(row)
    while len(taken) > 1 and _is_below(taken[-2], taken[-1], columns):
        taken.pop()
    table = Table(taken, columns)
    return table if _is_table(table) else None


def _while_fitting(rows: Sequence[Row]) -> list[Row]:
    """The rows down to the first that is running text: one piece as wide as several above."""
    left, right = rows[0].pieces[0].left, rows[0].pieces[-1].right
    fitting: list[Row] = []
    for row in rows:
        piece = row.pieces[0]
        if len(row.pieces) == 1 and piece.right - piece.left > 0.6 * (right - left):
            break
        left, right = min(left, piece.left), max(right, row.pieces[-1].right)
        fitting.append(row)
    return fitting


def _columns(rows: Sequence[Row]) -> list[Column]:
    """The stretches of the page's width that the rows' pieces share: between them stands
    nothing, but for a head over two columns in one row of five."""
    most = max((len(row.pieces) for row in rows), default=0)
    spare = 1 if len(rows) > 2 else 0
    spans = sorted((p.left, p.right) for row in rows for p in row.pieces)
    full = [row for row in rows if len(row.pieces) == most]
    columns: list[Column] = []
    for left, right in sorted((p.left, p.right) for row in full for p in row.pieces):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(right, columns[-1][1]))
        else:
            columns.append((left, right))
    merged: list[Column] = []
    for column in columns:
        over = _least_between(merged[-1][1], column[0], spans) if merged else 0
        if merged and over > max(spare, len(rows) // 5):
            merged[-1] = (merged[-1][0], column[1])
        else:
            merged.append(column)
    return merged


def _least_between(one: float, other: float, spans: Sequence[Column]) -> int:
    """How few pieces stand over any one place between two edges."""
    points = [one + (other - one) * n / 8 for n in range(1, 8)]
    return min(sum(1 for left, right in spans if left < point < right) for point in points)


def _fits(piece: Line, columns: Sequence[Column]) -> bool:
    """Whether a piece lies in one column or the room beside it; a head may span some."""
    over = [
        k for k, (left, right) in enumerate(columns) if piece.left < right and left < piece.right
    ]
    return len(over) < 2 or (len(over) < len(columns) and over[0] > 0)


def column_of(piece: Line, columns: Sequence[Column]) -> int:
    """The first column that the piece stands in, else the nearest."""
    shared = [min(piece.right, right) - max(piece.left, left) for left, right in columns]
    over = [k for k, width in enumerate(shared) if width > 0]
    return over[0] if over else shared.index(max(shared))


def _is_below(above: Row, row: Row, columns: Sequence[Column]) -> bool:
    """Whether the last row is a line below the table and not the rest of a broken cell."""
    piece = row.pieces[0]
    if len(row.pieces) > 1 or column_of(piece, columns) > 0 or overlap(above, row):
        return False
    return not piece.text[:1].islower() or above.bottom - row.top > row.height


def overlap(one: Row, two: Row) -> bool:
    """Whether a row stands half beside the other: a cell that is centred beside a broken one."""
    return one.bottom - two.top < -0.25 * one.height


def _is_table(table: Table) -> bool:
    columns, rows = len(table.columns), [row for row in table.rows if len(row.pieces) > 1]
    if len(rows) < (2 if columns > 2 else 3):
        return False
    first = [row.pieces[0].text for row in rows if column_of(row.pieces[0], table.columns) == 0]
    marks = sum(1 for text in first if _MARK.match(text))
    labels = sum(1 for text in first if text.endswith(":"))
    if columns == 2 and max(marks, labels) * 2 > len(first):
        return False
    return not _is_prose(table)


def _is_prose(table: Table) -> bool:
    """Whether the columns are a page's, full of running text, and not a table's."""
    full = 0
    for k, (left, right) in enumerate(table.columns):
        pieces = [p for row in table.rows for p in row.pieces if column_of(p, table.columns) == k]
        wide = [p for p in pieces if p.right - p.left > 0.7 * (right - left)]
        long = sum(1 for piece in wide if len(piece.text) > _LONGEST_WORDS)
        full += long * 5 > len(pieces) * 3 and len(pieces) > 2
    return full > 1

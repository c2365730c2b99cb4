"""A section -> its tables: the head's cells, the rows below it, and the numbers in their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from index.catalogue import ItemRecord
from index.sentences import split_sentences
from index.types import Section, SectionKind

FIGURE = re.compile(
    r"(?!(?:19|20)\d\d(?:$|, ))[-–+]?(?:kr\.? ?)?\d[\d.,]*(?: ?(?:kr\.?|%|pct\.?|mio\.?|mia\.?))*",
    re.I,
)
"""A figure alone in a cell; a year may be a column's name."""
NUMBER = re.compile(
    r"(?P<minus>[-–−]\s?)?(?:kr\.?\s?)?(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)"
    r"(?:(?P<point>[.,])(?P<part>\d+))?\s?(?P<scale>mia|mio|mill\w*|tusind|t\.?\s?kr)?\b"
    r"(?P<rest>(?:[^\d]|(?<=m)[23])*)",
    re.IGNORECASE,
)
"""A cell that holds one number, with its scale and unit."""
SCALES = {"mia": 1e9, "mio": 1e6, "mil": 1e6, "tus": 1e3, "t.k": 1e3, "tkr": 1e3, "t k": 1e3}
TOTAL = re.compile(
    r"(?:i alt|sum|total\w*|samlet\w*|tilsammen|øvrige|andre|andet|resten|hele|gennemsnit\w*|"
    r"kommunen i alt|landsgennemsnit\w*|balance|resultat\w*)\b",
    re.IGNORECASE,
)
"""How a row is called that is the sum or the rest of the others."""
FEWEST = 2
"""Rows below a head that make a table."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row's place in its section and its cells, the first of which is what it is called."""

    start: int
    end: int
    cells: tuple[str, ...]

    @property
    def label(self) -> str:
        """What the row is called."""
        return self.cells[0]

    @property
    def is_total(self) -> bool:
        """Whether the row sums the others, or holds the rest of them."""
        return TOTAL.match(self.label) is not None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a section: its head, whose cells name the columns, and the rows below it."""

    record: ItemRecord
    section: Section
    head: Row
    rows: tuple[Row, ...]

    def numbers(self, column: int) -> list[float | None]:
        """The numbers of a column, row by row; None where a cell holds no number of its own."""
        return [number(row.cells[column]) for row in self.rows]

    @property
    def words(self) -> int:
        """How long the whole table is."""
        return len(self.section.text[self.head.start : self.rows[-1].end].split())


def number(cell: str) -> float | None:
    """The number that a cell holds, None when it holds none or more than one."""
    found = NUMBER.fullmatch(cell.strip())
    if found is None:
        return None
    whole = float(found["whole"].replace(".", "") + "." + (found["part"] or "0"))
    scale = SCALES.get((found["scale"] or "")[:3].casefold(), 1.0)
    return (-whole if found["minus"] else whole) * scale


def grids(record: ItemRecord) -> Iterator[Grid]:
    """The tables of an item, each of which has a head and cells in columns, in order."""
    for section in record.item.sections:
        if "\t" not in section.text or section.kind is SectionKind.HEAD:
            continue
        for rows in _runs(section.text):
            head, *below = rows
            width = len(head.cells)
            below = [row for row in below if len(row.cells) == width and row.label]
            if width > 1 and len(below) >= FEWEST and names_columns(head.cells):
                yield Grid(record, section, head, tuple(below))


def names_columns(cells: Sequence[str]) -> bool:
    """Whether a table's first row is its head: names of columns, no figures."""
    return re.search(r"\w", cells[0]) is not None and not any(
        FIGURE.fullmatch(cell.strip()) for cell in cells
    )


@lru_cache(maxsize=500)
def _runs(text: str) -> tuple[Sequence[Row], ...]:
    """The rows that follow each other in a text, parted where something else stands between."""
    found = []
    spans = split_sentences(text)
    for tabbed, run in groupby(spans, key=lambda span: "\t" in text[slice(*span)]):
        if tabbed:
            found.append(tuple(_row(text, *span) for span in run))
    return tuple(found)


def _row(text: str, start: int, end: int) -> Row:
    cells = re.split(r"\t", text[start:end])
    return Row(start, end, tuple(" ".join(cell.split()) for cell in cells))

"""Minutes that are one table ("Punkt | Emne | Beslutning"): its rows are items, its cells sections.

Schools, councils of elders and boards write so, mostly in Word. The cells of such a row become
lines of their own, each with the kind of section that the head of its column names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.types import SectionKind

_BORDER = re.compile(r"[ \xa0]*(?:\t|\|)[ \xa0]*")
_RULE = re.compile(r"[\s|:+-]+")
_NUMBER = re.compile(
    r"(?:(?:dagsordens)?punkt|pkt|nr|sag|ad)?\.?\s*(\d{1,3})\b[.):]?", re.IGNORECASE
)
_TOPIC = re.compile(
    r"(?:(?:dagsordens?)?punkt(?:er)?|p(?:un)?kt\.?|nr\.?|#|sag|emne|overskrift|titel|dagsorden|tema)"
    r"(?:[ /].{0,30})?",
    re.IGNORECASE,
)
_COLUMNS = (
    (SectionKind.DECISION, r"beslut|referat|konklusion|resultat|aftale|opsamling|opfølgning"),
    (SectionKind.RECOMMENDATION, r"indstilling|forslag"),
    (SectionKind.ATTACHMENTS, r"bilag"),
    (
        SectionKind.CASE,
        r"indhold|beskrivelse|sagsfremstilling|baggrund|drøftelse|formål|oplæg|noter",
    ),
)
_LONGEST_HEAD = 40


class Cell(NamedTuple):
    """A cell of an item's row: where it begins, its border included where it is the row's first,
    and its kind (None for the number and title)."""

    start: int
    kind: SectionKind | None


def find_cells(text: str, spans: Sequence[tuple[int, int, bool]]) -> dict[int, tuple[Cell, ...]]:
    """The cells of the rows that are items, by the position of their line in `spans`.

    A table is one when its head names a topic and something that is decided or told, and at
    least two of its rows begin with a number.
    """
    found: dict[int, tuple[Cell, ...]] = {}
    row = 0
    while row < len(spans):
        kinds = _head(text[spans[row][0] : spans[row][1]])
        row += 1
        if not kinds:
            continue
        body = list(_rows(text, spans, row, kinds))
        if len(body) > 1:
            found.update(body)
            row = body[-1][0] + 1
    return found


def _head(line: str) -> tuple[SectionKind | None, ...]:
    """The kinds of a table's columns, () for a line that is no such table's head."""
    if len(line) > 200 or ("\t" not in line and "|" not in line):
        return ()
    names = [line[a:b].strip(" *:") for a, b in _bounds(line)]
    if len(names) < 2 or any(len(name) > _LONGEST_HEAD for name in names):
        return ()
    if not _TOPIC.fullmatch(names[0]):
        return ()
    titled = 2 if len(names) > 2 and _TOPIC.fullmatch(names[1]) else 1
    kinds = (*(None,) * titled, *(_column(name) for name in names[titled:]))
    return kinds if set(kinds) & {SectionKind.DECISION, SectionKind.CASE} else ()


def _column(name: str) -> SectionKind:
    low = name.casefold()
    return next((kind for kind, words in _COLUMNS if re.search(words, low)), SectionKind.OTHER)


def _rows(
    text: str,
    spans: Sequence[tuple[int, int, bool]],
    first: int,
    kinds: tuple[SectionKind | None, ...],
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """(row, its cells) of the numbered rows below a head, until the table ends."""
    for row in range(first, len(spans)):
        start, end, _ = spans[row]
        line = text[start:end]
        if _RULE.fullmatch(line):
            continue
        if not _BORDER.search(line):
            return
        bounds = _bounds(line)
        if not bounds or not _NUMBER.match(line, bounds[0][0], bounds[0][1]):
            continue
        cells = zip(bounds, kinds, strict=False)
        inside = [Cell(start + a, kind) for (a, b), kind in cells if b > a]
        yield row, (Cell(start, inside[0].kind), *inside[1:])


def _bounds(line: str) -> list[tuple[int, int]]:
    """(start, end) of each cell in the line; an outer border opens no cell."""
    borders = [match.span() for match in _BORDER.finditer(line)]
    starts = [0, *(end for _, end in borders)]
    ends = [*(start for start, _ in borders), len(line)]
    cells = list(zip(starts, ends, strict=True))
    if line.startswith("|"):
        cells = cells[1:]
    return cells[:-1] if line.endswith("|") else cells

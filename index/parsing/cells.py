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
_NAMED = re.compile(r"[A-ZÆØÅ][^\t|]{2,120}")
_TOPIC = re.compile(
    r"(?:(?:dagsordens?)?punkt(?:er)?|p(?:un)?kt\.?|nr\.?|#|sag|emne|overskrift|titel|dagsorden|tema)"
    r"(?:[ /]\D{0,30})?",
    re.IGNORECASE,
)
_COLUMNS = (
    (SectionKind.DECISION, r"beslut|referat|konklusion|resultat|\baftale|opsamling|opfølgning"),
    (SectionKind.RECOMMENDATION, r"indstilling|forslag"),
    (SectionKind.ATTACHMENTS, r"bilag"),
    (
        SectionKind.CASE,
        r"indhold|beskrivelse|sagsfremstilling|baggrund|drøftelse|formål|oplæg|noter",
    ),
)
_LONGEST_HEAD = 40
_BESIDE = re.compile(
    r"(?:tid|kl|tidspunkt|varighed|minutter|min|ansvarlig|bilag|type|form)\.?", re.IGNORECASE
)
"""The head of a column that may stand before the topics'."""


class Cell(NamedTuple):
    """A cell of an item's row: where it begins, its border included where it is the row's first,
    and its kind (None for the number and title)."""

    start: int
    kind: SectionKind | None


def find_cells(text: str, spans: Sequence[tuple[int, int, bool]]) -> dict[int, tuple[Cell, ...]]:
    """The cells of the rows that are items, by the position of their line in `spans`.

    A table is one when its head names a topic and something that is decided or told, and at
    least two of its rows begin with a number, or with a topic where none has a number.
    """
    found: dict[int, tuple[Cell, ...]] = {}
    row = 0
    while row < len(spans):
        kinds, topic = _head(text[spans[row][0] : spans[row][1]])
        row += 1
        if not kinds:
            continue
        body = list(_rows(text, spans, row, (kinds, topic, _NUMBER)))
        if not body and SectionKind.DECISION in kinds:
            body = list(_rows(text, spans, row, (kinds, topic, _NAMED)))
        if len(body) > 1:
            found.update(body)
            row = body[-1][0] + 1
    return found


def _head(line: str) -> tuple[tuple[SectionKind | None, ...], int]:
    """The kinds of a table's columns and which of them names the item; () for a line that is no
    such table's head."""
    if len(line) > 200 or ("\t" not in line and "|" not in line):
        return (), 0
    names = [line[a:b].strip(" *:") for a, b in _bounds(line)]
    if len(names) < 2 or any(len(name) > _LONGEST_HEAD for name in names):
        return (), 0
    beside = 1 if len(names) > 2 and _BESIDE.fullmatch(names[0]) else 0
    if not _TOPIC.fullmatch(names[beside]):
        return (), 0
    titled = beside + (2 if len(names) > 2 + beside and _TOPIC.fullmatch(names[1 + beside]) else 1)
    kinds = (*(None,) * titled, *(_column(name) for name in names[titled:]))
    telling = set(kinds) & {SectionKind.DECISION, SectionKind.CASE}
    return (kinds, beside) if telling else ((), 0)


def _column(name: str) -> SectionKind:
    low = name.casefold()
    return next((kind for kind, words in _COLUMNS if re.search(words, low)), SectionKind.OTHER)


def _rows(
    text: str,
    spans: Sequence[tuple[int, int, bool]],
    first: int,
    head: tuple[tuple[SectionKind | None, ...], int, re.Pattern[str]],
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """(row, its cells) of the rows below a head whose topics begin so, until the table ends."""
    kinds, topic, begins = head
    for row in range(first, len(spans)):
        start, end, _ = spans[row]
        line = text[start:end]
        if _RULE.fullmatch(line):
            continue
        if not _BORDER.search(line):
            return
        bounds = _bounds(line)
        if len(bounds) <= topic or not begins.match(line, *bounds[topic]):
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

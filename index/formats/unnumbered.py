"""Items without a number: found by the file's headings, by case numbers, or by labels that
begin anew (Ishøj, Aabenraa, Svendborg and others print neither number nor mark)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.parsing.case import find_case_line, is_closed, is_open_mark
from index.parsing.line import Line
from index.parsing.numberings import Start
from index.parsing.starts import Agenda, is_title, numbers_of_one
from index.parsing.weights import expected_items
from index.types import SectionKind

_BOLD = 7
"""Bold lines count as headings below all real ones."""
_FEWEST_MARKS = 3
_MARKED = re.compile(r"(?:åben|lukket)", re.IGNORECASE)
_NOT_OPENING = frozenset({SectionKind.ABSENCE, SectionKind.ATTACHMENTS})
_NUMBER = re.compile(r"\(?\d{1,4}(?:[.:)]|\s)|(?:punkt|pkt|sag|nr)\b", re.IGNORECASE)
_WORTH = {"cells": 0.95, "heading": 0.85, "case": 0.8, "mark": 0.85, "ones": 0.9, "cycle": 0.6}


def find(lines: Sequence[Line], titles: frozenset[str]) -> Agenda:
    """The best agenda without numbers; each way is worth less than the one before."""
    found = [
        _by_cells(lines),
        _by_headings(lines),
        _by_cases(lines),
        _by_marks(lines),
        _by_ones(lines),
        _by_cycle(lines),
    ]
    return max(found, key=lambda agenda: agenda.score)


def _by_cells(lines: Sequence[Line]) -> Agenda:
    """The rows of a table whose columns are headed as sections are (`index/parsing/cells.py`)."""
    rows = [
        line.index
        for line, after in pairwise(lines)
        if line.cell and line.kind is None and after.cell and after.kind
    ]
    numbered = sum(1 for row in rows if any(map(_NUMBER.match, _texts(lines, row))))
    score = 0.0 if len(rows) < 2 or numbered * 2 > len(rows) else _WORTH["cells"]
    return Agenda("cells", tuple(_start(lines, row) for row in rows), score)


def _texts(lines: Sequence[Line], row: int) -> Iterator[str]:
    """A row's title and what stands in the cell before it."""
    yield lines[row].text
    if row and lines[row - 1].cell and lines[row - 1].kind is None:
        yield f"{lines[row - 1].text} "


def _by_headings(lines: Sequence[Line]) -> Agenda:
    levels = {_level(line) for line in lines if line.marked and not line.kind}
    agendas = [_on_level(lines, level) for level in sorted(levels)]
    return max(agendas, key=lambda agenda: agenda.score, default=Agenda("heading", (), 0.0))


def _level(line: Line) -> int:
    return line.level or (_BOLD if line.marked else 0)


def _on_level(lines: Sequence[Line], level: int) -> Agenda:
    rows = [
        line.index
        for line in lines
        if _level(line) == level and not line.kind and is_title(lines, line.index)
    ]
    rows = [row for at, row in enumerate(rows) if at == 0 or row != rows[at - 1] + 1]
    ends = [*rows[1:], len(lines)] if rows else []
    labelled = [_has_label(lines, row, end) for row, end in zip(rows, ends, strict=True)]
    if True not in labelled:
        return Agenda("heading", (), 0.0)
    first = labelled.index(True)
    starts = [_start(lines, row) for row in rows[first:]]
    return _agenda("heading", lines, starts, sum(labelled) / len(starts))


def _has_label(lines: Sequence[Line], row: int, end: int) -> bool:
    near = lines[row + 1 : min(end, row + 6)]
    return any(
        (line.kind and line.kind not in _NOT_OPENING) or find_case_line(line.text) for line in near
    )


def _start(lines: Sequence[Line], row: int) -> Start:
    return Start(row, None, "", lines[row].start, row, 1.0, True)


def _agenda(name: str, lines: Sequence[Line], starts: list[Start], share: float) -> Agenda:
    expected = expected_items(lines)
    if not starts or len(starts) > 3 * max(expected, 1):
        return Agenda(name, (), 0.0)
    coverage = min(1.0, len(starts) / expected) if expected else min(1.0, len(starts) / 3)
    numbered = sum(1 for start in starts if _NUMBER.match(lines[start.line].text))
    if name != "ones" and numbered * 2 > len(starts):
        share *= 0.5
    return Agenda(name, tuple(starts), _WORTH[name] * coverage * share)


def _by_cases(lines: Sequence[Line]) -> Agenda:
    """A case number on a line of its own, and the title above or below it."""
    rows = [line.index for line in lines if find_case_line(line.text) and not line.furniture]
    if not rows:
        return Agenda("case", (), 0.0)
    above = sum(1 for row in rows if is_title(lines, row - 1))
    below = sum(1 for row in rows if is_title(lines, row + 1))
    step = -1 if above >= below else 1
    titled = [row + step for row in rows if is_title(lines, row + step)]
    starts = [_start(lines, row) for row in titled]
    return _agenda("case", lines, starts, len(titled) / len(rows))


def _by_marks(lines: Sequence[Line]) -> Agenda:
    """A line that only says that the item is open or closed, and its title above."""
    rows = [line.index - 1 for line in lines if _is_mark(line.text) and not line.furniture]
    titled = [row for row in rows if is_title(lines, row)]
    if len(titled) < _FEWEST_MARKS:
        return Agenda("mark", (), 0.0)
    return _agenda("mark", lines, [_start(lines, row) for row in titled], len(titled) / len(rows))


def _is_mark(text: str) -> bool:
    """Whether a line says that an item is open or closed, its case number maybe beside it."""
    return is_open_mark(text) or (bool(_MARKED.match(text)) and find_case_line(text) is not None)


def _by_ones(lines: Sequence[Line]) -> Agenda:
    """Lists whose every item is printed "1.": the number says nothing, the labels do."""
    starts = numbers_of_one(lines)
    return _agenda("ones", lines, starts, 1.0 if len(starts) > 1 else 0.0)


def _by_cycle(lines: Sequence[Line]) -> Agenda:
    """A new item begins where the labels begin anew; the line above them is its title, if
    most items have one."""
    rows = list(_cycle_rows(lines))
    titled = [row - 1 for row in rows if is_title(lines, row - 1) and _short(lines[row - 1])]
    plain = sum(1 for row in titled if not lines[row].text.endswith("."))
    if plain * 3 < len(rows) * 2:
        titled = []
    known = frozenset(titled)
    begins = {row - 1 if row - 1 in known else row for row in rows}
    begins |= {line.index for line in lines if _is_closed_title(lines, line)} if titled else set()
    starts = [_start(lines, row) for row in sorted(begins)]
    bare = 0.5 if not titled and _counts(lines) else 1.0
    return _agenda("cycle", lines, starts, bare if starts else 0.0)


def _counts(lines: Sequence[Line]) -> bool:
    """Whether short lines count 1, 2, 3 with text between them: items, though none has a label."""
    numbers = [
        (int(match[1]), line.index)
        for line in lines
        if not line.contents and (match := re.match(r"(\d{1,3})[.)]?\s+[A-ZÆØÅ]", line.text))
    ]
    first = [one for one in numbers if one[0] < 4][:3]
    return [n for n, _ in first] == [1, 2, 3] and all(
        b - a > 1 for (_, a), (_, b) in pairwise(first)
    )


def _short(line: Line) -> bool:
    sentence = line.text.endswith(".") and len(line.text) > 90
    return line.gap and len(line.text) < 150 and not sentence and not line.text.endswith((":", ","))


def _is_closed_title(lines: Sequence[Line], line: Line) -> bool:
    return _short(line) and is_closed(line.text) and is_title(lines, line.index)


def _cycle_rows(lines: Sequence[Line]) -> Iterator[int]:
    """The rows of the labels that open an item: the most usual opener, or a label that has
    already stood in the item."""
    labels = [line for line in lines if line.kind and line.kind not in _NOT_OPENING]
    if not labels:
        return
    keys = [line.text.casefold().strip(" :") for line in labels]
    opener = _opener(keys)
    seen: set[str] = set()
    for line, key in zip(labels, keys, strict=True):
        if not seen or key in seen or key == opener:
            yield line.index
            seen = set()
        seen.add(key)


def _opener(keys: Sequence[str]) -> str:
    follows = Counter(keys[1:])
    first = keys[0]
    return first if follows[first] * 3 >= max(follows.values(), default=0) else ""

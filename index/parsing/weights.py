"""What speaks for a line being an item's first, and how well a run of such lines fits.

A candidate is weighed by what stands around it: a label or a case number below, the mark-up, a list
beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.parsing.case import find_case_line, is_closed, is_open_mark
from index.parsing.line import Line
from index.parsing.numberings import Numbering, Start
from index.types import SectionKind

_NEAR = 4
_FIRST_KINDS = frozenset(SectionKind) - {SectionKind.ABSENCE, SectionKind.HEAD, SectionKind.TITLE}


def weigh(
    lines: Sequence[Line], found: list[Start], numbering: Numbering, titles: frozenset[str]
) -> list[Start]:
    """The candidates with their weights, and whether something below (or above) confirms them."""
    rows = {start.line: start for start in found}
    again = _told_again(lines, found)
    gaps = sum(1 for start in found if lines[start.line].gap) * 2 > len(found)
    above = _cases_above(lines, found)
    listed = frozenset() if numbering.spoken else _listed(lines, found)
    weighed = []
    for start in found:
        support = 0.0 if start.line in listed else _support(lines, start, rows, above)
        weight = 1.0 + support + _form(lines, start, numbering, titles, gaps)
        weight += 1.5 if start.line in again else 0.0
        closed = support and is_closed(lines[start.title_line].text)
        if not (numbering.spoken or closed or start.line in again):
            weight -= _listing(lines, start, rows)
        weighed.append(replace(start, weight=weight, supported=support > 0))
    return weighed


def _told_again(lines: Sequence[Line], found: list[Start]) -> frozenset[int]:
    """The lines of the candidates whose number and title stood in a list further up."""
    seen: dict[tuple[int | None, str], int] = {}
    again: set[int] = set()
    for start in found:
        line = lines[start.title_line]
        key = (start.number, title_key(line.text[start.title_start - line.start :]))
        if len(key[1]) > 2 and key in seen:
            again.add(start.line)
        seen[key] = start.line
    return frozenset(again)


def _listed(lines: Sequence[Line], found: list[Start]) -> frozenset[int]:
    """The lines that count anew from 1 right under each other below an earlier 1 that does not: a
    list inside an item. The label that follows the list's last entry is the item's."""
    runs: list[list[Start]] = []
    for start in found:
        last = runs[-1][-1] if runs else None
        joined = (
            last and start.line == last.title_line + 1 and start.number == (last.number or 0) + 1
        )
        if joined and not lines[start.line].marked:
            runs[-1].append(start)
        else:
            runs.append([start])
    counting, listed = False, set()
    for run in runs:
        if counting and len(run) > 1 and run[0].number == 1 and not lines[run[0].line].marked:
            listed |= {start.line for start in run}
        counting = counting or (len(run) == 1 and run[0].number == 1)
    return frozenset(listed)


def _cases_above(lines: Sequence[Line], found: list[Start]) -> bool:
    """Whether this document prints the case number before the item's number."""
    above = sum(1 for s in found if s.line and find_case_line(lines[s.line - 1].text))
    below = sum(
        1
        for s in found
        if s.title_line + 1 < len(lines) and find_case_line(lines[s.title_line + 1].text)
    )
    return above > below


def _support(lines: Sequence[Line], start: Start, rows: dict[int, Start], above: bool) -> float:
    """What confirms an item: a label or a case number close below (or a case close above)."""
    if above and start.line and find_case_line(lines[start.line - 1].text):
        return 3.0
    title = lines[start.title_line].text
    if is_closed(title[start.title_start - lines[start.title_line].start :]):
        return 2.5
    seen = 0
    below = start.title_line + 1
    for line in lines[below : below + _NEAR * 2]:
        if line.furniture:
            continue
        if line.index in rows and line.text != title:
            return 0.0
        if (line.kind in _FIRST_KINDS) or find_case_line(line.text) or is_open_mark(line.text):
            return 3.0 - 0.4 * seen
        seen += 1
        if seen > _NEAR - 1 or len(line.text) > 160:
            return 0.0
    return 0.0


def _form(
    lines: Sequence[Line], start: Start, numbering: Numbering, titles: frozenset[str], gaps: bool
) -> float:
    line = lines[start.title_line]
    title = line.text[start.title_start - line.start :]
    weight = 1.5 if line.marked or lines[start.line].marked else 0.0
    if titles and title_key(title) in titles:
        weight += 1.5
    if gaps and not lines[start.line].gap:
        weight -= 0.6
    if len(title) > 250:
        weight -= 2.0
    if title.endswith((".", ";", ",")) and len(title) > 90:
        weight -= 1.0
    if title[:1].islower() and not numbering.spoken:
        weight -= 1.2
    if title[:3].casefold() in ("at ", "at\t") and not numbering.spoken:
        weight -= 1.8
    if "\t" in title:
        weight -= 1.5
    return weight


def _listing(lines: Sequence[Line], start: Start, rows: dict[int, Start]) -> float:
    """How much a candidate looks like an entry of a list: its neighbours count with it."""
    if lines[start.line].marked:
        return 0.0
    assert start.number is not None
    for row, step in ((start.line - 1, -1), (start.title_line + 1, 1)):
        near = rows.get(row)
        if not near or near.number != start.number + step or lines[row].marked:
            continue
        if step < 0:
            closed = is_closed(lines[row].text)
            parted = lines[start.line].gap and (closed or not lines[row].gap)
        else:
            parted = _heads_a_part(lines, near, rows) or is_closed(lines[row].text)
        if not parted:
            return 2.6
    return 0.0


def _heads_a_part(lines: Sequence[Line], start: Start, rows: dict[int, Start]) -> bool:
    """Whether a label or a case number stands right below, so that no list goes on there."""
    below = start.title_line + 1
    if below >= len(lines) or below in rows:
        return False
    return bool(lines[below].kind in _FIRST_KINDS or find_case_line(lines[below].text))


def title_key(title: str) -> str:
    """What two printings of one title have in common (contents lists cut titles short)."""
    return re.sub(r"[\W_]+", "", title.casefold())[:22]


def expected_items(lines: Sequence[Line]) -> int:
    """How many items the case numbers or the labels speak of (0 when there are neither).

    A label counts again only when another one stood between: a motion quoted in an item
    repeats "Indstilling" many times over. A decision's counts always.
    """
    kinds: Counter[str] = Counter()
    cases, last = 0, ""
    for line in lines:
        if line.kind in _FIRST_KINDS:
            key = line.text.casefold().strip(" :*")
            kinds[key] += key != last or line.kind is SectionKind.DECISION
            last = key
        elif find_case_line(line.text):
            cases += 1
    return cases if cases >= 3 else max(cases, max(kinds.values(), default=0))


def score(lines: Sequence[Line], chain: list[Start], numbering: Numbering) -> float:
    """How well a run of starts fits the document, 0..1."""
    expected = expected_items(lines)
    share = sum(1 for start in chain if start.supported) / len(chain)
    heavy = sum(min(start.weight, 4.0) for start in chain) / (4.0 * len(chain))
    coverage = min(1.0, len(chain) / expected) if expected else min(1.0, len(chain) / 3)
    if numbering.spoken and numbering.worth > 0.9:
        share, heavy = max(share, 0.8), max(heavy, 0.8)
    return numbering.worth * coverage * (0.3 + 0.4 * share + 0.3 * heavy)

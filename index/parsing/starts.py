"""Where agenda items begin: the numbering is found per document, by its consistency.

No single pattern is right for a hundred municipalities, and every weak one ("3. ...") also
matches lists inside items. So each numbering collects its candidates, each candidate is
weighed by what stands around it (a label or a case number below, the mark-up, a list beside
it), and the heaviest run of rising numbers is the agenda.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.parsing.case import find_case_line, is_open_mark
from index.parsing.line import Line
from index.parsing.numberings import BARE, Numbering, Start, find_candidate
from index.parsing.weights import expected_items, score, weigh


@dataclass(frozen=True, slots=True)
class Agenda:
    """The starts that one numbering gives, with a score of 0..1 for how well they fit."""

    name: str
    starts: tuple[Start, ...]
    score: float


_SUBJECT = re.compile(
    r"(?:emne|overskrift|sagsoverskrift|titel|sagstitel|vedr(?:\.|ørende)?)\s*[:\t]\s*(?=\S)",
    re.IGNORECASE,
)
_CERTAINLY = 0.95
"""The worth of a weak numbering where the document leaves no doubt."""
_CERTAIN = 2.0
"""The weight from which something besides its number says that a candidate is an item."""
_LONGEST_TITLE = 250
_LISTED = 0.5
"""What a list of titles is worth as an agenda."""


def find_agenda(
    lines: Sequence[Line], numberings: Iterable[Numbering], titles: frozenset[str]
) -> Agenda:
    """The best agenda that any of the numberings gives; `titles` are the contents list's."""
    agendas = [_agenda(lines, numbering, titles) for numbering in numberings]
    return max(agendas, key=lambda agenda: agenda.score, default=Agenda("", (), 0.0))


def _agenda(lines: Sequence[Line], numbering: Numbering, titles: frozenset[str]) -> Agenda:
    found = [start for line in lines if (start := find_candidate(line, numbering))]
    if numbering.name == "subject":
        found = _with_subjects(lines, found)
    if not found:
        return Agenda(numbering.name, (), 0.0)
    found = _place_titles(lines, found)
    weighed = weigh(lines, found, numbering, titles)
    chain = _drop_strays(_rising(weighed))
    certain = len(chain) > 1 and all(start.weight > _CERTAIN for start in chain)
    if len(chain) * 2 < len(found) and not certain and not expected_items(lines):
        plain = [replace(start, weight=1.0) for start in weighed]
        chain = heaviest_rising(plain)
    if not chain:
        return Agenda(numbering.name, (), 0.0)
    if numbering.name == "ad" and len(chain) > 2 and len(chain) == len(found):
        # Points of a recommendation ("Ad 1") begin anew in every item; items do not.
        numbering = replace(numbering, worth=_CERTAINLY)
    if numbering.name == "alone" and (_all_marked(lines, chain) or _all_told(chain)):
        numbering = replace(numbering, worth=_CERTAINLY)
    found_score = score(lines, chain, numbering)
    if _is_list(lines, chain):
        found_score *= _LISTED
    return Agenda(numbering.name, tuple(chain), found_score)


def _is_list(lines: Sequence[Line], chain: Sequence[Start]) -> bool:
    """Whether the starts stand right under each other with the whole text below the last one: a
    list of what will be treated ("Pkt. 1 ...", "Pkt. 2 ..."), and no agenda's items."""
    together = all(two.line <= one.title_line + 1 for one, two in pairwise(chain))
    rest = len(lines) - chain[-1].title_line - 1
    return len(chain) > 2 and together and rest > 2 * len(chain)


def _all_marked(lines: Sequence[Line], chain: Sequence[Start]) -> bool:
    return all(lines[start.title_line].marked for start in chain)


def _all_told(chain: Sequence[Start]) -> bool:
    """Whether the numbers leave none out and something confirms every one of them."""
    numbers = [start.number or 0 for start in chain]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return len(chain) > 2 and counted and all(start.supported for start in chain)


def _place_titles(lines: Sequence[Line], found: list[Start]) -> list[Start]:
    """Numbers that stand alone take their title from the line below, or above when the
    document puts the number under its title (Rødovre: title, then "Sag nr. 129")."""
    alone = [s for s in found if s.title_start >= lines[s.line].end]
    if not alone:
        return found
    subjects = _with_subjects(lines, alone)
    if len(subjects) * 2 > len(alone):
        named = {start.line: start for start in subjects}
        return [named.get(start.line, start) for start in found]
    below = sum(1 for s in alone if _is_filed_title(lines, _past_marks(lines, s.line + 1)))
    above = sum(1 for s in alone if is_title(lines, s.line - 1))
    step = 1 if below * 2 >= len(alone) or below >= above else -1
    placed = []
    for start in found:
        row = _past_marks(lines, start.line + 1) if step > 0 else start.line - 1
        placed_by_now = start.title_line != start.line
        if placed_by_now:
            pass
        elif start.title_start >= lines[start.line].end and (
            _is_filed_title(lines, row) if step > 0 else is_title(lines, row)
        ):
            start = replace(start, title_line=row, title_start=lines[row].start)
        placed.append(start)
    return placed


def _is_filed_title(lines: Sequence[Line], row: int) -> bool:
    """Whether a line could be a title, also of two sentences where the case's number follows."""
    if is_title(lines, row):
        return True
    filed = row + 1 < len(lines) and find_case_line(lines[row + 1].text)
    plain = 0 <= row < len(lines) and not (lines[row].kind or lines[row].furniture)
    return bool(filed) and plain and len(lines[row].text) < _LONGEST_TITLE


def _past_marks(lines: Sequence[Line], row: int) -> int:
    """The row at or after `row` that neither says that an item is open nor holds its case."""
    for at in range(row, min(row + 2, len(lines))):
        if not (is_open_mark(lines[at].text) or find_case_line(lines[at].text)):
            return at
    return row


def _with_subjects(lines: Sequence[Line], found: list[Start]) -> list[Start]:
    """The numbers of a form whose next line is its subject ("Sagsnr.: 211", "Emne: Budget")."""
    kept = []
    for start in found:
        row = start.line + 1
        subject = _SUBJECT.match(lines[row].text) if row < len(lines) else None
        if subject and start.title_start >= lines[start.line].end:
            at = lines[row].start + subject.end()
            kept.append(replace(start, title_line=row, title_start=at))
    return kept


def is_title(lines: Sequence[Line], row: int) -> bool:
    """Whether the line at `row` could be an item's title."""
    if not 0 <= row < len(lines):
        return False
    line = lines[row]
    if line.kind or line.furniture or line.contents or line.bullet or "\t" in line.text:
        return False
    return (
        find_case_line(line.text) is None
        and not is_open_mark(line.text)
        and len(line.text) < _LONGEST_TITLE
        and not (line.text.endswith((".", ";", ",")) and len(line.text) > 60)
    )


def _rising(found: list[Start]) -> list[Start]:
    return heaviest_rising([start for start in found if start.weight > 0])


def heaviest_rising(found: list[Start]) -> list[Start]:
    """The run of strictly rising numbers with the greatest weight, later ones preferred.

    A Fenwick tree over the numbers keeps it at n log n.
    """
    ranks = {n: i + 1 for i, n in enumerate(sorted({s.number or 0 for s in found}))}
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    before = [-1] * len(found)
    total = [0.0] * len(found)
    for at, start in enumerate(found):
        rank = ranks[start.number or 0]
        best, row = (0.0, -1), rank - 1
        while row > 0:
            best = max(best, tree[row])
            row -= row & -row
        total[at], before[at] = best[0] + start.weight, best[1]
        row = rank
        while row < len(tree):
            tree[row] = max(tree[row], (total[at], at))
            row += row & -row
    chain, at = [], max(range(len(found)), key=lambda i: (total[i], i), default=-1)
    while at >= 0:
        chain.append(found[at])
        at = before[at]
    return chain[::-1]


def _drop_strays(chain: list[Start]) -> list[Start]:
    """Without the candidates that nothing confirms where most others are confirmed."""
    confirmed = sum(1 for start in chain if start.supported)
    if confirmed * 5 < len(chain) * 3 or confirmed < 2:
        return chain
    numbers = {start.number for start in chain if start.supported}
    kept: list[Start] = []
    for start in chain:
        number = start.number or 0
        joined = (number - 1 in numbers) or (number + 1 in numbers)
        if start.supported or (joined and start.weight >= 0.9) or start.weight >= 2.0:
            kept.append(start)
            numbers.add(number)
    return kept


def numbers_of_one(lines: Sequence[Line]) -> list[Start]:
    """The items of a list that is numbered 1. throughout (as some HTML lists come out)."""
    dot = BARE[0]
    found = [start for line in lines if (start := find_candidate(line, dot))]
    weighed = weigh(lines, found, dot, frozenset())
    return [
        replace(start, number=None)
        for start in weighed
        if start.number == 1 and start.supported and start.weight > 1.0
    ]

"""Items with a bare number ("3. Title", "3 Title", "38Title", "19.00 - 19.45 Title").

Letters, parishes, schools and half of the municipalities print them so; lists inside items
look the same, and are told apart by what stands around them.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.parsing import counts
from index.parsing.line import Line
from index.parsing.numberings import BARE
from index.parsing.starts import Agenda, find_agenda


def find(lines: Sequence[Line], titles: frozenset[str]) -> Agenda:
    """The agenda by its bare numbers, or by the times, letters or decimals in their place."""
    by_number = find_agenda(lines, BARE, titles)
    return max(by_number, counts.find(lines), key=lambda agenda: agenda.score)

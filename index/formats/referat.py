"""Items that are called so: "Punkt 4: ...", "Pkt. 153", "Sag nr. 129", "Nr. 178 - ...".

The style of the municipalities' own publishing systems ("REFERAT <udvalg> d. DD-MM-YYYY"),
and of everything else that says the word.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.parsing.line import Line
from index.parsing.numberings import SPOKEN
from index.parsing.starts import Agenda, find_agenda


def find(lines: Sequence[Line], titles: frozenset[str]) -> Agenda:
    """The agenda by its spoken numbers; the word makes lists inside items no rivals."""
    return find_agenda(lines, SPOKEN, titles)

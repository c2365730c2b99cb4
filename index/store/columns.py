"""What limits need of an archive's items, as arrays: one entry an item, in the snapshot's order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.store.snapshot import Card

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Names:
    """A name for every item: `known[code[i]]`, "" where there is none."""

    known: tuple[str, ...]
    code: NDArray[np.int32]

    @classmethod
    def of(cls, names: Iterable[str | None]) -> Names:
        """The names in the items' order."""
        place: dict[str, int] = {}
        code = [place.setdefault(name or "", len(place)) for name in names]
        return cls(tuple(place), np.array(code, dtype=np.int32))

    def where(self, fits: Callable[[str], bool]) -> Mask:
        """Which items have a name that fits; each name is asked about once."""
        return np.array([fits(name) for name in self.known], dtype=bool)[self.code]


@dataclass(frozen=True, slots=True)
class Columns:
    """`day` is an ordinal, 0 where no date is known; `number` is -1 where none is printed.

    `closed` tells the items that were not public.
    """

    municipality: Names
    body: Names
    meeting: Names
    case_number: Names
    day: NDArray[np.int32]
    number: NDArray[np.int32]
    closed: Mask

    @classmethod
    def of(cls, cards: Sequence[Card]) -> Columns:
        """The columns of these cards."""
        days = [card.date.toordinal() if card.date else 0 for card in cards]
        numbers = [-1 if card.number is None else card.number for card in cards]
        return cls(
            Names.of(card.municipality for card in cards),
            Names.of(card.body for card in cards),
            Names.of(card.meeting_id for card in cards),
            Names.of(card.case_number for card in cards),
            np.array(days, dtype=np.int32),
            np.array(numbers, dtype=np.int32),
            np.array([not card.open for card in cards], dtype=bool),
        )

    def __len__(self) -> int:
        return len(self.day)

    def meetings(self, allowed: Mask) -> tuple[list[str], bool]:
        """The meetings of these items, and whether they are those meetings' every item."""
        among = np.zeros(len(self.meeting.known), dtype=bool)
        among[self.meeting.code[allowed]] = True
        whole = bool(allowed[among[self.meeting.code]].all())
        return [name for name, is_in in zip(self.meeting.known, among, strict=True) if is_in], whole

"""What was found, in the order in which it is wanted: the last word of a case first, and what
tells of a meeting itself before its items."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import token_set_ratio

from index.danish import is_binding
from index.snapshot import Card

Totals = NDArray[np.float32]
"""One score for every item, shape (cards,)."""
LIKE = 80
"""How alike two titles of one case are, 0..100: cases change their titles on the way."""
NEAR = 0.7
"""How far below the first found item of a case another item of it may score."""
SIBLINGS = 12
"""Among how many of the best the items of one case are brought together."""


def latest_first(
    order: NDArray[np.intp], total: Totals, cards: tuple[Card, ...]
) -> NDArray[np.intp]:
    """The order with a case's items moved so that the highest and latest body stands first.

    A case that passes committee and council is found in several copies that score alike; the
    last word is the council's. Items that score far below the first of the case stay put.
    """
    left, found = [int(i) for i in order], []
    while left:
        first = left[0]
        case = [
            i
            for i in left[:SIBLINGS]
            if i == first or (total[first] - total[i] < NEAR and one_case(cards[first], cards[i]))
        ]
        case.sort(key=lambda i: (-is_binding(cards[i].body), -_day(cards[i]), i))
        found += case
        left = [i for i in left if i not in case]
    return np.array(found, dtype=np.intp)


def one_case(one: Card, other: Card) -> bool:
    """Whether two items are one case: alike in title, and no two case numbers."""
    if one.municipality != other.municipality or one.number == 0 or other.number == 0:
        return False
    if one.case_number and other.case_number and one.case_number != other.case_number:
        return False
    return token_set_ratio(one.title.casefold(), other.title.casefold()) >= LIKE


def _day(card: Card) -> int:
    return card.date.toordinal() if card.date else 0


def lift_best(told: NDArray[np.bool_], total: Totals, above: float) -> None:
    """Move the best of these items `above` all others, if it is not there already."""
    best = int(np.flatnonzero(told)[np.argmax(total[told])])
    if np.isfinite(total[best]):
        total[best] = max(float(total[best]), float(total[~told].max(initial=0.0)) + above)

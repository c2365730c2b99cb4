"""Limits -> which items lie within them: a mask over all, or a yes for one."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.columns import Columns
from index.snapshot import KINDS, Card, Snapshot
from index.types import SectionKind
from rag.types import Filters

Mask = NDArray[np.bool_]
"""One truth for every item of the snapshot, shape (cards,)."""


def permitted(filters: Filters, columns: Columns) -> NDArray[np.bool_] | None:
    """Which items the filters let through; None when they let everything through."""
    if not filters:
        return None
    met = np.ones(len(columns), dtype=bool)
    if filters.municipality:
        met &= columns.municipality.where(lambda name: name == filters.municipality)
    if filters.committee:
        asked = filters.committee
        met &= columns.body.where(lambda name: same_body(asked, name))
    if filters.date_from:
        met &= columns.day >= filters.date_from.toordinal()
    if filters.date_to:
        met &= (columns.day > 0) & (columns.day <= filters.date_to.toordinal())
    if filters.punkt is not None:
        met &= columns.number == filters.punkt
    if filters.case_number:
        wanted = plain_case(filters.case_number)
        met &= columns.case_number.where(lambda number: plain_case(number) == wanted)
    return met


def decided(snapshot: Snapshot) -> NDArray[np.bool_]:
    """Which items hold a section with a decision, shape (cards,)."""
    found = np.zeros(len(snapshot.cards), dtype=bool)
    found[snapshot.card_of[snapshot.kind_of == KINDS.index(SectionKind.DECISION)]] = True
    return found


def admits(filters: Filters, card: Card) -> bool:
    """Whether an item lies within the filters."""
    if filters.municipality and card.municipality != filters.municipality:
        return False
    if filters.committee and not same_body(filters.committee, card.body):
        return False
    if filters.date_from and (card.date is None or card.date < filters.date_from):
        return False
    if filters.date_to and (card.date is None or card.date > filters.date_to):
        return False
    if filters.punkt is not None and card.number != filters.punkt:
        return False
    return not (
        filters.case_number
        and plain_case(card.case_number or "") != plain_case(filters.case_number)
    )


def same_body(asked: str, body: str) -> bool:
    """Whether two names mean one body: case, period ("2022-2025") and spacing aside."""
    return _plain_body(asked) == _plain_body(body)


def plain_case(number: str) -> str:
    """A case number without its hyphens, dots and spaces, in capitals."""
    return re.sub(r"[^0-9A-ZÆØÅ]", "", number.upper())


@lru_cache(maxsize=1_024)
def _plain_body(name: str) -> str:
    without_period = re.sub(r"\s*\(?\b(19|20)\d\d\s*[-–]\s*((19|20)\d\d|\d\d)\)?", "", name)
    return re.sub(r"[\W_]+", " ", without_period).strip().casefold()

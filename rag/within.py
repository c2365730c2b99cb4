"""Limits -> which items lie within them: a mask over all, or a yes for one."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.store.columns import Columns
from index.store.one_case import plain_number
from index.store.snapshot import KINDS, Card, Snapshot
from index.types import SectionKind
from rag.types import Filters

_SUBJECT = re.compile(r"\d{6}(?:[A-ZÆØÅ]\d\d)?")
_KLE = re.compile(r"\d{6}[A-ZÆØÅ]\d\d")
_SERIAL = re.compile(r"[A-ZÆØÅ]?\d{2,4}[-/]0*([1-9]\d{2,})([A-ZÆØÅ]?)")
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
        met &= columns.body.where(lambda name: same_name(asked, name))
    if filters.date_from:
        met &= columns.day >= filters.date_from.toordinal()
    if filters.date_to:
        met &= (columns.day > 0) & (columns.day <= filters.date_to.toordinal())
    if filters.punkt is not None:
        met &= columns.number == filters.punkt
    if filters.case_number:
        wanted = filters.case_number
        met &= columns.case_number.where(lambda number: is_case(wanted, number))
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
    if filters.committee and not same_name(filters.committee, card.body):
        return False
    if filters.date_from and (card.date is None or card.date < filters.date_from):
        return False
    if filters.date_to and (card.date is None or card.date > filters.date_to):
        return False
    if filters.punkt is not None and card.number != filters.punkt:
        return False
    return not filters.case_number or is_case(filters.case_number, card.case_number or "")


def same_name(asked: str, body: str) -> bool:
    """Whether two names mean one body: case, period ("2022-2025") and spacing aside."""
    return _plain_body(asked) == _plain_body(body)


def is_case(asked: str, number: str) -> bool:
    """Whether a case number is the one that is asked for, or one of which that is a part: the
    subject that a KLE number begins with ("27.18.02"), or the serial of a number by years
    ("13119" of "22-013119")."""
    wanted, plain = plain_number(asked), plain_number(number)
    if not wanted or wanted == plain:
        return bool(wanted)
    if _SUBJECT.fullmatch(wanted) and _KLE.match(plain):
        return plain.startswith(wanted)
    serial = None if "." in asked else _SERIAL.fullmatch(number.strip().upper())
    return serial is not None and wanted.lstrip("0") in (serial[1], serial[1] + serial[2])


@lru_cache(maxsize=1_024)
def _plain_body(name: str) -> str:
    without_period = re.sub(r"\s*\(?\b(19|20)\d\d\s*[-–]\s*((19|20)\d\d|\d\d)\)?", "", name)
    return re.sub(r"[\W_]+", " ", without_period).strip().casefold()

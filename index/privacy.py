"""Personal numbers (CPR) in a text: found, so that they are reported and never quoted."""

from __future__ import annotations

import re
from datetime import date

CPR = re.compile(r"(?<![\d.-])(\d{2})(\d{2})(\d{2})[-–\u2010\u2011 ]?(\d{4})(?![\d-])")
WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
"""The check digit's weights (modulus 11), CPR-kontoret, "Personnummeret i CPR"."""
UNCHECKED = 2007
"""From this birth year on, numbers without a valid check digit are given out too."""


def find_cpr(text: str) -> list[tuple[int, int]]:
    """(start, end) of every personal number: a date that exists and, before 2007, its digit."""
    return [match.span() for match in CPR.finditer(text) if is_cpr(match)]


def is_cpr(match: re.Match[str]) -> bool:
    """Whether ten digits are a personal number."""
    day, month, year = int(match[1]), int(match[2]), int(match[3])
    born = _century(int(match[4][0]), year) + year
    try:
        date(born, month, day)
    except ValueError:
        return False
    digits = "".join(match.groups())
    checked = sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=True)) % 11 == 0
    return checked or born >= UNCHECKED


def _century(seventh: int, year: int) -> int:
    """The century that the seventh digit and the year tell."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800

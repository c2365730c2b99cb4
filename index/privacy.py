"""Personal numbers (CPR) in a text: found, so that they are reported, masked and never quoted."""

from __future__ import annotations

import re
from datetime import date

CPR = re.compile(
    r"(?<!\d)(?<!\d[.-])(\d{2})(\d{2})(\d{2})"
    r"(?:\s?[-\u2010-\u2014\u2212]\s?|[ \xa0])?(\d{4})(?!\d|-\d)"
)
"""Ten digits as people and files print them: with a dash of any kind, a space or a line's end."""
WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
"""The check digit's weights (modulus 11), CPR-kontoret, "Personnummeret i CPR"."""
UNCHECKED = 2007
"""From this birth year on, numbers without a valid check digit are given out too."""


def find_cpr(text: str) -> list[tuple[int, int]]:
    """(start, end) of every personal number: a date that exists and, before 2007, its digit."""
    return [match.span() for match in CPR.finditer(text) if is_cpr(match)]


def masked(text: str, mask: str) -> str:
    """The text with a mask for all that may be a personal number: a day and a month are enough,
    since what somebody types may have a digit wrong."""
    return CPR.sub(lambda match: mask if _is_day(match) else match.group(), text)


def _is_day(match: re.Match[str]) -> bool:
    try:
        date(2000, int(match[2]), int(match[1]))
    except ValueError:
        return False
    return True


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

"""A date as people type it in a field -> a date."""

from __future__ import annotations

import calendar
import re
from datetime import date

from index.danish import MONTHS

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FIGURES = re.compile(r"(\d{1,2})[./-] ?(\d{1,2})[./-] ?(\d{4})")
_WORDS = re.compile(r"(?:(\d{1,2})\.? +)?([a-zæøå]{3,9})\.? +(\d{4})")
_YEAR = re.compile(r"\d{4}")
HELP = "Skriv datoen som 1.3.2024, marts 2024 eller 2024."


def read_day(text: str | None, *, last: bool = False) -> date | None:
    """The day typed; a month or a year is its first day, its last with `last`; None for "".

    Raises ValueError with a Danish sentence.
    """
    typed = (text or "").strip().lower()
    if not typed:
        return None
    try:
        year, month, day = _parts(typed)
        month_, day_ = month or (12 if last else 1), day
        if not day_:
            day_ = calendar.monthrange(year, month_)[1] if last else 1
        return date(year, month_, day_)
    except (ValueError, IndexError, calendar.IllegalMonthError) as error:
        raise ValueError(f"»{(text or '').strip()[:40]}« er ikke en dato. {HELP}") from error


def read_period(first: str | None, last: str | None) -> tuple[date | None, date | None]:
    """Both ends of a period as they are typed. Raises ValueError with a Danish sentence."""
    since, until = read_day(first), read_day(last, last=True)
    if since and until and since > until:
        raise ValueError("Fra-datoen ligger efter til-datoen.")
    return since, until


def _parts(typed: str) -> tuple[int, int, int]:
    """(year, month, day), 0 where none is typed."""
    if found := _ISO.fullmatch(typed):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _FIGURES.fullmatch(typed):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _WORDS.fullmatch(typed):
        months = [n for n, name in enumerate(MONTHS, 1) if name.startswith(found[2])]
        return int(found[3]), months[0], int(found[1] or 0)
    if _YEAR.fullmatch(typed):
        return int(typed), 0, 0
    raise ValueError

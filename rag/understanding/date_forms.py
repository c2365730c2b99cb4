"""How times are written, in Danish and English -> the days that they mean.

Each form is a pattern over folded text with the function that reads what it found.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date

_DANISH = "januar februar marts april maj juni juli august september oktober november december"
_ENGLISH = "january february march april may june july august september october november december"
MONTHS = {name: n for n, name in enumerate(_DANISH.split(), 1)}
MONTHS |= {name: n for n, name in enumerate(_ENGLISH.split(), 1)}
MONTHS |= {name[:3]: n for name, n in MONTHS.items()} | {"sept": 9, "oct": 10, "okt": 10}
MONTH = "(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
FULL = "(" + "|".join(_DANISH.split()) + ")"
_YEAR = r"((?:19[7-9]|20[0-4])\d)"
_PARTS = {
    "start": 0, "starten": 0, "begyndelsen": 0, "primo": 0, "først": 0, "tidligt": 0, "early": 0,
    "beginning": 0, "midt": 1, "midten": 1, "medio": 1, "mid": 1, "middle": 1, "sidst": 2,
    "slutningen": 2, "slut": 2, "ultimo": 2, "sent": 2, "late": 2, "end": 2,
}  # fmt: skip
_PART = "(" + "|".join(sorted(_PARTS, key=len, reverse=True)) + ")"
# Politicians' seasons are wider than the calendar's: what is told of "the spring" lies in its half.
_SEASONS = {
    "forår": ((2, 15), (6, 15)), "spring": ((2, 15), (6, 15)),
    "sommer": ((5, 20), (9, 10)), "summer": ((5, 20), (9, 10)),
    "efterår": ((8, 20), (12, 15)), "autumn": ((8, 20), (12, 15)), "fall": ((8, 20), (12, 15)),
}  # fmt: skip
_SEASON = r"(forår|efterår|sommer|spring|summer|autumn|fall)(?:et|en)?"
_OPEN = {"siden": 1, "since": 1, "efter": 1, "after": 1, "før": -1, "inden": -1, "before": -1}


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, None when the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


Span = tuple[date, date, str]
"""First and last day, and the grain: day, month, part, season, year or span."""


def _iso(match: re.Match[str]) -> Span | None:
    found = day_of(int(match[1]), int(match[2]), int(match[3]))
    return (found, found, "day") if found else None


def _numeric(match: re.Match[str]) -> Span | None:
    found = day_of(_full_year(match[3]), int(match[2]), int(match[1]))
    return (found, found, "day") if found else None


def _written(match: re.Match[str]) -> Span | None:
    found = day_of(_full_year(match[3]), MONTHS[match[2]], int(match[1]))
    return (found, found, "day") if found else None


def _american(match: re.Match[str]) -> Span | None:
    found = day_of(int(match[3]), MONTHS[match[1]], int(match[2]))
    return (found, found, "day") if found else None


def _months(match: re.Match[str]) -> Span | None:
    first_year = int(match[2]) if match[2] else int(match[4])
    first = date(first_year, MONTHS[match[1]], 1)
    last = month_end(int(match[4]), MONTHS[match[3]])
    return (first, last, "span") if first <= last else None


def _month(match: re.Match[str]) -> Span | None:
    year, month = _full_year(match[3]), MONTHS[match[2]]
    first, last = date(year, month, 1), month_end(year, month)
    if not match[1]:
        return first, last, "month"
    return _part_of_month(first, last, _PARTS[match[1]])


def _part_of_month(first: date, last: date, part: int) -> Span:
    starts = (first, first.replace(day=8), first.replace(day=15))
    ends = (first.replace(day=15), first.replace(day=24), last)
    return starts[part], ends[part], "part"


def _part_of_year(match: re.Match[str]) -> Span | None:
    year, part = _full_year(match[2]), _PARTS[match[1]]
    return date(year, (1, 4, 8)[part], 1), month_end(year, (5, 9, 12)[part]), "part"


def _season(match: re.Match[str]) -> Span | None:
    first, last = _SEASONS[match[1]]
    year = int(match[2])
    return date(year, *first), date(year, *last), "season"


def _winter(match: re.Match[str]) -> Span | None:
    year = int(match[1])
    if match[2]:
        return date(year, 10, 15), date(year + 1, 4, 15), "season"
    return date(year - 1, 11, 1), date(year, 12, 31), "season"


def _half(match: re.Match[str]) -> Span | None:
    year, second = int(match[2]), match[1] in ("andet", "2.", "sidste", "second")
    return date(year, 7 if second else 1, 1), month_end(year, 12 if second else 6), "part"


def _quarter(match: re.Match[str]) -> Span | None:
    order = {"første": 1, "andet": 2, "tredje": 3, "fjerde": 4}
    number = order.get(match[1]) or int(match[1].strip("q."))
    year = int(match[2])
    return date(year, number * 3 - 2, 1), month_end(year, number * 3), "part"


def _years(match: re.Match[str]) -> Span | None:
    first = int(match[1])
    last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
    if not first < last <= first + 30:
        return None
    return date(first, 1, 1), date(last, 12, 31), "span"


def _open_year(match: re.Match[str]) -> Span | None:
    year = int(match[2])
    if _OPEN[match[1]] > 0:
        return date(year, 1, 1), date.max, "span"
    return date.min, date(year, 12, 31), "span"


def _year(match: re.Match[str]) -> Span | None:
    return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31), "year"


LEFT = r"(?<![\d.,/§-])"
_TWO = r"'?(\d\d|(?:19|20)\d\d)(?![\d:]|[.,]\d)"
Form = tuple[re.Pattern[str], Callable[[re.Match[str]], Span | None]]


def _form(pattern: str, build: Callable[[re.Match[str]], Span | None]) -> Form:
    return re.compile(pattern), build


_TO = r"(?:til|to|og|and|-|through|indtil)"
_PART_OF = rf"{_PART}[- ](?:(?:i|af|of|in|på|the) )?"
FORMS: tuple[Form, ...] = (
    _form(rf"{LEFT}{_YEAR}-(\d\d)-(\d\d)(?!\d)", _iso),
    _form(rf"{LEFT}(\d{{1,2}})[./-](\d{{1,2}})(?:[./-]| )(\d{{4}}|\d\d)(?![\d-])", _numeric),
    _form(rf"{LEFT}(\d{{1,2}})(?:\.|st|nd|rd|th)?\s*(?:of )?{MONTH},?\s+{_TWO}", _written),
    _form(rf"\b{MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b", _american),
    _form(rf"\b{MONTH}(?:\s+{_YEAR})?\s*{_TO}\s*{MONTH}\s+{_YEAR}", _months),
    _form(rf"\b(?:{_PART_OF})?{MONTH}(?: måned)?\s*(?:af |i |of )?{_TWO}", _month),
    _form(rf"\b{_SEASON}(?: i| af| of)?\s+{_YEAR}", _season),
    _form(
        rf"\b(?:vinter|winter)(?:en)?(?: i| af| of)?\s+{_YEAR}(?:\s*[-/]\s*(\d{{2,4}}))?", _winter
    ),
    _form(
        rf"\b(første|andet|1\.|2\.|sidste|first|second) (?:halvår|half)(?: af| i| of)?\s+{_YEAR}",
        _half,
    ),
    _form(
        rf"\b(første|andet|tredje|fjerde|[1-4]\.|q[1-4]) ?(?:kvartal|quarter|(?<=q\d))"
        rf"(?: af| i| of)?\s+{_YEAR}",
        _quarter,
    ),
    _form(rf"{LEFT}{_YEAR}\s*(?:{_TO}|/)\s*(\d{{4}}|\d\d)(?![\d/-])", _years),
    _form(rf"\b{_PART_OF}{_TWO}(?! \w*(?:januar|kr))", _part_of_year),
    _form(rf"\b(siden|since|efter|after|før|inden|before) (?:år )?{_YEAR}\b(?![/-]\d)", _open_year),
    _form(rf"{LEFT}{_YEAR}(?![\d/]|[.,]\d| ?kr\b|-\d{{2}})", _year),
)

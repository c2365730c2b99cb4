"""Text -> the numbers, amounts, dates, paragraphs and case numbers in it, in a form that compares.

"2,6 mio. kr." and "2.600.000 kr.", "12. marts 2025" and "12-03-2025", "to" and "2" become alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from index.danish import MONTHS, find_dates
from rag.rules import table

_MONTH = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zæøå]{0,7}"
_CASE = re.compile(r"\b\d\d\.\d\d\.\d\d[ -]{0,2}[A-ZÆØÅ]\d\d[-/ ]{1,2}\d{1,6}[-/]\d\d\b", re.I)
_LAW = re.compile(
    r"§{1,2}\s?(?P<paragraphs>\d+(?:[.,]\d+)*(?:\s?[a-z]\b)?"
    r"(?:(?:,| og| eller|-|–)\s?\d+(?:\s?[a-z]\b)?(?!\.? ?\d))*)"
    r"(?:,?\sstk\.?\s?(?P<piece>\d+))?",
    re.IGNORECASE,
)
_DAY_MONTH = re.compile(rf"(?<![\d.,/-])(\d{{1,2}})\.\s?({_MONTH})\b\.?(?!\s?\d{{4}})", re.I)
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\s?((?:19|20)\d\d)\b", re.IGNORECASE)
_MONTH_ALONE = re.compile(rf"\b({'|'.join(MONTHS)})\b", re.IGNORECASE)
_TIME = re.compile(
    r"\bkl(?:okken|\.)?\s?(\d{1,2}(?:[.:]\d\d)?)(?:\s(?:og|til|-|–)\s(\d{1,2}(?:[.:]\d\d)?)(?!\s?%))?",
    re.I,
)
_YEAR = re.compile(r"(?<![\d.,/-])((?:19|20)\d\d)(?![\d%]|[.,/-]\d)")
_SCALE = r"(?:mio|mia|mill?|million(?:er)?|milliard(?:er)?|tusind(?:e)?|t\.? ?kr|tkr)\b\.?"
_NUMBER = re.compile(
    rf"(?<![\w.,])(?:kr\.?\s?)?(?P<n>\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
    rf"(?:\s?(?P<scale>{_SCALE}))?(?:\s?(?P<unit>kr(?:oner)?\b|%|procent|pct\b))?",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"\s?(?:til|og|-|–)\s?\d+(?:[.,]\d+)*\s?(?P<scale>{_SCALE})?\s?(?P<unit>kr(?:oner)?\b|%|procent|pct\b)?",
    re.IGNORECASE,
)
"""The rest of "fra 22 til 19,5 mio. kr.": its unit is that of both."""
_WORD = re.compile(r"[^\W\d_]+")
_POWER = {"mio": 6, "mil": 6, "mia": 9, "tus": 3, "t.k": 3, "t k": 3, "tkr": 3, "t.": 3}


class Kind(StrEnum):
    """What a figure counts or names."""

    NUMBER = "tal"
    MONEY = "beløb"
    PERCENT = "procent"
    DATE = "dato"
    TIME = "klokkeslæt"
    LAW = "paragraf"
    CASE = "sagsnummer"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `value` compares, [start:end] is where it stands.

    A date is (year, month, day) as text with "" for what is not said.
    """

    kind: Kind
    value: str
    start: int
    end: int


def figures(text: str) -> tuple[Figure, ...]:
    """Every figure of the text, in order; none inside another."""
    found: list[Figure] = []
    taken = bytearray(len(text))
    for figure in (*_named(text), *_dated(text), *_counted(text)):
        if not any(taken[figure.start : figure.end]):
            found.append(figure)
            taken[figure.start : figure.end] = b"\x01" * (figure.end - figure.start)
    return tuple(sorted(found, key=lambda figure: figure.start))


def agrees(said: Figure, held: Figure) -> bool:
    """Whether `held` bears `said` out: the same value, or a date told less exactly."""
    if said.kind is Kind.DATE and held.kind is Kind.DATE:
        return _same_day(said.value, held.value)
    plain = (Kind.NUMBER, Kind.MONEY, Kind.PERCENT)
    if said.kind is not held.kind and not (said.kind is Kind.NUMBER and held.kind in plain):
        return False
    if said.kind is Kind.LAW:
        return held.value == said.value or held.value.startswith(f"{said.value}/")
    return said.value == held.value


def nearly(said: Figure, held: Figure) -> bool:
    """Whether two amounts are within five percent, for "omkring" and "cirka"."""
    try:
        one, other = float(said.value), float(held.value)
    except ValueError:
        return False
    return other != 0 and abs(one - other) / abs(other) <= 0.05


def scaled(figure: Figure, head: str) -> Iterator[Figure]:
    """A table's cell as it may be read: "5.900" below "(1.000 kr.)" is 5.9 mio. kr."""
    low = head.casefold()
    yield figure
    if figure.kind is not Kind.NUMBER:
        return
    yield replace(figure, kind=Kind.MONEY)
    yield replace(figure, kind=Kind.PERCENT)
    for sign, power in (("1.000 kr", 3), ("t.kr", 3), ("mio", 6), ("mia", 9)):
        if sign in low:
            value = _plain(float(figure.value) * 10**power)
            yield Figure(Kind.MONEY, value, figure.start, figure.end)


def _same_day(said: str, held: str) -> bool:
    ours, theirs = said.split("-"), held.split("-")
    return all(not mine or mine == other for mine, other in zip(ours, theirs, strict=True))


def _named(text: str) -> Iterator[Figure]:
    for match in _CASE.finditer(text):
        value = re.sub(r"[ /]", "-", match.group().upper())
        yield Figure(Kind.CASE, re.sub(r"-+", "-", value), *match.span())
    for match in _LAW.finditer(text):
        pieces = re.findall(r"\d+(?:[.,]\d+)*(?:\s?[a-z]\b)?", match["paragraphs"].casefold())
        for piece in pieces:
            value = piece.replace(" ", "").rstrip(".,")
            if match["piece"] and piece == pieces[-1]:
                value += f"/{match['piece']}"
            if piece == pieces[0]:
                yield Figure(Kind.LAW, value, *match.span())
            else:
                yield Figure(Kind.LAW, value, match.end(), match.end())


def _dated(text: str) -> Iterator[Figure]:
    for day, start, end in find_dates(text):
        yield Figure(Kind.DATE, f"{day.year}-{day.month}-{day.day}", start, end)
    for match in _MONTH_YEAR.finditer(text):
        yield Figure(Kind.DATE, f"{match[2]}-{_month(match[1])}-", *match.span())
    for match in _DAY_MONTH.finditer(text):
        yield Figure(Kind.DATE, f"-{_month(match[2])}-{int(match[1])}", *match.span())
    for match in _MONTH_ALONE.finditer(text):
        yield Figure(Kind.DATE, f"-{_month(match[1])}-", *match.span())
    for match in _TIME.finditer(text):
        for group in (1, 2):
            if match[group]:
                hour, _, minute = match[group].replace(":", ".").partition(".")
                yield Figure(Kind.TIME, f"{int(hour)}.{minute or '00'}", *match.span(group))
    for match in _YEAR.finditer(text):
        yield Figure(Kind.DATE, f"{match[1]}--", *match.span())


def _month(word: str) -> int:
    low = word.casefold()[:3]
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(low))


def _counted(text: str) -> Iterator[Figure]:
    for match in _NUMBER.finditer(text):
        number = match["n"]
        if "," in number or re.fullmatch(r"\d{1,3}(?:\.\d{3})+", number):
            number = number.replace(".", "").replace(",", ".")
        far = None if match["scale"] or match["unit"] else _SPAN.match(text, match.end())
        scale = (match["scale"] or (far and far["scale"]) or "").casefold()
        value = float(number) * 10 ** _POWER.get(scale[:3], _POWER.get(scale[:2], 0))
        unit = (match["unit"] or (far and far["unit"]) or "").casefold()
        kind = Kind.NUMBER
        if unit.startswith("kr") or match.group().casefold().startswith("kr") or "kr" in scale:
            kind = Kind.MONEY
        elif unit:
            kind = Kind.PERCENT
        yield Figure(kind, _plain(value), match.start(), match.end())
    numerals = table("verify", "numerals")
    for match in _WORD.finditer(text):
        value_of = numerals.get(match.group().casefold())
        if value_of:
            yield Figure(Kind.NUMBER, value_of, *match.span())


def _plain(value: float) -> str:
    return f"{round(value, 4):.4f}".rstrip("0").rstrip(".")


def holds(said: Figure, held: Sequence[Figure]) -> bool:
    """Whether any of the figures bears `said` out."""
    return any(agrees(said, one) for one in held)

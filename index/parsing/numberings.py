"""How items are numbered: the ways that are known, and the lines that fit one.

A new numbering is one line in SPOKEN or BARE.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.parsing.line import Line


@dataclass(frozen=True, slots=True)
class Numbering:
    """One way of printing an item's number; `worth` is how seldom it is something else."""

    name: str
    pattern: re.Pattern[str]
    worth: float = 1.0
    spoken: bool = False
    """Whether a word says that it is an item ("Punkt 4")."""


@dataclass(frozen=True, slots=True)
class Start:
    """An item's first line. `title_line` differs from `line` when the number stands alone."""

    line: int
    number: int | None
    label: str
    title_start: int
    title_line: int
    weight: float = 1.0
    supported: bool = False


_NUMBER = r"(?P<n>\d{1,4})(?![\d/]|[.,-]\d)"
_REST = r"(?:\s*[:.)–—-]+\s*|\s+|$)(?P<title>\S.*)?$"
_YEAR = r"(?:(?:19|20)\d\d|\d\d)(?![\d/.-])"
_BREAK = r"(?:\s+|(?=[^\W\d]))"
"""After a bare number's mark: space, or a letter stuck to it ("4.Title"), but no further digit."""


def _spoken(name: str, word: str, worth: float = 1.0, number: str = _NUMBER) -> Numbering:
    pattern = re.compile(rf"(?P<label>(?:{word})\s*{number}){_REST}", re.IGNORECASE)
    return Numbering(name, pattern, worth, True)


def _bare(name: str, label: str, rest: str, worth: float) -> Numbering:
    return Numbering(name, re.compile(rf"(?P<label>{label}){rest}$"), worth)


SPOKEN = (
    _spoken("punkt", r"(?:dagsordens?)?punkt(?:\s+nr\.?)?\s*:?"),
    _spoken("pkt", r"pkt\.?\s*:?"),
    _spoken("sag", r"sag(?:\s*nr\.?)?(?=\s)", 0.97),
    _spoken("nr", r"nr\.?", 0.97),
    _spoken(
        "year", r"sag(?:\s*nr\.?)?|punkt|pkt\.?|nr\.", 0.97, rf"(?P<n>\d{{1,4}})\s?/\s?{_YEAR}"
    ),
    _spoken("subject", r"(?:sags?|punkt|pkt)\.?\s?-?nr\.?\s*:?"),
    _spoken("ad", r"ad\.?\s*(?:pkt\.?|punkt)?", 0.6),
)
_N, _T = r"(?P<n>\d{1,4})", r"(?P<title>\S.*)"
_CAPITAL_TITLE = r"(?P<title>(?:\d{1,2}\.\s\w|[A-ZÆØÅ\"”“(»«'‘’§])[^\t]*)"
BARE = (
    _bare("dot", rf"{_N}\s?\\?\.", rf"{_BREAK}(?:(?P=n)\.\s+)?{_T}", 0.95),
    _bare("colon", rf"{_N}\s?:", rf"{_BREAK}{_T}", 0.95),
    _bare("dash", _N, r"\s+[-–]\s+(?P<title>[^\W\d].*)", 0.9),
    _bare("paren", rf"{_N}\)", rf"\s*{_T}", 0.8),
    _bare("space", _N, rf"\s+{_CAPITAL_TITLE}", 0.85),
    _bare("glued", _N, r"(?P<title>[A-ZÆØÅ][a-zæøå][^\t]*)", 0.85),
    _bare("state", rf"(?:[Åå]bent?|[Ll]ukket)\s+{_N}[.:]?", rf"\s+{_T}", 0.97),
    _bare("code", rf"[A-ZÆØÅ]{{2,4}}-{_N}/\d{{2}}(?:-[A-Z])?", rf"[.:]?\s+{_T}", 0.97),
    _bare("roman", r"(?P<n>[IVXL]{1,6})[.)]", rf"\s+{_T}", 0.9),
    _bare("alone", rf"{_N}\.?", r"(?P<title>)", 0.8),
)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


def find_candidate(line: Line, numbering: Numbering) -> Start | None:
    """The start that a line would be by one numbering, None when it does not fit."""
    if line.furniture or line.contents or line.kind:
        return None
    match = numbering.pattern.match(line.text)
    if not match:
        return None
    number = int(match["n"]) if match["n"].isdigit() else _roman(match["n"])
    if number == 0 or (1900 <= number <= 2100 and not numbering.spoken):
        return None
    title_start = line.start + (match.start("title") if match["title"] else len(line.text))
    return Start(line.index, number, match["label"].strip(), title_start, line.index)


def _roman(letters: str) -> int:
    """The number that Roman letters write, 0 when they write none ("IIX")."""
    values = [_ROMAN[letter] for letter in letters.upper()]
    total = sum(
        -one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True)
    )
    return total if values == _letters_of(total) else 0


def _letters_of(number: int) -> list[int]:
    """The values of the Roman letters of a number below 90."""
    found: list[int] = []
    for value, letters in (
        (50, [50]),
        (40, [10, 50]),
        (10, [10]),
        (9, [1, 10]),
        (5, [5]),
        (4, [1, 5]),
        (1, [1]),
    ):
        while number >= value:
            found += letters
            number -= value
    return found

"""Text as it is written -> text as it is compared, and whether an answer holds a wanted string.

The rules are those of ../shared/eval/README.md. Both sides are normalised alike, so a rule
only says which written forms count as the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_CYRILLIC = str.maketrans(
    "АВЕЅІЈКМНОРСТУХԚԜавеѕіјкмнорстухһԛԝ",
    "ABESIJKMHOPCTYXQWabesijkmhopctyxhqw",
)
_MARKS = str.maketrans(
    {
        **dict.fromkeys("“”„‟»«″", '"'),
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u2002\u2003", " "),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)
_MONTH = (
    r"(?:jan(?:uar|uary)?|feb(?:ruar|ruary)?|mar(?:ts|ch)?|apr(?:il)?|maj|may|jun[ie]?|jul[iy]?"
    r"|aug(?:ust)?|sep(?:t(?:ember)?)?|o[kc]t(?:ober)?|nov(?:ember)?|de[cs](?:ember)?)"
)
_SPACE = re.compile(r"\s+")
_THOUSANDS = re.compile(
    r"(?<!\d)(?<!\d[.,])([1-9]\d{0,2})((?:\.\d{3})+(?!\.?\d)|(?:,\d{3})+(?!,?\d))"
)
_MILLIONS_OR_PERCENT = re.compile(r" ?(?:mio|mia|mill?ion|milliard|%|procent|pct)")
_PERCENT = re.compile(
    r"(?<=\d) ?(?:%|(?:procent|per ?cent|pct)(?!\w)(?!\.? ?-?point)(?:(?<=pct)\.)?)"
)
_DECIMAL_PERCENT = re.compile(r"(?<![\d.,])(\d+)[.,](\d+)(?=%)")
_PARAGRAPH = re.compile(r"§ +(?=[\d§])")
_ENDS_IN_DAY_AND_MONTH = re.compile(
    rf"(?<!\d)\d{{1,2}}\. ?{_MONTH}\.?$|(?<!\d)\d{{1,2}} {_MONTH}\.?$|\b{_MONTH} \d{{1,2}}$"
)
_YEAR_FOLLOWS = re.compile(r"[.,]? ?(?:1[89]|2[01])\d\d(?!\d)")


def normalise(text: str) -> str:
    """The text as it is compared: folded in case, look-alikes, spaces, numbers, percent, §.

    A thousands mark is dropped from `1.990.800` and `1,990,800`; a single comma group is a
    decimal when a unit of millions or percent follows ("2,310 mio.").
    """
    folded = text.translate(_CYRILLIC).translate(_MARKS).casefold()
    folded = _SPACE.sub(" ", unicodedata.normalize("NFC", folded)).strip()
    folded = _THOUSANDS.sub(_without_thousands, folded)
    folded = _DECIMAL_PERCENT.sub(_without_zeros, _PERCENT.sub("%", folded))
    return _PARAGRAPH.sub("§", folded)


def holds(text: str, wanted: str) -> bool:
    """Whether the normalised text holds the wanted string.

    A number at either end of the wanted string must be a whole number in the text, and a
    day and month without a year must not be followed by one. An empty string is never held.
    """
    return _holds(normalise(text), wanted)


def meets(text: str, entry: str | Sequence[str]) -> bool:
    """Whether the text meets an entry of `must_include`: the string, or any of its strings."""
    plain = normalise(text)
    choices = (entry,) if isinstance(entry, str) else entry
    return any(_holds(plain, choice) for choice in choices)


def _holds(plain: str, wanted: str) -> bool:
    needle = normalise(wanted)
    if not needle:
        return False
    dated = bool(_ENDS_IN_DAY_AND_MONTH.search(needle))
    start = plain.find(needle)
    while start >= 0:
        end = start + len(needle)
        if _whole(plain, start, end) and not (dated and _YEAR_FOLLOWS.match(plain, end)):
            return True
        start = plain.find(needle, start + 1)
    return False


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no digit of a longer number lies just outside text[start:end]."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if text[start].isdigit() and (before[-1:].isdigit() or _is_mark_and_digit(before[::-1])):
        return False
    return not (text[end - 1].isdigit() and (after[:1].isdigit() or _is_mark_and_digit(after)))


def _is_mark_and_digit(pair: str) -> bool:
    return len(pair) == 2 and pair[0] in ".," and pair[1].isdigit()


def _without_thousands(match: re.Match[str]) -> str:
    tail = match[2]
    if tail.count(",") == 1 and _MILLIONS_OR_PERCENT.match(match.string, match.end()):
        return match[0]
    return match[1] + tail.replace(".", "").replace(",", "")


def _without_zeros(match: re.Match[str]) -> str:
    decimals = match[2].rstrip("0")
    return f"{match[1]},{decimals}" if decimals else match[1]

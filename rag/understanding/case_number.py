"""Finds case numbers, of every family that municipalities print, and item numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

CUE = (
    r"(?:sag(?:en|er|erne|s)?\s*(?:nr\.?|nummer|id\.?)?|sagsnr\.?|sagsnumre(?:t|ne)?|sagsnummer(?:et)?|"
    r"journal(?:nr\.?|nummer(?:et)?)|j\.?\s?nr\.?|dok\.?\s?nr\.?|acadre(?:-?sag)?|"
    r"case(?:\s+(?:no\.?|number))?|file\s+no\.?)"
)
_FAMILIES = (
    r"\d{2}\.\d{2}(?:\.\d{2})?[-\s]?[a-zæøå]\d{2}(?:\s?-\s?\d[\d/-]{0,20}\d|\s?-\s?\d)?",
    r"\d-\d{2}-\d{2}-\d{2,5}-\d{2}",
    r"\d{3}-\d{4}-\d{2,6}",
    r"s\d{4}-\d{2,6}",
    r"\d{2}/\d{4,6}",
    r"\d{2}-(?:0\d{4,5}|\d{6})",
    r"[a-zæøå]{2,8}\s?/\s?\d{2}/\d{3,6}",
    r"(?:br|bs|by|kb|øu)\s\d{1,4}/\d{2}",
)
_BARE = (r"\d{2}[-/]\d{2,6}", r"\d{5,8}", r"\d{2}\.\d{2}\.\d{2}", r"\d{8,14}[a-z]\d{2,}[\d-]*")
_EDGES = (r"(?<![\w.,/-])", r"(?![\w/]|[.,-]\d)")
UNIT = r"(?!\s*(?:kr|mio|mia|procent|pct|%|borgere|personer|stk|m2|kvm|timer|kroner))"
_KNOWN = re.compile(f"{_EDGES[0]}(?:{'|'.join(_FAMILIES)}){_EDGES[1]}{UNIT}")
_ANY = "|".join(_FAMILIES + _BARE)
_CUED = re.compile(rf"\b{CUE}[\s:.]*(?:nr\.?|nummer|med nummer|under)?\s*({_ANY}){_EDGES[1]}")
_PUNKT = re.compile(
    r"\b(?:punkt(?:et)?|pkt\.?|dagsordenspunkt|sag nr\.?|agenda item|item)"
    r"\s*(?:nr\.?|nummer|no\.?)?\s*"
    r"(\d{1,3})\b(?![-/.]\d|\.\s?(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec))"
)


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A case or item number and where it stands in the text."""

    value: str
    start: int
    end: int


def case_number(low: str) -> NumberMention | None:
    """The first case number in folded text: as typed, in capitals, without spaces."""
    match = _CUED.search(low)
    start, end = (match.start(1), match.end(1)) if match else (0, 0)
    if match is None:
        known = _KNOWN.search(low)
        if known is None:
            return None
        start, end = known.span()
    return NumberMention(re.sub(r"\s+", "", low[start:end]).upper(), start, end)


def punkt(low: str) -> NumberMention | None:
    """The item number in "punkt 6", "pkt. 6", "item 6"; folded text."""
    match = _PUNKT.search(low)
    if match is None:
        return None
    return NumberMention(match[1], match.start(), match.end())

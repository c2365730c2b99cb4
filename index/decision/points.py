"""Which numbered points of the recommendation a line of a decision is about."""

from __future__ import annotations

import re

from index.decision.outcomes import OUTCOME_WORD

_MONTH = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)"
_POINTS = re.compile(
    rf"""\(?(?P<lead>(?:ad|at|p(?:un)?kt(?:erne|er|et)?|indstillingens\sp(?:un)?kt)\.?\s?
        (?:p(?:un)?kt\.?\s?)?)?
      (?P<first>\d{{1,2}}(?:\.?[a-z](?![a-zæøå]))?)(?P<stop>[.):]{{0,2}})
      (?P<more>(?:\s?(?:-|–|og|samt|,|\+|til)\s?\d{{1,2}}(?:\.?[a-z](?![a-zæøå]))?[.):]{{0,2}}){{0,12}})
      (?:[:,]?\s+|$|(?<=[.):])(?-i:(?=[A-ZÆØÅ]|[a-zæøå]{{3}})))(?!{_MONTH}|behandl|pct|%|kr)""",
    re.VERBOSE | re.IGNORECASE,
)
_ORDINALS = ("første", "andet", "tredje", "fjerde", "femte", "sjette")
_ORDINAL = re.compile(
    rf"(?P<n>{'|'.join(_ORDINALS)})\s(?:at|dot|punkt|led)\b[:,.]?\s+", re.IGNORECASE
)
_NAMED_POINTS = re.compile(
    r"\b(?:(?:indstillings)?p(?:un)?kt(?:erne|er|et)?\.?|indstilling(?:er|erne)?)\s"
    r"(?P<points>\d{1,2}[a-z]?[.)]?(?:\s?(?:-|–|og|samt|,|til)\s?"
    r"(?:p(?:un)?kt\.?\s)?\d{1,2}[a-z]?[.)]?){0,12})"
    r"(?!\d)",
    re.IGNORECASE,
)
_LARGEST_RANGE = 40


def point_marker(line: str) -> tuple[tuple[str, ...], int]:
    """The points that a line is about ("Ad 2.", "1.-3.", "1.a.") and where its marker ends."""
    told = _ORDINAL.match(line)
    if told and OUTCOME_WORD.match(line, told.end()):
        return (str(_ORDINALS.index(told["n"].casefold()) + 1),), told.end()
    match = _POINTS.match(line)
    stop = match["stop"] or match["more"].rstrip()[-1:] in {".", ":", ")"} if match else False
    if not match or (_is_at(match["lead"]) and not stop):
        return (), 0
    if not (match["lead"] or match["stop"] or match["more"]):
        bare = OUTCOME_WORD.match(line, match.end())
        return (_numbers(match["first"]), match.end()) if bare else ((), 0)
    return _numbers(match["first"] + match["stop"] + match["more"]), match.end()


def _is_at(lead: str | None) -> bool:
    return (lead or "").strip().casefold() == "at"


def named_points(line: str, agenda: bool) -> tuple[str, ...]:
    """The points that a sentence names ("Udvalget godkendte punkt 1 og 2")."""
    match = None if agenda or "dagsorden" in line.casefold() else _NAMED_POINTS.search(line)
    return _numbers(match["points"]) if match and match.start() < 120 else ()


def _numbers(printed: str) -> tuple[str, ...]:
    """ "1.-3." as ("1", "2", "3"), "1. og 4." as ("1", "4"), "1.a." as ("1.a",)."""
    found: list[str] = []
    parts = re.findall(
        r"(-|–|til)?\s?(?:p(?:un)?kt\.?\s)?(\d{1,2}(?:\.?[a-z](?![a-zæøå]))?)", printed
    )
    for joined, number in parts:
        if joined and found and found[-1].isdigit() and number.isdigit():
            first, last = int(found[-1]) + 1, int(number)
            if 0 <= last - first < _LARGEST_RANGE:
                found.extend(str(n) for n in range(first, last + 1))
                continue
        found.append(number)
    return tuple(dict.fromkeys(found))

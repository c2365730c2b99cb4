"""The archive's own case numbers in a question, however they are written: without hyphens, with
spaces, in small letters, or only the part that people say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from index.store.one_case import plain_number
from rag.understanding.case_number import CUE, UNIT, NumberMention
from rag.within import is_case

_TOKEN = r"(?:[a-zæøå]{1,2}(?=\d))?+\d[\d.]*+(?:[a-zæøå]\d*+)?+"
_RUN = re.compile(
    rf"(?<![\w.,/-]){_TOKEN}(?:\s?[-/]\s?{_TOKEN}|\s{_TOKEN})*(?![\w/]|[.,-]\d){UNIT}"
)
_PIECE = re.compile(r"[^\s]+(?:\s?[-/]\s?[^\s]+)*")
_CUED = re.compile(rf"\b{CUE}[\s:.]*(?:nr\.?|nummer|med nummer|under)?\s*$")
_YEAR = re.compile(r"(?:19|20)\d\d")
LONG = 8
"""Signs of a number that is a case's without a word that says so, ..."""
MARKED = 6
"""... and of one with a hyphen, a slash or a letter in it."""


def known_case(low: str, numbers: Sequence[str]) -> NumberMention | None:
    """The first of the archive's `numbers` that the folded text holds, as it is printed there;
    what fits several is given as typed. None when it holds none of them."""
    known = _by_plain(tuple(numbers))
    for run in _RUN.finditer(low):
        alone = run.group() == low.strip(" ?.")
        for start, end in _stretches(run.group(), run.start()):
            cued = alone or _CUED.search(low[:start]) is not None
            if printed := _printed(low[start:end], known, cued):
                return NumberMention(printed, start, end)
        if _CUED.search(low[: run.start()]) and (part := _part(run.group(), known)):
            return NumberMention(part, *run.span())
    return None


@lru_cache(maxsize=8)
def _by_plain(numbers: tuple[str, ...]) -> Mapping[str, str]:
    return {plain_number(number): number for number in numbers if plain_number(number)}


def _stretches(run: str, at: int) -> Iterator[tuple[int, int]]:
    """The stretches of whole pieces of a run, the longest first; at most a number's six."""
    pieces = [match.span() for match in _PIECE.finditer(run)][:12]
    for size in range(min(len(pieces), 6), 0, -1):
        for first in range(len(pieces) - size + 1):
            yield at + pieces[first][0], at + pieces[first + size - 1][1]


def _printed(typed: str, known: Mapping[str, str], cued: bool) -> str:
    """The known number that is typed; a short one counts only where a word says what it is."""
    plain = plain_number(typed)
    marked = re.search(r"[-/a-zæøå]", typed) is not None
    sure = cued or len(plain) >= LONG or (marked and len(plain) >= MARKED)
    return known.get(plain, "") if sure else ""


def _part(typed: str, known: Mapping[str, str]) -> str:
    """The known number of which this is a part; as typed when it is a part of several."""
    if _YEAR.fullmatch(typed):
        return ""
    fitting = [number for number in known.values() if is_case(typed, number)]
    return fitting[0] if len(fitting) == 1 else typed.upper() if fitting else ""

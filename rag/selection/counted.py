"""How a sentence's figures stand to what is counted: beside the thing, or of another number."""

from __future__ import annotations

import re

from rag.match import Matcher
from rag.selection.values import NUMBER

AFTER = re.compile(r"(?:\s+[\w-]+){1,3}")
"""The words behind a figure among which the thing that it counts stands."""
SURE = 0.9
"""How surely a word must be the thing's own."""
ORDINAL = re.compile(
    r"\b(?P<first>\d{1,2})\.?(?:\s?[-–]\s?(?P<last>\d{1,2}))?\.\s+"
    r"(?P<noun>klasse|årgang|kvartal|etape|fase|halvår|behandling|sal|runde|version)\w*",
    re.IGNORECASE,
)
"""A thing that goes by its number in a row of such: "7. klasse", "7.-9. klasse"."""


def counts(noun: str, matcher: Matcher, text: str) -> bool:
    """Whether a figure of the text counts the noun, a word of the question: "74 *boliger*"."""
    for figure in NUMBER.finditer(text):
        after = AFTER.match(text, figure.end())
        if after and matcher.met(after.group()).get(noun, 0.0) >= SURE:
            return True
    return False


def of_another(asked: str, text: str) -> bool:
    """Whether the text tells of another number of a thing than the question: "8. klasse"."""
    return any(
        told.get(noun) and not told[noun] & numbers
        for told in (_ordinals(text),)
        for noun, numbers in _ordinals(asked).items()
    )


def _ordinals(text: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for match in ORDINAL.finditer(text):
        first = int(match["first"])
        last = int(match["last"] or first)
        found.setdefault(match["noun"].casefold(), set()).update(range(first, last + 1))
    return found

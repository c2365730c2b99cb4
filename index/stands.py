"""What each party said, one after the other ("A, F: Godkendt. V: Imod.") -> the sides of a vote."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.people import LETTERS, find_parties
from index.sentences import Span
from index.types import Side, Vote

_STAND = re.compile(
    rf"(?:(?i:gruppen?|grupperne|listen?|partierne)\s)?(?P<who>\(?{LETTERS}\)?"
    rf"(?:(?:,\s?|\s?\+\s?|\sog\s|,\sog\s|\s)\(?{LETTERS}\)?){{0,14}})\s?:\s*(?P<stand>\S[^:\n]{{1,80}})"
)
_SIDES = (
    (Side.ABSTAINED, re.compile(r"(?:undlod|undlader|undlade|hverken|afstår|afstod)\b", re.I)),
    (
        Side.AGAINST,
        re.compile(
            r"(?:(?:stemte|stemmer|er)\s)?i?mod\b|(?:kan|kunne|ønsker)\sikke|ikke\s|afvis|nej\b",
            re.I,
        ),
    ),
    (
        Side.FOR,
        re.compile(r"(?:(?:stemte|stemmer|er)\s)?for\b|(?:godk|anbef|tiltr|vedt|indst|ja\b)", re.I),
    ),
)


def read_stands(text: str, spans: Sequence[Span]) -> dict[Span, Vote]:
    """Which of the `spans` tell where a party stands, and its side.

    Nothing where the letters may be those of points ("A: Godkendt. B: Udsat."): each alone, in
    order from A.
    """
    found: dict[Span, Vote] = {}
    for a, b in spans:
        match = _STAND.fullmatch(text[a:b].strip())
        side = _side(match["stand"]) if match else None
        if match and side:
            parties = find_parties(match["who"].replace("+", ", "))
            found[a, b] = Vote(side, None, parties, (), text[a:b])
    told = [vote.parties for vote in found.values()]
    lone = [parties[0] for parties in told if len(parties) == 1]
    counted = len(lone) == len(told) and lone == list("ABCDEFGH")[: len(lone)]
    return {} if counted else found


def _side(stand: str) -> Side | None:
    return next((side for side, pattern in _SIDES if pattern.match(stand)), None)


def is_outvoted(stands: Sequence[Vote]) -> bool:
    """Whether as many parties are against as for, so that nothing is decided by what they said."""
    sides = {side: {p for v in stands if v.side is side for p in v.parties} for side in Side}
    return 0 < len(sides[Side.FOR]) <= len(sides[Side.AGAINST])

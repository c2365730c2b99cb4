"""What each party said, one after the other ("A, F: Godkendt. V: Imod.") -> the sides of a vote."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.parsing.people import LETTERS, find_parties
from index.sentences import Span
from index.types import Side, Vote

_STAND = re.compile(
    rf"(?:(?i:gruppen?|grupperne|listen?|partierne)\s)?(?P<who>\(?{LETTERS}\)?"
    rf"(?:(?:,\s?|\s?\+\s?|\sog\s|,\sog\s|\s)\(?{LETTERS}\)?){{0,14}})\s?:\s*(?P<stand>\S[^:\n]{{1,80}})"
)
_ACTS = re.compile(
    rf"(?P<who>\(?{LETTERS}\)?(?:(?:,\s?|\s?\+\s?|\sog\s|,\sog\s)\(?{LETTERS}\)?){{1,14}})\s"
    r"(?P<act>(?:godkend|anbefal|tiltr|vedt|indstill)(?:er|te|ede|ager|og|æder|ådte)\b.{0,200})",
    re.DOTALL,
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


def acts(text: str, spans: Sequence[Span], votes: Sequence[Vote]) -> tuple[Vote, Span, str] | None:
    """The sentence in which two parties or more act as the majority does ("A, F og V godkendte
    indstillingen. C stemte imod."): their side, its place and what they did. None where nobody, or
    as many, are told to be against."""
    against = {party for vote in votes if vote.side is Side.AGAINST for party in vote.parties}
    for a, b in spans if against else ():
        match = _ACTS.fullmatch(text[a:b].strip())
        parties = find_parties(match["who"].replace("+", ", ")) if match else ()
        if match and len(parties) > len(against):
            return Vote(Side.FOR, None, parties, (), text[a:b]), (a, b), match["act"]
    return None


def is_outvoted(stands: Sequence[Vote]) -> bool:
    """Whether as many parties are against as for, so that nothing is decided by what they said."""
    sides = {side: {p for v in stands if v.side is side for p in v.parties} for side in Side}
    return 0 < len(sides[Side.FOR]) <= len(sides[Side.AGAINST])

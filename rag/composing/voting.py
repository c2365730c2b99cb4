"""A clause or a question -> the side of a vote that it is about."""

from __future__ import annotations

import re

from index.types import Side

_SIDES = (
    (
        Side.ABSTAINED,
        re.compile(r"\bundlod\b|\bundlader\b|\bhverken (?:stemte )?for eller i?mod", re.I),
    ),
    (
        Side.AGAINST,
        re.compile(
            r"\bstem\w*\b.{0,40}\bi?mod\b|\bi?mod (?:\w+ ){0,3}stemte\b|"
            r"\b(?:var|er) imod\b",
            re.I,
        ),
    ),
    (
        Side.FOR,
        re.compile(r"\bstem\w*\b.{0,40}\bfor\b|\bfor (?:\w+ ){0,3}stemte\b", re.I),
    ),
)

_FEW = re.compile(r"\bmindretal|\bmodstander", re.IGNORECASE)


def side_of(part: str) -> Side | None:
    """The side of a vote that a clause tells of; None when it tells of none."""
    said = " ".join(part.split())  # a PDF breaks lines anywhere
    return next((side for side, sign in _SIDES if sign.search(said)), None)


def sides_of(part: str) -> frozenset[Side]:
    """Every side of a vote that a question names: "hvem stemte for, og hvem undlod?"; those in
    the minority are mostly against."""
    few = {Side.AGAINST, Side.ABSTAINED} if _FEW.search(part) else set()
    return frozenset({side for side, sign in _SIDES if sign.search(part)} | few)

"""Who voted how, as a sentence says it, held against what is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.types import Side
from rag.composing.voting import side_of
from rag.verification.sources import Source
from rag.verification.wording import clauses

_PARTY = re.compile(r"(?<![\wÆØÅæøå])([A-ZÆØÅ])(?![\w/ÆØÅæøå.])")


def vote_fault(text: str, sources: Sequence[Source]) -> str:
    """The fault "stemmer": when a person, party or count is put on another side than is printed."""
    votes = [vote for s in sources for vote in s.votes]
    if re.search(r"\benstemmigt?\b", text, re.IGNORECASE) and any(
        v.side is not Side.FOR for v in votes
    ):
        return "stemmer"
    for part in re.split(r"[;:]\s|,\s(?:og|men|mens)\s|\smens\s", text):
        side = side_of(part)
        if side is None:
            continue
        for member in _members(part):
            sides = {v.side for v in votes if member in _voters(v.parties, v.names)}
            if not sides:
                sides = _printed(member, sources)
            if (sides or votes) and side not in sides:
                return "stemmer"
        if not _counts_fit(part, side, sources):
            return "stemmer"
    return ""


def _members(part: str) -> list[str]:
    people = re.findall(r"[A-ZÆØÅ][\w-]+(?:\s[A-ZÆØÅ][\w-]+)+", part)
    return people or _PARTY.findall(part)


def _voters(parties: Sequence[str], people: Sequence[str]) -> set[str]:
    return {*parties, *(re.sub(r"\s*\([^)]*\)", "", name) for name in people), *people}


def _printed(member: str, sources: Sequence[Source]) -> set[Side]:
    """The sides that the passages' own clauses put somebody on."""
    found: set[Side] = set()
    for source in sources:
        for unit in re.split(r"(?<=[.;])\s|,\s(?:og|mens)\s", source.text):
            named = member in unit if len(member) > 1 else member in _PARTY.findall(unit)
            side = side_of(unit)
            if side and named:
                found.add(side)
    return found


def _counts_fit(part: str, side: Side, sources: Sequence[Source]) -> bool:
    """Whether a number of votes stands on the same side in the passages, when it stands on one."""
    said = re.search(r"\b(\d{1,3})\s+(?:stemte|medlemmer stemte|stemmer)\s+(?:i?mod|for)\b", part)
    if said is None or re.search(r"\bstemmer (?:i?mod|for)", part):
        return True
    sides: set[Side] = set()
    for source in sources:
        for unit in clauses(source.text):
            own = side_of(unit)
            if own and said[1] in re.findall(r"\d+", unit):
                sides.add(own)
    return not sides or side in sides or len(sides) > 1

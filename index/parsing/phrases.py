"""A heading that is no known label, read by its grammar: whose, what kind of, what, of what.

"Udvalgets stillingtagen", "Referat af punktet", "Kort redegørelse for sagen": the noun says what
the section is for, and the words around it are of the few that belong to such headings. The
words are data (index/parsing/phrases.toml).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from index.types import SectionKind

_MOST_WORDS = 9
_JOINT = re.compile(r"\s*(?:[,/+&]|\b(?:og|samt|herunder|med)\b)\s*")
_FIRST = (
    SectionKind.DECISION,
    SectionKind.RECOMMENDATION,
    SectionKind.CASE,
    SectionKind.SUMMARY,
)
"""Of two nouns in one heading ("Baggrund og indstilling") the one that stands first here wins."""


def phrase_kind(text: str) -> SectionKind | None:
    """The kind of section that the heading's noun opens; None when a word is foreign to such
    headings."""
    if len(text.split()) > _MOST_WORDS:
        return None
    parts = [part for part in _JOINT.split(text.casefold().replace("é", "e")) if part]
    if not parts or len(parts) > 4:
        return None
    found = [_part_kind(part, n > 0) for n, part in enumerate(parts)]
    if len(parts) == 2 and found[1] is None and " og " in text and " " not in parts[1]:
        # "Økonomi og kapacitet": the first noun says enough.
        found = found[:1]
    kinds = [kind for kind in found if isinstance(kind, SectionKind)]
    if None in found or not kinds:
        return None
    return next((kind for kind in _FIRST if kind in kinds), kinds[0])


def question_kind(text: str) -> SectionKind | None:
    """The kind of a heading in plain language ("Hvad handler sagen om?"), None for others."""
    low = text.casefold().strip(" :?")
    return next((kind for kind, form in _questions() if form.fullmatch(low)), None)


@cache
def _questions() -> tuple[tuple[SectionKind, re.Pattern[str]], ...]:
    forms = _data()["questions"].items()
    return tuple((_KINDS[kind], re.compile(words)) for kind, words in forms)


def weak_kind(text: str) -> SectionKind | None:
    """The kind of a heading that is nothing but one of the weak nouns ("Konklusion"): a label only
    where the document shows that it is one."""
    match = _nouns().fullmatch(text.casefold().strip(" :"))
    return _KINDS[match.lastgroup[:-1]] if match and match.lastgroup else None


def _part_kind(part: str, later: bool) -> SectionKind | bool | None:
    """The kind of one part; True for an adjective that shares the next part's noun."""
    words = part.split()
    owned, at = False, 0
    while at < len(words) and (_is_owner(words[at]) or _is_own_word(words[at])):
        owned = owned or _is_owner(words[at])
        at += 1
    rest = " ".join(words[at:])
    match = _nouns().match(rest)
    if not match or match.lastgroup is None:
        adjectives = all(_is_own_word(word) or _is_owner(word) for word in words)
        return True if adjectives and words else None
    after = rest[match.end() :].strip()
    told = bool(after) and _tail().fullmatch(after) is not None
    if after and not told:
        return None
    kind, strong = _KINDS[match.lastgroup[:-1]], match.lastgroup.endswith("1")
    return kind if strong or owned or told or later else None


def _is_owner(word: str) -> bool:
    return _pattern("owners").fullmatch(word) is not None


def _is_own_word(word: str) -> bool:
    return _pattern("adjectives").fullmatch(word) is not None


_KINDS = {kind.name.lower(): kind for kind in SectionKind}


@cache
def _nouns() -> re.Pattern[str]:
    """One pattern of all nouns; its groups are named by kind, 1 for nouns that stand alone and 2
    for those that need an owner or an object ("Udvalgets konklusion")."""
    groups = []
    for kind, words in _data()["nouns"].items():
        groups.append(rf"(?P<{kind}1>(?:{words})\b)")
    for kind, words in _data()["weak"].items():
        groups.append(rf"(?P<{kind}2>(?:{words})\b)")
    return re.compile("|".join(groups))


@cache
def _tail() -> re.Pattern[str]:
    words = _data()["words"]
    return re.compile(rf"(?:(?:{words['prepositions']})\s(?:{words['objects']})(?:\s|$))+")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_data()["words"][name])


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

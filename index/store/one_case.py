"""Two items -> whether they are one case, by number, title and text together."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from rapidfuzz.fuzz import ratio, token_set_ratio, token_sort_ratio

from index.danish import body_key, find_bodies, is_binding, plain
from index.store.sketch import ENOUGH, Sketch, share

SAME, LIKE, RATHER, NEAR_LIKE = 92, 80, 70, 50
"""How alike titles are (0..100): one title, one matter, and those that the text must confirm."""
SHORT = 10
"""Letters of a title that names its matter where nothing else tells."""
SOME, MUCH, ALL, WHOLE = 0.2, 0.4, 0.8, 0.95
"""The share of the shorter text that the other holds; see docs/sync.md for what was measured."""
ROUND, SEASON, YEARS = 120, 270, 1_095
"""Days: the bodies of one round meet within four months; a title that comes back after more than
nine with another text is a new round; what one thing's own number stands on may take longer."""

SHORTEST, STEM = 4, 6
"""Letters of a word that may name a thing, and letters of its stem."""

_WORD = re.compile(r"[a-zæøåéäöü0-9]+")
_TURN = re.compile(
    r"\b(?:\d{1,2}|første|anden|andet|tredje|endelig)\.? ?"
    r"(?:behandling|udkast|udgave|version|høring|drøftelse|forelæggelse|læsning|vedtagelse)\w*"
)
"""What tells the turn of one case, and no other case ("Budget 2031, 2. behandling")."""
_GENITIVE = re.compile(r"((?:udvalg|råd|bestyrelse|nævn)(?:et|en|n)?)s\b", re.IGNORECASE)
_PROCEDURE = frozenset(
    tomllib.loads(Path(__file__).with_name("procedure.toml").read_text(encoding="utf-8"))[
        "words"
    ].split()
)
"""The words of points that every meeting has: a title of such words alone names no matter, and
is never one case with another meeting's."""


@dataclass(frozen=True)
class Trace:
    """What joining needs to know of an item. `sketch` is of its text (`sketch_of`); `weak`
    when its number is the meeting's own and names no case."""

    id: str
    meeting: str
    municipality: str | None
    body: str
    date: date | None
    title: str
    number: str | None
    sketch: Sketch
    weak: bool = False

    @cached_property
    def words(self) -> str:
        """The title's words, without the turn of the case that it tells."""
        return _title_words(self.title)

    @cached_property
    def key(self) -> str:
        """The number as `plain_number` has it, "" when there is none."""
        return plain_number(self.number or "")

    @cached_property
    def figures(self) -> frozenset[str]:
        """Years, quarters and numbers in the title: "2031" and "2032" are two matters."""
        return frozenset(re.findall(r"\d+", self.words))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The beginnings of the title's long words, for "cykelsti" and "cykelstien".

        The name of a body is left out: one that applies to it and one that it asks for money
        are two matters.
        """
        told = _GENITIVE.sub(r"\1", self.title)
        for _, start, end in reversed(find_bodies(told)):
            told = f"{told[:start]} {told[end:]}"
        words = (word for word in _title_words(told).split() if len(word) >= SHORTEST)
        return frozenset(word[:STEM] for word in words if word not in _PROCEDURE)

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The bodies that the title names."""
        told = _GENITIVE.sub(r"\1", self.title)
        return frozenset(body_key(name) for name, _, _ in find_bodies(told))


@lru_cache(maxsize=20_000)
def plain_number(number: str) -> str:
    """A case number without its hyphens, dots and spaces, in capitals."""
    return re.sub(r"[^0-9A-ZÆØÅ]", "", number.upper())


def is_procedural(title: str) -> bool:
    """Whether the title is of a point that every meeting has (dagsorden, eventuelt, ...)."""
    return all(word in _PROCEDURE or word.isdigit() for word in _title_words(title).split())


@lru_cache(maxsize=4_096)
def _title_words(title: str) -> str:
    folded = " ".join(_WORD.findall(plain(title).casefold()))
    return " ".join(_TURN.sub(" ", folded).split()) or folded


def is_one_case(one: Trace, other: Trace) -> bool:
    """Whether two items of different meetings are one case by number, title and text."""
    if one.key and other.key and one.key != other.key:
        return _moved_up(one, other)
    if apart(one, other):
        return _is_repeated(one, other)
    like = max(token_set_ratio(one.words, other.words), ratio(one.words, other.words))
    shared = share(one.sketch, other.sketch)
    if one.key and other.key and not (one.weak or other.weak):
        return _by_number(like, shared, days_between(one, other))
    return _without_number(one, other, like, shared)


def _by_number(like: float, shared: float | None, days: int) -> bool:
    if like >= LIKE:
        return days <= SEASON or (shared is not None and shared >= MUCH)
    if shared is None:
        return False
    if like >= NEAR_LIKE:
        return shared >= MUCH or (like >= RATHER and shared >= SOME and days <= ROUND)
    return shared >= ALL


def _without_number(one: Trace, other: Trace, like: float, shared: float | None) -> bool:
    """Where no number tells, the text must; a title alone only within one round."""
    if days_between(one, other) > SEASON:
        return False
    if shared is None or has_little_text(one, other):
        exact = token_sort_ratio(one.words, other.words) >= SAME and len(one.words) >= SHORT
        return exact and days_between(one, other) <= ROUND and one.body != other.body
    if like >= LIKE:
        return shared >= MUCH
    return like >= NEAR_LIKE and shared >= ALL


def _moved_up(one: Trace, other: Trace) -> bool:
    """One text under two numbers, in bodies of different rank within one round."""
    return (
        one.words == other.words
        and days_between(one, other) <= ROUND
        and is_binding(one.body) != is_binding(other.body)
        and not has_little_text(one, other)
        and (share(one.sketch, other.sketch) or 0) >= ALL
    )


def _is_repeated(one: Trace, other: Trace) -> bool:
    """The same text under one number in another body at once: the title has a slip of the pen."""
    return (
        bool(one.key)
        and one.key == other.key
        and body_key(one.body) != body_key(other.body)
        and not (one.bodies and other.bodies and not one.bodies & other.bodies)
        and days_between(one, other) <= ROUND
        and not has_little_text(one, other)
        and (share(one.sketch, other.sketch) or 0) >= WHOLE
    )


def apart(one: Trace, other: Trace) -> bool:
    """Whether the titles name different years or numbers, or each another body."""
    if one.figures - other.figures and other.figures - one.figures:
        return True
    return bool(one.bodies and other.bodies and not one.bodies & other.bodies)


def has_little_text(one: Trace, other: Trace) -> bool:
    """Whether one of the texts is too short to decide by itself."""
    return min(len(one.sketch), len(other.sketch)) < 3 * ENOUGH


def days_between(one: Trace, other: Trace) -> int:
    """Days between the meetings; a season where one has no date."""
    if one.date is None or other.date is None:
        return SEASON
    return abs((one.date - other.date).days)

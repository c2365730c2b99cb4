"""Items -> cases: which items of the archive are one matter on its way through the bodies.

A case number alone does not tell: unrelated items share one, and others have none. Two items are
one case when number, title and text together say so (`is_one_case`), and a case is all items that
hang together, directly or through others. The answer depends on the set of items only, never on
the order in which they came, so a correction or a withdrawal leaves what a new build would make.
"""

from __future__ import annotations

import re
import tomllib
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio, token_set_ratio, token_sort_ratio

from index.danish import body_key, find_bodies, is_binding, plain
from index.types import Item, SectionKind

Sketch = NDArray[np.uint32]
"""Some of the hashes of a text's runs of five words, sorted: enough to tell how much two share."""

RULES = 3
"""The number of these rules: when they change, the cases of every archive are joined anew."""
RUN = 5
"""Words in a run: shorter ones are common phrases, longer ones break at every correction."""
LONGEST = 60_000
"""Characters of an item that are looked at: what is longer has told what it is."""
LARGEST = 400
"""Hashes kept of a text. A share of .3 is then told within .05."""
ENOUGH = 12
"""Hashes that two texts must have to be compared; below, their texts say nothing."""

SAME, LIKE, RATHER, NEAR_LIKE = 92, 80, 70, 50
"""How alike titles are (0..100): one title, one matter, and those that the text must confirm."""
SHORT = 10
"""Letters of a title that names its matter where nothing else tells."""
SOME, MUCH, ALL, WHOLE = 0.2, 0.4, 0.8, 0.95
"""The share of the shorter text that the other holds; see docs/sync.md for what was measured."""
ROUND, SEASON, YEARS = 120, 270, 540
"""Days: the bodies of one round meet within four months; a title that comes back after more than
nine with another text is a new round; what one thing's own number stands on may take longer."""
FIXED = 5
"""Meetings of one body with a title that make it a standing point rather than a matter."""
SHARED = 3
"""Items of one meeting with one number that make the number the meeting's own."""

SHORTEST, STEM, RARE = 4, 6, 4
"""Letters of a word that may name a thing, letters of its stem, and under how many numbers a
stem stands at most that names one thing."""

_SKIPPED = {
    SectionKind.DECISION,
    SectionKind.HISTORY,
    SectionKind.ABSENCE,
    SectionKind.ATTACHMENTS,
    SectionKind.TITLE,
}
"""What differs from body to body in one case, and the attachments, which many cases share."""
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


# --- a text in few numbers -----------------------------------------------------------------


def sketch_of(item: Item) -> Sketch:
    """The sketch of what an item says before it is decided; empty when it says next to nothing."""
    said = [one.text for one in item.sections if one.kind not in _SKIPPED]
    return sketch_text(" ".join(said))


def sketch_text(text: str) -> Sketch:
    """Hashes of the runs of five words, thinned to a half, a fourth, ... until few enough.

    Thinning keeps those that can be divided by 2, 4, ...: of two texts the same ones are kept.
    """
    words = _WORD.findall(text[:LONGEST].replace("\u00ad", "").casefold())
    if len(words) < RUN:
        return np.zeros(0, dtype=np.uint32)
    known = {word: zlib.crc32(word.encode()) for word in set(words)}
    codes = np.array([known[word] for word in words], dtype=np.uint64)
    runs = np.zeros(len(words) - RUN + 1, dtype=np.uint64)
    for n in range(RUN):
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + codes[n : n + len(runs)]
    hashes = np.unique(((runs * np.uint64(0xBF58476D1CE4E5B9)) >> np.uint64(32)).astype(np.uint32))
    step = 1
    while len(hashes) > LARGEST:
        step *= 2
        hashes = hashes[hashes % step == 0]
    return hashes


def share(one: Sketch, other: Sketch) -> float | None:
    """How much of the shorter text the other holds, 0..1; None when that cannot be told."""
    step = max(_step(one), _step(other))
    a, b = one[one % step == 0], other[other % step == 0]
    least = min(len(a), len(b))
    if least < ENOUGH:
        return None
    return len(np.intersect1d(a, b, assume_unique=True)) / least


def _step(hashes: Sketch) -> int:
    """How far a sketch was thinned: the power of two that divides all of its hashes."""
    together = int(np.bitwise_or.reduce(hashes)) if len(hashes) else 1
    return together & -together or 1


# --- two items -----------------------------------------------------------------------------


def is_one_case(one: Trace, other: Trace) -> bool:
    """Whether two items of different meetings are one case by number, title and text."""
    if one.key and other.key and one.key != other.key:
        return _moved_up(one, other)
    if _apart(one, other):
        return _is_repeated(one, other)
    like = max(token_set_ratio(one.words, other.words), ratio(one.words, other.words))
    shared = share(one.sketch, other.sketch)
    if one.key and other.key and not (one.weak or other.weak):
        return _by_number(like, shared, _days(one, other))
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
    if _days(one, other) > SEASON:
        return False
    if shared is None or _few(one, other):
        exact = token_sort_ratio(one.words, other.words) >= SAME and len(one.words) >= SHORT
        return exact and _days(one, other) <= ROUND and one.body != other.body
    if like >= LIKE:
        return shared >= MUCH
    return like >= NEAR_LIKE and shared >= ALL


def _moved_up(one: Trace, other: Trace) -> bool:
    """One text under two numbers, in bodies of different rank within one round."""
    return (
        one.words == other.words
        and _days(one, other) <= ROUND
        and is_binding(one.body) != is_binding(other.body)
        and not _few(one, other)
        and (share(one.sketch, other.sketch) or 0) >= ALL
    )


def _is_repeated(one: Trace, other: Trace) -> bool:
    """The same text under one number in another body at once: the title has a slip of the pen."""
    return (
        bool(one.key)
        and one.key == other.key
        and body_key(one.body) != body_key(other.body)
        and not (one.bodies and other.bodies and not one.bodies & other.bodies)
        and _days(one, other) <= ROUND
        and not _few(one, other)
        and (share(one.sketch, other.sketch) or 0) >= WHOLE
    )


def _apart(one: Trace, other: Trace) -> bool:
    """Whether the titles name different years or numbers, or each another body."""
    if one.figures - other.figures and other.figures - one.figures:
        return True
    return bool(one.bodies and other.bodies and not one.bodies & other.bodies)


def _few(one: Trace, other: Trace) -> bool:
    return min(len(one.sketch), len(other.sketch)) < 3 * ENOUGH


def _days(one: Trace, other: Trace) -> int:
    if one.date is None or other.date is None:
        return SEASON
    return abs((one.date - other.date).days)


# --- all items -----------------------------------------------------------------------------


def join(traces: Iterable[Trace]) -> dict[str, str]:
    """Item key to the key of its case: that of the case's first item. Order does not matter."""
    groups: dict[str | None, list[Trace]] = defaultdict(list)
    for trace in traces:
        groups[trace.municipality].append(trace)
    found: dict[str, str] = {}
    for group in groups.values():
        found |= _join(sorted(group, key=_order))
    return found


def _order(trace: Trace) -> tuple[date, str]:
    return trace.date or date.min, trace.id


def _join(traces: Sequence[Trace]) -> dict[str, str]:
    town = _look_at(traces)
    matters = [
        replace(trace, weak=True) if (trace.meeting, trace.key) in town.of_meetings else trace
        for trace in traces
        if not is_procedural(trace.title)
    ]
    rank = {trace.id: n for n, trace in enumerate(traces)}
    home = {trace.id: trace.id for trace in traces}
    for a, b in _pairs(matters):
        first, second = _root(home, a.id), _root(home, b.id)
        if first != second and a.meeting != b.meeting and _joins(a, b, town):
            low, high = sorted((first, second), key=rank.__getitem__)
            home[high] = low
    return {key: _root(home, key) for key in home}


def _joins(one: Trace, other: Trace, town: _Town) -> bool:
    if {(one.body, one.words), (other.body, other.words)} & town.standing:
        alike = not _few(one, other) and (share(one.sketch, other.sketch) or 0) >= MUCH
        return alike and is_one_case(one, other)
    return is_one_case(one, other) or _names_one_thing(one, other, town)


def _names_one_thing(one: Trace, other: Trace, town: _Town) -> bool:
    """Whether a number that no meeting has twice and a rare word of both titles tell together."""
    if not one.key or one.key != other.key or one.key in town.shared or _apart(one, other):
        return False
    return _days(one, other) <= YEARS and any(
        len(town.numbers_of[stem]) <= RARE for stem in one.stems & other.stems
    )


def _root(home: Mapping[str, str], key: str) -> str:
    while home[key] != key:
        key = home[key]
    return key


@dataclass(frozen=True, slots=True)
class _Town:
    """What only all items of a municipality together tell: (body, title) of standing points,
    (meeting, number) where the number is the meeting's own, numbers that stand twice in some
    meeting, and the numbers that a word of titles stands under."""

    standing: frozenset[tuple[str, str]]
    of_meetings: frozenset[tuple[str, str]]
    shared: frozenset[str]
    numbers_of: Mapping[str, set[str]]


def _look_at(traces: Sequence[Trace]) -> _Town:
    meetings: dict[tuple[str, str], set[str]] = defaultdict(set)
    numbers_of: dict[str, set[str]] = defaultdict(set)
    for trace in traces:
        meetings[trace.body, trace.words].add(trace.meeting)
        for stem in trace.stems:
            numbers_of[stem].add(trace.key or trace.id)
    counts = Counter((trace.meeting, trace.key) for trace in traces if trace.key)
    return _Town(
        frozenset(key for key, held in meetings.items() if len(held) >= FIXED),
        frozenset(key for key, n in counts.items() if n >= SHARED),
        frozenset(key for (_, key), n in counts.items() if n > 1),
        numbers_of,
    )


LEAST = 8
"""Hashes of a text under which it is looked for at the least."""
MOST_ALIKE = 60
"""Items that share a number, a title or a hash are compared with so many at the most: beyond
that it is a standing text, and a case's items are near each other in time."""


def _pairs(traces: Sequence[Trace]) -> Iterator[tuple[Trace, Trace]]:
    """The pairs that may be one case: of one number or title, or of some text in common when
    one of them has no number that tells."""
    blocks: dict[tuple[str, str | int], list[int]] = defaultdict(list)
    for n, trace in enumerate(traces):
        if trace.key:
            blocks["number", trace.key].append(n)
        blocks["title", trace.words].append(n)
    met = {pair for block in blocks.values() for pair in _near(block)}
    if loose := {n for n, trace in enumerate(traces) if trace.weak or not trace.key}:
        met |= {pair for pair in _by_text(traces) if loose & set(pair)}
    for a, b in sorted(met):
        yield traces[a], traces[b]


def _by_text(traces: Sequence[Trace]) -> Iterator[tuple[int, int]]:
    blocks: dict[int, list[int]] = defaultdict(list)
    for n, trace in enumerate(traces):
        for hashed in _telling(trace.sketch):
            blocks[hashed].append(n)
    return (pair for block in blocks.values() for pair in _near(block))


def _telling(hashes: Sketch) -> list[int]:
    """A few hashes that texts alike have in common: those that thinning leaves in a text of any
    length, and of a short one, which may have none of them, its least."""
    found = hashes[hashes % 64 == 0][:24]
    least = () if len(found) >= LEAST else hashes[:LEAST]
    return [int(one) for one in {*found, *least}]


def _near(block: Sequence[int]) -> Iterator[tuple[int, int]]:
    for at, n in enumerate(block):
        yield from ((n, other) for other in block[at + 1 : at + MOST_ALIKE])

"""Items -> cases: which items of the archive are one matter on its way through the bodies.

A case number alone does not tell: unrelated items share one, and others have none. Two items are
one case when number, title and text together say so (`is_one_case`), and a case is all items that
hang together, directly or through others. The answer depends on the set of items only, never on
the order in which they came, so a correction or a withdrawal leaves what a new build would make.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.store.one_case import (
    MUCH,
    YEARS,
    Trace,
    apart,
    days_between,
    has_little_text,
    is_one_case,
    is_procedural,
)
from index.store.sketch import share, telling

RULES = 4
"""The number of these rules: when they change, the cases of every archive are joined anew."""
FIXED = 5
"""Meetings of one body with a title that make it a standing point rather than a matter."""
SHARED = 3
"""Items of one meeting with one number that make the number the meeting's own."""
RARE = 4
"""Under how many numbers a stem of titles stands at most that names one thing."""
MOST_ALIKE = 60
"""Items that share a number, a title or a hash are compared with so many at the most: beyond
that it is a standing text, and a case's items are near each other in time."""


_SHUT = re.compile(r"\W*lukket\b", re.IGNORECASE)
"""How the title begins of an item that holds what of its matter is not public: no second matter."""


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
        alike = not has_little_text(one, other) and (share(one.sketch, other.sketch) or 0) >= MUCH
        return alike and is_one_case(one, other)
    return is_one_case(one, other) or _names_one_thing(one, other, town)


def _names_one_thing(one: Trace, other: Trace, town: _Town) -> bool:
    """Whether a number that no meeting has twice and a rare word of both titles tell together."""
    if not one.key or one.key != other.key or one.key in town.shared or apart(one, other):
        return False
    return days_between(one, other) <= YEARS and any(
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
    counts = Counter((t.meeting, t.key) for t in traces if t.key and not _SHUT.match(t.title))
    return _Town(
        frozenset(key for key, held in meetings.items() if len(held) >= FIXED),
        frozenset(key for key, n in counts.items() if n >= SHARED),
        frozenset(key for (_, key), n in counts.items() if n > 1),
        numbers_of,
    )


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
        for hashed in telling(trace.sketch):
            blocks[hashed].append(n)
    return (pair for block in blocks.values() for pair in _near(block))


def _near(block: Sequence[int]) -> Iterator[tuple[int, int]]:
    for at, n in enumerate(block):
        yield from ((n, other) for other in block[at + 1 : at + MOST_ALIKE])

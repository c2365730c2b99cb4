"""Items that come again under one title but for its times: budgetopfølgning, mødekalender, status.

Each time is a case of its own, with its own number; asked how a thing stands, the newest tells, and
asked of a year, the one whose title says that year.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.store.one_case import is_procedural
from index.store.snapshot import Card
from rag.match import terms_of
from rag.types import Question

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TIMES = re.compile(
    r"\d+|\b(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|"
    r"december|(?:halv|kvart)\w+|perioden?|pr|ultimo|primo|første|andet|anden|tredje|fjerde|"
    r"forår\w*|efterår\w*|status|orientering|år)\b\.?",
    re.IGNORECASE,
)
"""What tells one of a series from the next, and words that a title has as well as not."""
LEAST = 2
"""Words that the titles of a series share, besides times."""
AMONG, NEAR = 6, 0.8
"""Among how many of the best, and how near the first, an item may be the one of the year."""
SHORTEST = 6
"""Letters of a word that may stand for a longer one that ends in it."""


def in_series(one: Card, other: Card) -> bool:
    """Whether two items of different meetings have one title but for its times."""
    if one.municipality != other.municipality or one.meeting_id == other.meeting_id:
        return False
    mine, theirs = plain_title(one.title), plain_title(other.title)
    if not mine or len(mine) != len(theirs):
        return False
    rest, others = sorted(mine - theirs), sorted(theirs - mine)
    return len(rest) < 2 and all(_narrower(a, b) for a, b in zip(rest, others, strict=True))


def _narrower(one: str, other: str) -> bool:
    """Whether one word is the other with a word in front: "sanktion", "rådighedssanktion"."""
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST and long.endswith(short)


@lru_cache(maxsize=20_000)
def plain_title(title: str) -> frozenset[str]:
    """The terms of a title without times; empty for a point that every meeting has."""
    terms = terms_of(_TIMES.sub(" ", title))
    return frozenset() if len(terms) < LEAST or is_procedural(title) else terms


def newest_of_series(order: NDArray[np.intp], cards: Sequence[Card]) -> int:
    """The newest of these items that come under the first one's title; the first when it is it."""
    first = int(order[0])
    if cards[first].number == 0:
        return first
    same = [i for i in map(int, order) if in_series(cards[first], cards[i])]
    return max([first, *same], key=lambda i: (cards[i].date or date.min, i == first))


def of_the_year(
    question: Question, order: NDArray[np.intp], total: NDArray[np.float32], cards: Sequence[Card]
) -> int:
    """The best item of the year that is asked for, when the first one's title says another year:
    one under the same title with that year, else one that is about as good, of a meeting in that
    year; else the first."""
    first = int(order[0])
    asked, told = set(YEAR.findall(question.text)), set(YEAR.findall(cards[first].title))
    if not asked or not told or asked & told:
        return first
    fitting = [
        i
        for i, card in enumerate(cards)
        if np.isfinite(total[i])
        and asked & set(YEAR.findall(card.title))
        and in_series(cards[first], card)
    ]
    if fitting:
        return max(fitting, key=lambda i: (total[i], -i))
    near = (i for i in map(int, order[1:AMONG]) if total[i] >= NEAR * total[first])
    return next((i for i in near if _held_in(cards[i], asked)), first)


def _held_in(card: Card, years: Collection[str]) -> bool:
    """Whether the meeting was held in one of the years, and the title names no other."""
    return card.date is not None and str(card.date.year) in years and not YEAR.search(card.title)


def newer_in_series(one: Card, cards: Sequence[Card]) -> bool:
    """Whether a later meeting has an item under the same title but for its times."""
    day = one.date
    return day is not None and any(
        card.date is not None and card.date > day and in_series(one, card) for card in cards
    )

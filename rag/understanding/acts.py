"""A question for all items that something was done to: what that is (rules: register.toml)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from index.parsing.people import find_people, party_spans
from index.types import Outcome, Side
from rag.composing.voting import side_of
from rag.rules import entries, patterns, read, strings, words
from rag.types import Act
from rag.understanding.reading import Reading, taken, words_beside

Span = tuple[int, int]
_VOTED = re.compile(r"\b(?:stem(?:me[rn]?|te|t)|var (?:for|i?mod)|voted?)\b")
_SIDES = {
    Side.FOR: "stemte for",
    Side.AGAINST: "stemte imod",
    Side.ABSTAINED: "undlod at stemme",
}


def act_of(reading: Reading) -> Act | None:
    """What was done to the items that are asked for; None when the question is another one."""
    low = reading.low
    asked = next((m for rule in patterns("register", "asked") if (m := rule.search(low))), None)
    if asked is None or reading.item or reading.case or _of_one(low):
        return None
    known = [*taken(reading), asked.span()]
    about = _about().search(low, asked.end())
    topic = " ".join(words_beside(about["topic"], ())) if about else ""
    if about:
        known.append(about.span())
    act, spans = _vote(reading) or _outcome(_without(low, known)) or (None, [])
    if act is None or _unread(low, [*known, *spans]):
        return None
    first, last = _span(reading)
    return replace(act, topic=topic, first=first, last=last)


def _span(reading: Reading) -> tuple[date | None, date | None]:
    """From when to when the question's times reach; an open end is None."""
    first = min((time.first for time in reading.times), default=date.min)
    last = max((time.last for time in reading.times), default=date.max)
    return (None if first == date.min else first), (None if last == date.max else last)


def _vote(reading: Reading) -> tuple[Act, list[Span]] | None:
    """The items that somebody took a side in the vote on."""
    side = side_of(reading.low) if _VOTED.search(reading.low) else None
    parties = party_spans(reading.text)
    letters, people = tuple(letter for letter, _, _ in parties), find_people(reading.text)
    if side is None or not (letters or people):
        return None
    spans = [(start, end) for _, start, end in parties]
    spans += [(at, at + len(name)) for name in people if (at := reading.text.find(name)) >= 0]
    spans += [match.span() for match in _VOTED.finditer(reading.low)]
    told = f" med en afstemning, hvor {' og '.join((*letters, *people))} {_SIDES[side]}"
    return Act(told, (), side, letters, people), spans


def _outcome(low: str) -> tuple[Act, list[Span]] | None:
    """The items with an outcome, or with any vote, by the first rule that knows the words."""
    for told, outcomes, rules in _acts():
        for rule in rules:
            if match := rule.search(low):
                return Act(told, outcomes), [match.span()]
    return None


def _of_one(low: str) -> bool:
    """Whether it is about one case: "hvilke forslag blev afvist i sagen om budgettet?"."""
    return any(rule.search(low) for rule in patterns("register", "one"))


def _unread(low: str, known: Iterable[Span]) -> set[str]:
    """The words that tell more of what is wanted than was understood."""
    return set(words_beside(low, known)) - set(words("register", "plain"))


def _without(low: str, known: Iterable[Span]) -> str:
    for start, end in known:
        low = low[:start] + " " * (end - start) + low[end:]
    return low


@cache
def _about() -> re.Pattern[str]:
    return re.compile(str(read("register")["about"]))


@cache
def _acts() -> tuple[tuple[str, tuple[Outcome, ...], tuple[re.Pattern[str], ...]], ...]:
    return tuple(
        (
            str(entry["told"]),
            tuple(Outcome(name) for name in strings(entry["outcomes"])),
            tuple(re.compile(pattern) for pattern in strings(entry["any"])),
        )
        for entry in entries("register", "act")
    )

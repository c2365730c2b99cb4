"""Turns what a question holds into hard limits, preferences and notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from rag.notes import (
    ELSEWHERE,
    LAST_WORD,
    NEWEST_MEETING,
    NOT_PUBLIC,
    OF_MEETING,
    OUTSIDE,
    OVERVIEW,
    SEVERAL_BODIES,
    TOWNS,
)
from rag.rules import entries, strings
from rag.types import Filters, Intent
from rag.understanding.meeting import asks_of_meeting
from rag.understanding.period import Mention, Role, likely, stated
from rag.understanding.places import unknown_municipality
from rag.understanding.reading import LATEST, NEWEST, Known, Reading, is_bare
from rag.wash import plain

_CLOSED = re.compile(
    r"\b(?:lukke(?:t|de) (?:punkt\w*|sag\w*|døre|møde\w*|del|dagsorden\w*)|offentligheden ikke|"
    r"fortrolig\w*|hemmeligholdt|closed (?:items?|session|meeting)|behind closed doors)\b"
)


def hard(reading: Reading, known: Known) -> Filters:
    """Only what the question states outright: a wrong limit loses the answer.

    The archive's only municipality is no limit: minutes that do not name theirs are its own.
    """
    own_act = reading.intents[0] in _OWN_ACT
    span = stated(reading.low, reading.times, of_meeting=own_act, of_all=is_bare(reading))
    return Filters(
        municipality=_sure_place(reading) if len(known.municipalities) > 1 else None,
        committee=_sure_body(reading),
        date_from=span[0] if span and span[0] != date.min else None,
        date_to=span[1] if span and span[1] != date.max else None,
        case_number=reading.case.value if reading.case else None,
        punkt=int(reading.item.value) if reading.item else None,
    )


def _sure_place(reading: Reading) -> str | None:
    names = {place.name for place in reading.places}
    sure = any(place.sure for place in reading.places)
    return next(iter(names)) if len(names) == 1 and sure else None


_OWN_ACT = (Intent.ATTENDANCE, Intent.OVERVIEW)


def _sure_body(reading: Reading) -> str | None:
    """The body, when the question is about that body's own meeting and names it in full."""
    if len(reading.bodies) != 1:
        return None
    body = reading.bodies[0]
    if len(body.names) != 1 or not body.exact:
        return None
    about_meeting = reading.intents[0] in _OWN_ACT
    named_meeting = "møde" in reading.low[body.start : body.end + 6]
    dated = any(time.role is Role.MEETING for time in reading.times)
    numbered = reading.item is not None and dated
    return body.names[0] if about_meeting or (named_meeting and dated) or numbered else None


def preferred(reading: Reading, known: Known) -> Filters:
    span = likely(reading.times, known.last)
    if span and NEWEST.search(reading.low) and not LATEST.search(reading.low):
        span = span[0], date.max
    if span is None and LATEST.search(reading.low) and known.last:
        span = known.last - timedelta(days=60), known.last
    names = {name for body in reading.bodies for name in body.names}
    places = {place.name for place in reading.places}
    return Filters(
        municipality=next(iter(places)) if len(places) == 1 else None,
        committee=next(iter(names)) if len(names) == 1 else None,
        date_from=span[0] if span and span[0] != date.min else None,
        date_to=span[1] if span and span[1] != date.max else None,
    )


@cache
def _premises() -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    return tuple(
        (str(entry["note"]), tuple(re.compile(rule) for rule in strings(entry["any"])))
        for entry in entries("scope", "premise")
    )


def notes(reading: Reading, known: Known) -> tuple[str, ...]:
    spoken = plain(reading.text)
    found = [note for note, rules in _premises() if any(rule.search(spoken) for rule in rules)]
    unknown = unknown_municipality(reading.text, reading.low, known.municipalities)
    if unknown:
        found.append(f"{ELSEWHERE}{unknown}")
    places = list(dict.fromkeys(place.name for place in reading.places))
    if len(places) > 1:
        found.append(f"{TOWNS}{', '.join(places)}")
    for body in reading.bodies:
        if len(body.names) > 1:
            found.append(f"{SEVERAL_BODIES}{' | '.join(body.names)}")
    if LATEST.search(reading.low):
        found.append(NEWEST_MEETING)
    elif NEWEST.search(reading.low):
        found.append(LAST_WORD)
    if _CLOSED.search(reading.low):
        found.append(NOT_PUBLIC)
    if is_bare(reading):
        found.append(OVERVIEW)
    if asks_of_meeting(reading):
        found.append(OF_MEETING)
    return (*found, *_outside(reading.times, known))


def _outside(times: Sequence[Mention], known: Known) -> list[str]:
    """A meeting or decision that is placed wholly outside what the archive covers."""
    meant = [time for time in times if time.role in (Role.MEETING, Role.DECIDED)]
    if any(_within(time, known) for time in times):
        return []
    return [
        f"{OUTSIDE}{time.first.isoformat()}/{time.last.isoformat()}"
        for time in meant
        if (known.last and time.first > known.last) or (known.first and time.last < known.first)
    ]


def _within(time: Mention, known: Known) -> bool:
    """Whether a time is, in part at least, one that the archive covers."""
    if known.first is None or known.last is None:
        return False
    return time.first <= known.last and time.last >= known.first

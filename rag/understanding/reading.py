"""Collects everything that a question's text holds: intents, times, bodies, places, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from rag.types import Intent
from rag.understanding.bodies import BodyMention, find_bodies
from rag.understanding.case_number import NumberMention, case_number, punkt
from rag.understanding.english import is_english
from rag.understanding.followup import content_words
from rag.understanding.intent import intents
from rag.understanding.known_case import known_case
from rag.understanding.period import Mention, mentions
from rag.understanding.places import PlaceMention, find_places
from rag.wash import fold

LATEST = re.compile(
    r"\b(?:seneste|sidste|nyeste|forrige|latest|most recent|last) "
    r"(?:\w+ )?(?:\w*møde[tr]?|meeting|referat\w*|dagsorden\w*)\b"
)
NEWEST = re.compile(
    r"\b(?:det|den|de)? ?(?:seneste|nyeste|sidste nye|senest|latest|most recent|most recently)\b"
)
_SUBJECT = re.compile(
    r"\b(?:handler|drejer|går|emne\w*|hvilken sag|hvilke sager|ligger|deler|about)\b"
)
_MEETING_WORDS = re.compile(
    r"\b(?:\w*møde\w*|referat\w*|dagsorden\w*|seneste|sidste|nyeste|meeting|minutes|agenda|latest|"
    r"last|talte|tale|snakkede|drøftet|drøftede|behandlet|beslutninger\w*|punkter|sager|decided)\b"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive has: names of bodies and municipalities, first and last meeting, and case
    numbers as printed."""

    bodies: tuple[str, ...]
    municipalities: tuple[str, ...]
    first: date | None
    last: date | None
    today: date
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in the question's text."""

    text: str
    low: str
    intents: tuple[Intent, ...]
    english: bool
    times: tuple[Mention, ...]
    bodies: tuple[BodyMention, ...]
    places: tuple[PlaceMention, ...]
    case: NumberMention | None
    item: NumberMention | None


def read(core: str, known: Known) -> Reading:
    low = fold(core)
    case = known_case(low, known.cases) or case_number(low)
    blanked = low if case is None else _blank(low, case.start, case.end)
    item = punkt(blanked)
    bodies = find_bodies(core, low, known.bodies)
    spans = [(body.start, body.end) for body in bodies]
    reading = Reading(
        text=core,
        low=low,
        intents=_intents(core, low, case, item),
        english=is_english(low),
        times=mentions(blanked, today=known.today, last=known.last, bodies=spans),
        bodies=bodies,
        places=find_places(core, low, known.municipalities),
        case=case,
        item=item,
    )
    return replace(reading, intents=_with_overview(reading))


def _blank(low: str, start: int, end: int) -> str:
    return low[:start] + "#" * (end - start) + low[end:]


def _intents(
    core: str, low: str, case: NumberMention | None, item: NumberMention | None
) -> tuple[Intent, ...]:
    found = intents(core)
    if item or case:
        found = tuple(i for i in found if i is not Intent.OVERVIEW) or found
    if case and _SUBJECT.search(low) and Intent.CASE_NUMBER not in found:
        return (Intent.CASE_NUMBER, *found)
    return found


def _with_overview(reading: Reading) -> tuple[Intent, ...]:
    """OVERVIEW first when the question names a meeting and nothing else."""
    vague = (Intent.FACT, Intent.DECISION, Intent.LIST, Intent.YES_NO)
    decided = Intent.DECISION in reading.intents
    named = reading.times or LATEST.search(reading.low) or (decided and _who_decided(reading))
    about_meeting = reading.bodies or decided or _MEETING_WORDS.search(reading.low)
    if not named or not about_meeting or reading.item or reading.case:
        return reading.intents
    if reading.intents[0] not in vague or own_words(reading):
        return reading.intents
    return (Intent.OVERVIEW, *reading.intents)


def _who_decided(reading: Reading) -> bool:
    return bool(reading.bodies or any(place.sure for place in reading.places))


def is_bare(reading: Reading) -> bool:
    """Whether the question asks for all that was done at some time or by some body."""
    return reading.intents[0] is Intent.OVERVIEW and not own_words(reading)


def own_words(reading: Reading) -> tuple[str, ...]:
    """What the question is about apart from a meeting, its body, place and time."""
    return words_beside(reading.low, taken(reading))


def words_beside(low: str, known: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """What a question is about beside the spans that are `known`, and meetings as such."""
    for start, end in known:
        low = low[:start] + " " * (end - start) + low[end:]
    return content_words(_MEETING_WORDS.sub(" ", low))


def taken(reading: Reading) -> tuple[tuple[int, int], ...]:
    spans = [(body.start, body.end) for body in reading.bodies]
    spans += [(place.start, place.end) for place in reading.places if place.sure]
    spans += [(time.start, time.end) for time in reading.times]
    spans += [(n.start, n.end) for n in (reading.case, reading.item) if n]
    return tuple(sorted(spans))

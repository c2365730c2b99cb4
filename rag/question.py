"""Reads a question: what is asked, about what, when, by which body. Rules, no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cache

from rag.bodies import BodyMention, find_bodies
from rag.case_number import NumberMention, case_number, punkt
from rag.english import danish_terms, is_english
from rag.entities import entities
from rag.followup import content_words, leans, whole
from rag.intent import intents
from rag.period import Mention, Role, likely, mentions, stated
from rag.places import PlaceMention, find_places, unknown_municipality
from rag.rules import entries
from rag.scope import chatter, genuine, strip_asking, strip_filler
from rag.types import Filters, Intent, Question, Turn
from rag.wash import MAX_CHARACTERS, fold, is_blank, is_gibberish, mask_cpr, plain, wash

_LATEST = re.compile(
    r"\b(?:seneste|sidste|nyeste|forrige|latest|most recent|last) "
    r"(?:\w+ )?(?:\w*møde[tr]?|meeting|referat\w*|dagsorden\w*)\b"
)
_NEWEST = re.compile(
    r"\b(?:det|den|de)? ?(?:seneste|nyeste|sidste nye|senest|latest|most recent|most recently)\b"
)
_SUBJECT = re.compile(
    r"\b(?:handler|drejer|går|emne\w*|hvilken sag|hvilke sager|ligger|deler|about)\b"
)
_MEETING_WORDS = re.compile(
    r"\b(?:\w*møde\w*|referat\w*|dagsorden\w*|seneste|sidste|nyeste|meeting|minutes|agenda|latest|"
    r"last|talte|tale|snakkede|drøftet|drøftede|behandlet|beslutninger\w*|punkter|sager|decided)\b"
)
_CLOSED = re.compile(
    r"\b(?:lukke(?:t|de) (?:punkt\w*|sag\w*|døre|møde\w*|del|dagsorden\w*)|offentligheden ikke|"
    r"fortrolig\w*|hemmeligholdt|closed (?:items?|session|meeting)|behind closed doors)\b"
)
_PAST_TURNS = 2


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive has: names of bodies and municipalities, first and last meeting."""

    bodies: tuple[str, ...]
    municipalities: tuple[str, ...]
    first: date | None
    last: date | None
    today: date


@dataclass(frozen=True, slots=True)
class _Reading:
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


def understand(
    text: str,
    *,
    bodies: Sequence[str],
    municipalities: Sequence[str],
    first: date | None,
    last: date | None,
    history: Sequence[Turn] = (),
    filters: Filters = Filters(),  # noqa: B008 - frozen
    today: date | None = None,
) -> Question:
    """The question as understood; never raises, whatever was typed.

    `bodies` and `municipalities` are the archive's names, `first`/`last` its first and last
    meeting. `filters` are limits that the asker set otherwise; they win over the question's own.
    `today` is for "sidste år"; the machine's date when None. Notes are Danish, "key: value".
    """
    known = Known(tuple(bodies), tuple(municipalities), first, last, today or date.today())
    shown, masked = mask_cpr(wash(text))
    notes: tuple[str, ...] = ("cpr",) if masked else ()
    reason = _unreadable(shown)
    if reason:
        return Question(shown, "", (Intent.OUT_OF_SCOPE,), filters, notes=(*notes, reason))
    kept, removed = genuine(shown)
    notes += ("instruktion fjernet",) if removed else ()
    if is_blank(kept):
        return Question(shown, "", (Intent.OUT_OF_SCOPE,), filters, notes=notes)
    talk = chatter(kept)
    if talk:
        english = is_english(fold(kept))
        return Question(shown, "", (talk,), filters, english=english, notes=notes)
    found = _understood(strip_filler(kept), known, filters)
    found = replace(found, text=shown, notes=tuple(dict.fromkeys((*notes, *found.notes))))
    return _with_history(found, strip_filler(kept), known, history)


def _unreadable(text: str) -> str | None:
    if not text or is_blank(text):
        return "tom"
    if len(text) > MAX_CHARACTERS:
        return "for lang"
    return "volapyk" if is_gibberish(text) else None


def _understood(core: str, known: Known, asked: Filters) -> Question:
    reading = _read(core, known)
    hard = _hard(reading)
    prefer = _prefer(reading, known)
    return Question(
        text=core,
        search=_search(reading, hard),
        intents=_with_overview(reading),
        filters=_over(asked, hard),
        prefer=prefer,
        english=reading.english,
        entities=entities(core, reading.low, _taken(reading)),
        notes=_notes(reading, known),
    )


def _read(core: str, known: Known) -> _Reading:
    low = fold(core)
    case = case_number(low)
    blanked = low if case is None else _blank(low, case.start, case.end)
    item = punkt(blanked)
    bodies = find_bodies(core, low, known.bodies)
    spans = [(body.start, body.end) for body in bodies]
    return _Reading(
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


def _blank(low: str, start: int, end: int) -> str:
    return low[:start] + "#" * (end - start) + low[end:]


def _intents(
    core: str, low: str, case: NumberMention | None, item: NumberMention | None
) -> tuple[Intent, ...]:
    found = intents(core)
    if item or case:
        found = tuple(i for i in found if i is not Intent.OVERVIEW) or found
    about = re.search(
        r"\b(handler|drejer|går|emne\w*|hvilken sag|hvilke sager|ligger|about)\b", low
    )
    if case and about and Intent.CASE_NUMBER not in found:
        return (Intent.CASE_NUMBER, *found)
    return found


def _with_overview(reading: _Reading) -> tuple[Intent, ...]:
    """OVERVIEW first when the question names a meeting and nothing else."""
    vague = (Intent.FACT, Intent.DECISION, Intent.LIST, Intent.YES_NO)
    named = reading.times or _LATEST.search(reading.low)
    about_meeting = reading.bodies or _MEETING_WORDS.search(reading.low)
    if not named or not about_meeting or reading.item or reading.case:
        return reading.intents
    if reading.intents[0] not in vague or _own_words(reading):
        return reading.intents
    return (Intent.OVERVIEW, *reading.intents)


def _own_words(reading: _Reading) -> tuple[str, ...]:
    """What the question is about apart from a meeting, its body, place and time."""
    low = reading.low
    for start, end in _taken(reading):
        low = low[:start] + " " * (end - start) + low[end:]
    return content_words(_MEETING_WORDS.sub(" ", low))


def _hard(reading: _Reading) -> Filters:
    """Only what the question states outright: a wrong limit loses the answer."""
    attendance = reading.intents[0] is Intent.ATTENDANCE
    span = stated(reading.low, reading.times, attendance=attendance)
    return Filters(
        municipality=_sure_place(reading),
        committee=_sure_body(reading),
        date_from=span[0] if span and span[0] != date.min else None,
        date_to=span[1] if span and span[1] != date.max else None,
        case_number=reading.case.value if reading.case else None,
        punkt=int(reading.item.value) if reading.item else None,
    )


def _sure_place(reading: _Reading) -> str | None:
    names = {place.name for place in reading.places}
    sure = any(place.sure for place in reading.places)
    return next(iter(names)) if len(names) == 1 and sure else None


_OWN_ACT = (Intent.ATTENDANCE, Intent.OVERVIEW)


def _sure_body(reading: _Reading) -> str | None:
    """The body, when the question is about that body's own meeting and names it in full."""
    if len(reading.bodies) != 1:
        return None
    body = reading.bodies[0]
    if len(body.names) != 1 or not body.exact:
        return None
    about_meeting = _with_overview(reading)[0] in _OWN_ACT
    named_meeting = "møde" in reading.low[body.start : body.end + 6]
    dated = any(time.role is Role.MEETING for time in reading.times)
    return body.names[0] if about_meeting or (named_meeting and dated) else None


def _prefer(reading: _Reading, known: Known) -> Filters:
    span = likely(reading.times, known.last)
    if span and _NEWEST.search(reading.low) and not _LATEST.search(reading.low):
        span = span[0], date.max
    if span is None and _LATEST.search(reading.low) and known.last:
        span = known.last - timedelta(days=60), known.last
    names = {name for body in reading.bodies for name in body.names}
    places = {place.name for place in reading.places}
    return Filters(
        municipality=next(iter(places)) if len(places) == 1 else None,
        committee=next(iter(names)) if len(names) == 1 else None,
        date_from=span[0] if span and span[0] != date.min else None,
        date_to=span[1] if span and span[1] != date.max else None,
    )


def _over(asked: Filters, own: Filters) -> Filters:
    """The asker's own limits first; both ends of a period go together."""
    dated = asked.date_from is not None or asked.date_to is not None
    merged = {
        entry.name: getattr(asked, entry.name) or getattr(own, entry.name)
        for entry in fields(Filters)
    }
    if dated:
        merged["date_from"], merged["date_to"] = asked.date_from, asked.date_to
    return Filters(**merged)


def _search(reading: _Reading, hard: Filters) -> str:
    """What is looked for: the question without what only asks, and without stated limits."""
    text = reading.text
    if reading.item:
        text = text[: reading.item.start] + text[reading.item.end :]
    found = strip_asking(" ".join(text.split())).strip(" ,?") or reading.text
    if not reading.english:
        return found
    return " ".join((found, *danish_terms(fold(found))))


def _taken(reading: _Reading) -> tuple[tuple[int, int], ...]:
    spans = [(body.start, body.end) for body in reading.bodies]
    spans += [(place.start, place.end) for place in reading.places if place.sure]
    spans += [(time.start, time.end) for time in reading.times]
    spans += [(n.start, n.end) for n in (reading.case, reading.item) if n]
    return tuple(sorted(spans))


@cache
def _premises() -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    return tuple(
        (str(entry["note"]), tuple(re.compile(str(rule)) for rule in _list(entry["any"])))
        for entry in entries("scope", "premise")
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _notes(reading: _Reading, known: Known) -> tuple[str, ...]:
    spoken = plain(reading.text)
    notes = [note for note, rules in _premises() if any(rule.search(spoken) for rule in rules)]
    unknown = unknown_municipality(reading.text, reading.low, known.municipalities)
    if unknown:
        notes.append(f"ukendt kommune: {unknown}")
    places = list(dict.fromkeys(place.name for place in reading.places))
    if len(places) > 1:
        notes.append(f"kommuner: {', '.join(places)}")
    for body in reading.bodies:
        if len(body.names) > 1:
            notes.append(f"udvalg flertydigt: {' | '.join(body.names)}")
    if _LATEST.search(reading.low):
        notes.append("seneste møde")
    elif _NEWEST.search(reading.low):
        notes.append("seneste")
    if _CLOSED.search(reading.low):
        notes.append("lukkede punkter")
    return (*notes, *_outside(reading.times, known))


def _outside(times: Sequence[Mention], known: Known) -> list[str]:
    """A meeting or decision that is placed wholly outside what the archive covers."""
    meant = [time for time in times if time.role in (Role.MEETING, Role.DECIDED)]
    return [
        f"uden for arkivets periode: {time.first.isoformat()}/{time.last.isoformat()}"
        for time in meant
        if (known.last and time.first > known.last) or (known.first and time.last < known.first)
    ]


def _with_history(found: Question, core: str, known: Known, history: Sequence[Turn]) -> Question:
    """The question made whole with the turn that it leans on, if it leans on one."""
    if not history:
        return found
    own = found.filters
    anchored = bool(found.entities or own.case_number or own.municipality or own.punkt)
    if not leans(core, anchored=anchored):
        return found
    past = history[-_PAST_TURNS:]
    earlier = understand(
        past[-1].question,
        bodies=known.bodies,
        municipalities=known.municipalities,
        first=known.first,
        last=known.last,
        history=past[:-1],
        today=known.today,
    )
    if not earlier.search:
        return found
    return replace(
        found,
        search=whole(found.search, earlier.search, past[-1]),
        followup=True,
        intents=_inherited(found.intents, earlier.intents),
        filters=_over(found.filters, earlier.filters),
        prefer=_over(found.prefer, earlier.prefer),
        notes=(*found.notes, *(note for note in earlier.notes if note.startswith("kommuner"))),
    )


def _inherited(own: tuple[Intent, ...], earlier: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """ "Og hvad med om aftenen?" asks for the same kind of thing as before."""
    vague = (Intent.FACT, Intent.DEFINITION, Intent.YES_NO)
    if any(intent not in vague for intent in own):
        return own
    return tuple(dict.fromkeys((*earlier, *own)))

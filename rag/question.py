"""Reads a question: what is asked, about what, when, by which body. Rules, no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date

from index.archive import Archive
from rag.notes import (
    EMPTY,
    NONSENSE,
    OF_MEETING,
    OVERVIEW,
    SERVICE,
    STEERED,
    TOO_LONG,
    TOWNS,
    UNCLEAR,
    WITH_CPR,
)
from rag.types import Filters, Intent, Question, Turn
from rag.understanding.acts import act_of
from rag.understanding.english import is_english
from rag.understanding.entities import entities
from rag.understanding.followup import leans, named, subjects, whole
from rag.understanding.limits import hard, notes, preferred
from rag.understanding.period import moment
from rag.understanding.reading import Known, Reading, read, taken
from rag.understanding.scope import asks_for_service, chatter, genuine, strip_asking, strip_filler
from rag.understanding.spelling import mended
from rag.wash import MAX_CHARACTERS, fold, is_blank, is_gibberish, mask_cpr, wash

_PAST_TURNS = 3
_PARAGRAPH = re.compile(r"\bparagraf(?:fen)? ?(?=\d)", re.IGNORECASE)
OF_BODIES = (Intent.WHO, Intent.ATTENDANCE, Intent.OVERVIEW, Intent.WHERE, Intent.DEFINITION)
"""Intents that ask of a body itself: its name is then all that is needed."""
VAGUE = (Intent.FACT, Intent.DEFINITION, Intent.YES_NO)
"""Intents of a question that does not say what kind of thing it asks for."""
CASE_OF = re.compile(r"\b([a-zæøå]{4,}?)s?sage(?:n|ns|rne|rnes)\b", re.IGNORECASE)
""" "solcellesagen" is the case about "solcelle": no other word in the minutes ends so."""


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
    cases: Sequence[str] = (),
) -> Question:
    """The question as understood; never raises, whatever was typed.

    `bodies` and `municipalities` are the archive's names, `first`/`last` its first and last
    meeting. `filters` are limits that the asker set otherwise; they win over the question's own.
    `today` is for "sidste år"; the machine's date when None. `cases` are the archive's case
    numbers: one of them is known however it is written. Notes are Danish, "key: value".
    """
    named = (tuple(bodies), tuple(municipalities))
    known = Known(*named, first, last, today or date.today(), tuple(cases))
    shown, masked = mask_cpr(wash(text))
    said: tuple[str, ...] = (WITH_CPR,) if masked else ()
    reason = _unreadable(shown)
    if reason:
        return Question(shown, "", (Intent.OUT_OF_SCOPE,), filters, notes=(*said, reason))
    kept, removed = genuine(shown)
    said += (STEERED,) if removed else ()
    if is_blank(kept):
        return Question(shown, "", (Intent.OUT_OF_SCOPE,), filters, notes=said)
    talk = chatter(kept)
    if talk:
        english = is_english(fold(kept))
        return Question(shown, "", (talk,), filters, english=english, notes=said)
    if not history and asks_for_service(kept):
        return Question(shown, "", (Intent.OUT_OF_SCOPE,), filters, notes=(*said, SERVICE))
    core = _PARAGRAPH.sub("§ ", strip_filler(kept))
    found = _understood(core, known, filters)
    found = replace(found, text=shown, notes=tuple(dict.fromkeys((*said, *found.notes))))
    found = _with_history(found, core, kept, known, history)
    return replace(found, notes=(*found.notes, UNCLEAR)) if _says_not_what(found, core) else found


def understand_in(
    archive: Archive,
    text: str,
    *,
    history: Sequence[Turn] = (),
    filters: Filters = Filters(),  # noqa: B008 - frozen
) -> Question:
    """The question as understood by what the archive knows: words, bodies, places and period."""
    first, last = archive.period
    vocabulary = archive.terms.vocabulary
    return understand(
        mended(text, vocabulary),
        bodies=archive.bodies,
        municipalities=archive.municipalities,
        first=first,
        last=last,
        history=[replace(turn, question=mended(turn.question, vocabulary)) for turn in history],
        filters=filters,
        cases=archive.columns.case_number.known,
    )


def _unreadable(text: str) -> str | None:
    if not text or is_blank(text):
        return EMPTY
    if len(text) > MAX_CHARACTERS:
        return TOO_LONG
    return NONSENSE if is_gibberish(text) else None


def _understood(core: str, known: Known, asked: Filters) -> Question:
    reading = read(core, known)
    limits = hard(reading, known)
    return Question(
        text=core,
        search=_search(reading),
        intents=reading.intents,
        filters=_over(asked, limits),
        prefer=preferred(reading, known),
        english=reading.english,
        entities=entities(core, reading.low, taken(reading)),
        notes=notes(reading, known),
        moment=moment(reading.times),
        act=act_of(reading),
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


def _search(reading: Reading) -> str:
    """What is looked for: the question without what only asks, and without stated limits."""
    text = reading.text
    if reading.item:
        text = text[: reading.item.start] + text[reading.item.end :]
    searched = strip_asking(" ".join(text.split())).strip(" ,?") or reading.text
    return CASE_OF.sub(r"\1", searched)


def _with_history(
    found: Question, core: str, said: str, known: Known, history: Sequence[Turn]
) -> Question:
    """The question made whole with the turn that it leans on, if it leans on one.

    `core` is what was `said` without what is only polite.
    """
    if not history:
        return found
    own = found.filters
    body = fold(found.prefer.committee or "")
    beside = [word for word in subjects(core) if fold(word) not in body]
    told = body and (beside or found.intent in OF_BODIES)
    anchored = bool(told or found.entities or own.case_number or own.municipality or own.punkt)
    if not any(leans(text, anchored=anchored) for text in (core, said)):
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
        cases=known.cases,
    )
    if not earlier.search:
        return found
    if Intent.OVERVIEW not in earlier.intents:
        found = _of_the_case(found)
    if OF_MEETING not in earlier.notes:
        found = replace(found, notes=tuple(note for note in found.notes if note != OF_MEETING))
    subject = named(core)
    dated = own.date_from or found.prefer.date_from
    return replace(
        found,
        search=whole(found.search, earlier.search, past[-1], asks=_asks(found.intents)),
        followup=True,
        named=subject,
        about=() if subject or dated else past[-1].items,
        intents=_inherited(found.intents, earlier.intents),
        filters=_over(found.filters, earlier.filters),
        prefer=_over(found.prefer, earlier.prefer),
        notes=(*found.notes, *(note for note in earlier.notes if note.startswith(TOWNS))),
    )


def _says_not_what(found: Question, core: str) -> bool:
    """Whether nothing tells which case or meeting is meant: "Hvem stemte imod?", said first."""
    limits = (found.filters, replace(found.prefer, decisions_only=False))
    named = found.entities or any(limit != Filters() for limit in limits)
    if found.followup or named or OVERVIEW in found.notes:
        return False
    return not subjects(core)


def _of_the_case(found: Question) -> Question:
    """ "Hvad skete der så i byrådet?" asks of the case before, not of all that the body did."""
    if OVERVIEW not in found.notes or "møde" in fold(found.text):
        return found
    return replace(
        found,
        intents=tuple(i for i in found.intents if i is not Intent.OVERVIEW) or (Intent.DECISION,),
        filters=replace(found.filters, committee=None),
        notes=tuple(note for note in found.notes if note != OVERVIEW),
    )


def _asks(own: tuple[Intent, ...]) -> bool:
    """Whether a follow-up says what kind of thing it asks for."""
    return any(intent not in VAGUE for intent in own)


def _inherited(own: tuple[Intent, ...], earlier: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """ "Og hvad med om aftenen?" asks for the same kind of thing as before."""
    if _asks(own):
        return own
    return tuple(dict.fromkeys((*earlier, *own)))

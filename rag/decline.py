"""Questions that are not about the minutes: each gets its calm sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rapidfuzz.fuzz import token_set_ratio

from index.archive import Archive
from prompts import render
from rag.declining.broad import which_case
from rag.declining.scope_text import scope_sentence, whole
from rag.declining.suggest import examples
from rag.declining.towns import which_town
from rag.draft import Draft
from rag.notes import EMPTY, NONSENSE, SERVICE, TOO_LONG, UNCLEAR
from rag.render import danish_date, the_body
from rag.types import Intent, Question, Status
from rag.wash import MAX_CHARACTERS
from rag.within import same_name

DECLINED = {
    Intent.SMALL_TALK: "declined.greeting",
    Intent.ABOUT: "declined.about",
    Intent.OUT_OF_SCOPE: "declined.out_of_scope",
}
OF_MEETING = {Intent.ATTENDANCE, Intent.OVERVIEW, Intent.WHERE}
"""Intents of questions about a meeting itself."""
LATEST = 3
"""Meetings that are named when none was."""
BODIES = 5
"""Bodies that are named when another was asked for."""
BY_NOTE = {
    EMPTY: "declined.empty",
    TOO_LONG: "declined.long",
    NONSENSE: "declined.nonsense",
    SERVICE: "declined.service",
}


def decline(question: Question, archive: Archive) -> Draft | None:
    """The draft for a question that is not looked up; None for one that is."""
    if UNCLEAR in question.notes:
        return _ask_back(question, archive)
    if question.intent not in DECLINED:
        return (
            _impossible(question, archive)
            or which_town(question, archive)
            or which_case(question, archive)
        )
    name = DECLINED[question.intent]
    for note in question.notes:
        name = BY_NOTE.get(note, name)
    draft = Draft(status=Status.DECLINED)
    draft.say(_fill(name, archive))
    return draft


def _ask_back(question: Question, archive: Archive) -> Draft:
    """The draft that asks which case, or which meeting with the latest to choose from."""
    if not OF_MEETING & set(question.intents[:2]):
        draft = Draft(status=Status.UNCLEAR)
        draft.say(render("unclear.followup"))
        return draft
    held = sorted(archive.meetings.values(), key=lambda m: m.date or date.min, reverse=True)
    named = tuple(f"{the_body(m.body)} den {danish_date(m.date)}" for m in held[:LATEST] if m.date)
    draft = Draft(status=Status.UNCLEAR, choices=named)
    draft.say(render("unclear.meeting"))
    if named:
        draft.say(render("unclear.latest", known=in_list(named)))
    return draft


def _impossible(question: Question, archive: Archive) -> Draft | None:
    """The draft that says which limit nothing can lie within, and what there is instead."""
    limits = question.filters
    first, last = limits.date_from, limits.date_to
    draft = Draft(status=Status.DECLINED)
    if first and last and first > last:
        draft.say(render("declined.period", first=danish_date(first), last=danish_date(last)))
    elif limits.municipality and limits.municipality not in archive.municipalities:
        known = in_list(archive.municipalities)
        draft.say(render("declined.place", asked=limits.municipality, known=known))
    elif limits.committee and not any(same_name(limits.committee, b) for b in archive.bodies):
        near = _nearest(limits.committee, archive.bodies)
        draft.say(render("declined.body", asked=limits.committee, known=in_list(near)))
    return draft if draft.claims else None


def _nearest(asked: str, bodies: Sequence[str]) -> list[str]:
    """The bodies that are most like the one that was asked for, best first."""
    low = asked.casefold()
    return sorted(bodies, key=lambda body: -token_set_ratio(low, body.casefold()))[:BODIES]


def in_list(names: Sequence[str]) -> str:
    """ "Lemvig, Odder og Odense"; "ingen" for none."""
    if len(names) < 2:
        return names[0] if names else "ingen"
    return f"{', '.join(names[:-1])} og {names[-1]}"


def example(archive: Archive) -> str:
    """A question that this archive can answer."""
    return next(iter(examples(archive, 2)), "Hvad blev besluttet om budgettet?")


def _fill(name: str, archive: Archive) -> str:
    if name == "declined.about":
        return render(name, scope=scope_sentence(whole(archive)))
    if name == "declined.long":
        return render(name, limit=str(MAX_CHARACTERS))
    return render(name, example=example(archive))

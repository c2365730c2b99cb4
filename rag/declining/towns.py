"""A question about a meeting or an office that fits several municipalities is asked back."""

from __future__ import annotations

from dataclasses import replace

from index.archive import Archive
from index.types import is_head
from prompts import render
from rag.catalogue.attendance import PRESENT
from rag.catalogue.chair import asks_for_chair
from rag.catalogue.held import asks_when_held
from rag.catalogue.upcoming import asks_for_next
from rag.draft import Draft
from rag.notes import NEWEST_MEETING, OVERVIEW, TOWNS
from rag.types import Filters, Intent, Question, Status
from rag.understanding.followup import subjects
from rag.wash import fold
from rag.within import admits

SHOWN = 6
"""Municipalities to choose from, those with most meetings first."""


def which_town(question: Question, archive: Archive) -> Draft | None:
    """The draft that asks which municipality is meant; None when that is clear or no matter.

    A case is found by its subject wherever it is; "hvem er borgmester?" has one answer in each.
    """
    if len(archive.municipalities) < 2 or not _is_of_a_meeting(question):
        return None
    f, p = question.filters, question.prefer
    if f.municipality or p.municipality or question.followup:
        return None
    if any(note.startswith(TOWNS) for note in question.notes):
        return None
    limits = Filters(None, f.committee or p.committee, f.date_from, f.date_to)
    if NEWEST_MEETING not in question.notes:  # each has a latest meeting of its own
        limits = replace(
            limits, date_from=f.date_from or p.date_from, date_to=f.date_to or p.date_to
        )
    cards = archive.snapshot.cards
    held = {c.municipality for c in cards if is_head(c.id) and admits(limits, c)}
    towns = tuple(town for town in archive.municipalities if town in held)[:SHOWN]
    if len(towns) < 2:
        return None
    draft = Draft(status=Status.UNCLEAR, choices=tuple(f"{town} Kommune" for town in towns))
    draft.say(render("unclear.town"))
    return draft


def _is_of_a_meeting(question: Question) -> bool:
    """Whether the question is about a meeting, a body or its chair, and about no case."""
    if OVERVIEW in question.notes or asks_for_chair(question) or asks_for_next(question):
        return True
    if asks_when_held(question):
        return True
    sits = Intent.WHO in question.intents[:2] and PRESENT.search(question.text)
    if Intent.ATTENDANCE not in question.intents[:2] and not sits:
        return False
    body = fold(question.filters.committee or question.prefer.committee or "")
    return all(
        fold(word).rstrip("s") in body for word in subjects(PRESENT.sub(" ", question.search))
    )

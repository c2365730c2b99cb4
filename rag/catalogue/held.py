"""When a body meets in a year: the meetings that the archive holds, and where its calendar is."""

from __future__ import annotations

import re
from datetime import date

from index.archive import Archive
from index.catalogue import ItemRecord
from index.danish import same_body
from index.lexicon import stem, stop_words
from index.store.snapshot import Card
from index.types import is_head
from index.words import words
from prompts import render
from rag.draft import Draft, title_section
from rag.render import danish_date, the_body
from rag.retrieval.series import YEAR
from rag.types import Filters, Question
from rag.understanding.meeting import limits_of
from rag.within import admits

ASKED = re.compile(
    r"^\W*(?=.*\b(?:møder(?:ne)?|møde|mødes|mødtes)\b)"
    r"(?:og )?(?:hvornår|(?:på )?hvilke (?:dage|datoer)|hvor mange (?:gange|møder)|"
    r"hvor (?:kan|finder) (?:jeg|man|vi))\b",
    re.IGNORECASE,
)
"""Asks for a body's meetings, when and how many."""
CALENDAR = re.compile(
    r"\b(?:møde(?:kalender|plan|dato|oversigt|række)\w*|kalender|årshjul)\b", re.IGNORECASE
)
OF_HOLDING = re.compile(
    r"se|finder?|jeg|man|møde\w*|mødt\w*|hold\w*|afhold\w*|dage?|datoer|gange?|ligge\w*|har|havde|byråd\w*|"
    r"kommunalbestyrelse\w*|byrådsmøde\w*|udvalgsmøde\w*|året?"
)
"""Words of holding meetings."""
MOST = 24
"""Meetings whose dates are told one by one."""
CITED = 3
"""Meetings whose heads are cited."""


def asks_when_held(question: Question) -> bool:
    """Whether the question is when a body meets, in a year that is named, and nothing more."""
    limits = limits_of(question)
    body, town = limits.committee, limits.municipality or ""
    if body is None or question.moment or ASKED.search(question.text) is None:
        return False
    named = {stem(word.text) for word in words(f"{body} {town} kommune")}
    left = [word.text for word in words(question.text) if word.text not in stop_words()]
    return bool(YEAR.search(question.text)) and all(
        stem(word) in named or OF_HOLDING.fullmatch(word) or word.isdigit() for word in left
    )


def when_held(question: Question, archive: Archive) -> Draft | None:
    """The draft with the dates of the body's meetings, and the calendar's item; None when there is
    neither."""
    limits = limits_of(question)
    years = {int(year) for year in YEAR.findall(question.text)}
    asked = Filters(limits.municipality, limits.committee)
    held = sorted(
        (card.date, card.id)
        for card in archive.snapshot.cards
        if is_head(card.id) and card.date and card.date.year in years and admits(asked, card)
    )
    draft, body = Draft(), limits.committee or ""
    if 0 < len(held) <= MOST:
        cites = [_cite(draft, head) for head in archive.items([key for _, key in held[:CITED]])]
        told = ", ".join(danish_date(day) for day, _ in held)
        count = str(len(held))
        draft.say(render("lead.held", body=the_body(body), count=count, dates=told), *cites)
    if (found := calendar(question, limits, archive)) is not None:
        title, meeting = title_section(found), found.meeting
        where, day = the_body(meeting.body), danish_date(meeting.date)
        draft.quote(
            found,
            title,
            title.start,
            title.end,
            render("lead.calendar", body=where, date=day, quote="{}"),
        )
    return draft if draft.claims else None


def calendar(question: Question, limits: Filters, archive: Archive) -> ItemRecord | None:
    """The newest item on the body's calendar for the year that is asked for."""
    years, body = set(YEAR.findall(question.text)), limits.committee or ""
    town = Filters(municipality=limits.municipality)
    found = [
        card
        for card in archive.snapshot.cards
        if CALENDAR.search(card.title)
        and years & set(YEAR.findall(card.title))
        and admits(town, card)
        and _is_of(body, card)
    ]
    newest = max(found, key=lambda card: (card.date or date.min, card.id), default=None)
    return archive.items([newest.id])[0] if newest else None


def _is_of(body: str, card: Card) -> bool:
    """Whether a calendar is this body's: its title names it, or it is the body's own item."""
    name = re.sub(r"\W*\b(?:19|20)\d\d\b.*", "", body).casefold()
    return name in card.title.casefold() or same_body(body, card.body)


def _cite(draft: Draft, head: ItemRecord) -> int:
    """Cite the first line of a meeting's head."""
    section = head.meeting.head
    text = head.text[section.start : section.end]
    start = section.start + len(text) - len(text.lstrip())
    end = start + len(text.lstrip().partition("\n")[0].rstrip())
    return draft.cite(head, section, start, end)

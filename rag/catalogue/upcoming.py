"""When a body meets next: told from an agenda that is there, or said not to be in minutes."""

from __future__ import annotations

import re
from datetime import date

from index.archive import Archive
from index.danish import is_binding, same_body
from index.store.snapshot import Card
from index.types import is_head
from prompts import render
from rag.draft import Draft, title_section
from rag.render import danish_date, the_body
from rag.types import Question, Status
from rag.within import admits

_MEETING = r"(?:byråds|udvalgs|råds|kommunalbestyrelses)?møder?|(?:council |committee )?meetings?"
ASKED = re.compile(
    r"^\W*(?:hvornår|hvilken (?:dag|dato)|when)\b(?=.{0,60}\b(?:næste|kommende|next)\b)"
    rf"(?:.{{0,60}}\b(?:næste|kommende|next) (?:\w+e )?(?:{_MEETING})"
    r"(?: (?:i|for|af|in|of) .{2,60})?"
    r"|.{0,40}\b(?:mødes|holder|meet)\b.{0,60}\b(?:næste gang|næste (?:\w+e )?møde|next))\W*$",
    re.IGNORECASE,
)
"""Asks for the date of a coming meeting, and not when a matter comes up again."""
COUNCIL = re.compile(r"\b(?:byråd|kommunalbestyrelse|council)", re.IGNORECASE)


def asks_for_next(question: Question) -> bool:
    """Whether the question is when a body meets next, and nothing more."""
    return ASKED.match(question.text) is not None


def next_meeting(question: Question, archive: Archive, today: date) -> Draft:
    """The draft with the first meeting from today on; else that the archive has none, and which
    is its latest."""
    heads = sorted(_heads(question, archive), key=lambda card: card.date or date.min)
    coming = next((card for card in heads if card.date and card.date >= today), None)
    draft = Draft()
    if coming:
        record = archive.items([coming.id])[0]
        title = title_section(record)
        n = draft.cite(record, title, title.start, title.end)
        draft.say(render("next.known", **_when(coming)), n)
        return draft
    draft.status = Status.NOT_FOUND
    dated = [card for card in heads if card.date]
    draft.say(render("next.past", **_when(dated[-1])) if dated else render("next.none"))
    return draft


def _when(card: Card) -> dict[str, str]:
    return {"body": the_body(card.body), "date": danish_date(card.date)}


def _heads(question: Question, archive: Archive) -> list[Card]:
    """The heads of the meetings of the body that is asked about, of all bodies if none is."""
    asked = question.filters.committee or question.prefer.committee
    heads = [card for card in archive.snapshot.cards if is_head(card.id)]
    heads = [card for card in heads if admits(question.filters, card)]
    if asked:
        return [card for card in heads if same_body(asked, card.body)]
    if COUNCIL.search(question.text):
        return [card for card in heads if is_binding(card.body) == 3]
    return heads

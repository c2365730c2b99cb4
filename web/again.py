"""A conversation that a browser left and comes back to: its answers, found by their keys.

The page keeps only the keys, in its own history (static/chat.js); what they stand for is here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from index.types import ArchiveError
from rag.declining.suggest import follow_ups
from rag.types import NO_FILTERS, Answer, Filters, Turn
from web.cards import answer_html, question_html
from web.kept import Kept, Record
from web.live import Live
from web.talk import Aside, before

MOST = 50
"""Answers that are shown again at most: the last ones of a long conversation."""


def router(live: Live, kept: Kept) -> APIRouter:
    """GET /samtale?svar=KEY&svar=KEY: the exchanges as the page shows them, oldest first."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/samtale")
    def show(svar: Annotated[list[str] | None, Query()] = None) -> JSONResponse:
        told = [
            {
                "nr": n,
                "spurgt": str(question_html(record.answer.question or "(tomt spørgsmål)", n)),
                "svar": chat_answer(record.answer, live, record.key),
            }
            for n, record in enumerate(recalled(kept, live, svar or ()), 1)
        ]
        return JSONResponse(told, headers={"Cache-Control": "no-store"})

    return routes


def recalled(kept: Kept, live: Live, keys: Sequence[str]) -> list[Record]:
    """The staff's answers that are still kept, of these; none that quotes what is withdrawn."""
    found = (kept.record(key) for key in keys[-MOST:])
    ours = [record for record in found if record and record.face == "medarbejder"]
    try:
        held = live.archive().card_index
    except ArchiveError:
        return ours
    return [one for one in ours if all(c.item_id in held for c in one.answer.citations)]


def remembering(live: Live, kept: Kept) -> Callable[[Sequence[Turn], Aside], tuple[Turn, ...]]:
    """The conversation before a question: the window's own, or the one that it came back to."""

    def earlier(turns: Sequence[Turn], aside: Aside) -> tuple[Turn, ...]:
        if turns or not aside.after:
            return before(turns, aside)
        records = recalled(kept, live, aside.after)
        return before([turn(record.answer.question, record.answer) for record in records], aside)

    return earlier


def turn(question: str, answer: Answer) -> Turn:
    """An exchange as a later question knows it."""
    items = tuple(dict.fromkeys(citation.item_id for citation in answer.citations))
    return Turn(question, answer.text, items)


def chat_answer(answer: Answer, live: Live, key: str, chosen: Filters = NO_FILTERS) -> str:
    """An answer as the chat shows it; the limits that were `chosen` beside it cannot be lifted."""
    try:
        further = follow_ups(answer, live.archive())
    except ArchiveError:
        further = []
    return str(answer_html(answer, follow_ups=further, kept=key, chosen=chosen))

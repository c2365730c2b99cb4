"""The citizens' page: one field, the answer with its sources, whole without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse

from index.archive import Archive
from index.types import ArchiveError
from rag.types import Answer, Filters, Status
from web.cards import answer_html
from web.live import Live
from web.pages import page
from web.settings import Contact
from web.suggest import examples

NOT_YET = "Hjælpen er ikke klar lige nu. Prøv igen om lidt, eller ring til kommunen."
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Covered:
    """What the archive holds: per body, the number of meetings."""

    meetings: int
    bodies: Mapping[str, int]


def router(live: Live, contact: Contact) -> APIRouter:
    """GET and POST /hjaelp. A posted question stands in no address and in no log."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/hjaelp")
    def read(q: Annotated[str, Query(max_length=100_000)] = "", kommune: str = "") -> HTMLResponse:
        return help_page(live, contact, q, kommune)

    @routes.post("/hjaelp")
    def ask(q: Annotated[str, Form()] = "", kommune: Annotated[str, Form()] = "") -> HTMLResponse:
        return help_page(live, contact, q or " ", kommune)

    return routes


def help_page(live: Live, contact: Contact, text: str, municipality: str = "") -> HTMLResponse:
    """The page, with an answer when something was asked."""
    try:
        archive: Archive | None = live.archive()
    except ArchiveError:
        archive = None
    ready = archive is not None and bool(archive.meetings)
    answer = _answer(live, text, municipality) if ready and text else None
    return page(
        "help.html",
        200 if ready else 503,
        archive=archive if ready else None,
        covered=_covered(archive) if ready and archive else None,
        examples=examples(archive, 3) if ready and archive else [],
        asked=text.strip()[:LONGEST],
        municipality=municipality,
        answer=answer,
        answer_html=answer_html(answer) if answer else "",
        failed=answer is not None and answer.status is Status.ERROR,
        contact=contact,
        not_yet=NOT_YET,
    )


def _answer(live: Live, text: str, municipality: str) -> Answer:
    return live.ask(text.strip(), Filters(municipality=municipality or None))


def _covered(archive: Archive) -> Covered:
    counts: dict[str, int] = {}
    for meeting in archive.meetings.values():
        counts[meeting.body] = counts.get(meeting.body, 0) + 1
    return Covered(len(archive.meetings), {body: counts[body] for body in archive.bodies})

"""The citizens' page: one field, the answer with its sources, whole without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse

from index.archive import Archive
from index.types import ArchiveError
from rag.declining.suggest import examples
from rag.types import Answer, Filters, Status
from web.cards import answer_html
from web.kept import Kept
from web.live import Live
from web.pages import page
from web.settings import OPEN, Access, Contact

NOT_YET = "Hjælpen er ikke klar lige nu. Prøv igen om lidt, eller ring til kommunen."
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Covered:
    """What the archive holds: per body, the number of meetings."""

    meetings: int
    bodies: Mapping[str, int]


def router(live: Live, contact: Contact, kept: Kept, access: Access = OPEN) -> APIRouter:
    """GET and POST /hjaelp. A posted question stands in no address and in no log."""
    routes = APIRouter(include_in_schema=False)

    def answered(text: str, municipality: str, framed: bool) -> HTMLResponse:
        found = help_values(live, kept, text, municipality, framed)
        status = 200 if found["archive"] else 503
        return page(
            "help.html", status, **found, contact=contact, days=access.keep_days, framed=framed
        )

    @routes.get("/hjaelp")
    def read(
        q: Annotated[str, Query(max_length=100_000)] = "",
        kommune: str = "",
        indlejret: bool = False,
    ) -> HTMLResponse:
        return answered(q, kommune, indlejret)

    @routes.post("/hjaelp")
    def ask(
        q: Annotated[str, Form()] = "",
        kommune: Annotated[str, Form()] = "",
        indlejret: Annotated[bool, Form()] = False,
    ) -> HTMLResponse:
        return answered(q or " ", kommune, indlejret)

    return routes


def help_values(
    live: Live, kept: Kept, text: str, municipality: str = "", framed: bool = False
) -> dict[str, object]:
    """What the page shows, with an answer when something was asked; `archive` is None when
    there is nothing to answer from."""
    try:
        archive: Archive | None = live.archive()
    except ArchiveError:
        archive = None
    if archive is not None and not archive.meetings:
        archive = None
    answer = _answer(live, text, municipality) if archive and text else None
    failed = answer is not None and answer.status is Status.ERROR
    key = kept.keep(answer, "borger") if answer and not failed and text.strip() else ""
    return {
        "archive": archive,
        "covered": _covered(archive) if archive else None,
        "examples": examples(archive, 3) if archive else [],
        "asked": text.strip()[:LONGEST],
        "municipality": municipality,
        "answer": answer,
        "answer_html": answer_html(answer, kept=key, citizen=True, framed=framed) if answer else "",
        "failed": failed,
        "not_yet": NOT_YET,
    }


def _answer(live: Live, text: str, municipality: str) -> Answer:
    return live.ask(text.strip(), Filters(municipality=municipality or None))


def _covered(archive: Archive) -> Covered:
    counts: dict[str, int] = {}
    for meeting in archive.meetings.values():
        counts[meeting.body] = counts.get(meeting.body, 0) + 1
    return Covered(len(archive.meetings), {body: counts[body] for body in archive.bodies})

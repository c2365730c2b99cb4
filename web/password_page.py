"""Skift kodeord: one's own, by whoever knows the old one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from index.types import ArchiveError
from web.access import staff
from web.pages import page
from web.sessions import Sessions, give
from web.settings import Access
from web.tries import SLOW_DOWN, TooOftenError, Tries
from web.users import SHORTEST, add_user, read_users

WRONG = "Det nuværende kodeord er forkert. Dit kodeord er ikke skiftet."
UNLIKE = "De to nye kodeord er ikke ens. Skriv dem igen."
SAME = "Det nye kodeord er det samme som det gamle. Vælg et andet."
NOT_HERE = "Dit kodeord kan ikke skiftes her, for du er logget ind gennem kommunens eget login."
Secret = Annotated[str, Form(max_length=2_000)]


def router(folder: Path, access: Access, sessions: Sessions, tries: Tries) -> APIRouter:
    """GET and POST /kodeord, for whoever is logged in with a password of ours."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/kodeord")
    def form(name: Annotated[str, Depends(staff)], skiftet: bool = False) -> HTMLResponse:
        return _form(folder, name, done=skiftet)

    @routes.post("/kodeord")
    def change(
        request: Request,
        name: Annotated[str, Depends(staff)],
        gammelt: Secret = "",
        nyt: Secret = "",
        igen: Secret = "",
    ) -> Response:
        try:
            fits = bool(tries.hash_for(name, gammelt))
        except TooOftenError:
            return _form(folder, name, SLOW_DOWN, 429)
        fault = (WRONG, 401) if not fits else (_fault(gammelt, nyt, igen), 400)
        if fault[0]:
            return _form(folder, name, *fault)
        try:
            add_user(folder, name, nyt)
        except ArchiveError as error:
            return _form(folder, name, str(error), 400)
        key = sessions.begin(name, read_users(folder).get(name, ""))
        # Always another address: to load this one anew would send the passwords once more.
        return give(RedirectResponse("/kodeord?skiftet=1", 303), key, https=access.https)

    return routes


def _fault(old: str, new: str, again: str) -> str:
    """What is wrong with a new password, beside its length; "" for nothing."""
    if new != again:
        return UNLIKE
    return SAME if new == old else ""


def _form(
    folder: Path, name: str, sentence: str = "", status: int = 200, *, done: bool = False
) -> HTMLResponse:
    ours = name in read_users(folder)
    return page(
        "password.html",
        status if ours else 403,
        name=name,
        sentence=sentence if ours else NOT_HERE,
        ours=ours,
        done=done and not sentence,
        shortest=SHORTEST,
    )

"""Log ind and log ud: a form, a cookie, and a wait for whoever guesses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from web.access import local_path, who
from web.pages import page
from web.sessions import COOKIE, Sessions, give
from web.settings import Access
from web.tries import SLOW_DOWN, TooOftenError, Tries
from web.users import read_users

WRONG = "Navn eller kodeord er forkert."
NO_USERS = "Der er ingen brugere endnu. Opret en på serveren med »svarpunkt user add NAVN«."


def router(folder: Path, access: Access, sessions: Sessions, tries: Tries) -> APIRouter:
    """GET and POST /log-ind, POST /log-ud."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/log-ind")
    def form(request: Request, til: str = "/") -> Response:
        if who(request):
            return RedirectResponse(local_path(til), 303)
        return _form(til, "" if read_users(folder) else NO_USERS)

    @routes.post("/log-ind")
    def enter(
        navn: Annotated[str, Form(max_length=200)] = "",
        kodeord: Annotated[str, Form(max_length=2_000)] = "",
        til: Annotated[str, Form(max_length=4_000)] = "/",
    ) -> Response:
        name = navn.strip()
        try:
            hashed = tries.hash_for(name, kodeord)
        except TooOftenError:
            return _form(til, SLOW_DOWN, 429, name)
        if not hashed:
            return _form(til, WRONG, 401, name)
        reply = RedirectResponse(local_path(til), 303)
        return give(reply, sessions.begin(name, hashed), https=access.https)

    @routes.post("/log-ud")
    def leave(request: Request) -> Response:
        sessions.end(str(request.scope.get("svarpunkt.key", "")))
        reply = RedirectResponse("/log-ind", 303)
        reply.delete_cookie(COOKIE)
        return reply

    return routes


def _form(til: str, sentence: str, status: int = 200, name: str = "") -> HTMLResponse:
    return page("login.html", status, til=local_path(til), sentence=sentence, name=name)

"""Log ind and log ud: a form, a cookie, and a wait for whoever guesses."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from web.access import COOKIE, LASTS, Sessions, local_path, who
from web.pages import page
from web.settings import Access
from web.users import is_user, read_users

WRONG = "Navn eller kodeord er forkert."
SLOW_DOWN = "Der er prøvet for mange gange. Vent et minut, og prøv igen."
NO_USERS = "Der er ingen brugere endnu. Opret en på serveren med »svarpunkt user add NAVN«."
TRIES, PAUSE = 5, 60.0
"""Wrong passwords for one name before it must wait, and how many seconds."""


class Tries:
    """Wrong passwords by name: no address is kept, and a name that is guessed at rests."""

    def __init__(self) -> None:
        self._wrong: dict[str, tuple[int, float]] = {}
        self.lock = threading.Lock()
        """Held while a password is checked: one at a time, for a hash takes memory and time."""

    def may(self, name: str) -> bool:
        """Whether the name may be tried now."""
        count, last = self._wrong.get(name, (0, 0.0))
        return count < TRIES or time.monotonic() - last > PAUSE

    def wrong(self, name: str) -> None:
        """Remember a wrong password; old ones are forgotten when there are many."""
        count, last = self._wrong.get(name, (0, 0.0))
        rested = time.monotonic() - last > PAUSE
        if len(self._wrong) > 10_000:
            self._wrong.clear()
        self._wrong[name] = (1 if rested else count + 1, time.monotonic())

    def right(self, name: str) -> None:
        """Forget what went wrong."""
        self._wrong.pop(name, None)


def router(folder: Path, access: Access, sessions: Sessions) -> APIRouter:
    """GET and POST /log-ind, POST /log-ud."""
    routes = APIRouter(include_in_schema=False)
    tries = Tries()

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
        with tries.lock:
            if not tries.may(name):
                return _form(til, SLOW_DOWN, 429, name)
            if not is_user(folder, name, kodeord):
                tries.wrong(name)
                return _form(til, WRONG, 401, name)
            tries.right(name)
        reply = RedirectResponse(local_path(til), 303)
        reply.set_cookie(
            COOKIE,
            sessions.begin(name),
            max_age=LASTS,
            httponly=True,
            samesite="lax",
            secure=access.https,
        )
        return reply

    @routes.post("/log-ud")
    def leave(request: Request) -> Response:
        sessions.end(str(request.scope.get("svarpunkt.key", "")))
        reply = RedirectResponse("/log-ind", 303)
        reply.delete_cookie(COOKIE)
        return reply

    return routes


def _form(til: str, sentence: str, status: int = 200, name: str = "") -> HTMLResponse:
    return page("login.html", status, til=local_path(til), sentence=sentence, name=name)

"""Who is logged in: a key in a cookie, forgotten when the server stops."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response

COOKIE = "svarpunkt"
LASTS = 12 * 3600
"""Seconds that a login lasts: a working day."""


@dataclass(frozen=True, slots=True)
class Session:
    """A login: whose, the hash of the password that it was given for, and until when (seconds of
    the monotonic clock)."""

    name: str
    hashed: str
    until: float


class Sessions:
    """Who is logged in, by a key that cannot be guessed. Thread-safe.

    `current` is the hash that a name has now, "" for none: a login ends when it is another than
    it was given for, so when the password is changed or the user is removed, wherever that is done.
    """

    def __init__(self, current: Callable[[str], str]) -> None:
        self._current = current
        self._held: dict[str, Session] = {}
        self._lock = threading.Lock()

    def begin(self, name: str, hashed: str) -> str:
        """The key of a new login."""
        key, now = secrets.token_urlsafe(32), time.monotonic()
        with self._lock:
            self._held = {k: s for k, s in self._held.items() if s.until > now}
            self._held[key] = Session(name, hashed, now + LASTS)
        return key

    def name(self, key: str) -> str:
        """Who has the key, "" when nobody has."""
        with self._lock:
            found = self._held.get(key)
        if found is None:
            return ""
        if found.until > time.monotonic() and self._current(found.name) == found.hashed:
            return found.name
        self.end(key)
        return ""

    def end(self, key: str) -> None:
        """Log out."""
        with self._lock:
            self._held.pop(key, None)


def give(reply: Response, key: str, *, https: bool) -> Response:
    """The reply with the login's key: out of reach of scripts and of other sites."""
    reply.set_cookie(COOKIE, key, LASTS, httponly=True, samesite="lax", secure=https)
    return reply

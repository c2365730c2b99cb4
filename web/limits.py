"""How much may be sent: what is larger is refused with 413, before it is read."""

from __future__ import annotations

from fastapi.responses import Response
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problem import say

MB = 1024 * 1024
FORM = MB // 2
"""Bytes of a form or a call: a question of 100,000 letters fits with its conversation."""
LARGER = {"/arkiv/filer": 1024 * MB, "/api/": 2 * MB, "/v1/": 2 * MB}
"""By how an address begins: an upload of minutes, the APIs."""


class Limits:
    """ASGI middleware: counts what comes in, and stops at the limit of the address."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is small enough."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        most = limit(scope["path"])
        told = Headers(scope=scope).get("content-length", "")
        if told.isdecimal() and int(told) > most:
            await too_large(scope["path"], most)(scope, receive, send)
            return
        await self._app(scope, _Counted(receive, most), send)


class _Counted:
    """Receives a body whose length was not told, or not truly, until it is too long."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left, self._most = receive, most, most

    async def __call__(self) -> Message:
        """The next part of the body. Raises HTTPException when it is one too many."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(413, sentence(self._most))
        return message


def limit(path: str) -> int:
    """How many bytes may be sent to an address."""
    return next((most for start, most in LARGER.items() if path.startswith(start)), FORM)


def too_large(path: str, most: int) -> Response:
    """The answer to whoever sends more."""
    return say(path, 413, sentence(most))


def sentence(most: int) -> str:
    """How much may be sent, in words."""
    size = f"{most // MB} MB" if most >= MB else f"{most // 1024} KB"
    return f"Det, du sendte, er for stort. Der kan højst sendes {size} hertil ad gangen."

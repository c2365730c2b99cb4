"""Gradio's page, made Danish: its language, and our style and script in its head."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.pages import page

HEAD = (
    '<link rel="icon" href="/statisk/ikon.svg" type="image/svg+xml">'
    '<link rel="stylesheet" href="/statisk/svarpunkt.css">'
    '<link rel="stylesheet" href="/statisk/chat.css">'
    '<script src="/statisk/side.js" defer></script>'
    '<script src="/statisk/chat.js" defer></script>'
)
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; frame-ancestors 'self'"
)
NOWHERE = "Adressen findes ikke på dette sted. Måske er den skrevet forkert."
_OUTSIDE = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>')


def danish(html: str) -> str:
    """The page's HTML with lang="da", our head, and no word about addresses elsewhere."""
    html = _OUTSIDE.sub("", html.replace('lang="en"', 'lang="da"', 1))
    return html.replace("</head>", f"{HEAD}</head>", 1)


def _wants_page(scope: Scope) -> bool:
    """Whether it is a person's browser that asks for a page."""
    if scope["path"] == "/" and scope["method"] == "GET":
        return True
    accepted = dict(scope["headers"]).get(b"accept", b"")
    return scope["method"] == "GET" and b"text/html" in accepted


class DanishPage:
    """ASGI middleware: rewrites the page at "/" and forbids it to reach outside."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; hold back "/" until it is whole, and an address that is lost."""
        if scope["type"] != "http" or not _wants_page(scope):
            await self._app(scope, receive, send)
        elif scope["path"] == "/":
            held: list[Message] = []

            async def hold(message: Message) -> None:
                if message["type"] in ("http.response.start", "http.response.body"):
                    held.append(message)

            await self._app(scope, receive, hold)
            for message in _rewritten(held):
                await send(message)
        else:
            await self._app(scope, receive, _Found(send, scope, receive))


class _Found:
    """Passes a response on, but a bare JSON 404 becomes a page with a sentence."""

    def __init__(self, send: Send, scope: Scope, receive: Receive) -> None:
        self._send, self._scope, self._receive = send, scope, receive
        self._lost = False

    async def __call__(self, message: Message) -> None:
        """Send one part of the response."""
        if message["type"] == "http.response.start" and message["status"] == 404:
            self._lost = (b"content-type", b"application/json") in message["headers"]
            if self._lost:
                found = page("lost.html", 404, title="Siden findes ikke", sentence=NOWHERE)
                await found(self._scope, self._receive, self._send)
        if not self._lost:
            await self._send(message)


def _rewritten(held: list[Message]) -> list[Message]:
    start = held[0]
    body = b"".join(message.get("body", b"") for message in held[1:])
    headers = [(k, v) for k, v in start["headers"] if k.lower() != b"content-length"]
    if any(k.lower() == b"content-type" and v.startswith(b"text/html") for k, v in headers):
        body = danish(body.decode()).encode()
        headers.append((b"content-security-policy", POLICY.encode()))
        headers.append((b"x-content-type-options", b"nosniff"))
    headers.append((b"content-length", str(len(body)).encode()))
    return [{**start, "headers": headers}, {"type": "http.response.body", "body": body}]

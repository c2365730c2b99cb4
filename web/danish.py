"""Gradio's page, made Danish: its language, and our style and script in its head."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
_OUTSIDE = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>')


def danish(html: str) -> str:
    """The page's HTML with lang="da", our head, and no word about addresses elsewhere."""
    html = _OUTSIDE.sub("", html.replace('lang="en"', 'lang="da"', 1))
    return html.replace("</head>", f"{HEAD}</head>", 1)


class DanishPage:
    """ASGI middleware: rewrites the page at "/" and forbids it to reach outside."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; hold back "/" until it is whole."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def hold(message: Message) -> None:
            held.append(message)

        await self._app(scope, receive, hold)
        for message in _rewritten(held):
            await send(message)


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

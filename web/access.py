"""Who is asking, and may they: closed pages, writes from elsewhere, headers, no addresses kept."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlsplit

from fastapi import HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problem import say
from web.sessions import COOKIE, Sessions
from web.settings import Access

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FRAMED = ("/hjaelp", "/kilde/", "/svar/")
"""What the widget shows on the municipality's own pages."""
ALWAYS_OPEN = ("/statisk/", "/log-ind", "/log-ud", "/widget.js", "/api/v1/health")
ADMIN = ("/arkiv/", "/meninger", "/ubesvarede", "/kodeord")
"""Staff's only, always: refused before a body is read, which the routes could not do."""
HELP = ("/kilde/", "/svar/")
API = ("/api/v1/", "/api/openapi.json", "/v1/")
CLOSED = "Log ind for at bruge denne side."
CHAT = "/gradio_api/"
CHAT_WRITES = tuple(f"{CHAT}{name}" for name in ("run/predict", "queue/join", "cancel", "reset"))
"""All that the chat writes to. Gradio has more, such as files from anyone, that no part of ours
uses."""
UNUSED = "Det kan ikke bruges her."
ELSEWHERE = (
    "Forespørgslen kom fra en anden hjemmeside og er afvist. Gå selv ind på siden, og prøv igen."
)


def who(request: Request) -> str:
    """The staff member who asks, "" for a visitor; found by Guard."""
    return str(request.scope.get("svarpunkt.staff", ""))


def staff(request: Request) -> str:
    """As a route's dependency: whoever is not logged in is sent to log in, or told 401."""
    name = who(request)
    if name:
        return name
    if "text/html" in request.headers.get("accept", "") and request.method in SAFE:
        raise HTTPException(303, CLOSED, {"Location": login_address(request.scope)})
    raise HTTPException(401, CLOSED)


def login_address(scope: Scope) -> str:
    """Where to log in, and come back from to where one was going."""
    query = scope.get("query_string", b"").decode("latin-1")
    return f"/log-ind?til={quote(scope['path'] + (f'?{query}' if query else ''), safe='')}"


def local_path(path: str) -> str:
    """A path on this site to go on to; "/" for anything that leads elsewhere."""
    parts = urlsplit(path)
    elsewhere = parts.scheme or parts.netloc or not path.startswith("/")
    return "/" if elsewhere or path[1:2] in ("/", "\\") or not path.isprintable() else path


class Guard:
    """ASGI middleware, outermost: finds out who asks and refuses what they may not."""

    def __init__(self, app: ASGIApp, access: Access, sessions: Sessions) -> None:
        self._app, self._access, self._sessions = app, access, sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is allowed, with the headers that every response carries."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        key = _cookie(headers)
        name = self._proxied(scope, headers) or self._sessions.name(key)
        scope["svarpunkt.staff"], scope["svarpunkt.key"] = name, key
        if self._is_proxy(scope) and headers.get("x-forwarded-proto") == "https":
            scope["scheme"] = {"http": "https", "ws": "wss"}.get(scope["scheme"], scope["scheme"])
        refused = self._refusal(scope, headers, name)
        if refused is None:
            await self._app(scope, receive, self._sealed(scope, send))
        elif scope["type"] == "http":
            await refused(scope, receive, self._sealed(scope, send))
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _sealed(self, scope: Scope, send: Send) -> Send:
        framed = scope["path"].startswith(FRAMED) and scope["type"] == "http"
        return _Sealed(send, self._access.origins if framed else ())

    def _proxied(self, scope: Scope, headers: Headers) -> str:
        """The name in the trusted proxy's header, only when the proxy itself is calling."""
        trusted = self._access.proxy_header and self._is_proxy(scope)
        return headers.get(self._access.proxy_header, "").strip()[:100] if trusted else ""

    def _is_proxy(self, scope: Scope) -> bool:
        """Whether the one at the other end is a proxy of ours, whomever it says that it asks for
        (X-Forwarded-For is not looked at)."""
        return (scope.get("client") or ("",))[0] in self._access.proxies

    def _refusal(self, scope: Scope, headers: Headers, name: str) -> Response | None:
        method, path = scope.get("method", "GET"), scope["path"]
        writes = method not in SAFE or scope["type"] == "websocket"
        open_call = path.startswith(API) and not name
        if writes and not open_call and not _from_here(headers, must_tell=bool(name)):
            return say(path, 403, ELSEWHERE)
        if writes and path.startswith(CHAT) and not path.startswith(CHAT_WRITES):
            return say(path, 403, UNUSED)
        if name or self._is_open(path):
            return None
        if method in SAFE and "text/html" in headers.get("accept", ""):
            return RedirectResponse(login_address(scope), 303)
        return say(path, 401, CLOSED)

    def _is_open(self, path: str) -> bool:
        if path.startswith(ADMIN):
            return False
        if path.startswith(ALWAYS_OPEN):
            return True
        if path.startswith(API):
            return self._access.open_api
        if path == "/hjaelp" or path.startswith(HELP):
            return self._access.open_help
        return not self._access.closed


class _Sealed:
    """Sends a response on with the headers that each of ours has; `frames` are the origins
    whose pages may show it in a frame."""

    def __init__(self, send: Send, frames: tuple[str, ...]) -> None:
        self._send = send
        self._policy = " ".join(("frame-ancestors 'self'", *frames)).encode()

    async def __call__(self, message: Message) -> None:
        """Add what is not there."""
        if message["type"] == "http.response.start":
            there = {key.lower() for key, _ in message["headers"]}
            every = [*_HEADERS, (b"content-security-policy", b"frame-ancestors 'self'")]
            pairs = [*message["headers"], *(pair for pair in every if pair[0] not in there)]
            message = {**message, "headers": [(key, self._framed(key, v)) for key, v in pairs]}
        await self._send(message)

    def _framed(self, key: bytes, value: bytes) -> bytes:
        if key.lower() != b"content-security-policy":
            return value
        return value.replace(b"frame-ancestors 'self'", self._policy)


_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]


def _from_here(headers: Headers, *, must_tell: bool) -> bool:
    """Whether a write comes from our own pages. Browsers say so in one of two headers; other
    programs say nothing, which is allowed where no login travels with the request."""
    fetched = headers.get("sec-fetch-site")
    if fetched:
        return fetched in ("same-origin", "none")
    origin = headers.get("origin")
    if origin:
        return urlsplit(origin).netloc == headers.get("host")
    return not must_tell


def _cookie(headers: Headers) -> str:
    held = SimpleCookie()
    try:
        held.load(headers.get("cookie", ""))
    except CookieError:
        return ""
    return held[COOKIE].value if COOKIE in held else ""

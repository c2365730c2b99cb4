"""A portal on this machine: what it lists and gives is set by the test, what it was asked is kept."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from index.portals.client import Manners

Reply = Callable[[BaseHTTPRequestHandler], None]
LIST = "/api/agenda/udvalgsliste"
MEETING = "/api/agenda/dagsorden/"


class FakePortal:
    """`meetings` by id, `entries` of the list by committee; `odd` holds, for a path, what is
    answered instead, in turn (the last one for good when `forever` has the path)."""

    def __init__(self) -> None:
        self.committees: dict[str, list[dict[str, Any]]] = {}
        self.meetings: dict[str, bytes] = {}
        self.files: dict[str, bytes] = {}
        self.odd: dict[str, list[Reply]] = {}
        self.forever: dict[str, Reply] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.robots: str | None = None
        self.cookie = False
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self.url = ""

    @property
    def fetched(self) -> list[str]:
        """The ids of the meetings that were asked for, in order."""
        return [path.removeprefix(MEETING) for path in self.asked if path.startswith(MEETING)]

    def add(self, meeting: dict[str, Any], **entry: object) -> None:
        """List a meeting (in place of one with its id) and give it."""
        told, identity = meeting["Moede"], meeting["Id"]
        self.drop(identity)
        row = {key: told.get(key) for key in ("Dato", "Sted", "Navn", "Afsluttet")}
        row |= {"Id": identity, "ReleasedDate": None, "IsSupplementaryAgenda": False, **entry}
        self.committees.setdefault(meeting["Udvalg"]["Navn"], []).append(row)
        self.meetings[identity] = json.dumps(meeting).encode()

    def drop(self, identity: str) -> None:
        """List and give a meeting no more."""
        for name, rows in self.committees.items():
            self.committees[name] = [row for row in rows if row["Id"] != identity]
        self.meetings.pop(identity, None)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.asked.append(handler.path)
            self.agents.add(handler.headers.get("User-Agent", ""))
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            waiting = self.odd.get(handler.path)
            odd = waiting.pop(0) if waiting else self.forever.get(handler.path)
        (odd or self._usual)(handler)

    def answered(self) -> None:
        """An answer is about to go out: who is told it may ask again before it is all written."""
        with self._lock:
            self._at_once -= 1

    def _usual(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path
        if path == "/robots.txt":
            send(handler, (self.robots or "").encode(), status=200 if self.robots else 404)
        elif path.startswith("/Home/AnonymousAuthentication"):
            send(handler, b"<html>velkommen</html>", headers={"Set-Cookie": "gaest=ja; Path=/"})
        elif self.cookie and "=ja" not in handler.headers.get("Cookie", ""):
            send(handler, b"<!doctype html><html>log ind</html>")
        elif path == LIST:
            send(handler, json.dumps(self.listing()).encode())
        elif path.startswith(MEETING) and path.removeprefix(MEETING) in self.meetings:
            send(handler, self.meetings[path.removeprefix(MEETING)])
        elif path in self.files:
            send(handler, self.files[path])
        else:
            send(handler, b"findes ikke", status=404)

    def listing(self) -> dict[str, Any]:
        rows = [
            {"Id": f"udvalg-{n}", "Navn": name, "Historisk": False, "Moeder": meetings}
            for n, (name, meetings) in enumerate(self.committees.items())
        ]
        return {"Udvalg": {"Udvalg": rows[:1], "Tidligere udvalg": rows[1:]}}


def send(
    handler: BaseHTTPRequestHandler,
    body: bytes = b"",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> None:
    """One whole answer."""
    handler.send_response(status)
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def replies(status: int, **headers: str) -> Reply:
    """An answer without content; `Retry_After` is written Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: send(handler, b"", status, named)


def says(body: bytes, **headers: str) -> Reply:
    """An answer of other content."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: send(handler, body, 200, named)


def cuts(handler: BaseHTTPRequestHandler) -> None:
    """Half of what was promised, and then nothing."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"Udvalg": ')
    handler.close_connection = True


def pours(handler: BaseHTTPRequestHandler) -> None:
    """An answer without end."""
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b" " * 65536)
    except OSError:
        handler.close_connection = True


@contextmanager
def serving(portal: FakePortal) -> Iterator[FakePortal]:
    """The portal, answering; its `url` is set."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            portal.answer(self)

        def end_headers(self) -> None:
            portal.answered()
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    portal.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def hurried(**changes: object) -> Manners:
    """Manners that may visit this machine and never wait."""
    usual = Manners(pause=0.0, allow_private=True, sleep=lambda seconds: None)
    return replace(usual, **changes)  # type: ignore[arg-type]


def meeting(
    serial: int,
    body: str = "Havneudvalget 2030-2033",
    day: str = "2031-03-04",
    decision: str = "Godkendt.",
    titles: tuple[str, ...] = ("Ny kaj", "Havnens takster"),
) -> dict[str, Any]:
    """A meeting of an invented municipality as the portal gives it."""
    identity = f"abcdef{serial:02d}-0000-4000-8000-{serial:012d}"
    return {
        "Id": identity,
        "Udvalg": {"Id": "udvalg", "Navn": body, "Historisk": False},
        "Moede": {
            "Id": "00000000-0000-0000-0000-000000000000",
            "Dato": f"{day}T16:00:00+01:00",
            "Sted": "Mødelokale 2",
            "Navn": "Dagsorden",
            "Afsluttet": True,
            "Moededeltagere": [],
        },
        "TillaegsDagsorden": False,
        "Lydfiler": [],
        "Dagsordenpunkter": [
            _item(serial, n, title, decision) for n, title in enumerate(titles, 1)
        ],
    }


def _item(serial: int, n: int, title: str, decision: str) -> dict[str, Any]:
    html = (
        f"<div><h3>Beslutning</h3><span>{decision}</span><h3>Fremstilling</h3><span class='ukendt'>"
        f"<h2>Resume</h2><p>{title} skal drøftes i møde nummer {serial}.</p></span></div>"
    )
    return {
        "Id": f"00000000-0000-4000-8{serial:03d}-{n:012d}",
        "Number": str(n),
        "Sorting": n,
        "Caption": title,
        "CaseNumber": f"31-00{n}",
        "IsOpen": True,
        "Felter": [{"Navn": "", "Html": html, "Tekst": None, "Link": ""}],
        "Bilag": [],
        "ExternalAgendaItemAttendees": [],
        "ItemDecision": None,
    }

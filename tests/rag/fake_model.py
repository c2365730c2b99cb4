"""Servers that behave as language models do, over real HTTP: well, slowly, brokenly, endlessly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias

Behaviour: TypeAlias = "Callable[[BaseHTTPRequestHandler], None]"


class FakeModel:
    """A running server: its behaviours in turn (the last one stays), and what it was asked."""

    def __init__(self, behaviours: list[Behaviour]) -> None:
        self.behaviours = behaviours
        self.asked: list[dict[str, object]] = []
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.released = threading.Event()
        self.url = ""

    @property
    def said(self) -> str:
        """Everything that was sent to it, as one text."""
        return json.dumps(self.asked, ensure_ascii=False)


@contextmanager
def serving(*behaviours: Behaviour) -> Iterator[FakeModel]:
    """A server on a port of its own, until the test is done."""
    fake = FakeModel(list(behaviours))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            fake.asked.append(json.loads(self.rfile.read(size) or b"{}"))
            fake.paths.append(self.path)
            fake.headers.append({key.lower(): value for key, value in self.headers.items()})
            turn = min(len(fake.asked), len(fake.behaviours)) - 1
            with suppress(OSError):  # the asker has hung up
                fake.behaviours[turn](self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield fake
    finally:
        fake.released.set()
        server.shutdown()
        server.server_close()


def chat(text: str) -> bytes:
    """An answer as OpenAI's interface has it."""
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    body = {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    return json.dumps(body).encode()


def says(text: str) -> Behaviour:
    """Answers with a text, in OpenAI's or Ollama's interface, whichever was asked."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        if request.path.startswith("/api/chat"):
            message = {"role": "assistant", "content": text}
            send(request, json.dumps({"model": "m", "message": message, "done": True}).encode())
        else:
            send(request, chat(text))

    return behave


def status(code: int) -> Behaviour:
    """Fails with a status."""
    return lambda request: send(request, b'{"error": {"message": "nej"}}', code)


def raw(body: bytes) -> Behaviour:
    """Answers 200 with any bytes."""
    return lambda request: send(request, body)


def slow(seconds: float) -> Behaviour:
    """Answers, but late."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        send(request, chat("For sent [1]."))

    return behave


def trickle(seconds: float) -> Behaviour:
    """Sends a byte now and then and never comes to an end before `seconds` have passed."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", "1000000")
        request.end_headers()
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            request.wfile.write(b" ")
            request.wfile.flush()
            time.sleep(0.05)

    return behave


def flood(request: BaseHTTPRequestHandler) -> None:
    """Sends without end as fast as it can."""
    request.send_response(200)
    request.send_header("Content-Type", "application/json")
    request.end_headers()
    for _ in range(20_000):
        request.wfile.write(b" " * 10_000)


def hang_up(request: BaseHTTPRequestHandler) -> None:
    """Closes the connection without a word."""
    request.close_connection = True
    request.connection.close()


def elsewhere(request: BaseHTTPRequestHandler) -> None:
    """Sends the asker to another machine."""
    request.send_response(307)
    request.send_header("Location", "http://192.0.2.1/v1/chat/completions")
    request.send_header("Content-Length", "0")
    request.end_headers()


def send(request: BaseHTTPRequestHandler, body: bytes, code: int = 200) -> None:
    request.send_response(code)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)

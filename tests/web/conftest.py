"""A running site over the sample archive, and a browser that is not let out."""

from __future__ import annotations

import http.server
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from app import create_app
from index.archive import Archive
from index.build import build
from web.settings import OPEN, Access, Contact
from web.users import add_user

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = """REFERAT Klima- og Kulturudvalget d. 12-03-2024

Punkt 1: <script>window.ramt = 1</script> **Klokkespil** [tryk](javascript:alert(1))

Sagsfremstilling

Klokkespillet i <img src=x onerror="window.ramt = 2"> Tårnby Aaløse skal stemmes. $$x^2$$ [1]
</mark><h1>Falsk overskrift</h1>

Indstilling

Forvaltningen indstiller, at klokkespillet stemmes for 40.000 kr.

Beslutning

Godkendt, idet klokkespillet <b onclick="window.ramt = 3">stemmes</b> inden pinse.
"""


@pytest.fixture(scope="session")
def client(sample_folder: Path) -> TestClient:
    """The whole application over the sample archive, without a network."""
    contact = Contact("Hjortsund Borgerservice", "70 00 00 00", "svar@hjortsund.example", "10-14")
    return TestClient(create_app(sample_folder, contact=contact), raise_server_exceptions=False)


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose minutes try to be a web page."""
    home = tmp_path_factory.mktemp("fjendtlig")
    (home / "referat.txt").write_text(HOSTILE, encoding="utf-8")
    archive = Archive.open(home / "arkiv", create=True)
    build(archive, [home / "referat.txt"])
    archive.close()
    return home / "arkiv"


@pytest.fixture(scope="session")
def hostile(hostile_folder: Path) -> TestClient:
    """The application over the hostile minutes."""
    return TestClient(create_app(hostile_folder), raise_server_exceptions=False)


@pytest.fixture
def nowhere(tmp_path: Path) -> TestClient:
    """The application where no archive has been built."""
    return TestClient(create_app(tmp_path / "intet"), raise_server_exceptions=False)


@pytest.fixture(scope="session")
def site(sample_folder: Path) -> Iterator[str]:
    """The address of a running server over the sample archive."""
    with serving(sample_folder) as address:
        yield address


@pytest.fixture(scope="session")
def hostile_site(hostile_folder: Path) -> Iterator[str]:
    """The address of a running server over the hostile minutes."""
    with serving(hostile_folder) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    if not CHROMIUM.exists():
        pytest.skip("no chromium")
    with sync_playwright() as play:
        held = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield held
        held.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A new browser profile, Danish, of desktop size."""
    context = browser.new_context(locale="da-DK", viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@contextmanager
def serving(folder: Path, access: Access = OPEN) -> Iterator[str]:
    """The address of a server that is gone afterwards, with all its connections."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = create_app(folder, access=access)
    app.state.live.warm()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = server.force_exit = True
    thread.join(10)


PASSWORD = "en lang og god sætning"


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[str]:
    """The address of another site, that may show the widget; it loads what stands in ?src=."""
    server = http.server.HTTPServer(("127.0.0.1", 0), _Other)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def closed_site(
    sample_folder: Path, elsewhere: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a server whose staff face is closed; Bo may enter with PASSWORD."""
    folder = tmp_path_factory.mktemp("lukket") / "arkiv"
    shutil.copytree(sample_folder, folder)
    add_user(folder, "Bo", PASSWORD)
    with serving(folder, Access(closed=True, origins=(elsewhere,))) as address:
        yield address


class _Other(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        script = self.path.partition("src=")[2]
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(f"<!doctype html><h1>K</h1><script src='{script}'></script>".encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

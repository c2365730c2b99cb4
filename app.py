"""The server: the chat, the citizens' page, the other pages and the API over one archive."""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import errno
import socket
import threading
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.cors import CORSMiddleware

from index.types import ArchiveError
from rag.model import Model, connect, read_model
from web import (
    again,
    api,
    archive_page,
    archive_portals,
    case_page,
    completions,
    export,
    feedback,
    help_page,
    login_page,
    password_page,
    register_page,
    source,
)
from web.access import Guard
from web.chat import chat_page, theme
from web.danish import DanishPage
from web.intake import Intake
from web.kept import Kept
from web.limits import Limits
from web.live import Live
from web.openapi import describe
from web.problem import add_problems
from web.register import entries
from web.sessions import Sessions
from web.settings import OPEN, Access, Contact, read_access, read_contact
from web.tries import Tries
from web.users import current_hash

NOBODY = Contact()
STOPPING = 3
"""Seconds that questions at work may take when the server is told to stop: an open chat holds
its connection for ever."""
STATIC = Path(__file__).parent / "web" / "static"


def create_app(
    folder: Path,
    *,
    model: str | None = None,
    contact: Contact = NOBODY,
    access: Access = OPEN,
    writer: Model | None = None,
) -> FastAPI:
    """The whole application over the archive in `folder`, which need not be there yet.

    `model` embeds; `writer` is a language model that tells the answers, None for none.
    """
    live, kept = Live(folder, model, writer), Kept(folder, access.keep_days)
    sessions, tries = Sessions(lambda name: current_hash(folder, name)), Tries(folder)
    app = FastAPI(
        title="Svarpunkt",
        description="Svar med kilder fra kommunale dagsordener og referater.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    add_problems(app)
    for routes in (
        archive_portals.router(live),
        api.router(live, kept, access),
        completions.router(live, kept, access),
        source.router(live, access),
        again.router(live, kept),
        help_page.router(live, contact, kept, access),
        register_page.router(live),
        case_page.router(live),
        archive_page.router(live, Intake(folder, model)),
        export.router(kept, access, live),
        feedback.router(kept, access),
        login_page.router(folder, access, sessions, tries),
        password_page.router(folder, access, sessions, tries),
    ):
        app.include_router(routes)
    describe(app)
    app.mount("/statisk", StaticFiles(directory=STATIC))
    app.state.live = live
    app.add_api_route("/widget.js", _widget, include_in_schema=False)
    app.add_middleware(DanishPage)
    app.add_middleware(Limits)
    if access.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(access.origins),
            allow_methods=["GET", "POST"],
            allow_headers=["content-type"],
        )
    app.add_middleware(Guard, access=access, sessions=sessions)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        chat_page(live, kept),
        path="/",
        theme=theme(),
        footer_links=[],
        run_history=False,
        show_error=True,
        ssr_mode=False,
        pwa=False,
    )
    return mounted


def serve(folder: Path, *, model: str | None, host: str, port: int) -> None:
    """Serve until stopped. The archive is opened in the background, so the page comes at once.

    Raises ArchiveError with a sentence when the address cannot be had.
    """
    access, writer = read_access(os.environ), connect(read_model(os.environ))
    with _bound(host, port) as held:
        contact = read_contact(os.environ)
        app = create_app(folder, model=model, contact=contact, access=access, writer=writer)
        threading.Thread(target=_warm, args=(app.state.live,), daemon=True).start()
        server = Server(server_settings(app))
        server.address = f"http://{f'[{host}]' if ':' in host else host}:{held.getsockname()[1]}"
        try:
            server.run([held])
        except KeyboardInterrupt:
            print("Svarpunkt er stoppet.")


def server_settings(app: FastAPI) -> uvicorn.Config:
    """How the server runs. Who is asking is the one at the other end: behind a proxy that is the
    proxy, which `Guard` must see to believe it, and what it is told of others' addresses is not
    looked at."""
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        timeout_graceful_shutdown=STOPPING,
    )


class Server(uvicorn.Server):
    """Says where it is when it is there."""

    address = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and say so."""
        await super().startup(sockets)
        if self.started:
            said = f"Svarpunkt er klar på {self.address} (borgersiden: /hjaelp). Stop med Ctrl+C."
            print(said, flush=True)


def _bound(host: str, port: int) -> socket.socket:
    """The socket at an address. Raises ArchiveError with what to do when it cannot be had."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        held = socket.socket(family)
    except (OSError, OverflowError, UnicodeError) as error:
        raise ArchiveError(f"Adressen {host}:{port} findes ikke. Brug f.eks. 127.0.0.1.") from error
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind(address)
    except OSError as error:
        held.close()
        why = TAKEN.get(error.errno or 0, "Den kan ikke bruges her: {reason}.")
        said = why.format(port=port, reason=error.strerror)
        raise ArchiveError(f"Svarpunkt kan ikke starte på {host}:{port}. {said}") from error
    return held


TAKEN = {
    errno.EADDRINUSE: "Porten er optaget, måske af et Svarpunkt, der allerede kører. "
    "Stop det, eller vælg en anden port med --port.",
    errno.EACCES: "Port {port} kræver særlige rettigheder. Vælg en port over 1023 med --port.",
    errno.EADDRNOTAVAIL: "Maskinen har ikke den adresse. Brug 127.0.0.1 eller 0.0.0.0 med --host.",
}


def _widget() -> FileResponse:
    """The script that a municipality's own page loads; see docs/web.md."""
    headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "max-age=3600"}
    return FileResponse(STATIC / "widget.js", media_type="text/javascript", headers=headers)


def _warm(live: Live) -> None:
    """Do in the background what the first visitor would otherwise wait for."""
    live.warm()
    try:
        entries(live.archive())
    except ArchiveError as error:
        print(error)

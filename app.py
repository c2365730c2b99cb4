"""The server: the chat, the citizens' page, the other pages and the API over one archive."""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import threading
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.cors import CORSMiddleware

from index.types import ArchiveError
from web import (
    api,
    archive_page,
    case_page,
    completions,
    export,
    feedback,
    help_page,
    login_page,
    register_page,
    source,
)
from web.access import Guard, Sessions
from web.chat import chat_page, theme
from web.danish import DanishPage
from web.intake import Intake
from web.kept import Kept
from web.live import Live
from web.problem import add_problems
from web.register import entries
from web.settings import OPEN, Access, Contact, read_access, read_contact

NOBODY = Contact()
STATIC = Path(__file__).parent / "web" / "static"


def create_app(
    folder: Path,
    *,
    model: str | None = None,
    contact: Contact = NOBODY,
    access: Access = OPEN,
) -> FastAPI:
    """The whole application over the archive in `folder`, which need not be there yet."""
    live, kept = Live(folder, model), Kept(folder, access.keep_days)
    sessions = Sessions()
    app = FastAPI(
        title="Svarpunkt",
        description="Svar med kilder fra kommunale dagsordener og referater.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    add_problems(app)
    for routes in (
        api.router(live),
        completions.router(live),
        source.router(live, access),
        help_page.router(live, contact, kept, access),
        register_page.router(live),
        case_page.router(live),
        archive_page.router(live, Intake(folder, model)),
        export.router(kept, access),
        feedback.router(kept, access),
        login_page.router(folder, access, sessions),
    ):
        app.include_router(routes)
    app.mount("/statisk", StaticFiles(directory=STATIC))
    app.state.live = live
    app.add_api_route("/widget.js", _widget, include_in_schema=False)
    app.add_middleware(DanishPage)
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
    """Serve until stopped. The archive is opened in the background, so the page comes at once."""
    access = read_access(os.environ)
    app = create_app(folder, model=model, contact=read_contact(os.environ), access=access)
    threading.Thread(target=_warm, args=(app.state.live,), daemon=True).start()
    print(f"Svarpunkt er klar på http://{host}:{port} (borgersiden: /hjaelp). Stop med Ctrl+C.")
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)


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

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
from fastapi.staticfiles import StaticFiles

from index.types import ArchiveError
from web import (
    api,
    archive_page,
    case_page,
    completions,
    export,
    feedback,
    help_page,
    register_page,
    source,
)
from web.chat import chat_page, theme
from web.danish import DanishPage
from web.kept import Kept
from web.live import Live
from web.problem import add_problems
from web.register import entries
from web.settings import Contact, read_contact

NOBODY = Contact()
STATIC = Path(__file__).parent / "web" / "static"


def create_app(folder: Path, *, model: str | None = None, contact: Contact = NOBODY) -> FastAPI:
    """The whole application over the archive in `folder`, which need not be there yet."""
    live, kept = Live(folder, model), Kept()
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
        source.router(live),
        help_page.router(live, contact),
        register_page.router(live),
        case_page.router(live),
        archive_page.router(live),
        export.router(kept),
        feedback.router(kept, folder),
    ):
        app.include_router(routes)
    app.mount("/statisk", StaticFiles(directory=STATIC))
    app.state.live = live
    app.add_middleware(DanishPage)
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
    app = create_app(folder, model=model, contact=read_contact(os.environ))
    threading.Thread(target=_warm, args=(app.state.live,), daemon=True).start()
    print(f"Svarpunkt er klar på http://{host}:{port} (borgersiden: /hjaelp). Stop med Ctrl+C.")
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)


def _warm(live: Live) -> None:
    """Do in the background what the first visitor would otherwise wait for."""
    live.warm()
    try:
        entries(live.archive())
    except ArchiveError as error:
        print(error)

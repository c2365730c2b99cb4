"""Errors of the API as problem+json (RFC 9457), each with a Danish sentence."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from index.types import ArchiveError
from web.pages import page

LOG = logging.getLogger(__name__)
TITLES = {
    400: "Forespørgslen kan ikke forstås",
    401: "Log ind først",
    403: "Ingen adgang",
    404: "Findes ikke",
    405: "Den metode kan ikke bruges her",
    409: "Vent lidt",
    410: "Findes ikke mere",
    413: "Forespørgslen er for stor",
    422: "Forespørgslen mangler noget eller er skrevet forkert",
    500: "Der gik noget galt",
    503: "Arkivet kan ikke bruges lige nu",
}
PROGRAMS = ("/api/", "/v1/", "/gradio_api/")
"""Where programs ask, and the chat's own script."""
WRONG = "Der gik noget galt på serveren. Prøv igen om lidt; se ellers serverens log."


def problem(status: int, detail: str, **more: object) -> JSONResponse:
    """An error as JSON: type, title, status, detail."""
    body = {"type": "about:blank", "title": TITLES.get(status, "Fejl"), "status": status}
    return JSONResponse(
        {**body, "detail": detail, **more}, status, media_type="application/problem+json"
    )


def add_problems(app: FastAPI) -> None:
    """Every error of the app becomes a sentence: JSON for programs, a page for people."""

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        onward = (error.headers or {}).get("Location")
        if onward:
            return RedirectResponse(onward, error.status_code)
        return say(request.url.path, error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        places = [".".join(str(part) for part in e["loc"][1:]) or "indhold" for e in error.errors()]
        named = ", ".join(dict.fromkeys(places))
        return say(request.url.path, 422, f"Der er noget galt med: {named}.", fields=places)

    @app.exception_handler(ArchiveError)
    async def closed(request: Request, error: ArchiveError) -> Response:
        return say(request.url.path, 503, str(error))

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        LOG.error("%s could not be answered", request.url.path, exc_info=error)
        return say(request.url.path, 500, WRONG)


def say(path: str, status: int, detail: str, **more: object) -> Response:
    """An error as whoever asked for `path` can read it: JSON for programs, else a page."""
    if path.startswith(PROGRAMS):
        return problem(status, detail, **more)
    title = TITLES.get(status, "Fejl")
    return page("lost.html", status, title=title, sentence=detail if detail else title)

"""Errors of the API as problem+json (RFC 9457), each with a Danish sentence."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from index.types import ArchiveError
from web.pages import link, page

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
FAULTS = {
    "missing": "mangler",
    "date": "skal være en dato som 2024-03-01",
    "int": "skal være et helt tal",
    "bool": "skal være true eller false",
    "string_too_long": "er for lang",
    "string": "skal være tekst",
    "too_long": "er for lang",
    "too_short": "er tom",
    "list": "skal være en liste",
    "dict": "skal være et objekt",
    "model": "skal være et objekt",
    "greater_than_equal": "skal være mindst {0}",
    "less_than_equal": "skal være højst {0}",
}
"""What a field should have been, by how the name of pydantic's error begins."""
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
        faults = error.errors()
        said = dict.fromkeys(fault_sentence(fault) for fault in faults)
        return say(request.url.path, 422, " ".join(said), fields=[_field(one) for one in faults])

    @app.exception_handler(ArchiveError)
    async def closed(request: Request, error: ArchiveError) -> Response:
        return say(request.url.path, 503, str(error))

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        LOG.error("%s could not be answered", request.url.path, exc_info=error)
        return say(request.url.path, 500, WRONG)


def fault_sentence(fault: Mapping[str, Any]) -> str:
    """What is wrong with one field, in Danish; `fault` is one of pydantic's errors."""
    kind, bound = str(fault["type"]), dict(fault.get("ctx") or {})
    if kind == "json_invalid":
        return "Indholdet er ikke gyldig JSON."
    expected = next((said for start, said in FAULTS.items() if kind.startswith(start)), "")
    if not expected:
        return f"Der er noget galt med {_field(fault)}."
    return f"{_field(fault)} {expected.format(*bound.values())}."


def _field(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "json_invalid":
        return "indhold"
    return ".".join(str(part) for part in fault["loc"][1:]) or "indhold"


def say(path: str, status: int, detail: str, **more: object) -> Response:
    """An error as whoever asked for `path` can read it: JSON for programs, else a page."""
    if path.startswith(PROGRAMS):
        return problem(status, detail, **more)
    title = TITLES.get(status, "Fejl")
    back = "/arkiv" if path.startswith("/arkiv") else "/"
    login = link("/log-ind", til=back) if status == 401 else ""
    return page("lost.html", status, title=title, sentence=detail or title, login=login)

"""The API's own description: Danish throughout, with the errors that it gives and an example."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from web.shapes import REPLIES, SHAPES

ERRORS = {
    "401": "Log ind først (kun når API'et er lukket).",
    "404": "Findes ikke.",
    "422": "Forespørgslen mangler noget eller er skrevet forkert; `fields` siger hvad.",
    "503": "Der er intet arkiv at svare fra lige nu.",
}
PROBLEM = {
    "title": "Problem",
    "description": "En fejl, som RFC 9457 beskriver den.",
    "type": "object",
    "properties": {
        "type": {"type": "string", "description": "Altid about:blank."},
        "title": {"type": "string", "description": "Fejlens art."},
        "status": {"type": "integer", "description": "HTTP-koden."},
        "detail": {"type": "string", "description": "En sætning om, hvad der er galt."},
        "fields": {
            "type": "array",
            "items": {"type": "string"},
            "description": "De felter, det gælder (kun 422).",
        },
    },
    "example": {
        "type": "about:blank",
        "title": "Forespørgslen mangler noget eller er skrevet forkert",
        "status": 422,
        "detail": "from skal være en dato som 2024-03-01.",
        "fields": ["from"],
    },
}
_QUOTE = "Godkendt, idet stien belyses."
ANSWER = {
    "question": "Hvad blev besluttet om cykelstien?",
    "status": "answered",
    "text": f"Byrådet godkendte sagen den 26. februar 2024: »{_QUOTE}« [1]",
    "citations": [
        {
            "n": 1,
            "file": "2024-02-26_byraadet.pdf",
            "municipality": "Hjortsund",
            "committee": "Byrådet",
            "date": "2024-02-26",
            "punkt": 3,
            "title": "Cykelsti",
            "case_number": "05.04.06-P20-3-24",
            "section": "beslutning",
            "heading": "Beslutning",
            "quote": _QUOTE,
            "start": 4210,
            "end": 4210 + len(_QUOTE),
            "page": 4,
            "item": "77d2f0c9/3",
        }
    ],
    "scope": {"meetings": 55, "from": "2024-01-08", "to": "2024-08-21"},
}
"""Some of an answer's fields, for whoever reads what the API gives."""
_SMALL = {"HTTPValidationError", "ValidationError"}


def describe(app: FastAPI) -> None:
    """Let the app describe its API with `openapi`."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = in_danish(
                get_openapi(
                    title=app.title,
                    version=app.version,
                    description=app.description,
                    routes=app.routes,
                )
            )
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def in_danish(schema: dict[str, Any]) -> dict[str, Any]:
    """The description with Danish words and true errors instead of FastAPI's own."""
    held = schema["components"]["schemas"]
    schema["components"]["schemas"] = {
        **{name: one for name, one in held.items() if name not in _SMALL},
        **SHAPES,
        "Problem": PROBLEM,
    }
    for path, calls in schema["paths"].items():
        for call in calls.values():
            call["responses"] = _responses(path, call["responses"])
    return schema


def _responses(path: str, given: dict[str, Any]) -> dict[str, Any]:
    right = {**given["200"], "description": "Svaret, som det er beskrevet ovenfor."}
    if path in REPLIES:
        right["content"] = {"application/json": {"schema": REPLIES[path]}}
    if path == "/api/v1/ask":
        right["content"]["application/json"]["example"] = ANSWER
    codes = [code for code in ERRORS if code in ("401", "503") or code in given or "{" in path]
    return {"200": right, **{code: _error(code) for code in codes}}


def _error(code: str) -> dict[str, Any]:
    content = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": ERRORS[code], "content": {"application/problem+json": content}}

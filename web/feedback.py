"""Thumbs: what people thought of an answer, kept with it for whoever improves the product."""

from __future__ import annotations

import json
import re
import threading
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import HTMLResponse

from rag.render import to_json
from rag.types import Answer
from web.export import GONE
from web.kept import Kept
from web.pages import page

FILE = "meninger.jsonl"
_CPR = re.compile(r"\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d[- ]?\d{4}\b")
_WRITING = threading.Lock()


def router(kept: Kept, folder: Path) -> APIRouter:
    """GET /svar/{key}/mening shows a form, POST keeps the opinion in the archive's folder."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/svar/{key}/mening")
    def form(key: str, god: bool = True) -> HTMLResponse:
        return page("opinion.html", answer=_found(kept, key), key=key, good=god, thanks=False)

    @routes.post("/svar/{key}/mening")
    def keep(
        key: str,
        god: Annotated[bool, Form()],
        kommentar: Annotated[str, Form(max_length=10_000)] = "",
    ) -> HTMLResponse:
        answer = _found(kept, key)
        write(folder / FILE, answer, god, kommentar)
        return page("opinion.html", answer=answer, key=key, good=god, thanks=True)

    return routes


def write(file: Path, answer: Answer, good: bool, comment: str) -> None:
    """Add one line of JSON: time, version, thumb, comment, answer. No address, no CPR number."""
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": _version(),
        "good": good,
        "comment": without_cpr(comment.strip()[:2_000]),
        "answer": {**to_json(answer), "question": without_cpr(answer.question)},
    }
    with _WRITING, file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line, ensure_ascii=False) + "\n")


def without_cpr(text: str) -> str:
    """The text with what looks like a personal number masked."""
    return _CPR.sub("[cpr-nummer]", text)


def _found(kept: Kept, key: str) -> Answer:
    answer = kept.find(key)
    if answer is None:
        raise HTTPException(404, GONE)
    return answer


def _version() -> str:
    try:
        return version("svarpunkt")
    except PackageNotFoundError:
        return ""

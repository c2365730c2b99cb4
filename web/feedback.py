"""Thumbs: what people thought of an answer, and the lists that the secretariat works from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from rag.render import to_json
from rag.types import Status
from web.access import staff
from web.export import may_see
from web.kept import Kept, Opinion
from web.pages import page
from web.settings import Access

JSONL = "application/x-ndjson; charset=utf-8"


def router(kept: Kept, access: Access) -> APIRouter:
    """/svar/{key}/mening for anyone who has the answer; /meninger and /ubesvarede for staff."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/svar/{key}/mening")
    def form(request: Request, key: str, god: bool = True) -> HTMLResponse:
        record = may_see(request, kept.record(key), access)
        return page("opinion.html", record=record, key=key, good=god, thanks=False)

    @routes.post("/svar/{key}/mening")
    def keep(
        request: Request,
        key: str,
        god: Annotated[bool, Form()],
        kommentar: Annotated[str, Form(max_length=10_000)] = "",
    ) -> HTMLResponse:
        record = may_see(request, kept.record(key), access)
        kept.think(key, god, kommentar)
        return page("opinion.html", record=record, key=key, good=god, thanks=True)

    @routes.get("/meninger", dependencies=[Depends(staff)])
    def opinions() -> HTMLResponse:
        held = kept.opinions()
        gold = any(gold_lines(held))
        return page("opinions.html", opinions=held, gold=gold, days=access.keep_days)

    @routes.get("/meninger.jsonl", dependencies=[Depends(staff)])
    def every() -> Response:
        return _file("meninger.jsonl", (line(opinion) for opinion in kept.opinions()))

    @routes.get("/meninger-eval.jsonl", dependencies=[Depends(staff)])
    def gold() -> Response:
        lines = list(gold_lines(kept.opinions()))
        if not lines:
            raise HTTPException(404, "Der er ingen svar med tommelen op endnu.")
        return _file("meninger-eval.jsonl", lines)

    @routes.get("/ubesvarede", dependencies=[Depends(staff)])
    def unanswered() -> HTMLResponse:
        return page("unanswered.html", records=kept.unanswered(), days=access.keep_days)

    return routes


def line(opinion: Opinion) -> dict[str, object]:
    """An opinion with all that the answer rested on."""
    return {
        "at": opinion.at.isoformat(timespec="seconds"),
        "version": opinion.version,
        "good": opinion.good,
        "comment": opinion.comment,
        "answer": to_json(opinion.answer),
    }


def gold_lines(opinions: Sequence[Opinion]) -> Iterator[dict[str, object]]:
    """Answers that people found right, as questions with gold that `svarpunkt eval` reads.

    Only thumbs up: a thumb down says that the answer is wrong, not what is right. An answer
    that somebody else found wrong is left out.
    """
    doubted = {opinion.key for opinion in opinions if not opinion.good}
    right = {o.key: o for o in opinions if o.good and o.key not in doubted}
    for n, opinion in enumerate(right.values(), 1):
        answer = opinion.answer
        answered = answer.status is Status.ANSWERED
        if not answered and answer.status is not Status.NOT_FOUND:
            continue
        places = {(c.file, c.punkt, c.section.value): None for c in answer.citations}
        yield {
            "id": f"mening-{n}",
            "question": answer.question,
            "type": "mening",
            "answerable": answered,
            "expect": "answer" if answered else "abstain",
            "gold": [{"file": f, "punkt": p, "section": s} for f, p, s in places],
            "reference": answer.text,
            "note": opinion.comment,
        }


def _file(name: str, rows: Iterable[dict[str, object]]) -> Response:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=JSONL, headers=headers)

"""The answers through OpenAI's chat interface, for programs that speak it."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from rag.history import turns
from rag.render import escape, reference
from rag.types import Answer
from web.kept import Kept
from web.live import Live
from web.settings import OPEN, Access

MODEL = "svarpunkt"
EXAMPLE: JsonDict = {
    "model": MODEL,
    "messages": [{"role": "user", "content": "Hvad blev besluttet om cykelstien?"}],
}


class Chat(BaseModel):
    """En samtale; den sidste besked fra brugeren er spørgsmålet."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    model: str = Field(MODEL, description="Kan være hvad som helst: der er kun den ene.")
    messages: list[dict[str, Any]] = Field(
        description="Samtalen: {role, content}, ældste først.", min_length=1, max_length=200
    )
    stream: bool = Field(False, description="Send svaret lidt ad gangen.")


def router(live: Live, kept: Kept, access: Access = OPEN) -> APIRouter:
    """POST /v1/chat/completions and GET /v1/models."""
    routes = APIRouter(prefix="/v1", tags=["OpenAI-kompatibelt"])

    @routes.get("/models", summary="Den ene model, der er")
    def models() -> dict[str, object]:
        held = {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}
        return {"object": "list", "data": [held]}

    @routes.post("/chat/completions", summary="Spørg i OpenAI's format")
    def complete(body: Chat) -> Response:
        """Svaret som Markdown med kilder; feltet `svarpunkt` har hele svaret som JSON."""
        messages = [{**m, "content": said(m.get("content"))} for m in body.messages]
        asked = [i for i, message in enumerate(messages) if message.get("role") == "user"]
        if not asked:
            raise HTTPException(422, "Der er ingen besked med rollen »user« i »messages«.")
        question = messages[asked[-1]]["content"]
        answer = live.ask(question, history=turns(messages[: asked[-1]]))
        told = kept.told(answer, access.keep_api)
        if body.stream:
            return StreamingResponse(_stream(answer, told), media_type="text/event-stream")
        return JSONResponse(_whole(answer, told))

    @routes.api_route("/{rest:path}", methods=["GET", "POST"], include_in_schema=False)
    def lost(rest: str) -> None:
        raise HTTPException(404, f"Her er ikke /v1/{rest[:80]}.")

    return routes


def said(content: object) -> str:
    """A message's text, whether it is a string or a list of parts."""
    if isinstance(content, str):
        return content
    if isinstance(content, Sequence):
        parts = (part.get("text", "") for part in content if isinstance(part, dict))
        return " ".join(str(part) for part in parts if part)
    return ""


def spoken(answer: Answer) -> str:
    """The answer as Markdown with its sources below; document text is inert."""
    lines = [escape(answer.text)]
    if answer.citations:
        lines += ["", "**Kilder**", ""]
        lines += [f"- \\[{c.n}\\] {escape(reference(c))}" for c in answer.citations]
    return "\n".join(lines)


def _whole(answer: Answer, told: dict[str, object]) -> dict[str, object]:
    message = {"role": "assistant", "content": spoken(answer)}
    return {
        **_frame("chat.completion"),
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
        "svarpunkt": told,
    }


def _stream(answer: Answer, told: dict[str, object]) -> Iterator[str]:
    """Server-sent events. The text has been checked whole before its first piece is sent."""
    frame = _frame("chat.completion.chunk")
    deltas: list[dict[str, str]] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": line} for line in spoken(answer).splitlines(keepends=True)]
    for delta in deltas:
        yield _event({**frame, "choices": [_choice(delta, None)]})
    yield _event({**frame, "choices": [_choice({}, "stop")], "svarpunkt": told})
    yield "data: [DONE]\n\n"


def _choice(delta: dict[str, str], finish: str | None) -> dict[str, object]:
    return {"index": 0, "delta": delta, "finish_reason": finish}


def _frame(kind: str) -> dict[str, object]:
    made = int(time.time())
    return {"id": f"chatcmpl-{uuid.uuid4().hex}", "object": kind, "created": made, "model": MODEL}


def _event(body: dict[str, object]) -> str:
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"

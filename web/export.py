"""An answer -> a note for the journal, as Markdown or Word, with its sources and the date."""

from __future__ import annotations

import io
import re
from datetime import date

import docx
from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from rag.render import danish_date, escape, reference, to_markdown
from rag.scope_text import scope_sentence
from rag.types import Answer
from web.kept import Kept

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MACHINE = "Fundet af Svarpunkt, som citerer referaterne ordret."
GONE = "Svaret er ikke gemt længere. Stil spørgsmålet igen."
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def router(kept: Kept) -> APIRouter:
    """GET /svar/{key}.md and .docx of an answer that the chat has shown."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/svar/{key}.{kind}")
    def take(key: str, kind: str) -> Response:
        answer = kept.find(key)
        if answer is None or kind not in ("md", "docx"):
            raise HTTPException(404, GONE)
        headers = {"Content-Disposition": f'attachment; filename="svar.{kind}"'}
        if kind == "md":
            text = markdown(answer, date.today())
            return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)
        return Response(word(answer, date.today()), media_type=DOCX, headers=headers)

    return routes


def markdown(answer: Answer, day: date) -> str:
    """The answer as Markdown, with how far was searched and when."""
    return f"{to_markdown(answer)}\n{escape(_foot(answer, day))}\n"


def word(answer: Answer, day: date) -> bytes:
    """The answer as a Word document."""
    document = docx.Document()
    document.core_properties.title = _clean(answer.question)[:200]
    document.core_properties.author = "Svarpunkt"
    document.add_heading(_clean(answer.question), 1)
    for sentence in answer.sentences or ():
        document.add_paragraph(_clean(sentence.text))
    if not answer.sentences:
        document.add_paragraph(_clean(answer.text))
    if answer.citations:
        document.add_heading("Kilder", 2)
    for citation in answer.citations:
        line = document.add_paragraph()
        line.add_run(f"[{citation.n}] {_clean(reference(citation))}. ").bold = True
        line.add_run(f"»{_clean(citation.quote.strip())}« ({_clean(citation.file)})")
    document.add_paragraph(_foot(answer, day))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _foot(answer: Answer, day: date) -> str:
    return f"{scope_sentence(answer.scope)} Svaret er hentet {danish_date(day)}. {MACHINE}"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)

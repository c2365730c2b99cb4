"""A kept answer -> its own page, and a note for the journal as PDF, Word or Markdown."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import docx
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from index.types import ArchiveError
from rag.declining.scope_text import scope_sentence
from rag.render import danish_date, escape, reference, to_markdown
from rag.types import Answer
from web.access import staff
from web.cards import answer_html
from web.kept import Kept, Record
from web.live import Live
from web.pages import page
from web.pdf import pdf
from web.settings import Access

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
}
"""What an answer can be taken away as, and its media type."""
MACHINE = "Fundet af Svarpunkt, som citerer referaterne ordret."
GONE = "Svaret er ikke gemt længere. Stil spørgsmålet igen."
TAKEN_BACK = (
    "Svaret vises ikke mere, fordi et referat, som det citerer, er trukket tilbage eller fjernet "
    "fra arkivet. Stil spørgsmålet igen."
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def router(kept: Kept, access: Access, live: Live | None = None) -> APIRouter:
    """GET /svar/{key}: the answer as it was given; with .pdf, .docx and .md, as a file.

    What quotes minutes that the archive of `live` holds no more is not shown: they may have been
    withdrawn for somebody's sake.
    """
    routes = APIRouter(include_in_schema=False)

    @routes.get("/svar/{key}.{kind}")
    def take(request: Request, key: str, kind: str) -> Response:
        record = still_there(may_see(request, kept.record(key), access), live)
        if kind not in KINDS:
            raise HTTPException(404, "Svaret kan hentes som .pdf, .docx og .md.")
        address = str(request.url_for("show_answer", key=key))
        note = as_file(record.answer, kind, record.at.date(), address)
        headers = {"Content-Disposition": f'attachment; filename="svar.{kind}"'}
        return Response(note, media_type=KINDS[kind], headers=headers)

    @routes.get("/svar/{key}", name="show_answer")
    def show(request: Request, key: str) -> HTMLResponse:
        record = still_there(may_see(request, kept.record(key), access), live)
        citizen = record.face == "borger"
        html = answer_html(record.answer, kept=key, citizen=citizen)
        return page("answer.html", record=record, citizen=citizen, html=html, days=access.keep_days)

    return routes


def may_see(request: Request, record: Record | None, access: Access) -> Record:
    """The record; the staff's own only for staff, when the pages are closed."""
    if record is None:
        raise HTTPException(404, GONE)
    if access.closed and record.face != "borger":
        staff(request)
    return record


def still_there(record: Record, live: Live | None) -> Record:
    """The record; 410 when it cites an item that is no longer in the archive."""
    try:
        held = live.archive().card_index if live else None
    except ArchiveError:
        return record
    if held is not None and any(c.item_id not in held for c in record.answer.citations):
        raise HTTPException(410, TAKEN_BACK)
    return record


def as_file(answer: Answer, kind: str, day: date, address: str = "") -> bytes:
    """The answer as one of KINDS; `day` is when it was given."""
    if kind == "pdf":
        return pdf(answer, _foot(answer, day) + _link(address), address)
    return word(answer, day, address) if kind == "docx" else markdown(answer, day, address).encode()


def markdown(answer: Answer, day: date, address: str = "") -> str:
    """The answer as Markdown, with how far was searched and when.

    A quote is one line: a number that begins one of its own would be read as the list's.
    """
    lines = (replace(c, quote=" ".join(c.quote.split())) for c in answer.citations)
    body = to_markdown(replace(answer, citations=tuple(lines)))
    return f"{body}\n{escape(_foot(answer, day))}{_link(address)}\n"


def word(answer: Answer, day: date, address: str = "") -> bytes:
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
    document.add_paragraph(f"{_foot(answer, day)}{_link(address)}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _foot(answer: Answer, day: date) -> str:
    return f"{scope_sentence(answer.scope)} Svaret er hentet {danish_date(day)}. {MACHINE}"


def _link(address: str) -> str:
    return f" Svaret kan ses igen på {address}" if address else ""


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)

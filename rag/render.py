"""Answer -> JSON, Markdown and plain text: the only place that formats a citation."""

from __future__ import annotations

from datetime import date

from index.danish import in_words
from rag.types import Answer, Citation


def danish_date(day: date | None) -> str:
    """A date as it is read aloud: "19. december 2023"; "uden dato" for None."""
    return in_words(day) if day else "uden dato"


def the_body(name: str) -> str:
    """A body's name as a sentence's subject: "Byråd" acts as "Byrådet"."""
    if name.endswith(("udvalg", "råd", "nævn")):
        return f"{name}et"
    return f"{name}n" if name.endswith("bestyrelse") else name


def reference(citation: Citation) -> str:
    """A citation in one line: body, date, Punkt, title, section, page and case number."""
    place = citation.heading or str(citation.section)
    if citation.section == "mødehoved":
        where = "mødets hoved"
    else:
        where = f"Punkt {citation.punkt}: {citation.title}"
    parts = [citation.committee, danish_date(citation.date), where]
    if citation.section not in ("mødehoved", "overskrift"):
        parts.append(place)
    if citation.page:
        parts.append(f"s. {citation.page}")
    if citation.case_number:
        parts.append(f"sagsnr. {citation.case_number}")
    head = f"{citation.municipality}: " if citation.municipality else ""
    return head + ", ".join(parts)


def to_json(answer: Answer) -> dict[str, object]:
    """The contract that scripts score: fields may be added, never changed."""
    return {
        "question": answer.question,
        "status": answer.status.value,
        "text": answer.text,
        "citations": [_citation(citation) for citation in answer.citations],
        "retrieved": [
            {"file": file, "punkt": punkt, "score": round(score, 4)}
            for file, punkt, score in answer.retrieved
        ],
        "scope": {
            "meetings": answer.scope.meetings,
            "from": _iso(answer.scope.first),
            "to": _iso(answer.scope.last),
        },
        "engine": answer.engine,
        "note": answer.note,
        "seconds": round(answer.seconds, 4),
        "related": [_citation(citation) for citation in answer.related],
        "choices": list(answer.choices),
        "intents": [intent.value for intent in answer.understood.intents]
        if answer.understood
        else [],
    }


def to_text(answer: Answer) -> str:
    """The answer and its sources for a terminal."""
    lines = [answer.text, *([answer.note] if answer.note else []), ""]
    if answer.citations:
        lines.append("Kilder:")
        lines += [f"  [{c.n}] {reference(c)} ({c.file})" for c in answer.citations]
    if answer.related:
        lines.append("Måske relateret (ikke belæg for et svar):")
        lines += [f"  - {reference(c)}" for c in answer.related]
    lines += [f"  - {choice}" for choice in answer.choices]
    return "\n".join(lines).rstrip() + "\n"


def to_markdown(answer: Answer) -> str:
    """The answer and its sources as Markdown; what comes from documents is escaped."""
    lines = [f"**{escape(answer.question)}**", "", escape(answer.text), ""]
    lines += [f"_{escape(answer.note)}_", ""] if answer.note else []
    lines += [f"{c.n}. {escape(reference(c))} – »{escape(c.quote)}«" for c in answer.citations]
    return "\n".join(lines).rstrip() + "\n"


def escape(text: str) -> str:
    """Text as text in Markdown: nothing in it is markup or HTML."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+!|~" else c for c in text)


def _citation(c: Citation) -> dict[str, object]:
    return {
        "n": c.n,
        "file": c.file,
        "municipality": c.municipality,
        "committee": c.committee,
        "date": _iso(c.date),
        "punkt": c.punkt,
        "title": c.title,
        "case_number": c.case_number,
        "section": c.section.value,
        "heading": c.heading,
        "quote": c.quote,
        "start": c.start,
        "end": c.end,
        "page": c.page,
        "url": c.url,
        "item": c.item_id,
        "outcomes": [outcome.value for outcome in c.outcomes],
        "shown": [outcome.value for outcome in c.shown],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

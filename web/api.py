"""The API for scripts, under /api/v1. Its JSON is made in rag/render.py; errors in problem.py."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query
from fastapi import Path as PathParam
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from index.catalogue import ItemRecord
from index.types import Decision
from rag.history import turns
from rag.types import Filters
from web.kept import Kept
from web.live import Live
from web.register import Entry, Wanted, entries, pick
from web.settings import OPEN, Access

SINCE, UNTIL = "Tidligste møde, ÅÅÅÅ-MM-DD.", "Seneste møde, ÅÅÅÅ-MM-DD."
METHODS = {"ask": "POST", "meetings": "GET", "decisions": "GET", "health": "GET", "portals": "GET"}
EXAMPLE: JsonDict = {
    "question": "Hvad blev besluttet om cykelstien?",
    "committee": "Byrådet",
    "from": "2024-01-01",
}


class Ask(BaseModel):
    """Et spørgsmål og de grænser, der skal søges inden for."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    question: str = Field(description="Spørgsmålet på dansk.", max_length=100_000)
    municipality: str | None = Field(None, description="Kun denne kommune.")
    committee: str | None = Field(None, description="Kun dette udvalg.")
    date_from: date | None = Field(None, alias="from", description=SINCE)
    date_to: date | None = Field(None, alias="to", description=UNTIL)
    case_number: str | None = Field(None, description="Kun sagen med dette nummer.")
    punkt: int | None = Field(None, description="Kun punktet med dette nummer.")
    decisions_only: bool = Field(False, description="Kun beslutninger.")
    history: list[dict[str, Any]] = Field(
        default_factory=list,
        description="Samtalen hidtil: {question, answer} eller {role, content}.",
        max_length=50,
    )

    def filters(self) -> Filters:
        """The limits as the engine takes them."""
        return Filters(
            self.municipality or None,
            self.committee or None,
            self.date_from,
            self.date_to,
            self.case_number or None,
            self.punkt,
            self.decisions_only,
        )


def router(live: Live, kept: Kept, access: Access = OPEN) -> APIRouter:
    """The routes under /api/v1."""
    routes = APIRouter(prefix="/api/v1", tags=["Svarpunkt"])

    @routes.post("/ask", summary="Stil et spørgsmål")
    def ask(body: Ask) -> JSONResponse:
        """Svaret med citater; `source_text[start:end]` i kilden er citatet."""
        answer = live.ask(body.question, body.filters(), turns(body.history))
        told = kept.told(answer, access.keep_api)
        return JSONResponse(told, 503 if answer.status == "error" else 200)

    @routes.get("/meetings", summary="Møderne i arkivet")
    def meetings() -> list[dict[str, object]]:
        """Alle møder, ældste først, med antallet af punkter."""
        archive = live.archive()
        counts: dict[str, int] = {}
        for row in archive.catalogue.overview():
            counts[row.meeting_id] = counts.get(row.meeting_id, 0) + 1
        return [
            {
                "id": meeting.id,
                "file": meeting.file,
                "municipality": meeting.municipality,
                "committee": meeting.body,
                "date": _iso(meeting.date),
                "kind": meeting.kind,
                "items": counts.get(meeting.id, 0),
                "url": meeting.url,
                "warnings": list(meeting.warnings),
            }
            for meeting in archive.meetings.values()
        ]

    @routes.get("/items/{key:path}", summary="Et punkt med hele sin tekst")
    def item(
        key: Annotated[str, PathParam(description="F.eks. 5bfe0e12f17d/2.")],
    ) -> dict[str, object]:
        """Punktet med afsnit og beslutninger. Nøglen er `item` i et citat."""
        archive = live.archive()
        records = archive.items([key])
        if not records:
            raise HTTPException(404, f"Arkivet har intet punkt med nøglen {key[:80]}.")
        return item_json(records[0], archive.catalogue.meeting_items(records[0].meeting.id))

    @routes.get("/decisions", summary="Beslutningerne i arkivet")
    def decisions(
        q: Annotated[str, Query(description="Ord, der skal stå i titel eller beslutning.")] = "",
        municipality: Annotated[str, Query(description="Kun denne kommune.")] = "",
        committee: Annotated[str, Query(description="Kun dette udvalg.")] = "",
        outcome: Annotated[str, Query(description="F.eks. godkendt eller udsat.")] = "",
        case_number: Annotated[str, Query(description="Kun sagen med dette nummer.")] = "",
        date_from: Annotated[date | None, Query(alias="from", description=SINCE)] = None,
        date_to: Annotated[date | None, Query(alias="to", description=UNTIL)] = None,
        limit: Annotated[int, Query(ge=1, le=1_000, description="Højst så mange.")] = 100,
        offset: Annotated[int, Query(ge=0, description="Spring så mange over.")] = 0,
    ) -> dict[str, object]:
        """Nyeste først. `total` er antallet, før `limit` og `offset` er brugt."""
        wanted = Wanted(
            q, municipality, committee, outcome, date_from, date_to, case_number=case_number
        )
        found = pick(entries(live.archive()), wanted)
        rows = [decision_json(entry) for entry in found[offset : offset + limit]]
        return {"total": len(found), "decisions": rows}

    @routes.get("/source/{file:path}", summary="En kildes tekst", response_class=PlainTextResponse)
    def source(
        file: Annotated[str, PathParam(description="`file` i et citat.")],
    ) -> PlainTextResponse:
        """Teksten, som citaternes `start` og `end` tæller tegn i."""
        text = live.archive().source_text(file)
        if text is None or "/" in file:
            raise HTTPException(404, f"Arkivet har ingen kilde ved navn {file[:120]}.")
        return PlainTextResponse(text, headers={"X-Content-Type-Options": "nosniff"})

    @routes.get("/health", summary="Kan der svares lige nu?")
    def health() -> JSONResponse:
        """200, når der kan svares; ellers 503 og en sætning om hvorfor."""
        found = live.health()
        body: dict[str, object] = {"state": found.state, "sentence": found.sentence}
        if found.state == "ok":
            body |= live.archive().catalogue.counts()
        return JSONResponse(body, 200 if found.state == "ok" else 503)

    @routes.api_route(
        "/{rest:path}", methods=["GET", "POST", "PUT", "DELETE"], include_in_schema=False
    )
    def lost(rest: str) -> None:
        if rest in METHODS:
            raise HTTPException(405, f"Brug {METHODS[rest]} til /api/v1/{rest}.")
        raise HTTPException(404, f"API'et har ikke /api/v1/{rest[:80]}. Se /api/openapi.json.")

    return routes


def item_json(record: ItemRecord, siblings: list[str]) -> dict[str, object]:
    meeting, found = record.meeting, record.item
    at = siblings.index(record.id) if record.id in siblings else -1
    return {
        "item": record.id,
        "file": meeting.file,
        "municipality": meeting.municipality,
        "committee": meeting.body,
        "date": _iso(meeting.date),
        "punkt": found.punkt,
        "title": found.title,
        "case_number": found.case_number,
        "open": found.open,
        "start": found.start,
        "end": found.end,
        "sections": [
            {
                "section": section.kind.value,
                "heading": section.heading,
                "text": section.text,
                "start": section.start,
                "end": section.end,
                "page": section.page,
            }
            for section in found.sections
        ],
        "decisions": [_decision(decision) for decision in found.decisions],
        "previous": siblings[at - 1] if at > 0 else None,
        "next": siblings[at + 1] if 0 <= at < len(siblings) - 1 else None,
    }


def _decision(decision: Decision) -> dict[str, object]:
    return {
        "committee": decision.body,
        "date": _iso(decision.date),
        "own": decision.own,
        "outcomes": [outcome.value for outcome in decision.outcomes],
        "text": decision.text,
        "start": decision.start,
        "end": decision.end,
        "votes": [
            {"side": v.side.value, "count": v.count, "parties": v.parties, "names": v.names}
            for v in decision.votes
        ],
    }


def decision_json(entry: Entry) -> dict[str, object]:
    return {
        "item": entry.item_id,
        "date": _iso(entry.date),
        "municipality": entry.municipality or None,
        "committee": entry.body,
        "punkt": entry.punkt,
        "title": entry.title,
        "case_number": entry.case_number or None,
        "outcomes": list(entry.outcomes),
        "shown": list(entry.told),
        "votes": entry.votes,
        "decision": entry.text,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

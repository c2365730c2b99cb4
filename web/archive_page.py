"""Arkiv: what is in it, how fresh it is, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from index.archive import Archive
from web.live import Live
from web.pages import page


@dataclass(frozen=True, slots=True)
class Body:
    """What the archive holds of one body."""

    municipality: str
    name: str
    meetings: int
    first: date | None
    last: date | None


def router(live: Live) -> APIRouter:
    """GET /arkiv."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/arkiv")
    def show() -> HTMLResponse:
        archive = live.archive()
        meetings = list(archive.meetings.values())
        return page(
            "archive.html",
            counts=archive.catalogue.counts(),
            bodies=bodies(archive),
            period=archive.period,
            updated=_updated(archive.folder),
            unread=archive.catalogue.unread(),
            warned=[meeting for meeting in meetings if meeting.warnings],
            pending=len(archive.catalogue.pending()),
            model=archive.catalogue.about().get("model", ""),
        )

    return routes


def bodies(archive: Archive) -> list[Body]:
    """The bodies of the archive by municipality and name."""
    days: dict[tuple[str, str], list[date | None]] = {}
    for meeting in archive.meetings.values():
        days.setdefault((meeting.municipality or "", meeting.body), []).append(meeting.date)
    return [
        Body(
            municipality,
            name,
            len(found),
            min((day for day in found if day), default=None),
            max((day for day in found if day), default=None),
        )
        for (municipality, name), found in sorted(days.items())
    ]


def _updated(folder: Path) -> datetime | None:
    """When the archive last changed, from the picture that every build writes."""
    try:
        return datetime.fromtimestamp((folder / "snapshot" / "about.json").stat().st_mtime)
    except OSError:
        return None

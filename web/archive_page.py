"""Arkiv: what is in it, how fresh it is, what could not be read; for staff, new minutes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from index.archive import Archive
from index.danish import moment
from index.portals.address import PortalError
from index.read import READABLE
from index.types import ArchiveError
from web.access import staff, who
from web.archive_portals import portals
from web.intake import LARGEST, MOST_FILES, Course, Intake, keep_file, known_paths, uploads
from web.live import Live
from web.pages import page
from web.register import entries

BUSY = "Der læses allerede referater ind. Vent, til det er færdigt."


@dataclass(frozen=True, slots=True)
class Body:
    """What the archive holds of one body."""

    municipality: str
    name: str
    meetings: int
    first: date | None
    last: date | None


def router(live: Live, intake: Intake) -> APIRouter:
    """GET /arkiv for everyone; POST /arkiv/filer, /arkiv/fjern and /arkiv/genindlaes for staff."""
    routes = APIRouter(include_in_schema=False)
    ours = [Depends(staff)]

    @routes.get("/arkiv")
    def show(request: Request) -> HTMLResponse:
        name = who(request)
        try:
            held = _held(live.archive())
        except ArchiveError as error:
            if not name:
                raise
            held = {**_NOTHING, "trouble": str(error)}
        return _page(held, name, intake.course, uploads=uploads(live.folder) if name else ())

    @routes.post("/arkiv/filer", dependencies=ours)
    def upload(request: Request, filer: list[UploadFile]) -> Response:
        if intake.course.busy:
            raise HTTPException(409, BUSY)
        if len(filer) > MOST_FILES:
            raise HTTPException(413, f"Der kan højst lægges {MOST_FILES} filer op ad gangen.")
        kept, refused = _keep(live.folder, filer)
        if not kept:
            held = {**_held_or_nothing(live), "refused": refused}
            return _page(held, who(request), Course(), 400)
        if not intake.begin(kept, refused):
            raise HTTPException(409, BUSY)
        # Always another address: to load this one anew would send the files once more.
        return RedirectResponse("/arkiv#indlaes", 303)

    @routes.post("/arkiv/fjern", dependencies=ours)
    def forget(navn: Annotated[str, Form(max_length=300)]) -> Response:
        found = [path for path in uploads(live.folder) if path.name == navn]
        if not found:
            raise HTTPException(404, "Filen er ikke lagt op her, eller den er fjernet.")
        if not intake.begin(found, forget=True):
            raise HTTPException(409, BUSY)
        return RedirectResponse("/arkiv#indlaes", 303)

    @routes.post("/arkiv/genindlaes", dependencies=ours)
    def again() -> Response:
        if not intake.begin(known_paths(live.folder, live.archive())):
            raise HTTPException(409, BUSY)
        return RedirectResponse("/arkiv#indlaes", 303)

    @routes.get("/arkiv/fremgang", dependencies=ours)
    def course() -> dict[str, object]:
        now = intake.course
        return {"busy": now.busy, "done": now.done, "total": now.total, "sentence": now.sentence}

    return routes


def _page(
    held: dict[str, object],
    name: str,
    course: Course,
    status: int = 200,
    *,
    uploads: Sequence[Path] = (),
) -> HTMLResponse:
    return page(
        "archive.html",
        status,
        **{"refused": course.refused, "trouble": "", "portals": [], **held},
        staff=name,
        uploads=[path.name for path in uploads],
        course=course,
        reasons=named_once(course.report.unread if course.report else ()),
        endings=",".join(sorted(READABLE)),
        largest=LARGEST // 1024 // 1024,
        most=MOST_FILES,
    )


def _held(archive: Archive) -> dict[str, object]:
    built = archive.catalogue.built()
    return {
        # As many decisions as the register lists: what is retold of another body counts once.
        "counts": {**archive.catalogue.counts(), "decisions": len(entries(archive))},
        "bodies": bodies(archive),
        "period": archive.period,
        "built": moment(built) if built else "",
        "unread": named_once(archive.catalogue.unread()),
        "warned": [meeting for meeting in archive.meetings.values() if meeting.warnings],
        "pending": len(archive.catalogue.pending()),
        "model": archive.catalogue.about().get("model", ""),
        **_portals(archive),
    }


def _portals(archive: Archive) -> dict[str, object]:
    """The portals, or the sentence about the one whose state is damaged."""
    try:
        return {"portals": portals(archive)}
    except PortalError as error:
        return {"trouble": str(error)}


def _held_or_nothing(live: Live) -> dict[str, object]:
    try:
        return _held(live.archive())
    except ArchiveError:
        return _NOTHING


_NOTHING: dict[str, object] = {
    "counts": {"meetings": 0, "items": 0, "decisions": 0},
    "bodies": [],
    "period": (None, None),
    "built": "",
    "unread": [],
    "warned": [],
    "pending": 0,
    "model": "",
    "portals": [],
}


def _keep(folder: Path, files: list[UploadFile]) -> tuple[list[Path], list[str]]:
    """Keep what can be kept: where it lies, and a sentence for each that cannot."""
    kept: list[Path] = []
    refused: list[str] = []
    for file in files:
        try:
            kept.append(keep_file(folder, file.filename or "", file.file))
        except ValueError as error:
            refused.append(str(error))
    return kept, refused


def named_once(unread: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(file, the rest of the sentence about it), for a list that begins each line with the file.

    A member of a ZIP archive ("a.zip!b/c.txt") is told as people say it.
    """
    told = []
    for name, reason in unread:
        home, _, member = name.partition("!")
        shown = f"{member} i {home}" if member else name
        said = reason.removeprefix(f"{name} ")
        told.append((shown, f" {said}" if said != reason else f": {reason}"))
    return told


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

"""How the portals of an archive stand: for the archive's page and for the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, HTTPException

from index.archive import Archive
from index.danish import moment
from index.portals.completeness import Row, completeness
from index.portals.state import portal_folders, read_state
from index.portals.tell import (
    PortalStatus,
    empty,
    gaps,
    last_run,
    missed,
    status,
    status_json,
)
from index.types import ArchiveError
from web.live import Live

SHOWN = 20
"""Failed and withdrawn meetings that the page lists; the command lists them all."""


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal as the page shows it: sentences, and the table of committees and years."""

    url: str
    sentences: tuple[str, ...]
    warnings: tuple[str, ...]
    failed: tuple[str, ...]
    withdrawn: tuple[str, ...]
    rows: tuple[Row, ...]


def portals(archive: Archive, now: datetime | None = None) -> list[Portal]:
    """The archive's portals by host. Raises PortalError when a portal's state is damaged."""
    rows = tables(archive)
    return [_portal(one, rows[one.url]) for one in status(archive.folder, now)]


def tables(archive: Archive) -> dict[str, list[Row]]:
    """Address to the portal's completeness by committee and year."""
    found: dict[str, list[Row]] = {}
    for folder in portal_folders(archive.folder):
        state = read_state(folder)
        if state is not None:
            found[state.url] = completeness(state, folder, archive.catalogue)
    return found


def _portal(one: PortalStatus, rows: list[Row]) -> Portal:
    told = [f"{one.kept} af portalens {one.listed} møder er hentet."]
    told += [last_run(one)] if one.last else ["Den er ikke hentet færdig endnu."]
    if one.last and one.last.waiting:
        told.append(f"{one.last.waiting} møder venter på næste kørsel.")
    if one.unpublished:
        told.append(empty(one.unpublished))
    told.append(
        f"Næste kørsel: {moment(one.next)}." if one.next else "Ingen fast kørsel er oplyst."
    )
    stopped = one.last.told if one.last else ""
    warnings = [missed(one), f"Kørslen standsede: {stopped}" if stopped else ""]
    return Portal(
        one.url,
        tuple(told),
        tuple(line for line in [*warnings, *gaps(rows)] if line),
        _some([f"{key}: {reason}" for key, reason in sorted(one.failed.items())]),
        _some(
            [
                f"{gone.committee or 'Ukendt udvalg'}, {gone.day or 'uden dato'} (set {gone.seen})"
                for _, gone in sorted(one.withdrawn.items(), key=lambda pair: pair[1].day)
            ]
        ),
        tuple(rows),
    )


def _some(lines: list[str]) -> tuple[str, ...]:
    more = [f"... og {len(lines) - SHOWN} til"] if len(lines) > SHOWN else []
    return (*lines[:SHOWN], *more)


def router(live: Live) -> APIRouter:
    """GET /api/v1/portals."""
    routes = APIRouter(prefix="/api/v1")

    @routes.get("/portals", summary="Portalerne, som arkivet hentes fra")
    def show() -> dict[str, object]:
        """Sidste og næste kørsel, hvad der mislykkedes, og hvad der mangler for hvert udvalg og
        år."""
        try:
            archive = live.archive()
            rows = tables(archive)
            found = status_json(status(live.folder))
        except ArchiveError as error:
            raise HTTPException(503, str(error)) from error
        return {
            "portals": [
                {**one, "completeness": [_json(row) for row in rows.get(str(one["url"]), [])]}
                for one in found
            ]
        }

    return routes


def _json(row: Row) -> dict[str, object]:
    return {
        "committee": row.committee,
        "year": row.year or None,
        "listed": row.listed,
        "held": row.held,
        "missing": row.missing,
        "items": row.items,
        "with_decision": row.decided,
    }

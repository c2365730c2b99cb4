"""Meetings that a municipality has withdrawn, as the register of decisions lists them.

Their decisions have left the archive and are never quoted; that they were there is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from index.archive import Archive
from index.formats.publication import body_name
from index.portals.address import PortalError
from index.portals.state import STATE, Withdrawn, portal_folders, read_state
from rag.render import danish_date
from web.register import Entry

WITHDRAWN = "trukket tilbage"
TITLE = "Mødet er trukket tilbage af kommunen"


def withdrawn(archive: Archive) -> tuple[Entry, ...]:
    """A line for each withdrawn meeting; nothing of a portal whose state cannot be read, which
    the archive's page tells."""
    hosts = {
        urlsplit(meeting.url).hostname: meeting.municipality or ""
        for meeting in archive.meetings.values()
        if meeting.url
    }
    found: list[Entry] = []
    for folder in portal_folders(archive.folder):
        host, gone = _gone(folder, (folder / STATE).stat().st_mtime_ns)
        found += [_entry(one, hosts.get(host, "")) for one in gone]
    return tuple(found)


@lru_cache(maxsize=32)
def _gone(folder: Path, _changed: int) -> tuple[str, tuple[Withdrawn, ...]]:
    """The portal's host and the meetings that it lists no more; read again when it has changed."""
    try:
        state = read_state(folder)
    except PortalError:
        state = None
    if state is None:
        return "", ()
    return urlsplit(state.url).hostname or "", tuple(state.withdrawn.values())


def _entry(gone: Withdrawn, municipality: str) -> Entry:
    seen = next(_days(gone.seen), None)
    return Entry(
        item_id="",
        date=next(_days(gone.day), None),
        municipality=municipality,
        body=body_name(gone.committee) or "Ukendt udvalg",
        punkt="",
        title=TITLE,
        case_number="",
        outcomes=(WITHDRAWN,),
        votes="",
        text="Mødets beslutninger er fjernet fra arkivet og citeres ikke."
        + (f" Det blev opdaget {danish_date(seen)}." if seen else ""),
        address="",
    )


def _days(text: str) -> Iterator[date]:
    try:
        yield date.fromisoformat(text[:10])
    except ValueError:
        return

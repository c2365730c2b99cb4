"""A portal -> the archive: what is new or changed is fetched, kept as it came, and indexed.

The kept files are the truth. A meeting's mark is written to `state.json` after its file, so a
run that is killed fetches at most the last few again, and the next one goes on where it was.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from index.archive import Archive
from index.build import build
from index.formats.publication_attachments import FOLDER
from index.portals.address import PortalError, parse_address
from index.portals.client import Client, Manners
from index.portals.completeness import is_wanted
from index.portals.fetch import Failing, Fetched, fetch_meetings, is_near
from index.portals.publication import Listed, Listing, NotPublished, list_meetings
from index.portals.state import (
    PORTALS,
    WITHDRAWN,
    Kept,
    Run,
    State,
    Withdrawn,
    alone,
    portal_folders,
    put,
    read_state,
    write_state,
)

BATCH = 100
"""Meetings that are fetched before they are indexed: they can be asked about from then on. Each
batch is twice the one before, since every build writes a picture of the whole archive: with
equal batches the last 200 of 1,400 meetings took four times as long as the first."""
SAVE_EVERY = 10
NEAR = timedelta(days=45)
"""A meeting without an agenda is asked for again when its day is so near, or its entry changes."""
MOST_GONE = 0.2
FEW = 10
"""More than a fifth of the meetings gone at once, and more than ten, is rather an error."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is wanted of a portal. None keeps what the last run was asked for."""

    since: date | None = None
    committee: str | None = None
    attachments: bool | None = None
    accept_withdrawals: bool = False
    at: str | None = None


@dataclass(slots=True)
class SyncReport:
    """What a run did: ids of meetings, and `told`, why it stopped early ("" when it did not)."""

    host: str
    listed: int = 0
    wanted: int = 0
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    unpublished: list[str] = field(default_factory=list)
    """Meetings that are listed without an agenda: planned, or called off."""
    waiting: int = 0
    unread: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    requests: int = 0
    seconds: float = 0.0
    told: str = ""


def sync(
    archive: Archive,
    url: str,
    *,
    scope: Scope = Scope(),
    manners: Manners | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> SyncReport:
    """Bring the archive in step with a portal.

    `progress` is told of "møder" and of what `build` tells. Raises PortalError when the portal
    cannot be listed; a meeting that cannot be had is in the report and tried again next time.
    """
    manners = manners or Manners.from_environment()
    address = parse_address(url, allow_private=manners.allow_private)
    folder = archive.folder / PORTALS / address.folder
    report, began = SyncReport(address.host), datetime.now(UTC)
    with alone(folder):
        state = _asked(read_state(folder) or State(address.origin), scope)
        try:
            with Client(address, manners) as client:
                try:
                    before, listing = state.listed, list_meetings(client)
                    _list(state, listing, report)
                    if not listing.odd:
                        accept = scope.accept_withdrawals
                        _withdraw(archive, folder, state, before, report, accept)
                    _fetch_all(archive, folder, client, state, report, progress)
                finally:
                    report.requests = client.requests
            _index(archive, _files(folder), report, progress)
        except PortalError as error:
            report.told = str(error)
            state = read_state(folder) or State(address.origin)
            raise
        finally:
            report.seconds = (datetime.now(UTC) - began).total_seconds()
            if state.listed or state.kept:
                state.last = _run(report, began)
                write_state(folder, state)
    return report


def known_portals(archive_folder: Path) -> list[str]:
    """The addresses of the portals that have been synced into an archive."""
    states = [read_state(folder) for folder in portal_folders(archive_folder)]
    return [state.url for state in states if state is not None]


def _asked(state: State, scope: Scope) -> State:
    if scope.since is not None:
        state.since = scope.since.isoformat()
    if scope.committee is not None:
        state.committee = scope.committee
    if scope.attachments is not None:
        state.attachments = scope.attachments
    if scope.at is not None:
        state.at = scope.at
    return state


def _list(state: State, listing: Listing, report: SyncReport) -> None:
    found = listing.meetings
    if listing.odd:
        report.warnings.append(
            f"Portalens liste har {len(listing.odd)} linjer, der ikke kunne forstås, så intet er "
            f"trukket tilbage denne gang. Den første: {listing.odd[0]}."
        )
    state.listed = {one.id: one for one in found}
    report.listed = len(found)
    report.wanted = sum(1 for one in found if is_wanted(state, one))
    if state.committee and not report.wanted:
        names = sorted({one.committee for one in found})
        shown = ", ".join(names[:20]) + (" ..." if len(names) > 20 else "")
        raise PortalError(
            f"{report.host} viser ingen møder i »{state.committee}«"
            + (f" siden {state.since}" if state.since else "")
            + f". Portalens udvalg er: {shown}."
        )


# --- withdrawn -----------------------------------------------------------------------------


def _withdraw(
    archive: Archive,
    folder: Path,
    state: State,
    before: Mapping[str, Listed],
    report: SyncReport,
    accept: bool,
) -> None:
    """Take what the portal lists no more out of the archive; it is kept aside, unread."""
    gone = [key for key in state.kept if key not in state.listed]
    if len(gone) > max(FEW, MOST_GONE * len(state.kept)) and not accept:
        report.warnings.append(
            f"{len(gone)} af {len(state.kept)} møder står ikke mere på portalens liste. Det ligner "
            "en fejl på portalen, så intet er trukket tilbage. Er det meningen, så kør igen med "
            "--accept-withdrawals."
        )
        return
    today = datetime.now(UTC).date().isoformat()
    for key in gone:
        told = before.get(key)
        archive.catalogue.remove(str(_path(folder, key).resolve()))
        (folder / WITHDRAWN).mkdir(exist_ok=True)
        if _path(folder, key).exists():
            _path(folder, key).replace(_path(folder / WITHDRAWN, key))
        shutil.rmtree(folder / FOLDER / key, ignore_errors=True)
        del state.kept[key]
        state.withdrawn[key] = Withdrawn(
            told.committee if told else "", told.day if told else "", today
        )
        report.withdrawn.append(key)
    state.failed = {key: told for key, told in state.failed.items() if key in state.listed}
    state.unpublished = {k: mark for k, mark in state.unpublished.items() if k in state.listed}
    if gone:
        write_state(folder, state)


# --- fetching ------------------------------------------------------------------------------


def _fetch_all(
    archive: Archive,
    folder: Path,
    client: Client,
    state: State,
    report: SyncReport,
    progress: Progress,
) -> None:
    due = [one for one in state.listed.values() if _is_due(folder, state, one)]
    report.waiting, failing = len(due), Failing()
    if due:
        write_state(folder, state)  # a run that is killed at once has kept what was asked for
    for part in _batches(due):
        stored = list[Path]()
        for one, outcome in fetch_meetings(folder, client, state, part, failing):
            _take(archive, folder, state, report, one, outcome, stored)
            progress("møder", len(due) - report.waiting, len(due))
            if report.waiting % SAVE_EVERY == 0:
                write_state(folder, state)
        write_state(folder, state)
        report.told = failing.told
        if stored and report.waiting and not report.told:
            _index(archive, stored, report, progress)
        if report.told:
            return


def _batches(due: Sequence[Listed]) -> Iterator[Sequence[Listed]]:
    start, size = 0, BATCH
    while start < len(due):
        yield due[start : start + size]
        start, size = start + size, 2 * size


def _is_due(folder: Path, state: State, one: Listed) -> bool:
    empty = state.unpublished.get(one.id) == one.mark
    if not is_wanted(state, one) or (empty and not is_near(one, NEAR)):
        return False
    kept = state.kept.get(one.id)
    if kept is None or kept.mark != one.mark or not _path(folder, one.id).exists():
        return True
    return state.attachments and (kept.partial or not kept.attachments)


def _take(
    archive: Archive,
    folder: Path,
    state: State,
    report: SyncReport,
    one: Listed,
    outcome: Fetched,
    stored: list[Path],
) -> None:
    report.waiting -= 1
    state.unpublished.pop(one.id, None)
    if isinstance(outcome, NotPublished) and one.id not in state.kept:
        report.unpublished.append(one.id)
        state.unpublished[one.id] = one.mark
        state.failed.pop(one.id, None)
        return
    if isinstance(outcome, PortalError):
        report.failed[one.id] = state.failed[one.id] = str(outcome)
        return
    body, attached = outcome
    report.warnings += attached.told
    path, digest = _path(folder, one.id), hashlib.sha256(body).hexdigest()
    held = state.kept.get(one.id)
    if held is None or held.digest != digest or not path.exists():
        put(path, gzip.compress(body, mtime=0))
        (report.new if held is None else report.changed).append(one.id)
    elif attached.fresh:
        report.changed.append(one.id)
    if attached.fresh:
        # Its JSON is the same, so the build would pass it over: it is read as a new one.
        archive.catalogue.remove(str(path.resolve()))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    state.kept[one.id] = Kept(one.mark, digest, now, state.attachments, not attached.whole)
    state.failed.pop(one.id, None)
    state.withdrawn.pop(one.id, None)
    stored.append(path)


# --- indexing ------------------------------------------------------------------------------


def _index(archive: Archive, files: Sequence[Path], report: SyncReport, progress: Progress) -> None:
    """Files into the archive, like any others; also what an earlier run left half-way."""
    built = build(archive, files, progress=progress)
    report.unread = built.unread
    report.warnings += [told for told in built.warnings if told not in report.warnings]


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json.gz"))


def _path(folder: Path, key: str) -> Path:
    return folder / f"{key}.json.gz"


def _run(report: SyncReport, began: datetime) -> Run:
    run = Run(began.isoformat(timespec="seconds"))
    return replace(
        run,
        ended=datetime.now(UTC).isoformat(timespec="seconds"),
        new=len(report.new),
        changed=len(report.changed),
        withdrawn=len(report.withdrawn),
        failed=len(report.failed),
        waiting=report.waiting,
        requests=report.requests,
        told=report.told,
    )

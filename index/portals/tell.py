"""What a sync tells the person at the terminal, in Danish; and how it went, for the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from index.danish import moment
from index.portals.completeness import Row
from index.portals.state import Run, State, Withdrawn, portal_folders, read_state
from index.portals.sync import SyncReport

SHOWN = 20
EARLY, LATE = timedelta(minutes=10), timedelta(hours=3)
"""A timer may start a little before its time, and some hours after it (RandomizedDelaySec)."""


@dataclass(frozen=True, slots=True)
class PortalStatus:
    """How a portal stands. `listed` is the portal's count of meetings, `kept` the archive's;
    `failed` and `withdrawn` are by meeting id; `last` is None before the first run has ended.
    `next` is when it runs again, None when that has not been told (`--at`); `missed` is when a
    nightly run should have been and was not."""

    url: str
    listed: int
    kept: int
    last: Run | None
    failed: dict[str, str]
    withdrawn: dict[str, Withdrawn]
    next: datetime | None = None
    missed: datetime | None = None
    unpublished: int = 0
    """Meetings that are listed without an agenda: planned, or called off."""


def status(folder: Path, now: datetime | None = None) -> list[PortalStatus]:
    """How each portal of the archive in `folder` stands, by host; empty when it has none.

    Raises PortalError when a portal's state is damaged.
    """
    states = [read_state(portal) for portal in portal_folders(folder)]
    at = now or datetime.now().astimezone()
    return [_status(state, at) for state in states if state is not None]


def _status(state: State, now: datetime) -> PortalStatus:
    upcoming, missed = next_run(state, now)
    return PortalStatus(
        state.url,
        len(state.listed),
        len(state.kept),
        state.last,
        dict(state.failed),
        dict(state.withdrawn),
        upcoming,
        missed,
        len(state.unpublished),
    )


def next_run(state: State, now: datetime) -> tuple[datetime | None, datetime | None]:
    """When a portal is synced next, and when it should have been: by the time of its nightly run
    and when the last one began. (None, None) when no time has been told."""
    if not state.at:
        return None, None
    hour, minute = (int(part) for part in state.at.split(":"))
    due = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    due = due if due > now else due + timedelta(days=1)
    if state.last is None:
        return due, None
    began = datetime.fromisoformat(state.last.began)
    passed = due - timedelta(days=1)
    late = began < passed - EARLY and now - passed > LATE
    return due, passed if late else None


def status_text(portals: Sequence[PortalStatus]) -> str:
    """The portals' lines of `svarpunkt status`; "" when there are none."""
    return "\n".join(line for portal in portals for line in _status_lines(portal))


def status_json(portals: Sequence[PortalStatus]) -> list[dict[str, object]]:
    """The same for scripts."""
    return [
        {
            "url": one.url,
            "listed": one.listed,
            "kept": one.kept,
            "last_run": one.last.ended if one.last else None,
            "new": one.last.new if one.last else 0,
            "changed": one.last.changed if one.last else 0,
            "withdrawn": sorted(one.withdrawn),
            "failed": one.failed,
            "unpublished": one.unpublished,
            "waiting": one.last.waiting if one.last else 0,
            "stopped": one.last.told if one.last else "",
            "next_run": one.next.isoformat(timespec="seconds") if one.next else None,
            "missed_run": one.missed.isoformat(timespec="seconds") if one.missed else None,
        }
        for one in portals
    ]


def _status_lines(portal: PortalStatus) -> list[str]:
    lines = [f"{portal.url}: {portal.kept} af portalens {portal.listed} møder er hentet."]
    if portal.last:
        run = portal.last
        lines.append(f"  {last_run(portal)}")
        if run.waiting:
            lines.append(f"  {run.waiting} møder venter på næste kørsel.")
        if run.told:
            lines.append(f"  Den standsede: {run.told}")
    if portal.unpublished:
        lines.append(f"  {empty(portal.unpublished)}")
    if portal.missed:
        lines.append(f"  {missed(portal)}")
    if portal.next:
        lines.append(f"  Næste kørsel: {moment(portal.next)}.")
    if portal.withdrawn:
        lines.append(f"  Trukket tilbage i alt: {len(portal.withdrawn)} (citeres ikke mere).")
    return lines


def empty(meetings: int) -> str:
    """A sentence about meetings that are listed without an agenda."""
    return f"Møder på listen uden dagsorden (planlagte eller aflyste): {meetings}."


def missed(portal: PortalStatus) -> str:
    """A sentence about the nightly run that was not; "" when none was missed."""
    if portal.missed is None:
        return ""
    return (
        f"Kørslen {moment(portal.missed)} er udeblevet. Kontrollér, at timeren er slået til "
        "(systemctl list-timers, eller cron)."
    )


def last_run(portal: PortalStatus) -> str:
    """The last run in one sentence; "" before the first has ended."""
    if portal.last is None:
        return ""
    run = portal.last
    return (
        f"Sidste kørsel {moment(datetime.fromisoformat(run.ended or run.began))}: {run.new} nye, "
        f"{run.changed} ændrede, {run.withdrawn} trukket tilbage, {run.failed} mislykkedes."
    )


def summary(report: SyncReport) -> str:
    """The closing report of one portal."""
    lines = [
        f"{report.host}: {report.wanted} møder af {report.listed} på portalens liste er ønsket.",
        f"{len(report.new)} nye, {len(report.changed)} ændrede, {len(report.withdrawn)} trukket "
        f"tilbage, {len(report.failed)} kunne ikke hentes. {_pace(report)}",
    ]
    if not (report.new or report.changed or report.withdrawn or report.failed):
        lines[1] = f"Intet er ændret siden sidst. {_pace(report)}"
    if report.told:
        lines.append(f"Standset før tid: {report.told}")
    if report.waiting:
        lines.append(f"{report.waiting} møder venter: kør kommandoen igen for at hente dem.")
    if report.unpublished:
        lines.append(empty(len(report.unpublished)))
    lines += _listed("Kunne ikke hentes", [f"{k}: {told}" for k, told in report.failed.items()])
    lines += _listed("Trukket tilbage og fjernet fra arkivet", report.withdrawn)
    lines += _listed("Kunne ikke læses", [f"{name}: {told}" for name, told in report.unread])
    lines += _listed("Bemærkninger", report.warnings)
    return "\n".join(lines)


def _pace(report: SyncReport) -> str:
    rate = report.requests / report.seconds if report.seconds else 0.0
    return f"{report.requests} forespørgsler på {report.seconds:.0f} s ({rate:.1f} i sekundet)."


def _listed(head: str, rows: Sequence[str]) -> list[str]:
    if not rows:
        return []
    more = [f"  ... og {len(rows) - SHOWN} til"] if len(rows) > SHOWN else []
    return [f"{head} ({len(rows)}):", *(f"  {row}" for row in rows[:SHOWN]), *more]


def table(rows: Sequence[Row]) -> str:
    """The completeness of a portal's archive, with a mark where something is missing."""
    width = max([len("Udvalg"), *(len(row.committee) for row in rows)])
    lines = [f"{'Udvalg':<{width}}    År  På listen  I arkivet  Punkter  Med beslutning"]
    for row in rows:
        year = str(row.year or "?")
        lines.append(
            f"{row.committee:<{width}}  {year:>4}  {row.listed:>9}  {row.held:>9}  "
            f"{row.items:>7}  {row.decided:>14}" + (f"  mangler {row.missing}" * (row.missing > 0))
        )
    return "\n".join([*lines, *gaps(rows)])


def gaps(rows: Sequence[Row]) -> list[str]:
    """A sentence where meetings that were asked for are missing; empty when none is."""
    missing = sum(row.missing for row in rows)
    if not missing:
        return []
    where = sum(1 for row in rows if row.missing)
    return [f"Der mangler {missing} møder, fordelt på {where} udvalg og år."]

"""`svarpunkt sync`: one portal, or all that are known, into the archive."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date, time
from pathlib import Path

from index.faults import of_disk
from index.types import ArchiveError


def add_sync(parser: argparse.ArgumentParser) -> None:
    """Add the options of `sync`, beside the archive's; `run_sync` is what it runs."""
    parser.add_argument("url", nargs="?", metavar="ADRESSE", help="fx https://dagsordener.byen.dk")
    parser.add_argument(
        "--since", type=_day, metavar="ÅR", help="kun møder fra og med 2018 eller 2018-06-01"
    )
    parser.add_argument("--committee", metavar="NAVN", help="kun dette udvalg")
    parser.add_argument(
        "--attachments",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="hent også bilag (PDF)",
    )
    parser.add_argument(
        "--at",
        type=_time,
        default=os.environ.get("SVARPUNKT_SYNC_AT") or None,
        metavar="TT:MM",
        help="hvornår den køres hver nat, så status kan sige det (ellers SVARPUNKT_SYNC_AT)",
    )
    parser.add_argument("--all", action="store_true", help="alle portaler, der er hentet før")
    parser.add_argument("--table", action="store_true", help="vis hvad der er hentet; hent intet")
    parser.add_argument(
        "--accept-withdrawals",
        action="store_true",
        help="fjern også, når usædvanlig mange møder er væk fra portalens liste",
    )
    parser.set_defaults(run=run_sync)


def run_sync(options: argparse.Namespace) -> int:
    """Sync; 0 when all went well, 1 when something could not be had. Raises ArchiveError."""
    urls = _urls(options)
    if options.table:
        print(_tables(options.archive))
        return 0
    if options.url:
        _check(options.url)
    from index.archive import Archive
    from index.portals.sync import Scope, sync
    from index.portals.tell import summary
    from index.progress import bar

    scope = Scope(
        options.since,
        options.committee,
        options.attachments,
        options.accept_withdrawals,
        options.at,
    )
    archive = Archive.open(options.archive, model=options.model, create=True)
    failed = False
    try:
        for url in urls:
            try:
                with bar() as progress:
                    report = sync(archive, url, scope=scope, progress=progress)
            except (ArchiveError, OSError) as error:
                failed = True
                print(_told(url, error), file=sys.stderr)
                continue
            print(summary(report))
            failed = failed or bool(report.failed or report.told or report.unread)
    finally:
        archive.close()
    return 1 if failed else 0


def _urls(options: argparse.Namespace) -> list[str]:
    from index.portals.sync import known_portals

    if options.url:
        return [options.url]
    known = known_portals(options.archive)
    if options.all or options.table:
        if not known:
            raise ArchiveError(
                f"Arkivet i {options.archive} har ingen portaler endnu. "
                "Begynd med 'svarpunkt sync https://dagsordener.byen.dk'."
            )
        return known
    raise ArchiveError("Skriv portalens adresse, eller brug --all for dem, der er hentet før.")


def _check(url: str) -> None:
    """Raises PortalError for an address that leads nowhere, before an archive is made for it."""
    from index.portals.address import check_host, parse_address
    from index.portals.client import Manners

    allow = Manners.from_environment().allow_private
    check_host(parse_address(url, allow_private=allow), allow_private=allow)


def _tables(folder: Path) -> str:
    from index.catalogue import Catalogue
    from index.portals.completeness import completeness
    from index.portals.state import portal_folders, read_state
    from index.portals.tell import table

    catalogue, parts = Catalogue.in_folder(folder), list[str]()
    for portal in portal_folders(folder):
        state = read_state(portal)
        if state is not None:
            parts.append(f"{state.url}\n{table(completeness(state, portal, catalogue))}")
    catalogue.close()
    return "\n\n".join(parts)


def _told(url: str, error: ArchiveError | OSError) -> str:
    return f"{url}: {of_disk(error)}" if isinstance(error, OSError) else str(error)


def _day(text: str) -> date:
    try:
        return date(int(text), 1, 1) if len(text) == 4 else date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"»{text}« er hverken et år som 2018 eller en dato som 2018-06-01"
        ) from error


def _time(text: str) -> str:
    try:
        return time.fromisoformat(text.replace(".", ":")).strftime("%H:%M")
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"»{text}« er ikke et klokkeslæt som 03:00") from error

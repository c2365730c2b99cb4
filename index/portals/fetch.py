"""Meetings that are due -> what the portal gives of each, two at a time, until it is enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from index.portals.address import PortalError
from index.portals.attachments import Attached, fetch_attachments
from index.portals.client import AT_ONCE, Client
from index.portals.publication import Listed, NotPublished, fetch_meeting
from index.portals.state import State

FAILURES = 5
"""So many meetings in a row that cannot be had, and the portal is left alone for now."""
ABSENT = 25
"""The same of meetings that have been held and are not given: the portal may have changed."""


def is_near(one: Listed, days: timedelta) -> bool:
    """Whether a meeting is held within so many days of today, before or after."""
    today = datetime.now(UTC).date()
    return not one.before(today - days) and one.before(today + days)


Fetched = tuple[bytes, Attached] | PortalError
"""A meeting's JSON and what came of its attachments; or why it could not be had."""


@dataclass(slots=True)
class Failing:
    """Counts meetings in a row that could not be had; `told` is why to stop, "" to go on."""

    in_a_row: int = 0
    absent: int = 0
    told: str = ""

    def count(self, outcome: Fetched, one: Listed) -> None:
        """Take a meeting's outcome into account."""
        if not isinstance(outcome, PortalError):
            self.in_a_row = self.absent = 0
        elif isinstance(outcome, NotPublished):
            self.absent += one.before(datetime.now(UTC).date())
        else:
            self.in_a_row += 1
        if self.in_a_row >= FAILURES:
            self.told = f"{FAILURES} møder i træk kunne ikke hentes. {outcome}"
        elif self.absent >= ABSENT:
            self.told = (
                f"{ABSENT} møder i træk står på listen uden at portalen giver dem. Er portalen "
                f"lavet om? {outcome}"
            )


def fetch_meetings(
    folder: Path, client: Client, state: State, due: Sequence[Listed], failing: Failing
) -> Iterator[tuple[Listed, Fetched]]:
    """What the portal gives of each, as it comes; none is asked for after `failing` has told."""
    left, whole = iter(due), False
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running: dict[Future[Fetched], Listed] = {}
        try:
            while True:
                asked = 0 if failing.told else AT_ONCE - len(running)
                for one in islice(left, asked):
                    running[pool.submit(_fetch, folder, client, state, one)] = one
                if not running:
                    break
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    outcome = future.result()
                    failing.count(outcome, running[future])
                    yield running.pop(future), outcome
            whole = True
        finally:
            if not whole:
                client.stop()


def _fetch(folder: Path, client: Client, state: State, one: Listed) -> Fetched:
    try:
        body, meeting = fetch_meeting(client, one.id)
        if not state.attachments:
            return body, Attached()
        kept = state.kept.get(one.id)
        read = kept is not None and kept.attachments
        return body, fetch_attachments(client, folder, one.id, meeting, read=read)
    except PortalError as error:
        return error

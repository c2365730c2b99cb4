"""What the archive holds of what a portal lists, for each committee and year.

`listed` is the portal's word, `held` and `decided` are the catalogue's; a year with fewer
meetings than listed is a gap, unless it was not asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from index.catalogue import Catalogue
from index.danish import same_body
from index.formats.publication import body_name
from index.portals.publication import Listed
from index.portals.state import State


@dataclass(frozen=True, slots=True)
class Row:
    """One committee's year: meetings listed, asked for and held, items, items with a decision."""

    committee: str
    year: int
    listed: int
    wanted: int
    held: int
    items: int
    decided: int

    @property
    def missing(self) -> int:
        """Meetings that were asked for and are not in the archive."""
        return self.wanted - self.held


def is_wanted(state: State, one: Listed) -> bool:
    """Whether a meeting lies within what is asked of the portal."""
    if state.since and one.before(date.fromisoformat(state.since)):
        return False
    return not state.committee or same_body(body_name(one.committee), body_name(state.committee))


def _is_planned(state: State, one: Listed) -> bool:
    """Whether a meeting is still to be held and has no agenda yet."""
    return one.id in state.unpublished and not one.before(datetime.now(UTC).date())


def completeness(state: State, folder: Path, catalogue: Catalogue) -> list[Row]:
    """A row for each committee and year that the portal lists, by name and year."""
    counts = _counts(catalogue, folder)
    groups: dict[tuple[str, int], list[Listed]] = defaultdict(list)
    for one in state.listed.values():
        groups[body_name(one.committee), one.year].append(one)
    return [
        _row(name, year, found, state, counts) for (name, year), found in sorted(groups.items())
    ]


def _row(
    name: str,
    year: int,
    found: Sequence[Listed],
    state: State,
    counts: dict[str, tuple[int, int]],
) -> Row:
    wanted = [one for one in found if is_wanted(state, one) and not _is_planned(state, one)]
    held = [counts[one.id] for one in found if one.id in counts]
    missing = sum(1 for one in wanted if one.id not in counts)
    return Row(
        name,
        year,
        listed=len(found),
        wanted=max(len(wanted), missing + len(held)),
        held=len(held),
        items=sum(items for items, _ in held),
        decided=sum(decided for _, decided in held),
    )


def _counts(catalogue: Catalogue, folder: Path) -> dict[str, tuple[int, int]]:
    """Meeting id, as the portal has it, to (items, items with a decision of the body's own)."""
    tallies = catalogue.tallies(folder)
    return {Path(path).name.removesuffix(".json.gz"): told for path, told in tallies.items()}

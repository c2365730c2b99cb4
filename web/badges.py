"""Outcomes -> the badges that a reader is shown: what was agreed to stands first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.types import Outcome, PointOutcome

AGREED = frozenset(
    {Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGE, Outcome.RECOMMENDED, Outcome.ELECTED}
)
NOES = {
    Outcome.REJECTED.value: "Ikke alt godkendt",
    Outcome.ADVISED_AGAINST.value: "Ikke alt anbefalet",
}
"""A no to one point or one proposal, where there was a yes to the case as well."""


@dataclass(frozen=True, slots=True)
class Badge:
    """An outcome as it is shown; `kind` gives its colour."""

    kind: str
    text: str


def badges(outcomes: Iterable[str], points: Sequence[PointOutcome] = ()) -> list[Badge]:
    """One badge for each way that the `points` ended, saying which they are; without them the
    outcomes in their order, but a no after the yes that it stands with; none for a
    decision whose words name no outcome: a badge would say less than they do.

    What is no outcome is what the register says of a meeting that was withdrawn.
    """
    if points:
        return _by_points(points)
    held = [str(outcome) for outcome in outcomes if outcome != Outcome.NONE]
    agreed = not AGREED.isdisjoint(held)
    if agreed:
        held.sort(key=lambda one: one in NOES)
    return [
        Badge(
            _KINDS.get(one, "withdrawn"),
            NOES[one] if agreed and one in NOES else one.capitalize(),
        )
        for one in held
    ]


def _by_points(points: Sequence[PointOutcome]) -> list[Badge]:
    ends: dict[tuple[Outcome, ...], list[str]] = {}
    for one in points:
        ends.setdefault(one.outcomes, []).append(one.point)
    return [
        Badge(_KINDS[told[0].value], f"{_numbers(which)}: {', '.join(told).capitalize()}")
        for told, which in ends.items()
    ]


def _numbers(points: Sequence[str]) -> str:
    """Points as a reader is told of them: "1 og 3", "2, 4-11"."""
    runs: list[list[str]] = []
    for point in points:
        follows = runs and point.isdigit() and runs[-1][-1].isdigit()
        if follows and int(point) == int(runs[-1][-1]) + 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    told = [[f"{run[0]}-{run[-1]}"] if len(run) > 2 else run for run in runs]
    *first, last = [part for run in told for part in run]
    return f"{', '.join(first)} og {last}" if first else last


_KINDS = {outcome.value: outcome.name.lower() for outcome in Outcome}

"""Outcomes -> the badges that a reader is shown: what was agreed to stands first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.types import Outcome

AGREED = frozenset(
    {Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGE, Outcome.RECOMMENDED, Outcome.ELECTED}
)
NOT_ALL = "Ikke alt godkendt"
"""A no to one point or one proposal, where there was a yes to the case as well."""


@dataclass(frozen=True, slots=True)
class Badge:
    """An outcome as it is shown; `kind` gives its colour."""

    kind: str
    text: str


def badges(outcomes: Iterable[str]) -> list[Badge]:
    """The outcomes in their order, but a no after the yes that it stands with; none for a
    decision whose words name no outcome: a badge would say less than they do.

    What is no outcome is what the register says of a meeting that was withdrawn.
    """
    held = [str(outcome) for outcome in outcomes if outcome != Outcome.NONE]
    agreed = not AGREED.isdisjoint(held)
    if agreed:
        held.sort(key=lambda one: one == Outcome.REJECTED)
    return [
        Badge(
            _KINDS.get(one, "withdrawn"),
            NOT_ALL if agreed and one == Outcome.REJECTED else one.capitalize(),
        )
        for one in held
    ]


_KINDS = {outcome.value: outcome.name.lower() for outcome in Outcome}

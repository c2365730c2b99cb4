"""What each party said, one after the other, as the sides of a vote."""

from __future__ import annotations

import pytest

from index.decisions import read_decision
from index.types import Decision, Outcome, Side


def read(text: str) -> Decision:
    return read_decision(text, 0, body="Havneudvalget", date=None)


def sides(decision: Decision) -> dict[Side, set[str]]:
    found: dict[Side, set[str]] = {}
    for vote in decision.votes:
        found.setdefault(vote.side, set()).update(vote.parties)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "A, F: Godkendt. V: Imod.",
        "A og F: Godkendt\nV: Imod",
        "Gruppe A og F: Godkendes. Gruppe V: Kan ikke godkendes.",
        "Tiltrådt af A og F. V kan ikke tiltræde.",
    ],
)
def test_the_parties_of_both_sides_are_told_apart(text: str) -> None:
    decision = read(text)
    assert decision.outcomes == (Outcome.APPROVED,)
    assert sides(decision) == {Side.FOR: {"A", "F"}, Side.AGAINST: {"V"}}


def test_points_with_letters_are_no_parties() -> None:
    decision = read("A: Godkendt. B: Udsat.")
    assert decision.outcomes == (Outcome.APPROVED, Outcome.POSTPONED)
    assert not decision.votes


def test_as_many_against_as_for_decide_nothing() -> None:
    assert read("V: Godkendt. A, F: Imod.").outcomes == (Outcome.NONE,)


def test_a_motion_to_put_off_counts_when_it_was_adopted_and_not_when_it_fell() -> None:
    asked = "V foreslog, at sagen sendes tilbage til forvaltningen. "
    adopted, fell = asked + "Dette blev vedtaget.", asked + "Dette blev ikke vedtaget. Godkendt."
    assert read(adopted).outcomes == (Outcome.SENT_BACK,)
    assert read(fell).outcomes == (Outcome.APPROVED,)


def test_nothing_and_then_something_told_is_what_was_told() -> None:
    assert read("Ingen nye sager. Bo Holm fortalte om molen.").outcomes == (Outcome.ORIENTATION,)
    wished = "Ingen nye sager.\n\nUdvalget ønsker, at der orienteres om molen."
    assert read(wished).outcomes == (Outcome.NOTHING,)

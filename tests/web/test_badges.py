from __future__ import annotations

import pytest

from index.types import Outcome, PointOutcome
from web.badges import badges


@pytest.mark.parametrize(
    ("outcomes", "texts"),
    [
        ([], []),
        ([Outcome.NONE], []),
        (["ingen", "udsat"], ["Udsat"]),
        ([Outcome.REJECTED], ["Ikke godkendt"]),
        ([Outcome.REJECTED, Outcome.REFERRED], ["Ikke godkendt", "Henvist"]),
        (
            [Outcome.REJECTED, Outcome.APPROVED_WITH_CHANGE, Outcome.REFERRED],
            ["Godkendt med ændring", "Henvist", "Ikke alt godkendt"],
        ),
        ([Outcome.ADVISED_AGAINST, Outcome.REFERRED], ["Ikke anbefalet", "Henvist"]),
        (["ikke anbefalet", "anbefalet"], ["Anbefalet", "Ikke alt anbefalet"]),
        (["trukket tilbage"], ["Trukket tilbage"]),
        (["taget til efterretning", "godkendt"], ["Taget til efterretning", "Godkendt"]),
    ],
)
def test_a_no_beside_a_yes_is_not_taken_for_the_answer(
    outcomes: list[str], texts: list[str]
) -> None:
    assert [badge.text for badge in badges(outcomes)] == texts


def test_points_that_ended_differently_say_which_they_are() -> None:
    ends = [
        ("1", (Outcome.NOTED,)),
        ("2", (Outcome.APPROVED, Outcome.REFERRED)),
        ("3", (Outcome.NOTED,)),
        *((str(number), (Outcome.REJECTED,)) for number in range(4, 9)),
        ("9.b", (Outcome.REJECTED,)),
    ]
    shown = badges([Outcome.NOTED], [PointOutcome(point, told, "") for point, told in ends])
    assert [badge.text for badge in shown] == [
        "1 og 3: Taget til efterretning",
        "2: Godkendt, henvist",
        "4-8 og 9.b: Ikke godkendt",
    ]
    assert [badge.kind for badge in shown] == ["noted", "approved", "rejected"]


def test_every_outcome_has_a_badge_of_its_own_colour() -> None:
    every = [one for one in Outcome if one is not Outcome.NONE]
    assert [badges([one])[0].kind for one in every] == [one.name.lower() for one in every]

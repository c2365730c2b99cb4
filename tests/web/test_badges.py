from __future__ import annotations

import pytest

from index.types import Outcome
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
        (["trukket tilbage"], ["Trukket tilbage"]),
        (["taget til efterretning", "godkendt"], ["Taget til efterretning", "Godkendt"]),
    ],
)
def test_a_no_beside_a_yes_is_not_taken_for_the_answer(
    outcomes: list[str], texts: list[str]
) -> None:
    assert [badge.text for badge in badges(outcomes)] == texts


def test_every_outcome_has_a_badge_of_its_own_colour() -> None:
    every = [one for one in Outcome if one is not Outcome.NONE]
    assert [badges([one])[0].kind for one in every] == [one.name.lower() for one in every]

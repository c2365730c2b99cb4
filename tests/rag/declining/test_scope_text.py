"""Limits are told as a reader would tell them."""

from __future__ import annotations

from datetime import date

import pytest

from rag.declining.scope_text import limits_in_words
from rag.types import Filters


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2025, 5, 1), date(2025, 5, 31), "i maj 2025"),
        (date(2025, 5, 1), date(2025, 5, 15), "fra den 1. maj 2025 til og med den 15. maj 2025"),
        (date(2025, 5, 2), date(2025, 5, 31), "fra den 2. maj 2025 til og med den 31. maj 2025"),
        (date(2025, 1, 1), date(2025, 12, 31), "i 2025"),
        (
            date(2025, 1, 1),
            date(2025, 12, 24),
            "fra den 1. januar 2025 til og med den 24. december 2025",
        ),
        (date(2025, 5, 3), date(2025, 5, 3), "den 3. maj 2025"),
        (None, date(2025, 5, 3), "til og med den 3. maj 2025"),
    ],
)
def test_a_period_is_a_day_a_month_or_a_year_only_when_it_is_all_of_it(
    first: date | None, last: date | None, told: str
) -> None:
    assert limits_in_words(Filters(date_from=first, date_to=last)) == told


def test_every_limit_is_told() -> None:
    limits = Filters("Tangø", "Byråd", case_number="05.04.00-P20-3-24", punkt=4)
    assert limits_in_words(limits) == (
        "i sag 05.04.00-P20-3-24 under punkt 4 i Byrådet fra Tangø Kommune"
    )

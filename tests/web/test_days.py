from __future__ import annotations

from datetime import date

import pytest

from web.days import read_day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2024-03-09", date(2024, 3, 9)),
        ("9.3.2024", date(2024, 3, 9)),
        ("9/3-2024", date(2024, 3, 9)),
        ("09-03-2024", date(2024, 3, 9)),
        ("9. marts 2024", date(2024, 3, 9)),
        ("Marts 2024", date(2024, 3, 1)),
        ("feb. 2024", date(2024, 2, 1)),
        (" 2024 ", date(2024, 1, 1)),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_read_as_people_type_it(typed: str | None, day: date | None) -> None:
    assert read_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2024", date(2024, 12, 31)),
        ("februar 2024", date(2024, 2, 29)),
        ("5.2.2024", date(2024, 2, 5)),
    ],
)
def test_the_end_of_a_period_is_its_last_day(typed: str, day: date) -> None:
    assert read_day(typed, last=True) == day


@pytest.mark.parametrize(
    "typed", ["i går", "31.2.2024", "13/13-2024", "99. marts 2024", "xyz 2024"]
)
def test_what_is_no_date_is_refused_in_danish(typed: str) -> None:
    with pytest.raises(ValueError, match="er ikke en dato"):
        read_day(typed)

"""Personal numbers are found by date and check digit."""

from __future__ import annotations

import pytest

from index.privacy import find_cpr


@pytest.mark.parametrize("number", ["070761-4285", "0707614285", "070761 4285", "070761–4285"])
def test_a_number_with_a_valid_date_and_digit_is_found(number: str) -> None:
    text = f"Borgeren ({number}) har søgt."
    ((start, end),) = find_cpr(text)
    assert text[start:end] == number


@pytest.mark.parametrize("text", ["320761-4285", "070761-4286", "sag 27.03.08-A21", "1234567890"])
def test_what_is_no_personal_number_is_left_alone(text: str) -> None:
    assert find_cpr(text) == []


def test_numbers_of_those_born_since_2007_need_no_check_digit() -> None:
    assert find_cpr("010110-4001")


def test_a_phone_number_is_no_personal_number() -> None:
    assert find_cpr("Ring 66 13 13 72 eller 6613137200") == []

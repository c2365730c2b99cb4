"""Personal numbers are found by date and check digit, and masked by their date alone."""

from __future__ import annotations

import pytest

from index.privacy import find_cpr, masked


@pytest.mark.parametrize(
    "number",
    [
        *("070761-4285", "0707614285", "070761 4285", "070761–4285", "070761—4285"),
        *("070761 - 4285", "070761\xa0-\xa04285", "070761\xa04285", "070761-\n4285"),
    ],
)
def test_a_number_with_a_valid_date_and_digit_is_found(number: str) -> None:
    text = f"Borgeren ({number}) har søgt."
    ((start, end),) = find_cpr(text)
    assert text[start:end] == number


@pytest.mark.parametrize("before", ["CPR-", "cpr-nr.", "nr:", "/"])
def test_what_stands_right_before_does_not_hide_a_number(before: str) -> None:
    assert len(find_cpr(f"{before}070761-4285.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        *("320761-4285", "070761-4286", "sag 27.03.08-A21", "1234567890"),
        *("27.070761-4285", "12-070761-4285", "070761-4285-1", "070761-42851"),
    ],
)
def test_what_is_no_personal_number_is_left_alone(text: str) -> None:
    assert find_cpr(text) == []


def test_numbers_of_those_born_since_2007_need_no_check_digit() -> None:
    assert find_cpr("010110-4002")


@pytest.mark.parametrize("number", ["010106-4002", "010170-5001"])
def test_numbers_of_those_born_before_2007_do(number: str) -> None:
    """The seventh digit tells the century: 5 to 8 is the 19th from the year 58 on."""
    assert find_cpr(number) == []


def test_a_phone_number_is_no_personal_number() -> None:
    assert find_cpr("Ring 66 13 13 72 eller 6613137200") == []


def test_what_may_be_a_number_with_a_slip_is_masked_and_an_impossible_day_is_not() -> None:
    assert masked("Jeg er 070761-4286, sag 320761-4286", "[x]") == "Jeg er [x], sag 320761-4286"

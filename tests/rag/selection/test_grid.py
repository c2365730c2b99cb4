"""The tables of a section: what a cell's number is, and what makes a head."""

from __future__ import annotations

import pytest

from rag.selection.grid import Row, names_columns, number


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.250", 1250),
        ("8,4 %", 8.4),
        ("3,7 mio. kr.", 3_700_000),
        ("640 m2", 640),
        ("-1.700", -1700),
        ("kr. 45", 45),
        ("412 t.kr.", 412_000),
        ("udgår", None),
        ("-", None),
        ("1 pr. 75 m2", None),
        ("25 m, 6 baner", None),
    ],
)
def test_a_cell_holds_one_number_or_none(cell: str, value: float | None) -> None:
    assert number(cell) == value


@pytest.mark.parametrize(
    ("cells", "heads"),
    [
        (["Laug", "Medlemmer under 25"], True),
        (["Ydelse", "2023", "2024, kr."], True),
        (["Jolle", "41", "300 kr."], False),
        (["·", "Formanden takkede."], False),
    ],
)
def test_a_head_names_columns(cells: list[str], heads: bool) -> None:
    assert names_columns(cells) is heads


def test_a_sum_is_no_row_like_the_others() -> None:
    assert Row(0, 1, ("I alt", "9")).is_total
    assert not Row(0, 1, ("Alsang", "9")).is_total

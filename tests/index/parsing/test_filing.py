"""The lines that file an item: several facts side by side, and what they say."""

from __future__ import annotations

import pytest

from index.parsing.case import find_case_line, is_about, is_closed, is_open_mark
from index.parsing.filing import read_filing


@pytest.mark.parametrize(
    ("line", "case", "state"),
    [
        ("00.22.04.A00      17/23456", "17/23456", ""),
        ("Sagsnr.: EMN-2020-04417 Sagsbehandler: DR12345", "EMN-2020-04417", ""),
        ("Sag nr.: 05.01.02-P20-1-18, Dok.nr.: 123456", "05.01.02-P20-1-18", ""),
        ("Dok.nr.: 123456 Sagsnr.: 20/12345", "20/12345", ""),
        ("Sagsnr. 2019-013442 | Åbent punkt | Sagstype: Beslutning", "2019-013442", "Åbent punkt"),
        ("Journalnr.: 27.00.00.A00 Sag: 2013/12345 Center: Børn", "2013/12345", ""),
        ("Sagsnr.: 17/12 Beh.: BLN", "17/12", ""),
        ("18/3521 - Fortroligt", "18/3521", "Fortroligt"),
        ("Åben sag                 Sagsgang: ØU/KB", "", "Åben sag"),
    ],
)
def test_facts_side_by_side_are_told_apart(line: str, case: str, state: str) -> None:
    assert read_filing(line) == (case, state)
    assert is_about(line)
    assert (find_case_line(line) or "") == case


@pytest.mark.parametrize(
    "line",
    ["", "Godkendt.", "10-02-2031 kl. 14:00", "Budget 2031: 12/34", "Offentlig belysning", "Sagen blev drøftet.",
     "Udvalget tog sag 14/30210 til efterretning.", "1.204  1.340  1.400", "Åben dialog om havnen"],
)  # fmt: skip
def test_other_lines_file_nothing(line: str) -> None:
    assert read_filing(line) is None


def test_a_fact_alone_is_not_several() -> None:
    assert read_filing("14/30210") is None
    assert find_case_line("[14/30210]") == "14/30210"


@pytest.mark.parametrize("text", ["Fortrolig", "(Fortrolig)", "Åbent punkt.", "Offentligt punkt"])
def test_a_mark_says_that_an_item_is_open_or_not(text: str) -> None:
    assert is_open_mark(text)
    assert is_closed(text) == ("ortrolig" in text)

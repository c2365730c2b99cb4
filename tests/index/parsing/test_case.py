"""Case numbers of every family, and the marks of open and closed items."""

from __future__ import annotations

import pytest

from index.parsing.case import find_case, find_case_line, is_closed, is_open_mark


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("85.02.02-G01-5-17", "85.02.02-G01-5-17"),
        ("00.01.00-Ø34-1-20", "00.01.00-Ø34-1-20"),
        ("16.20.07G12-1-07", "16.20.07G12-1-07"),
        ("00.01.00P35-0104", "00.01.00P35-0104"),
        ("18.14A00 - 2016/01237", "18.14A00 - 2016/01237"),
        ("Sagsnr.: 14/30210", "14/30210"),
        ("Sagnr.: 09/3307", "09/3307"),
        ("Sag 20/33839 Åben sag", "20/33839"),
        ("25-027618", "25-027618"),
        ("Sagsnr. 20-001888K", "20-001888K"),
        ("330-2018-3619", "330-2018-3619"),
        ("S2018-2159", "S2018-2159"),
        ("1-51-71-3321-08", "1-51-71-3321-08"),
        ("Journalnr.: 299836", "299836"),
        ("J. nr. 10/11", "10/11"),
        ("DIKEOL / 08/3208", "DIKEOL / 08/3208"),
        ("BR 366/07", "BR 366/07"),
        ("Acadre sagsnr.: 19/222", "19/222"),
        ("Sagsnr:", ""),
        ("( )", ""),
    ],
)
def test_a_line_that_is_a_case_number_is_known_by_its_family(line: str, number: str) -> None:
    assert find_case_line(line) == number


@pytest.mark.parametrize(
    "line",
    ["", "Godkendt.", "10-02-2021", "1.253", "3.327.680 kr.", "2024", "Punkt 4", "kl. 14.00-16.00",
     "Sagen blev drøftet.", "Sag om støj fra motorvejen", "12", "Tlf. 87 65 43 21", "2022-2025"],
)  # fmt: skip
def test_dates_amounts_and_sentences_are_no_case_numbers(line: str) -> None:
    assert find_case_line(line) is None


def test_a_case_number_is_found_inside_a_line() -> None:
    assert find_case("BR 366/07. Ny skole") == "BR 366/07"
    assert find_case("Ny skole i 2024") is None


@pytest.mark.parametrize(
    "title",
    ["Lukket: Salg af grund", "Lukket - Salg af grund", "LUKKET PUNKT - Salg", "Salg - LUKKET SAG",
     "Salg - Lukket punkt", "Salg (Lukket)", "Salg (FOR LUKKEDE DØRE)", "Lukket sag: Salg", "Lukket punkt.", "(Lukket)"],
)  # fmt: skip
def test_every_mark_of_a_closed_item_is_known(title: str) -> None:
    assert is_closed(title)


@pytest.mark.parametrize(
    "title",
    ["Lukket institution på Møllevej", "Broen er lukket for trafik i uge 8", "Åben: Salg", "Salg af grund",
     "Lukkedage i dagtilbud 2025", "Oversigt over sager behandlet på lukket dagsorden i maj"],
)  # fmt: skip
def test_the_word_alone_does_not_close_an_item(title: str) -> None:
    assert not is_closed(title)


def test_a_line_can_say_nothing_but_open() -> None:
    assert all(
        is_open_mark(mark) for mark in ("Åbent", "Åben sag", "ÅBEN SAG", "(Åben)", "Lukket punkt")
    )
    assert not is_open_mark("Åben - kortbilag.pdf")

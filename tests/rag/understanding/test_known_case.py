"""An archive's case numbers are known however they are written, and other figures are not."""

from __future__ import annotations

import pytest

from index.archive import Archive
from rag.question import understand_in
from rag.retrieve import retrieve
from rag.understanding.known_case import known_case
from rag.wash import fold
from rag.within import is_case

NUMBERS = (
    "27.18.02-Ø40-3-24",
    "27.18.02-Ø40-9-24",
    "22-013119",
    "19-004417K",
    "23/6",
    "S2018-2159",
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Hvad handler sag 27.18.02-Ø40-3-24 om?", "27.18.02-Ø40-3-24"),
        ("sag 271802ø40324", "27.18.02-Ø40-3-24"),
        ("Hvem behandlede sag nr. 27.18.02 Ø40 3 24?", "27.18.02-Ø40-3-24"),
        ("status på 27.18.02 - Ø40 - 3 - 24", "27.18.02-Ø40-3-24"),
        ("Hvad blev der sagt i 22013119 i maj?", "22-013119"),
        ("punkt 6 i sag 22 013119 fra 2023", "22-013119"),
        ("What is case 13119 about?", "22-013119"),
        ("sagen 004417K", "19-004417K"),
        ("sagen 4417", "19-004417K"),
        ("sag 23/6", "23/6"),
        ("s2018 2159", "S2018-2159"),
        ("Hvilke sager er der under sag 27.18.02?", "27.18.02"),
    ],
)
def test_a_known_number_is_found(text: str, number: str) -> None:
    found = known_case(fold(text), NUMBERS)
    assert found is not None
    assert found.value == number


@pytest.mark.parametrize(
    "text",
    [
        "Hvad blev besluttet den 23/6?",
        "Hvorfor koster sagen 13119 kr.?",
        "Hvad handler sag 27.18.02-Ø40-77-24 om?",
        "Hvad handler sag 22-013120 om?",
        "Hvad skete der i sagen 2018?",
        "Er der 13119 borgere?",
        "",
    ],
)
def test_another_figure_is_no_case(text: str) -> None:
    assert known_case(fold(text), NUMBERS) is None


def test_a_part_is_that_of_the_number_as_it_is_built() -> None:
    assert is_case("27.18.02", "27.18.02-Ø40-3-24")
    assert is_case("271802Ø40", "27.18.02-Ø40-3-24")
    assert not is_case("27.18.02-Ø40-3", "27.18.02-Ø40-3-24")
    assert not is_case("24", "27.18.02-Ø40-3-24")
    assert not is_case("00.01.00", "22-000100")
    assert not is_case("", "22-013119")


def test_the_case_is_found_however_its_number_is_typed(town: Archive) -> None:
    for typed in ("08.00.00-P20-7-24", "080000p20724", "08.00.00 P20 7 24"):
        question = understand_in(town, f"Hvad handler sag {typed} om?")
        assert question.filters.case_number == "08.00.00-P20-7-24"
        assert "stmole" in town.card(retrieve(question, town)[0].item_id).title

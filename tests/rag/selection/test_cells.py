"""A value is told from the row that is called what is asked, whatever words the row goes by."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.selection.cells import numbers_of
from rag.types import Status
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Fjordudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Mødested Lodshuset, Tangø Kommune

Punkt 1: Takster for sejlerskolen

09.00.00-P20-1-24

Sagsfremstilling

Sejlerskolen koster 410.000 kr. om året, og der er 3 lærere på sejlerskolen.

Modul\tTakst 2023\tTakst 2024
Fuld uge, 5 dage\t900 kr.\t950 kr.
Tre dage\t600 kr.\t640 kr.
Jollehold\t450 kr.\t480 kr.

Beslutning

Godkendt.

Punkt 2: Regnskab for fyret

88.00.00-P20-2-24

Sagsfremstilling

Regnskabet for fyret endte med et lille overskud. Maling blev udskudt et år.

(1.000 kr.\tDec. 2022\tDec. 2023
Maling\t41.000\t17.500
1 Vagter\t390.000\t402.000

Beslutning

Taget til efterretning.

Punkt 3: Valg af båd til havnefogeden

00.30.00-S00-3-24

Sagsfremstilling

Båden skal være klar til sommer. Model B er den hurtigste i havnen.

De 212 sejlere i havnen får hjælp af ham.

Model\tPris\tSæder
A\t310.000 kr.\t4
B\t480.000 kr.\t6
Hjælp i havnen\t7.000 kr.\t1

Klubberne bag fyret

Klub\tSæler set
Ternen\t14
Alken\t29

Ternen er en klub for dem, der tæller sæler.

Beslutning

Godkendt.
"""


@pytest.fixture(scope="module")
def fjord(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("fjord"), MINUTES)
    yield archive
    archive.close()


def quotes(question: str, archive: Archive) -> list[str]:
    answer = ask(question, archive)
    assert answer.status is Status.ANSWERED
    return [c.quote.split("\t")[0] for c in answer.citations]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Hvor mange kroner betales for et tredages modul på sejlerskolen?", ["Modul", "Tre dage"]),
        ("Hvor meget gik til maling af fyret i december 2023?", ["(1.000 kr.", "Maling"]),
        ("Hvor mange sæder har model B?", ["Model", "B"]),
        ("Hvor mange sæler så Ternen?", ["Klub", "Ternen"]),
    ],
)
def test_the_row_that_is_called_what_is_asked_is_told_alone(
    fjord: Archive, question: str, rows: list[str]
) -> None:
    assert quotes(question, fjord) == rows


def test_a_table_without_the_thing_that_is_counted_does_not_tell_its_number(fjord: Archive) -> None:
    told = quotes("Hvor mange sejlere får hjælp i havnen?", fjord)
    assert told[0].startswith("De 212 sejlere")


def test_what_a_thing_is_is_not_told_by_its_row(fjord: Archive) -> None:
    assert any(quote.startswith("Ternen er") for quote in quotes("Hvad er Ternen?", fjord))


def test_a_table_without_all_that_is_asked_does_not_stand_alone(fjord: Archive) -> None:
    told = quotes("Hvor mange lærere er der på sejlerskolen?", fjord)
    assert any("3 lærere" in quote for quote in told)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("tredages", {"3"}),
        ("Tre dage", {"3"}),
        ("ti-turskort", {"10"}),
        ("10-turskort", {"10"}),
        ("hver fjortende dag", {"14"}),
        ("hver 14. dag", {"14"}),
        ("i 2024", set()),
        ("1.250 kr.", set()),
        ("totalen", set()),
    ],
)
def test_small_numbers_are_alike_however_they_are_written(text: str, numbers: set[str]) -> None:
    assert numbers_of(text) == numbers

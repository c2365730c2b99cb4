"""Who has the most or the least of something is told by the row of a table that has it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.types import Status
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Fjordudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Punkt 1: Tangfangst i laugene 2023

09.00.00-P20-1-24

Sagsfremstilling

Laugene har indberettet, hvad de har høstet. Muslingelauget har købt en pram.

Laug\tMedlemmer\tTang (kg)\tKontingent
Muslingelauget\t41\t1.250\t300 kr.
Tarelauget\t88\t940\t275 kr.
Sildelauget\t19\t3.075\t450 kr.
Øvrige laug\t212\t9.800\t-

Beslutning

Taget til efterretning.

Punkt 2: Bud på tømning af tangkurve

88.00.00-P20-2-24

Sagsfremstilling

Tre har budt på at tømme tangkurvene i fire år.

Tilbudsgiver\tPris pr. år\tKvalitet
Kurvekompagniet\t1,2 mio. kr.\t6,5
Tang & Søn\t980.000 kr.\t5,0
Havkarlene\t1.405.000 kr.\t8,8

Beslutning

Godkendt.

Punkt 3: Regnskab for bådene

00.30.00-S00-3-24

Sagsfremstilling

Bådenes regnskab er gjort op.

Båd\tBudget\tForbrug
Jollen\t140.000\t155.000
Prammen\t390.000\t371.000

Beslutning

Godkendt.

Punkt 4: Badning ved Langesand

04.06.00-G01-4-24

Sagsfremstilling

Flest badegæster kommer til Langesand Øst. Der er talt på tre strande.

Strand\tBadegæster
Langesand Vest\t3.100
Langesand Øst\t2.900
Stenbugten\t800

Beslutning

Godkendt.
"""


@pytest.fixture(scope="module")
def fjord(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("fjord"), MINUTES)
    yield archive
    archive.close()


def labels(question: str, archive: Archive) -> list[str]:
    answer = ask(question, archive)
    assert answer.status is Status.ANSWERED
    return [c.quote.split("\t")[0] for c in answer.citations if "\t" in c.quote]


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("Hvilket laug har flest medlemmer?", "Tarelauget"),
        ("Hvilket laug har færrest medlemmer?", "Sildelauget"),
        ("Hvilket laug høstede mest tang?", "Sildelauget"),
        ("Hvilket laug er billigst?", "Tarelauget"),
    ],
)
def test_the_row_with_the_most_or_the_least_is_told(
    fjord: Archive, question: str, row: str
) -> None:
    assert labels(question, fjord) == ["Laug", row]


def test_the_rest_of_the_others_is_never_the_most(fjord: Archive) -> None:
    assert "Øvrige laug" not in labels("Hvilket laug høstede mest tang?", fjord)


def test_numbers_are_compared_with_their_scale(fjord: Archive) -> None:
    asked = "Hvem var billigst til at tømme tangkurvene?"
    assert labels(asked, fjord) == ["Tilbudsgiver", "Tang & Søn"]
    asked = "Hvem var dyrest til at tømme tangkurvene?"
    assert labels(asked, fjord) == ["Tilbudsgiver", "Havkarlene"]


def test_which_column_was_looked_at_is_said(fjord: Archive) -> None:
    told = ask("Hvilket laug har flest medlemmer?", fjord).text
    assert (
        "Det største tal under »Medlemmer« i tabellen i punktet »Tangfangst i laugene 2023«:"
        in told
    )


def test_what_differs_most_between_columns_is_left_to_the_reader(fjord: Archive) -> None:
    answer = ask("Hvilken båd overskred budgettet mest?", fjord)
    assert labels("Hvilken båd overskred budgettet mest?", fjord) == ["Båd", "Jollen", "Prammen"]
    assert "Det største tal" not in answer.text


def test_a_sentence_that_says_who_has_the_most_goes_before_the_table(fjord: Archive) -> None:
    answer = ask("Hvilken strand har flest badegæster ved Langesand?", fjord)
    assert "»Flest badegæster kommer til Langesand Øst.«" in answer.text
    assert "Det største tal" not in answer.text


@pytest.mark.parametrize(
    "question",
    ["Hvilket laug har flest svømmere?", "Hvilken skipper har flest medlemmer?"],
)
def test_a_table_of_something_else_tells_no_most(fjord: Archive, question: str) -> None:
    assert "Det største tal" not in ask(question, fjord).text

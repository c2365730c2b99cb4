"""A question for a list gets the whole list or the whole table, as one quote."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Strandudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Punkt 1: Høring om ny færgeplan

09.00.00-P20-1-24

Sagsfremstilling

Rederiet har sendt en færgeplan i høring.

Forvaltningen har sendt følgende svar til rederiet om færgeplanen:

Vi vil gerne takke for en klar færgeplan. Den er let at læse.

Det er uklart, hvem der betaler for den sene afgang.

Svaret er vedlagt.

Beslutning

Orienteringen blev taget til efterretning.
"""


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("færge"), MINUTES)
    yield archive
    archive.close()


def test_a_table_is_quoted_from_its_head_to_its_last_row(island: Archive) -> None:
    answer = ask("Hvilke foreninger fik tilskud i 2025?", island)
    rows = answer.citations[0].quote.splitlines()
    assert rows[0] == "Forening\tTilskud (kr.)"
    assert [row.split("\t")[0] for row in rows[1:]] == [
        "Tangø Roklub",
        "Øens Skakklub",
        "Lyngkoret",
        "Spejderne",
    ]


def test_a_list_comes_with_its_lead_in_and_all_its_points(island: Archive) -> None:
    answer = ask("Hvilke formål må foreningerne bruge tilskuddet til?", island)
    quote = answer.citations[0].quote
    assert quote.startswith("Foreningerne må bruge")
    assert quote.endswith("uddannelse af trænere.")


def test_a_question_for_one_value_gets_its_row_alone(island: Archive) -> None:
    answer = ask("Hvor meget tilskud fik Lyngkoret i 2025?", island)
    assert "9.000" in answer.text
    assert "40.000" not in answer.text


def test_what_somebody_answered_is_told_beyond_the_thanks(ferry: Archive) -> None:
    told = ask("Hvad svarede forvaltningen rederiet om færgeplanen?", ferry).text
    assert "takke for en klar færgeplan" in told
    assert "uklart, hvem der betaler for den sene afgang" in told

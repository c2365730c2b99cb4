"""What something costs is told from the table whose head names prices, whatever words its rows share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Strandudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Punkt 1: Madservice - ny leverandør

09.00.00-P20-1-24

Sagsfremstilling

Madservice bringes ud til 240 borgere. Madservice til diæt koster det samme som anden madservice.
Kommunens tilskud til madservice falder med 310.000 kr. om året.

Fiskeret til madservice serveres hver fredag.

Ydelse\tTakst i dag (kr.)\tTakst fra juli (kr.)
Suppe\t41\t43
Fiskeret\t67\t71

Beslutning

Godkendt.
"""


@pytest.fixture(scope="module")
def beach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("beach"), MINUTES)
    yield archive
    archive.close()


def test_what_it_costs_is_told_from_the_prices(beach: Archive) -> None:
    told = ask("Hvad koster madservice?", beach).text
    assert "Takst fra juli" in told
    assert "Fiskeret | 67 | 71" in told or "Suppe | 41 | 43" in told


def test_the_price_of_the_matter_itself_is_the_whole_table(beach: Archive) -> None:
    told = ask("Hvad koster madservice?", beach).text
    assert "Suppe | 41 | 43 Fiskeret | 67 | 71" in told
    assert "240 borgere" not in told


def test_the_price_of_one_row_is_that_row_under_its_head(beach: Archive) -> None:
    answer = ask("Hvad er taksten for fiskeret i madservice?", beach)
    assert [c.quote.split("\t")[0] for c in answer.citations] == ["Ydelse", "Fiskeret"]


def test_the_other_thing_that_is_asked_follows_the_prices(beach: Archive) -> None:
    told = ask("Hvad koster madservice, og hvor mange borgere får madservice?", beach).text
    assert "Fiskeret | 67 | 71" in told
    assert "240 borgere" in told


def test_the_row_that_is_called_what_the_price_is_for_tells_it_alone(beach: Archive) -> None:
    told = ask("Hvad koster madservice med fiskeret?", beach).text
    assert "Fiskeret | 67 | 71" in told
    assert "Suppe" not in told

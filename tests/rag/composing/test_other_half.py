"""Of two things that are asked, the one that is not told is said to be missing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.types import Status
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Strandudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Punkt 1: Sauna på Sydmolen

09.00.00-P20-1-24

Sagsfremstilling

Saunaen på Sydmolen koster 640.000 kr. at bygge. Den varmes op med træpiller. Gæsterne klæder om i skuret.

Beslutning

Godkendt.
"""


@pytest.fixture(scope="module")
def beach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("sauna"), MINUTES)
    yield archive
    archive.close()


def test_the_half_that_is_not_told_is_named(beach: Archive) -> None:
    answer = ask("Hvad koster saunaen på Sydmolen, og hvem er arkitekten på saunaen?", beach)
    assert answer.status is Status.ANSWERED
    assert "640.000 kr." in answer.text
    assert "(»hvem er arkitekten på saunaen«), er ikke fundet i punktet." in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Hvad koster saunaen på Sydmolen?",
        "Hvad koster saunaen på Sydmolen, og hvordan varmes den op?",
    ],
)
def test_nothing_is_said_to_be_missing_when_all_is_told(beach: Archive, question: str) -> None:
    assert "ikke fundet" not in ask(question, beach).text

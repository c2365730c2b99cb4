"""What a short form stands for is told where an item spells it out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Strandudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Punkt 1: Ventetid hos Havnens Bølge Rådgivning

Sagsfremstilling

HBR har 14 sager i kø. HBR holder åbent om tirsdagen.

Beslutning

HBR får en medarbejder mere.

Punkt 2: Opgaver for KSV

Sagsfremstilling

KSV kører salt ud. Uden ku saltvognen vente. Den kan så vente. Kommunens strand- og vejvæsen (KSV) har tre biler.

Beslutning

Godkendt.
"""


@pytest.fixture(scope="module")
def beach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("beach"), MINUTES)
    yield archive
    archive.close()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hvad betyder HBR?", "Ventetid hos Havnens Bølge Rådgivning"),
        ("Hvad er KSV?", "Kommunens strand- og vejvæsen (KSV) har tre biler."),
    ],
)
def test_the_words_with_the_initials_are_quoted_first(beach: Archive, text: str, told: str) -> None:
    assert ask(text, beach).citations[0].quote == told


def test_a_question_for_something_else_of_it_is_answered_as_before(beach: Archive) -> None:
    assert "14 sager" in ask("Hvor mange sager har HBR i kø?", beach).citations[0].quote

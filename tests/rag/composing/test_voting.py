"""The side of a vote that a question or a sentence is about, and the lists that are quoted for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from index.types import Side
from rag.ask import ask
from rag.composing.voting import side_of
from tests.rag.conftest import archive_of

NAMES = "Asta Bølge, Rune Sand, Villy Klint, Ida Fjord, Bo Marehalm, Kaj Rev, Inger Holm"
MINUTES = f"""REFERAT Strandudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Punkt 1: Tang på stranden

09.00.00-P20-1-24

Sagsfremstilling

Tangen på stranden lugter om sommeren.

Beslutning

9 stemte for at fjerne tangen: {NAMES}, Peder Dam, Lis Strøm.
7 stemte imod at fjerne tangen: Ulrik Hav, Tove Skær, Gerda Bro, Otto Næs, Hans Vig, Eva Sund og Nis Odde, der alle
ønskede, at tangen på stranden bliver liggende til glæde for fuglene, som lever af det, der gemmer sig under den.
Indstillingen er dermed godkendt.
"""


@pytest.fixture(scope="module")
def beach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("beach"), MINUTES)
    yield archive
    archive.close()


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Hvor mange stemte for at fjerne tangen?", Side.FOR),
        ("Hvem stemte imod?", Side.AGAINST),
        ("Hvem var imod?", Side.AGAINST),
        ("(Ø) undlod at stemme.", Side.ABSTAINED),
        ("Hvordan faldt afstemningen ud?", None),
    ],
)
def test_a_side_is_told_from_its_words(text: str, side: Side | None) -> None:
    assert side_of(text) is side


def test_the_side_that_is_asked_about_is_quoted(beach: Archive) -> None:
    told = ask("Hvor mange stemte for at fjerne tangen på stranden?", beach).text
    assert "9 stemte for at fjerne tangen" in told
    told = ask("Hvem stemte imod at fjerne tangen på stranden?", beach).text
    assert "7 stemte imod at fjerne tangen" in told

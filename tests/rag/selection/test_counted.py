"""The figure that counts the thing goes before other figures, and another class is another class."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.ask import ask
from rag.selection.counted import of_another
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Fjordudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Punkt 1: Sejlerskolen på Tangø

09.00.00-P20-1-24

Sagsfremstilling

Sejlerskolen på Tangø har joller til elever og voksne, og elever på Tangø sejler fra 9 broer.
På skolen i Vest er der 64 elever.
"""


def test_the_sentence_whose_figure_counts_the_thing_comes_first(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, MINUTES)
    answer = ask("Hvor mange elever har sejlerskolen på Tangø?", archive)
    archive.close()
    best = next((s for s in answer.sentences if s.best), answer.sentences[0])
    assert "64 elever" in best.text


@pytest.mark.parametrize(
    ("asked", "text", "another"),
    [
        ("Hvor mange går i 7. klasse?", "I 8. klasse går der 13.", True),
        ("Hvor mange går i 7. klasse?", "I 7.\nklasse går der 18.", False),
        ("Hvor mange går i 7. klasse?", "Der er 60 i 7.-9. klasse.", False),
        ("Hvor mange går i skole?", "I 8. klasse går der 13.", False),
        ("Hvad koster etape 2?", "I 8. klasse går der 13.", False),
        ("Hvad viste 3. kvartal?", "Tallet for 2. kvartal var 9.", True),
    ],
)
def test_a_class_of_another_number_is_another(asked: str, text: str, another: bool) -> None:
    assert of_another(asked, text) is another

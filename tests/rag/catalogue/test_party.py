"""A person's party is quoted as the minutes print it, and never guessed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.types import Status
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Strandudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Punkt 1: Tang på stranden

09.00.00-P20-1-24

Sagsfremstilling

Tangen på stranden lugter om sommeren.

Beslutning

Godkendt. Asta Bølge (F) og Holger Klint (V) ønsker, at tangen fjernes ugentligt.
Rune Sand deltog ikke.
"""


@pytest.fixture(scope="module")
def beach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("beach"), MINUTES)
    yield archive
    archive.close()


@pytest.mark.parametrize(
    ("question", "printed"),
    [
        ("Hvilket parti sidder Asta Bølge for?", "»Asta Bølge (F)«"),
        ("Hvilket parti er Holger Klint medlem af?", "»Holger Klint (V)«"),
        ("Which party is Asta Bølge from?", "»Asta Bølge (F)«"),
    ],
)
def test_a_person_s_party_is_quoted(beach: Archive, question: str, printed: str) -> None:
    answer = ask(question, beach)
    assert answer.status is Status.ANSWERED
    assert printed in answer.text


def test_a_party_that_is_not_printed_is_not_found(beach: Archive) -> None:
    assert ask("Hvilket parti sidder Rune Sand for?", beach).status is Status.NOT_FOUND

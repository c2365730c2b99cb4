"""What an item only mentions in passing is not told as if it had been decided on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.archive import Archive
from rag.ask import ask
from tests.rag.conftest import archive_of

MEETING = """REFERAT Havneudvalget d. 04-03-2020

Mødested Lodshuset, Aaløse Kommune

Punkt 1: Ny belægning på vestkajen

08.00.00-P20-3-20

Sagsfremstilling

Belægningen på kajen er slidt og skal skiftes. Arbejdet varer fire uger. Der holdes møde om planerne
i samlingshuset den 4. maj. Broerne ved kajen er i god stand. Den ene af broerne er fra 1950. Alle
broerne bliver stående.

Indstilling

Forvaltningen indstiller, at belægningen skiftes.

Beslutning

Godkendt.

Punkt 2: Mastekran ved østkajen

08.00.00-G01-7-20

Sagsfremstilling

Sejlklubben søger om at opstille en mastekran ved østkajen.

Indstilling

Forvaltningen indstiller, at der gives afslag.

Beslutning

Godkendt.

"""


HOSTILE = MEETING.replace("Ny belægning på vestkajen", "Ny {} belægning {quote} på vestkajen")


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("quay"), MEETING)
    yield archive
    archive.close()


def test_a_thing_that_is_only_mentioned_is_shown_where_it_is(quay: Archive) -> None:
    answer = ask("Hvad blev besluttet om samlingshuset?", quay)
    assert answer.text.startswith("Det nævnes i sagen »Ny belægning på vestkajen« [1] »Der holdes")
    assert "Havneudvalget godkendte" in answer.text
    assert "samlingshuset" in answer.citations[1].quote


def test_a_title_is_quoted_and_never_filled_in(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, HOSTILE)
    answer = ask("Hvad blev besluttet om samlingshuset?", archive)
    archive.close()
    assert "i sagen »Ny {} belægning {quote} på vestkajen« [1] »Der holdes møde" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Hvad blev besluttet om belægningen?",
        "Hvad blev besluttet om vestkajen?",
        "Hvad blev besluttet om broerne?",
        "Hvad blev besluttet i sag 08.00.00-P20-3-20 om samlingshuset?",
    ],
)
def test_what_the_item_is_about_is_answered_as_it_is(quay: Archive, question: str) -> None:
    answer = ask(question, quay)
    assert "godkendte" in answer.text
    assert "Det nævnes i sagen" not in answer.text


def test_what_is_asked_of_the_text_is_no_matter_of_decision(quay: Archive) -> None:
    assert "Det nævnes" not in ask("Hvornår er der møde i samlingshuset?", quay).text

"""When a body meets in a year is read off the catalogue, with its calendar."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.catalogue.held import asks_when_held
from rag.question import understand_in
from rag.types import Status
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Havneudvalget d. {day}-{month}-2031

Mødedato Mandag d. {day}-{month}-2031 kl. 18:00

Mødested Rådhuset, Tangø Kommune

Punkt 1: {item}

Beslutning

Godkendt.
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    files = {
        "a.txt": MINUTES.format(day="03", month="03", item="Havneudvalgets mødekalender 2032"),
        "b.txt": MINUTES.format(day="06", month="10", item="Ny gangbro over slusen"),
    }
    archive = archive_of(tmp_path_factory.mktemp("havn"), files)
    yield archive
    archive.close()


@pytest.mark.parametrize(
    "text",
    [
        "Hvornår holder Havneudvalget i Tangø møder i 2031?",
        "Hvor mange møder holdt Havneudvalget i 2031?",
    ],
)
def test_the_meetings_of_the_year_are_told(harbour: Archive, text: str) -> None:
    answer = ask(text, harbour)
    assert answer.status is Status.ANSWERED
    assert "2 møder i Havneudvalget" in answer.text
    assert "3. marts 2031, 6. oktober 2031" in answer.text
    assert {c.date and c.date.month for c in answer.citations} == {3, 10}


def test_a_year_to_come_is_told_by_the_calendar(harbour: Archive) -> None:
    answer = ask("Hvilke datoer holder Havneudvalget møde i 2032?", harbour)
    assert answer.status is Status.ANSWERED
    assert [c.quote for c in answer.citations] == ["Havneudvalgets mødekalender 2032"]


@pytest.mark.parametrize(
    "text",
    [
        "Hvornår holder Havneudvalget møde om gangbroen i 2031?",
        "Hvornår mødtes Havneudvalget i marts 2031?",
        "Hvornår holder Havneudvalget møder?",
    ],
)
def test_a_matter_a_month_or_no_year_is_another_question(harbour: Archive, text: str) -> None:
    assert not asks_when_held(understand_in(harbour, text))

"""What has one answer in each of several municipalities is asked back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.types import Status
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Byrådet d. {day}-03-2025

Mødedato Mandag d. {day}. marts 2025 kl. 18:00

Mødested Rådhuset, {town} Kommune

Mødedeltagere {mayor} (borgmester), Rosa Havn

Punkt 1: Godkendelse af dagsorden

Beslutning

Godkendt.

Punkt 2: {item}

Beslutning

Udsat.
"""


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    files = {
        "a.txt": MINUTES.format(day="03", town="Tangø", mayor="Viggo Tang", item="Ny gangbro"),
        "b.txt": MINUTES.format(day="10", town="Aaløse", mayor="Bodil Krabbe", item="Ny sauna"),
    }
    archive = archive_of(tmp_path_factory.mktemp("to"), files)
    assert set(archive.municipalities) == {"Tangø", "Aaløse"}
    yield archive
    archive.close()


@pytest.mark.parametrize(
    "text",
    [
        "Hvem er borgmester?",
        "Hvad blev besluttet på byrådets seneste møde?",
        "Hvem sidder i byrådet?",
        "Hvornår mødes byrådet næste gang?",
    ],
)
def test_an_office_or_a_meeting_without_a_municipality_is_asked_back(
    two: Archive, text: str
) -> None:
    answer = ask(text, two)
    assert answer.status is Status.UNCLEAR
    assert set(answer.choices) == {"Tangø Kommune", "Aaløse Kommune"}


def test_a_choice_is_answered_from_that_municipality(two: Archive) -> None:
    answer = ask("Hvem er borgmester? Tangø Kommune", two)
    assert "Viggo Tang" in answer.text
    assert {c.municipality for c in answer.citations} == {"Tangø"}


def test_each_has_a_latest_meeting_of_its_own_however_long_ago(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    of_spring = MINUTES.format(day="10", town="Aaløse", mayor="Bodil Krabbe", item="Ny sauna")
    files = {
        "a.txt": MINUTES.format(day="03", town="Tangø", mayor="Viggo Tang", item="Ny gangbro"),
        "b.txt": of_spring.replace("-03-2025", "-11-2025").replace("marts", "november"),
    }
    archive = archive_of(tmp_path_factory.mktemp("siden"), files)
    answer = ask("Hvad blev besluttet på byrådets seneste møde?", archive)
    archive.close()
    assert set(answer.choices) == {"Tangø Kommune", "Aaløse Kommune"}


def test_a_municipality_in_small_letters_is_one_that_is_named(two: Archive) -> None:
    assert "Viggo Tang" in ask("hvem er borgmester i tangø?", two).text


@pytest.mark.parametrize(
    "text", ["Hvad blev besluttet om gangbroen?", "Hvem deltog i mødet den 10. marts 2025?"]
)
def test_what_only_one_of_them_has_is_answered(two: Archive, text: str) -> None:
    assert ask(text, two).status is Status.ANSWERED


def test_two_that_are_both_named_are_not_asked_back(two: Archive) -> None:
    answer = ask("Hvem er borgmester i Tangø og Aaløse?", two)
    assert answer.status is not Status.UNCLEAR


def test_one_municipality_needs_no_name(island: Archive) -> None:
    assert ask("Hvad blev besluttet på det seneste møde?", island).status is Status.ANSWERED

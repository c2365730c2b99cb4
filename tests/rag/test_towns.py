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


@pytest.mark.parametrize(
    "text", ["Hvem er borgmester i Tangø og Aaløse?", "Hvem er borgmestre i Tangø og i Aaløse?"]
)
def test_each_of_two_municipalities_that_are_named_is_answered(two: Archive, text: str) -> None:
    answer = ask(text, two)
    assert answer.status is Status.ANSWERED
    assert {c.quote for c in answer.citations} == {
        "Viggo Tang (borgmester)",
        "Bodil Krabbe (borgmester)",
    }


def test_mayors_in_the_plural_of_no_named_municipality_are_asked_back(two: Archive) -> None:
    assert ask("Hvem er borgmestre?", two).status is Status.UNCLEAR

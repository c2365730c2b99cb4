"""Questions about a meeting itself are answered from its head and its list of items."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.types import Status
from tests.rag.conftest import archive_of

REPLACED = """REFERAT Strandudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Mødedeltagere Asta Bølge, Rune Sand, Villy Klint

Fraværende Holger Klit

Bemærkninger Asta Bølge mødte som stedfortræder for Holger Klit. Rune Sand forlod mødet kl. 17.10.

Punkt 1: Tang på stranden

09.00.00-P20-1-24

Beslutning

Godkendt.
"""


@pytest.fixture(scope="module")
def beach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("beach"), REPLACED)
    yield archive
    archive.close()


def test_who_met_in_somebody_s_place_is_quoted(beach: Archive) -> None:
    answer = ask("Hvem mødte i stedet for Holger Klit i Strandudvalget den 6. marts 2024?", beach)
    assert "Asta Bølge mødte som stedfortræder for Holger Klit." in answer.text


def test_when_somebody_left_a_meeting_is_quoted(beach: Archive) -> None:
    answer = ask("Hvornår gik Rune Sand fra Strandudvalgets møde den 6. marts 2024?", beach)
    assert "Rune Sand forlod mødet kl. 17.10." in answer.text


def test_who_took_part_is_quoted_from_the_head(town: Archive) -> None:
    answer = ask("Hvem deltog i mødet i Havneudvalget den 6. marts 2024?", town)
    assert answer.status is Status.ANSWERED
    for name in ("Bodil Krabbe", "Svend Torsk", "Inger Makrel", "Kaj Rødspætte"):
        assert name in answer.text
    assert {citation.punkt for citation in answer.citations} == {0}


def test_who_was_away_is_told_with_its_source(town: Archive) -> None:
    answer = ask("Hvem var fraværende på Havneudvalgets møde den 6. marts 2024?", town)
    assert answer.status is Status.ANSWERED
    assert "Kaj Rødspætte" in answer.text
    assert "Bodil Krabbe" not in answer.text


def test_where_a_meeting_was_held(town: Archive) -> None:
    answer = ask("Hvor blev Havneudvalgets møde den 6. marts 2024 holdt?", town)
    assert answer.status is Status.ANSWERED
    assert "Lodshuset" in answer.text


def test_the_items_of_a_meeting_are_listed_with_their_outcomes(town: Archive) -> None:
    answer = ask("Hvilke punkter blev behandlet i Havneudvalget den 6. marts 2024?", town)
    assert answer.status is Status.ANSWERED
    assert "østmolen" in answer.text
    assert "Sauna" in answer.text


def test_the_closed_items_of_a_meeting_are_named(town: Archive) -> None:
    answer = ask("Hvilke lukkede punkter havde Havneudvalget den 6. marts 2024?", town)
    assert answer.status is Status.CLOSED
    assert {citation.punkt for citation in answer.citations} == {4}


@pytest.mark.parametrize("day", ["7. marts 2024", "6. marts 1999"])
def test_a_meeting_that_is_not_there_is_not_invented(town: Archive, day: str) -> None:
    answer = ask(f"Hvem deltog i mødet i Havneudvalget den {day}?", town)
    assert answer.status is not Status.ANSWERED
    assert "Bodil Krabbe" not in answer.text


def test_whether_something_was_shut_is_no_question_about_closed_items(beach: Archive) -> None:
    answer = ask("Blev stranden lukket af Strandudvalget den 6. marts 2024?", beach)
    assert "lukket punkt" not in answer.text
    assert "lukkede punkter" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Hvem var fraværende på mødet, hvor taksterne for gæstesejlere blev behandlet?",
        "Hvilke medlemmer var ikke til Havneudvalgets møde om takster for gæstesejlere?",
        "Hvem manglede på mødet i marts 2024, da saunaen på sydstranden var på?",
        "Hvem kom ikke til Havneudvalgets møde den 6. marts 2024?",
    ],
)
def test_a_meeting_that_is_told_by_its_item_is_found(town: Archive, question: str) -> None:
    answer = ask(question, town)
    assert "Fraværende på mødet i Havneudvalget den 6. marts 2024: Kaj Rødspætte" in answer.text


def test_a_meeting_with_others_is_none_of_the_archive_s(town: Archive) -> None:
    answer = ask("Hvem deltog i mødet med ministeren?", town)
    assert "deltog:" not in answer.text

"""What a lower body recommended is never left as the last word when a higher one has had it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.types import Status
from tests.rag.conftest import archive_of

HEAD = "REFERAT {} d. {}\n\nMødested Lodshuset, Aaløse Kommune\n\n"
NURSERIES = """Punkt {}: Muslingen og Søstjernen - sammenlægning

17.01.00-P20-4-24

Sagsfremstilling

Børnehusene Muslingen og Søstjernen i Aaløse mangler børn. De lægges sammen på Muslingens adresse.

Indstilling

Børn og Unge indstiller,

- at Muslingen og Søstjernen lægges sammen fra 1. august 2025.

Beslutning

{}

"""
LEASE = """Punkt 3: Lukket punkt: Lejeaftale, Lodshuset Bibliotek

21.10.00-G01-1-24

Beslutning

Lukket.

"""
STANDARD = """Punkt 5: Kvalitetsstandard for havnevagt 2026

21.10.00-G01-2-24

Indstilling

Kultur indstiller, at kvalitetsstandarden for havnevagt godkendes.

Beslutning

Godkendt.
"""
LIBRARY = """Punkt 4: Lodshuset Bibliotek efter høringen

21.10.00-G01-1-24

Sagsfremstilling

Lodshuset Bibliotek har 14.000 udlån om året. Høringen gav 212 svar om Lodshuset Bibliotek.

Indstilling

Kultur indstiller, at Lodshuset Bibliotek lukker ved nytår.

Beslutning

Ikke godkendt. Lodshuset Bibliotek lukker ikke.
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    decided = "Godkendt, dog således at sammenlægningen sker fra 1. januar 2027."
    committee = HEAD.format("Økonomiudvalget", "04-09-2024") + NURSERIES.format(1, "Anbefales.")
    council = HEAD.format("Byrådet", "25-09-2024") + NURSERIES.format(1, decided)
    minutes = {"oeu.txt": committee, "byraad.txt": council + LEASE + LIBRARY + STANDARD}
    archive = archive_of(tmp_path_factory.mktemp("harbour"), minutes)
    yield archive
    archive.close()


def test_the_council_s_date_stands_beside_the_one_that_was_recommended(harbour: Archive) -> None:
    answer = ask(
        "Fra hvilken dato bliver Muslingen og Søstjernen lagt sammen efter Økonomiudvalgets møde?",
        harbour,
    )
    assert "1. januar 2027" in answer.text
    assert "ikke endeligt besluttet" not in answer.text


def test_an_open_item_is_answered_from_before_a_closed_one_on_the_same(harbour: Archive) -> None:
    answer = ask("Lukker Lodshuset Bibliotek?", harbour)
    assert answer.status is Status.ANSWERED
    assert "lukker ikke" in answer.text


def test_a_closed_item_is_told_of_when_it_alone_is_asked_for(harbour: Archive) -> None:
    answer = ask("Hvad besluttede Byrådet om lejeaftalen den 25. september 2024?", harbour)
    assert answer.status is Status.CLOSED


def test_a_closed_item_without_the_question_s_thing_is_not_told_of(harbour: Archive) -> None:
    answer = ask("Hvad er lejeaftalen for Søstjernen?", harbour)
    assert answer.status is not Status.CLOSED


def test_a_year_in_a_title_is_not_the_meeting_s(harbour: Archive) -> None:
    answer = ask("Hvad blev besluttet om kvalitetsstandarden for havnevagt 2026?", harbour)
    assert answer.status is Status.ANSWERED
    assert "godkendte sagen den 25. september 2024" in answer.text


def test_a_year_outside_the_archive_that_no_title_has_is_refused(harbour: Archive) -> None:
    answer = ask("Hvad blev besluttet om kvalitetsstandarden for havnevagt 2029?", harbour)
    assert answer.status is Status.NOT_FOUND


def test_a_year_in_another_found_title_is_not_said_to_be_missing(harbour: Archive) -> None:
    answer = ask("Hvor mange udlån har Lodshuset Bibliotek i kvalitetsstandarden 2026?", harbour)
    assert "nævner ikke 2026" not in answer.text


def test_asked_of_one_body_what_a_later_one_decided_is_told_with_it(harbour: Archive) -> None:
    told = ask("Hvad besluttede Økonomiudvalget om Muslingen og Søstjernen?", harbour).text
    assert "»Anbefales.«" in told
    assert "fra 1. januar 2027" in told

"""What is asked of a meeting itself is told from its head."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.types import Status
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Strandudvalget

Onsdag d. 6. marts 2024 kl. 16:00

Mødested: Fyrhuset, Aaløse Kommune

Deltagere: Bodil Krabbe (A), formand; Svend Torsk (V); Inger Makrel (C)

Medlemmer: Bodil Krabbe (A), Svend Torsk (V), Inger Makrel (C), Kaj Rødspætte (F), Eva
Sild (L)

Afbud: Kaj Rødspætte (F). Inger Makrel (C) ankom kl. 16.20 til punkt 2.

Mødet sluttede kl. 18.40.

Punkt 1: Godkendelse af dagsorden

Beslutning

Godkendt.

Punkt 2: Ny badebro ved fyret

Sagsfremstilling

Badebroen skal stå i fyrhavnen fra maj. Svend Torsk har set på den.

Beslutning

Godkendt.

Punkt 3: Sauna på odden

Beslutning

Godkendt. Fraværende: Eva Sild
"""


@pytest.fixture(scope="module")
def beach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("beach"), MINUTES)
    yield archive
    archive.close()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hvad klokken begyndte Strandudvalgets møde den 6. marts 2024?", "kl. 16:00"),
        ("Hvor sent sluttede Strandudvalgets møde den 6. marts 2024?", "kl. 18.40"),
        ("Hvor blev Strandudvalgets møde den 6. marts 2024 holdt?", "Fyrhuset"),
        ("I hvilket lokale mødtes Strandudvalget den 6. marts 2024?", "Fyrhuset"),
        ("Hvem ledede Strandudvalgets møde den 6. marts 2024?", "Bodil Krabbe"),
        ("Var Svend Torsk med på Strandudvalgets møde den 6. marts 2024?", "Svend Torsk"),
        ("Var der afbud til Strandudvalgets møde den 6. marts 2024?", "Kaj Rødspætte"),
        ("Hvem kunne ikke komme til Strandudvalgets møde den 6. marts 2024?", "Kaj Rødspætte"),
    ],
)
def test_the_head_tells_of_the_sitting(beach: Archive, text: str, told: str) -> None:
    answer = ask(text, beach)
    assert answer.status is Status.ANSWERED
    assert told in answer.text
    assert {citation.punkt for citation in answer.citations} == {0}


def test_a_question_about_an_item_is_not_told_from_the_head(beach: Archive) -> None:
    answer = ask("Hvor skal badebroen stå, som Strandudvalget godkendte den 6. marts 2024?", beach)
    assert {citation.punkt for citation in answer.citations} == {2}


def test_when_a_meeting_began_is_no_answer_to_when_it_ended(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text = MINUTES.replace("Mødet sluttede kl. 18.40.\n\n", "")
    archive = archive_of(tmp_path_factory.mktemp("open"), text)
    answer = ask("Hvor sent sluttede Strandudvalgets møde den 6. marts 2024?", archive)
    assert "16:00" not in answer.text


@pytest.mark.parametrize(
    ("text", "told", "untold"),
    [
        ("Var Kaj Rødspætte med på Strandudvalgets møde den 6. marts 2024?", "Afbud: Kaj", "Eva"),
        ("Var Kaj Rødspætte med til at behandle badebroen ved fyret?", "Afbud: Kaj", "Medlemmer"),
        ("Deltog Inger Makrel i behandlingen af badebroen ved fyret?", "ankom kl. 16.20", "Svend"),
        ("Var Eva Sild til stede, da Strandudvalget behandlede badebroen?", "Eva Sild", "ankom"),
        ("Var Eva Sild med til at behandle saunaen på odden?", "Fraværende: Eva", "Medlemmer"),
    ],
)
def test_who_was_away_is_not_told_to_be_a_member(
    beach: Archive, text: str, told: str, untold: str
) -> None:
    answer = ask(text, beach)
    assert answer.status is Status.ANSWERED
    assert told in " ".join(answer.text.split())
    assert untold not in answer.text

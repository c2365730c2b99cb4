"""A question that asks two things is answered on both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.types import NO_FILTERS, Question, Status
from rag.understanding.twofold import parts
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Strandudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Punkt 1: Badebro ved Lynghavn

09.00.00-P20-1-24

Sagsfremstilling

Badebroen ved Lynghavn er fra 1962. Badebroen koster 2,1 mio. kr. at bygge. Naboerne har fået et brev om badebroen.
Firmaet Pæl og Planke skal udføre arbejdet. Der kom 14 høringssvar. Vejret var godt den dag.

Indstilling

Kystcentret indstiller, at badebroen bygges.

Beslutning

Godkendt.
"""


@pytest.fixture(scope="module")
def beach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("beach"), MINUTES)
    yield archive
    archive.close()


def of(text: str) -> list[str]:
    return [part.text for part in parts(Question(text, text, (), NO_FILTERS))]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Hvad koster badebroen, og hvor mange høringssvar kom der?",
            ["Hvad koster badebroen", "hvor mange høringssvar kom der?"],
        ),
        (
            "Hvorfor sagde udvalget nej? Hvem stemte imod forslaget?",
            ["Hvorfor sagde udvalget nej", "Hvem stemte imod forslaget?"],
        ),
        (
            "How much is the bridge and who will build it?",
            ["How much is the bridge", "who will build it?"],
        ),
        (
            "Hvilken model valgte udvalget, og fulgte det forvaltningens forslag?",
            ["Hvilken model valgte udvalget", "fulgte det forvaltningens forslag?"],
        ),
    ],
)
def test_a_question_is_parted_where_it_asks_anew(text: str, told: list[str]) -> None:
    assert of(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "Hvad koster badebroen?",
        "Hvad blev besluttet om broen og havnen?",
        "Hvad koster det, og hvorfor?",
    ],
)
def test_what_asks_one_thing_is_left_whole(text: str) -> None:
    assert of(text) == [text]


def test_both_parts_are_answered(beach: Archive) -> None:
    answer = ask("Hvad koster badebroen ved Lynghavn, og hvem skal udføre arbejdet?", beach)
    assert "2,1 mio. kr." in answer.text
    assert "Pæl og Planke" in answer.text


def test_what_is_asked_beside_a_decision_is_told_too(beach: Archive) -> None:
    asked = "Hvad besluttede udvalget om badebroen ved Lynghavn, og hvor mange høringssvar kom der?"
    answer = ask(asked, beach)
    assert "godkendte sagen" in answer.text
    assert "14 høringssvar" in answer.text


def test_what_one_part_asks_in_vain_does_not_refuse_the_other(beach: Archive) -> None:
    asked = "Hvad koster badebroen ved Lynghavn, og hvor mange svømmere kom der?"
    answer = ask(asked, beach)
    assert answer.status is Status.ANSWERED
    assert "2,1 mio. kr." in answer.text


def test_what_both_parts_ask_in_vain_is_refused(beach: Archive) -> None:
    asked = "Hvor mange svømmere kom der til badebroen, og hvor mange kilometer svømmede de?"
    assert ask(asked, beach).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Hvornår lukkede kommunen badebroen, og hvorfor?",
            ["Hvornår lukkede kommunen badebroen", "hvorfor lukkede kommunen badebroen?"],
        ),
        (
            "Hvem og hvorfor stemte nogen imod badebroen?",
            ["Hvem stemte nogen imod badebroen?", "hvorfor stemte nogen imod badebroen?"],
        ),
    ],
)
def test_a_bare_question_word_asks_of_what_its_neighbour_is_about(
    text: str, told: list[str]
) -> None:
    assert of(text) == told

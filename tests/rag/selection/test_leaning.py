"""A sentence that points back is quoted with the one that it points to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.selection.leaning import points_back
from rag.types import Intent, Question
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Strandudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Punkt 1: Fyrtårnet på Nordhuk

09.00.00-P20-1-24

Sagsfremstilling

Fyrtårnet blev tegnet af Malte Skarv i 1911. Taget er utæt, og trappen er rådden.

Linsen fra 1911 sendes til Frankrig for at blive slebet. Dette koster 340.000 kr. og tager et halvt år.

Saltet har tæret på rækværket. Derfor lukkes balkonen for gæster fra april.

Beslutning

Godkendt.
"""


@pytest.fixture(scope="module")
def beach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("fyr"), MINUTES)
    yield archive
    archive.close()


def asked(intent: Intent) -> Question:
    return Question("", "", (intent,))


@pytest.mark.parametrize(
    "text",
    [
        "Denne opgave koster 2 mio. kr.",
        "Dette skyldes, at broen er gammel.",
        "Han deltager ikke i mødet.",
        "Det koster 300 kr.",
        "De skal stå klar i maj.",
        "Heraf er 3 mio. kr. brugt.",
    ],
)
def test_what_is_only_understood_with_the_sentence_before_it_points_back(text: str) -> None:
    assert points_back(asked(Intent.AMOUNT), text)


@pytest.mark.parametrize(
    "text",
    [
        "Det er forvaltningens vurdering, at broen holder.",
        "De nye regler gælder fra maj.",
        "Den gamle bro rives ned.",
        "Det foreslås, at broen rives ned.",
        "Hansen deltager ikke.",
    ],
)
def test_an_article_and_an_empty_subject_do_not(text: str) -> None:
    assert not points_back(asked(Intent.AMOUNT), text)


def test_a_conclusion_points_back_to_its_reason_only_when_the_reason_is_asked_for() -> None:
    text = "Derfor lukkes balkonen."
    assert points_back(asked(Intent.REASON), text)
    assert not points_back(asked(Intent.DATE), text)


def test_a_conclusion_is_known_by_a_word_within_it_too() -> None:
    assert points_back(asked(Intent.REASON), "I 2031 er der derfor ansat en fyrpasser.")
    assert not points_back(asked(Intent.REASON), "Det er derfor at broen er lukket.")
    assert not points_back(asked(Intent.REASON), "I 2031 er der ansat en fyrpasser.")


def test_the_sentence_before_stands_in_the_same_quote(beach: Archive) -> None:
    answer = ask("Hvad koster det at få slebet linsen fra fyrtårnet?", beach)
    assert "Frankrig for at blive slebet. Dette koster 340.000 kr." in answer.text


def test_the_reason_is_quoted_with_what_follows_from_it(beach: Archive) -> None:
    answer = ask("Hvorfor lukkes balkonen på fyrtårnet?", beach)
    assert "Saltet har tæret på rækværket. Derfor lukkes balkonen" in answer.text

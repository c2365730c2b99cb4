"""What is asked of one message among many is told by that message, and is no decision on all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Skærgårdsudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Punkt 1: Tilskud til sejlskibet Havfruen

20.00.00-P20-1-24

Sagsfremstilling

Havfruen får nye sejl. De koster 92.000 kr.

Beslutning

Godkendt.

Punkt 2: Meddelelser og eventuelt

00.22.04-A00-1-24

Beslutning

- Pontonbroen ved Stenhage er udskudt til 2031.
- Der er set 14 mink på Gåseholmen; jægerne har fået besked. De mødes på fredag.
- Legeskibet på Tangskolen er godkendt af tilsynet.

Punkt 3: Orientering fra formanden

00.22.04-A00-1-24

Beslutning

Fyrmesteren går på pension til maj.
Redningshytten har fået nyt tag.
"""


@pytest.fixture(scope="module")
def skerries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("mink"), MINUTES)
    yield archive
    archive.close()


def test_a_message_is_told_alone_and_not_as_decided(skerries: Archive) -> None:
    answer = ask("Hvad sker der med de 14 mink på Gåseholmen?", skerries)
    told = " ".join(c.quote for c in answer.citations)
    assert told == (
        "- Der er set 14 mink på Gåseholmen; jægerne har fået besked. De mødes på fredag."
    )
    assert "sagen" not in answer.text


def test_a_message_that_something_is_put_off_is_no_case_put_off(skerries: Archive) -> None:
    answer = ask("Hvornår kommer pontonbroen ved Stenhage?", skerries)
    assert "2031" in answer.text
    assert "udsatte sagen" not in answer.text
    assert "mink" not in answer.text


def test_without_points_a_line_is_a_message(skerries: Archive) -> None:
    answer = ask("Hvad er der sket med redningshytten?", skerries)
    assert "nyt tag" in answer.text
    assert "pension" not in answer.text


def test_an_item_with_a_matter_is_told_as_decided(skerries: Archive) -> None:
    assert "godkendte sagen" in ask("Hvad sker der med sejlskibet Havfruen?", skerries).text

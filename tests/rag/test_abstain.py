"""When the minutes do not hold the answer it is said, with how far was searched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from index.archive import Archive
from index.build import build
from rag.abstain import chance, threshold
from rag.ask import ask
from rag.signals import NAMES, Signals
from rag.types import Filters, Status
from tests.fakes import WordEmbedder, open_with

ABSENT = [
    "Hvad blev besluttet om letbanen til Kattegatbroen?",
    "Hvem vandt håndboldkampen i lørdags?",
    "Hvor mange elefanter har zoologisk have købt?",
]


@pytest.mark.parametrize("question", ABSENT)
def test_what_is_not_there_is_not_found(town: Archive, question: str) -> None:
    answer = ask(question, town)
    assert answer.status in (Status.NOT_FOUND, Status.DECLINED)
    assert answer.citations == ()


def test_it_is_said_how_far_was_searched(town: Archive) -> None:
    text = ask(ABSENT[0], town).text
    assert "fremgår ikke" in text
    assert "2 møder" in text
    assert "6. marts 2024" in text


def test_no_mark_of_a_source_stands_in_it(town: Archive) -> None:
    text = ask(ABSENT[0], town).text
    assert "[" not in text


def test_limits_that_no_meeting_meets_are_named_as_the_reason(town: Archive) -> None:
    limits = Filters(committee="Havneudvalget", date_from=date(2031, 1, 1))
    answer = ask("Hvad blev besluttet om østmolen?", town, filters=limits)
    assert answer.status is Status.NOT_FOUND
    assert "grænser" in answer.text


def test_a_municipality_that_is_not_in_the_archive_is_named(town: Archive) -> None:
    answer = ask("Hvad har Skanderborg Kommune besluttet om østmolen?", town)
    assert answer.status is Status.NOT_FOUND
    assert "Skanderborg" in answer.text


def test_an_empty_archive_answers_that_it_is_empty(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    archive = open_with(WordEmbedder(), tmp_path_factory.mktemp("empty"))
    build(archive, [])
    answer = ask("Hvad blev besluttet om østmolen?", archive)
    assert answer.status is Status.NOT_FOUND
    assert answer.scope.meetings == 0

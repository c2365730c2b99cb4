"""When a body meets next is told from an agenda, or said not to stand in minutes."""

from __future__ import annotations

from datetime import date

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.catalogue.upcoming import ASKED, next_meeting
from rag.draft import Draft
from rag.question import understand_in
from rag.types import Status


def told(text: str, archive: Archive, today: date) -> Draft:
    return next_meeting(understand_in(archive, text), archive, today)


@pytest.mark.parametrize(
    "question",
    [
        "Hvornår er næste byrådsmøde?",
        "hvornår holder Teknikudvalget sit næste møde",
        "Hvornår mødes udvalget næste gang?",
        "Hvilken dato er det næste ordinære møde i Økonomiudvalget?",
        "When is the next council meeting?",
    ],
)
def test_a_question_for_the_next_meeting_is_known(question: str) -> None:
    assert ASKED.match(question)


@pytest.mark.parametrize(
    "question",
    [
        "Hvornår kommer sagen om broen på næste gang?",
        "Hvornår er næste borgermøde om lokalplanen?",
        "Hvornår blev det besluttet at holde næste møde på skolen?",
        "Hvad skal der ske på næste møde?",
        "Hvornår er det næste opfølgningsmøde om hallen?",
    ],
)
def test_a_question_about_a_matter_is_none(question: str) -> None:
    assert not ASKED.match(question)


def test_a_coming_meeting_is_told_and_cited(island: Archive) -> None:
    draft = told("Hvornår er næste møde i Teknikudvalget?", island, date(2025, 1, 1))
    assert draft.status is Status.ANSWERED
    assert "5. februar 2025" in draft.claims[0].words
    assert [c.committee for c in draft.citations] == ["Teknikudvalget"]


def test_of_meetings_that_are_over_the_latest_is_told_and_no_source_shown(island: Archive) -> None:
    answer = ask("Hvornår er næste møde i Teknikudvalget?", island)
    assert answer.status is Status.NOT_FOUND
    assert "den 5. februar 2025" in answer.text
    assert "mødekalender" in answer.text
    assert not answer.citations

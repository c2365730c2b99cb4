"""A question about what became of a case is answered by its latest word."""

from __future__ import annotations

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.types import Status


@pytest.mark.parametrize(
    "question",
    [
        "Er færgerute 12 nedlagt?",
        "Hvad blev besluttet om færgerute 12?",
        "Sejler færgerute 12 stadig?",
        "Hvorfor nedlagde udvalget færgerute 12?",
    ],
)
def test_the_newest_decision_of_a_case_is_told(island: Archive, question: str) -> None:
    answer = ask(question, island)
    assert answer.status is Status.ANSWERED
    assert str(answer.citations[0].date) == "2025-02-05"
    assert "ikke godkendt" in answer.text
    assert "Udsat" not in answer.text


def test_a_dated_question_keeps_its_meeting(island: Archive) -> None:
    answer = ask("Hvad besluttede udvalget om færgerute 12 på mødet den 4. september 2024?", island)
    assert {str(c.date) for c in answer.citations} == {"2024-09-04"}


def test_a_higher_body_s_decision_goes_before_a_committee_s(island: Archive) -> None:
    answer = ask("Hvad blev besluttet om gangbroen?", island)
    assert answer.citations[0].committee == "Byrådet"


def test_a_status_says_that_nothing_is_newer(island: Archive) -> None:
    answer = ask("Hvad er status på færgerute 12?", island)
    assert "Nyere om sagen fremgår ikke af arkivet, der går til 24. februar 2025." in answer.text


def test_what_others_said_is_not_moved_to_a_later_item(island: Archive) -> None:
    answer = ask("Hvad sagde rederiet om færgerute 12?", island)
    assert any(c.date and c.date.year == 2024 for c in answer.citations)

"""A follow-up that names something asks the same of a new subject, or for a side of the old one."""

from __future__ import annotations

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.types import Turn
from rag.understanding.followup import named

EARLIER = (Turn("Hvad blev besluttet om færgerute 12?", "Teknikudvalget sagde nej."),)


@pytest.mark.parametrize("text", ["Hvad med gangbroen?", "Og gangbroen?", "Hvad så med gangbroen?"])
def test_a_new_subject_takes_the_place_of_the_old(island: Archive, text: str) -> None:
    answer = ask(text, island, history=EARLIER)
    assert {c.title.split(" - ")[0] for c in answer.citations} == {"Gangbro over Strømmen"}
    assert "godkendte" in answer.text


def test_a_side_of_the_old_subject_keeps_it(island: Archive) -> None:
    answer = ask("Hvad med passagererne?", island, history=EARLIER)
    assert answer.understood is not None
    assert "12" in answer.understood.search
    assert answer.citations
    assert all("Færgerute 12" in c.title for c in answer.citations)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Hvad med Kajen?", "Kajen"),
        ("og hvad så med den gamle bro?", "den gamle bro"),
        ("Og molen?", "molen"),
        ("Og hvem var imod?", ""),
        ("Og i 2024?", ""),
        ("Hvad blev besluttet om molen?", ""),
    ],
)
def test_what_a_follow_up_names(text: str, subject: str) -> None:
    assert named(text) == subject


@pytest.mark.parametrize("text", ["Hvad koster gangbroen?", "Tak. Hvad med gangbroen?"])
def test_a_short_question_about_another_case_is_not_answered_from_the_old(
    island: Archive, text: str
) -> None:
    answer = ask(text, island, history=EARLIER)
    assert {c.title.split(" - ")[0] for c in answer.citations} == {"Gangbro over Strømmen"}


@pytest.mark.parametrize("text", ["Og hvad sagde Teknikudvalget?", "Hvem stemte imod?", "Hvorfor?"])
def test_what_names_no_other_case_stays_with_the_old(island: Archive, text: str) -> None:
    answer = ask(text, island, history=EARLIER)
    assert answer.citations
    assert all("Færgerute 12" in c.title for c in answer.citations)


def test_the_meeting_is_the_one_that_the_answer_before_quoted(island: Archive) -> None:
    first = ask("Hvad blev besluttet om gangbroen i Teknikudvalget?", island)
    told = tuple(dict.fromkeys(c.item_id for c in first.citations))
    before = (Turn("Hvad blev besluttet om gangbroen i Teknikudvalget?", first.text, told),)
    answer = ask("Hvem deltog i mødet?", island, history=before)
    assert "Rosa Havn" in answer.text
    assert {c.punkt for c in answer.citations} == {0}
    assert answer.citations[0].date == first.citations[0].date

"""What was decided at a time, or by a body, is told meeting by meeting with the outcomes."""

from __future__ import annotations

import pytest

from index.archive import Archive
from index.store.one_case import is_procedural
from rag.ask import ask
from rag.types import Status


def test_a_month_is_told_meeting_by_meeting_the_newest_first(island: Archive) -> None:
    answer = ask("Hvad blev besluttet i februar 2025?", island)
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith("2 møder fra 5. februar 2025 til 24. februar 2025")
    told = [(c.committee, c.title.split(" - ")[0]) for c in answer.citations]
    assert told == [
        ("Byrådet", "Gangbro over Strømmen"),
        ("Byrådet", "Skøjtebane på torvet"),
        ("Teknikudvalget", "Færgerute 12"),
        ("Teknikudvalget", "Tilskud til foreninger 2025"),
    ]
    assert "(godkendt med ændring)" in answer.text
    assert "(ikke godkendt)" in answer.text


def test_a_year_of_one_body_leaves_other_bodies_out(island: Archive) -> None:
    answer = ask("Hvad har Teknikudvalget vedtaget i 2024?", island)
    assert {c.committee for c in answer.citations} == {"Teknikudvalget"}
    assert {c.date.year for c in answer.citations if c.date} == {2024}


def test_all_that_a_body_decided_is_told_without_a_time(island: Archive) -> None:
    answer = ask("Hvad er besluttet i Teknikudvalget?", island)
    assert len({c.date for c in answer.citations}) == 2


def test_an_approved_refusal_is_told_as_one(island: Archive) -> None:
    answer = ask("Hvad besluttede Teknikudvalget i 2024?", island)
    assert "»Klitvej 8 - ansøgning om lysmast«" in answer.text
    assert "lysmast« [3] (afslag)" in answer.text


def test_the_latest_meeting_is_one_meeting(island: Archive) -> None:
    answer = ask("Hvad skete der på det seneste møde?", island)
    assert {(c.committee, str(c.date)) for c in answer.citations} == {("Byrådet", "2025-02-24")}


def test_a_month_without_meetings_is_said_to_have_none(island: Archive) -> None:
    answer = ask("Hvad blev besluttet i juli 2025?", island)
    assert answer.status is Status.NOT_FOUND
    assert "ingen møder i juli 2025" in answer.text


def test_a_question_with_a_subject_is_no_overview(island: Archive) -> None:
    answer = ask("Hvad blev besluttet om skøjtebanen på torvet i februar 2025?", island)
    assert {c.title for c in answer.citations} <= {"Skøjtebane på torvet"}
    assert "nyeste først" not in answer.text


@pytest.mark.parametrize("title", ["Godkendelse af dagsorden", "Eventuelt", "Underskriftsark"])
def test_standing_items_are_left_out(title: str) -> None:
    assert is_procedural(title)


@pytest.mark.parametrize("title", ["Godkendelse af lokalplan 61", "Orientering om molen"])
def test_items_about_something_are_not(title: str) -> None:
    assert not is_procedural(title)

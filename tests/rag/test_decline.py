"""A limit that nothing can lie within is told, with what there is instead."""

from __future__ import annotations

from datetime import date

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.decline import in_list
from rag.types import Filters, Status


def test_an_unknown_body_is_named_with_those_that_there_are(island: Archive) -> None:
    answer = ask("Hvad blev besluttet?", island, filters=Filters(committee="Tekniskudvalget"))
    assert answer.status is Status.DECLINED
    assert "der hedder »Tekniskudvalget«" in answer.text
    assert "Det har Teknikudvalget og Byrådet." in answer.text


def test_an_unknown_municipality_is_named(island: Archive) -> None:
    answer = ask("Hvad blev besluttet om broen?", island, filters=Filters(municipality="Aaløse"))
    assert answer.status is Status.DECLINED
    assert "ingen referater fra »Aaløse«" in answer.text


def test_a_period_that_ends_before_it_begins_is_said_to(island: Archive) -> None:
    turned = Filters(date_from=date(2025, 3, 1), date_to=date(2025, 1, 1))
    answer = ask("Hvad blev besluttet om broen?", island, filters=turned)
    assert answer.status is Status.DECLINED
    assert "begynder den 1. marts 2025 og slutter den 1. januar 2025" in answer.text


def test_a_municipality_in_the_question_is_no_chosen_limit(island: Archive) -> None:
    answer = ask("Hvad koster rottebekæmpelsen i Tangø Kommune?", island)
    assert answer.status is Status.NOT_FOUND
    assert "valgte" not in answer.text


def test_names_in_a_row() -> None:
    assert in_list([]) == "ingen"
    assert in_list(["Odder"]) == "Odder"
    assert in_list(["Lemvig", "Odder", "Odense"]) == "Lemvig, Odder og Odense"


def test_a_question_that_names_no_case_is_asked_back(town: Archive) -> None:
    answer = ask("Og hvem stemte imod?", town)
    assert answer.status is Status.UNCLEAR
    assert not answer.citations
    assert "Hvilken sag" in answer.text


def test_a_question_that_names_no_meeting_is_given_the_latest_to_choose_from(town: Archive) -> None:
    answer = ask("Hvem deltog i mødet?", town)
    assert answer.status is Status.UNCLEAR
    assert answer.choices[0] == "Kommunalbestyrelsen den 20. marts 2024"
    assert answer.choices[0] in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "hvornår bliver mit affald hentet",
        "Kan I hjælpe mig med min byggesag?",
        "Hvornår åbner svømmehallen på søndag?",
        "Hvordan søger jeg boligstøtte?",
        "Hvad er rådhusets åbningstider?",
    ],
)
def test_one_s_own_matter_is_sent_to_the_municipality(town: Archive, text: str) -> None:
    answer = ask(text, town)
    assert answer.status is Status.DECLINED
    assert "Spørg kommunen" in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "Hvad tager Aaløse i timen for at se på min ansøgning om at bygge i 2024?",
        "Hvornår skal der betales for at ligge i havnen?",
        "Hvad siger reglerne om affald på havnen?",
    ],
)
def test_a_question_about_the_rules_is_looked_up(town: Archive, text: str) -> None:
    assert ask(text, town).status is not Status.DECLINED

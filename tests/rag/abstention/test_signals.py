"""The signals are what they say, on an invented town's two meetings."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from index.archive import Archive
from rag.abstention.signals import Signals, signals_of
from rag.evidence import Evidence, gather
from rag.question import understand
from rag.retrieve import retrieve


def look_up(text: str, town: Archive) -> Evidence:
    first, last = town.period
    question = understand(
        text, bodies=town.bodies, municipalities=town.municipalities, first=first, last=last
    )
    return gather(question, retrieve(question, town), town)


def of(text: str, town: Archive) -> Signals:
    found = look_up(text, town)
    return signals_of(found.question, found, town)


@pytest.mark.parametrize(
    "text",
    [
        "Hvad koster udvidelsen af østmolen?",
        "Hvor mange elefanter bor der på østmolen?",
        "How much does the pier cost?",
        "Hvem?",
        "???",
    ],
)
def test_every_number_is_between_none_and_all(town: Archive, text: str) -> None:
    found = look_up(text, town)
    if found.records:
        numbers = asdict(signals_of(found.question, found, town))
        assert all(0.0 <= value <= 1.0 + 1e-6 for value in numbers.values())


def test_an_item_meets_what_it_is_asked_about_better_than_what_it_is_not(town: Archive) -> None:
    assert (
        of("Hvad koster udvidelsen af østmolen?", town).item
        > of("Hvad koster akvariets elefanter på østmolen?", town).item
    )


def test_a_count_must_stand_by_what_it_counts(town: Archive) -> None:
    assert of("Hvor mange naboer klager over saunaen?", town).asked < 0.5
    assert of("Hvor mange vinterbadere klager over saunaen?", town).asked > 0.5


def test_without_a_value_nothing_is_asked_for(town: Archive) -> None:
    found = of("Hvad blev besluttet om østmolen?", town)
    assert (found.value, found.asked) == (0.0, 0.0)


def test_what_was_decided_about_must_be_in_the_item(town: Archive) -> None:
    assert of("Hvad blev besluttet om minigolfbanen ved østmolen?", town).about == 1.0
    assert of("Hvad blev besluttet om udvidelsen af østmolen?", town).about < 0.5


def test_words_that_the_archive_does_not_know_count_as_unknown(town: Archive) -> None:
    assert of("Hvad blev besluttet om elefanternes akvarium?", town).unknown > 0.0
    assert of("Hvad blev besluttet om østmolen?", town).unknown == 0.0

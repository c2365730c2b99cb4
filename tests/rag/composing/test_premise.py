"""What a question takes for granted is read from its words."""

from __future__ import annotations

import pytest

from rag.composing.premise import EITHER, PRESUMED


@pytest.mark.parametrize(
    "text",
    [
        "Hvorfor nedlagde udvalget bussen?",
        "Hvorfor forlængede byrådet aftalen?",
        "Hvorfor droppede politikerne planen?",
        "Why was the plan rejected?",
    ],
)
def test_a_question_why_a_body_did_something_takes_it_for_granted(text: str) -> None:
    assert PRESUMED.search(text)


@pytest.mark.parametrize("text", ["Hvorfor er vejen lukket?", "Hvorfor koster broen så meget?"])
def test_a_question_why_something_is_so_does_not(text: str) -> None:
    assert not PRESUMED.search(text)


def test_which_way_a_figure_went_is_no_decision() -> None:
    assert EITHER.search("Bliver det dyrere eller billigere at parkere?")
    assert EITHER.search("Er der flere ledige eller færre nu?")
    assert not EITHER.search("Blev forslaget godkendt eller afvist?")

"""What a body writes to others is blanked, and nothing else."""

from __future__ import annotations

import pytest

from index.decision.wording import blank_wording
from index.decisions import read_decision
from index.sentences import split_sentences
from index.types import Outcome


def kept(text: str) -> str:
    blanked = blank_wording(text, split_sentences(text))
    assert len(blanked) == len(text)
    return " ".join(blanked.split())


def test_a_quoted_answer_ends_where_its_quotation_marks_close() -> None:
    text = 'Rådet sendte følgende svar:\n"Vi afviser molen.\n\nVi afviser broen." Sagen udsættes.'
    assert kept(text) == "Rådet sendte følgende svar: Sagen udsættes."


def test_an_answer_on_lines_of_its_own_goes_on_to_a_line_that_decides() -> None:
    text = (
        "Rådet afgav følgende høringssvar:\n\nVi kan ikke støtte molen.\n\nVi afviser broen.\n\n"
        "Herefter blev planen godkendt."
    )
    assert kept(text) == "Rådet afgav følgende høringssvar: Herefter blev planen godkendt."


def test_a_remark_on_the_line_of_its_lead_ends_with_its_paragraph() -> None:
    text = "V fik følgende ført til protokol: Vi kan ikke støtte det.\n\nMolen sælges."
    assert kept(text) == "V fik følgende ført til protokol: Molen sælges."


@pytest.mark.parametrize(
    "text",
    [
        "Udvalget besluttede følgende: Forslaget afvises.",
        "Godkendt med følgende kommentarer:\nAd 1. Godkendt.\nAd 2. Udsat.",
        "Høringssvarene blev drøftet. Molen kan ikke anbefales.",
    ],
)
def test_what_is_decided_point_by_point_or_without_such_a_text_is_kept(text: str) -> None:
    assert kept(text) == " ".join(text.split())


@pytest.mark.parametrize("body", ["Seniorrådet", "Havnby Ældreråd", "Handicaprådet"])
def test_a_council_approves_the_answer_it_gives_whatever_it_says(body: str) -> None:
    name = body.split()[-1].removesuffix("et") + "et"
    text = f"{name} afgiver følgende høringssvar:\n{name} kan ikke anbefale, at molen nedlægges."
    assert read_decision(text, 0, body=body, date=None).outcomes == (Outcome.APPROVED,)
    alone = f"{name} kan ikke anbefale, at molen nedlægges."
    assert read_decision(alone, 0, body=body, date=None).outcomes == (Outcome.REJECTED,)
    other = read_decision(f"{alone}\nTaget til efterretning.", 0, body="Byrådet", date=None)
    assert other.outcomes == (Outcome.NOTED,)

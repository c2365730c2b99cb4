"""Whether an approval is a no: only when all that was recommended was to refuse."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.refusal import refuses, shown_outcomes
from index.types import Decision, Item, Outcome, PointOutcome, Section, SectionKind

GODKENDT = Decision("Havneudvalget", None, (Outcome.APPROVED,), "Godkendt.", 0, 9)


def item(recommendation: str, decision: Decision = GODKENDT) -> Item:
    section = Section(
        SectionKind.RECOMMENDATION, "Indstilling", recommendation, 0, len(recommendation)
    )
    return Item(4, "4", "Sauna", None, True, 0, 0, 0, 0, sections=(section,), decisions=(decision,))


@pytest.mark.parametrize(
    "recommendation",
    [
        "- at der meddeles afslag på ansøgningen.",
        "Forvaltningen indstiller,\n1. at støtten afslås,\n2. at klagen afvises.",
        "Forvaltningen indstiller, at der ikke gives dispensation.",
        "Det indstilles, at forslaget ikke realitetsbehandles, da saunaen findes.",
        "at ansøgningen om en sauna ikke videreføres.",
        "at klagen over saunaen ikke tages til følge.",
    ],
)
def test_an_approved_recommendation_to_refuse_is_shown_as_a_refusal(recommendation: str) -> None:
    assert refuses(item(recommendation), GODKENDT)
    assert shown_outcomes(item(recommendation)) == (Outcome.REFUSAL,)


@pytest.mark.parametrize(
    ("second", "refusal"), [(Outcome.APPROVED, True), (Outcome.POSTPONED, False)]
)
def test_a_refusal_that_is_approved_point_by_point_is_one(second: Outcome, refusal: bool) -> None:
    points = (
        PointOutcome("1", (Outcome.APPROVED,), "1. Godkendt."),
        PointOutcome("2", (second,), "2. Godkendt."),
    )
    by_points = replace(GODKENDT, points=points)
    assert refuses(item("1. at støtten afslås,\n2. at klagen afvises."), by_points) is refusal


@pytest.mark.parametrize(
    "recommendation",
    [
        "- at saunaen godkendes.",
        "1. at saunaen godkendes,\n2. at klagen afvises.",
        "at forslaget sendes i høring, og at der ikke laves en miljøvurdering.",
    ],
)
def test_an_approval_of_anything_else_stays_an_approval(recommendation: str) -> None:
    assert shown_outcomes(item(recommendation)) == (Outcome.APPROVED,)


def test_what_is_not_simply_approved_is_shown_as_it_is_printed() -> None:
    rejected = Decision("Havneudvalget", None, (Outcome.REJECTED,), "Ikke godkendt.", 0, 14)
    assert shown_outcomes(item("- at der gives afslag.", rejected)) == (Outcome.REJECTED,)


def test_another_body_s_approval_is_not_read_as_a_refusal_of_this_one() -> None:
    other = Decision("Byrådet", None, (Outcome.APPROVED,), "Godkendt.", 0, 9, own=False)
    assert not refuses(item("- at der gives afslag.", other), other)

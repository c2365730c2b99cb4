"""Whether an approval is a no: only when all that was recommended was to refuse."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.decision.refusal import advises_not, refuses, shown_outcomes, shown_points
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
    printed = rejected("Ikke godkendt.")
    assert shown_outcomes(item("- at saunaen godkendes.", printed)) == (Outcome.REJECTED,)


def test_a_refusal_that_was_recommended_and_not_followed_is_no_no() -> None:
    ignored = rejected("Ikke godkendt.")
    assert shown_outcomes(item("- at der gives afslag.", ignored)) == (Outcome.OVERRULED,)


def test_another_body_s_approval_is_not_read_as_a_refusal_of_this_one() -> None:
    other = Decision("Byrådet", None, (Outcome.APPROVED,), "Godkendt.", 0, 9, own=False)
    assert not refuses(item("- at der gives afslag.", other), other)


def rejected(text: str) -> Decision:
    return Decision("Havneudvalget", None, (Outcome.REJECTED,), text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("Havneudvalget kan ikke anbefale indstillingen, da saunaen er for dyr.", True),
        ("Indstillingen blev ikke anbefalet.", True),
        ("Ikke godkendt. Ulla Dam (C) kan ikke anbefale, at sagen går videre.", False),
        ("Indstillingen blev forkastet. Saunaen er for dyr.", False),
    ],
)
def test_a_no_of_who_only_advises_is_shown_as_advice(text: str, advice: bool) -> None:
    assert advises_not(rejected(text)) is advice
    shown = Outcome.ADVISED_AGAINST if advice else Outcome.REJECTED
    assert shown_outcomes(item("at saunaen godkendes.", rejected(text))) == (shown,)


def by_points(*points: PointOutcome) -> Item:
    done = tuple(dict.fromkeys(outcome for point in points for outcome in point.outcomes))
    text = " ".join(point.text for point in points)
    return item(
        "1. at saunaen godkendes.", replace(GODKENDT, outcomes=done, points=points, text=text)
    )


def test_points_that_ended_differently_are_told_apart() -> None:
    yes = PointOutcome("1", (Outcome.RECOMMENDED,), "Ad 1: Anbefales.")
    no = PointOutcome("2", (Outcome.REJECTED,), "Ad 2: Kan ikke anbefales.")
    told = shown_points(by_points(yes, no))
    assert [(point.point, point.outcomes) for point in told] == [
        ("1", (Outcome.RECOMMENDED,)),
        ("2", (Outcome.ADVISED_AGAINST,)),
    ]
    assert shown_points(by_points(yes, replace(yes, point="2"))) == ()
    assert shown_points(by_points(yes, no, replace(yes, point="2"))) == ()


def test_a_point_says_nothing_of_what_was_decided_besides() -> None:
    decision = replace(
        GODKENDT,
        outcomes=(Outcome.APPROVED, Outcome.WITHDRAWN),
        points=(PointOutcome("7", (Outcome.WITHDRAWN,), "Punkt 7 udgår."),),
    )
    assert shown_points(item("at saunaen godkendes.", decision)) == ()

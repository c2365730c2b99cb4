"""Own questions become weights; what is settled without weighing is not fitted to."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import numpy as np
import pytest

from eval.calibrate import Case, as_toml, curve, fitted, training
from eval.gold import load_questions
from eval.logistic import Model
from rag.abstention.signals import NAMES

ZERO = (0.0,) * len(NAMES)
ITEM = (1.0, *ZERO[1:])
CASES = [
    Case("a", True, True, False, (ITEM,)),
    Case("b", True, False, False, (ITEM,)),
    Case("c", False, False, False, (ZERO,)),
    Case("d", True, True, True),
    Case("e", False, False, False),
]
MODEL = Model(np.array([4.0, *ZERO[1:]]), -2.0)


def test_settled_questions_and_wrongly_found_ones_are_not_fitted_to() -> None:
    rows, labels = training(CASES)
    assert rows.shape == (2, len(NAMES))
    assert labels.tolist() == [True, False]


def test_settled_questions_count_in_the_rates() -> None:
    assert curve("x", CASES, MODEL, 0.5).used == (1.0, 1.0)


def test_the_likelier_part_of_a_question_decides() -> None:
    two = Case("f", True, True, False, (ZERO, ITEM))
    assert curve("x", [two, CASES[2]], MODEL, 0.5).used == (1.0, 1.0)
    rows, _ = training([two], MODEL)
    assert rows.tolist() == [list(ITEM)]
    assert training([two])[0].tolist() == [list(ZERO)]


def test_choosing_and_fitting_take_turns_until_the_choice_stands() -> None:
    yes = [Case(f"y{n}", True, True, False, (ITEM,)) for n in range(6)]
    no = [Case(f"n{n}", False, False, False, (ZERO,)) for n in range(6)]
    two = Case("f", True, True, False, (ZERO, ITEM))
    rows, labels, model = fitted([*yes, *no, two])
    assert rows[-1].tolist() == list(ITEM)
    assert labels.sum() == 7
    assert np.array_equal(training([two], model)[0][0], rows[-1])


def test_a_threshold_above_all_chances_refuses_all() -> None:
    assert curve("x", CASES, MODEL, 0.5).points[-1] == (0.0, 1.0)


def test_what_is_written_is_what_the_engine_reads() -> None:
    read = tomllib.loads(as_toml(MODEL, 0.25))
    assert read["threshold"] == 0.25
    assert tuple(read["weights"]) == ("bias", *NAMES)
    assert read["weights"]["item"] == 4.0


@pytest.mark.parametrize("name", ["abstain_greve", "abstain_seeds"])
def test_own_questions_are_half_without_an_answer(name: str) -> None:
    asked = load_questions(Path("eval/data") / f"{name}.jsonl")
    share = sum(question.answerable for question in asked) / len(asked)
    assert 0.4 <= share <= 0.6
    assert all(bool(question.gold) == question.answerable for question in asked)


@pytest.mark.parametrize("name", ["dev", "greve"])
def test_no_own_question_is_one_of_those_that_are_only_measured(name: str) -> None:
    path = Path("../shared/eval") / f"{name}.jsonl"
    if not path.exists():
        pytest.skip("../shared is not here")
    lines = path.read_text(encoding="utf-8").splitlines()
    measured = {json.loads(line)["question"].casefold() for line in lines}
    for own in ("abstain_greve", "abstain_seeds"):
        asked = load_questions(Path("eval/data") / f"{own}.jsonl")
        assert not measured & {question.question.casefold() for question in asked}

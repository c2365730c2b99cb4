"""The model finds what was put in, and treats few noes as it treats many."""

from __future__ import annotations

import numpy as np
import pytest

from eval.logistic import area, crossed, fit

RANDOM = np.random.default_rng(7)
ROWS = RANDOM.normal(size=(400, 3))
LABELS = ROWS[:, 0] - 0.5 * ROWS[:, 1] + 0.3 * RANDOM.normal(size=400) > 0


def test_weights_have_the_signs_and_order_that_made_the_labels() -> None:
    weights = fit(ROWS, LABELS, 1.0).weights
    assert weights[0] > -weights[1] > abs(weights[2])


def test_a_column_that_never_varies_weighs_nothing() -> None:
    rows = np.column_stack([ROWS, np.full(400, 5.0)])
    assert fit(rows, LABELS, 1.0).weights[3] == 0.0


def test_the_scale_of_a_column_does_not_change_the_chances() -> None:
    scaled = ROWS * np.array([1000.0, 1.0, 0.01])
    expected = fit(ROWS, LABELS, 3.0).chances(ROWS)
    assert np.allclose(fit(scaled, LABELS, 3.0).chances(scaled), expected)


def test_a_heavier_ridge_makes_lighter_weights() -> None:
    assert abs(fit(ROWS, LABELS, 50.0).weights[0]) < abs(fit(ROWS, LABELS, 1.0).weights[0])


def test_few_noes_count_as_much_as_many() -> None:
    rows = np.vstack([ROWS, np.repeat(ROWS[LABELS], 9, axis=0)])
    labels = np.concatenate([LABELS, np.ones(9 * LABELS.sum(), dtype=bool)])
    middle = float(fit(rows, labels, 1.0).chances(np.zeros((1, 3)))[0])
    assert middle == pytest.approx(0.5, abs=0.2)


def test_labels_of_one_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="both"):
        fit(ROWS, np.ones(400, dtype=bool), 1.0)


def test_held_out_chances_of_noise_tell_nothing() -> None:
    noise = RANDOM.normal(size=(400, 3))
    assert area(crossed(noise, LABELS, 1.0, 10), LABELS) == pytest.approx(0.5, abs=0.1)


def test_the_area_is_worked_by_hand() -> None:
    chances = np.array([0.9, 0.4, 0.4, 0.1])
    labels = np.array([True, True, False, False])
    assert area(chances, labels) == pytest.approx((1 + 1 + 0.5 + 1) / 4)

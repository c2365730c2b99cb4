"""Rows of numbers and yes or no -> a logistic model, fitted by Newton's method with a ridge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Labels = NDArray[np.bool_]

STEPS = 50
SMALL = 1e-9


@dataclass(frozen=True, slots=True)
class Model:
    """One weight a column, on the columns as they are, and the bias."""

    weights: Matrix
    bias: float

    def chances(self, rows: Matrix) -> Matrix:
        """The chance of yes of each row, 0..1, shape (n,)."""
        return np.asarray(1.0 / (1.0 + np.exp(-(rows @ self.weights + self.bias))))


def fit(rows: Matrix, labels: Labels, ridge: float) -> Model:
    """The model of rows (n, d); yes and no count equally much in sum.

    The penalty is `ridge` times half the squared weights of the columns brought to one spread;
    the bias goes free. A column that never varies weighs nothing. Raises ValueError unless
    there are both yes and no.
    """
    if labels.all() or not labels.any():
        raise ValueError("both yes and no are needed")
    middle, spread = rows.mean(axis=0), rows.std(axis=0)
    spread = np.where(spread > SMALL, spread, np.inf)
    x = np.column_stack([(rows - middle) / spread, np.ones(len(rows))])
    share = np.where(labels, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    penalty = np.append(np.full(rows.shape[1], ridge), 0.0)
    beta = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-(x @ beta)))
        slope = x.T @ (share * (p - labels)) + penalty * beta
        curve = (x * (share * p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        beta -= step
        if np.abs(step).max() < SMALL:
            break
    weights = beta[:-1] / spread
    return Model(weights, float(beta[-1] - weights @ middle))


def crossed(rows: Matrix, labels: Labels, ridge: float, folds: int, seed: int = 0) -> Matrix:
    """Each row's chance by a model that has not seen its fold, shape (n,).

    Yes and no are dealt out evenly over the folds.
    """
    fold = np.empty(len(rows), dtype=int)
    shuffle = np.random.default_rng(seed)
    for label in (True, False):
        mine = shuffle.permutation(np.flatnonzero(labels == label))
        fold[mine] = np.arange(len(mine)) % folds
    chances = np.empty(len(rows))
    for n in range(folds):
        out = fold == n
        chances[out] = fit(rows[~out], labels[~out], ridge).chances(rows[out])
    return chances


def area(chances: Matrix, labels: Labels) -> float:
    """How often a yes has a greater chance than a no, ties half (the area under the ROC curve)."""
    yes, no = chances[labels], chances[~labels]
    above = (yes[:, None] > no[None, :]).mean() + 0.5 * (yes[:, None] == no[None, :]).mean()
    return float(above)

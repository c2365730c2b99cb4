"""Ranked lists and lists of numbers -> figures. Pure functions.

A question's gold items are alternatives: any of them is acceptable evidence. `recall_at` is
therefore 1 when any stands among the first k (the "hit rate" or "success" of the trade), and
`coverage_at` is the share of them that does (what the trade calls recall).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over n questions with its 95 % interval; `n` 0 has a mean of 0."""

    mean: float
    low: float
    high: float
    n: int


def recall_at(found: Sequence[Hashable], gold: Collection[Hashable], k: int) -> float:
    """1.0 when any gold stands among the first k found, else 0.0."""
    return float(any(place in gold for place in found[:k]))


def coverage_at(found: Sequence[Hashable], gold: Collection[Hashable], k: int) -> float:
    """The share of gold that stands among the first k found; 0.0 without gold."""
    wanted = set(gold)
    return len(wanted.intersection(found[:k])) / len(wanted) if wanted else 0.0


def reciprocal_rank(found: Sequence[Hashable], gold: Collection[Hashable], k: int = 10) -> float:
    """1 / the rank of the first gold among the first k found, 0.0 when there is none."""
    ranks = (rank for rank, place in enumerate(found[:k], 1) if place in gold)
    return 1.0 / next(ranks, math.inf)


def ndcg(found: Sequence[Hashable], gold: Collection[Hashable], k: int = 10) -> float:
    """Normalised discounted cumulative gain with gains of 0 and 1 (Järvelin, Kekäläinen 2002).

    A place that is found twice counts once.
    """
    wanted = set(gold)
    if not wanted:
        return 0.0
    unique = list(dict.fromkeys(found))[:k]
    gain = sum(1 / math.log2(rank + 1) for rank, p in enumerate(unique, 1) if p in wanted)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(wanted), k) + 1))
    return gain / best


def figure(values: Sequence[float], *, rounds: int = 2000, seed: int = 7) -> Figure:
    """The mean with its 95 % percentile-bootstrap interval over questions.

    The same values in the same order give the same interval.
    """
    if not values:
        return Figure(0.0, 0.0, 0.0, 0)
    sample = np.asarray(values, dtype=np.float64)
    picks = np.random.default_rng(seed).integers(0, sample.size, size=(rounds, sample.size))
    low, high = np.percentile(sample[picks].mean(axis=1), [2.5, 97.5])
    return Figure(float(sample.mean()), float(low), float(high), int(sample.size))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0..100) of the values lie, interpolated; 0.0 of none."""
    return float(np.percentile(np.asarray(values, dtype=np.float64), share)) if values else 0.0

"""The retrieval measures against hand-worked numbers and against ranx."""

from __future__ import annotations

import math
import random

import pytest

from eval.metrics import coverage_at, figure, ndcg, percentile, recall_at, reciprocal_rank

FOUND = ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("k", "recall", "coverage"), [(1, 0.0, 0.0), (2, 1.0, 0.5), (3, 1.0, 0.5), (4, 1.0, 1.0)]
)
def test_recall_asks_for_any_gold_and_coverage_for_all(
    k: int, recall: float, coverage: float
) -> None:
    assert recall_at(FOUND, {"b", "d"}, k) == recall
    assert coverage_at(FOUND, {"b", "d"}, k) == coverage


def test_reciprocal_rank_is_that_of_the_first_gold() -> None:
    assert reciprocal_rank(FOUND, {"b", "d"}) == 0.5
    assert reciprocal_rank(FOUND, {"d"}) == 0.25
    assert reciprocal_rank(FOUND, {"d"}, k=3) == 0.0
    assert reciprocal_rank(FOUND, {"x"}) == 0.0


def test_ndcg_by_hand() -> None:
    second, fourth = 1 / math.log2(3), 1 / math.log2(5)
    assert ndcg(FOUND, {"b", "d"}) == pytest.approx((second + fourth) / (1 + second))
    assert ndcg(FOUND, {"a", "b"}) == pytest.approx(1.0)
    assert ndcg(FOUND, {"x"}) == 0.0


def test_ndcg_does_not_count_a_place_twice() -> None:
    assert ndcg(["a", "a"], {"a", "b"}) == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_more_gold_than_ranks_can_still_be_perfect() -> None:
    assert ndcg(list(range(10)), set(range(30))) == pytest.approx(1.0)


@pytest.mark.parametrize("found", [[], ["a"]])
def test_nothing_to_find_is_zero_not_an_error(found: list[str]) -> None:
    assert recall_at(found, set(), 5) == 0.0
    assert coverage_at(found, set(), 5) == 0.0
    assert reciprocal_rank(found, set()) == 0.0
    assert ndcg(found, set()) == 0.0


def test_the_measures_agree_with_ranx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")  # compiling takes a minute, running no time
    ranx = pytest.importorskip("ranx")
    chance = random.Random(5)
    places = [f"p{n}" for n in range(40)]
    gold = {f"q{q}": set(chance.sample(places, chance.randint(1, 12))) for q in range(40)}
    found = {q: chance.sample(places, chance.randint(1, 30)) for q in gold}
    qrels = ranx.Qrels({q: dict.fromkeys(wanted, 1) for q, wanted in gold.items()})
    run = ranx.Run({q: {p: 1.0 / (n + 1) for n, p in enumerate(f)} for q, f in found.items()})
    names = ["hit_rate@3", "recall@5", "mrr@10", "ndcg@10"]
    theirs = ranx.evaluate(qrels, run, names)
    ours = {
        "hit_rate@3": [recall_at(found[q], gold[q], 3) for q in gold],
        "recall@5": [coverage_at(found[q], gold[q], 5) for q in gold],
        "mrr@10": [reciprocal_rank(found[q], gold[q]) for q in gold],
        "ndcg@10": [ndcg(found[q], gold[q]) for q in gold],
    }
    for name in names:
        assert sum(ours[name]) / len(gold) == pytest.approx(theirs[name]), name


def test_the_interval_holds_the_mean_and_is_the_same_every_time() -> None:
    values = [1.0] * 60 + [0.0] * 40
    first = figure(values)
    assert first == figure(values)
    assert first.mean == pytest.approx(0.6)
    assert first.n == 100
    # the normal approximation: .6 +- 1.96 * sqrt(.6 * .4 / 100) = .504 to .696
    assert first.low == pytest.approx(0.504, abs=0.02)
    assert first.high == pytest.approx(0.696, abs=0.02)


def test_equal_values_leave_no_doubt_and_none_no_figure() -> None:
    assert figure([1.0, 1.0]).low == figure([1.0, 1.0]).high == 1.0
    assert figure([]).n == 0


def test_percentiles_by_hand() -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], 50) == 2.5
    assert percentile([float(n) for n in range(101)], 95) == 95.0
    assert percentile([], 95) == 0.0

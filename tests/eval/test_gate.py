"""The regression gate: figures against stored bounds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.gate import Bounds, fallen, figures_of, load_bounds
from eval.gold import Expect, GoldError, GoldItem, GoldQuestion
from eval.run import answers, retrieval

QUESTION = GoldQuestion("q", "?", "fact", True, Expect.ANSWER, (GoldItem("a.txt", 1),))


def test_a_figure_may_stand_still_or_rise_but_not_fall() -> None:
    bounds = Bounds(least={"mrr@10": 0.9})
    assert not fallen({"mrr@10": 0.9}, bounds)
    assert not fallen({"mrr@10": 0.95}, bounds)
    assert fallen({"mrr@10": 0.89}, bounds) == ("mrr@10 er 0.89, skal mindst være 0.9.",)


def test_a_count_may_not_rise() -> None:
    bounds = Bounds(most={"false sources": 0})
    assert not fallen({"false sources": 0}, bounds)
    assert fallen({"false sources": 1}, bounds) == ("false sources er 1, må højst være 0.",)


def test_a_bound_on_what_was_not_measured_is_broken() -> None:
    assert "ikke målt" in fallen({}, Bounds(least={"mrr@10": 0.0}))[0]


def test_reports_of_both_kinds_have_figures_for_the_gate() -> None:
    found = figures_of(retrieval([QUESTION], lambda asked: [("a.txt", 1)]))
    assert found["recall@1"] == 1.0
    assert found["ms p95"] >= 0
    told = figures_of(answers([QUESTION], lambda asked: {"status": "not_found", "text": "Nej."}))
    assert told["correct"] == 0.0
    assert told["false sources"] == 0.0


def test_bounds_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "bounds.json"
    path.write_text(json.dumps({"least": {"correct": 0.8}}), encoding="utf-8")
    assert load_bounds(path) == Bounds({"correct": 0.8}, {})


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"least": {"x": "høj"}}', '{"least": [1]}'])
def test_a_file_without_bounds_is_refused_rather_than_passed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bounds.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match=r"bounds\.json"):
        load_bounds(path)

"""Token ids are cut, batched and computed without losing or mixing rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from index.encoding.encoder import (
    PRECISIONS,
    Encoder,
    batches,
    choose_precision,
    record_choice,
    recorded_choice,
    windows,
)


class Echo(torch.nn.Module):
    """A model whose vector turns with its one weight: `spread` says how much rounding matters."""

    def __init__(self, spread: float) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(torch.tensor(1.01))
        self.spread = spread

    def forward(self, features: dict[str, Any]) -> dict[str, Any]:
        angle = (self.weight - 1.0) * self.spread
        vector = torch.stack([torch.cos(angle), torch.sin(angle)])
        return {"sentence_embedding": vector.expand(len(features["input_ids"]), 2)}


def row(length: int) -> list[int]:
    return [0, *range(100, 100 + length), 2]


@pytest.mark.parametrize("length", [0, 1, 7, 8, 9, 16, 17, 40])
def test_windows_hold_every_token_once_between_special_tokens(length: int) -> None:
    cut = list(windows([row(length)], size=10))

    assert [token for window in cut for token in window.ids[1:-1]] == row(length)[1:-1]
    assert all(window.ids[0] == 0 and window.ids[-1] == 2 for window in cut)
    assert max(len(window.ids) for window in cut) <= 10
    assert [window.last for window in cut] == [False] * (len(cut) - 1) + [True]


def test_a_row_that_fits_is_one_window_as_it_was() -> None:
    assert [window.ids for window in windows([row(8), row(3)], size=10)] == [row(8), row(3)]


def test_batches_stay_within_their_budget_with_padding_counted() -> None:
    cut = list(windows([row(n) for n in (3, 30, 5, 5, 1, 28, 12)], size=64))

    made = list(batches(cut, budget=64))

    assert sorted(w.row for batch in made for w in batch) == list(range(7))
    assert all(len(batch) * len(batch[0].ids) <= 64 for batch in made)
    assert len(made) == 3


def test_a_window_over_the_budget_still_gets_its_turn() -> None:
    cut = list(windows([row(50), row(2)], size=64))

    assert [[w.row for w in batch] for batch in batches(cut, budget=10)] == [[0], [1]]


def test_no_windows_make_no_batches() -> None:
    assert list(batches([], budget=10)) == []


@pytest.mark.parametrize("precision", PRECISIONS)
def test_vectors_have_unit_length_in_every_precision(precision: str) -> None:
    encoder = Encoder(Echo(spread=100.0), precision)

    vectors = encoder.forward([row(3), row(5)])

    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0, 1.0], abs=1e-6)


def test_a_precision_that_changes_the_vectors_is_not_chosen() -> None:
    encoder, figures = choose_precision(Echo(spread=3000.0), [row(3)])

    assert encoder.precision == "float32"
    assert figures == {} or figures["cosine"] < 0.999


def test_the_measurement_says_how_fast_each_precision_was() -> None:
    encoder, figures = choose_precision(Echo(spread=0.0), [row(3)])

    if not figures:
        pytest.skip("this processor has nothing to choose between")
    assert figures["cosine"] == pytest.approx(1.0, abs=1e-3)
    assert encoder.precision == max(("float32", "bfloat16"), key=lambda name: figures[name])


def test_a_choice_is_remembered_on_the_same_machine(tmp_path: Path) -> None:
    file = tmp_path / "choice.json"

    record_choice(file, "bfloat16", {"cosine": 0.9999})

    assert recorded_choice(file) == "bfloat16"
    assert [path.name for path in tmp_path.iterdir()] == ["choice.json"]


def test_a_choice_of_another_machine_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "choice.json"
    record_choice(file, "bfloat16", {})
    moved = json.loads(file.read_text(encoding="utf-8")) | {"machine": "another"}
    file.write_text(json.dumps(moved), encoding="utf-8")

    assert recorded_choice(file) is None


@pytest.mark.parametrize("content", ["", "[]", "null", '{"machine": 3}', '{"precision": "float8"}'])
def test_a_damaged_record_is_no_record(tmp_path: Path, content: str) -> None:
    file = tmp_path / "choice.json"
    file.write_text(content, encoding="utf-8")

    assert recorded_choice(file) is None


def test_a_cache_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    file = tmp_path / "missing" / "choice.json"

    record_choice(file, "float32", {})

    assert recorded_choice(file) is None

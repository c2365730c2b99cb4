"""A conversation comes in many shapes, and none of them may break a question."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import ArchiveError
from rag.history import read_history, turns
from rag.types import Turn

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    "rows",
    [
        [{"question": "Hvad med molen?", "answer": "Udsat."}],
        [["Hvad med molen?", "Udsat."]],
        [
            {"role": "user", "content": "Hvad med molen?"},
            {"role": "assistant", "content": "Udsat."},
        ],
    ],
)
def test_every_shape_is_one_turn(rows: list[object]) -> None:
    assert turns(rows) == (Turn("Hvad med molen?", "Udsat."),)


def test_questions_alone_are_turns_without_answers() -> None:
    assert turns(["Hvad med molen?", "Og kajen?"]) == (Turn("Hvad med molen?"), Turn("Og kajen?"))


def test_the_items_of_an_answer_are_kept() -> None:
    (turn,) = turns([{"question": "Hvad?", "items": ["a/1", "a/2"]}])
    assert turn.items == ("a/1", "a/2")


def test_an_answer_before_any_question_is_passed_over() -> None:
    assert turns([{"role": "assistant", "content": "Hej"}]) == ()


@given(rows=JSON)
def test_whatever_json_it_is_it_becomes_turns(rows: object) -> None:
    assert all(isinstance(turn, Turn) for turn in turns(rows))


def test_a_file_that_cannot_be_read_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"samtale\.json"):
        read_history(tmp_path / "samtale.json")
    (tmp_path / "samtale.json").write_text("{")
    with pytest.raises(ArchiveError, match=r"samtale\.json"):
        read_history(tmp_path / "samtale.json")


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "samtale.json"
    file.write_text(json.dumps([["Æblehaven?", "Godkendt."]]), encoding="utf-8")
    assert read_history(file) == (Turn("Æblehaven?", "Godkendt."),)

"""A hundred and more sentences of decisions, over all classes, written before they were read."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.decisions import read_decision
from index.types import Outcome

LINES = [
    line
    for line in Path(__file__).with_name("decision_sentences.txt").read_text("utf-8").split("\n")
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.partition("\t")[2][:40])
def test_the_outcome_of_a_sentence_is_the_one_a_reader_gives(line: str) -> None:
    readings, text = line.split("\t")
    found = {
        outcome.name for outcome in read_decision(text, 0, body="Udvalget", date=None).outcomes
    }
    assert found in [set(reading.split(",")) for reading in readings.split("/")]


def test_the_list_has_every_class() -> None:
    told = {name for line in LINES for name in line.split("\t")[0].replace("/", ",").split(",")}
    assert len(told) >= 14
    assert told <= {outcome.name for outcome in Outcome}

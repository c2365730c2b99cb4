"""What a reader sees of a report: Danish tables, Markdown, JSON."""

from __future__ import annotations

import io
import json

from rich.console import Console

from eval.gold import Expect, GoldItem, GoldQuestion
from eval.judge import Stage
from eval.run import answers, retrieval
from eval.show import (
    answers_markdown,
    by_stage,
    failures_markdown,
    print_answers,
    print_retrieval,
    report_json,
    retrieval_markdown,
)

FOUND = GoldQuestion(
    "q1", "Hvad kostede [red]broen?", "amount", True, Expect.ANSWER, (GoldItem("a.txt", 1, "Pris"),)
)
LOST = GoldQuestion(
    "q2",
    "Hvor ligger den?",
    "fact",
    True,
    Expect.ANSWER,
    (GoldItem("a.txt", 2, "Sted"),),
    (("her",),),
)
SEARCHED = retrieval(
    [FOUND, LOST], lambda asked: [("a.txt", 1, "Pris")] if asked["id"] == "q1" else []
)
TOLD = answers(
    [FOUND, LOST],
    lambda asked: {
        "status": "answered",
        "text": "Den kostede 5 kr. [1]",
        "citations": [{"file": "a.txt", "punkt": 1, "heading": "Pris", "quote": "5 kr."}],
        "retrieved": [{"file": "a.txt", "punkt": 1}, {"file": "a.txt", "punkt": 2}],
    },
)


def printed(show: object, report: object) -> str:
    console = Console(file=io.StringIO(), width=200)
    assert callable(show)
    show(report, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_search_is_shown_by_type_on_items_and_sections_with_its_misses() -> None:
    text = printed(print_retrieval, SEARCHED)
    assert "Søgning" in text
    assert "Samme, på afsnit" in text
    assert "amount" in text
    assert "q2 (fact) ikke blandt de ti: Hvor ligger den?" in text
    assert "svartid" in text


def test_answers_are_shown_with_counts_and_each_failure_in_full() -> None:
    text = printed(print_answers, TOLD)
    assert "falske kilder ved afståelse: 0" in text
    assert "q2 (fact): Hvor ligger den?" in text
    assert "  ! Mangler: her." in text
    assert "  svar [answered, 4 ord]: Den kostede 5 kr. [1]" in text
    assert "  guld: a.txt punkt 2 Sted" in text


def test_failures_are_grouped_by_the_part_that_failed() -> None:
    assert {stage: len(found) for stage, found in by_stage(TOLD.failures).items()} == {
        Stage.SELECTION: 1
    }
    assert failures_markdown(TOLD).startswith("**selection** (1)\n\n- `q2` (fact) Mangler: her.")


def test_no_failures_are_said_to_be_none() -> None:
    assert failures_markdown(answers([], lambda asked: {})) == "None."


def test_markdown_has_one_row_a_group_and_the_latency() -> None:
    lines = retrieval_markdown(SEARCHED).split("\n")
    assert lines[2].startswith("| all | 2 | 0.500 |")
    assert lines[-1].startswith("Latency: p50 ")
    told = answers_markdown(TOLD)
    assert "| amount | 1 | 1.000 |" in told
    assert "false sources 0" in told


def test_the_json_report_is_json_and_says_what_made_it() -> None:
    made = json.loads(json.dumps(report_json(TOLD, {"commit": "abc"}), ensure_ascii=False))
    assert made["commit"] == "abc"
    assert made["groups"]["alle"]["correct"]["mean"] == 0.5
    assert made["failures"][0]["verdict"]["id"] == "q2"
    assert made["verdicts"][0]["correct"] is True

"""Whole runs over a few invented questions with systems that are functions."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from eval.gold import Asked, Expect, GoldItem, GoldQuestion
from eval.run import ALL, STANDALONE, Found, answers, grouped, latency, retrieval, score

HERE = GoldItem("a.txt", 1, "Beslutning", "Beslutning")


def question(name: str, type_: str = "decision") -> GoldQuestion:
    return GoldQuestion(name, f"{name}?", type_, True, Expect.ANSWER, (HERE,))


FIRST = question("first")
SECOND = question("second", "amount")
FOLLOWUP = replace(question("followup", "followup"), history=(("user", "Og broen?"),))
NEVER = GoldQuestion("never", "never?", "unanswerable", False, Expect.ABSTAIN)
RANKED: dict[str, Found] = {
    "first": [("a.txt", 1), ("a.txt", 2)],
    "second": [("a.txt", 2), ("a.txt", 2), ("a.txt", "1")],
    "followup": [("b.txt", 1)],
}


def search(asked: Asked) -> Found:
    return RANKED[asked["id"]]


def test_items_are_ranked_once_each_and_reported_by_type() -> None:
    report = retrieval([FIRST, SECOND, FOLLOWUP, NEVER], search)
    assert report.groups[STANDALONE]["mrr@10"].mean == pytest.approx(0.75)
    assert report.groups[ALL]["recall@1"].mean == pytest.approx(1 / 3)
    assert report.groups["amount"]["recall@1"].mean == 0.0
    assert report.groups["amount"]["recall@3"].mean == 1.0
    assert report.groups[ALL]["recall@10"].n == 3
    assert report.ranks == {"first": 1.0, "second": 0.5, "followup": 0.0}
    assert report.latency.n == 3


def test_every_question_whose_gold_is_not_first_is_listed() -> None:
    report = retrieval([FIRST, SECOND, FOLLOWUP], search)
    assert [(miss.id, miss.rank) for miss in report.misses] == [("second", 2), ("followup", None)]
    assert report.misses[0].found == (("a.txt", 2), ("a.txt", 1))


def test_sections_are_measured_when_the_search_says_them() -> None:
    def by_section(asked: Asked) -> Found:
        return [("a.txt", 1, "Resume"), ("a.txt", 1, "BESLUTNING"), ("a.txt", 1, "beslutning")]

    figures = retrieval([FIRST], by_section).groups[ALL]
    assert figures["mrr@10"].mean == 1.0
    assert figures["section mrr@10"].mean == 0.5
    assert "section mrr@10" not in retrieval([FIRST], search).groups[ALL]


def test_filters_and_history_are_passed_on_and_gold_is_not() -> None:
    seen: list[Asked] = []

    def watching(asked: Asked) -> Found:
        seen.append(asked)
        return []

    limits, turns = (("committee", "Byråd"),), (("user", "x"),)
    retrieval([replace(question("q"), filters=limits, history=turns)], watching)
    assert seen[-1] == {
        "id": "q",
        "question": "q?",
        "filters": {"committee": "Byråd"},
        "history": [{"role": "user", "content": "x"}],
    }


def test_a_search_that_breaks_on_one_question_does_not_end_the_run() -> None:
    def breaking(asked: Asked) -> Found:
        if asked["id"] == "second":
            raise ValueError("i stykker")
        return RANKED[asked["id"]]

    report = retrieval([FIRST, SECOND], breaking)
    assert report.groups[ALL]["mrr@10"].mean == 0.5
    assert report.misses[0].error == "ValueError: i stykker"


def test_no_questions_make_an_empty_report() -> None:
    assert retrieval([], search).groups == {}
    assert answers([], lambda asked: {}).groups == {}


RIGHT: dict[str, Any] = {
    "status": "answered",
    "text": "Godkendt. [1]",
    "citations": [
        {"file": "a.txt", "punkt": 1, "section": "beslutning", "quote": "God", "start": 0, "end": 3}
    ],
}
NOT_FOUND: dict[str, Any] = {"status": "not_found", "text": "Fremgår ikke.", "citations": []}


def answering(asked: Asked) -> Mapping[str, object]:
    return NOT_FOUND if asked["id"] in ("never", "second") else RIGHT


def test_answers_are_counted_by_what_applies_to_them() -> None:
    report = answers([FIRST, SECOND, NEVER], answering, source_text=lambda file: "Godkendt.")
    figures = report.groups[ALL]
    assert figures["correct"].mean == 0.5
    assert figures["answered"].mean == 0.5
    assert figures["abstained"].mean == 1.0
    assert figures["abstained"].n == 1
    assert figures["citation precision"].mean == 1.0
    assert figures["citation recall"].mean == 0.5
    assert report.counts["correct answers"] == 2
    assert report.counts["citations"] == 1
    assert report.counts["invalid quotes"] == 0
    assert report.median_words == 1


def test_a_failure_carries_what_a_reader_needs() -> None:
    (failure,) = answers([FIRST, SECOND], answering).failures
    assert failure.question == "second?"
    assert failure.answer == "Fremgår ikke."
    assert failure.gold == ("a.txt punkt 1 Beslutning",)
    assert failure.cited == ()


def test_answers_are_handed_over_as_they_come_with_id_and_seconds() -> None:
    kept: dict[str, Mapping[str, object]] = {}

    def slowly(asked: Asked) -> Mapping[str, object]:
        time.sleep(0.02)
        return RIGHT

    report = answers([FIRST], slowly, keep=kept.__setitem__)
    assert kept["first"]["id"] == "first"
    assert report.latency.p50 >= 20
    assert report.latency.n == 1


def test_an_answer_that_raises_is_an_error_and_the_next_is_asked() -> None:
    def breaking(asked: Asked) -> Mapping[str, object]:
        if asked["id"] == "first":
            raise RuntimeError("nede")
        return RIGHT

    report = answers([FIRST, SECOND], breaking)
    assert report.counts["errors"] == 1
    assert report.failures[0].answer == "RuntimeError: nede"
    assert report.groups[ALL]["correct"].mean == 0.5


def test_another_systems_answers_are_scored_and_missing_ones_count_as_errors() -> None:
    report = score([FIRST, SECOND], {"first": RIGHT | {"seconds": 0.25}})
    assert report.counts["missing answers"] == 1
    assert report.counts["correct answers"] == 1
    assert report.latency.p50 == 250
    assert report.latency.n == 1


def test_invalid_quotes_are_counted_over_all_answers() -> None:
    report = score([FIRST], {"first": RIGHT}, source_text=lambda file: "Noget andet")
    assert report.counts["invalid quotes"] == 1
    assert report.groups[ALL]["valid quotes"].mean == 0.0


def test_a_measure_that_a_question_lacks_leaves_it_out_of_the_mean() -> None:
    groups = grouped([(FIRST, {"a": 1.0}), (SECOND, {"a": 0.0, "b": 1.0})])
    assert groups[ALL]["a"].mean == 0.5
    assert groups[ALL]["b"].n == 1


def test_latency_is_in_milliseconds() -> None:
    assert latency([0.001, 0.003]).p50 == 2.0
    assert latency([]).n == 0

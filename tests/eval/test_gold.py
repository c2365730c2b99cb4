"""Reading questions and holding their gold against what an archive has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.gold import (
    Expect,
    GoldError,
    GoldItem,
    GoldQuestion,
    Punkt,
    as_punkt,
    check_gold,
    load_questions,
    same_section,
    section_names,
)

SHARED = Path(__file__).parents[3] / "shared" / "eval"
ROW: dict[str, object] = {
    "id": "x1",
    "question": "Hvad kostede broen?",
    "type": "amount",
    "answerable": True,
    "expect": "answer",
    "gold": [{"file": "bro.txt", "punkt": 4, "section": "Pris", "main_section": "Økonomi"}],
    "must_include": ["kr.", ["2 mio", "to millioner"]],
    "must_not_include": [],
    "reference": "2 mio. kr.",
    "filters": {"committee": "Teknikudvalget", "date_from": "2031-01-01"},
    "history": [{"role": "user", "content": "Bygges broen?"}],
}


def written(folder: Path, *rows: object) -> Path:
    path = folder / "q.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    return path


def test_a_line_becomes_a_question_with_every_field(tmp_path: Path) -> None:
    (question,) = load_questions(written(tmp_path, ROW))
    assert question.expect is Expect.ANSWER
    assert question.gold == (GoldItem("bro.txt", 4, "Pris", "Økonomi"),)
    assert question.must_include == (("kr.",), ("2 mio", "to millioner"))
    assert question.items == (("bro.txt", 4),)


def test_a_system_is_told_filters_and_history_but_no_gold(tmp_path: Path) -> None:
    (question,) = load_questions(written(tmp_path, ROW))
    assert question.asked == {
        "id": "x1",
        "question": "Hvad kostede broen?",
        "filters": {"committee": "Teknikudvalget", "date_from": "2031-01-01"},
        "history": [{"role": "user", "content": "Bygges broen?"}],
    }


def test_a_question_without_limits_is_told_none(tmp_path: Path) -> None:
    (question,) = load_questions(written(tmp_path, ROW | {"filters": None, "history": []}))
    assert question.asked == {"id": "x1", "question": "Hvad kostede broen?"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ROW | {"expect": "gæt"}, "gæt"),
        ({"id": "x1"}, "question"),
        (ROW | {"gold": ["bro.txt"]}, "objekt"),
        (ROW | {"must_include": "kr."}, "liste"),
        ([ROW], "objekt"),
    ],
)
def test_a_line_that_is_no_question_is_named_with_its_number(
    tmp_path: Path, row: object, said: str
) -> None:
    with pytest.raises(GoldError, match=r"linje 2.*") as error:
        load_questions(written(tmp_path, ROW, row))
    assert said in str(error.value)


def test_broken_json_missing_file_and_empty_file_are_told_in_danish(tmp_path: Path) -> None:
    broken = tmp_path / "b.jsonl"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(GoldError, match="linje 1: ikke JSON"):
        load_questions(broken)
    with pytest.raises(GoldError, match="kan ikke læses"):
        load_questions(tmp_path / "none.jsonl")
    with pytest.raises(GoldError, match="ingen spørgsmål"):
        load_questions(written(tmp_path))


def test_two_questions_may_not_share_an_id(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="samme id, x1"):
        load_questions(written(tmp_path, ROW, ROW))


def asking(*gold: GoldItem, answerable: bool = True) -> GoldQuestion:
    return GoldQuestion("x", "?", "fact", answerable, Expect.ANSWER, gold)


def test_gold_of_absent_files_is_left_out_of_account() -> None:
    here, there = GoldItem("a.txt", 1), GoldItem("b.txt", 2)
    check = check_gold([asking(here, there)], {"a.txt": {1}})
    assert check.questions[0].gold == (here,)
    assert check.absent == ("b.txt",)
    assert not check.skipped
    assert not check.problems


def test_a_question_that_loses_all_gold_is_skipped_and_one_without_is_kept() -> None:
    lost, never = asking(GoldItem("b.txt", 2)), asking(answerable=False)
    check = check_gold([lost, never], {"a.txt": {1}})
    assert check.questions == (never,)
    assert check.skipped == ("x",)


def test_an_item_that_an_archived_file_lacks_is_a_problem_but_its_head_is_not() -> None:
    check = check_gold([asking(GoldItem("a.txt", 9), GoldItem("a.txt", 0))], {"a.txt": {1}})
    assert check.problems == ("x: a.txt har intet punkt 9 i arkivet.",)


def test_a_section_is_known_by_its_own_name_or_its_main_section() -> None:
    gold = GoldItem("a.txt", 1, "Priser", "Resumé")
    headings: dict[tuple[str, Punkt], list[str]] = {("a.txt", 1): ["resume", "Beslutning"]}
    assert not check_gold([asking(gold)], {"a.txt": {1}}, headings).problems
    other = GoldItem("a.txt", 1, "Høring", "Høring")
    assert "Høring" in check_gold([asking(other)], {"a.txt": {1}}, headings).problems[0]


def test_sections_are_compared_without_case_accents_brackets_and_colon() -> None:
    assert section_names("Resumé:") == {"resume"}
    assert same_section(GoldItem("a", 0, "(mødehoved)"), "mødehoved")
    assert same_section(GoldItem("a", 1, "INDSTILLING"), "Indstilling", "indstilling")
    assert not same_section(GoldItem("a", 1, "Indstilling"), "Beslutning")
    assert not same_section(GoldItem("a", 1, ""), "")


@pytest.mark.parametrize(("value", "punkt"), [(6, 6), ("6", 6), (" 6 ", 6), ("6a", "6a"), (0, 0)])
def test_an_items_number_is_a_number_where_it_is_one(value: object, punkt: object) -> None:
    assert as_punkt(value) == punkt


@pytest.mark.skipif(not SHARED.exists(), reason="the shared questions are not here")
@pytest.mark.parametrize(("name", "count"), [("dev.jsonl", 102), ("greve.jsonl", 90)])
def test_the_shared_questions_can_be_read(name: str, count: int) -> None:
    questions = load_questions(SHARED / name)
    assert len(questions) == count
    assert all(question.gold for question in questions if question.answerable)


def test_gold_that_is_named_twice_counts_once(tmp_path: Path) -> None:
    gold = {"file": "a.txt", "punkt": 1, "section": "Resume"}
    other = {**gold, "section": "Beslutning"}
    row = {"id": "q", "question": "?", "type": "fact", "answerable": True, "expect": "answer"}
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps({**row, "gold": [gold, gold, other]}), encoding="utf-8")
    assert [entry.section for entry in load_questions(path)[0].gold] == ["Resume", "Beslutning"]

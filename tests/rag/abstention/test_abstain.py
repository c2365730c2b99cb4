"""When the minutes do not hold the answer it is said, with how far was searched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.archive import Archive
from index.build import build
from rag.abstention.abstain import DOUBTFUL, FAR, chance, judge, threshold
from rag.abstention.signals import NAMES, Signals
from rag.ask import ask
from rag.evidence import gather
from rag.question import understand_in
from rag.retrieve import retrieve
from rag.types import Filters, Status
from tests.fakes import WordEmbedder, open_with
from tests.rag.conftest import COMMITTEE, archive_of

ABSENT = [
    "Hvad blev besluttet om letbanen til Kattegatbroen?",
    "Hvem vandt håndboldkampen i lørdags?",
    "Hvor mange elefanter har zoologisk have købt?",
]


@pytest.mark.parametrize("question", ABSENT)
def test_what_is_not_there_is_not_found(town: Archive, question: str) -> None:
    answer = ask(question, town)
    assert answer.status in (Status.NOT_FOUND, Status.DECLINED)
    assert answer.citations == ()


def test_it_is_said_how_far_was_searched(town: Archive) -> None:
    text = ask(ABSENT[0], town).text
    assert "fremgår ikke" in text
    assert "2 møder" in text
    assert "6. marts 2024" in text


def test_no_mark_of_a_source_stands_in_it(town: Archive) -> None:
    assert "[" not in ask(ABSENT[0], town).text


def test_a_name_that_the_archive_does_not_know_is_named_as_the_reason(town: Archive) -> None:
    answer = ask("Hvad blev besluttet om østmolen på Kattegatbroen?", town)
    assert answer.status is Status.NOT_FOUND
    assert "»Kattegatbroen« er ikke nævnt" in answer.text


def test_a_misspelled_name_is_no_reason(town: Archive) -> None:
    assert ask("Hvad stemte Svend Torks om udvidelsen af østmolen?", town).citations


def test_a_year_that_the_item_does_not_mention_is_named_as_the_reason(town: Archive) -> None:
    answer = ask("Hvad kostede udvidelsen af østmolen i 2019?", town)
    assert answer.status is Status.NOT_FOUND
    assert "2019" in answer.text
    assert answer.citations == ()


def test_the_same_question_with_the_meetings_year_is_answered(town: Archive) -> None:
    assert ask("Hvad koster udvidelsen af østmolen i 2024?", town).status is Status.ANSWERED


def test_a_decision_after_the_last_meeting_is_not_found(town: Archive) -> None:
    answer = ask("Hvad besluttede Havneudvalget om østmolen på mødet i maj 2027?", town)
    assert answer.status is Status.NOT_FOUND


def test_a_closed_item_is_told_of_and_not_refused(town: Archive) -> None:
    assert ask("Hvad blev besluttet om køb af isværket?", town).status is Status.CLOSED


def test_a_case_number_is_always_answered(town: Archive) -> None:
    assert ask("Hvad handler sag 04.06.00-G01-2-24 om?", town).status is Status.ANSWERED


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Hvad blev besluttet om udvidelsen af østmolen?", Status.NOT_FOUND),
        ("Hvad blev besluttet om køb af isværket?", Status.CLOSED),
        ("Hvad handler sag 04.06.00-G01-2-24 om?", Status.ANSWERED),
    ],
)
def test_a_closed_item_and_a_case_number_need_no_chance(
    town: Archive, monkeypatch: pytest.MonkeyPatch, question: str, status: Status
) -> None:
    monkeypatch.setattr("rag.abstention.abstain.threshold", lambda: 2.0)
    assert ask(question, town).status is status


def test_a_closed_item_further_down_is_told_of_where_nothing_answers(
    town: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = understand_in(town, "Hvad blev besluttet om køb af isværket?")
    evidence = gather(question, retrieve(question, town), town)
    shut, others = evidence.records[0], evidence.records[1:]
    assert not shut.item.open
    assert others
    monkeypatch.setattr("rag.abstention.abstain.threshold", lambda: 2.0)
    turned = replace(evidence, records=(*others, shut))
    refusal = judge(turned, town).refusal
    assert refusal is not None
    assert refusal.status is Status.CLOSED


@pytest.mark.parametrize("name", NAMES)
def test_every_signal_is_weighed_for_or_against_as_it_says(name: str) -> None:
    nothing = Signals(**dict.fromkeys(NAMES, 0.0))
    moved = chance(replace(nothing, **{name: 1.0})) - chance(nothing)
    if name == "typed":
        assert moved != 0  # it repeats much of `item` and `near`: no sign by itself
    else:
        assert (moved > 0) == (name in {"item", "near", "agree", "english"})


def test_the_threshold_is_a_chance() -> None:
    assert 0 < threshold() < 1


def test_limits_that_no_meeting_meets_are_named_as_the_reason(town: Archive) -> None:
    limits = Filters(committee="Havneudvalget", date_from=date(2031, 1, 1))
    answer = ask("Hvad blev besluttet om østmolen?", town, filters=limits)
    assert answer.status is Status.NOT_FOUND
    assert "ingen møder i Havneudvalget fra den 1. januar 2031" in answer.text


def test_a_municipality_that_is_not_in_the_archive_is_named(town: Archive) -> None:
    answer = ask("Hvad har Skanderborg Kommune besluttet om østmolen?", town)
    assert answer.status is Status.NOT_FOUND
    assert "Skanderborg" in answer.text


def test_an_empty_archive_answers_that_it_is_empty(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    archive = open_with(WordEmbedder(), tmp_path_factory.mktemp("empty"))
    build(archive, [])
    answer = ask("Hvad blev besluttet om østmolen?", archive)
    assert answer.status is Status.NOT_FOUND
    assert answer.scope.meetings == 0


def test_items_that_fit_next_to_nothing_answer_nothing(town: Archive) -> None:
    question = understand_in(town, "Hvad koster udvidelsen af østmolen?")
    hits = retrieve(question, town, 5)
    assert judge(gather(question, hits, town), town).refusal is None
    far = [replace(hit, score=FAR - 0.1 - n) for n, hit in enumerate(hits)]
    draft = judge(gather(question, far, town), town).refusal
    assert draft is not None
    assert draft.status is Status.NOT_FOUND


def test_an_answer_that_may_be_none_says_so_first(
    town: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "Hvad koster udvidelsen af østmolen?"
    assert "usikkert" not in ask(question, town).text
    monkeypatch.setattr("rag.abstention.abstain.DOUBTFUL", 1.0)
    answer = ask(question, town)
    assert answer.text.startswith("Det er usikkert, om svaret står i referaterne.")
    assert "12,4 mio. kr." in answer.text


def test_what_is_doubted_is_likelier_than_what_is_refused() -> None:
    assert threshold() < DOUBTFUL < 1.0


@pytest.mark.parametrize(
    ("text", "thing"),
    [("Må jeg holde høns på havnen?", "høns"), ("Må man tænde bål på sydstranden?", "bål")],
)
def test_what_people_may_do_with_a_thing_that_is_not_there_is_refused_by_its_name(
    town: Archive, text: str, thing: str
) -> None:
    answer = ask(text, town)
    assert answer.status is Status.NOT_FOUND
    assert f"»{thing}« er ikke nævnt" in answer.text


def test_an_unknown_verb_or_a_long_word_is_no_such_reason(town: Archive) -> None:
    for text in ("Må man bade fra østmolen?", "Kan man se solnedgangen fra østmolen?"):
        assert "er ikke nævnt" not in ask(text, town).text


@pytest.mark.parametrize("question", ["Hvad står der om hunde?", "hund"])
def test_a_word_that_everybody_knows_is_not_taken_for_a_misspelt_one(
    question: str, tmp_path: Path
) -> None:
    minutes = COMMITTEE.replace("Sauna på sydstranden", "Hånd i hånd på sydstranden")
    archive = archive_of(tmp_path, minutes)
    answer = ask(question, archive)
    assert (answer.status, answer.citations) == (Status.NOT_FOUND, ())
    assert ask("Hvad står der om hånd i hånd?", archive).status is Status.ANSWERED
    archive.close()


def test_a_word_that_the_minutes_write_otherwise_is_looked_for(tmp_path: Path) -> None:
    minutes = COMMITTEE.replace("Sauna på sydstranden", "Hundeskov på sydstranden")
    archive = archive_of(tmp_path, minutes)
    assert ask("Hvad står der om hunde?", archive).status is Status.ANSWERED
    archive.close()

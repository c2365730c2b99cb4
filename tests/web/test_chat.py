from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from lxml import html

from index.archive import Archive
from rag.declining.suggest import examples, follow_ups, subject
from rag.types import Filters
from web.chat import replier, welcome_html
from web.kept import Kept
from web.live import Live
from web.talk import ANY_BODY, ANY_MUNICIPALITY, read_filters

QUESTION = "Hvad blev besluttet om cykelstien mellem Kirke Vinde og Mosholt?"
NO_LIMITS = (ANY_MUNICIPALITY, ANY_BODY, "", "")


@pytest.fixture
def live(sample_folder: Path) -> Live:
    return Live(sample_folder)


def test_no_choice_is_no_limit() -> None:
    assert not read_filters(*NO_LIMITS)
    assert read_filters("Hjortsund", "Byrådet", "2024", "marts 2025") == Filters(
        "Hjortsund", "Byrådet", date(2024, 1, 1), date(2025, 3, 31)
    )


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="efter til-datoen"):
        read_filters(None, None, "2025", "2024")


def shown(sent: object) -> str:
    """The answer in what the page is sent, as HTML."""
    (part,) = html.fragments_fromstring(str(sent))
    return str(part.get("data-svar"))


def test_only_the_newest_exchange_is_sent_and_a_follow_up_knows_the_first(live: Live) -> None:
    sent, turns, field, _ = replier(live, Kept())(QUESTION, (), "", *NO_LIMITS)
    assert "sp-kilde" in shown(sent)
    assert turns[0].question == QUESTION  # type: ignore[index]
    assert turns[0].items  # type: ignore[index]
    assert field == ""
    again, later, *_ = replier(live, Kept())("Hvad var indstillingen?", turns, "", *NO_LIMITS)
    assert "Cykelsti" in shown(again)
    assert QUESTION not in str(again)
    assert 'data-nr="2"' in str(again)
    assert len(later) == 2  # type: ignore[arg-type]


def test_a_corrected_question_takes_the_place_of_the_first(live: Live) -> None:
    reply = replier(live, Kept())
    _, turns, *_ = reply(QUESTION, (), "", *NO_LIMITS)
    _, turns, *_ = reply("Hvad var indstillingen?", turns, "", *NO_LIMITS)
    sent, turns, *_ = reply("Hvad blev besluttet om budgettet?", turns, "ret=1", *NO_LIMITS)
    assert 'data-nr="1"' in str(sent)
    assert [turn.question for turn in turns] == ["Hvad blev besluttet om budgettet?"]  # type: ignore[attr-defined]


def test_a_filter_is_said_above_the_answer(live: Live) -> None:
    sent, *_ = replier(live, Kept())(QUESTION, (), "", ANY_MUNICIPALITY, "Byrådet", "2024", "")
    assert '<span class="sp-graense">udvalg: Byrådet</span>' in shown(sent)


def test_a_wrong_date_is_told_and_nothing_is_asked(live: Live) -> None:
    limits = (ANY_MUNICIPALITY, ANY_BODY, "snart", "")
    sent, turns, field, beside = replier(live, Kept())(QUESTION, (), "ret=1", *limits)
    assert "»snart« er ikke en dato" in str(sent)
    assert shown(sent) == ""
    assert (turns, field, beside) == ((), QUESTION, "ret=1")


@pytest.mark.parametrize("text", ["", "   ", "y" * 10_000])
def test_empty_and_endless_questions_get_a_sentence(live: Live, text: str) -> None:
    sent, *_ = replier(live, Kept())(text, (), "", *NO_LIMITS)
    assert "declined" in shown(sent)
    assert len(str(sent)) < 10_000


def test_without_an_archive_the_page_says_what_to_do(tmp_path: Path) -> None:
    empty = Live(tmp_path / "intet")
    assert "intet arkiv" in welcome_html(empty)
    sent, *_ = replier(empty, Kept())(QUESTION, (), "", *NO_LIMITS)
    assert "intet arkiv" in shown(sent)


def test_an_empty_archive_says_so(tmp_path: Path) -> None:
    Archive.open(tmp_path, create=True).close()
    assert "tomt" in welcome_html(Live(tmp_path))


def test_what_breaks_while_answering_is_a_sentence(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("hemmelig detalje")

    monkeypatch.setattr("web.live.look_up", broken)
    answer = live.ask(QUESTION)
    assert answer.status == "error"
    assert "hemmelig" not in answer.text
    assert "gik noget galt" in answer.text


def test_an_archive_that_is_being_built_is_a_sentence(tmp_path: Path, sample_folder: Path) -> None:
    import shutil
    import sqlite3

    home = tmp_path / "halv"
    home.mkdir()
    shutil.copy(sample_folder / "catalogue.sqlite", home)
    with sqlite3.connect(home / "catalogue.sqlite") as connection:
        connection.execute("update documents set pending = 1")
    answer = Live(home).ask(QUESTION)
    assert answer.status == "error"
    assert "ved at blive bygget" in answer.text


def test_the_examples_are_questions_that_this_archive_answers(live: Live) -> None:
    found = examples(live.archive())
    assert len(found) == len(set(found)) == 4
    assert [live.ask(text).status for text in found] == ["answered"] * 4


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("B-sag: Ny svømmehal i Alrum", "Ny svømmehal i Alrum"),
        ("Orienteringssag: Støj fra havnen - status", "Støj fra havnen"),
        ("Lukket:", "Lukket"),
        ("Bro: anlæg og drift", "Bro: anlæg og drift"),
        ("Endelig vedtagelse af forslag til Lokalplan 12", "lokalplan 12"),
        ("Orientering om regnskab ( 2023 )", "regnskab (2023)"),
        ("Forslag til budget 2031, 2. behandling", "budget 2031"),
        ("Godkendelse af dagsorden", "godkendelse af dagsorden"),
    ],
)
def test_the_mark_of_a_points_kind_is_no_part_of_what_it_is_about(title: str, about: str) -> None:
    assert subject(title) == about


def test_what_to_ask_next_is_answered_by_the_same_item(live: Live) -> None:
    answer = live.ask(QUESTION)
    found = follow_ups(answer, live.archive())
    assert found
    assert len(found) <= 3
    assert not any("besluttet" in one.question for one in found)
    # A common noun inside a sentence has no capital.
    assert not any(" Cykelsti " in one.question for one in found)
    for one in found:
        assert live.ask(one.question).status == "answered"


def test_what_to_ask_next_is_offered_in_few_words(live: Live) -> None:
    sent, *_ = replier(live, Kept())(QUESTION, (), "", *NO_LIMITS)
    offered = html.fragment_fromstring(shown(sent)).find_class("sp-sporg")
    assert offered
    assert all(len(link.text_content().split()) <= 4 for link in offered)
    assert all("cykelsti" in link.get("href") for link in offered)


def test_a_limit_that_the_question_set_can_be_lifted(live: Live) -> None:
    asked = "Hvad blev besluttet i sag 27.27.00-G01-3-24?"
    sent, *_ = replier(live, Kept())(asked, (), "", *NO_LIMITS)
    assert "uden=case_number" in shown(sent)
    sent, _, _, lifted = replier(live, Kept())(asked, (), "case_number", *NO_LIMITS)
    assert "uden=case_number" not in shown(sent)
    assert lifted == ""


def test_only_decisions_are_searched_when_that_is_chosen(live: Live) -> None:
    sent, *_ = replier(live, Kept())("Hvem deltog i mødet i Byrådet?", (), "", *NO_LIMITS, True)
    assert "kun beslutninger" in shown(sent)
    found = live.ask("cykelsti", Filters(decisions_only=True)).retrieved
    assert found
    items = {card.id: card for card in live.archive().snapshot.cards}
    decided = {
        (items[key].file, items[key].number)
        for key in {chunk.rsplit("/", 2)[0] for chunk in _decision_chunks(live.archive())}
    }
    assert {(file, punkt) for file, punkt, _ in found} <= decided


def _decision_chunks(archive: Archive) -> list[str]:
    kinds = archive.catalogue.chunk_kinds()
    return [chunk for chunk, kind in dict(kinds).items() if kind == "beslutning"]

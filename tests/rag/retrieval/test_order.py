"""The steps of a case stand in the order in which a question wants them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from index.archive import Archive
from index.store.snapshot import Card
from rag.question import understand_in
from rag.retrieval.order import latest_first, lift_best, newest_first, one_case, returns
from rag.retrieve import retrieve
from rag.types import Filters, Intent, Question

STEP = Card(
    "a/1", "a", "a.txt", "Aaløse", "Havneudvalget", date(2031, 3, 1), 1, "1", "Østmolen", None, True
)
COUNCIL = replace(STEP, id="b/1", body="Byrådet", date=date(2031, 3, 20))
CARDS = (STEP, COUNCIL, replace(STEP, id="c/1", title="Saunaen"))


def ordered(titles: Mapping[int, float], totals: tuple[float, ...] = (2.0, 1.9, 1.8)) -> list[int]:
    order = np.arange(len(CARDS), dtype=np.intp)
    return [int(i) for i in latest_first(order, np.array(totals, "float32"), titles, CARDS)]


def test_the_councils_word_comes_before_the_committees() -> None:
    assert ordered({0: 0.5, 1: 0.5, 2: 0.5}) == [1, 0, 2]


def test_a_title_that_meets_less_of_the_question_takes_no_place() -> None:
    assert ordered({0: 0.6, 1: 0.4}) == [0, 1, 2]


def test_what_scores_far_below_stays_where_it_is() -> None:
    assert ordered({}, (2.0, 1.2, 1.0)) == [0, 1, 2]


def test_other_towns_other_numbers_and_heads_are_no_one_case() -> None:
    assert one_case(STEP, COUNCIL)
    assert not one_case(STEP, replace(COUNCIL, municipality="Tangø"))
    assert not one_case(replace(STEP, case_number="1"), replace(COUNCIL, case_number="2"))
    assert not one_case(STEP, replace(COUNCIL, number=0))


def test_the_best_of_some_is_lifted_just_above_all_others() -> None:
    told = np.array([False, True, True, False])
    total = np.array([3.0, 1.0, 2.0, 0.5], dtype=np.float32)
    lift_best(told, total, 0.1)
    assert total.tolist() == pytest.approx([3.0, 1.0, 3.1, 0.5])
    lift_best(told, total, 0.1)
    assert total.tolist() == pytest.approx([3.0, 1.0, 3.1, 0.5])


def test_nothing_outside_the_limits_is_lifted() -> None:
    total = np.array([1.0, -np.inf], dtype=np.float32)
    lift_best(np.array([False, True]), total, 0.1)
    assert total.tolist() == [1.0, -np.inf]


@pytest.mark.parametrize(
    ("text", "intent", "notes", "prefer", "wanted"),
    [
        ("Hvad er det nyeste om molen?", Intent.STATUS, ("seneste",), Filters(), True),
        ("Hvad blev sagt, da molen kom op igen?", Intent.FACT, (), Filters(), True),
        ("Hvad blev sagt om molen?", Intent.FACT, (), Filters(), False),
        ("Hvad skete igen i maj?", Intent.FACT, (), Filters(date_to=date(2031, 5, 31)), False),
        ("Hvad sagde byrådet igen?", Intent.FACT, (), Filters(committee="Byrådet"), False),
    ],
)
def test_who_asks_for_the_latest_wants_the_case_by_time(
    text: str, intent: Intent, notes: tuple[str, ...], prefer: Filters, wanted: bool
) -> None:
    question = Question(text, text, (intent,), prefer=prefer, notes=notes)
    assert returns(question) is wanted


def test_the_newest_of_a_case_comes_first_whatever_its_title(town: Archive) -> None:
    question = understand_in(town, "Hvad er det nyeste om østmolen?")
    assert returns(question)
    hits = [town.card(hit.item_id) for hit in retrieve(question, town)]
    case = [card.date for card in hits if "østmole" in card.title.lower()]
    assert len(case) > 1
    assert case == sorted(case, key=lambda day: day or date.min, reverse=True)


def test_the_body_that_is_hinted_at_comes_before_the_newest(town: Archive) -> None:
    cards = town.snapshot.cards
    molen = [i for i, card in enumerate(cards) if "østmole" in card.title.lower()]
    total = np.ones(len(cards), dtype=np.float32)
    oldest = min(molen, key=lambda i: cards[i].date or date.max)
    found = newest_first(np.array(molen, dtype=np.intp), total, town, cards[oldest].body)
    assert int(found[0]) == oldest

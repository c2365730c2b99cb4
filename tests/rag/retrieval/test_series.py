"""Items under one title but for its times are a series: the newest, or the year's, is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from index.store.snapshot import Card
from rag.retrieval.series import (
    in_series,
    newer_in_series,
    newest_of_series,
    of_the_year,
    plain_title,
)
from rag.types import Intent, Question

OLD = Card(
    "a/1", "a", "a.txt", "Aaløse", "Havneudvalget", date(2031, 3, 1), 1, "1",
    "Status på sanktioner i havnen, 1. kvartal 2031", None, True,
)  # fmt: skip
NEW = replace(
    OLD, id="b/4", meeting_id="b", date=date(2031, 9, 1),
    title="Rådighedssanktioner i havnen, 3. kvartal 2031",
)  # fmt: skip
OTHER = replace(OLD, id="c/2", meeting_id="c", date=date(2032, 1, 8), title="Saunaen i havnen")
PLANS = tuple(
    replace(OLD, id=f"{y}/1", meeting_id=str(y), title=f"Havneudvalgets mødekalender {y}")
    for y in (2031, 2032)
)


def orders(count: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    return np.arange(count, dtype=np.intp)


def of_year(text: str, cards: Sequence[Card], score: float = 1.0) -> int:
    question = Question(text, text, (Intent.DATE,))
    total = np.array([2.0, score], dtype=np.float32)
    return of_the_year(question, orders(len(cards)), total, cards)


def test_times_and_a_word_in_front_make_no_other_title() -> None:
    assert in_series(OLD, NEW)
    assert not in_series(OLD, OTHER)
    assert not in_series(OLD, replace(NEW, municipality="Tangø"))
    assert not in_series(OLD, replace(NEW, meeting_id="a"))


@pytest.mark.parametrize("title", ["Eventuelt", "Orientering 2031", "Budget 2031"])
def test_a_title_that_names_little_heads_no_series(title: str) -> None:
    assert not plain_title(title)


def test_the_newest_of_the_first_one_s_series_is_meant() -> None:
    assert newest_of_series(orders(3), (OLD, OTHER, NEW)) == 2
    assert newest_of_series(orders(2), (OTHER, OLD)) == 0
    assert newest_of_series(orders(2), (replace(OLD, number=0), NEW)) == 0


def test_the_title_with_the_year_that_is_asked_for_is_meant() -> None:
    assert of_year("Hvad står der i mødekalenderen for 2032?", PLANS) == 1
    assert of_year("Hvad står der i mødekalenderen for 2031?", PLANS) == 0
    assert of_year("Hvad står der i mødekalenderen?", PLANS) == 0


def test_a_meeting_of_the_year_is_meant_where_the_first_title_names_another() -> None:
    pool = replace(OLD, id="d/1", meeting_id="d", date=date(2032, 2, 1), title="Molepuljen 2032")
    before = replace(OLD, id="e/1", meeting_id="e", title="Udmøntning af Molepuljen")
    asked = "Hvilke projekter fik penge fra Molepuljen i 2031?"
    assert of_year(asked, (pool, before), score=1.8) == 1
    assert of_year(asked, (pool, before), score=1.4) == 0
    assert of_year(asked, (pool, replace(before, title="Molepuljen 2033")), score=1.8) == 0
    assert of_year(asked, (pool, replace(before, date=date(2033, 1, 1))), score=1.8) == 0


def test_a_later_one_of_the_series_is_known_of() -> None:
    assert newer_in_series(OLD, (OLD, NEW, OTHER))
    assert not newer_in_series(NEW, (OLD, NEW, OTHER))

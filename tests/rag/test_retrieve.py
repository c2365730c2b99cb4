"""Hits are found by meaning and by words, and never outside the limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive import Archive
from index.query import written_words
from rag.notes import NOT_PUBLIC
from rag.question import understand_in
from rag.retrieval.arms import TOLD, Scores, best_of, dense, lexical
from rag.retrieval.case import case_items
from rag.retrieve import retrieve
from rag.types import Filters, Intent, Question
from rag.within import admits, permitted, same_name


def asking(text: str, filters: Filters = Filters(), prefer: Filters = Filters()) -> Question:  # noqa: B008
    return Question(text, text, (Intent.FACT,), filters, prefer)


def titles(archive: Archive, question: Question) -> list[str]:
    return [archive.card(hit.item_id).title for hit in retrieve(question, archive)]


@pytest.mark.parametrize("arm", [dense, lexical])
def test_each_arm_alone_finds_the_item(
    town: Archive, arm: Callable[[Question, Archive], Scores]
) -> None:
    scores = arm(asking("sauna på sydstranden"), town)
    assert scores.shape == (len(town.snapshot.chunk_ids),)
    best = town.snapshot.cards[town.snapshot.card_of[int(scores.argmax())]]
    assert best.title == "Sauna på sydstranden"


def test_both_together_find_it_first(town: Archive) -> None:
    assert titles(town, asking("støj fra saunaen på sydstranden"))[0] == "Sauna på sydstranden"


def test_hits_are_distinct_items_best_first(town: Archive) -> None:
    hits = retrieve(asking("østmolen"), town)
    assert len({hit.item_id for hit in hits}) == len(hits) <= 10
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert all(chunk.startswith(f"{hit.item_id}/") for chunk in hit.chunk_ids)
        assert set(hit.arms) >= {"dense", "lexical"}


@pytest.mark.parametrize("k", [1, 3, 100])
def test_no_more_than_k_are_found(town: Archive, k: int) -> None:
    assert 0 < len(retrieve(asking("østmolen"), town, k)) <= k


@pytest.mark.parametrize(
    "filters",
    [
        Filters(committee="havneudvalget"),
        Filters(committee="Havneudvalget 2022-2025"),
        Filters(date_to=date(2024, 3, 6)),
        Filters(case_number="08.00.00-P20-7-24"),
        Filters(case_number="080000p20724"),
        Filters(punkt=2),
        Filters(municipality="Aaløse"),
    ],
)
def test_nothing_outside_the_limits_is_found(town: Archive, filters: Filters) -> None:
    hits = retrieve(asking("østmolen", filters), town)
    assert hits
    assert all(admits(filters, town.card(hit.item_id)) for hit in hits)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(committee="Skoleudvalget"),
        Filters(municipality="Odde"),
        Filters(date_from=date(2025, 1, 1)),
        Filters(case_number="99.99.99-X00-1-99"),
        Filters(punkt=77),
    ],
)
def test_limits_that_nothing_meets_give_nothing(town: Archive, filters: Filters) -> None:
    assert retrieve(asking("østmolen", filters), town) == []


def test_a_preference_moves_but_does_not_exclude(town: Archive) -> None:
    prefer = Filters(committee="Kommunalbestyrelsen")
    hits = retrieve(asking("udvidelse af østmolen", prefer=prefer), town)
    assert town.card(hits[0].item_id).body == "Kommunalbestyrelsen"
    assert {town.card(hit.item_id).body for hit in hits} == {"Kommunalbestyrelsen", "Havneudvalget"}


def test_who_asks_for_what_was_not_public_gets_the_closed_items_first(town: Archive) -> None:
    question = asking("støj fra saunaen på sydstranden")
    first = retrieve(replace(question, notes=(NOT_PUBLIC,)), town)[0]
    assert not town.card(first.item_id).open
    assert town.card(retrieve(question, town)[0].item_id).open


def test_a_question_in_everyday_words_is_compared_with_the_words_of_minutes(town: Archive) -> None:
    question = asking("skraldespandene")
    assert not np.array_equal(dense(question, town), dense(question, town, 0.0))
    plain = asking("xyzzy")
    assert np.array_equal(dense(plain, town), dense(plain, town, 0.0))


def test_a_question_is_told_in_the_words_of_minutes_for_a_part_only(town: Archive) -> None:
    question = asking("skraldespandene")
    plain = town.similarities("skraldespandene")
    more = " ".join(w.word for w in written_words("skraldespandene", town.terms.vocabulary))
    told = town.similarities(f"skraldespandene {more}")
    assert np.allclose(dense(question, town), (1 - TOLD) * plain + TOLD * told)
    assert np.array_equal(dense(question, town, 0.0), plain)


def test_an_english_question_is_also_told_in_danish(town: Archive) -> None:
    question = replace(asking("What does the sauna on the beach cost?"), english=True)
    plain, told = (town.similarities(text) for text in (question.search, "koste udgift omkostning"))
    assert not np.array_equal(dense(question, town), plain)
    assert not np.array_equal(dense(question, town), told)
    assert np.array_equal(dense(question, town, 0.0), plain)


def test_no_filter_is_no_mask(town: Archive) -> None:
    assert permitted(Filters(), town.columns) is None


@pytest.mark.parametrize(
    "filters",
    [
        Filters(committee="havneudvalget"),
        Filters(municipality="Aaløse", punkt=2),
        Filters(date_from=date(2024, 3, 1), date_to=date(2024, 3, 31)),
        Filters(date_to=date(1900, 1, 1)),
        Filters(case_number="080000p20724"),
        Filters(case_number="-"),
        Filters(decisions_only=True),
    ],
)
def test_the_mask_says_what_is_said_of_each_item(town: Archive, filters: Filters) -> None:
    mask = permitted(filters, town.columns)
    assert mask is not None
    assert mask.tolist() == [admits(filters, card) for card in town.snapshot.cards]


def test_an_item_is_as_good_as_its_best_chunk_and_a_share_of_the_next() -> None:
    scores = np.array([0.2, 0.9, 0.5, -np.inf, 0.4], dtype=np.float32)
    owners = np.array([0, 1, 1, 2, 3], dtype=np.int32)
    best = best_of(scores, owners, 5, 0.25)
    assert best[:2].tolist() == pytest.approx([0.2, 0.75 * 0.9 + 0.25 * 0.5])
    assert best[2] == best[4] == -np.inf
    assert best[3] == pytest.approx(0.4)


@given(
    values=st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=20),
    order=st.randoms(use_true_random=False),
)
def test_the_order_of_chunks_does_not_matter(values: list[float], order: object) -> None:
    owners = np.array([n % 3 for n in range(len(values))], dtype=np.int32)
    scores = np.array(values, dtype=np.float32)
    rows = list(range(len(values)))
    order.shuffle(rows)  # type: ignore[attr-defined]
    one, other = best_of(scores, owners, 3, 0.2), best_of(scores[rows], owners[rows], 3, 0.2)
    assert np.array_equal(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Byråd", "byråd"),
        ("Byråd 2022-2025", "Byråd"),
        ("Byråd (2022-25)", "Byråd"),
        ("Teknik- og Miljøudvalget", "Teknik og Miljøudvalget"),
    ],
)
def test_one_body_has_many_spellings(one: str, other: str) -> None:
    assert same_name(one, other)


def test_two_bodies_are_two() -> None:
    assert not same_name("Havneudvalget", "Haveudvalget")


def test_a_question_in_capitals_is_compared_in_small_letters(town: Archive) -> None:
    texts = ("hvad koster broen ved havnen", "HVAD KOSTER BROEN VED HAVNEN")
    small, large = (dense(understand_in(town, text), town) for text in texts)
    assert np.array_equal(small, large)


def test_the_item_that_an_answer_began_with_is_nearest_to_the_question_after_it(
    island: Archive,
) -> None:
    about = tuple(case_items(island, retrieve(asking("færgerute 12"), island)[0].item_id))
    question = replace(asking("stemte"), followup=True)

    def score(key: str, first: tuple[str, ...]) -> float:
        hits = retrieve(replace(question, about=first), island)
        return next(hit.score for hit in hits if hit.item_id == key)

    assert len(about) > 1
    assert score(about[-1], about[::-1]) > score(about[-1], about)

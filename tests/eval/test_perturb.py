"""Questions as people mistype them: each change is one kind, small, and the same every time."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from eval.gold import Expect, GoldItem, GoldQuestion
from eval.perturb import PERTURBATIONS, make_lexicon, perturbed, typo

LEXICON = frozenset(
    ["lokalplan", "forslag", "lokalplanforslag", "byråd", "møde", "byrådsmøde", "skole", "vejen"]
)


def ask(text: str, name: str = "x") -> GoldQuestion:
    gold = (GoldItem("a.txt", 1),)
    return GoldQuestion(name, text, "fact", True, Expect.ANSWER, gold, history=(("user", "Og?"),))


def change(text: str, name: str) -> str | None:
    changed = perturbed([ask(text)], name, LEXICON)
    return changed[0].question if changed else None


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("no æøå", "Må børn gå på Ærø?", "Maa boern gaa paa Aeroe?"),
        ("capitals", "Hvad med § 71?", "HVAD MED § 71?"),
        ("compounds split", "Blev lokalplanforslag vedtaget?", "Blev lokalplan forslag vedtaget?"),
        ("compounds split", "Hvornår er Byrådsmøde?", "Hvornår er Byråds møde?"),
        ("compounds joined", "Blev lokalplan forslag vedtaget?", "Blev lokalplanforslag vedtaget?"),
        ("compounds joined", "Byråd møde i maj", "Byrådsmøde i maj"),
    ],
)
def test_each_change_by_hand(name: str, text: str, expected: str) -> None:
    assert change(text, name) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("typo", "Er det nu?"),
        ("no æøå", "Hvad blev besluttet?"),
        ("capitals", "HVAD?"),
        ("compounds split", "Ligger skolevejen der?".replace("skolevejen", "skolegården")),
        ("compounds joined", "lokalplan, forslag"),
        ("compounds joined", "Skole vejen"),
    ],
)
def test_a_question_that_is_not_changed_is_left_out(name: str, text: str) -> None:
    assert change(text, name) is None


def test_a_joined_word_must_exist() -> None:
    assert change("møde skole", "compounds joined") is None


def test_filler_keeps_the_question_whole() -> None:
    text = change("Hvad kostede broen?", "filler")
    assert text
    assert "Hvad kostede broen?" in text
    assert len(text) > 40


@given(st.integers(), st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå ", min_size=5, max_size=60))
def test_a_typo_is_exactly_one_slip(seed: int, text: str) -> None:
    changed = typo(text, random.Random(seed))
    has_long_word = any(len(word) >= 5 and len(set(word[1:])) > 1 for word in text.split())
    assert OSA.distance(text, changed) <= 1
    if has_long_word:
        assert len(changed) in (len(text) - 1, len(text), len(text) + 1)


def test_a_typo_leaves_numbers_and_short_words_alone() -> None:
    for seed in range(50):
        changed = typo("Sag 27.00-12 om broen", random.Random(seed))
        assert changed.startswith("Sag 27.00-12 om ")
        assert changed != "Sag 27.00-12 om broen"


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_the_same_seed_gives_the_same_questions_and_keeps_all_else(name: str) -> None:
    questions = [ask(f"Skal lokalplanforslag {n} på byrådsmøde?", str(n)) for n in range(9)]
    once = perturbed(questions, name, LEXICON)
    assert once == perturbed(questions, name, LEXICON)
    for changed in once:
        original = questions[int(changed.id)]
        assert (changed.gold, changed.history) == (original.gold, original.history)


def test_another_seed_gives_other_typos() -> None:
    questions = [ask("Hvad blev besluttet om kommunens skoler?", str(n)) for n in range(9)]
    assert perturbed(questions, "typo", seed=1) != perturbed(questions, "typo", seed=2)


def test_an_unknown_change_is_refused_with_what_there_is() -> None:
    with pytest.raises(KeyError, match="typo"):
        perturbed([], "noise")


def test_the_lexicon_has_words_that_stand_twice() -> None:
    assert make_lexicon(["Broen over åen.", "broen 12"]) == {"broen"}

"""What kind of value a question asks for, and of what."""

from __future__ import annotations

from datetime import date

import pytest

from rag.question import understand
from rag.types import Intent, Question
from rag.understanding.asked import asked_noun, kinds, lacks_value, tells


def read(text: str) -> Question:
    return understand(
        text,
        bodies=["Havneudvalget"],
        municipalities=["Aaløse"],
        first=date(2024, 1, 1),
        last=date(2024, 12, 31),
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hvad er huslejen i havnehuset?", Intent.AMOUNT),
        ("Hvor mange penge gav fonden til molen?", Intent.AMOUNT),
        ("Hvad fik rådgiveren i honorar?", Intent.AMOUNT),
        ("Hvor mange både ligger der i havnen?", Intent.COUNT),
        ("Hvornår åbner saunaen?", Intent.DATE),
        ("Hvad hedder havnefogeden?", Intent.WHO),
        ("Hvilken tømrer byggede broen?", Intent.WHO),
        ("Hvem ejer isværket?", Intent.WHO),
    ],
)
def test_a_value_is_asked_for(text: str, kind: Intent) -> None:
    assert kind in kinds(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Hvem kan få en bådplads?",
        "Hvem er Bodil Krabbe?",
        "Hvilken lov bygger afslaget på?",
        "Hvad gælder for, hvem der må lægge til?",
    ],
)
def test_a_rule_or_a_person_that_is_named_asks_for_nobody(text: str) -> None:
    assert Intent.WHO not in kinds(read(text))


def test_a_decision_asks_for_no_value() -> None:
    assert kinds(read("Hvad blev besluttet om østmolen?")) == []


def test_a_problem_with_the_rent_asks_for_no_amount() -> None:
    assert Intent.AMOUNT not in kinds(read("Hvad er problemet med huslejen?"))


@pytest.mark.parametrize(
    "text", ["Svend Torsk blev valgt.", "Krabbe ApS vandt.", "Forslaget fra Bodil Krabbe (V)"]
)
def test_a_person_or_a_firm_is_somebody(text: str) -> None:
    assert tells(Intent.WHO, text)


@pytest.mark.parametrize("text", ["Aaløse Kommune betaler.", "Ingen er nævnt her."])
def test_a_municipality_is_nobody(text: str) -> None:
    assert not tells(Intent.WHO, text)


def test_the_noun_is_the_first_word_that_is_known_to_say_something() -> None:
    assert asked_noun("Hvor mange af de kuttere er sunket?", {"kuttere", "sunket"}) == "kuttere"


def test_a_noun_that_only_says_the_kind_is_none() -> None:
    assert asked_noun("Hvilken dato åbner saunaen?", {"dato", "saunaen"}) is None


def test_a_time_is_a_kind_and_no_noun() -> None:
    assert asked_noun("Hvor lang tid venter man på en bådplads?", {"tid", "bådplads"}) is None


def test_what_stands_before_the_noun_is_not_the_noun() -> None:
    assert asked_noun("Hvad hedder den nye havn?", {"nye", "havn"}) == "havn"
    assert asked_noun("Hvor mange nye er der?", {"nye"}) == "nye"


@pytest.mark.parametrize("text", ["Hvad hedder den nye vej?", "Hvad hedder det gamle hus?"])
def test_a_thing_with_a_name_is_nobody(text: str) -> None:
    assert Intent.WHO not in kinds(read(text))


def test_who_has_a_new_office_is_somebody() -> None:
    assert Intent.WHO in kinds(read("Hvad hedder den nye havnefoged?"))


def test_without_an_asking_word_there_is_no_noun() -> None:
    assert asked_noun("Fortæl om molen.", {"molen"}) is None


@pytest.mark.parametrize(
    ("question", "told", "lacks"),
    [
        ("Hvor mange penge sparer kommunen på kranen?", "Derved spares der strøm.", True),
        ("Hvor mange penge sparer kommunen på kranen?", "Der spares 40.000 kr. om året.", False),
        ("Hvor mange penge sparer kommunen på kranen?", "Prisen er uden strøm.", True),
        ("Hvor mange penge sparer kommunen på kranen?", "Alle kraner er ikke ens.", True),
        ("Hvor mange penge sparer kommunen på kranen?", "Det er uden udgift for den.", False),
        ("Hvad koster en plads i havnen?", "Plads\t56\t59", False),
        ("Hvad koster det at låne båden?", "Det er gratis for børn.", False),
        ("Hvem vandt udbuddet om kranen?", "Der skal vælges en leverandør.", True),
        ("Hvem vandt udbuddet om kranen?", "Opgaven gik til Kajens Kraner A/S.", False),
        ("Hvorfor blev kranen dyr?", "Den er stor.", False),
    ],
)
def test_a_value_that_is_asked_for_is_told_or_there_is_no_answer(
    question: str, told: str, *, lacks: bool
) -> None:
    assert lacks_value(read(question), told) is lacks

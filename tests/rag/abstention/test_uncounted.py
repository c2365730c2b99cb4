"""How many of a thing: a figure that counts something else is no answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.lexicon import Vocabulary, stem
from rag.abstention.uncounted import uncounted
from rag.types import Intent, Question

KNOWN = Vocabulary({stem(word): 9 for word in ("klasser", "kuttere", "net", "gamle", "master")})


def asked(text: str) -> Question:
    return Question(text, text.rstrip("?"), (Intent.COUNT,))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hvor mange klasser er tilmeldt dagen?", "Dagen holdes den 25. maj med 4 foredrag."),
        ("Hvor mange klasser er tilmeldt dagen?", "Klasser kan melde sig fra den 1. maj 2031."),
        ("Hvor mange klasser er tilmeldt dagen?", "Der er 400 kr. til klasser, som vil med."),
        ("Hvor mange kuttere sank?", "De 3 både, der ligger ved kajen, er uden net."),
        ("Hvor mange af de gamle master fældes?", "Der er afsat 4 mio. kr. til nye sejl."),
    ],
)
def test_a_number_of_something_else_counts_nothing(text: str, told: str) -> None:
    assert uncounted(asked(text), [told], KNOWN)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hvor mange klasser er tilmeldt dagen?", "Der er tilmeldt 14 skoleklasser."),
        ("Hvor mange klasser er tilmeldt dagen?", "Ingen klasser er tilmeldt."),
        ("Hvor mange klasser er tilmeldt dagen?", "Klasse\tAntal\n7.\t3"),
        ("Hvor mange kuttere sank?", "To af de gamle kuttere sank."),
        ("Hvor mange gamle master fældes?", "Ni master fældes."),
        ("Hvor mange klazzer er tilmeldt dagen?", "Dagen er den 25. maj."),
        ("Hvor mange mennesker kom?", "Der var 40 til stede."),
        ("Hvor mange klasser kommer, og hvad koster det?", "Det koster 300 kr."),
        ("Hvad koster klasser?", "De koster 300 kr."),
    ],
)
def test_a_number_of_the_thing_or_of_what_cannot_be_looked_for_may_answer(
    text: str, told: str
) -> None:
    assert not uncounted(asked(text), [told], KNOWN)


def test_a_question_in_english_is_not_held_against_danish_words() -> None:
    english = replace(asked("Hvor mange klasser er tilmeldt?"), english=True)
    assert not uncounted(english, ["Dagen er den 25. maj."], KNOWN)

"""An answer whose quotes lack the name, the buyer or the unit that is asked for is none."""

from __future__ import annotations

import pytest

from rag.abstention.untold import names_told, unsold, untold
from rag.types import Intent, Question


def asked(text: str) -> Question:
    return Question(text, text.rstrip("?"), (Intent.WHO,))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Hvilket firma skal bygge broen?",
            "Broen koster 4 mio. kr. Ida Marehalm (A) stemte imod.",
        ),
        ("Hvilket firma skal bygge broen?", "Teknikudvalget tager sagen op i Tangby til maj."),
        ("Hvad hedder drengen, der fandt urnen?", "En dreng på 9 år fandt urnen ved Nordvej."),
        ("Hvem har købt gården Højbo?", "Højbo har stået tom, siden Rosa Havn flyttede."),
        ("Hvem har købt gården Højbo?", "Gården sættes til salg med en frist på tre måneder."),
        ("Hvem vandt løbet om færgen?", "Vinderen udpeges i juni."),
        ("Hvilket firma skal bygge broen?", "Broen er dyr. Broer skal males."),
        ("Hvor mange procent stoppede?", "Af de 90, der begyndte, stoppede 31."),
        ("Hvor mange decibel larmer møllen?", "Naboen klager over 3 møller."),
    ],
)
def test_what_is_asked_for_by_name_or_unit_is_missed(text: str, told: str) -> None:
    assert untold(asked(text), [told])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hvilket firma skal bygge broen?", "Opgaven er tildelt Brobyg A/S."),
        ("Hvilket firma skal bygge broen?", "Brokkel bygger broen til maj."),
        ("Hvad hedder drengen, der fandt urnen?", "Urnen blev fundet af Mads Holm."),
        ("Hvem har købt gården Højbo?", "Gården er solgt til naboen for 2 mio. kr."),
        ("Hvem har købt gården Højbo?", "Salget til Klinteland ApS godkendes."),
        ("Hvem ejer molen?", "Molen ejes af havnen selv."),
        ("Hvem leverer maden?", "Det kommunale køkken leverer maden."),
        ("Hvem vandt løbet om færgen?", "Ruten går til det hidtidige selskab."),
        ("Hvor mange procent stoppede?", "Hver tredje stoppede inden jul."),
        ("Hvor mange decibel larmer møllen?", "Målingen viste 41 dB(A) ved skel."),
        ("Hvor høj en andel stoppede?", "Område\tAndel\nNord\t31"),
        ("Hvad koster broen?", "Broen er dyr."),
    ],
)
def test_what_is_told_in_any_wording_stands(text: str, told: str) -> None:
    assert not untold(asked(text), [told])


def test_a_name_of_the_question_is_no_answer_to_it() -> None:
    question = asked("Hvem ejer Brobyg Nord?")
    assert list(names_told(question, "Sagen om Brobyg Nord blev udsat.")) == []
    assert list(names_told(question, "Ejeren er Rosa Havn fra Nord.")) == ["Rosa Havn"]


def test_a_buyer_is_missed_where_only_a_sale_is_planned() -> None:
    question = asked("Hvem har købt gården Højbo, og hvad gav køberen?")
    assert unsold(question, ["Gården sættes til salg.", "Rosa Havn og Ida Marehalm stemte imod."])
    assert not unsold(question, ["Gården overdrages til Klinteland ApS for 2 mio. kr."])
    assert not unsold(asked("Hvem ejer Højbo?"), ["Gården sættes til salg."])

"""A turn of phrase finds the sentences that answer it, in other words than the question's."""

from __future__ import annotations

import pytest

from rag.understanding.phrasing import answers_turn


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Hvor kommer pengene til broen fra?", "Udgiften finansieres af anlægspuljen."),
        ("Hvem betaler for stien?", "Etableringen afholdes af grundejerne."),
        ("Hvem skal betale?", "Beløbet dækkes af kassebeholdningen."),
        ("Hvordan finansieres hallen?", "Der optages et lån; resten er rådighedsbeløb."),
        ("Hvad sker der, hvis ingen byder?", "Såfremt der ikke kommer bud, bortfalder planen."),
        ("Hvilke alternativer var der?", "I stedet kan kommunen leje et hus."),
        ("Hvad var argumentet imod planen?", "Naboerne frygter mere trafik."),
        ("Hvad var beboerne bekymrede for?", "Foreningen er utryg ved lastbilerne."),
        ("Hvilke krav blev der stillet?", "Det er en forudsætning, at taget isoleres."),
        ("Hvor mange pladser er der i alt?", "Samlet er der 210 pladser."),
        ("Hvad får man for at tælle stemmer?", "Der udbetales diæter på 440 kr."),
        ("Hvornår er molen færdig?", "Molen ventes taget i brug i maj 2026."),
        ("Hvornår slutter høringen?", "Høringen løber fra den 2. maj til den 9. juni."),
        ("Hvornår går arbejdet i gang?", "Der er byggestart i august."),
        ("Hvad er fristen for at søge?", "Ansøgningen skal sendes senest den 1. maj."),
        ("Who pays for the bridge?", "Broen betales af fonden."),
        ("Hvornår regnes en båd som stor?", "Store både er defineret som både på 12 meter."),
        ("Hvad forstås ved liggedage?", "Der er mindst fire ved hvert anløb."),
        ("Fra hvilken dato gælder taksten?", "Den nye takst træder i kraft 1. maj."),
        ("Hvor tit tømmes tanken?", "Tanken tømmes hver anden uge."),
        ("Hvor meget får klubben om året?", "Tilskuddet er 24.000 kr. årligt."),
        ("Hvad koster en plads pr. måned?", "Lejen er 310 kr. om måneden."),
        ("Hvor længe må både ligge der?", "Pladsen er lejet ud for 10 år."),
        ("Hvordan søger man en plads?", "Henvendelse sker på havnekontoret."),
        ("Hvem kan få en plads?", "Ordningen er forbeholdt lokale fiskere."),
        ("Hvad viste målingen?", "Samlet set er vandet rent."),
        ("Hvem står for kranen?", "Driften varetages af sejlklubben."),
        ("Hvordan har taksten udviklet sig?", "Den er hævet fra 310 kr. til 340 kr."),
        ("Er der flere eller færre både end før?", "I 2024 var der 60 både mod 48 året før."),
    ],
)
def test_the_sentence_that_answers_is_known_by_its_words(asked: str, text: str) -> None:
    assert answers_turn(asked, text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Hvor ligger broen?", "Udgiften finansieres af anlægspuljen."),
        ("Hvor kommer pengene til broen fra?", "Broen er 60 meter lang."),
        ("Hvornår er molen færdig?", "Arbejdet begynder i maj 2025."),
        ("Hvornår begynder arbejdet?", "Molen tages i brug i maj 2026."),
        ("Hvornår åbner hallen?", "Naboerne frygter mere trafik."),
        ("Hvornår blev kranen malet?", "Store både er defineret som både på 12 meter."),
        ("Hvor tit tømmes tanken?", "Tanken er på 40 liter."),
        ("Hvor meget får klubben om året?", "Tilskuddet sættes ned med 5.000 kr."),
        ("Hvem kan få en plads?", "Der er 60 pladser."),
        ("Er der flere eller færre både end før?", "Der er 60 både."),
    ],
)
def test_other_questions_and_other_sentences_are_left_alone(asked: str, text: str) -> None:
    assert not answers_turn(asked, text)

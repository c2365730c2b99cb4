"""Bodies are found by whatever part of their name people use."""

from __future__ import annotations

import pytest

from rag.understanding.bodies import BodyMention, find_bodies, parse_body
from rag.wash import fold

BODIES = (
    "Kommunalbestyrelsen 2022-2025",
    "Økonomiudvalget",
    "Udvalget for Klima, Plan og Miljø",
    "Børne-, Unge- og Familieudvalget",
    "Social- og Sundhedsudvalget",
    "Arbejdsmarkeds- og Socialudvalget",
    "Handicaprådet",
    "Rådet for Frivilligt Arbejde",
)


def found(text: str) -> tuple[BodyMention, ...]:
    return find_bodies(text, fold(text), BODIES)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hvad sagde Økonomiudvalget?", "Økonomiudvalget"),
        ("Hvad sagde økonomiudvalgets medlemmer?", "Økonomiudvalget"),
        ("Hvad sagde ØU?", "Økonomiudvalget"),
        ("hvad sagde øu?", "Økonomiudvalget"),
        ("på økonomiudvalgsmødet", "Økonomiudvalget"),
        ("Hvad sagde kommunalbestyrelsen?", "Kommunalbestyrelsen 2022-2025"),
        ("Hvad sagde byrådet?", "Kommunalbestyrelsen 2022-2025"),
        ("i KB", "Kommunalbestyrelsen 2022-2025"),
        ("Hvad sagde miljøudvalget?", "Udvalget for Klima, Plan og Miljø"),
        ("udvalget for klima og miljø", "Udvalget for Klima, Plan og Miljø"),
        ("Klima-, Plan- og Miljøudvalget", "Udvalget for Klima, Plan og Miljø"),
        ("KPMU", "Udvalget for Klima, Plan og Miljø"),
        ("BUFU", "Børne-, Unge- og Familieudvalget"),
        ("børne- og familiepolitikerne", "Børne-, Unge- og Familieudvalget"),
        ("familie- og børneudvalget", "Børne-, Unge- og Familieudvalget"),
        (
            "børne familie og unge udvalget, altså familieudvalget",
            "Børne-, Unge- og Familieudvalget",
        ),
        ("sundhedsudvalget", "Social- og Sundhedsudvalget"),
        ("social og sundhedsudvalget", "Social- og Sundhedsudvalget"),
        ("sunhedsudvalget", "Social- og Sundhedsudvalget"),
        ("arbejdsmarkeds- og social udvalget", "Arbejdsmarkeds- og Socialudvalget"),
        ("handicaprådet", "Handicaprådet"),
        ("Rådet for Frivilligt Arbejde", "Rådet for Frivilligt Arbejde"),
        ("the city council", "Kommunalbestyrelsen 2022-2025"),
        ("the climate and environment committee", "Udvalget for Klima, Plan og Miljø"),
    ],
)
def test_a_body_is_found(text: str, name: str) -> None:
    mentions = found(text)
    assert [mention.names for mention in mentions[-1:]] == [(name,)]


def test_words_that_fit_two_bodies_name_both() -> None:
    (mention,) = found("Hvad sagde socialudvalget?")
    assert mention.names == ("Social- og Sundhedsudvalget", "Arbejdsmarkeds- og Socialudvalget")


def test_the_whole_name_beats_a_part_of_another() -> None:
    (mention,) = found("Arbejdsmarkeds- og Socialudvalget")
    assert mention.names == ("Arbejdsmarkeds- og Socialudvalget",)
    assert mention.exact


@pytest.mark.parametrize(
    "text",
    [
        "på socialområdet",
        "Hvad sagde udvalget?",
        "vi har råd til det",
        "forrådet er tomt",
        "fagudvalget",
        "Trafikudvalget",
        "by og land",
        "lokalpolitikerne",
    ],
)
def test_other_words_name_no_body(text: str) -> None:
    assert found(text) == ()


def test_two_periods_of_a_body_are_one() -> None:
    names = ("Byråd 2018-2021", "Byråd 2022-2025")
    (mention,) = find_bodies("byrådet", "byrådet", names)
    assert mention.names == ("Byråd 2018-2021",)


def test_questions_to_the_council_are_not_the_council() -> None:
    assert parse_body("Spørgetid til Byrådet").kind != "council"


def test_a_small_word_of_one_body_is_no_part_of_anothers_name() -> None:
    bodies = (*BODIES, "Spørgsmål og svar til de studerende")
    text = "hvem kunne komme til handicaprådets møde"
    assert [mention.names for mention in find_bodies(text, text, bodies)] == [("Handicaprådet",)]


@pytest.mark.parametrize(
    "text",
    [
        "Hvem blev ny næstformand i Økonomiudvalget?",
        "Hvem blev valgt som medlem af Handicaprådet?",
        "Blev Økonomiudvalget og Handicaprådet lagt sammen?",
    ],
)
def test_a_body_that_others_decide_about_is_a_thing(text: str) -> None:
    assert found(text) == ()


@pytest.mark.parametrize(
    "text",
    ["Hvem er formand for Økonomiudvalget?", "Hvad besluttede Økonomiudvalget om valg af revisor?"],
)
def test_a_body_that_acts_or_is_led_is_found(text: str) -> None:
    assert [mention.names for mention in found(text)] == [("Økonomiudvalget",)]

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.danish import body_key, find_bodies, find_dates, is_binding, parse_date, plain, same_body


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("08-04-2031", date(2031, 4, 8)),
        ("d. 08-04-2031", date(2031, 4, 8)),
        ("den08-04-2031", date(2031, 4, 8)),
        ("08.04.2031", date(2031, 4, 8)),
        ("15-maj-2002", date(2002, 5, 15)),
        ("Onsdag d. 8. april 2031 kl. 14:00", date(2031, 4, 8)),
        ("den 1. marts 2021", date(2021, 3, 1)),
        ("d. 7 november 2022", date(2022, 11, 7)),
        ("Mandag, 11 januar, 2021 - 19:00", date(2021, 1, 11)),
        ("Torsdag, Oktober 3, 2019 - 07:30", date(2019, 10, 3)),
        ("30. aug 2022", date(2022, 8, 30)),
        ("02. nov. 2022", date(2022, 11, 2)),
        ("27/2-2018", date(2018, 2, 27)),
        ("29/10-18", date(2018, 10, 29)),
        ("29/10-98", date(1998, 10, 29)),
        ("d. 4.4. 2022", date(2022, 4, 4)),
        ("d.4.4.2022", date(2022, 4, 4)),
        ("2021.11.09", date(2021, 11, 9)),
        ("2021-11-09T17:00:00", date(2021, 11, 9)),
        ("09. 11 2021", date(2021, 11, 9)),
        ("7. junij 2022", date(2022, 6, 7)),
        ("05-12-2017 17:00:00", date(2017, 12, 5)),
    ],
)
def test_every_form_of_a_date_is_read(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "ultimo maj",
        "primo 2024",
        "uge 32 2020",
        "1. kvartal 2020",
        "6/9",
        "31-02-2020",
        "kl. 14.00-15.15",
        "1.253.680 kr.",
        "35,0 %",
        "§ 71, stk. 4",
        "2. behandling",
        "00.30.02G01-0022",
        "85.02.02-P35-12-22",
        "01.02.03-G01-5-17",
        "15.20.00-A00-18-17",
        "",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_dates_without_a_year_take_the_given_one() -> None:
    found = [day for day, _, _ in find_dates("6/9 og 13.3., 20.3., 3.4. og 12. maj", 2031)]
    assert found == [date(2031, m, d) for d, m in ((6, 9), (13, 3), (20, 3), (3, 4), (12, 5))]


def test_dates_keep_their_places() -> None:
    text = "fra 1. maj 2031 til 2. juni 2031"
    assert [text[a:b] for _, a, b in find_dates(text)] == ["1. maj 2031", "2. juni 2031"]


@pytest.mark.parametrize(
    "name",
    [
        "Byrådet",
        "Byråd 2030-2033",
        "Økonomiudvalget",
        "Klima-, Natur- og Havneudvalget",
        "Klima- og havneudvalget",
        "Børne-, unge- og kulturudvalget 2030-2033",
        "Udvalget Børn og Unge",
        "Udvalg for skole og ungdom",
        "Udvalget for Kultur og Fritid",
        "Rådet for Socialt Udsatte",
        "Social- og Kystudvalget (30-33)",
        "Kommunalbestyrelsen",
    ],
)
def test_a_body_is_found_with_its_whole_name(name: str) -> None:
    text = f"Sagen går til {name} den 3. maj."
    assert [(text[a:b], found) for found, a, b in find_bodies(text)] == [(name, name)]


def test_two_bodies_with_og_between_are_two() -> None:
    found = [name for name, _, _ in find_bodies("Godkendt i Økonomiudvalget og Byrådet i maj")]
    assert found == ["Økonomiudvalget", "Byrådet"]


def test_a_genitive_and_an_area_are_no_bodies() -> None:
    assert find_bodies("Økonomiudvalgets indstilling om området, vi har råd til") == []


@pytest.mark.parametrize(
    ("body", "rank"),
    [
        ("Byråd 2030-2033", 3),
        ("Kommunalbestyrelsen", 3),
        ("KB", 3),
        ("Økonomiudvalget", 2),
        ("Økonomi- og Havneudvalget", 2),
        ("Magistraten", 2),
        ("Klima- og Havneudvalget", 1),
        ("Seniorrådet", 0),
        ("Børnebyrådet", 0),
        ("Rådet for Socialt Udsatte", 0),
        ("§ 17, stk. 4-udvalget om havne", 0),
    ],
)
def test_a_body_has_the_rank_of_its_word(body: str, rank: int) -> None:
    assert is_binding(body) == rank


def test_one_body_under_two_spellings_is_one() -> None:
    assert body_key("Byråd 2030-2033") == body_key("Byrådet")
    assert same_body("Klima-, Natur- og Havneudvalget", "Klima-Natur og Havneudvalg (30-33)")
    assert same_body("Udvalget", "Havneudvalget")
    assert not same_body("Havneudvalget", "Kystudvalget")
    assert not same_body(None, "Kystudvalget")


def test_plain_text_has_latin_letters_and_single_spaces() -> None:
    assert plain("Rеsu\u00admе\u00a0 og – mere") == "Resume og - mere"


@given(st.text(alphabet="0123456789.-/ ,majuni", max_size=80) | st.text())
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    for _, start, end in find_dates(text, 2020):
        assert 0 <= start < end <= len(text)
    for name, start, end in find_bodies(text):
        assert text[start:end] == name

"""Heads in the forms of some thirty publishers: body, date, time, place, people."""

from __future__ import annotations

from datetime import date

import pytest

from index.parsing.head import Head, plain_body, read_head
from index.parsing.head_fields import head_label, split_absent
from index.parsing.lines import read_lines
from index.parsing.municipalities import find_municipality
from index.types import Document

DAY = date(2031, 3, 14)


def read(text: str, name: str = "moede.txt") -> Head:
    return read_head(read_lines(Document(name, name, text, "0")), name)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("REFERAT Teknik- og Miljøudvalget 2030-2033 d. 14-03-2031", "Teknik- og Miljøudvalget"),
        ("Byrådet - Referat\nDato: 14. marts 2031\nLokale: Byrådssalen\nTidspunkt: Kl. 19:00", "Byrådet"),
        ("Regionsrådet - Referat - 14. marts 2031\nMødedato\n14-03-2031 kl. 15:00 - 18:00", "Regionsrådet"),
        ("Forsiden\tUdvalg\tMøder\tSe byrådet live\nReferat\nByrådet\n14-03-2031", "Byrådet"),
        ("UDVALG\nBørne- og Skoleudvalget\nMØDE\n14-03-2031 09:00:00", "Børne- og Skoleudvalget"),
        ("Kommunalbestyrelsen\nReferat • 14. marts 2031 kl. 17.00\nIndhold", "Kommunalbestyrelsen"),
        ("Socialudvalget - 14-03-2031\nFredag, 14 marts, 2031 - 19:00\nUdvalg:", "Socialudvalget"),
        ("Fredag d. 14 marts 2031, kl. 15:00\nMødestedRådssalen\nUdvalgKommunalbestyrelsen", "Kommunalbestyrelsen"),
        ("Referat\ntil\nmødet i Kommunalbestyrelsen\nden 14. marts 2031 kl. 19:00\ni rådssalen", "Kommunalbestyrelsen"),
        ("Referat til mødet i Kulturudvalget den 14. marts 2031 kl. 17:30 i Hallen", "Kulturudvalget"),
        ("Økonomiudvalget – Referat – 14. marts 2031", "Økonomiudvalget"),
        ("Beslutningsprotokol\nfredag den 14. marts 2031 kl. 09:00\nUdvalg: Arbejdsmarkedsudvalget", "Arbejdsmarkedsudvalget"),
        ("Åbent referat\nPlan- og Boligudvalgets møde den 14. marts 2031", "Plan- og Boligudvalget"),
        ("Referat af menighedsrådsmøde i Vester Lunde\nFredag den 14. marts 2031 kl. 19", "Menighedsråd"),
        ("Dagsorden for møde i Rådet for Grønne Byer d. 14. marts 2031", "Rådet for Grønne Byer"),
        ("Udvalg: Sundheds-, Social- og Forebyggelsesudvalget (30-33)\nMødedato: 14.03.2031, kl. 17:30", "Sundheds-, Social- og Forebyggelsesudvalget"),
    ],
)  # fmt: skip
def test_body_and_date_are_read_from_every_form_of_head(text: str, body: str) -> None:
    head = read(text)
    assert head.body == body
    assert head.date == DAY


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Mødedato Fredag d. 14. marts 2031 kl. 16:00", "16:00"),
        ("Mødedato: 14.03.2031, kl. 17:30", "17:30"),
        ("Dato: 14. marts 2031\nTidspunkt: Kl. 19.00", "19.00"),
        ("Referat\nDato: Fredag, Marts 14, 2031 - 07:30", "07:30"),
        ("Mødedato\n14-03-2031 kl. 15:00 - 18:00", "15:00-18:00"),
        ("STARTTIDSPUNKT\n14-03-2031 09:00:00", "09:00"),
        ("Dato: 14. marts 2031", None),
    ],
)
def test_the_hour_is_read_and_no_part_of_a_date_is_taken_for_it(
    text: str, time: str | None
) -> None:
    assert read(text).time == time


def test_the_file_s_name_tells_what_the_text_leaves_out() -> None:
    head = read("1. Velkomst", "2031-03-14_oekonomiudvalget_77d2.txt")
    assert head.date == DAY


def test_names_over_several_lines_are_joined_and_parties_stay_with_them() -> None:
    head = read(
        "Mødedeltagere Anna Bøgh Kjær, Jens\nHolmstrup, Mette\nFriis og Ole Vinther\n\nIndholdsfortegnelse"
    )
    assert head.participants == ("Anna Bøgh Kjær", "Jens Holmstrup", "Mette Friis", "Ole Vinther")
    head = read("Deltagere: Anna Kjær, A, Jens Holm (V), Bo Lund, løsgænger\nAfbud: Ida Skov, F")
    assert head.participants[0] == "Anna Kjær, A"
    assert head.participants[1] == "Jens Holm (V)"
    assert head.absent == ("Ida Skov, F",)


def test_a_list_of_names_is_one_name_a_line() -> None:
    head = read(
        "Til stede:\n- Anna Kjær (A) formand\n- Jens Holm (V)\n\nAfbud:\n1. Ida Skov, Ø\n2. Bo Lund, C"
    )
    assert head.participants == ("Anna Kjær (A) formand", "Jens Holm (V)")
    assert head.absent == ("Ida Skov, Ø", "Bo Lund, C")


@pytest.mark.parametrize("nobody", ["Ingen", "ingen.", "-", ""])
def test_nobody_is_no_name(nobody: str) -> None:
    assert read(f"Deltagere: Anna Kjær, Jens Holm\nAfbud: {nobody}\nMødested: Salen").absent == ()


def test_a_label_word_that_begins_a_sentence_is_no_label() -> None:
    assert head_label("Mødet fortsætter i salen ved siden af") is None
    assert head_label("Medlemmer af rådet var samlet") is None
    assert head_label("Mødested Udvalgsværelse 2") == ("place", "Udvalgsværelse 2")
    assert head_label("MødestedRådssalen") == ("place", "Rådssalen")


def test_the_period_of_office_is_no_part_of_the_body() -> None:
    assert plain_body("Byråd 2030-2033") == "Byråd"
    assert plain_body("Kulturudvalget (30-33)") == "Kulturudvalget"


def test_the_municipality_is_the_one_that_the_text_names_most() -> None:
    text = "Strandmark Kommune og Nordlev Kommune samarbejder. Strandmark Kommune betaler. I Strandmark."
    assert find_municipality(text, "") == "Strandmark"


def test_two_municipalities_named_alike_often_are_none() -> None:
    text = "Strandmark Kommune og Nordlev Kommune samarbejder."
    assert find_municipality(text, "") is None
    assert find_municipality(text, "", "nordlev-referater") == "Nordlev"


def test_a_genitive_is_kept_unless_the_plain_name_stands_in_the_text() -> None:
    assert find_municipality("Vesterhus Kommune. Vesterhus Kommunes plan.", "") == "Vesterhus"
    assert find_municipality("Havns Kommune holder møde i Havn.", "") == "Havn"
    assert find_municipality("Havns Kommune holder møde.", "") == "Havns"


def test_a_text_without_a_municipality_has_none() -> None:
    assert find_municipality("Hver kommune i hele Danmark. Den Kommune.", "", "arkiv") is None


@pytest.mark.parametrize(
    ("told", "names"),
    [
        (
            "Rut Holm (V). I stedet mødte Gerd Mik (V). Per Brand (A). I stedet mødte Ella Wind (A)",
            ["Rut Holm (V)", "Per Brand (A)"],
        ),
        ("Rut Holm (V), Ib Bo (A). For Ib Bo mødte Ella Wind (A). Eva Ek", ["Rut Holm (V)", "Ib Bo (A)", "Eva Ek"]),
        ("Ib Bo (A) og Eva Ek. Ella Wind (A) deltog for Ib Bo. For Eva Ek var der ikke suppleant", ["Ib Bo (A)", "Eva Ek"]),
        ("Ib Bo deltog ikke", ["Ib Bo deltog ikke"]),
        ("Asta Lind (i stedet mødte 1. suppleant Ebbe Dal)", ["Asta Lind"]),
        ("Tine Ham (C). Der var ikke indkaldt stedfortræder", ["Tine Ham (C)"]),
        ("Anne Po (LEV), hendes stedfortræder Vivi Bech mødte. Bo Bo (F)", ["Anne Po (LEV)", "Bo Bo (F)"]),
        ("Niels Vind (C), sygdom. Ahmed Nour (A) uden stedfortræder.", ["Niels Vind (C)", "Ahmed Nour (A)"]),
        ("Ib Lund (sygdom) Øvrige: Ældrechef Mie Riis, sekretær Bo Krag", ["Ib Lund"]),
        ("Ingen", []),
    ],
)  # fmt: skip
def test_who_met_instead_and_why_are_no_absent(told: str, names: list[str]) -> None:
    assert list(split_absent([told])) == names


def test_all_lines_of_absence_are_read() -> None:
    away = "Fraværende med afbud: Bo Dal\nFraværende uden afbud: Eva Mark\n"
    text = f"Referat Byrådet 3. marts 2031\n{away}"
    assert read(text).absent == ("Bo Dal", "Eva Mark")

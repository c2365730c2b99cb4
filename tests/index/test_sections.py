from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sections import is_decision_line, parse_decision_heading, section_kind
from index.types import SectionKind as Kind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Resumé", Kind.SUMMARY),
        ("Sagens kerne", Kind.SUMMARY),
        ("Beslutningstema:", Kind.THEME),
        ("Sagstema", Kind.THEME),
        ("Sagsfremstilling og økonomi", Kind.CASE),
        ("Baggrund for sagen", Kind.CASE),
        ("Forvaltningens bemærkninger", Kind.ASSESSMENT),
        ("INDSTILLING", Kind.RECOMMENDATION),
        ("Administrativ indstilling", Kind.RECOMMENDATION),
        ("Borgmesteren indstiller", Kind.RECOMMENDATION),
        ("Havneforvaltningen indstiller til Byrådet, at", Kind.RECOMMENDATION),
        ("Beslutning", Kind.DECISION),
        ("Referat:", Kind.DECISION),
        ("Sagens forløb", Kind.HISTORY),
        ("Sagens gang", Kind.ROUTE),
        ("Høring og sagsgang", Kind.ROUTE),
        ("Sagen afgøres endelig af", Kind.COMPETENCE),
        ("Sagen afgøres i Havneudvalget", Kind.COMPETENCE),
        ("Økonomi(ske konsekvenser) og finansiering", Kind.ECONOMY),
        ("Lovgrundlag – link", Kind.LEGAL),
        ("Høring", Kind.HEARING),
        ("FN's Verdensmål", Kind.CONSEQUENCES),
        ("Vision, politikker og strategier", Kind.CONSEQUENCES),
        ("Tidsplan", Kind.SCHEDULE),
        ("Kommunikation.", Kind.COMMUNICATION),
        ("Bilag", Kind.ATTACHMENTS),
        ("Fraværende:", Kind.ABSENCE),
    ],
)
def test_a_label_says_what_its_section_is_for(heading: str, kind: Kind) -> None:
    assert section_kind(heading) is kind


@pytest.mark.parametrize(
    "heading",
    [
        "RESUME",
        "resumé:",
        "R e s u m e",
        "Resu me",
        "Rеsumе",
        "**Resume**",
        "\u00a0Resumé\u00a0",
        "1. Resume",
    ],
)
def test_the_way_a_label_is_printed_makes_no_difference(heading: str) -> None:
    assert section_kind(heading) is Kind.SUMMARY


@pytest.mark.parametrize(
    "heading", ["Sagsfremstiling", "Saqsfremstilling", "Administriv indstilling"]
)
def test_a_long_label_survives_a_lost_or_wrong_letter(heading: str) -> None:
    assert section_kind(heading) in {Kind.CASE, Kind.RECOMMENDATION}


@pytest.mark.parametrize(
    "heading",
    [
        "",
        ":",
        "Målgruppe",
        "Videre proces",
        "Beslutning om lokaler til havnen",
        "Økonomien i projektet er stram",
        "Forvaltningen indstiller, at havnen udvides",
        "Indstilling fra Økonomiudvalget: Godkendes",
        "Bilag 1",
        "2031",
        "Godkendt",
        "Resume " * 40,
    ],
)
def test_another_line_is_no_label(heading: str) -> None:
    assert section_kind(heading) is None


@pytest.mark.parametrize(
    ("heading", "body", "day", "punkt"),
    [
        ("Beslutning i Havneudvalget den 8. april 2031", "Havneudvalget", date(2031, 4, 8), None),
        ("Beslutning fra Klima- og Kystudvalget, 14. maj 2031, pkt. 4:", "Klima- og Kystudvalget", date(2031, 5, 14), 4),
        ("Økonomiudvalgets beslutning i mødet den 08-04-2031", "Økonomiudvalget", date(2031, 4, 8), None),
        ("Byrådet, 08-04-2031, pkt. 153", "Byrådet", date(2031, 4, 8), 153),
        ("08-04-2031 Byråd 2030-2033", "Byråd 2030-2033", date(2031, 4, 8), None),
        ("Beslutninger Økonomiudvalget 2030-2033 den 06-03-2031", "Økonomiudvalget 2030-2033", date(2031, 3, 6), None),
        ("BESLUTNING I BØRNE- OG UNGEUDVALGET DEN 12-12-2031", "BØRNE- OG UNGEUDVALGET", date(2031, 12, 12), None),
        ("Beslutning den 3. maj 2031", None, date(2031, 5, 3), None),
    ],
)  # fmt: skip
def test_a_decision_heading_gives_body_date_and_number(
    heading: str, body: str | None, day: date, punkt: int | None
) -> None:
    assert section_kind(heading) is Kind.DECISION
    assert parse_decision_heading(heading) == (body, day, punkt)


def test_a_plain_decision_heading_names_nothing() -> None:
    assert parse_decision_heading("Beslutning") == (None, None, None)


def test_a_sentence_with_a_body_and_a_date_is_not_a_decision_line() -> None:
    assert is_decision_line("08-04-2031 Økonomiudvalget")
    assert not is_decision_line("Økonomiudvalget behandler sagen igen den 8. april 2031")
    assert not is_decision_line("Økonomiudvalget")


@given(st.text(alphabet="Beslutning iResumØkoudvaltdn.:-3 0246*#\u00a0", max_size=140) | st.text())
def test_any_heading_is_read_without_an_error(heading: str) -> None:
    assert section_kind(heading) is None or isinstance(section_kind(heading), Kind)
    parse_decision_heading(heading)

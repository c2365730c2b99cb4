"""Real minutes of a municipality, printed anew with bare numbers and without case numbers.

Their numbered lists, quoted letters, tables and headings are what an agenda must be told from.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from index.formats import meetings_of, publication
from index.types import Document, Meeting

GREVE = Path(__file__).parents[3].parent / "shared" / "greve" / "dagsordener"
FILES = sorted(GREVE.glob("*.json"))[::20] if GREVE.is_dir() else []
FORMS: dict[str, Callable[[int, str], str]] = {
    "spoken": lambda number, title: f"Punkt {number}: {title}",
    "dot": lambda number, title: f"{number}. {title}",
    "bare, late in the year": lambda number, title: f"{number + 311} {title}",
}


def printed(document: Document, meeting: Meeting, form: Callable[[int, str], str]) -> str:
    parts, at = [], 0
    for number, item in enumerate(meeting.items, 1):
        parts += [document.text[at : item.start], form(number, item.title)]
        at = item.title_end
    return re.sub(r"(?m)^Sagsnr\. .*\n", "", "".join([*parts, document.text[at:]]))


@pytest.mark.skipif(not FILES, reason="the published minutes are not here")
@pytest.mark.parametrize("form", FORMS)
def test_real_agendas_are_found_among_their_own_lists(form: str) -> None:
    found = wanted = 0
    for path in FILES:
        document, (meeting,) = publication.load(path)
        text = printed(document, meeting, FORMS[form])
        (again,) = meetings_of(Document("x", "x.txt", text, "0"))
        titles = {item.title for item in again.items}
        wanted += len(meeting.items)
        found += sum(1 for item in meeting.items if item.title in titles)
        assert len(again.items) <= len(meeting.items) + 1
    assert found >= 0.98 * wanted


def test_who_was_absent_stays_in_the_decision_that_tells_it() -> None:
    text = (
        "Kulturudvalget\nReferat\nDato: 3. maj 2031\n\n1. Nyt museum\n\nBeslutning:\nGodkendt.\n"
        "Fraværende: Bo Holm Vang\n\n2. Ny scene\n\nBeslutning:\nUdsat.\nFraværende: Bo Holm Vang\n"
    )
    (meeting,) = meetings_of(Document("x", "x.txt", text, "0"))
    assert [decision.absent for item in meeting.items for decision in item.decisions] == [
        ("Bo Holm Vang",),
        ("Bo Holm Vang",),
    ]


def test_a_name_that_stands_under_every_decision_is_no_label() -> None:
    item = "{0}. Sag om vej {0}\n\nBeslutning\n\nGodkendt.\n\nBo Holm Vang\n\nBilag\n\nKort {0}\n\n"
    text = "Kulturudvalget\nReferat\nDato: 3. maj 2031\n\n" + "".join(map(item.format, range(1, 6)))
    (meeting,) = meetings_of(Document("x", "x.txt", text, "0"))
    assert {section.heading for i in meeting.items for section in i.sections} == {
        "Beslutning",
        "Bilag",
    }


def test_a_label_of_the_document_s_own_opens_sections() -> None:
    item = "{0}. Sag om vej {0}\n\nResume\n\nEn vej.\n\nVerdensmål i spil\n\nMål {0} er i spil.\n\nBeslutning\n\nGodkendt.\n\n"
    text = "Kulturudvalget\nReferat\nDato: 3. maj 2031\n\n" + "".join(map(item.format, range(1, 6)))
    (meeting,) = meetings_of(Document("x", "x.txt", text, "0"))
    assert [section.heading for section in meeting.items[0].sections] == [
        "Resume",
        "Verdensmål i spil",
        "Beslutning",
    ]


def test_the_last_word_of_a_wrapped_paragraph_is_no_label() -> None:
    item = (
        "{0}. Sag om vej {0}\n\nSagsfremstilling\nDet kræver byrådets godkendelse og en endelig\n"
        "beslutning.\nDerefter kan arbejdet begynde.\n\nBeslutning\nUdsat.\n\n"
    )
    text = "Kulturudvalget\nReferat\nDato: 3. maj 2031\n\n" + "".join(map(item.format, range(1, 4)))
    (meeting,) = meetings_of(Document("x", "x.txt", text, "0"))
    assert [[section.heading for section in i.sections] for i in meeting.items] == [
        ["Sagsfremstilling", "Beslutning"]
    ] * 3


def test_a_list_of_titles_in_front_of_the_minutes_is_no_agenda() -> None:
    listed = "Pkt. 1 Ny mole\nPkt. 2 Ny kran\nPkt. 3 Eventuelt\n\n"
    told = "".join(
        f"Ad. pkt. {n} {title}\n{text}\n\n"
        for n, title, text in (
            (1, "Ny mole", "Molen er slidt.\nRådet vedtog at bygge en ny."),
            (2, "Ny kran", "Kranen er fra 1971.\nUdsat."),
            (3, "Eventuelt", "Intet."),
        )
    )
    text = "Havnerådet\nReferat\nDato: 3. maj 2031\n\n" + listed + told
    (meeting,) = meetings_of(Document("x", "x.txt", text, "0"))
    assert [item.label for item in meeting.items] == ["Ad. pkt. 1", "Ad. pkt. 2", "Ad. pkt. 3"]
    assert all(item.sections for item in meeting.items)

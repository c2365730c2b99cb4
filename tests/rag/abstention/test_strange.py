"""A name, year or thing is strange when the town's two meetings hold none of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.archive import Archive
from rag.abstention.strange import absent_years, lacked_names, strange_names, unknown_thing
from rag.evidence import Evidence, gather
from rag.question import understand
from rag.retrieve import retrieve
from tests.rag.conftest import archive_of


def look_up(text: str, town: Archive) -> Evidence:
    first, last = town.period
    question = understand(
        text, bodies=town.bodies, municipalities=town.municipalities, first=first, last=last
    )
    return gather(question, retrieve(question, town), town)


def test_a_year_is_absent_when_neither_text_nor_meeting_has_it(town: Archive) -> None:
    assert absent_years(look_up("Hvad kostede østmolen i 2019?", town)) == ["2019"]
    assert absent_years(look_up("Hvad kostede østmolen i 2024?", town)) == []


@pytest.mark.parametrize(("told", "absent"), [("2017-2021", []), ("1990-2021", ["2019"])])
def test_a_short_period_mentions_its_years_and_a_long_one_only_its_ends(
    town: Archive, told: str, absent: list[str]
) -> None:
    found = look_up("Hvad kostede østmolen i 2019?", town)
    record = found.records[0]
    told = f" {told} "
    start, end = record.item.start, record.item.start + len(told)
    text = record.text[:start] + told + record.text[end:]
    held = replace(found, records=(replace(record, text=text),), passages=(), hits=found.hits[:1])
    assert absent_years(held) == absent


def test_a_name_is_strange_unless_a_spelling_of_it_is_known(town: Archive) -> None:
    strange = look_up("Hvad sagde Ludvigsen om østmolen?", town).question
    misspelled = look_up("Hvad sagde Rødspætter om østmolen?", town).question
    assert strange_names(strange, town) == ["Ludvigsen"]
    assert strange_names(misspelled, town) == []


def test_the_municipality_s_name_makes_no_thing_known(town: Archive) -> None:
    asked = look_up(f"Hvad fik {town.municipalities[0]} Svæveklub i støtte?", town).question
    assert strange_names(asked, town) == [f"{town.municipalities[0]} Svæveklub"]


def test_a_short_name_is_never_strange(town: Archive) -> None:
    assert strange_names(look_up("Hvad mener SF om østmolen?", town).question, town) == []


def test_names_are_lacked_only_when_the_items_hold_none_of_them(town: Archive) -> None:
    assert lacked_names(look_up("Stemte Svend Torsk imod østmolen?", town)) == []
    assert lacked_names(look_up("Hvad mener Ludvigsen om østmolen?", town)) == ["Ludvigsen"]


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Hvornår åbner den nye svømmehal?", "svømmehal"),
        ("Hvornår bygger kommunen en biograf på kajen?", "biograf"),
        ("Hvornår står østmolen færdig?", None),
        ("Hvornår blev der klaget over svømmehallen?", None),
        ("Hvad koster svømmehallen?", None),
    ],
)
def test_a_thing_that_is_to_come_must_be_known(town: Archive, text: str, thing: str | None) -> None:
    question = understand(
        text, bodies=town.bodies, municipalities=town.municipalities, first=None, last=None
    )
    assert unknown_thing(question, town) == thing


CLUBS = """REFERAT Fritidsudvalget d. 03-03-2031

Mødedato Mandag d. 3. marts 2031 kl. 18:00

Mødested Rådhuset, Tangø Kommune

Punkt 1: Tilskud til nyt klubhus

Sagsfremstilling

Tangø Skøjteklub søger om 90.000 kr. i tilskud til et nyt klubhus.

Beslutning

Skøjteklubben får 60.000 kr. i tilskud til klubhuset.

Punkt 2: Havnens pladser

Sagsfremstilling

Roklubben og sejlerne deler den lange kaj om vinteren.

Beslutning

Taget til efterretning.
"""


def test_a_club_of_another_kind_is_another_club(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {"a.txt": CLUBS})
    rowing = look_up("Hvor meget fik Tangø Roklub i tilskud til nyt klubhus?", archive)
    skating = look_up("Hvor meget fik Tangø Skøjteklub i tilskud til nyt klubhus?", archive)
    found = lacked_names(replace(rowing, records=rowing.records[:1], passages=()))
    assert found == ["Tangø Roklub"]
    assert lacked_names(skating) == []
    archive.close()

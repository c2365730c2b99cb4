"""A list's lead-in is quoted with its points, and what is left out of a long list is counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.evidence import gather
from rag.question import understand_in
from rag.retrieve import retrieve
from rag.selection.widen import mark, widen
from tests.rag.conftest import archive_of

LONG = "".join(
    f"- {name}, som foreningen holder i stand og betaler vandet til hele vinteren\n"
    for name in (
        "havnens bade",
        "slipstedet ved odden",
        "den gamle kran",
        "klubhuset",
        "molehovedet",
        "bådebroen",
        "masteskuret",
        "sejlloftet",
    )
)
MINUTES = f"""REFERAT Strandudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Punkt 1: Aftale med sejlklubben

09.00.00-P20-1-24

Sagsfremstilling

Efter aftalen har sejlklubben ansvaret for følgende anlæg:
{LONG}
Aftalen gælder i fem år.

Punkt 2: Orientering fra forvaltningen

09.00.00-P20-2-24

Resume

I sagen gives et overblik over forvaltningens orienteringer til udvalget.

Sagsfremstilling

Forvaltningen orienterer om:
- Sandfygning på vestsiden
- Ny havnefoged

Beslutning

Orienteringen blev taget til efterretning.

Punkt 3: Husning af søfolk

09.00.00-P20-3-24

Indstilling

Havnekontoret indstiller,
1. at der rejses ti hytter.
2. at søfolk i mellemtiden kan bo følgende steder i denne rækkefølge:
2a. på missionshotellet
2b. i den gamle toldbod
2c. til sidst på skolen
3. at udgiften holdes inden for rammen.

Beslutning

Godkendt.

Punkt 4: Formanden orienterer

09.00.00-P20-4-24

Beslutning

Udvalget besluttede, at følgende sager kommer på et senere møde;
- En sag om ventetiden på bådpladser
- En sag om hunde på stranden

Orienteringen blev taget til efterretning.

Punkt 5: Nyt læ ved jollebroen

09.00.00-P20-5-24

Sagsfremstilling

Der er to forslag til læ ved jollebroen:
- En vold af sten fra øen. Prisen er 210.000 kr. Den holder i hundrede år.
- Et hegn af pil. Prisen er 64.000 kr.

Læet skal stå klart til sommer.
"""
ROADS = """REFERAT Vejudvalget d. 06-03-2024

Mødedato Onsdag d. 6. marts 2024 kl. 16:00

Punkt 1: Trygge veje

09.00.00-P20-1-24

Sagsfremstilling

Der er set på vejene i år.
1. Trappen ved Sydvejen. Her sættes en lampe op.
2. Bådrampen ved Nordvejen. Fliserne lægges om, så ingen falder.
"""


@pytest.fixture(scope="module")
def beach(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = archive_of(tmp_path_factory.mktemp("klub"), MINUTES)
    yield archive
    archive.close()


def test_of_a_long_list_the_beginning_is_quoted_and_the_rest_counted(beach: Archive) -> None:
    told = ask("Hvilke anlæg har sejlklubben ansvaret for?", beach).text
    assert "ansvaret for følgende anlæg: - havnens bade" in told
    assert "Listen fortsætter med" in told
    assert "punkter mere i kilden." in told


def test_what_a_body_was_told_of_is_the_list_and_nothing_else(beach: Archive) -> None:
    told = ask("Hvad orienterede forvaltningen Strandudvalget om den 6. marts 2024?", beach).text
    assert "Sandfygning på vestsiden - Ny havnefoged" in told
    assert "overblik" not in told


def test_a_list_in_a_list_ends_where_the_outer_one_goes_on(beach: Archive) -> None:
    told = ask("Hvilke steder kan søfolk bo i mellemtiden?", beach).text
    assert "2a. på missionshotellet 2b. i den gamle toldbod 2c. til sidst på skolen" in told
    assert "Listen fortsætter" not in told


def test_a_decision_that_is_a_list_is_told_whole(beach: Archive) -> None:
    told = ask("Hvad besluttede udvalget, da formanden orienterede om bådpladser?", beach).text
    assert "ventetiden på bådpladser" in told
    assert "hunde på stranden" in told


def test_points_of_several_sentences_are_quoted_whole(beach: Archive) -> None:
    told = ask("Hvilke forslag er der til læ ved jollebroen?", beach).text
    assert "Den holder i hundrede år. - Et hegn af pil. Prisen er 64.000 kr.«" in told


def test_a_point_s_later_sentence_is_quoted_with_the_point(beach: Archive) -> None:
    told = ask("Hvad er prisen for et hegn af pil ved jollebroen?", beach).text
    assert "»- Et hegn af pil. Prisen er 64.000 kr.«" in told


def test_a_point_that_begins_with_its_title_is_quoted_whole(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, ROADS)
    question = understand_in(archive, "Hvad skal der ske ved bådrampen på Nordvejen?")
    evidence = gather(question, retrieve(question, archive), archive)
    point = next(p for p in evidence.passages if p.text == "2. Bådrampen ved Nordvejen.")
    archive.close()
    whole = "2. Bådrampen ved Nordvejen. Fliserne lægges om, så ingen falder."
    assert widen(point, listing=False, room=60).text == whole


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("4a. x", "4b. y", True),
        ("1. x", "12. y", True),
        ("4a. x", "5. y", False),
        ("- x", "1. y", False),
    ],
)
def test_marks_of_one_list_are_alike(one: str, other: str, same: bool) -> None:
    assert (mark(one) == mark(other)) is same

"""Plain misspellings are mended, and nothing that is spelt right is touched."""

from __future__ import annotations

import pytest

from index.archive import Archive
from index.lexicon import Vocabulary
from rag.notes import OF_MEETING
from rag.question import understand_in
from rag.understanding.spelling import mended

KNOWN = {"mød": 90, "moed": 2, "aften": 9, "forsøg": 9, "molen": 4, "september": 3, "marsk": 5}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hvem kom til moedet paa molen", "hvem kom til mødet på molen"),
        ("aftenforsoeget", "aftenforsøget"),
        ("Hvem manglede i febbruar?", "Hvem manglede i februar?"),
        ("Hvad måtte offenligheden ikke se?", "Hvad måtte offentligheden ikke se?"),
        ("HVORNÅR HOLDES MØDET?", "hvornår holdes mødet?"),
    ],
)
def test_it_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    assert mended(typed, Vocabulary(KNOWN)) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Hvad sker der i Aabenraa?",
        "Hvad sagde Michael Baek?",
        "Hvor ligger marsken?",
        "Hvad koster moleboen?",
        "Which proposals were made in february and october?",
        "Er aaret omme, når mødet er?",
        "",
    ],
)
def test_names_english_and_what_the_archive_knows_stay(text: str) -> None:
    assert mended(text, Vocabulary(KNOWN)) == text


def test_a_meeting_is_asked_of_however_it_is_spelt(town: Archive) -> None:
    for text in ("Hvor holdt havneudvalget moede?", "HVOR HOLDT HAVNEUDVALGET MØDE?"):
        assert OF_MEETING in understand_in(town, text).notes

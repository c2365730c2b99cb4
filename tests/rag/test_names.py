"""Case numbers, item numbers, names, places and follow-ups are found as typed."""

from __future__ import annotations

import pytest

from rag.understanding.case_number import case_number, punkt
from rag.understanding.english import is_english
from rag.understanding.entities import entities
from rag.understanding.places import find_places, unknown_municipality
from rag.wash import fold, sentences


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("sag 05.01.10-P19-4-22", "05.01.10-P19-4-22"),
        ("00.01.00-Ø54-2-21", "00.01.00-Ø54-2-21"),
        ("05.01.10P19-4-22", "05.01.10P19-4-22"),
        ("05.01.10p19-0104?", "05.01.10P19-0104"),
        ("17.02A00 - 2017/04410", "17.02A00-2017/04410"),
        ("Hvad er 15/20417?", "15/20417"),
        ("sag 08/2214", "08/2214"),
        ("sagsnr. 10/11", "10/11"),
        ("24-031907", "24-031907"),
        ("340-2019-4127", "340-2019-4127"),
        ("S2019-4471", "S2019-4471"),
        ("1-31-72-4410-09", "1-31-72-4410-09"),
        ("sagsnummer 314159", "314159"),
        ("sag nr. 314159", "314159"),
        ("BR 214/08", "BR214/08"),
        ("KATEBO / 07/4411", "KATEBO/07/4411"),
        ("case number 23-001234", "23-001234"),
    ],
)
def test_a_case_number_is_found(text: str, number: str) -> None:
    found = case_number(fold(text))
    assert found is not None
    assert found.value == number


@pytest.mark.parametrize(
    "text",
    [
        "den 10-02-2021",
        "10/2 2021",
        "314159 kr.",
        "for 12345 borgere",
        "2022-2023",
        "10-15 personer",
        "lokalplan 1.23",
        "kl. 10.30",
        "12.345.678",
        "punkt 6",
        "tlf. 12345678",
    ],
)
def test_other_numbers_are_no_case_numbers(text: str) -> None:
    assert case_number(fold(text)) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("punkt 6", "6"),
        ("pkt. 12 på mødet", "12"),
        ("Punkt nr. 3", "3"),
        ("item 4", "4"),
        ("sag nr. 129", "129"),
    ],
)
def test_an_item_number_is_found(text: str, number: str) -> None:
    found = punkt(fold(text))
    assert found is not None
    assert found.value == number


@pytest.mark.parametrize(
    "text", ["fra dette punkt og 6 frem", "punkter 2023", "sag nr. 23-001234", "punkt 05.01.10"]
)
def test_other_numbers_are_no_item_numbers(text: str) -> None:
    assert punkt(fold(text)) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hvad sagde Karen Lund til Nordre Havn?", ("Karen Lund", "Nordre Havn")),
        ("Hvad blev besluttet om St. Elmegård?", ("St. Elmegård",)),
        ("Kan man parkere ved Enghave Allé 14 B?", ("Enghave Allé 14 B",)),
        ("hvad med hegnet på lærkevænget 3?", ("lærkevænget 3",)),
        ('Hvad er "Den røde tråd"?', ("Den røde tråd",)),
        ("Gælder § 12 og lokalplan 4.11?", ("§ 12", "lokalplan 4.11")),
        ("Karen Lund stemte imod", ("Karen Lund",)),
        ("Stemte Karen Lund imod?", ("Karen Lund",)),
        ("Fik Bakkely og Dalgård støtte?", ("Bakkely", "Dalgård")),
        ("Hvad koster svømmehallen?", ()),
        ("Svømmehallen er lukket. Hvorfor?", ()),
        ("What did the Danish council decide in March?", ()),
    ],
)
def test_names_are_found(text: str, names: tuple[str, ...]) -> None:
    assert entities(text, fold(text), ()) == names


@pytest.mark.parametrize(
    ("text", "names", "sure"),
    [
        ("Hvad gør man i Odsherred?", ["Odsherred"], True),
        ("Odsherreds plan", ["Odsherred"], True),
        ("hvad gør man i odsherred", ["Odsherred"], False),
        ("hvad gør man i odshered", ["Odsherred"], False),
        ("Krisecenter Odsherred", ["Odsherred"], True),
        ("Hvad fik Krisecenter Odsherred?", ["Odsherred"], False),
        ("Hvad sker der på Odsherred Havn?", ["Odsherred"], False),
        ("Er der noget i vejen?", [], False),
        ("Hvad gør Vejen Kommune?", ["Vejen"], True),
        ("Vejen skal lukkes", [], False),
    ],
)
def test_a_municipality_is_found(text: str, names: list[str], sure: bool) -> None:
    found = find_places(text, fold(text), ("Odsherred", "Vejen"))
    assert [place.name for place in found] == names
    assert text == "Krisecenter Odsherred" or any(place.sure for place in found) == sure


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hvad gør Aarhus Kommune?", "Aarhus"),
        ("Hvad gør Århus Kommune?", "Aarhus"),
        ("Hvad vedtog Solrød Byråd?", "Solrød"),
        ("Hvad koster affald i Randers?", "Randers"),
        ("hvad koster affald i randers?", "Randers"),
        ("Hvad gør Fjordby Kommune?", "Fjordby"),
        ("Hvad koster affald?", None),
        ("Har Odsherred lært af Aarhus Kommune?", None),
        ("Hvad svarede Solrød Kommune i høringssvaret?", None),
        ("Hvem deltog i en konference i Aarhus?", None),
        ("Hvad blev aftalt med Slagelse Kommune?", None),
        ("Hvor mange tog toget fra Køge til mødet?", None),
        ("Hvad kostede affald i Randers i 2023?", "Randers"),
        ("Hvad ligger på Randersvej 4?", None),
        ("Er der noget i vejen?", None),
    ],
)
def test_an_unknown_municipality_is_named(text: str, name: str | None) -> None:
    assert unknown_municipality(text, fold(text), ("Odsherred",)) == name


def test_an_archive_without_municipalities_knows_of_no_unknown_one() -> None:
    assert unknown_municipality("Aarhus Kommune", "aarhus kommune", ()) is None


@pytest.mark.parametrize(
    "text",
    [
        "What does it cost?",
        "Who voted against the plan",
        "Is the pool open?",
        "Tell me about the new school",
    ],
)
def test_english_is_recognised(text: str) -> None:
    assert is_english(fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "Hvad koster det i by A?",
        "hvem var for og imod",
        "Budget 2024",
        "under hvilken lov",
        "Hvad er Next Step Art?",
    ],
)
def test_danish_is_not_english(text: str) -> None:
    assert not is_english(fold(text))


def test_sentences_end_where_they_end() -> None:
    text = "Skt. Hans er den 23. juni kl. 20. Hvad koster det? Ca. 5 mio. kr. i alt!"
    assert sentences(text) == [
        "Skt. Hans er den 23. juni kl. 20. Hvad koster det?",
        "Ca. 5 mio. kr. i alt!",
    ]

"""All items that something was done to are listed from the catalogue, newest first."""

from __future__ import annotations

from datetime import date

import pytest

from index.archive import Archive
from index.types import Outcome, Side
from rag.ask import ask
from rag.draft import WORDS
from rag.question import understand
from rag.types import Act, Answer, Status
from tests.rag.conftest import archive_of


def act(text: str) -> Act | None:
    return understand(
        text,
        bodies=["Byrådet", "Teknikudvalget"],
        municipalities=["Tangø"],
        first=date(2022, 1, 1),
        last=date(2025, 12, 31),
    ).act


def told(answer: Answer) -> list[tuple[str, str]]:
    return [(c.title.split(" - ")[0], str(c.date)) for c in answer.citations]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Hvilke punkter blev udsat i 2023?", Outcome.POSTPONED),
        ("hvilke sager har byrådet afvist", Outcome.REJECTED),
        ("Hvilke sager blev ikke godkendt af Teknikudvalget?", Outcome.REJECTED),
        ("Hvor mange sager blev sendt tilbage i 2024?", Outcome.SENT_BACK),
        ("Vis alle punkter, der blev trukket af dagsordenen i år", Outcome.WITHDRAWN),
        ("Hvilke sager blev godkendt med ændringer?", Outcome.APPROVED_WITH_CHANGE),
        ("Hvad blev udsat på byrådets seneste møde?", Outcome.POSTPONED),
        ("Which items were postponed in 2023?", Outcome.POSTPONED),
    ],
)
def test_what_was_done_is_understood(text: str, outcome: Outcome) -> None:
    found = act(text)
    assert found is not None
    assert outcome in found.outcomes
    assert not found.topic


@pytest.mark.parametrize(
    "text",
    [
        "Hvilke forslag blev afvist i sagen om budgettet?",
        "Hvilke sager om støj fra havnen behandlede udvalget?",
        "Hvilke ansøgere fik afslag på tilskud?",
        "Hvilke punkter var på dagsordenen den 5. maj 2024?",
        "Hvorfor blev sagen udsat?",
        "Hvor mange sager om underretninger blev der behandlet i 2023?",
        "Hvad blev udsat i sagen om gangbroen?",
        "Hvilke sager blev udsat på grund af manglende høring?",
        "Hvilke punkter i 05.04.00-P20-3-24 blev udsat?",
        "Hvilke sager blev der stemt imod i 2024?",
    ],
)
def test_a_question_about_one_case_or_about_more_is_no_list(text: str) -> None:
    assert act(text) is None


def test_a_party_in_full_is_its_letter_and_a_year_is_the_meetings() -> None:
    found = act("Hvilke sager stemte Socialistisk Folkeparti imod i 2024?")
    assert found is not None
    assert (found.side, found.parties, found.people) == (Side.AGAINST, ("F",), ())
    assert (found.first, found.last) == (date(2024, 1, 1), date(2024, 12, 31))


def test_what_was_refused_is_listed_also_when_a_refusal_was_approved(island: Archive) -> None:
    answer = ask("Hvilke sager blev afvist?", island)
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith("Arkivet har 2 punkter, som ikke blev godkendt.")
    assert told(answer) == [("Færgerute 12", "2025-02-05"), ("Klitvej 8", "2024-09-04")]


def test_what_is_shown_as_found_is_what_was_listed(island: Archive) -> None:
    answer = ask("Hvilke sager blev afvist?", island)
    listed = [(c.file, c.punkt, 1.0) for c in answer.citations]
    assert list(answer.retrieved) == listed
    found = [line for line in answer.trace if line.startswith("Fundet")]
    assert len(found) == len(listed)
    assert all("(på listen)" in line for line in found)
    assert answer.trace[-1].endswith("hvordan spørgsmålet er forstået.")


def test_an_approved_refusal_is_not_listed_as_approved(island: Archive) -> None:
    answer = ask("Hvilke punkter godkendte Teknikudvalget i 2024?", island)
    assert [title for title, _ in told(answer)] == ["Godkendelse af dagsorden"]


def test_time_and_body_are_limits(island: Archive) -> None:
    assert told(ask("Hvilke punkter blev udsat i 2024?", island)) == [
        ("Færgerute 12", "2024-09-04")
    ]
    none = ask("Hvilke punkter blev udsat i byrådet i 2025?", island)
    assert none.status is Status.NOT_FOUND
    assert none.text.startswith("Arkivet har ingen punkter i Byrådet i 2025, som blev udsat.")
    assert not none.citations


def test_a_topic_is_held_against_the_titles(island: Archive) -> None:
    answer = ask("Hvilke sager om færgeruter blev udsat?", island)
    assert "med »færgeruter« i overskriften" in answer.text
    assert told(answer) == [("Færgerute 12", "2024-09-04")]


def test_who_voted_is_only_told_where_it_is_printed(
    town: Archive, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert told(ask("Hvilke sager stemte Svend Torsk imod?", town)) == [
        ("Udvidelse af østmolen", "2024-03-06")
    ]
    other = ask("Hvilke sager stemte Inger Makrel imod?", town)
    assert "Arkivet har" not in other.text


def test_what_was_done_to_a_part_is_said_to_be_a_part(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text = """REFERAT Byrådet d. 03-03-2025

Mødedato Mandag d. 3. marts 2025 kl. 18:00

Mødedeltagere Viggo Tang, Rosa Havn

Punkt 1: Torvets belægning og belysning

Indstilling

Teknik og Vej indstiller,
1. at torvet får ny belægning.
2. at torvet får ny belysning.

Beslutning

Ad 1: Godkendt.
Ad 2: Ikke godkendt.
"""
    archive = archive_of(tmp_path_factory.mktemp("torv"), text)
    answer = ask("Hvilke sager blev afvist i 2025?", archive)
    assert "(Byrådet, 3. marts 2025; en del af sagen)" in answer.text
    archive.close()


def test_what_there_is_no_room_for_is_counted(tmp_path_factory: pytest.TempPathFactory) -> None:
    items = "\n".join(
        f"Punkt {n}: Ansøgning nummer {n} om opstilling af boder på torvet\n\nBeslutning\n\nUdsat.\n"
        for n in range(1, 31)
    )
    head = "REFERAT Byrådet d. 03-03-2025\n\nMødedato Mandag d. 3. marts 2025 kl. 18:00\n\n"
    archive = archive_of(tmp_path_factory.mktemp("mange"), head + items)
    answer = ask("Hvor mange sager blev udsat i marts 2025?", archive)
    assert answer.text.startswith("Arkivet har 30 punkter i marts 2025, som blev udsat.")
    assert f"{30 - len(answer.citations)} flere er udeladt" in answer.text
    assert len(answer.text.split()) <= 100
    archive.close()


def test_a_long_list_is_cut_where_there_is_room_to_say_so(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    titles = (
        "Nyt tag på fiskernes gamle bådhus",
        "Flere cykelstativer ved færgelejet i Nordby",
        "Lejekontrakt for den nedlagte redningsstation",
        "Opsyn med badebroen i sommerens uger",
        "Støtte til foreningen bag havnefesten",
        "Belysning langs stien over engene",
        "Salg af grunden bag den gamle kro",
        "Udskiftning af pumpen ved slusen",
    )
    items = (f"Punkt {n}: {title}\n\nBeslutning\n\nUdsat.\n" for n, title in enumerate(titles, 1))
    head = "REFERAT Byrådet d. 03-03-2025\n\nMødedato Mandag d. 3. marts 2025 kl. 18:00\n\n"
    archive = archive_of(tmp_path_factory.mktemp("mange"), head + "\n".join(items))
    answer = ask("Hvilke sager blev udsat i 2025?", archive)
    archive.close()
    named = len(answer.citations)
    assert answer.text.startswith("Arkivet har 8 punkter i 2025")
    assert f"{len(titles) - named} flere er udeladt" in answer.text
    assert len(answer.text.split()) <= WORDS

"""One word that heads many cases is asked back, and one that heads a few is answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.declining.broad import MANY
from rag.types import Status
from tests.rag.conftest import archive_of

PLANS = ("Skovbrynet", "Møllevangen", "Havnetorvet", "Klosterhaven", "Teglværksgrunden", "Engsøen")


def minutes_of(titles: Sequence[str]) -> str:
    text = "REFERAT Byrådet d. 03-03-2025\n\nMødedato Mandag d. 3. marts 2025 kl. 18:00\n\n"
    for n, title in enumerate(titles, 1):
        text += f"Punkt {n}: {title}\n\nBeslutning\n\nGodkendt.\n\n"
    return text


@pytest.fixture(scope="module")
def planning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    items = [f"Lokalplan for {name}" for name in PLANS]
    items += ["Vinterbadelaugets nye sauna", "Høring om Planudvalgets lokalplaner"]
    archive = archive_of(tmp_path_factory.mktemp("planer"), minutes_of(items))
    yield archive
    archive.close()


def test_a_word_that_heads_many_cases_is_asked_back_with_some_of_them(planning: Archive) -> None:
    answer = ask("Hvad blev besluttet om lokalplanen?", planning)
    assert answer.status is Status.UNCLEAR
    assert answer.text.startswith("Arkivet har 6 sager om »lokalplanen«. Hvilken mener du?")
    assert len(answer.choices) == 4
    assert set(answer.choices) <= {f"Lokalplan for {name}" for name in PLANS}
    assert not answer.citations


def test_a_choice_is_answered(planning: Archive) -> None:
    asked = "Hvad blev besluttet om lokalplanen?"
    choice = ask(asked, planning).choices[0]
    answer = ask(f"{asked} {choice}", planning)
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].title == choice


@pytest.mark.parametrize(
    "text",
    [
        "Hvad blev besluttet om lokalplanen for Skovbrynet?",
        "Hvad blev besluttet om saunaen?",
        "Hvad besluttede Byrådet om lokalplanen?",
    ],
)
def test_what_tells_more_or_is_met_by_few_is_answered(planning: Archive, text: str) -> None:
    assert ask(text, planning).status is not Status.UNCLEAR


@pytest.mark.parametrize(("cases", "many"), [(MANY, True), (MANY - 1, False)])
def test_as_many_as_nobody_can_tell_apart_are_many(tmp_path: Path, cases: int, many: bool) -> None:
    archive = archive_of(tmp_path, minutes_of([f"Lokalplan for {name}" for name in PLANS[:cases]]))
    answer = ask("Hvad blev besluttet om lokalplanen?", archive)
    assert (answer.status is Status.UNCLEAR) is many


def test_a_name_does_not_head_the_addresses_that_begin_with_it(tmp_path: Path) -> None:
    streets = [f"Ellekrogen {n} - dispensation" for n in (2, 4, 6, 8)]
    archive = archive_of(tmp_path, minutes_of([*streets, "Ny belysning i Ellekrogen"]))
    choices = ask("Hvad blev besluttet om Ellekrogen?", archive).choices
    assert choices[0] == "Ny belysning i Ellekrogen"

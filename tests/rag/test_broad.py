"""One word that heads many cases is asked back, and one that heads a few is answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.types import Status
from tests.rag.conftest import archive_of

PLANS = ("Skovbrynet", "Møllevangen", "Havnetorvet", "Klosterhaven", "Teglværksgrunden", "Engsøen")


@pytest.fixture(scope="module")
def planning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    items = [f"Lokalplan for {name}" for name in PLANS]
    items += ["Vinterbadelaugets nye sauna", "Høring om Planudvalgets lokalplaner"]
    text = "REFERAT Byrådet d. 03-03-2025\n\nMødedato Mandag d. 3. marts 2025 kl. 18:00\n\n"
    for n, title in enumerate(items, 1):
        text += f"Punkt {n}: {title}\n\nBeslutning\n\nGodkendt.\n\n"
    archive = archive_of(tmp_path_factory.mktemp("planer"), text)
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

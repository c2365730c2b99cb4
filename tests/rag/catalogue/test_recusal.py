"""Who was disqualified is told for every body that the case passed."""

from __future__ import annotations

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.types import Status
from rag.understanding.meeting import LEFT
from tests.rag.conftest import archive_of

MINUTES = """REFERAT {body} d. {day}-03-2025

Mødedato Den {day}. marts 2025 kl. 18:00

Punkt 1: Godkendelse af dagsorden

Beslutning

Godkendt.

Punkt 2: Salg af fyrmesterboligen

82.02.00-G10-1-25

{told}
"""


@pytest.mark.parametrize(
    "question", ["Hvem var inhabil i gangbrosagen?", "Var nogen inhabile i sagen om gangbroen?"]
)
def test_each_body_s_disqualified_members_are_quoted(island: Archive, question: str) -> None:
    answer = ask(question, island)
    assert answer.status is Status.ANSWERED
    assert [c.committee for c in answer.citations] == ["Teknikudvalget", "Byrådet"]
    assert all("Bent Klit" in c.quote and "inhabil" in c.quote for c in answer.citations)


def test_what_the_next_body_tells_again_is_quoted_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    said = "Rosa Havn var inhabil og deltog ikke i sagens behandling."
    again = (
        f"Sagens forløb\n\n03-03-2025 Havneudvalget\n\nAnbefales. {said}\n\nBeslutning\n\nGodkendt."
    )
    files = {
        "a.txt": MINUTES.format(
            body="Havneudvalget", day="03", told=f"Beslutning\n\nAnbefales. {said}"
        ),
        "b.txt": MINUTES.format(body="Byrådet", day="17", told=again),
    }
    archive = archive_of(tmp_path_factory.mktemp("fyr"), files)
    answer = ask("Hvem var inhabil i sagen om fyrmesterboligen?", archive)
    archive.close()
    assert [(c.committee, c.quote) for c in answer.citations] == [("Havneudvalget", said)]


def test_a_case_without_any_is_said_to_have_none(island: Archive) -> None:
    answer = ask("Hvem var inhabil i sagen om skøjtebanen?", island)
    assert "nævner ingen inhabile" in answer.text
    assert {c.title for c in answer.citations} == {"Skøjtebane på torvet"}


def test_a_subject_that_is_not_there_names_nobody(island: Archive) -> None:
    answer = ask("Hvem var inhabil i sagen om kraftvarmeværket?", island)
    assert "Bent Klit" not in answer.text


def test_who_left_a_meeting_early_is_told(island: Archive) -> None:
    answer = ask("Hvem gik før tid på Teknikudvalgets møde den 5. februar 2025?", island)
    assert [c.quote for c in answer.citations] == ["Rosa Havn forlod mødet efter dette punkt."]


def test_who_was_away_while_an_item_was_treated_is_told(town: Archive) -> None:
    answer = ask("Hvem var fraværende, da Havneudvalget godkendte dagsordenen?", town)
    assert [c.quote for c in answer.citations] == ["Fraværende: Kaj Rødspætte"]


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Hvornår gik Rosa Havn fra Teknikudvalgets møde?", True),
        ("Hvem gik før tid?", True),
        ("Hvordan gik sagen fra udvalget til byrådets møde?", False),
        ("Gik forslaget fra det ene møde til det andet?", False),
    ],
)
def test_a_case_that_went_on_did_not_leave_the_meeting(question: str, left: bool) -> None:
    assert bool(LEFT.search(question)) is left

"""What is suggested to begin with can be answered, and is no point of every agenda."""

from __future__ import annotations

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.declining.suggest import examples, follow_ups, subject
from tests.rag.conftest import archive_of

MINUTES = """REFERAT Havneudvalget d. {day}-2025

Mødedato Den {day}-2025 kl. 16:00

Punkt 1: Godkendelse af dagsorden

Beslutning

Godkendt.

Punkt 2: Eventuelt

Beslutning

Intet.

Punkt 3: Tal for sommerens gæstesejlere

Beslutning

Taget til efterretning.

Punkt 4: {title}

Beslutning

Godkendt.
"""


def test_a_title_that_comes_back_at_every_meeting_is_not_suggested(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    files = {
        "a.txt": MINUTES.format(day="05-05", title="Nye lanterner på molen"),
        "b.txt": MINUTES.format(day="02-06", title="Spil til det store slæbested"),
    }
    archive = archive_of(tmp_path_factory.mktemp("havn"), files)
    found = examples(archive)
    archive.close()
    assert found == [
        "Hvad blev der besluttet om Spil til det store slæbested?",
        "Hvem deltog i mødet i Havneudvalget den 2. juni 2025?",
    ]


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("Indretning af molens læskur", "indretning af molens læskur"),
        ("Lokalplan 9", "lokalplan 9"),
        ("Herning Havn", "Herning Havn"),
        ("Mols og Helgenæs", "Mols og Helgenæs"),
    ],
)
def test_a_title_that_begins_with_no_name_loses_its_capital(title: str, about: str) -> None:
    assert subject(title) == about


def test_what_is_asked_next_is_answered_from_the_same_item(sample_archive: Archive) -> None:
    answer = ask("Hvad blev besluttet om Værestedet Kajen?", sample_archive)
    asked = [
        one.question for one in follow_ups(answer, sample_archive, 9) if "mødet" not in one.short
    ]
    assert len(asked) > 1
    for question in asked:
        found = ask(question, sample_archive)
        assert {c.item_id for c in found.citations} == {answer.citations[0].item_id}

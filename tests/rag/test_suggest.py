"""What is suggested to begin with can be answered, and is no point of every agenda."""

from __future__ import annotations

import pytest

from rag.suggest import examples
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
        "Hvad blev besluttet om Spil til det store slæbested?",
        "Hvem deltog i mødet i Havneudvalget den 2. juni 2025?",
    ]

"""A decision that points to another item of its meeting is told with what was decided there; an item
that comes back after years under the same number is not overlooked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from tests.rag.conftest import archive_of

HEAD = "REFERAT {} d. {}\n\nMødested Lodshuset, Aaløse Kommune\n\n"
MEETING = (
    HEAD.format("Havneudvalget", "04-03-2020")
    + """Punkt 1: Godkendelse af dagsorden

00.22.04-A00-1-20

Beslutning

Godkendt. Sagen om tanganlægget tages af, da ansøgeren har trukket sig.

Punkt 2: Tanganlæg i inderhavnen

08.00.00-P20-3-20

Beslutning

Punktet udgik, jf. punkt 1.

Punkt 3: Mastekran ved vestkajen - ansøgning

08.00.00-G01-7-20

Sagsfremstilling

Sejlklubben Bølgen søger om at opstille en mastekran ved vestkajen.

Beslutning

Ikke godkendt.

"""
)
YEARS_LATER = (
    HEAD.format("Byrådet", "12-06-2024")
    + """Punkt 5: Mastekran på vestkajen

08.00.00-G01-7-20

Sagsfremstilling

En ny forening med andre planer har fået plads. Kranen betales af en fond og passes af medlemmerne.

Beslutning

Byrådet vedtog en forsøgsordning på tre år.

"""
)


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    minutes = {"havn.txt": MEETING, "raad.txt": YEARS_LATER}
    archive = archive_of(tmp_path_factory.mktemp("quay"), minutes)
    yield archive
    archive.close()


def test_what_another_item_says_of_it_is_told(quay: Archive) -> None:
    text = ask("Hvad blev besluttet om tanganlægget i inderhavnen?", quay).text
    assert "udgik, jf. punkt 1" in text
    assert "Under mødets punkt 1: »Godkendt. Sagen om tanganlægget tages af" in text


def test_an_item_of_its_number_years_later_is_something_newer(quay: Archive) -> None:
    question = "Hvad er status på Sejlklubben Bølgens ansøgning om mastekran ved vestkajen?"
    text = ask(question, quay).text
    assert "Nyere om sagen fremgår ikke" not in text
    assert "Byrådet godkendte sagen den 12. juni 2024" in text

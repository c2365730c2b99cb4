"""A question for what two bodies did with a case is answered with both, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from tests.rag.conftest import archive_of

HEAD = "REFERAT {} d. {}\n\nMødested Lodshuset, Aaløse Kommune\n\n"
TOWER = """Punkt {}: Udkigstårn på Måsehøj

04.01.00-P20-2-24

{}Sagsfremstilling

Udkigstårnet på Måsehøj bliver 18 meter højt.

Indstilling

Fritid indstiller,
- at udkigstårnet opføres i lærk.

Beslutning

{}

"""
COMMITTEE = HEAD.format("Økonomiudvalget", "04-09-2024") + TOWER.format(
    1, "", "Anbefales, dog i granit. Ida Marehalm kunne ikke støtte et tårn i granit."
)
COUNCIL = HEAD.format("Byrådet", "25-09-2024") + TOWER.format(
    3,
    "Tidligere behandling\n\nFritidsudvalget, 20-08-2024, pkt. 4: Anbefales, hvis tårnet bliver af eg.\n\n",
    "Byrådet vedtog at opføre udkigstårnet i tegl. Bent Klit stemte imod.",
)
LOOKOUT = (
    HEAD.format("Byrådet", "27-11-2024")
    + """Punkt 6: Kikkert på Havnehøj

04.01.00-P20-7-24

Tidligere behandling

Fritidsudvalget, 22-10-2024, pkt. 2: Anbefales med to kikkerter.
Økonomiudvalget, 13-11-2024, pkt. 5: Anbefales, men kun med én kikkert.

Indstilling

Fritid indstiller, at der opstilles kikkerter på Havnehøj.

Beslutning

Byrådet godkendte Økonomiudvalgets indstilling.
"""
)
OLD = HEAD.format("Økonomiudvalget", "10-01-2024") + TOWER.format(
    2, "", "Sendt tilbage, så prisen på et tårn af stål kan oplyses."
)


@pytest.fixture(scope="module")
def hill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    minutes = {
        "gammel.txt": OLD,
        "oeu.txt": COMMITTEE,
        "byraad.txt": COUNCIL,
        "kikkert.txt": LOOKOUT,
    }
    archive = archive_of(tmp_path_factory.mktemp("hill"), minutes)
    yield archive
    archive.close()


def test_both_bodies_are_told_in_the_order_of_time(hill: Archive) -> None:
    text = ask(
        "Hvad anbefalede Økonomiudvalget om udkigstårnet, og hvad besluttede Byrådet?", hill
    ).text
    assert text.index("dog i granit") < text.index("udkigstårnet i tegl")
    assert "ikke endeligt besluttet" not in text
    assert "af stål" not in text


def test_a_body_that_only_a_later_item_retells_is_told_too(hill: Archive) -> None:
    text = ask(
        "Hvad anbefalede Fritidsudvalget om udkigstårnet, og hvad besluttede Byrådet?", hill
    ).text
    assert text.index("af eg") < text.index("udkigstårnet i tegl")
    assert "Fritidsudvalget anbefalede sagen den 20. august 2024" in text


def test_one_body_alone_is_answered_as_before(hill: Archive) -> None:
    text = ask("Hvad besluttede Byrådet om udkigstårnet?", hill).text
    assert "udkigstårnet i tegl" in text
    assert "dog i granit" not in text


def test_the_body_whose_recommendation_was_followed_is_told_as_well(hill: Archive) -> None:
    text = ask(
        "Hvad anbefalede Fritidsudvalget om kikkerten på Havnehøj, og hvad besluttede Byrådet?",
        hill,
    ).text
    assert "med to kikkerter" in text
    assert "Økonomiudvalget havde forinden anbefalet: »Anbefales, men kun med én kikkert.«" in text

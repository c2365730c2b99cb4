"""A figure that changed on its way through the bodies is told as it is in the end, and as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.composing.latest_value import speak_alike
from rag.evidence import gather
from rag.question import understand_in
from rag.retrieve import retrieve
from rag.types import Status, Turn
from tests.rag.conftest import archive_of

HEAD = "REFERAT {} d. {}\n\nMødested Lodshuset, Aaløse Kommune\n\n"
CAISSON = """Punkt {}: {}

08.00.00-P20-9-24

Sagsfremstilling

{}

Indstilling

Havneforvaltningen indstiller,
- at sænkekassen til tangbassinet bestilles.

Beslutning

{}

"""
FERRY_FEE = """Punkt {}: Gebyr for kranløft på bedingen

08.00.00-S29-3-24

Sagsfremstilling

{}

Beslutning

{}

"""
HUTS = """Punkt {}: Badehytter ved Sælstrand

04.08.00-P20-4-24

Sagsfremstilling

{}

Indstilling

Fritid indstiller,
- at der opstilles 40 badehytter ved Sælstrand.

Beslutning

{}

"""
FIRST = (
    HEAD.format("Havneudvalget", "06-03-2024")
    + CAISSON.format(
        1,
        "Ny sænkekasse til tangbassinet",
        "Sænkekassen til tangbassinet koster 3,2 mio. kr. og leveres den 1. juni 2025.",
        "Anbefales.",
    )
    + FERRY_FEE.format(
        2,
        "Et kranløft på bedingen foreslås at koste 900 kr. fra nytår.",
        "Anbefales, dog at et kranløft på bedingen kun koster 750 kr.",
    )
    + HUTS.format(
        3,
        "Sælstrand er lang. En badehytte ved Sælstrand koster 65.000 kr. at opstille.",
        "Anbefales.",
    )
)
LAST = (
    HEAD.format("Kommunalbestyrelsen", "19-06-2024")
    + CAISSON.format(
        1,
        "Tangbassinets sænkekasse - resultat af licitation",
        "Tre firmaer har budt. Med det laveste bud koster kassen 4,7 mio. kr. "
        "Værftet leverer nu sænkekassen den 1. oktober 2025.",
        "Godkendt.",
    )
    + HUTS.format(
        2, "Der er kommet mange breve om hytterne.", "Ikke godkendt. Hytterne opstilles ikke."
    )
)


@pytest.fixture(scope="module")
def basin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    minutes = {"havn.txt": FIRST, "raad.txt": LAST}
    archive = archive_of(tmp_path_factory.mktemp("basin"), minutes)
    yield archive
    archive.close()


def test_the_price_in_the_end_comes_first_and_the_earlier_is_named_as_that(basin: Archive) -> None:
    text = ask("Hvad koster sænkekassen til tangbassinet?", basin).text
    assert "Senest, i Kommunalbestyrelsen den 19. juni 2024:" in text
    assert "Tidligere, i Havneudvalget den 6. marts 2024:" in text
    assert text.index("4,7 mio. kr.") < text.index("3,2 mio. kr.")


def test_two_figures_are_called_earlier_and_latest_only_of_one_thing(basin: Archive) -> None:
    question = understand_in(basin, "Hvad koster sænkekassen til tangbassinet?")
    evidence = gather(question, retrieve(question, basin), basin)
    price = next(p for p in evidence.passages if "3,2 mio." in p.text)
    delivery = next(p for p in evidence.passages if p.text.startswith("Tre firmaer"))
    assert speak_alike(price, price, evidence.matcher)
    assert not speak_alike(delivery, price, evidence.matcher)


def test_figures_of_two_things_are_named_by_their_meetings_alone(
    basin: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.composing.tell_latest.speak_alike", lambda *_: False)
    text = ask("Hvad koster sænkekassen til tangbassinet?", basin).text
    assert "I Kommunalbestyrelsen den 19. juni 2024:" in text
    assert "I Havneudvalget den 6. marts 2024:" in text
    assert "Senest" not in text
    assert "Tidligere" not in text


def test_a_date_that_was_put_off_is_told_as_it_is_in_the_end(basin: Archive) -> None:
    text = ask("Hvornår leveres sænkekassen til tangbassinet?", basin).text
    assert text.index("1. oktober 2025") < text.index("1. juni 2025")


def test_a_question_for_an_earlier_body_keeps_its_figure(basin: Archive) -> None:
    text = ask("Hvad kostede sænkekassen til tangbassinet i Havneudvalget?", basin).text
    assert "3,2 mio. kr." in text
    assert "Senest" not in text


def test_a_question_for_what_was_first_proposed_keeps_its_figure(basin: Archive) -> None:
    text = ask("Hvad kostede sænkekassen til tangbassinet oprindeligt?", basin).text
    assert "Senest" not in text


def test_that_the_council_said_no_is_told_before_the_price(basin: Archive) -> None:
    answer = ask("Hvad koster en badehytte ved Sælstrand?", basin)
    assert answer.status is Status.ANSWERED
    assert answer.text.index("Kommunalbestyrelsen sagde nej") < answer.text.index("65.000 kr.")


def test_a_recommendation_that_changes_the_price_is_told_with_it(basin: Archive) -> None:
    text = ask("Hvad koster et kranløft på bedingen?", basin).text
    assert text.index("kun koster 750 kr.") < text.index("900 kr.")
    assert "Havneudvalget anbefalede sagen" in text


def test_a_follow_up_is_answered_for_itself(basin: Archive) -> None:
    question = "Hvad koster sænkekassen til tangbassinet?"
    first = ask(question, basin)
    items = tuple(dict.fromkeys(citation.item_id for citation in first.citations))
    after = ask("Og hvornår leveres den?", basin, history=(Turn(question, first.text, items),))
    assert after.text.index("1. oktober 2025") < after.text.index("1. juni 2025")


def test_a_later_refusal_is_told_once(basin: Archive) -> None:
    text = ask("Hvad koster en badehytte ved Sælstrand?", basin).text
    assert text.count("Kommunalbestyrelsen sagde nej") == 1

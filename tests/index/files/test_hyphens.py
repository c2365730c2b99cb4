"""A word that a line's end has cut is whole, and a hyphen of its own stays."""

from __future__ import annotations

import pytest

from index.files.repair import repaired
from index.formats import meetings_of
from index.types import Document

LINE = "Færgen til Tangø sejler ti gange om dagen, og prisen er den samme hele året for {}"


def wrapped(end: str, begin: str, more: str = "") -> str:
    """What is shown of a text that is broken to fit a page, one line of which ends so."""
    full = [LINE.format("alle.")] * 4
    text = "\n".join([*full, LINE.format(end), begin, more])
    return repaired(Document("x", "x.txt", text, "0")).text


@pytest.mark.parametrize("mark", ["-", "\u00ad", "\u2010"])
def test_a_word_is_whole_on_the_line_where_it_begins(mark: str) -> None:
    shown = wrapped(f"øbo{mark}", "er, men ikke for gæster.")
    assert "hele året for øboer,\nmen ikke for gæster." in shown


@pytest.mark.parametrize(
    ("end", "begin"),
    [("børne-", "og ungekort"), ("IT-", "folk"), ("CO2-", "afgift"), ("e-", "billet"), ("Børne-", "Og")],
)  # fmt: skip
def test_a_hyphen_of_the_word_s_own_stays_at_its_line_s_end(end: str, begin: str) -> None:
    assert f"{end}\n{begin}" in wrapped(end, begin)


def test_a_word_that_stands_with_its_hyphen_elsewhere_keeps_it() -> None:
    shown = wrapped("skole-", "hjem-møder.", "Alle kommer til skole-hjem-møder.")
    assert "året for skole-hjem-møder." in shown


def test_a_line_with_room_for_more_ends_in_its_hyphen() -> None:
    text = "\n".join([*[LINE.format("alle.")] * 4, "Vi tager bil-", "er med."])
    assert "bil-\ner" in repaired(Document("x", "x.txt", text, "0")).text


def test_a_decision_is_quoted_without_the_foot_of_the_page_in_it() -> None:
    lead = "\n".join([LINE.format("alle.")] * 4)
    foot = "\n\nTangø Kommune   Side {n} af 3\n\n"
    text = (
        f"Havneudvalget\nReferat\nDato: 3. maj 2031\n\n1. Takster\n\nSagsfremstilling\n{lead}\n\n"
        f"Beslutning\nUdvalget godkendte, at færgen sejler oftere, når sommeren kommer til øen,"
        f"{foot.format(n=1)}og at prisen er den samme.\n\n2. Moler\n\nBeslutning\nUdsat."
        f"{foot.format(n=2)}3. Kajer\n\nBeslutning\nGodkendt.{foot.format(n=3)}"
    )
    document = repaired(Document("x", "x.txt", text, "0"))
    (meeting,) = meetings_of(document)
    decision = meeting.items[0].decisions[0]
    assert "kommer til øen,\nog at prisen er den samme." in decision.text
    assert document.text[decision.start : decision.end] == decision.text

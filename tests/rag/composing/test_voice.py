"""What another than the meeting's body said is told first when it is asked for."""

from __future__ import annotations

from index.archive import Archive
from rag.ask import ask


def test_a_council_that_was_heard_is_quoted_first(island: Archive) -> None:
    answer = ask("Hvad mener Ungerådet om færgerute 12?", island)
    assert any(c.quote.startswith("Ungerådet mener") for c in answer.citations)
    assert answer.sentences[0].quoted
    assert "Teknikudvalget" in answer.text


def test_an_earlier_body_s_decision_is_told_as_that_body_s(island: Archive) -> None:
    answer = ask("Hvad anbefalede Teknikudvalget om gangbroen?", island)
    assert "Teknikudvalget anbefalede sagen" in answer.text


def test_whether_it_was_recommended_is_told_by_what_was_decided(town: Archive) -> None:
    answer = ask("Blev udvidelsen af østmolen anbefalet?", town)
    assert answer.text.startswith("Kommunalbestyrelsen godkendte sagen med ændringer")
    assert "Havneudvalget har anbefalet, at østmolen udvides." in answer.text

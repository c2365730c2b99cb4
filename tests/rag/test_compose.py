"""The shape of an answer follows from what is found, and from who had the last word."""

from __future__ import annotations

from index.archive import Archive
from rag.ask import ask
from rag.evidence import gather
from rag.question import understand_in
from rag.types import Hit, Status


def test_a_committee_s_word_is_followed_by_the_council_s(island: Archive) -> None:
    answer = ask("Hvad sagde Teknikudvalget til gangbroen?", island)
    assert answer.citations[0].committee == "Teknikudvalget"
    assert "truffet af Byrådet den 24. februar 2025" in answer.text


def test_a_meeting_s_head_is_never_told_as_a_decision(island: Archive) -> None:
    answer = ask("Hvad gjorde Rosa Havn i Teknikudvalget i februar 2025?", island)
    assert "Rosa Havn forlod mødet efter dette punkt." in answer.text
    assert all(citation.punkt != 0 for citation in answer.citations)


def test_a_refusal_that_was_asked_about_is_no_false_premise(island: Archive) -> None:
    answer = ask("Hvorfor fik Klitvej 8 afslag på lysmasten?", island)
    assert "noget andet, end spørgsmålet går ud fra" not in answer.text
    assert "afslag" in answer.text


def test_a_closed_item_whose_title_says_nothing_of_it_is_passed_over(town: Archive) -> None:
    asked = ask("Hvad betalte kommunen for isværket?", town)
    assert asked.status is Status.CLOSED
    other = ask("Hvor mange meter forlænges østmolen?", town)
    assert other.status is Status.ANSWERED
    named = gather(understand_in(town, "Hvor mange naboer klager over saunaen?"), _all(town), town)
    assert "Lukket: Køb af isværket" not in {record.item.title for record in named.records}


def _all(town: Archive) -> list[Hit]:
    """Every item as found, the closed one first."""
    cards = sorted(town.snapshot.cards, key=lambda card: "isværket" not in card.title)
    return [Hit(card.id, 1.0) for card in cards if not card.id.endswith("/-1")]


def test_a_case_asked_for_by_its_number_is_named_by_its_title(town: Archive) -> None:
    answer = ask("Hvad blev besluttet i sag 08.00.00-P20-7-24?", town)
    assert answer.citations[0].quote.strip() == "Udvidelse af østmolen"
    assert answer.text.startswith("Sag 08.00.00-P20-7-24: »Udvidelse af østmolen«")


def test_what_is_asked_beside_a_case_number_is_told_too(town: Archive) -> None:
    asked = "Hvad går sag 08.00.00-P20-7-24 ud på, og hvor mange meter forlænges molen?"
    text = ask(asked, town).text
    assert text.startswith("Sag 08.00.00-P20-7-24: »Udvidelse af østmolen«")
    assert "45 meter" in text

"""A draft counts its words, keeps its numbers and prints a quote on one line."""

from __future__ import annotations

import pytest

from index.archive import Archive
from index.catalogue import ItemRecord
from index.types import SectionKind
from rag.draft import WORDS, Draft, make_citation, shown, title_section


@pytest.fixture
def prices(town: Archive) -> ItemRecord:
    (key,) = [card.id for card in town.snapshot.cards if card.title.startswith("Takster")]
    return town.items([key])[0]


@pytest.mark.parametrize(
    ("quote", "printed"),
    [
        ("Godkendt.", "»Godkendt.«"),
        ("  Godkendt.\n", "»Godkendt.«"),
        ("1. at molen\nudvides", "»1. at molen udvides«"),
        ("Under 10 meter\t150 kr.", "»Under 10 meter | 150 kr.«"),
        ("\tialt\t", "»ialt«"),
    ],
)
def test_a_quote_is_printed_on_one_line(quote: str, printed: str) -> None:
    assert shown(quote) == printed


def test_the_title_is_a_section_of_its_own(prices: ItemRecord) -> None:
    title = title_section(prices)
    assert (title.kind, title.text) == (SectionKind.TITLE, "Takster for gæstesejlere")
    assert prices.text[title.start : title.end] == title.text


def test_a_citation_has_what_a_reader_needs(prices: ItemRecord) -> None:
    section = prices.item.sections[0]
    citation = make_citation(3, prices, section, section.start, section.start + 9)
    assert (citation.n, citation.file, citation.committee) == (3, "havn.txt", "Havneudvalget")
    assert (citation.punkt, citation.case_number) == (5, "08.00.00-S29-1-24")
    assert citation.quote == "Bådlængde"
    assert citation.item_id == prices.id
    assert citation.date is not None


def test_words_are_counted_with_the_quotes(prices: ItemRecord) -> None:
    draft = Draft()
    assert (draft.words, draft.room) == (0, WORDS)
    draft.say("Fire ord i alt.")
    assert draft.words == 4
    section = prices.item.sections[-1]
    draft.quote(prices, section, section.start, section.end, "Beslutningen lyder: {}")
    assert draft.words > 4 + len(section.text.split())
    assert draft.room == WORDS - draft.words


def test_a_draft_knows_what_it_has_quoted(prices: ItemRecord) -> None:
    draft = Draft()
    section = prices.item.sections[0]
    draft.quote(prices, section, section.start, section.start + 10)
    assert draft.has(prices, section.start + 5, section.end)
    assert not draft.has(prices, section.start + 10, section.end)

"""What does not stand in the source is not shown; what is shown is numbered in order of use."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.archive import Archive
from index.catalogue import ItemRecord
from index.types import Section
from rag.cite import check, stands
from rag.draft import Draft, make_citation
from rag.types import Citation, Status


@pytest.fixture
def pier(town: Archive) -> ItemRecord:
    """The committee's item about the pier."""
    (found,) = [
        record
        for meeting in town.meetings
        for record in town.items(town.catalogue.meeting_items(meeting))
        if record.item.title == "Udvidelse af østmolen" and record.meeting.body == "Havneudvalget"
    ]
    return found


def sections(record: ItemRecord) -> tuple[Section, ...]:
    return record.item.sections


def quoted(record: ItemRecord, *wanted: int) -> Draft:
    draft = Draft()
    for n in wanted:
        section = sections(record)[n]
        draft.quote(record, section, section.start, section.end)
    return draft


def test_a_quote_that_stands_is_kept_word_for_word(town: Archive, pier: ItemRecord) -> None:
    checked = check(quoted(pier, 0), town)
    assert checked.status is Status.ANSWERED
    assert checked.citations[0].quote == sections(pier)[0].text
    assert checked.sentences[0].quoted
    assert checked.text.endswith("« [1]")
    assert checked.dropped == ()


@pytest.mark.parametrize("changed", ["quote", "start", "end"])
def test_a_quote_that_was_altered_is_dropped_with_its_sentence(
    town: Archive, pier: ItemRecord, changed: str
) -> None:
    draft = quoted(pier, 0, 1)
    held = draft.citations[0]
    draft.citations[0] = {
        "quote": replace(held, quote=held.quote + "!"),
        "start": replace(held, start=held.start + 1),
        "end": replace(held, end=held.end - 1),
    }[changed]
    checked = check(draft, town)
    assert len(checked.sentences) == 1
    assert [citation.quote for citation in checked.citations] == [sections(pier)[1].text]
    assert checked.citations[0].n == 1
    assert len(checked.dropped) == 1


def test_a_draft_with_nothing_left_is_no_answer(town: Archive, pier: ItemRecord) -> None:
    draft = quoted(pier, 0)
    draft.citations[0] = replace(draft.citations[0], quote="Molen blev aldrig nævnt.")
    checked = check(draft, town)
    assert (checked.status, checked.sentences, checked.citations) == (Status.NOT_FOUND, (), ())


def test_words_of_ours_without_a_source_are_no_answer(town: Archive) -> None:
    draft = Draft()
    draft.say("Molen blev vedtaget.")
    assert check(draft, town).status is Status.NOT_FOUND


def test_a_sentence_that_cites_what_was_never_issued_is_dropped(
    town: Archive, pier: ItemRecord
) -> None:
    draft = quoted(pier, 0)
    draft.say("Det blev vedtaget.", 7)
    checked = check(draft, town)
    assert "Det blev vedtaget." not in checked.text
    assert len(checked.sentences) == 1


def test_citations_are_numbered_in_the_order_of_use(town: Archive, pier: ItemRecord) -> None:
    draft = quoted(pier, 0, 1, 2)
    draft.claims.reverse()
    checked = check(draft, town)
    assert [citation.n for citation in checked.citations] == [1, 2, 3]
    assert [c.start for c in checked.citations] == [s.start for s in sections(pier)[2::-1]]


def test_a_passage_keeps_its_number_when_it_is_cited_again(pier: ItemRecord) -> None:
    draft = quoted(pier, 0)
    section = sections(pier)[0]
    assert draft.cite(pier, section, section.start, section.end) == 1
    assert len(draft.citations) == 1


def test_a_refusal_keeps_its_sentence_without_sources(town: Archive) -> None:
    draft = Draft(status=Status.NOT_FOUND)
    draft.say("Det fremgår ikke af referaterne.")
    checked = check(draft, town)
    assert (checked.status, checked.text) == (Status.NOT_FOUND, "Det fremgår ikke af referaterne.")


def test_a_personal_number_is_never_quoted(pier: ItemRecord) -> None:
    text = "Ansøgeren, 010110-4321, har fået brev."
    record = replace(pier, text=text)
    citation = make_citation(1, record, sections(pier)[0], 0, len(text))
    assert not stands(citation, text)


def test_a_quote_of_white_space_stands_for_nothing(pier: ItemRecord) -> None:
    citation = make_citation(1, pier, sections(pier)[0], sections(pier)[0].start, pier.item.end)
    assert not stands(replace(citation, quote=" ", start=0, end=1), " " + pier.text)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(start=st.integers(0, 3000), length=st.integers(0, 400), shift=st.integers(-3, 3))
def test_only_what_is_at_its_place_stands(
    pier: ItemRecord, start: int, length: int, shift: int
) -> None:
    text = pier.text
    quote = text[start : start + length]
    citation: Citation = make_citation(1, pier, sections(pier)[0], start, start + length)
    moved = replace(citation, start=start + shift, end=start + shift + length)
    at_its_place = bool(quote.strip()) and text[moved.start : moved.end] == quote
    assert stands(moved, text) == at_its_place
    assert not stands(citation, None)

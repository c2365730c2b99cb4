"""Chunks: pieces of one section each that fit the model, and together leave nothing out."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunk import MAX_TOKENS, SIZE, context_of, cut
from index.types import Item, Meeting, Section, SectionKind

TABLE = "Kaj\tPris\tPladser\n" + "".join(f"Kaj {n}\t{n * 100} kr.\t{n}\n" for n in range(120))
PROSE = "Kajen ved det gamle pakhus er slidt, og bolværket skal skiftes i år. " * 60


def words(text: str) -> int:
    """A stand-in for a tokenizer: long words are several tokens."""
    return sum(1 + len(word) // 6 for word in text.split()) + 2


def meeting_of(body: str, kind: SectionKind = SectionKind.CASE) -> tuple[Meeting, str]:
    """A meeting with one item whose only section is `body`."""
    head, title, heading = "REFERAT Havneudvalget\n", "Ny kaj\n", "Sagsfremstilling\n"
    text = head + title + heading + body
    start = len(head + title + heading)
    section = Section(kind, "Sagsfremstilling", body, start, len(text))
    item = Item(
        3, "Punkt 3", "Ny kaj", "01.02.03-P19-1-24", True, len(head), len(text),
        len(head), len(head) + 6, (section,),
    )  # fmt: skip
    top = Section(SectionKind.HEAD, "", head, 0, len(head))
    meeting = Meeting("m1", "havn.txt", "Aaløse", "Havneudvalget", date(2024, 3, 14), (item,), top)
    return meeting, text


def test_chunks_have_ids_of_their_place_and_are_the_same_on_every_run() -> None:
    meeting, text = meeting_of(PROSE)
    ids = [chunk.id for chunk in cut(meeting, text, words)]
    assert ids[:3] == ["m1/-1/0/0", "m1/0/-1/0", "m1/0/0/0"]
    assert len(set(ids)) == len(ids)
    assert ids == [chunk.id for chunk in cut(meeting, text, words)]


@pytest.mark.parametrize("body", [PROSE, TABLE, "x" * 5000, "Kort.", PROSE + "\n\n" + TABLE])
def test_every_chunk_is_a_stretch_of_its_section_and_fits(body: str) -> None:
    meeting, text = meeting_of(body)
    for chunk in cut(meeting, text, words):
        assert text[chunk.start : chunk.end] == chunk.text
        assert words(f"{chunk.context}\n{chunk.text}") <= MAX_TOKENS
        if chunk.section == 0 and chunk.item == 0:
            section = meeting.items[0].sections[0]
            assert section.start <= chunk.start < chunk.end <= section.end


@settings(max_examples=80, deadline=None)
@given(body=st.text(alphabet=st.sampled_from("ab æ.\n\t1-»"), max_size=4000))
def test_chunks_leave_no_word_out_and_overlap_nowhere(body: str) -> None:
    meeting, text = meeting_of(body)
    mine = [chunk for chunk in cut(meeting, text, words) if (chunk.item, chunk.section) == (0, 0)]
    for one, other in pairwise(mine):
        assert one.end <= other.start
    joined = "".join("".join(chunk.text.split()) for chunk in mine)
    assert joined == "".join(body.split())


def test_a_chunk_ends_where_a_sentence_ends() -> None:
    meeting, text = meeting_of(PROSE)
    mine = [chunk for chunk in cut(meeting, text, words) if chunk.section == 0 and chunk.item == 0]
    assert len(mine) > 3
    assert all(chunk.text.rstrip().endswith(".") for chunk in mine)
    assert all(len(chunk.text) <= SIZE for chunk in mine)


def test_the_rows_of_a_long_table_carry_its_head_in_their_context() -> None:
    meeting, text = meeting_of(TABLE)
    mine = [chunk for chunk in cut(meeting, text, words) if chunk.section == 0 and chunk.item == 0]
    assert len(mine) > 1
    assert all("Kaj | Pris | Pladser" in chunk.context for chunk in mine[1:])
    assert "Kaj | Pris | Pladser" not in mine[0].context


def test_the_context_names_municipality_body_date_punkt_title_and_section() -> None:
    meeting, _ = meeting_of(PROSE)
    item = meeting.items[0]
    told = context_of(meeting, item, item.sections[0])
    assert told == "Aaløse · Havneudvalget · 14. marts 2024 · Punkt 3: Ny kaj · Sagsfremstilling"


def test_the_title_s_chunk_carries_the_case_number() -> None:
    meeting, text = meeting_of(PROSE)
    (title,) = [chunk for chunk in cut(meeting, text, words) if chunk.kind is SectionKind.TITLE]
    assert title.text == "Ny kaj"
    assert "sag 01.02.03-P19-1-24" in title.context


@pytest.mark.parametrize("body", ["", "   \n\t\n "])
def test_an_empty_section_has_no_chunk(body: str) -> None:
    meeting, text = meeting_of(body)
    assert [chunk for chunk in cut(meeting, text, words) if chunk.section == 0 <= chunk.item] == []


def test_a_sub_heading_joins_the_context_of_what_stands_under_it() -> None:
    meeting, text = meeting_of(PROSE + "Tidsplan\n" + PROSE)
    item = meeting.items[0]
    at = item.sections[0].start + len(PROSE)
    section = Section(
        SectionKind.CASE, "Sagsfremstilling", item.sections[0].text,
        item.sections[0].start, item.sections[0].end, None, (("Tidsplan", at),),
    )  # fmt: skip
    under = Meeting(
        "m1", "havn.txt", None, "Havneudvalget", None,
        (Item(3, "", "Ny kaj", None, True, 0, len(text), 0, 6, (section,)),), meeting.head,
    )  # fmt: skip
    mine = [chunk for chunk in cut(under, text, words) if chunk.section == 0 and chunk.item == 0]
    assert "Tidsplan" not in mine[0].context
    assert mine[-1].context.endswith("Tidsplan")

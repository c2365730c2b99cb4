"""The catalogue keeps what was read exactly as it was, and forgets it without a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.catalogue import Catalogue
from index.chunk import cut
from index.store.rows import item_id
from index.types import (
    Decision,
    Document,
    Item,
    Meeting,
    Outcome,
    PointOutcome,
    Section,
    SectionKind,
    Side,
    Vote,
)

TEXT = (
    "REFERAT Havneudvalget\nNy mole\nBeslutning\nGodkendt. For stemte A. Svend Torsk tog forbehold."
)
AT = TEXT.index("Godkendt")


def a_meeting(key: str = "m1") -> Meeting:
    """A meeting that uses every field there is."""
    vote = Vote(Side.FOR, 3, ("A",), ("Bodil Krabbe",), "For stemte A.")
    decision = Decision(
        "Havneudvalget", date(2024, 3, 14), (Outcome.APPROVED, Outcome.REFERRED),
        TEXT[AT:], AT, len(TEXT), "Godkendt.",
        (PointOutcome("1", (Outcome.POSTPONED,), "Ad 1. Udsat"),), (vote,),
        ("Svend Torsk tog forbehold.",), ("Kaj Rødspætte",), False,
    )  # fmt: skip
    section = Section(
        SectionKind.DECISION, "Beslutning", TEXT[AT:], AT, len(TEXT), 2, (("Note", AT + 3),)
    )
    item = Item(
        None, "Punkt 7", "Ny mole", "01.02.03-P19-1-24", False, 22, len(TEXT), 22, 29,
        (section,), (decision,), "https://eksempel.dk/7",
    )  # fmt: skip
    head = Section(SectionKind.HEAD, "", TEXT[:22], 0, 22)
    return Meeting(
        key, "havn.txt", "Aaløse", "Havneudvalget", date(2024, 3, 14), (item,), head,
        "16:00", "Lodshuset", "referat", ("Bodil Krabbe",), ("Kaj Rødspætte",), None,
        ("Uden numre.",), ((5, 9),), 0.7,
    )  # fmt: skip


def document(path: str = "/aaløse/havn.txt") -> Document:
    return Document(path, "havn.txt", TEXT, "d" * 64, (0, 30), (3,))


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue.in_folder(tmp_path)


def put(catalogue: Catalogue, meeting: Meeting, path: str = "/aaløse/havn.txt") -> None:
    chunks = cut(meeting, TEXT, lambda text: len(text.split()))
    catalogue.put(document(path), "99-1", [meeting], chunks)


def test_an_item_comes_back_as_it_was(catalogue: Catalogue) -> None:
    meeting = a_meeting()
    put(catalogue, meeting)
    (record,) = catalogue.items(["m1/0"])
    assert record.item == meeting.items[0]
    assert record.meeting == replace(meeting, items=())
    assert (record.text, record.path, record.pages) == (TEXT, "/aaløse/havn.txt", (0, 30))


def test_the_head_is_an_item_too(catalogue: Catalogue) -> None:
    put(catalogue, a_meeting())
    (head,) = catalogue.items([item_id("m1", -1)])
    assert (head.item.number, head.item.sections[0].text) == (0, TEXT[:22])


def test_items_come_in_the_order_asked_for_and_unknown_ones_are_left_out(
    catalogue: Catalogue,
) -> None:
    put(catalogue, a_meeting())
    assert [r.id for r in catalogue.items(["m1/0", "m9/4", "m1/-1"])] == ["m1/0", "m1/-1"]
    assert catalogue.items([]) == []


def test_chunks_come_back_with_their_text(catalogue: Catalogue) -> None:
    meeting = a_meeting()
    put(catalogue, meeting)
    assert list(catalogue.chunks()) == cut(meeting, TEXT, lambda text: len(text.split()))
    assert list(catalogue.chunks(["/elsewhere"])) == []


def test_any_number_of_items_can_be_asked_for(catalogue: Catalogue) -> None:
    put(catalogue, a_meeting())
    unknown = [f"m2/{n}" for n in range(40_000)]
    assert [record.id for record in catalogue.items([*unknown, "m1/0"])] == ["m1/0"]


def test_a_document_is_pending_until_it_is_settled(catalogue: Catalogue) -> None:
    put(catalogue, a_meeting())
    assert catalogue.pending() == ["/aaløse/havn.txt"]
    catalogue.settle(["/aaløse/havn.txt"])
    assert catalogue.pending() == []
    catalogue.unsettle()
    assert catalogue.pending() == ["/aaløse/havn.txt"]


def test_what_is_replaced_is_listed_as_gone_until_settled(catalogue: Catalogue) -> None:
    put(catalogue, a_meeting())
    put(catalogue, a_meeting("m2"))
    assert catalogue.gone() == ["m1"]
    assert [meeting.id for meeting, _ in catalogue.meetings()] == ["m2"]
    catalogue.settle(["/aaløse/havn.txt"])
    assert catalogue.gone() == []


def test_a_meeting_is_held_once_whatever_path_it_comes_from(catalogue: Catalogue) -> None:
    put(catalogue, a_meeting())
    put(catalogue, a_meeting(), "/flyttet/havn.txt")
    assert catalogue.counts()["meetings"] == 1
    assert list(catalogue.files()) == ["/flyttet/havn.txt"]


def test_a_removed_document_leaves_no_row(catalogue: Catalogue) -> None:
    put(catalogue, a_meeting())
    catalogue.remove("/aaløse/havn.txt")
    assert set(catalogue.counts().values()) == {0}
    assert catalogue.source("havn.txt") is None


def test_the_revision_grows_with_every_change_of_content(catalogue: Catalogue) -> None:
    seen = [catalogue.revision]
    put(catalogue, a_meeting())
    seen.append(catalogue.revision)
    catalogue.settle(["/aaløse/havn.txt"])
    assert catalogue.revision == seen[-1]
    catalogue.remove("/aaløse/havn.txt")
    seen.append(catalogue.revision)
    assert seen == sorted(set(seen))


def test_a_file_that_could_not_be_read_is_kept_with_its_reason(catalogue: Catalogue) -> None:
    catalogue.put_unread("/a/tom.pdf", "tom.pdf", "0-1", "tom.pdf er tom.")
    catalogue.put_unread("/a/tom.pdf", "tom.pdf", "0-2", "tom.pdf er stadig tom.")
    assert catalogue.unread() == [("tom.pdf", "tom.pdf er stadig tom.")]
    catalogue.touch("/a/tom.pdf", "5-1")
    assert catalogue.unread() == []


def test_notes_are_kept_over_a_restart(tmp_path: Path) -> None:
    first = Catalogue.in_folder(tmp_path)
    first.note(model="words", dimensions="64")
    first.note(model="other")
    first.close()
    assert Catalogue.in_folder(tmp_path).about() == {"model": "other", "dimensions": "64"}

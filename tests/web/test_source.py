from __future__ import annotations

from dataclasses import replace

from index.archive import Archive
from index.types import SectionKind
from web.source import look, source_link


def shown(view: object, only_marked: bool = False) -> str:
    return "".join(
        piece.text
        for part in view.parts  # type: ignore[attr-defined]
        for block in part.blocks
        for run in (block.pieces, *(cell for row in block.rows for cell in row))
        for piece in run
        if piece.marked or not only_marked
    )


def test_every_section_of_every_item_is_shown_whole(sample_archive: Archive) -> None:
    for meeting in sample_archive.meetings:
        for record in sample_archive.items(sample_archive.catalogue.meeting_items(meeting)):
            view = look(sample_archive, record.id)
            assert view is not None
            text = "".join(shown(view).split())
            for section in record.item.sections:
                assert "".join(section.text.split()) in text


def test_what_is_marked_is_what_was_quoted(sample_archive: Archive) -> None:
    count = 0
    records = sample_archive.items([card.id for card in sample_archive.snapshot.cards])
    for key, decision in ((r.id, decision) for r in records for decision in r.item.decisions):
        view = look(sample_archive, key, decision.start, decision.end)
        assert view is not None
        assert shown(view, only_marked=True).split() == decision.text.split()
        count += 1
    assert count > 50


def test_the_reference_names_the_marked_section_not_another(sample_archive: Archive) -> None:
    for record in sample_archive.items(
        sample_archive.catalogue.meeting_items(next(iter(sample_archive.meetings)))
    ):
        for section in record.item.sections:
            view = look(sample_archive, record.id, section.start, section.end)
            assert view is not None
            assert section.heading in view.reference
            assert record.meeting.body in view.reference


def test_next_and_previous_walk_through_the_meeting_and_stop(sample_archive: Archive) -> None:
    keys = sample_archive.catalogue.meeting_items(next(iter(sample_archive.meetings)))
    walked, here = [], keys[0]
    while here:
        view = look(sample_archive, here)
        assert view is not None
        walked.append(here)
        here = view.next or ""
    assert walked == keys
    first = look(sample_archive, keys[0])
    assert first is not None
    assert first.previous is None


def test_offsets_that_point_nowhere_mark_nothing(sample_archive: Archive) -> None:
    key = sample_archive.catalogue.meeting_items(next(iter(sample_archive.meetings)))[0]
    for start, end in [(-5, -1), (10**9, 10**9 + 5), (50, 10), (0, 0)]:
        view = look(sample_archive, key, start, end)
        assert view is not None
        assert not view.marked


def test_an_unknown_item_has_no_view(sample_archive: Archive) -> None:
    assert look(sample_archive, "findes/ikke") is None


def test_only_a_web_address_is_linked_to(sample_archive: Archive) -> None:
    view = look(
        sample_archive,
        sample_archive.catalogue.meeting_items(next(iter(sample_archive.meetings)))[0],
    )
    assert view is not None
    for url, kept in [
        ("javascript:alert(1)", None),
        ("https://hjortsund.example/1", "https://hjortsund.example/1"),
    ]:
        record = replace(view.record, item=replace(view.record.item, url=url))
        assert replace(view, record=record).outside == kept


def test_the_meetings_head_can_be_shown(sample_archive: Archive) -> None:
    view = look(sample_archive, f"{next(iter(sample_archive.meetings))}/-1")
    assert view is not None
    assert view.parts[0].kind is SectionKind.HEAD
    assert view.heading == "Mødets deltagere og dagsorden"


def test_an_address_is_escaped() -> None:
    assert source_link("a b/1", 2, 3) == "/kilde/a%20b/1?fra=2&til=3#citat"
    assert source_link("a/1") == "/kilde/a/1"

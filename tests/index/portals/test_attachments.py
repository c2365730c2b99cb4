"""A meeting's PDFs: fetched on request, read as sections of their item, cited with their page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fpdf import FPDF

from index.archive import Archive
from index.portals.state import portal_folders
from index.portals.sync import Scope, SyncReport, sync
from index.types import Section, SectionKind
from rag.draft import make_citation
from rag.render import reference
from tests.index.portals.fake_portal import (
    FakePortal,
    hurried,
    meeting,
    pours,
    replies,
    says,
    serving,
)

KEPT = "11111111-2222-4333-8444-555555555555"
MISSING = "11111111-2222-4333-8444-666666666666"
PRESENTED = "11111111-2222-4333-8444-777777777777"


def address(document: str) -> str:
    return f"/vis/pdf/bilag/{document}/?redirectDirectlyToPdf=false"


def pdf(*pages: str) -> bytes:
    document = FPDF()
    for text in pages:
        document.add_page()
        document.set_font("Helvetica", size=12)
        document.multi_cell(0, 8, text)
    return bytes(document.output())


@pytest.fixture
def portal() -> Iterator[FakePortal]:
    told = meeting(1)
    first = told["Dagsordenpunkter"][0]
    first["Bilag"] = [
        {"Id": MISSING, "Navn": "Kort over kajen", "Order": 2},
        {"Id": KEPT, "Navn": "Rapport om kajen", "Order": 1},
        {"Id": "../../hemmeligt", "Navn": "Vildspor", "Order": 3},
    ]
    first["Felter"][0]["DocumentId"] = PRESENTED
    with serving(FakePortal()) as found:
        found.add(told)
        found.files[address(KEPT)] = pdf("Kajen er målt i maj.", "Pælene holder i tolv år endnu.")
        found.files[address(PRESENTED)] = pdf("Sagen er fremstillet her.")
        yield found


def run(archive: Archive, portal: FakePortal, attachments: bool | None = True) -> SyncReport:
    portal.asked.clear()
    scope = Scope(attachments=attachments)
    return sync(archive, portal.url, scope=scope, manners=hurried())


def pages(archive: Archive) -> list[Section]:
    """The sections of attachments that have a page, of the only meeting's first item."""
    (meeting_id,) = archive.meetings
    (record,) = archive.catalogue.items([f"{meeting_id}/0"])
    found = [one for one in record.item.sections if one.page]
    assert all(record.text[one.start : one.end] == one.text for one in found)
    assert all(record.item.start <= one.start < one.end <= record.item.end for one in found)
    return found


def test_without_the_option_no_pdf_is_asked_for(portal: FakePortal, archive: Archive) -> None:
    run(archive, portal, attachments=None)
    assert not any("/pdf/" in path for path in portal.asked)
    assert pages(archive) == []


def test_pages_become_sections_of_their_item(portal: FakePortal, archive: Archive) -> None:
    run(archive, portal)
    told = [(one.kind, one.heading, one.page, one.text) for one in pages(archive)]
    assert told == [
        (SectionKind.ATTACHMENTS, "Bilag: Rapport om kajen", 1, "Kajen er målt i maj."),
        (SectionKind.ATTACHMENTS, "Bilag: Rapport om kajen", 2, "Pælene holder i tolv år endnu."),
        (SectionKind.ATTACHMENTS, "Bilag: sagsfremstilling", 1, "Sagen er fremstillet her."),
    ]


def test_a_page_is_cited_by_name_and_number(portal: FakePortal, archive: Archive) -> None:
    run(archive, portal)
    section = pages(archive)[1]
    (meeting_id,) = archive.meetings
    (record,) = archive.catalogue.items([f"{meeting_id}/0"])
    citation = make_citation(1, record, section, section.start, section.end)
    assert reference(citation).endswith("Bilag: Rapport om kajen, s. 2, sagsnr. 31-001")
    assert citation.quote == "Pælene holder i tolv år endnu."


def test_what_is_missing_is_told_and_a_strange_id_is_never_asked_for(
    portal: FakePortal, archive: Archive
) -> None:
    report = run(archive, portal)
    assert any("»Kort over kajen« er ikke hentet" in told for told in report.warnings)
    assert not report.failed
    assert not any("hemmeligt" in path for path in portal.asked)


def test_a_huge_attachment_is_left_out(portal: FakePortal, archive: Archive) -> None:
    portal.forever[address(KEPT)] = pours
    scope = Scope(attachments=True)
    manners = hurried(most_attachment_bytes=200_000)
    report = sync(archive, portal.url, scope=scope, manners=manners)
    assert any("»Rapport om kajen«" in told and "over 0 MB" in told for told in report.warnings)
    assert [one.heading for one in pages(archive)] == ["Bilag: sagsfremstilling"]


def test_attachments_can_be_asked_for_later_and_are_fetched_once(
    portal: FakePortal, archive: Archive
) -> None:
    run(archive, portal, attachments=None)
    assert len(run(archive, portal).changed) == 1
    assert len(pages(archive)) == 3
    assert len(archive.snapshot.chunk_ids) == archive.catalogue.counts()["chunks"]
    run(archive, portal, attachments=None)
    assert not any("/pdf/" in path for path in portal.asked)


def test_pdfs_that_a_killed_run_had_fetched_are_read(portal: FakePortal, archive: Archive) -> None:
    run(archive, portal, attachments=None)
    (folder,) = portal_folders(archive.folder)
    home = folder / ".bilag" / meeting(1)["Id"]
    home.mkdir(parents=True)
    for document in (KEPT, PRESENTED):
        (home / f"{document}.pdf").write_bytes(portal.files[address(document)])
    run(archive, portal)
    assert len(pages(archive)) == 3


def test_a_scanned_and_a_damaged_pdf_are_reported(portal: FakePortal, archive: Archive) -> None:
    portal.files[address(KEPT)] = pdf("", "Pælene holder i tolv år endnu, siger ingeniøren.")
    portal.files[address(PRESENTED)] = b"%PDF-1.4 og ikke mere"
    report = run(archive, portal)
    assert any("side 1 har ingen tekst" in told for told in report.warnings)
    assert any("»sagsfremstilling«" in told for told in report.warnings)
    assert [one.page for one in pages(archive)] == [2]


def test_a_document_is_asked_for_at_its_other_address(portal: FakePortal, archive: Archive) -> None:
    portal.files[f"/Vis/Pdf/bilag/{MISSING}"] = pdf("Kortet viser kajens to ender.")
    portal.forever[address(MISSING)] = says(b"<html>en fremviser</html>")
    run(archive, portal)
    assert "Bilag: Kort over kajen" in [one.heading for one in pages(archive)]


def test_a_document_that_lies_on_another_host_is_left_out(
    portal: FakePortal, archive: Archive
) -> None:
    portal.forever[address(KEPT)] = replies(302, Location="https://lager.example/x.pdf")
    report = run(archive, portal)
    assert any("»Rapport om kajen« er ikke hentet" in told for told in report.warnings)
    assert not report.failed
    assert [one.heading for one in pages(archive)] == ["Bilag: sagsfremstilling"]


def test_a_meeting_is_kept_when_a_document_fails_and_the_document_tried_again(
    portal: FakePortal, archive: Archive
) -> None:
    held = portal.forever[address(KEPT)] = replies(500)
    report = run(archive, portal)
    assert (len(report.new), report.failed) == (1, {})
    assert any("prøves igen næste gang" in told for told in report.warnings)
    assert pages(archive) == []
    assert not run(archive, portal).changed
    assert portal.forever.pop(address(KEPT)) is held
    assert len(run(archive, portal).changed) == 1
    assert len(pages(archive)) == 3
    run(archive, portal)
    assert portal.fetched == []


def test_robots_txt_may_keep_the_documents_to_itself(portal: FakePortal, archive: Archive) -> None:
    portal.robots = "User-agent: *\nDisallow: /vis/pdf/\nDisallow: /Vis/Pdf/\n"
    report = run(archive, portal)
    assert (len(report.new), report.failed) == (1, {})
    assert any("robots.txt" in told for told in report.warnings)
    assert not any("/pdf/" in path.casefold() for path in portal.asked)

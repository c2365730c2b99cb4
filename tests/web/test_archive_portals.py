"""How the portals stand is told on the archive's page and to programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from lxml import html

import index.archive
from index.portals.state import portal_folders
from index.portals.sync import Scope, sync
from tests.fakes import WordEmbedder, open_with
from tests.index.portals.fake_portal import MEETING, FakePortal, hurried, meeting, replies, serving
from web import api, archive_page, archive_portals, register_page
from web.intake import Intake
from web.kept import Kept
from web.live import Live
from web.settings import OPEN


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a portal where one meeting cannot be had and one was withdrawn."""
    folder = tmp_path_factory.mktemp("portalside") / "arkiv"
    archive = open_with(WordEmbedder(), folder)
    archive.catalogue.note(format="1", model="words@test", dimensions="64")
    with serving(FakePortal()) as portal:
        for serial in (1, 2, 3, 4):
            portal.add(meeting(serial, "Byrådet" if serial > 2 else "Havneudvalget 2030-2033"))
        portal.forever[f"{MEETING}{meeting(4)['Id']}"] = replies(403)
        sync(archive, portal.url, scope=Scope(at="03:00"), manners=hurried())
        portal.drop(str(meeting(2)["Id"]))
        sync(archive, portal.url, manners=hurried())
    archive.close()
    return folder


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    """The archive's page and the API."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index.archive, "open_embedder", lambda setting: WordEmbedder())
        live = Live(home)
        app = FastAPI()
        app.include_router(archive_portals.router(live))
        app.include_router(api.router(live, Kept(home, 0), OPEN))
        app.include_router(register_page.router(live))
        app.include_router(archive_page.router(live, Intake(home, None)))
        yield TestClient(app)


def told(client: TestClient) -> str:
    return " ".join(html.fromstring(client.get("/arkiv").text).text_content().split())


def test_the_page_says_how_the_last_run_went_and_when_the_next_is(client: TestClient) -> None:
    page = told(client)
    assert "2 af portalens 3 møder er hentet." in page
    assert "0 nye, 0 ændrede, 1 trukket tilbage, 1 mislykkedes." in page
    assert "kl. 03.00." in page.partition("Næste kørsel: ")[2]
    assert "Der mangler 1 møder, fordelt på 1 udvalg og år." in page


def test_what_failed_and_what_was_withdrawn_is_named(client: TestClient) -> None:
    page = told(client)
    assert "svarer 403" in page.partition("Kunne ikke hentes")[2]
    assert "Havneudvalget 2030-2033, 2031-03-04" in page.partition("Trukket tilbage af")[2]


def test_the_register_says_what_was_withdrawn_and_lists_none_of_its_decisions(
    client: TestClient,
) -> None:
    page = html.fromstring(client.get("/beslutninger?udvalg=Havneudvalget").text)
    *decided, row = page.findall(".//tbody/tr")
    assert len(decided) == 2
    words = " ".join(" ".join(cell.text_content() for cell in row).split())
    assert words.startswith("4. marts 2031 Havneudvalget Mødet er trukket tilbage af kommunen.")
    assert "citeres ikke" in words
    assert words.endswith("Trukket tilbage")
    assert row.find(".//a") is None
    assert "2 beslutninger og 1 møde, som kommunen har trukket tilbage" in page.text_content()
    rest = html.fromstring(client.get("/beslutninger?udfald=godkendt").text).text_content()
    assert "trukket tilbage af kommunen" not in rest


def test_the_file_of_decisions_has_the_withdrawn_meeting(client: TestClient) -> None:
    lines = client.get("/beslutninger.csv?udfald=trukket tilbage").content.decode("utf-8-sig")
    head, row = lines.splitlines()
    assert head.startswith("Dato;")
    assert row.startswith("2031-03-04;")
    assert "Mødet er trukket tilbage af kommunen" in row


def test_the_page_has_the_table_of_committees_and_years(client: TestClient) -> None:
    page = html.fromstring(client.get("/arkiv").text)
    rows = [
        [cell.text_content() for cell in row.findall("td")]
        for row in page.findall(".//details//tbody/tr")
    ]
    assert rows == [
        ["Byrådet", "2031", "2", "1", "1", "2", "2"],
        ["Havneudvalget", "2031", "1", "1", "", "2", "2"],
    ]


def test_programs_get_the_same(client: TestClient) -> None:
    (found,) = client.get("/api/v1/portals").json()["portals"]
    assert (found["listed"], found["kept"], len(found["failed"])) == (3, 2, 1)
    assert found["next_run"].partition("T")[2].startswith("03:00")
    assert found["completeness"][0] == {
        "committee": "Byrådet",
        "year": 2031,
        "listed": 2,
        "held": 1,
        "missing": 1,
        "items": 2,
        "with_decision": 2,
    }


def test_a_run_that_was_missed_is_told(home: Path) -> None:
    archive = open_with(WordEmbedder(), home)
    (found,) = archive_portals.portals(archive, datetime(2050, 1, 5, 12, tzinfo=UTC))
    assert any("er udeblevet" in line for line in found.warnings)
    archive.close()


def test_a_damaged_state_is_a_sentence(client: TestClient, home: Path) -> None:
    (folder,) = portal_folders(home)
    whole = (folder / "state.json").read_bytes()
    (folder / "state.json").write_bytes(whole[:20])
    try:
        assert "er beskadiget" in told(client)
        assert client.get("/api/v1/portals").status_code == 503
    finally:
        (folder / "state.json").write_bytes(whole)

"""The page of a case: what holds first, the way there, and what else has its number."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from lxml import html

import index.archive
from index.build import build
from tests.fakes import WordEmbedder, open_with
from tests.rag.retrieval.test_case import MEETINGS, minutes
from web import case_page
from web.live import Live


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The page over the invented harbour's meetings."""
    home = tmp_path_factory.mktemp("sagside")
    for name, (body, day, items) in MEETINGS.items():
        (home / f"{name}.txt").write_text(minutes(body, day, items), encoding="utf-8")
    archive = open_with(WordEmbedder(), home / "arkiv")
    archive.catalogue.note(format="1", model="words@test", dimensions="64")
    build(archive, sorted(home.glob("*.txt")))
    archive.close()
    app = FastAPI()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index.archive, "open_embedder", lambda setting: WordEmbedder())
        live = Live(home / "arkiv")
        live.archive()
    app.include_router(case_page.router(live))
    return TestClient(app)


def tree(client: TestClient, **query: str) -> html.HtmlElement:
    reply = client.get("/sag", params=query)
    assert reply.status_code == 200
    return html.fromstring(reply.text)


def rows(page: html.HtmlElement) -> list[list[str]]:
    return [
        [" ".join(cell.text_content().split()) for cell in row.findall("td")]
        for row in page.findall(".//tbody/tr")
    ]


def test_a_number_of_two_cases_lets_the_reader_choose(client: TestClient) -> None:
    page = tree(client, nr="31/0044")
    assert "Sagsnummeret 31/0044 står på 2 forskellige sager" in page.text_content()
    told = [(cells[0], cells[2]) for cells in rows(page)]
    assert told == [("Ny kaj ved pakhuset", "4"), ("Takster for lystbåde", "1")]


def test_a_chosen_case_says_what_holds_and_names_the_other(client: TestClient) -> None:
    (link, _) = [a.get("href") for a in tree(client, nr="31/0044").findall(".//tbody//a")]
    reply = client.get(link)
    page = html.fromstring(reply.text)
    text = " ".join(page.text_content().split())
    assert "Det gælder nu: Byrådet har afgjort sagen 18. marts 2031: ikke godkendt." in text
    assert [cells[1] for cells in rows(page)] == [
        "Havneudvalget",
        "Økonomiudvalget",
        "Byrådet",
        "Havneudvalget",
    ]
    assert [n for n, cells in enumerate(rows(page)) if "Gælder nu" in cells[3]] == [2]
    assert "Takster for lystbåde (1 gang, senest 18. marts 2031)" in text


def test_a_number_of_one_case_shows_it_at_once(client: TestClient) -> None:
    page = tree(client, nr=" 31 0200 ")
    assert page.find(".//h1").text_content() == "Ny lods, status"
    assert len(page.find_class("punkt")) == len(rows(page)) == 2
    assert "Andre sager med samme nummer" not in page.text_content()


def test_a_case_without_a_number_has_its_page(client: TestClient) -> None:
    (link,) = {a.get("href") for a in tree(client, q="stien skoven").findall(".//tbody//a")}
    page = html.fromstring(client.get(link).text)
    assert "Sag uden nummer: behandlet 2 gange i Byrådet, Seniorrådet." in page.text_content()


def test_the_list_has_no_points_of_every_meeting_unless_they_are_sought(
    client: TestClient,
) -> None:
    assert "Godkendelse af dagsorden" not in {cells[0] for cells in rows(tree(client))}
    assert len(rows(tree(client, q="dagsorden"))) == 6


@pytest.mark.parametrize("query", [{"nr": "99/9999"}, {"punkt": "intet/7"}, {"nr": "--"}])
def test_an_unknown_case_leads_to_the_list(client: TestClient, query: dict[str, str]) -> None:
    reply = client.get("/sag", params=query)
    assert reply.status_code == 404
    assert "har ingen punkter med sagsnummeret" in reply.text
    assert rows(html.fromstring(reply.text))


def test_what_the_minutes_and_the_address_say_is_never_markup(client: TestClient) -> None:
    reply = client.get("/sag", params={"nr": "<b>31</b>", "q": "<i>"})
    assert "<b>31" not in reply.text
    assert "<i>" not in reply.text


def test_the_path_of_the_archive_is_not_told(client: TestClient, tmp_path: Path) -> None:
    assert str(tmp_path.parent) not in client.get("/sag").text


def test_the_way_in_the_picture_is_not_broken_between_two_rows(client: TestClient) -> None:
    (link, _) = [a.get("href") for a in tree(client, nr="31/0044").findall(".//tbody//a")]
    page = html.fromstring(client.get(link).text)
    ways = [line.get("points").split() for line in page.iter("polyline")]
    assert len(ways) == len(rows(page)) == 4
    for above, below in itertools.pairwise(ways):
        out, into = above[-1].split(","), below[0].split(",")
        assert (out[0], out[1], into[1]) == (into[0], "2", "0")
    assert (len(ways[0]), len(ways[-1])) == (2, 2)

"""The server-rendered pages as a reader without JavaScript gets them."""

from __future__ import annotations

import csv
import io
import itertools
import re
import zipfile

import pytest
from fastapi.testclient import TestClient
from lxml import html

from web.pages import danish_number
from web.register import in_danish_order

QUESTION = "Hvad blev besluttet om cykelstien mellem Kirke Vinde og Mosholt?"
PAGES = [
    "/hjaelp",
    f"/hjaelp?q={QUESTION}",
    "/beslutninger",
    "/sag",
    "/sag?nr=27.27.00-G01-3-24",
    "/arkiv",
]


def tree(client: TestClient, path: str, **query: str) -> html.HtmlElement:
    reply = client.get(path, params=query or None)
    assert reply.status_code == 200, reply.text[:500]
    return html.fromstring(reply.text)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_danish_light_and_whole(client: TestClient, path: str) -> None:
    reply = client.get(path)
    page = html.fromstring(reply.text)
    assert reply.status_code == 200
    assert len(reply.content) < 100_000
    assert page.get("lang") == "da"
    assert len(page.findall(".//h1")) == 1
    assert page.findtext(".//title").strip()
    assert len(page.findall(".//main")) == 1
    ids = [e.get("id") for e in page.iter() if isinstance(e.tag, str) and e.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", PAGES)
def test_every_field_has_a_label_and_every_table_heads(client: TestClient, path: str) -> None:
    page = html.fromstring(client.get(path).text)
    labels = {label.get("for") for label in page.iter("label")}
    fields = [f for f in page.iter("input", "select", "textarea") if f.get("type") != "hidden"]
    assert all(field.get("id") in labels for field in fields)
    assert all(table.findall(".//th[@scope]") for table in page.iter("table"))
    levels = [int(h.tag[1]) for h in page.iter("h1", "h2", "h3", "h4")]
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


@pytest.mark.parametrize("path", [*PAGES, "/"])
def test_no_page_points_its_browser_outside(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert "default-src 'self'" in reply.headers["content-security-policy"]
    page = html.fromstring(reply.text)
    loaded = [
        e.get(a)
        for e in page.iter("script", "link", "img", "iframe")
        for a in ("src", "href")
        if e.get(a)
    ]
    assert loaded
    assert not [address for address in loaded if re.match(r"(https?:)?//", address)]


def test_the_style_fits_with_the_page_in_a_hundred_kilobytes(client: TestClient) -> None:
    weight = sum(
        len(client.get(p).content)
        for p in ("/statisk/svarpunkt.css", "/statisk/side.js", "/statisk/ikon.svg")
    )
    assert weight + len(client.get(f"/hjaelp?q={QUESTION}").content) < 100_000


def test_a_citizen_gets_an_answer_from_a_form(client: TestClient) -> None:
    form = tree(client, "/hjaelp").find(".//form")
    assert form.get("method") == "post"
    reply = client.post(form.get("action"), data={"q": QUESTION})
    page = html.fromstring(reply.text)
    answer = page.get_element_by_id("svar").text_content()
    assert "Svar" in answer
    assert "februar 2024" in answer
    assert "maskine" in answer
    assert "70 00 00 00" in page.text_content()
    assert "10 møder" in page.text_content()
    link = page.find(".//a[@class='sp-ref']").get("href")
    assert "<mark id=" in client.get(link).text


def test_who_asks_in_english_is_told_that_the_answer_quotes_danish(client: TestClient) -> None:
    told = tree(client, "/hjaelp", q="What was decided about the cycle path to Mosholt?")
    assert [line.get("lang") for line in told.xpath("//section[@id='svar']//*[@lang]")] == ["en"]
    assert not tree(client, "/hjaelp", q=QUESTION).xpath("//section[@id='svar']//*[@lang]")


@pytest.mark.parametrize(("number", "said"), [(7, "7"), (999, "999"), (1_234_567, "1.234.567")])
def test_a_number_is_written_as_in_danish(number: int, said: str) -> None:
    assert danish_number(number) == said


def test_the_contact_is_the_settings_and_the_phone_can_be_dialled(
    client: TestClient, hostile: TestClient
) -> None:
    assert tree(client, "/hjaelp").find(".//a[@href='tel:70000000']") is not None
    assert "hovednummer" in tree(hostile, "/hjaelp").text_content()


@pytest.mark.parametrize("text", ["", " ", "x" * 10_000])
def test_an_empty_and_an_endless_question_are_met_calmly(client: TestClient, text: str) -> None:
    reply = client.post("/hjaelp", data={"q": text})
    assert reply.status_code == 200
    assert "Det kan denne side ikke svare på" in reply.text
    assert len(reply.content) < 20_000


@pytest.mark.parametrize("path", ["/beslutninger", "/sag", "/arkiv", "/kilde/a/1"])
def test_without_an_archive_a_page_says_so(nowhere: TestClient, path: str) -> None:
    reply = nowhere.get(path)
    assert reply.status_code == 503
    assert "intet arkiv" in html.fromstring(reply.text).text_content()


def test_without_an_archive_a_citizen_is_sent_to_a_person(nowhere: TestClient) -> None:
    reply = nowhere.get("/hjaelp")
    assert reply.status_code == 503
    assert "Prøv igen om lidt" in reply.text
    assert "svarpunkt index" not in reply.text
    assert "<form" not in reply.text


def test_a_lost_address_is_a_page_for_people(client: TestClient) -> None:
    for path in ("/findesikke", "/kilde/findes/ikke", "/svar/nej.docx", "/beslutninger.pdf"):
        reply = client.get(path, headers={"accept": "text/html"})
        assert reply.status_code == 404
        assert html.fromstring(reply.text).findtext(".//h1")


def test_the_register_is_filtered_by_its_form(client: TestClient) -> None:
    page = tree(client, "/beslutninger", udfald="udsat", udvalg="Teknik- og Miljøudvalget")
    rows = page.findall(".//tbody/tr")
    assert rows
    assert all("Udsat" in row.text_content() and "Teknik" in row.text_content() for row in rows)
    assert page.find(".//select[@id='udfald']/option[@selected]").text == "Udsat"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"fra": "i går"}, "»i går« er ikke en dato"),
        ({"fra": "2025", "til": "2024"}, "Fra-datoen ligger efter til-datoen"),
    ],
)
def test_a_period_that_is_none_is_told_at_its_fields_and_nothing_is_counted(
    client: TestClient, typed: dict[str, str], said: str
) -> None:
    page = tree(client, "/beslutninger", **typed)
    (told,) = page.xpath("//*[@role='alert']")
    assert said in told.text_content()
    for field in page.xpath("//input[@name='fra' or @name='til']"):
        assert field.get("aria-invalid") == "true"
        assert field.get("aria-describedby") == told.get("id")
    assert "0 beslutninger" not in page.text_content()
    assert not tree(client, "/beslutninger").xpath("//*[@aria-invalid]")
    assert client.get("/beslutninger.csv", params=typed).status_code == 400


def test_the_register_pages_hold_every_decision_once(client: TestClient) -> None:
    seen: list[str] = []
    for side in ("1", "2"):
        seen += [
            row.find(".//a").get("href")
            for row in tree(client, "/beslutninger", side=side).findall(".//tbody/tr")
        ]
    assert len(seen) == len(set(seen)) == client.get("/api/v1/decisions").json()["total"]


def test_sorting_turns_round_when_asked_again(client: TestClient) -> None:
    page = tree(client, "/beslutninger", sorter="sag")
    head = page.find(".//th[@aria-sort='ascending']/a")
    titles = [
        in_danish_order(row.findall("td")[3].text_content()) for row in page.findall(".//tbody/tr")
    ]
    assert titles == sorted(titles)
    assert "sorter=-sag" in head.get("href")


def test_the_register_can_be_taken_away(client: TestClient) -> None:
    shown = client.get("/api/v1/decisions", params={"outcome": "udsat"}).json()["total"]
    text = client.get("/beslutninger.csv", params={"udfald": "udsat"}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == shown
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row["Dato"]) and row["Titel"] for row in rows)
    book = client.get("/beslutninger.xlsx", params={"udfald": "udsat"})
    assert "beslutninger.xlsx" in book.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
        assert parts.read("xl/worksheets/sheet1.xml").count(b"<row ") == shown + 1


def test_a_case_is_followed_from_body_to_body(client: TestClient) -> None:
    page = tree(client, "/sag", nr="27.27.00-G01-3-24")
    rows = page.findall(".//tbody/tr")
    steps = [
        (row.findall("td")[1].text_content(), row.findall("td")[3].text_content()) for row in rows
    ]
    assert [body for body, _ in steps] == [
        "Social- og Sundhedsudvalget",
        "Social- og Sundhedsudvalget",
        "Økonomiudvalget",
        "Byrådet",
    ]
    assert "Ikke anbefalet" in steps[2][1]
    assert "Godkendt med ændring" in steps[3][1]
    (picture,) = page.find_class("tidslinje")
    assert picture.get("role") == "img"
    assert len(picture.find_class("punkt")) == len(rows)
    assert len(picture.find_class("trin-nu")) == 1


def test_an_unknown_case_leads_to_the_list(client: TestClient) -> None:
    reply = client.get("/sag", params={"nr": "99.99.99-X99-9-99"})
    assert reply.status_code == 404
    assert "har ingen punkter med sagsnummeret" in reply.text
    assert html.fromstring(reply.text).findall(".//tbody/tr")
    found = tree(client, "/sag", q="kajen").findall(".//tbody/tr")
    assert len(found) == 1


def test_the_archive_page_counts_what_is_there(client: TestClient) -> None:
    page = tree(client, "/arkiv").text_content()
    assert "Møder10" in "".join(page.split())
    assert "Punkter90" in "".join(page.split())
    listed = client.get("/api/v1/decisions").json()["total"]
    assert f"Beslutninger{listed}Filer" in "".join(page.split())
    assert "26. maj 2025" in page


@pytest.mark.parametrize(
    "path", ["/hjaelp?q=Hvad blev besluttet om klokkespillet?", "/beslutninger", "/arkiv"]
)
def test_minutes_that_would_be_a_web_page_are_text(hostile: TestClient, path: str) -> None:
    page = html.fromstring(hostile.get(path).text)
    assert [s.get("src") for s in page.iter("script")] == ["/statisk/side.js"]
    assert not page.findall(".//*[@onclick]")
    assert not page.findall(".//img")
    assert not [a for a in page.iter("a") if "javascript" in (a.get("href") or "")]


def test_a_hostile_source_is_shown_as_it_stands(hostile: TestClient) -> None:
    row = hostile.get("/api/v1/decisions").json()["decisions"][0]
    page = html.fromstring(hostile.get(f"/kilde/{row['item']}?fra=1&til=400").text)
    text = page.get_element_by_id("indhold").text_content()
    assert "<script>window.ramt = 1</script>" in text
    assert 'onerror="window.ramt = 2"' in text
    assert len(page.findall(".//h1")) == 1
    assert not page.findall(".//img")
    source = hostile.get(f"/api/v1/source/{hostile.get('/api/v1/meetings').json()[0]['file']}")
    assert source.headers["content-type"].startswith("text/plain")
    assert source.headers["x-content-type-options"] == "nosniff"


def test_a_hostile_question_is_text(client: TestClient) -> None:
    page = html.fromstring(
        client.post("/hjaelp", data={"q": "<script>x()</script> </textarea><b>besluttet?"}).text
    )
    assert page.find(".//textarea").text == "<script>x()</script> </textarea><b>besluttet?"
    assert not page.findall(".//b")

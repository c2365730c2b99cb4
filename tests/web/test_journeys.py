"""What staff do with the pages from one end to the other, in a real browser."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.web.browsing import QUESTION, WAIT, ask, visited
from tests.web.conftest import PASSWORD
from web.intake import LARGEST

OTHER = "Hvad blev besluttet om Værestedet Kajen?"
NEW = """REFERAT Byrådet i Hjortsund d. 11-06-2026

Punkt 1: Ny gyngestativ ved Alrum Skov

Sagsfremstilling

Gyngestativet er slidt op, og børnene savner det.

Beslutning

Godkendt, idet gyngestativet sættes op inden sommerferien.
"""


def opened(page: Page) -> None:
    page.wait_for_selector(".sp-velkomst a.sp-sporg")


def test_a_question_is_corrected_and_its_answer_replaced(window: BrowserContext, site: str) -> None:
    with visited(window, site) as page:
        opened(page)
        ask(page, QUESTION)
        expect(page.locator("#sp-chat .sp-svar")).to_have_count(1, timeout=WAIT)
        page.get_by_role("link", name="Ret spørgsmålet").click()
        expect(page.get_by_text("Du retter et spørgsmål.")).to_be_visible()
        expect(page.locator("#sp-felt textarea")).to_have_value(QUESTION)
        page.get_by_role("button", name="Fortryd").click()
        expect(page.get_by_text("Du retter et spørgsmål.")).to_be_hidden()
        expect(page.locator("#sp-felt textarea")).to_have_value("")
        page.get_by_role("link", name="Ret spørgsmålet").click()
        expect(page.locator("#sp-felt textarea")).to_be_focused()
        ask(page, OTHER)
        expect(page.locator("#sp-chat .sp-spm")).to_have_text([OTHER], timeout=WAIT)
        expect(page.locator("#sp-chat .sp-svar")).to_have_count(1)
        expect(page.get_by_text("Du retter et spørgsmål.")).to_be_hidden()


def test_an_answer_is_taken_away_as_pdf_word_and_markdown(
    window: BrowserContext, site: str, tmp_path: Path
) -> None:
    with visited(window, site) as page:
        opened(page)
        ask(page, QUESTION)
        quote = page.locator("#sp-chat .sp-linje q").first.inner_text(timeout=WAIT)
        for kind, name in (("pdf", "PDF"), ("docx", "Word"), ("md", "Markdown")):
            with page.expect_download() as taken:
                page.locator("#sp-chat .sp-hent").get_by_role("link", name=name).click()
            assert taken.value.suggested_filename == f"svar.{kind}"
            taken.value.save_as(tmp_path / f"svar.{kind}")
        text = pypdfium2.PdfDocument(tmp_path / "svar.pdf")[0].get_textpage().get_text_range()
        assert " ".join(quote.split()) in " ".join(text.split())


def test_the_register_is_filtered_taken_away_and_leads_to_the_source_and_the_case(
    window: BrowserContext, site: str
) -> None:
    with visited(window, site, "/beslutninger") as page:
        page.get_by_label("Søg").fill("cykelsti")
        page.get_by_label("Udvalg").select_option("Byrådet")
        page.get_by_role("button", name="Vis").click()
        rows = page.locator("tbody tr")
        assert rows.count() > 0
        assert set(rows.locator("td:nth-child(2)").all_inner_texts()) == {"Byrådet"}
        with page.expect_download() as taken:
            page.get_by_role("link", name="CSV").click()
        listed = Path(taken.value.path()).read_text("utf-8-sig").strip().splitlines()
        assert len(listed) == 1 + rows.count()
        rows.first.locator("td:nth-child(4) a").click()
        expect(page.locator("mark").first).to_be_in_viewport()
        page.locator(".kilde-om a").click()
        expect(page.locator(".tidslinje .trin").first).to_be_visible()
        assert page.locator("tbody tr").count() == page.locator(".tidslinje .punkt").count()


def test_the_chat_is_used_with_the_keyboard_alone(window: BrowserContext, site: str) -> None:
    with visited(window, site) as page:
        opened(page)
        page.keyboard.press("Tab")
        page.locator("#sp-felt textarea").focus()
        page.keyboard.type(QUESTION)
        page.keyboard.press("Enter")
        expect(page.locator("#sp-chat .sp-svar")).to_have_count(1, timeout=WAIT)
        tab_to(page, "a.sp-ref", back=True)
        page.keyboard.press("Enter")
        expect(page.locator("#kilde-titel")).to_be_focused(timeout=WAIT)
        tab_to(page, "[data-kopi]")
        page.keyboard.press("Escape")
        expect(page.locator("#kilde")).to_be_hidden()
        expect(page.locator("#sp-chat a.sp-ref:focus")).to_have_count(1)


def tab_to(page: Page, wanted: str, *, back: bool = False) -> None:
    """Press Tab until what is wanted has the focus; each stop on the way can be seen."""
    for _ in range(60):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
        assert page.evaluate("document.activeElement.checkVisibility()")
    raise AssertionError(f"{wanted} is out of the keyboard's reach")


def test_at_400_percent_the_answer_is_read_without_sideways_scrolling(
    window: BrowserContext, site: str
) -> None:
    with visited(window, site) as page:
        page.set_viewport_size({"width": 320, "height": 256})
        opened(page)
        ask(page, QUESTION)
        page.wait_for_selector("#sp-chat .sp-svar")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        line = page.locator("#sp-chat .sp-linje").first
        line.scroll_into_view_if_needed()
        box, field = line.bounding_box(), page.locator("#sp-spoerg").bounding_box()
        assert box
        assert field
        assert box["y"] + box["height"] <= field["y"]
        line.locator("a.sp-ref").click()
        expect(page.locator("#kilde mark").first).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def log_in(page: Page) -> None:
    page.get_by_label("Navn").fill("Bo")
    page.get_by_label("Kodeord").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_url(lambda url: not urlsplit(url).path.startswith("/log-ind"))


def test_a_login_that_has_ended_is_told_and_the_question_stays(
    window: BrowserContext, closed_site: str, tmp_path: Path
) -> None:
    (tmp_path / "gynge.txt").write_text(NEW, encoding="utf-8")
    with visited(window, closed_site) as page:
        log_in(page)
        opened(page)
        ask(page, OTHER)
        expect(page.locator("#sp-chat .sp-svar")).to_have_count(1, timeout=WAIT)
        window.clear_cookies()
        ask(page, QUESTION)
        expect(page.locator("#sp-fejl")).to_contain_text("Dit login er udløbet", timeout=WAIT)
        expect(page.locator("#sp-leder")).to_be_hidden()
        expect(page.locator("#sp-felt textarea")).to_have_value(QUESTION)
        with window.expect_page() as again:
            page.locator("#sp-fejl a").click()
        log_in(again.value)
        opened(again.value)
        page.locator("#sp-send").click()
        expect(page.locator("#sp-chat .sp-svar")).to_have_count(2, timeout=WAIT)
        expect(page.locator("#sp-fejl")).to_be_hidden()
        page.goto(f"{closed_site}/arkiv")
        window.clear_cookies()
        page.get_by_label("Vælg filer").set_input_files([tmp_path / "gynge.txt"])
        page.get_by_role("button", name="Læg op og læs ind").click()
        page.get_by_role("link", name="Log ind").click()
        log_in(page)
        expect(page.get_by_label("Vælg filer")).to_be_visible()


def test_minutes_are_uploaded_followed_and_asked_about(
    window: BrowserContext, closed_site: str, tmp_path: Path
) -> None:
    (tmp_path / "gynge.txt").write_text(NEW, encoding="utf-8")
    (tmp_path / "billede.exe").write_bytes(b"MZ")
    (tmp_path / "stor.txt").write_bytes(b" " * (LARGEST + 1))
    with visited(window, closed_site, "/arkiv") as page:
        log_in(page)
        sent: list[str] = []
        page.on("request", lambda r: sent.append(r.url) if r.method == "POST" else None)
        page.get_by_label("Vælg filer").set_input_files([tmp_path / "stor.txt"])
        page.get_by_role("button", name="Læg op og læs ind").click()
        expect(page.get_by_text("stor.txt er for stor")).to_be_visible()
        assert sent == []
        page.get_by_label("Vælg filer").set_input_files(
            [tmp_path / "gynge.txt", tmp_path / "billede.exe"]
        )
        page.get_by_role("button", name="Læg op og læs ind").click()
        expect(page.get_by_text("billede.exe kan ikke læses")).to_be_visible()
        expect(page.locator("body")).to_contain_text("Færdig. 1 ny fil", timeout=4 * WAIT)
        expect(page.get_by_text("billede.exe kan ikke læses")).to_be_visible()
        page.wait_for_timeout(1_500)
        assert len(sent) == 1  # what is loaded anew is not sent anew
        page.goto(closed_site)
        opened(page)
        ask(page, "Hvad blev besluttet om gyngestativet ved Alrum Skov?")
        expect(page.locator("#sp-chat .sp-svar")).to_contain_text("sommerferien", timeout=WAIT)


@contextmanager
def refused(window: BrowserContext, statuses: list[int]) -> Iterator[list[int]]:
    """Let files be refused by another server than ours, with pages of its own, a status each.

    To be begun before the first page is opened: a page on its way somewhere may slip past.
    Yields the statuses that were answered.
    """
    answered: list[int] = []

    def told(route: Route) -> None:
        answered.append(statuses[len(answered)])
        body = f"<h1>{answered[-1]}</h1>"
        route.fulfill(status=answered[-1], content_type="text/html", body=body)

    window.route("**/arkiv/filer", told)
    yield answered
    window.unroute("**/arkiv/filer")


def test_files_that_the_web_server_in_front_refuses_are_told_to_be_refused(
    window: BrowserContext, closed_site: str, tmp_path: Path
) -> None:
    (tmp_path / "gynge.txt").write_text(NEW, encoding="utf-8")
    statuses = [413, 502]
    with refused(window, statuses) as answered, visited(window, closed_site, "/arkiv") as page:
        log_in(page)
        sent = page.get_by_role("button", name="Læg op og læs ind")
        for told in ("mindre portioner", "ikke lagt op"):
            page.get_by_label("Vælg filer").set_input_files([tmp_path / "gynge.txt"])
            sent.click()
            expect(page.locator(".laegger-op")).to_contain_text(told)
            expect(sent).to_be_enabled()
        assert answered == statuses


def test_an_opinion_with_a_comment_reaches_the_secretariat(
    window: BrowserContext, closed_site: str
) -> None:
    with visited(window, closed_site, "/meninger") as page:
        log_in(page)
        page.goto(f"{closed_site}/hjaelp?q={QUESTION}")
        page.locator("a.sp-mening").last.click()
        page.get_by_label("Hvad kunne være bedre?").fill("Skriv, hvornår der bygges.")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("status")).to_be_visible()
        page.goto(f"{closed_site}/meninger")
        expect(page.get_by_text("Skriv, hvornår der bygges.")).to_be_visible()
        with page.expect_download() as taken:
            page.get_by_role("link", name="alle som JSONL").click()
        assert "hvornår der bygges" in Path(taken.value.path()).read_text("utf-8")


def test_a_server_that_is_gone_is_told_and_what_was_written_stays(
    window: BrowserContext, sample_folder: Path
) -> None:
    command = [sys.executable, "-m", "cli", "serve", "--archive", str(sample_folder), "--port", "0"]
    page = window.new_page()
    page.set_default_timeout(WAIT)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            said = re.search(r"http://\S+", server.stdout.readline())
            assert said
            page.goto(said[0])
            opened(page)
            page.locator("#sp-felt textarea").fill(QUESTION)
        finally:  # else what fails above waits for the server, which has no end
            server.kill()
    page.locator("#sp-felt textarea").press("Enter")
    expect(page.get_by_text("Der er ikke forbindelse til serveren").first).to_be_visible(
        timeout=WAIT
    )
    expect(page.locator("#sp-felt textarea")).to_have_value(QUESTION)
    assert "onnection" not in page.locator("body").inner_text()

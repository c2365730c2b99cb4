"""The pages in a real browser: what a clerk and a citizen do."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.browsing import PHONE, QUESTION, WAIT, ask, visited


def test_a_clerk_asks_and_reads_the_source_with_the_quote_marked(
    window: BrowserContext, site: str
) -> None:
    with visited(window, site) as page:
        expect(page).to_have_title("Svarpunkt")
        expect(page.locator("html")).to_have_attribute("lang", "da")
        page.wait_for_selector(".sp-velkomst a.sp-sporg")
        ask(page, QUESTION)
        answer = page.locator("#sp-chat .sp-svar").last
        expect(answer).to_contain_text("Byrådet", timeout=WAIT)
        quote = answer.locator("a.sp-citatlink").last
        number = quote.locator(".sp-nr").inner_text()
        line = answer.locator(".sp-linje").filter(has_text=number)
        words = line.locator("q").inner_text().strip("»«")
        quote.click()
        mark = page.locator("#kilde mark").first
        expect(mark).to_be_in_viewport(timeout=WAIT)
        assert words[:40] in page.locator("#kilde-indhold").inner_text().replace("\n", " ")
        assert page.locator("#kilde mark").first.inner_text()[:20] == words[:20]
        title = page.locator("#kilde-titel").inner_text()
        page.get_by_role("link", name="Næste punkt").click()
        expect(page.locator("#kilde-titel")).not_to_have_text(title)
        page.keyboard.press("Escape")
        expect(page.locator("#kilde")).to_be_hidden()
        expect(quote).to_be_focused()


def test_a_reference_is_copied(window: BrowserContext, site: str) -> None:
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    with visited(window, site) as page:
        page.wait_for_selector(".sp-velkomst a.sp-sporg")
        ask(page, QUESTION)
        page.locator("#sp-chat a.sp-ref").first.click()
        page.get_by_role("button", name="Kopiér henvisning").click()
        expect(page.get_by_text("Kopieret.")).to_be_visible()
        assert "Punkt" in page.evaluate("navigator.clipboard.readText()")


def test_an_example_is_asked_with_one_click_and_the_talk_begins_again(
    window: BrowserContext, site: str
) -> None:
    with visited(window, site) as page:
        example = page.locator(".sp-velkomst a.sp-sporg").first
        text = example.inner_text()
        example.click()
        expect(page.locator("#sp-chat .sp-spm")).to_have_text(text, timeout=WAIT)
        expect(page.locator("#sp-chat .sp-svar")).to_have_count(1, timeout=WAIT)
        page.locator("#sp-chat .sp-svar a.sp-sporg").first.click()
        expect(page.locator("#sp-chat .sp-svar")).to_have_count(2, timeout=WAIT)
        page.get_by_role("button", name="Ny samtale").click()
        expect(page.locator("#sp-chat .sp-svar")).to_have_count(0)
        expect(page.locator(".sp-velkomst h1")).to_be_visible()


def test_a_filter_limits_the_answer(window: BrowserContext, site: str) -> None:
    with visited(window, site) as page:
        page.wait_for_selector(".sp-velkomst a.sp-sporg")
        page.get_by_label("Fra dato").fill("2025")
        ask(page, "Hvad blev besluttet om Værestedet Kajen?")
        expect(page.locator("#sp-chat .sp-graense").first).to_contain_text(
            "fra 1. januar 2025", timeout=WAIT
        )
        places = page.locator("#sp-chat .sp-sted").all_inner_texts()
        assert places
        assert all("2025" in place for place in places)


def test_a_wrong_date_is_explained_and_the_question_stays(
    window: BrowserContext, site: str
) -> None:
    with visited(window, site) as page:
        page.wait_for_selector(".sp-velkomst a.sp-sporg")
        page.get_by_label("Fra dato").fill("for nylig")
        ask(page, QUESTION)
        expect(page.get_by_text("er ikke en dato").first).to_be_visible()
        expect(page.locator("#sp-felt textarea")).to_have_value(QUESTION)


def test_a_source_is_scrolled_only_as_far_as_its_mark_needs(
    window: BrowserContext, site: str
) -> None:
    with visited(window, site) as page:
        page.set_viewport_size(PHONE)
        page.wait_for_selector(".sp-velkomst a.sp-sporg")
        found = page.request.get(f"{site}/api/v1/decisions?limit=50").json()["decisions"]
        items = [page.request.get(f"{site}/api/v1/items/{row['item']}").json() for row in found]
        longest = max(items, key=lambda item: item["end"] - item["start"])
        first, last = longest["sections"][0], longest["sections"][-1]
        for section, top in ((last, False), (first, True)):
            page.evaluate(
                OPEN, f"/kilde/{longest['item']}?fra={section['start']}&til={section['end']}"
            )
            expect(page.locator("#kilde mark").first).to_contain_text(section["text"].strip()[:20])
            expect(page.locator("#kilde mark").first).to_be_in_viewport()
            title = expect(page.locator("#kilde-titel"))
            title.to_be_in_viewport(ratio=1) if top else title.not_to_be_in_viewport()
            assert (page.evaluate("document.getElementById('sp-side').scrollTop") == 0) == top


def test_a_source_that_is_gone_is_a_sentence_beside_the_chat(
    window: BrowserContext, site: str
) -> None:
    with visited(window, site) as page:
        page.wait_for_selector(".sp-velkomst a.sp-sporg")
        page.evaluate(OPEN, "/kilde/findes/0?fra=1&til=2")
        place = page.locator("#kilde-indhold")
        expect(place).to_contain_text("Punktet findes ikke i arkivet")
        expect(place.locator("nav, header, link, title")).to_have_count(0)
        expect(page.get_by_role("button", name="Luk kilden")).to_be_focused()


OPEN = """(address) => {
  const link = Object.assign(document.createElement("a"), { href: address });
  document.getElementById("sp-log").append(link);
  link.click();
}"""
"""Opens a source as an answer's link would."""


def test_the_chat_fits_a_phone(window: BrowserContext, site: str) -> None:
    with visited(window, site) as page:
        page.set_viewport_size(PHONE)
        page.wait_for_selector(".sp-velkomst a.sp-sporg")
        ask(page, QUESTION)
        page.wait_for_selector("#sp-chat .sp-svar")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.locator("#sp-chat a.sp-ref").first.click()
        expect(page.locator("#kilde mark").first).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.get_by_role("button", name="Luk kilden").click()
        expect(page.locator("#kilde")).to_be_hidden()
        expect(page.get_by_label("Fra dato")).to_be_hidden()
        page.get_by_role("button", name="Afgræns søgningen").click()
        expect(page.get_by_label("Fra dato")).to_be_visible()


def test_no_word_of_english_and_no_html_is_read_aloud(window: BrowserContext, site: str) -> None:
    with visited(window, site) as page:
        page.wait_for_selector(".sp-velkomst a.sp-sporg")
        ask(page, QUESTION)
        page.wait_for_selector("#sp-chat .sp-svar")
        page.wait_for_timeout(300)
        names = page.evaluate(
            "[...document.querySelectorAll('[aria-label],[title],[alt]')].filter(e => e.checkVisibility())"
            ".map(e => e.getAttribute('aria-label') || e.title || e.getAttribute('alt'))"
        )
        assert not [name for name in names if "<" in name or "message" in name or "Clear" in name]
        text = page.locator("body").inner_text()
        assert not [
            word
            for word in ("Submit", "Clear", "Chatbot", "Built with", "Use via API", "Settings")
            if word in text
        ]


@pytest.mark.parametrize(
    "path", ["/hjaelp", "/beslutninger", "/sag?nr=27.27.00-G01-3-24", "/sag", "/arkiv"]
)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_page_fits_its_window(
    window: BrowserContext, site: str, path: str, width: int
) -> None:
    with visited(window, site, path) as page:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_citizen_without_javascript_asks_with_the_keyboard_and_reads_the_source(
    window: BrowserContext, site: str
) -> None:
    browser = window.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="da-DK")
    with visited(plain, site, "/hjaelp") as page:
        page.keyboard.press("Tab")
        expect(page.get_by_text("Spring til indholdet")).to_be_focused()
        page.locator("#q").focus()
        page.keyboard.type(QUESTION)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#svar h2")).to_have_text("Svar")
        page.locator("#svar a.sp-ref").first.click()
        expect(page.locator("mark").first).to_be_in_viewport()
        expect(page.locator("h1")).to_contain_text("Punkt")
    plain.close()


def test_hostile_minutes_and_questions_run_nothing(
    window: BrowserContext, hostile_site: str
) -> None:
    with visited(window, hostile_site) as page:
        page.wait_for_selector(".sp-velkomst")
        ask(page, "Hvad blev besluttet om <img src=x onerror='window.ramt = 4'> **klokkespillet**?")
        answer = page.locator("#sp-chat .sp-svar").last
        expect(answer).to_contain_text('<b onclick="window.ramt = 3">', timeout=WAIT)
        expect(page.locator("#sp-chat .sp-spm")).to_contain_text("<img src=x")
        answer.locator("a.sp-citatlink").first.click()
        expect(page.locator("#kilde-titel")).to_contain_text("<script>window.ramt = 1</script>")
        page.locator("#kilde-titel").click()
        assert page.evaluate("window.ramt") is None
        assert page.locator("#sp-chat .sp-svar img, #kilde img, #kilde b").count() == 0


def faults(page: Page) -> list[str]:
    """What contrast.js finds wrong with the page as it is now."""
    script = (Path(__file__).parent / "contrast.js").read_text("utf-8")
    found: list[str] = page.evaluate(script[script.index("() =>") :])
    return found


@pytest.mark.parametrize(
    "path",
    [
        "/hjaelp",
        f"/hjaelp?q={QUESTION}",
        "/beslutninger",
        "/sag",
        "/sag?nr=27.27.00-G01-3-24",
        "/arkiv",
    ],
)
def test_every_text_can_be_read_and_every_control_has_a_name(
    window: BrowserContext, site: str, path: str
) -> None:
    with visited(window, site, path) as page:
        assert faults(page) == []
        page.evaluate(
            "document.querySelector('h1').style.color = '#ddd'; document.querySelector('main').append(document.createElement('input'))"
        )
        assert len(faults(page)) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chat_can_be_read_whatever_the_systems_colours(
    browser: Browser, site: str, scheme: str
) -> None:
    context = browser.new_context(locale="da-DK", color_scheme=scheme)  # type: ignore[arg-type]
    with visited(context, site) as page:
        page.wait_for_selector(".sp-velkomst a.sp-sporg")
        page.wait_for_timeout(500)
        assert faults(page) == []
        ask(page, QUESTION)
        page.locator("#sp-chat a.sp-ref").first.click()
        page.wait_for_selector("#kilde mark")
        page.wait_for_timeout(500)
        assert faults(page) == []
    context.close()


def test_an_opinion_is_given_without_losing_the_conversation(
    window: BrowserContext, site: str
) -> None:
    with visited(window, site) as page:
        page.wait_for_selector(".sp-velkomst a.sp-sporg")
        ask(page, QUESTION)
        with window.expect_page() as opened:
            page.locator("#sp-chat a.sp-mening").last.click()
        opened.value.get_by_label("Nej").check()
        opened.value.get_by_role("button", name="Send").click()
        expect(opened.value.locator("h1")).to_have_text("Tak for hjælpen")
        expect(page.locator("#sp-chat .sp-svar")).to_have_count(1)

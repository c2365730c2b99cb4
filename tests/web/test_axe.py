"""axe-core finds no violation of WCAG 2.1 A or AA, on any view in any state."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.conftest import PASSWORD, serving
from web.users import add_user

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN = """async () => {
  const moving = document.getAnimations().filter((a) => isFinite(a.effect.getComputedTiming().endTime));
  await Promise.all(moving.map((a) => a.finished.catch(() => null)));
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
}"""
QUESTION = "Hvad blev besluttet om cykelstien mellem Kirke Vinde og Mosholt?"
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
PAGES = [
    "/hjaelp",
    f"/hjaelp?q={QUESTION}",
    "/hjaelp?q=Hvem er statsminister?",
    "/beslutninger",
    "/beslutninger?fra=engang",
    "/sag",
    "/sag?nr=27.27.00-G01-3-24",
    "/arkiv",
    "/findes/ikke",
    "/beslutninger?q=xyzzy",
    "/svar/findes-ikke",
]


def violations(page: Page) -> list[str]:
    """What axe-core has against the page, once what fades in has done so: "rule: elements"."""
    page.evaluate(f"{AXE}; null")
    found: list[str] = page.evaluate(RUN)
    return found


@pytest.fixture(params=SIZES)
def sized(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="da-DK", viewport=SIZES[request.param])  # type: ignore[arg-type]
    yield context
    context.close()


def test_our_own_pages_have_no_violations(sized: BrowserContext, site: str) -> None:
    page = sized.new_page()
    found: dict[str, list[str]] = {}
    for path in PAGES:
        page.goto(site + path)
        found[path] = violations(page)
    assert found == {path: [] for path in PAGES}


def test_the_chat_has_none_empty_answered_and_with_a_source_open(
    sized: BrowserContext, site: str
) -> None:
    page = sized.new_page()
    page.set_default_timeout(60_000)
    page.goto(site)
    page.wait_for_selector(".sp-velkomst a.sp-sporg")
    page.wait_for_timeout(500)
    assert violations(page) == []
    page.locator("#sp-felt textarea").fill(QUESTION)
    page.locator("#sp-felt textarea").press("Enter")
    page.wait_for_selector("#sp-chat .sp-svar")
    page.wait_for_timeout(500)
    assert violations(page) == []
    page.get_by_role("link", name="Ret spørgsmålet").click()
    assert violations(page) == []
    page.get_by_role("button", name="Fortryd").click()
    address = page.locator("#sp-chat a.sp-ref").first.get_attribute("href")
    page.locator("#sp-chat a.sp-ref").first.click()
    page.wait_for_selector("#kilde mark")
    page.wait_for_timeout(300)
    assert violations(page) == []
    page.goto(f"{site}{address}")
    assert violations(page) == []


def test_the_message_that_a_date_is_none_has_none(sized: BrowserContext, site: str) -> None:
    page = sized.new_page()
    page.set_default_timeout(60_000)
    page.goto(site)
    page.wait_for_selector(".sp-velkomst a.sp-sporg")
    if page.locator(".sp-vis").is_visible():
        page.locator(".sp-vis").click()
    page.get_by_label("Fra dato").fill("for nylig")
    page.locator("#sp-felt textarea").fill(QUESTION)
    page.locator("#sp-felt textarea").press("Enter")
    page.wait_for_selector("#sp-fejl:not([hidden])")
    page.wait_for_timeout(500)
    assert violations(page) == []


def test_a_citizens_kept_answer_and_opinion_have_none(sized: BrowserContext, site: str) -> None:
    page = sized.new_page()
    page.goto(f"{site}/hjaelp?q={QUESTION}")
    for link in ("a.sp-varig", "a.sp-mening"):
        page.locator(link).last.click()
        page.wait_for_load_state()
        assert violations(page) == []
    page.get_by_role("button", name="Send").click()
    assert violations(page) == []


def test_the_limits_unfolded_on_a_phone_have_none(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="da-DK", viewport=SIZES["phone"])  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site)
    page.wait_for_selector(".sp-velkomst a.sp-sporg")
    page.locator(".sp-vis").click()
    page.get_by_label("Udvalg").click()
    page.get_by_role("option").first.wait_for()
    assert violations(page) == []
    context.close()


def test_what_is_wrong_would_be_found(window: BrowserContext, site: str) -> None:
    page = window.new_page()
    page.goto(f"{site}/arkiv")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    page.evaluate("document.querySelector('h1').style.color = '#ccc'")
    assert len(violations(page)) == 2


def test_a_clerk_logs_in_links_to_an_answer_and_lifts_a_limit(
    window: BrowserContext, closed_site: str
) -> None:
    page = window.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{closed_site}/arkiv")
    assert violations(page) == []
    page.get_by_label("Navn").fill("Bo")
    page.get_by_label("Kodeord").fill("en lang og god sætning")
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_label("Vælg filer")).to_be_visible()
    assert violations(page) == []
    page.goto(closed_site)
    page.wait_for_selector(".sp-velkomst a.sp-sporg")
    page.locator("#sp-felt textarea").fill("Hvad blev besluttet i sag 27.27.00-G01-3-24?")
    page.locator("#sp-felt textarea").press("Enter")
    page.locator("a.sp-loeft").click()
    expect(page.locator("#sp-chat .sp-svar")).to_have_count(2)
    expect(page.locator("#sp-chat .sp-svar").last.locator("a.sp-loeft")).to_have_count(0)
    said = page.locator("#sp-chat .sp-svar .sp-linje").first.inner_text()
    page.goto(f"{closed_site}{page.locator('a.sp-varig').first.get_attribute('href')}")
    expect(page.locator(".sp-linje").first).to_have_text(said)
    assert violations(page) == []
    for path in ("/meninger", "/ubesvarede", "/kodeord"):
        page.goto(closed_site + path)
        assert violations(page) == []
    page.get_by_label("Nuværende kodeord").fill("et gættet kodeord")
    for field in page.get_by_label("Nyt kodeord").all():
        field.fill("en anden og længere sætning")
    page.get_by_role("button", name="Skift kodeord").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []


def test_a_clerk_changes_the_password_without_a_script(
    browser: Browser, sample_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "arkiv"
    shutil.copytree(sample_folder, folder)
    add_user(folder, "Bo", PASSWORD)
    with serving(folder) as site, _scriptless(browser) as page:
        page.goto(f"{site}/log-ind?til=/kodeord")
        page.get_by_label("Navn").fill("Bo")
        page.get_by_label("Kodeord").fill(PASSWORD)
        page.get_by_role("button", name="Log ind").click()
        for typed, told in ((PASSWORD[1:], "forkert"), (PASSWORD, "er skiftet")):
            page.get_by_label("Nuværende kodeord").fill(typed)
            for field in page.get_by_label("Nyt kodeord").all():
                field.fill("en anden og længere sætning")
            page.get_by_role("button", name="Skift kodeord").click()
            expect(page.locator(".besked")).to_contain_text(told)
        page.goto(f"{site}/arkiv")
        expect(page.get_by_role("button", name="Log ud")).to_be_visible()


@contextmanager
def _scriptless(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="da-DK", java_script_enabled=False)
    yield context.new_page()
    context.close()


UNKIND = """
iframe { width: 90px !important; height: 50px !important; max-width: 30%; visibility: hidden !important;
  position: absolute; opacity: .1; transform: rotate(9deg); display: none !important }
"""
"""What another site's style may say of every frame."""


def test_the_widget_answers_on_another_site_and_on_no_third(
    window: BrowserContext, closed_site: str, elsewhere: str
) -> None:
    page = window.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{elsewhere}/?src={closed_site}/widget.js")
    page.add_style_tag(content=UNKIND)
    assert page.locator("iframe").bounding_box()["width"] > 1_000  # type: ignore[index]
    frame = page.frame_locator("iframe")
    frame.locator("#q").fill(QUESTION)
    frame.get_by_role("button", name="Få svar").click()
    expect(frame.locator("#svar h2")).to_have_text("Svar")
    page.wait_for_function("parseInt(document.querySelector('iframe').style.height) > 400")
    assert window.cookies() == []
    page.goto(f"{elsewhere.replace('localhost', '127.0.0.1')}/?src={closed_site}/widget.js")
    page.wait_for_timeout(1_000)
    expect(page.frame_locator("iframe").locator("#q")).to_have_count(0)

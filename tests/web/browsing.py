"""What the browser's tests share: a page that is not let out, and how a question is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

QUESTION = "Hvad blev besluttet om cykelstien mellem Kirke Vinde og Mosholt?"
PHONE: ViewportSize = {"width": 390, "height": 844}
WAIT = 60_000

expect.set_options(timeout=WAIT)  # a busy machine is no fault of the page


@contextmanager
def visited(window: BrowserContext, site: str, path: str = "/") -> Iterator[Page]:
    """A page on the site; afterwards nothing may have been asked of any other machine."""
    page = window.new_page()
    page.set_default_timeout(WAIT)
    asked: list[str] = []
    broken: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(site + path)
    yield page
    assert asked
    assert [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []
    assert broken == []


def ask(page: Page, text: str) -> None:
    field = page.locator("#sp-felt textarea")
    field.fill(text)
    field.press("Enter")

"""The pictures of the pages in docs/img: python -m bench.pictures ARCHIVE [FOLDER].

ARCHIVE is the sample's (`make run` makes it). It is copied, a login is made in the copy, and what
is asked is told by the sample alone.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from bench.pages import CHROMIUM, PATIENCE, served
from web.users import add_user

SIZES: dict[str, ViewportSize] = {
    "skaerm": {"width": 1280, "height": 900},
    "telefon": {"width": 390, "height": 844},
}
CHAT = "Hvad blev besluttet om cykelstien til Mosholt?"
FACT = "Hvor meget fik kommunen for den gamle musikskole?"
CASE = "27.27.00-G01-3-24"
NAME, PASSWORD = "Karen", "et kodeord kun til billederne"


def take(archive: Path, folder: Path) -> None:
    """Take every picture and put it in the folder."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as play:
        copy = Path(home) / "arkiv"
        shutil.copytree(archive, copy, ignore=shutil.ignore_patterns("svar.sqlite*"))
        add_user(copy, NAME, PASSWORD)
        browser = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], timeout=PATIENCE
        )
        with served(copy) as (site, _):
            for size in SIZES:
                with _window(browser, size) as page:
                    _chat(page, site, folder, size)
                    _pages(page, site, folder, size)
            with _window(browser, "skaerm") as page:
                _staff(page, site, folder)
        browser.close()


def _chat(page: Page, site: str, folder: Path, size: str) -> None:
    """The chat: empty, answered, with a source open, and with limits that the question set."""
    page.goto(site)
    page.wait_for_selector(".sp-velkomst a.sp-sporg")
    _save(page, folder, f"chat-{size}")
    _ask(page, CHAT)
    _save(page, folder, f"svar-{size}")
    page.locator("#sp-chat a.sp-ref").first.click()
    page.wait_for_selector("#kilde mark")
    _save(page, folder, f"kilde-{size}")
    if size == "skaerm":
        page.keyboard.press("Escape")
        _ask(page, f"Hvad blev besluttet i sag {CASE}?")
        _save(page, folder, f"graense-{size}")


def _pages(page: Page, site: str, folder: Path, size: str) -> None:
    """The other pages, as anybody sees them."""
    whole = {
        "hjaelp": f"/hjaelp?q={FACT}",
        "beslutninger": "/beslutninger",
        "sag": f"/sag?nr={CASE}",
        "arkiv": "/arkiv",
    }
    for name, path in whole.items():
        page.goto(site + path)
        _save(page, folder, f"{name}-{size}", whole=name == "hjaelp")


def _staff(page: Page, site: str, folder: Path) -> None:
    """The archive as staff see it (upload, reindexing, lists), and how a password is changed."""
    page.goto(f"{site}/log-ind?til=/arkiv")
    page.get_by_label("Navn").fill(NAME)
    page.get_by_label("Kodeord").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.get_by_label("Vælg filer").scroll_into_view_if_needed()
    _save(page, folder, "arkiv-login-skaerm", whole=True)
    page.get_by_role("link", name="Skift kodeord").click()
    _save(page, folder, "kodeord-skaerm")


def _ask(page: Page, question: str) -> None:
    answers = page.locator("#sp-chat .sp-svar")
    count = answers.count()
    page.locator("#sp-felt textarea").fill(question)
    page.locator("#sp-felt textarea").press("Enter")
    answers.nth(count).wait_for()


def _save(page: Page, folder: Path, name: str, *, whole: bool = False) -> None:
    page.wait_for_timeout(600)
    page.screenshot(path=folder / f"{name}.png", full_page=whole)


@contextmanager
def _window(browser: Browser, size: str) -> Iterator[Page]:
    context = browser.new_context(locale="da-DK", viewport=SIZES[size])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "docs/img"))

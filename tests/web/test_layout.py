"""Where things stand on the page, measured in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.web.browsing import QUESTION, WAIT, ask, visited

UNCLEAR = "Hvad blev der besluttet?"


@pytest.mark.parametrize("width", [1280, 1440])
def test_the_page_begins_at_the_left_edge_however_short_its_answer_is(
    window: BrowserContext, site: str, width: int
) -> None:
    with visited(window, site) as page:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_selector(".sp-velkomst a.sp-sporg")
        for count, text in enumerate((UNCLEAR, QUESTION), 1):
            ask(page, text)
            expect(page.locator("#sp-chat .sp-svar")).to_have_count(count, timeout=WAIT)
            bar = page.locator(".top").bounding_box()
            assert bar is not None
            assert (bar["x"], bar["width"]) == (0, width)

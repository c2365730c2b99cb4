"""A conversation that was left: what the server tells of it, and what a later question knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import BrowserContext, expect

from app import create_app
from tests.web.browsing import PHONE, QUESTION, WAIT, ask, visited
from tests.web.conftest import PASSWORD
from web.again import MOST, recalled, remembering
from web.chat import replier
from web.kept import Kept
from web.live import Live
from web.settings import Access
from web.talk import ANY_BODY, ANY_MUNICIPALITY, Aside
from web.users import add_user

NO_LIMITS = (ANY_MUNICIPALITY, ANY_BODY, "", "")
NEXT = "Hvad var indstillingen?"


@pytest.fixture(scope="module")
def live(sample_folder: Path) -> Live:
    return Live(sample_folder)


@pytest.fixture
def kept() -> Kept:
    return Kept()


def test_a_follow_up_after_a_new_beginning_knows_what_came_before(live: Live, kept: Kept) -> None:
    key = kept.keep(live.ask(QUESTION))
    sent, turns, *_ = replier(live, kept)(NEXT, (), f"efter={key}", *NO_LIMITS)
    assert "ykelsti" in str(sent)
    assert 'data-nr="2"' in str(sent)
    assert [turn.question for turn in turns] == [QUESTION, NEXT]  # type: ignore[attr-defined]


def test_what_the_window_itself_knows_goes_first(live: Live, kept: Kept) -> None:
    answer = live.ask(QUESTION)
    _, turns, *_ = replier(live, kept)(NEXT, (), "", *NO_LIMITS)
    aside = Aside(after=(kept.keep(answer),))
    assert remembering(live, kept)(turns, aside) == turns  # type: ignore[arg-type]


def test_citizens_and_programs_answers_and_lost_ones_are_no_part_of_it(
    live: Live, kept: Kept
) -> None:
    answer = live.ask(QUESTION)
    theirs = [kept.keep(answer, face) for face in ("borger", "program")]
    assert recalled(kept, live, [*theirs, "findes-ikke"]) == []


def test_what_quotes_withdrawn_minutes_is_not_shown_again(live: Live, kept: Kept) -> None:
    answer = live.ask(QUESTION)
    gone = tuple(replace(citation, item_id="væk/1") for citation in answer.citations)
    keys = [kept.keep(replace(answer, citations=gone)), kept.keep(answer)]
    assert [record.key for record in recalled(kept, live, keys)] == keys[1:]


def test_of_an_endless_conversation_the_last_answers_are_shown(live: Live, kept: Kept) -> None:
    key = kept.keep(live.ask(QUESTION))
    assert len(recalled(kept, live, [key] * (MOST + 5))) == MOST


def test_without_keys_there_is_nothing(client: TestClient) -> None:
    assert client.get("/samtale").json() == []
    assert client.get("/samtale", params={"svar": "<b>"}).json() == []


def test_a_closed_page_tells_it_to_staff_only(sample_folder: Path, tmp_path: Path) -> None:
    add_user(tmp_path, "Bo", PASSWORD)
    closed = TestClient(create_app(sample_folder, access=Access(closed=True)))
    assert closed.get("/samtale", params={"svar": "x"}).status_code == 401


def test_back_from_another_page_the_conversation_is_there_and_goes_on(
    window: BrowserContext, site: str
) -> None:
    with visited(window, site) as page:
        page.wait_for_selector(".sp-velkomst a.sp-sporg")
        ask(page, QUESTION)
        answers = page.locator("#sp-chat .sp-svar")
        expect(answers).to_have_count(1, timeout=WAIT)
        said = answers.first.inner_text()
        page.locator("#sp-chat .sp-om a").first.click()
        page.wait_for_url("**/sag**")
        page.go_back()
        expect(answers).to_have_count(1, timeout=WAIT)
        assert answers.first.inner_text() == said
        ask(page, NEXT)
        expect(answers).to_have_count(2, timeout=WAIT)
        expect(answers.last).to_contain_text("ndstil")
        page.reload()
        expect(answers).to_have_count(2, timeout=WAIT)
        page.get_by_role("button", name="Ny samtale").click()
        expect(answers).to_have_count(0)
        page.reload()
        expect(page.locator(".sp-velkomst h1")).to_be_visible()
        page.wait_for_timeout(500)
        expect(answers).to_have_count(0)


def test_on_a_phone_back_closes_the_source_and_not_the_chat(
    window: BrowserContext, site: str
) -> None:
    with visited(window, site) as page:
        page.set_viewport_size(PHONE)
        page.wait_for_selector(".sp-velkomst a.sp-sporg")
        ask(page, QUESTION)
        page.locator("#sp-chat a.sp-ref").first.click()
        expect(page.locator("#kilde mark").first).to_be_in_viewport()
        page.go_back()
        expect(page.locator("#kilde")).to_be_hidden()
        expect(page.locator("#sp-chat .sp-svar")).to_have_count(1)
        page.locator("#sp-chat a.sp-ref").first.click()
        page.get_by_role("button", name="Luk kilden").click()
        expect(page.locator("#kilde")).to_be_hidden()
        assert page.evaluate("history.state.kilde ?? null") is None


def test_what_was_read_stays_in_place_when_a_source_opens_beside_it(
    window: BrowserContext, site: str
) -> None:
    with visited(window, site) as page:
        page.wait_for_selector(".sp-velkomst a.sp-sporg")
        for n, text in enumerate((QUESTION, NEXT), 1):
            ask(page, text)
            expect(page.locator("#sp-chat .sp-svar")).to_have_count(n, timeout=WAIT)
        page.wait_for_timeout(300)
        mark = page.locator("#sp-chat .sp-svar").last.locator("a.sp-ref").first
        before = mark.bounding_box()
        mark.click()
        expect(page.locator("#kilde mark").first).to_be_in_viewport()
        after = mark.bounding_box()
        assert before
        assert after
        assert abs(before["y"] - after["y"]) < 4


def test_the_field_leaves_most_of_a_small_phone_to_the_answer(
    window: BrowserContext, site: str
) -> None:
    with visited(window, site) as page:
        page.set_viewport_size({"width": 360, "height": 740})
        page.wait_for_selector(".sp-velkomst a.sp-sporg")
        ask(page, QUESTION)
        page.wait_for_selector("#sp-chat .sp-svar")
        box = page.locator("#sp-spoerg").bounding_box()
        assert box
        assert box["height"] < 740 / 9
        page.locator(".sp-ny-her button").click()
        expect(page.locator("#sp-chat .sp-svar")).to_have_count(0)


def test_an_answer_is_heard_without_its_cards_and_links(window: BrowserContext, site: str) -> None:
    with visited(window, site) as page:
        page.wait_for_selector(".sp-velkomst a.sp-sporg")
        ask(page, QUESTION)
        page.wait_for_selector("#sp-chat .sp-svar")
        heard = page.locator("#sp-hoert")
        expect(heard).to_contain_text("Byrådet")
        expect(heard).to_contain_text("kilde")
        assert "Spørg videre" not in heard.inner_text()
        expect(page.locator("#sp-log")).to_have_attribute("aria-live", "off")

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app import create_app
from web.settings import OPEN, Access
from web.users import add_user, fitting_hash, remove_user

OLD, NEW = "en lang og god sætning", "en anden og længere sætning"
HERE = {"origin": "http://testserver"}
CHANGE = {"gammelt": OLD, "nyt": NEW, "igen": NEW}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    add_user(tmp_path, "Bo", OLD)
    add_user(tmp_path, "Ida", OLD)
    return tmp_path


@pytest.fixture
def clerk(home: Path) -> TestClient:
    """A browser in which Bo is logged in; `other` windows share the server."""
    return entered(TestClient(create_app(home), follow_redirects=False, headers=HERE), "Bo")


def entered(browser: TestClient, name: str, password: str = OLD) -> TestClient:
    reply = browser.post("/log-ind", data={"navn": name, "kodeord": password})
    assert reply.status_code == 303
    return browser


def other(browser: TestClient, name: str) -> TestClient:
    """Another browser of somebody's, at the same server."""
    return entered(TestClient(browser.app, follow_redirects=False, headers=HERE), name)


def is_in(browser: TestClient) -> bool:
    return browser.get("/meninger").status_code == 200


def test_a_password_changed_on_the_server_ends_the_users_logins_and_nobody_elses(
    clerk: TestClient, home: Path
) -> None:
    ida = other(clerk, "Ida")
    add_user(home, "Bo", NEW)
    assert not is_in(clerk)
    assert is_in(ida)
    assert is_in(entered(clerk, "Bo", NEW))


def test_a_user_who_is_removed_is_logged_out(clerk: TestClient, home: Path) -> None:
    assert is_in(clerk)
    remove_user(home, "Bo")
    assert not is_in(clerk)


def test_whoever_changes_their_password_stays_and_is_logged_out_elsewhere(
    clerk: TestClient, home: Path
) -> None:
    elsewhere = other(clerk, "Bo")
    reply = clerk.post("/kodeord", data=CHANGE)
    assert (reply.status_code, reply.headers["location"]) == (303, "/kodeord?skiftet=1")
    assert "HttpOnly" in reply.headers["set-cookie"]
    assert "Dit kodeord er skiftet" in clerk.get("/kodeord?skiftet=1").text
    assert is_in(clerk)
    assert not is_in(elsewhere)
    assert fitting_hash(home, "Bo", NEW)
    assert not fitting_hash(home, "Bo", OLD)


@pytest.mark.parametrize(
    ("wrong", "status", "sentence"),
    [
        ({"gammelt": "et gættet kodeord"}, 401, "Det nuværende kodeord er forkert"),
        ({"gammelt": ""}, 401, "Det nuværende kodeord er forkert"),
        ({"igen": "noget helt andet"}, 400, "ikke ens"),
        ({"nyt": "kort", "igen": "kort"}, 400, "mindst 10 tegn"),
        ({"nyt": OLD, "igen": OLD}, 400, "det samme som det gamle"),
        ({"nyt": "x" * 1_500, "igen": "x" * 1_500}, 400, "højst 1000"),
    ],
)
def test_a_password_that_cannot_be_changed_stays_and_says_why(
    clerk: TestClient, home: Path, wrong: dict[str, str], status: int, sentence: str
) -> None:
    reply = clerk.post("/kodeord", data={**CHANGE, **wrong})
    assert reply.status_code == status
    assert sentence in reply.text
    assert NEW not in reply.text
    assert OLD not in reply.text
    assert fitting_hash(home, "Bo", OLD)
    assert is_in(clerk)


def test_the_old_password_cannot_be_guessed_at_here_either(clerk: TestClient) -> None:
    tried = [clerk.post("/kodeord", data={**CHANGE, "gammelt": "gættet"}) for _ in range(5)]
    assert [reply.status_code for reply in tried] == [401] * 5
    assert clerk.post("/kodeord", data=CHANGE).status_code == 429
    assert clerk.post("/log-ind", data={"navn": "Bo", "kodeord": OLD}).status_code == 429


def test_only_ones_own_password_is_changed_and_only_from_here(
    clerk: TestClient, home: Path
) -> None:
    assert clerk.post("/kodeord", data={**CHANGE, "navn": "Ida"}).status_code == 303
    assert fitting_hash(home, "Ida", OLD)
    away = {"origin": "https://ond.example"}
    assert clerk.post("/kodeord", data=CHANGE, headers=away).status_code == 403
    visitor = TestClient(clerk.app, follow_redirects=False)
    assert visitor.post("/kodeord", data=CHANGE).status_code == 401
    sent = visitor.get("/kodeord", headers={"accept": "text/html"})
    assert sent.headers["location"] == "/log-ind?til=%2Fkodeord"


def test_whoever_comes_through_a_proxy_is_told_where_the_password_is(home: Path) -> None:
    app = create_app(home, access=Access(proxy_header="X-Bruger", proxies=("testclient",)))
    browser = TestClient(app, headers={**HERE, "X-Bruger": "eva@hjortsund.example"})
    for reply in (browser.get("/kodeord"), browser.post("/kodeord", data=CHANGE)):
        assert reply.status_code == 403
        assert "kommunens eget login" in reply.text
        assert "<form" not in reply.text


def test_the_page_is_linked_where_it_says_who_is_logged_in(
    clerk: TestClient, sample_folder: Path
) -> None:
    assert 'href="/kodeord"' in clerk.get("/arkiv").text
    app = create_app(sample_folder, access=OPEN)
    assert "/kodeord" not in TestClient(app).get("/arkiv").text

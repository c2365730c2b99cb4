from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path

import pytest
from fastapi.responses import Response
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from app import create_app, server_settings
from index.types import ArchiveError
from web.access import Guard, local_path
from web.sessions import Sessions
from web.settings import OPEN, Access, read_access
from web.users import FILE, add_user, fitting_hash, read_users, remove_user, run

PASSWORD = "en lang og god sætning"
HERE = {"origin": "http://testserver"}
PAGE = {"accept": "text/html"}
WIDGET = "https://www.hjortsund.example"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    add_user(tmp_path, "Bo", PASSWORD)
    return tmp_path


def client(home: Path, access: Access, host: str = "testclient") -> TestClient:
    app = create_app(home, access=access)
    return TestClient(app, raise_server_exceptions=False, client=(host, 1), follow_redirects=False)


def log_in(browser: TestClient, password: str = PASSWORD, til: str = "/arkiv") -> int:
    form = {"navn": "Bo", "kodeord": password, "til": til}
    return browser.post("/log-ind", data=form, headers=HERE).status_code


def test_a_password_is_kept_as_a_hash_that_only_the_owner_reads(home: Path) -> None:
    text = (home / FILE).read_text("utf-8")
    assert PASSWORD not in text
    assert read_users(home)["Bo"].startswith("$argon2id$")
    assert stat.S_IMODE(os.stat(home / FILE).st_mode) == 0o600
    assert fitting_hash(home, "Bo", PASSWORD) == read_users(home)["Bo"]
    assert fitting_hash(home, "Bo", PASSWORD.upper()) == ""
    assert fitting_hash(home, "Ida", PASSWORD) == ""
    remove_user(home, "Bo")
    assert fitting_hash(home, "Bo", PASSWORD) == ""


def test_poor_names_and_passwords_are_refused_with_a_sentence(tmp_path: Path) -> None:
    for name, password in [("", PASSWORD), ("a\nb", PASSWORD), ("Bo", "kort")]:
        with pytest.raises(ArchiveError, match="skal være"):
            add_user(tmp_path, name, password)
    assert read_users(tmp_path) == {}


@pytest.mark.parametrize(
    "path", ["/", "/beslutninger", "/sag", "/arkiv", "/config", "/gradio_api/info"]
)
def test_a_closed_face_is_closed_everywhere(home: Path, path: str) -> None:
    browser = client(home, Access(closed=True))
    assert browser.get(path, headers=PAGE).headers["location"].startswith("/log-ind?til=%2F")
    assert browser.get(path).status_code == 401
    assert browser.post("/gradio_api/queue/join", json={}).status_code == 401


def test_citizens_and_scripts_are_let_in_unless_the_setting_says_no(home: Path) -> None:
    kept_open = client(home, Access(closed=True))
    assert kept_open.get("/hjaelp", headers=PAGE).status_code == 503  # no archive, but let in
    assert kept_open.get("/api/v1/meetings").status_code == 503
    shut = client(home, Access(closed=True, open_help=False, open_api=False))
    assert shut.get("/hjaelp").status_code == 401
    assert shut.get("/api/v1/meetings").status_code == 401
    assert shut.post("/v1/chat/completions", json={}).status_code == 401
    assert shut.get("/api/v1/health").status_code == 503


def test_logging_in_and_out(home: Path) -> None:
    browser = client(home, Access(closed=True))
    assert log_in(browser, "forkert kodeord") == 401
    assert browser.get("/meninger").status_code == 401
    assert log_in(browser) == 303
    assert browser.get("/meninger").status_code == 200
    assert browser.post("/log-ud", headers=HERE).status_code == 303
    assert browser.get("/meninger").status_code == 401


def test_a_wrong_password_does_not_take_the_name_away(home: Path) -> None:
    form = {"navn": "Bo <b>", "kodeord": "forkert kodeord"}
    assert 'value="Bo &lt;b&gt;"' in client(home, OPEN).post("/log-ind", data=form).text


def test_whoever_must_log_in_first_is_shown_where(home: Path) -> None:
    reply = client(home, OPEN).post("/arkiv/genindlaes", headers=PAGE)
    assert reply.status_code == 401
    assert 'href="/log-ind?til=%2Farkiv"' in reply.text


def test_a_new_password_is_told_as_one(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("Bo", "Ida"):
        monkeypatch.setattr(sys, "stdin", io.StringIO("et andet og bedre kodeord\n"))
        run(home, "add", name)
    assert capsys.readouterr().out.splitlines() == [
        "Bo har fået et nyt kodeord.",
        "Ida kan nu logge ind.",
    ]


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(home: Path) -> None:
    browser = client(home, Access(https=True))
    reply = browser.post("/log-ind", data={"navn": "Bo", "kodeord": PASSWORD}, headers=HERE)
    said = reply.headers["set-cookie"]
    assert all(word in said for word in ("HttpOnly", "SameSite=lax", "Secure"))


def test_a_name_that_is_guessed_at_must_rest(home: Path) -> None:
    browser = client(home, OPEN)
    assert [log_in(browser, "gættet kodeord") for _ in range(6)] == [401] * 5 + [429]
    assert log_in(browser) == 429


def test_a_write_from_another_site_is_refused(home: Path) -> None:
    browser = client(home, OPEN)
    assert log_in(browser) == 303
    for headers in ({"origin": "https://ond.example"}, {"sec-fetch-site": "cross-site"}, {}):
        assert browser.post("/arkiv/genindlaes", headers=headers).status_code == 403
    assert browser.post("/log-ud", headers={"sec-fetch-site": "same-origin"}).status_code == 303


@pytest.mark.parametrize("path", ["/arkiv/filer", "/arkiv/fjern", "/arkiv/genindlaes"])
def test_administration_needs_a_login_even_when_the_face_is_open(home: Path, path: str) -> None:
    assert client(home, OPEN).post(path, headers=HERE, files={"filer": b"x"}).status_code == 401


def test_only_the_proxy_itself_is_believed(home: Path) -> None:
    access = Access(closed=True, proxy_header="X-Bruger", proxies=("10.0.0.1",))
    headers = {"X-Bruger": "ida@hjortsund.example"}
    assert client(home, access, "10.0.0.1").get("/meninger", headers=headers).status_code == 200
    assert client(home, access, "10.0.0.2").get("/meninger", headers=headers).status_code == 401
    assert client(home, Access(), "10.0.0.1").get("/meninger", headers=headers).status_code == 401


def test_a_proxy_that_tells_whom_it_asks_for_is_believed_all_the_same(home: Path) -> None:
    """Proxies add X-Forwarded-For by habit; uvicorn would take that for who is calling."""
    access = Access(closed=True, proxy_header="X-Bruger", proxies=("127.0.0.1",))
    loaded = server_settings(create_app(home, access=access))
    loaded.load()
    headers = {"X-Bruger": "ida@hjortsund.example", "X-Forwarded-For": "192.0.2.7"}
    asked = TestClient(loaded.loaded_app, client=("127.0.0.1", 1), follow_redirects=False)
    assert asked.get("/meninger", headers=headers).status_code == 200
    headers["X-Forwarded-For"] = "127.0.0.1"
    elsewhere = TestClient(loaded.loaded_app, client=("192.0.2.7", 1), follow_redirects=False)
    assert elsewhere.get("/meninger", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("host", "scheme"), [("127.0.0.1", "https"), ("192.0.2.7", "http")], ids=["proxy", "other"]
)
def test_links_are_https_when_the_proxy_says_so(tmp_path: Path, host: str, scheme: str) -> None:
    seen: list[str] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["scheme"])
        await Response()(scope, receive, send)

    guarded = Guard(inner, OPEN, Sessions(lambda name: ""))
    TestClient(guarded, client=(host, 1)).get("/", headers={"X-Forwarded-Proto": "https"})
    assert seen == [scheme]


def test_every_response_says_what_a_browser_may_do_with_it(home: Path) -> None:
    browser = client(home, Access(origins=(WIDGET,)))
    for path in ("/hjaelp", "/log-ind", "/statisk/side.js", "/api/v1/health", "/findes/ikke"):
        headers = browser.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert (WIDGET in headers["content-security-policy"]) == (path == "/hjaelp")


def test_only_the_named_sites_may_read_the_api_and_without_cookies(home: Path) -> None:
    browser = client(home, Access(origins=(WIDGET,)))
    reply = browser.get("/api/v1/health", headers={"origin": WIDGET})
    assert reply.headers["access-control-allow-origin"] == WIDGET
    assert "access-control-allow-credentials" not in reply.headers
    other = browser.get("/api/v1/health", headers={"origin": "https://ond.example"})
    assert "access-control-allow-origin" not in other.headers
    assert "set-cookie" not in browser.get("/widget.js").headers


@pytest.mark.parametrize(
    "path", ["//ond.example", "https://ond.example", "/\\ond.example", "ond", "", "/a\r\nb"]
)
def test_a_login_leads_to_no_other_site(path: str) -> None:
    assert local_path(path) == "/"
    assert local_path("/arkiv?x=1") == "/arkiv?x=1"


def test_the_settings_are_read_and_nonsense_is_told() -> None:
    found = read_access(
        {"SVARPUNKT_LUKKET": "ja", "SVARPUNKT_WIDGET": f"{WIDGET}/sti, http://a.dk:81"}
    )
    assert found == Access(closed=True, origins=(WIDGET, "http://a.dk:81"))
    assert read_access({}) == OPEN
    for name, value in [("LUKKET", "måske"), ("GEM_DAGE", "-1"), ("WIDGET", "*")]:
        with pytest.raises(ArchiveError, match=f"SVARPUNKT_{name}"):
            read_access({f"SVARPUNKT_{name}": value})


def test_only_what_was_uploaded_can_be_removed(home: Path) -> None:
    browser = client(home, OPEN)
    log_in(browser)
    for name in (FILE, f"../{FILE}", "nej.txt", ""):
        reply = browser.post("/arkiv/fjern", data={"navn": name}, headers=HERE)
        assert reply.status_code == 404 if name else 422
    assert (home / FILE).exists()

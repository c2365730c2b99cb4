from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app import create_app
from web.limits import FORM, MB, limit
from web.settings import Access


def is_told(reply: object, kind: str) -> None:
    assert reply.status_code == 413  # type: ignore[attr-defined]
    assert reply.headers["content-type"].startswith(kind)  # type: ignore[attr-defined]
    assert "er for stort" in reply.text  # type: ignore[attr-defined]
    assert "content-security-policy" in reply.headers  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/v1/ask", "application/problem+json"),
        ("/v1/chat/completions", "application/problem+json"),
        ("/gradio_api/queue/join", "application/problem+json"),
        ("/hjaelp", "text/html"),
        ("/log-ind", "text/html"),
        ("/svar/x/mening", "text/html"),
    ],
)
def test_what_says_that_it_is_too_large_is_refused_unread(
    nowhere: TestClient, path: str, kind: str
) -> None:
    size = str(limit(path) + 1)
    is_told(nowhere.post(path, content=b"{}", headers={"content-length": size}), kind)


@pytest.mark.parametrize(
    ("path", "media", "kind"),
    [
        ("/api/v1/ask", "application/json", "application/problem+json"),
        ("/hjaelp", "application/x-www-form-urlencoded", "text/html"),
    ],
)
def test_what_does_not_say_how_large_it_is_is_read_to_the_limit_only(
    nowhere: TestClient, path: str, media: str, kind: str
) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield b"q="
        while sent < 100 * MB:
            sent += FORM
            yield b"a" * FORM

    is_told(nowhere.post(path, content=endless(), headers={"content-type": media}), kind)


def test_a_long_question_fits(nowhere: TestClient) -> None:
    body = {"question": "æ" * 100_000, "history": [{"question": "å" * 1_000}] * 50}
    assert nowhere.post("/api/v1/ask", json=body).status_code == 503
    assert nowhere.post("/hjaelp", data={"q": "hvad? " * 1_000}).status_code == 503


@pytest.mark.parametrize("name", ["upload", "component_server", "vibe-edit", "run/x"])
def test_the_chat_takes_nothing_but_questions(nowhere: TestClient, name: str) -> None:
    reply = nowhere.post(f"/gradio_api/{name}", files={"files": ("a.txt", b"hej")})
    assert reply.status_code == 403
    assert reply.json()["detail"] == "Det kan ikke bruges her."


def test_answers_to_programs_are_kept_only_by_setting(sample_folder: Path) -> None:
    ask = {"question": "Hvad blev besluttet om cykelstien?"}
    talk = {"messages": [{"role": "user", "content": ask["question"]}]}
    for kept in (False, True):
        client = TestClient(create_app(sample_folder, access=Access(keep_api=kept, keep_days=0)))
        links = [
            client.post("/api/v1/ask", json=ask).json().get("link"),
            client.post("/v1/chat/completions", json=talk).json()["svarpunkt"].get("link"),
        ]
        assert [bool(link) for link in links] == [kept, kept]
        for link in links if kept else []:
            assert "Svaret er givet" in client.get(link).text

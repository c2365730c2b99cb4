from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from rag.types import Answer, Status
from web import feedback
from web.kept import Kept
from web.problem import add_problems

ANSWER = Answer("Hvad fik 010190-1234 <b>?", Status.NOT_FOUND, "Det fremgår ikke.")


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def client(kept: Kept, tmp_path: Path) -> TestClient:
    app = FastAPI()
    add_problems(app)
    app.include_router(feedback.router(kept, tmp_path))
    return TestClient(app)


def test_an_opinion_is_kept_with_the_answer_and_without_personal_numbers(
    client: TestClient, kept: Kept, tmp_path: Path
) -> None:
    key = kept.keep(ANSWER)
    for good, comment in [("false", "Jeg er 0101901234 og så det i avisen"), ("true", "")]:
        reply = client.post(f"/svar/{key}/mening", data={"god": good, "kommentar": comment})
        assert "Tak" in reply.text
    first, second = map(json.loads, (tmp_path / feedback.FILE).read_text("utf-8").splitlines())
    assert (first["good"], second["good"]) == (False, True)
    assert first["comment"] == "Jeg er [cpr-nummer] og så det i avisen"
    assert first["answer"]["question"] == "Hvad fik [cpr-nummer] <b>?"
    assert first["answer"]["status"] == "not_found"


def test_the_form_shows_what_was_asked_as_text(client: TestClient, kept: Kept) -> None:
    text = client.get(f"/svar/{kept.keep(ANSWER)}/mening", params={"god": "false"}).text
    assert "&lt;b&gt;" in text
    assert 'value="false" checked' in text


def test_an_answer_that_is_gone_gets_no_opinion(client: TestClient, tmp_path: Path) -> None:
    assert client.post("/svar/nej/mening", data={"god": "true"}).status_code == 404
    assert client.get("/svar/nej/mening").status_code == 404
    assert not (tmp_path / feedback.FILE).exists()


@pytest.mark.parametrize(
    ("text", "masked"), [("sag 12345678", False), ("311299 1234", True), ("991299-1234", False)]
)
def test_only_what_can_be_a_personal_number_is_masked(text: str, masked: bool) -> None:
    assert ("[cpr-nummer]" in feedback.without_cpr(text)) is masked

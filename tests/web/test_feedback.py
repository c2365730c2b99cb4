from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from eval.gold import load_questions
from index.types import SectionKind
from rag.types import Answer, Citation, Status
from web import export, feedback
from web.access import Guard
from web.kept import Kept
from web.live import Live
from web.problem import add_problems
from web.sessions import Sessions
from web.settings import OPEN

ANSWER = Answer("Hvad fik 010190-1234 <b>?", Status.NOT_FOUND, "Det fremgår ikke.")
CITATION = Citation(
    1, "møde.txt", "Hjortsund", "Byrådet", date(2025, 5, 26), 3, "Ny bro", None,
    SectionKind.DECISION, "Beslutning", "Godkendt.", 10, 19, None, item_id="m/3",
)  # fmt: skip
RIGHT = Answer("Hvad blev besluttet om broen?", Status.ANSWERED, "»Godkendt.« [1]", (CITATION,))


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


@pytest.fixture
def sessions() -> Sessions:
    return Sessions(lambda name: "hash")


@pytest.fixture
def client(kept: Kept, sessions: Sessions) -> TestClient:
    app = FastAPI()
    add_problems(app)
    app.include_router(export.router(kept, OPEN))
    app.include_router(feedback.router(kept, OPEN))
    app.add_middleware(Guard, access=OPEN, sessions=sessions)
    return TestClient(app)


@pytest.fixture
def clerk(client: TestClient, sessions: Sessions) -> TestClient:
    """The client, logged in."""
    client.cookies.set("svarpunkt", sessions.begin("Bo", "hash"))
    client.headers["origin"] = "http://testserver"
    return client


def test_an_opinion_is_kept_with_the_answer_and_without_personal_numbers(
    clerk: TestClient, kept: Kept
) -> None:
    key = kept.keep(ANSWER)
    for good, comment in [("false", "Jeg er 0101901234 og så det i avisen"), ("true", "")]:
        reply = clerk.post(f"/svar/{key}/mening", data={"god": good, "kommentar": comment})
        assert "Tak" in reply.text
    second, first = map(json.loads, clerk.get("/meninger.jsonl").text.splitlines())
    assert (first["good"], second["good"]) == (False, True)
    assert first["comment"] == "Jeg er [cpr-nummer] og så det i avisen"
    assert first["answer"]["question"] == "Hvad fik [cpr-nummer] <b>?"
    assert first["answer"]["status"] == "not_found"
    assert "avisen" in clerk.get("/meninger").text


def test_good_answers_are_offered_when_there_are_any(clerk: TestClient, kept: Kept) -> None:
    kept.think(kept.keep(ANSWER), good=False, comment="")
    assert "/meninger-eval.jsonl" not in clerk.get("/meninger").text
    kept.think(kept.keep(RIGHT), good=True, comment="")
    assert "/meninger-eval.jsonl" in clerk.get("/meninger").text
    assert clerk.get("/meninger-eval.jsonl").status_code == 200


def test_the_form_shows_what_was_asked_as_text(client: TestClient, kept: Kept) -> None:
    text = client.get(f"/svar/{kept.keep(ANSWER)}/mening", params={"god": "false"}).text
    assert "&lt;b&gt;" in text
    assert 'value="false" checked' in text


def test_an_answer_that_is_gone_gets_no_opinion(client: TestClient, kept: Kept) -> None:
    assert client.post("/svar/nej/mening", data={"god": "true"}).status_code == 404
    assert client.get("/svar/nej/mening").status_code == 404
    assert kept.opinions() == []


@pytest.mark.parametrize("path", ["/meninger", "/meninger.jsonl", "/ubesvarede"])
def test_the_lists_are_for_staff_only(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 401
    asked = client.get(path, headers={"accept": "text/html"}, follow_redirects=False)
    assert asked.headers["location"] == f"/log-ind?til=%2F{path[1:]}"


def test_what_people_found_right_can_be_read_by_eval(
    clerk: TestClient, kept: Kept, tmp_path: Path
) -> None:
    doubted = replace(RIGHT, question="Hvad blev besluttet om tunnelen?")
    for answer, good in [(RIGHT, True), (ANSWER, True), (doubted, False)]:
        assert kept.think(kept.keep(answer), good, "")
    file = tmp_path / "meninger.jsonl"
    file.write_text(clerk.get("/meninger-eval.jsonl").text, "utf-8")
    asked = {question.question: question for question in load_questions(file)}
    assert set(asked) == {RIGHT.question, "Hvad fik [cpr-nummer] <b>?"}
    found = asked[RIGHT.question]
    assert (found.answerable, found.items) == (True, (("møde.txt", 3),))
    assert found.gold[0].section == "beslutning"


def test_the_secretariat_sees_what_could_not_be_answered(clerk: TestClient, kept: Kept) -> None:
    kept.keep(replace(ANSWER, question="Hvornår åbner månebasen?"), "borger")
    kept.keep(RIGHT)
    text = clerk.get("/ubesvarede").text
    assert "Hvornår åbner månebasen?" in text
    assert "Borger" in text
    assert RIGHT.question not in text


def test_an_answer_is_shown_again_only_while_what_it_quotes_is_in_the_archive(
    kept: Kept, sample_folder: Path
) -> None:
    live = Live(sample_folder)
    app = FastAPI()
    add_problems(app)
    app.include_router(export.router(kept, OPEN, live))
    client = TestClient(app)
    answer = live.ask("Hvad blev besluttet om cykelstien mellem Kirke Vinde og Mosholt?")
    assert answer.citations
    there, gone = kept.keep(answer), kept.keep(RIGHT)
    assert client.get(f"/svar/{there}").status_code == 200
    for address in (f"/svar/{gone}", f"/svar/{gone}.pdf", f"/svar/{gone}.md"):
        reply = client.get(address)
        assert reply.status_code == 410
        assert "trukket tilbage" in reply.text
        assert "Godkendt" not in reply.text

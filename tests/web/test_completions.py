from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from web.completions import said

QUESTION = "Hvad blev besluttet om cykelstien mellem Kirke Vinde og Mosholt?"


def ask(client: TestClient, **more: object) -> Response:
    body = {"model": "svarpunkt", "messages": [{"role": "user", "content": QUESTION}], **more}
    return client.post("/v1/chat/completions", json=body)


def test_an_answer_comes_as_a_completion(client: TestClient) -> None:
    reply = ask(client).json()
    choice = reply["choices"][0]
    assert reply["object"] == "chat.completion"
    assert choice["finish_reason"] == "stop"
    assert "**Kilder**" in choice["message"]["content"]
    assert reply["svarpunkt"]["status"] == "answered"


def test_the_streamed_pieces_are_the_whole_answer(client: TestClient) -> None:
    whole = ask(client).json()["choices"][0]["message"]["content"]
    lines = [
        line[6:] for line in ask(client, stream=True).text.splitlines() if line.startswith("data: ")
    ]
    assert lines[-1] == "[DONE]"
    chunks = [json.loads(line) for line in lines[:-1]]
    assert "".join(c["choices"][0]["delta"].get("content", "") for c in chunks) == whole
    assert [
        c["choices"][0]["finish_reason"] for c in chunks if c["choices"][0]["finish_reason"]
    ] == ["stop"]


def test_earlier_messages_are_the_conversation(client: TestClient) -> None:
    first = ask(client).json()["choices"][0]["message"]["content"]
    messages = [
        {"role": "system", "content": "Du er en hund."},
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": first},
        {"role": "user", "content": [{"type": "text", "text": "Hvad var indstillingen?"}]},
    ]
    reply = client.post("/v1/chat/completions", json={"messages": messages}).json()
    titles = {c["title"] for c in reply["svarpunkt"]["citations"]}
    assert any("Cykelsti" in title for title in titles)


@pytest.mark.parametrize("messages", [[], [{"role": "assistant", "content": "Hej"}], "nej"])
def test_a_conversation_without_a_question_is_a_problem(
    client: TestClient, messages: object
) -> None:
    reply = client.post("/v1/chat/completions", json={"messages": messages})
    assert reply.status_code == 422
    assert reply.headers["content-type"].startswith("application/problem+json")


def test_there_is_one_model(client: TestClient) -> None:
    assert [model["id"] for model in client.get("/v1/models").json()["data"]] == ["svarpunkt"]


def test_a_message_may_be_parts() -> None:
    assert (
        said([{"type": "text", "text": "Hvad"}, {"type": "image_url"}, {"text": "nu?"}])
        == "Hvad nu?"
    )
    assert said(None) == ""

from __future__ import annotations

import json
import re

import pytest
from fastapi.testclient import TestClient

from web.shapes import PUNKT, REPLIES, SHAPES

QUESTION = "Hvad blev besluttet om cykelstien mellem Kirke Vinde og Mosholt?"


def is_problem(reply: object, status: int) -> None:
    assert reply.status_code == status  # type: ignore[attr-defined]
    assert reply.headers["content-type"].startswith("application/problem+json")  # type: ignore[attr-defined]
    body = reply.json()  # type: ignore[attr-defined]
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert "Traceback" not in str(body)


def test_an_answer_keeps_the_contract_and_its_quotes_stand_in_the_source(
    client: TestClient,
) -> None:
    answer = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    assert answer["status"] == "answered"
    assert {
        "question",
        "status",
        "text",
        "citations",
        "retrieved",
        "scope",
        "engine",
        "seconds",
    } <= answer.keys()
    assert answer["citations"]
    for citation in answer["citations"]:
        text = client.get(f"/api/v1/source/{citation['file']}").text
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        item = client.get(f"/api/v1/items/{citation['item']}").json()
        assert item["punkt"] == citation["punkt"]
        assert item["committee"] == citation["committee"]


def test_a_filter_keeps_everything_else_out(client: TestClient) -> None:
    body = {"question": QUESTION, "committee": "Byrådet", "from": "2024-01-01", "to": "2024-12-31"}
    answer = client.post("/api/v1/ask", json=body).json()
    assert answer["citations"]
    assert {c["committee"] for c in answer["citations"]} == {"Byrådet"}
    assert all(c["date"].startswith("2024") for c in answer["citations"])
    assert answer["scope"]["meetings"] == 1


@pytest.mark.parametrize("text", ["", " ", "x" * 10_000, "hvad " * 2_000])
def test_an_empty_and_an_endless_question_get_a_sentence(client: TestClient, text: str) -> None:
    answer = client.post("/api/v1/ask", json={"question": text})
    assert answer.status_code == 200
    assert answer.json()["status"] == "declined"
    assert answer.json()["text"]
    assert not answer.json()["citations"]


@pytest.mark.parametrize(
    "body",
    [{}, {"question": 5}, {"question": "x", "from": "i går"}, {"question": "x", "history": "nej"}],
)
def test_a_wrong_request_is_a_problem_in_danish(
    client: TestClient, body: dict[str, object]
) -> None:
    is_problem(client.post("/api/v1/ask", json=body), 422)


def test_what_is_not_json_is_a_problem(client: TestClient) -> None:
    is_problem(
        client.post("/api/v1/ask", content=b"{", headers={"content-type": "application/json"}), 422
    )


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/items/findes/0",
        "/api/v1/source/hemmelig.txt",
        "/api/v1/source/..%2F..%2Fetc%2Fpasswd",
        "/api/v1/andet",
        "/v1/andet",
    ],
)
def test_what_is_not_there_is_a_problem(client: TestClient, path: str) -> None:
    is_problem(client.get(path), 404)


def test_a_whole_path_is_no_name_of_a_source(client: TestClient) -> None:
    is_problem(client.get("/api/v1/source//etc/passwd"), 404)


def test_meetings_are_listed_with_their_items(client: TestClient) -> None:
    found = client.get("/api/v1/meetings").json()
    assert len(found) == 10
    assert sum(meeting["items"] for meeting in found) == 90
    dates = [meeting["date"] for meeting in found]
    assert dates == sorted(dates)


def test_an_item_has_its_sections_where_they_say(client: TestClient) -> None:
    meeting = client.get("/api/v1/meetings").json()[0]
    item = client.get(f"/api/v1/items/{meeting['id']}/1").json()
    text = client.get(f"/api/v1/source/{meeting['file']}").text
    assert item["sections"]
    for section in item["sections"]:
        assert text[section["start"] : section["end"]] == section["text"]


def test_decisions_can_be_filtered_and_paged(client: TestClient) -> None:
    whole = client.get("/api/v1/decisions", params={"limit": 1000}).json()
    assert whole["total"] == len(whole["decisions"])
    second = client.get("/api/v1/decisions", params={"limit": 1, "offset": 1}).json()
    assert second["decisions"] == whole["decisions"][1:2]
    postponed = client.get("/api/v1/decisions", params={"outcome": "udsat"}).json()
    assert 0 < postponed["total"] < whole["total"]
    assert all("udsat" in row["outcomes"] for row in postponed["decisions"])
    is_problem(client.get("/api/v1/decisions", params={"limit": 0}), 422)


def test_health_says_whether_questions_can_be_answered(
    client: TestClient, nowhere: TestClient
) -> None:
    assert client.get("/api/v1/health").json()["state"] == "ok"
    ill = nowhere.get("/api/v1/health")
    assert ill.status_code == 503
    assert "svarpunkt index" in ill.json()["sentence"]


def test_without_an_archive_everything_is_a_sentence(nowhere: TestClient) -> None:
    is_problem(nowhere.get("/api/v1/meetings"), 503)
    answer = nowhere.post("/api/v1/ask", json={"question": QUESTION})
    assert answer.status_code == 503
    assert answer.json()["status"] == "error"


def test_the_interface_describes_itself_in_danish(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert "/api/v1/ask" in described["paths"]
    assert re.search(
        "[æøå]",
        described["paths"]["/api/v1/ask"]["post"]["summary"]
        + str(described["components"]["schemas"]["Ask"]),
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "Indholdet er ikke gyldig JSON."),
        (b"{}", "question mangler."),
        (b"[]", "indhold skal være et objekt."),
        (b'{"question": 3}', "question skal være tekst."),
        (b'{"question": "a", "from": "i dag"}', "from skal være en dato som 2024-03-01."),
        (b'{"question": "a", "punkt": "x"}', "punkt skal være et helt tal."),
        (b'{"question": "a", "decisions_only": "x"}', "decisions_only skal være true eller false."),
        (b'{"question": "a", "history": [1]}', "history.0 skal være et objekt."),
    ],
)
def test_what_is_wrong_with_a_question_is_told(client: TestClient, body: bytes, said: str) -> None:
    reply = client.post("/api/v1/ask", content=body, headers={"content-type": "application/json"})
    is_problem(reply, 422)
    assert reply.json()["detail"] == said


def test_a_limit_that_is_out_of_bounds_is_told(client: TestClient) -> None:
    reply = client.get("/api/v1/decisions", params={"limit": 0, "offset": -1})
    assert reply.json()["detail"] == "limit skal være mindst 1. offset skal være mindst 0."


def test_the_right_method_is_told(client: TestClient) -> None:
    is_problem(client.get("/api/v1/ask"), 405)
    assert client.get("/api/v1/ask").json()["detail"] == "Brug POST til /api/v1/ask."
    assert client.post("/api/v1/meetings").json()["detail"] == "Brug GET til /api/v1/meetings."


def test_the_description_is_danish_with_examples_and_true_errors(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert set(described["components"]["schemas"]) == {"Ask", "Chat", "Problem", *SHAPES}
    text = json.dumps(described)
    assert not [word for word in ("Successful Response", "Validation Error") if word in text]
    for name in ("Ask", "Chat"):
        schema = described["components"]["schemas"][name]
        assert schema["examples"]
        assert all(field.get("description") for field in schema["properties"].values())
    for path, calls in described["paths"].items():
        for call in calls.values():
            assert all(given.get("description") for given in call.get("parameters", ())), path
            assert "application/problem+json" in call["responses"]["503"]["content"]
    example = described["paths"]["/api/v1/ask"]["post"]["responses"]["200"]["content"]
    given = example["application/json"]["example"]
    assert set(given) <= set(client.post("/api/v1/ask", json={"question": ""}).json())
    quote = given["citations"][0]
    assert quote["end"] - quote["start"] == len(quote["quote"])


KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,),
    "array": (list,), "object": (dict,), "null": (type(None),),
}  # fmt: skip


def misfits(value: object, shape: object, at: str = "") -> list[str]:
    """Where JSON is not as its description says: a type, or a field too many or too few."""
    assert isinstance(shape, dict)
    if "$ref" in shape:
        return misfits(value, SHAPES[shape["$ref"].rpartition("/")[2]], at)
    kinds = shape["type"] if isinstance(shape["type"], list) else [shape["type"]]
    if not any(isinstance(value, KINDS[kind]) for kind in kinds):
        return [f"{at}: {value!r} is not {kinds}"]
    if value is not None and value not in shape.get("enum", [value]):
        return [f"{at}: {value!r} is not named"]
    if isinstance(value, list):
        return [
            one
            for n, held in enumerate(value)
            for one in misfits(held, shape["items"], f"{at}.{n}")
        ]
    if not isinstance(value, dict):
        return []
    known = shape["properties"]
    found = [f"{at}.{name} is not there or not told" for name in value.keys() ^ known.keys()]
    return found + [
        one
        for name in value.keys() & known.keys()
        for one in misfits(value[name], known[name], f"{at}.{name}")
    ]


def test_what_the_api_gives_is_what_its_description_says(client: TestClient) -> None:
    (row, *_) = client.get("/api/v1/decisions").json()["decisions"]
    given = {
        "/api/v1/ask": client.post("/api/v1/ask", json={"question": QUESTION}),
        "/api/v1/meetings": client.get("/api/v1/meetings"),
        "/api/v1/items/{key}": client.get(f"/api/v1/items/{row['item']}"),
        "/api/v1/decisions": client.get("/api/v1/decisions", params={"limit": 1000}),
    }
    assert {path: misfits(reply.json(), REPLIES[path]) for path, reply in given.items()} == {
        path: [] for path in REPLIES
    }
    described = client.get("/api/openapi.json").json()
    for path, shape in REPLIES.items():
        (call,) = described["paths"][path].values()
        assert call["responses"]["200"]["content"]["application/json"]["schema"] == shape
    assert misfits({"total": "5", "decisions": [], "x": 1}, REPLIES["/api/v1/decisions"])


def test_a_punkt_is_the_same_wherever_it_stands(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()["components"]["schemas"]
    named = {name for name, one in described.items() if "punkt" in one.get("properties", {})}
    assert named == {"Ask", "Citation", "Decision", "Hit", "Item"}
    assert all(described[name]["properties"]["punkt"] == PUNKT for name in named - {"Ask"})
    for row in client.get("/api/v1/decisions", params={"limit": 1000}).json()["decisions"]:
        item = client.get(f"/api/v1/items/{row['item']}").json()
        for field in ("punkt", "municipality", "committee", "title", "case_number"):
            assert row[field] == item[field]

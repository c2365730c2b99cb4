"""A model behind a server is asked once, at most twice, and never for longer than was allowed."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time

import pytest

from index.types import ArchiveError
from prompts import templates
from rag.model import ModelError, ModelSettings, ServedModel, connect, read_model
from tests.rag.fake_model import (
    Behaviour,
    FakeModel,
    elsewhere,
    flood,
    hang_up,
    raw,
    says,
    serving,
    slow,
    status,
    trickle,
)

pytest.importorskip("llama_index.llms.openai_like")
pytest.importorskip("llama_index.llms.ollama")

SYSTEM, USER = "Svar ud fra kilderne.", "Hvad blev besluttet?"


def model(fake: FakeModel, *, kind: str = "openai", timeout: float = 20.0) -> ServedModel:
    url = fake.url if kind == "ollama" else f"{fake.url}/v1"
    return ServedModel(ModelSettings("prøve", url, kind, "hemmelig", timeout))


@pytest.mark.parametrize(
    ("kind", "path"), [("openai", "/v1/chat/completions"), ("ollama", "/api/chat")]
)
def test_either_kind_of_server_is_asked_and_its_text_given(kind: str, path: str) -> None:
    with serving(says("Godkendt [1].")) as fake:
        assert model(fake, kind=kind).write(SYSTEM, USER) == "Godkendt [1]."
    assert fake.paths == [path]
    assert SYSTEM in fake.said
    assert USER in fake.said
    assert fake.headers[0]["authorization"] == "Bearer hemmelig"


def test_the_model_is_asked_to_be_brief_and_not_to_vary() -> None:
    with serving(says("Ja [1].")) as fake:
        model(fake).write(SYSTEM, USER)
    assert fake.asked[0]["temperature"] == 0
    assert fake.asked[0]["max_tokens"] == 400
    assert fake.asked[0]["model"] == "prøve"


@pytest.mark.parametrize(
    "first", [status(500), status(503), raw(b"{not json"), raw(b"{}"), hang_up, says("  ")]
)
def test_a_server_that_fails_once_is_asked_once_more(first: Behaviour) -> None:
    with serving(first, says("Anden gang [1].")) as fake:
        assert model(fake).write(SYSTEM, USER) == "Anden gang [1]."
    assert len(fake.asked) == 2


@pytest.mark.parametrize(
    ("behaviour", "why", "times"),
    [
        (status(500), "down", 2),
        (status(401), "refused", 1),
        (status(404), "refused", 1),
        (raw(b"<html>hej</html>"), "broken", 2),
        (raw(b'{"choices": []}'), "broken", 2),
        (says(""), "empty", 2),
        (says("<think>Det ved jeg ikke"), "empty", 2),
        (hang_up, "down", 2),
    ],
)
def test_what_goes_wrong_is_told_and_not_asked_a_third_time(
    behaviour: Behaviour, why: str, times: int
) -> None:
    with serving(behaviour) as fake, pytest.raises(ModelError) as error:
        model(fake).write(SYSTEM, USER)
    assert (error.value.why, len(fake.asked)) == (why, times)


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_a_server_that_is_not_there_is_down(kind: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(ModelError) as error:
        ServedModel(ModelSettings("prøve", url, kind, timeout=20)).write(SYSTEM, USER)
    assert error.value.why == "down"


@pytest.mark.parametrize("behaviour", [slow(30), trickle(30)], ids=["slow", "trickle"])
@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_a_server_that_is_late_is_left_when_the_time_is_up(behaviour: Behaviour, kind: str) -> None:
    with serving(behaviour) as fake:
        asked = model(fake, kind=kind, timeout=0.7)
        asked.warm()
        began = time.monotonic()
        with pytest.raises(ModelError) as error:
            asked.write(SYSTEM, USER)
        assert error.value.why == "slow"
        assert time.monotonic() - began < 15
    assert len(fake.asked) <= 1


def test_a_server_that_sends_without_end_is_cut_off() -> None:
    with serving(flood) as fake, pytest.raises(ModelError) as error:
        model(fake).write(SYSTEM, USER)
    assert error.value.why == "broken"


def test_nothing_is_sent_on_to_another_machine() -> None:
    with serving(elsewhere) as fake, pytest.raises(ModelError):
        model(fake).write(SYSTEM, USER)


def test_whoever_stops_waiting_gets_an_answer_at_once() -> None:
    stop = threading.Event()
    with serving(slow(30)) as fake:
        asked = model(fake)
        asked.warm()
        threading.Timer(0.3, stop.set).start()
        began = time.monotonic()
        with pytest.raises(ModelError) as error:
            asked.write(SYSTEM, USER, stop)
        assert error.value.why == "stopped"
        assert time.monotonic() - began < 15


def test_what_a_model_thinks_aloud_is_no_part_of_its_text() -> None:
    with serving(says("<think>Kilde 1 siger godkendt.</think>\nGodkendt [1].")) as fake:
        assert model(fake).write(SYSTEM, USER) == "Godkendt [1]."


def test_many_questions_at_once_get_each_their_own_answer() -> None:
    found: dict[int, str] = {}
    with serving(says("Ja [1].")) as fake:
        asked = model(fake)
        threads = [
            threading.Thread(target=lambda n=n: found.update({n: asked.write(SYSTEM, str(n))}))
            for n in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == dict.fromkeys(range(6), "Ja [1].")


def test_every_way_to_fail_has_a_sentence() -> None:
    whys = ("slow", "down", "broken", "empty", "refused", "stopped", "unchecked")
    assert all(templates()[f"model.{why}"] for why in whys)


# --- settings --------------------------------------------------------------------------------


def test_without_settings_there_is_no_model() -> None:
    assert read_model({}) is None
    assert read_model({"SVARPUNKT_LLM_TIMEOUT": "5", "SVARPUNKT_MODEL": "andet"}) is None
    assert connect(None) is None


def test_the_settings_are_read_from_the_environment() -> None:
    found = read_model(
        {
            "SVARPUNKT_LLM": "gemma",
            "SVARPUNKT_LLM_URL": "http://127.0.0.1:8080/v1",
            "SVARPUNKT_LLM_KEY": "k",
            "SVARPUNKT_LLM_TIMEOUT": "12,5",
        }
    )
    assert found == ModelSettings("gemma", "http://127.0.0.1:8080/v1", "openai", "k", 12.5)


def test_ollama_has_an_address_when_none_is_said() -> None:
    found = read_model({"SVARPUNKT_LLM": "gemma3:12b", "SVARPUNKT_LLM_KIND": "Ollama"})
    assert found is not None
    assert (found.kind, found.url) == ("ollama", "http://127.0.0.1:11434")


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"": "m"}, "SVARPUNKT_LLM_URL"),
        ({"": "m", "_URL": "127.0.0.1:8080"}, "SVARPUNKT_LLM_URL"),
        ({"": "m", "_URL": "file:///etc/passwd"}, "SVARPUNKT_LLM_URL"),
        ({"_URL": "http://x/v1"}, "SVARPUNKT_LLM"),
        ({"": "m", "_KIND": "gpt"}, "openai eller ollama"),
        ({"": "m", "_URL": "http://x/v1", "_TIMEOUT": "straks"}, "SVARPUNKT_LLM_TIMEOUT"),
        ({"": "m", "_URL": "http://x/v1", "_TIMEOUT": "0"}, "SVARPUNKT_LLM_TIMEOUT"),
        ({"": "m", "_URL": "http://x/v1", "_TIMEOUT": "nan"}, "SVARPUNKT_LLM_TIMEOUT"),
    ],
)
def test_a_setting_that_cannot_be_is_said_in_danish(settings: dict[str, str], word: str) -> None:
    with pytest.raises(ArchiveError, match=word):
        read_model({f"SVARPUNKT_LLM{part}": value for part, value in settings.items()})


def test_the_key_is_not_told_when_something_goes_wrong() -> None:
    with serving(status(401)) as fake, pytest.raises(ModelError) as error:
        model(fake).write(SYSTEM, USER)
    assert "hemmelig" not in str(error.value)


def test_nothing_of_it_is_imported_by_a_question_without_a_model() -> None:
    code = (
        "import sys, rag.ask, rag.model, rag.verification.write, rag.verification.verify\n"
        "bad = {'openai', 'ollama', 'llama_index', 'httpx', 'torch', 'transformers'}\n"
        "print(sorted(bad & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""A language model behind a server: settings -> a client; a prompt -> the model's text.

The only place that speaks to a model, through llama-index's clients: OpenAI-compatible servers
(llama.cpp, vLLM, hosted ones) and Ollama. They are imported when a model is first asked and never
otherwise. One deadline holds for everything, whatever the server does.
"""

from __future__ import annotations

import logging
import queue
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from index.types import ArchiveError

if TYPE_CHECKING:
    import httpx
    from llama_index.core.base.llms.types import ChatMessage
    from llama_index.core.llms.llm import LLM

LOG = logging.getLogger(__name__)
KINDS = {"openai": "llama_index.llms.openai_like", "ollama": "llama_index.llms.ollama"}
OLLAMA = "http://127.0.0.1:11434"
TIMEOUT = 30.0
TOKENS = 400
"""What an answer of a hundred words and its marks takes, twice over."""
BYTES = 400_000
"""What a server may send for one answer: far more than any answer is."""
PATIENCE = 0.1
"""Seconds between two looks at whether the asker has stopped waiting."""
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)


class ModelError(Exception):
    """The model gave no text. `why` names a template of prompts/ under "model"."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(detail or why)
        self.why = why


class Model(Protocol):
    """Anything that writes text."""

    @property
    def name(self) -> str:
        """What the model is called in an answer."""

    def warm(self) -> None:
        """Do now what need not wait for the first question."""

    def write(self, system: str, user: str, stop: threading.Event | None = None) -> str:
        """The model's text. Raises ModelError; "stopped" when the event is set meanwhile."""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Where a model is and how long it may take, in seconds, over both tries."""

    name: str
    url: str
    kind: str = "openai"
    key: str = ""
    timeout: float = TIMEOUT


def read_model(environment: Mapping[str, str]) -> ModelSettings | None:
    """The settings from SVARPUNKT_LLM, _URL, _KIND, _KEY and _TIMEOUT; None when none is set.

    Raises ArchiveError with a sentence when one cannot be understood.
    """
    name, url, kind, key, timeout = (
        environment.get(f"SVARPUNKT_LLM{part}", "").strip()
        for part in ("", "_URL", "_KIND", "_KEY", "_TIMEOUT")
    )
    if not name and not url:
        return None
    kind = kind.casefold() or "openai"
    if kind not in KINDS:
        raise ArchiveError(f"SVARPUNKT_LLM_KIND skal være openai eller ollama, ikke »{kind}«.")
    if not name:
        raise ArchiveError("SVARPUNKT_LLM skal være sprogmodellens navn, f.eks. gemma3:12b.")
    url = url or (OLLAMA if kind == "ollama" else "")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ArchiveError(
            "SVARPUNKT_LLM_URL skal være sprogmodellens adresse, f.eks. http://127.0.0.1:8080/v1, "
            f"ikke »{url}«."
        )
    return ModelSettings(name, url, kind, key, _seconds(timeout))


def _seconds(said: str) -> float:
    try:
        seconds = float(said.replace(",", ".")) if said else TIMEOUT
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise ArchiveError(f"SVARPUNKT_LLM_TIMEOUT skal være sekunder, ikke »{said}«.")
    return seconds


def connect(settings: ModelSettings | None) -> Model | None:
    """The model that the settings name; None for None. Nothing is sent yet.

    Raises ArchiveError when the packages that speak to it are not installed.
    """
    if settings is None:
        return None
    try:
        found = find_spec(KINDS[settings.kind])
    except ModuleNotFoundError:
        found = None
    if found is None:
        raise ArchiveError(
            "En sprogmodel er valgt, men pakkerne til den mangler. "
            "Installér dem med: pip install 'svarpunkt[model]'"
        )
    return ServedModel(settings)


class ServedModel:
    """A model behind a server. Thread-safe: every question has a connection of its own."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings

    @property
    def name(self) -> str:
        """What the model is called in an answer."""
        return self.settings.name

    def warm(self) -> None:
        """Import the client now: it takes seconds, which are not the model's."""
        import_module(KINDS[self.settings.kind])

    def write(self, system: str, user: str, stop: threading.Event | None = None) -> str:
        """The model's text, after one more try when the server is down, breaks off or is empty."""
        self.warm()
        messages = _messages(system, user)
        deadline = time.monotonic() + self.settings.timeout
        try:
            return self._try(messages, deadline, stop)
        except ModelError as error:
            left = deadline - time.monotonic()
            if error.why not in ("down", "broken", "empty") or left < 0.5:
                raise
            LOG.info("the language model is asked once more: %s", error)
        return self._try(messages, deadline, stop)

    def _try(
        self, messages: list[ChatMessage], deadline: float, stop: threading.Event | None
    ) -> str:
        """One call in a thread of its own: a server that trickles bytes cannot hold us."""
        transport = _transport(deadline)
        answered: queue.SimpleQueue[str | ModelError] = queue.SimpleQueue()
        left = max(deadline - time.monotonic(), 0.1)

        def call() -> None:
            answered.put(_call(self.settings, left, transport, messages))

        threading.Thread(target=call, name="sprogmodel", daemon=True).start()
        try:
            said = _wait(answered, deadline, stop)
        finally:
            transport.close()
        if isinstance(said, ModelError):
            raise said
        text = _THOUGHT.sub("", said).strip()
        if not text:
            raise ModelError("empty")
        return text


def _wait(
    answered: queue.SimpleQueue[str | ModelError], deadline: float, stop: threading.Event | None
) -> str | ModelError:
    while (left := deadline - time.monotonic()) > 0:
        with suppress(queue.Empty):
            return answered.get(timeout=min(left, PATIENCE) if stop else left)
        if stop is not None and stop.is_set():
            raise ModelError("stopped")
    raise ModelError("slow")


def _call(
    settings: ModelSettings,
    left: float,
    transport: httpx.BaseTransport,
    messages: list[ChatMessage],
) -> str | ModelError:
    """The model's text; whatever goes wrong, here or in the clients, as a value."""
    try:
        llm = _client(settings, left, transport)
        return str(llm.chat(messages).message.content or "")
    except Exception as error:
        return _told(error)


def _told(error: BaseException) -> ModelError:
    """What went wrong, whichever client says it: they have no exception in common."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__  # type: ignore[assignment]
    ours = next((one for one in chain if isinstance(one, ModelError)), None)
    if ours is not None:
        return ours
    names = {type(one).__name__ for one in chain}
    detail = f"{type(chain[0]).__name__}: {str(chain[0])[:200]}"
    status = next(
        (s for one in chain if isinstance(s := getattr(one, "status_code", None), int)), 0
    )
    if any("Timeout" in name for name in names):
        return ModelError("slow", detail)
    if 400 <= status < 500 and status not in (408, 429):
        return ModelError("refused", detail)
    if status or any("Connect" in name or "Protocol" in name for name in names):
        return ModelError("down", detail)
    return ModelError("broken", detail)


def _messages(system: str, user: str) -> list[ChatMessage]:
    from llama_index.core.base.llms.types import ChatMessage, MessageRole

    return [
        ChatMessage(role=MessageRole.SYSTEM, content=system),
        ChatMessage(role=MessageRole.USER, content=user),
    ]


def _client(settings: ModelSettings, left: float, transport: httpx.BaseTransport) -> LLM:
    """llama-index's client. It retries nothing, follows no redirect and reads no environment."""
    if settings.kind == "ollama":
        from llama_index.llms.ollama import Ollama
        from ollama import Client

        headers = {"Authorization": f"Bearer {settings.key}"} if settings.key else {}
        http = Client(
            host=settings.url,
            timeout=left,
            headers=headers,
            transport=transport,
            follow_redirects=False,
        )
        return Ollama(
            model=settings.name,
            base_url=settings.url,
            temperature=0.0,
            context_window=8192,
            request_timeout=left,
            client=http,
            additional_kwargs={"num_predict": TOKENS},
        )
    import httpx
    from llama_index.llms.openai_like import OpenAILike

    return OpenAILike(
        model=settings.name,
        api_base=settings.url,
        api_key=settings.key or "-",
        is_chat_model=True,
        temperature=0.0,
        max_tokens=TOKENS,
        max_retries=0,
        timeout=left,
        http_client=httpx.Client(transport=transport, timeout=left, follow_redirects=False),
    )


def _transport(deadline: float) -> httpx.BaseTransport:
    """A connection that ends when the time is up or the server has sent too much."""
    import httpx

    class Bounded(httpx.SyncByteStream):
        def __init__(self, stream: httpx.SyncByteStream) -> None:
            self._stream = stream

        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for piece in self._stream:
                size += len(piece)
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("the time is up")
                if size > BYTES:
                    raise ModelError("broken", f"more than {BYTES} bytes")
                yield piece

        def close(self) -> None:
            self._stream.close()

    class Transport(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            response = super().handle_request(request)
            if isinstance(response.stream, httpx.SyncByteStream):
                response.stream = Bounded(response.stream)
            return response

    return Transport()

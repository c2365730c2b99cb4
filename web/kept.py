"""The latest answers, kept in memory so that they can be downloaded as they were shown."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict

from rag.types import Answer

LIMIT = 500
"""Answers that are kept; the oldest go first. Nothing is written to disk."""


class Kept:
    """Answers by a key that cannot be guessed. Thread-safe."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, answer: Answer) -> str:
        """The key that the answer is found by from now on."""
        key = secrets.token_urlsafe(9)
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self._limit:
                self._answers.popitem(last=False)
        return key

    def find(self, key: str) -> Answer | None:
        """The answer, None when it is too long ago."""
        with self._lock:
            return self._answers.get(key)

"""Answers as they were given, by a key: for links, downloads, opinions and what went unanswered.

They stand in `svar.sqlite` beside the archive, only as long as the setting says, without personal
numbers and without a word about who asked.
"""

from __future__ import annotations

import logging
import secrets
import sqlite3
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from index.privacy import masked
from index.release import release
from rag.render import to_json
from rag.types import Answer, Question, Status
from web.frozen import freeze, thaw

LOG = logging.getLogger(__name__)
FILE = "svar.sqlite"
LIMIT = 100_000
"""Answers that are kept at most; the oldest go first."""
MOST_OPINIONS = 20
"""Opinions on one answer: more are not people's."""
UNANSWERED = (Status.NOT_FOUND, Status.UNCLEAR)
_DAY, _HOUR = 86_400.0, 3_600.0
_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
  key TEXT PRIMARY KEY, at REAL NOT NULL, face TEXT NOT NULL, status TEXT NOT NULL,
  answer TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS answers_at ON answers (at);
CREATE TABLE IF NOT EXISTS opinions (
  key TEXT NOT NULL, at REAL NOT NULL, version TEXT NOT NULL, good INTEGER NOT NULL,
  comment TEXT NOT NULL, answer TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS opinions_at ON opinions (at);
"""


@dataclass(frozen=True, slots=True)
class Record:
    """An answer that is kept. `face` is who asked: "medarbejder", "borger" or "program"."""

    key: str
    at: datetime
    face: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thought of an answer, and the version that gave it."""

    key: str
    at: datetime
    version: str
    good: bool
    comment: str
    answer: Answer


class Kept:
    """The kept answers. Thread-safe. Without a folder or days, only until the server stops."""

    def __init__(self, folder: Path | None = None, days: int = 90, limit: int = LIMIT) -> None:
        self._folder = folder if days else None
        self._seconds = (days or 1) * _DAY
        self._limit = limit
        self._lock = threading.Lock()
        self._open: sqlite3.Connection | None = None
        self._cleaned = 0.0

    def keep(self, answer: Answer, face: str = "medarbejder") -> str:
        """The key that the answer is found by from now on."""
        key = secrets.token_urlsafe(12)
        row = (key, time.time(), face, answer.status.value, freeze(without_persons(answer)))
        with self._lock, self._held() as held:
            held.execute("INSERT INTO answers VALUES (?, ?, ?, ?, ?)", row)
            held.execute(
                "DELETE FROM answers WHERE rowid <= (SELECT max(rowid) FROM answers) - ?",
                (self._limit,),
            )
        return key

    def told(self, answer: Answer, keep: bool) -> dict[str, object]:
        """The answer as JSON for a program; with the address that it is kept at, if it is."""
        held = to_json(answer)
        if keep and answer.status is not Status.ERROR:
            held["link"] = f"/svar/{self.keep(answer, 'program')}"
        return held

    def find(self, key: str) -> Answer | None:
        """The answer, None when it is not kept any more."""
        record = self.record(key)
        return record.answer if record else None

    def record(self, key: str) -> Record | None:
        """The answer with when and where it was given."""
        found = self._rows("SELECT * FROM answers WHERE key = ? AND at > ?", key)
        return _record(found[0]) if found else None

    def unanswered(self, limit: int = 500) -> list[Record]:
        """What was asked and could not be answered, newest first."""
        marks = ", ".join(f"'{status.value}'" for status in UNANSWERED)
        rows = self._rows(
            f"SELECT * FROM answers WHERE status IN ({marks}) AND at > ? "
            f"ORDER BY at DESC LIMIT {limit:d}"
        )
        return [record for row in rows if (record := _record(row))]

    def think(self, key: str, good: bool, comment: str) -> bool:
        """Keep an opinion on an answer; False when the answer is not kept any more."""
        answer = self.find(key)
        if answer is None:
            return False
        said = without_cpr(comment.strip()[:2_000])
        row = (key, time.time(), release(), int(good), said, freeze(answer))
        with self._lock, self._held() as held:
            count = held.execute("SELECT count(*) FROM opinions WHERE key = ?", (key,)).fetchone()
            if count[0] < MOST_OPINIONS:
                held.execute("INSERT INTO opinions VALUES (?, ?, ?, ?, ?, ?)", row)
        return True

    def opinions(self) -> list[Opinion]:
        """All opinions that are kept, newest first."""
        rows = self._rows("SELECT * FROM opinions WHERE at > ? ORDER BY at DESC")
        return [opinion for row in rows if (opinion := _opinion(row))]

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            if self._open is not None:
                self._open.close()
                self._open = None

    def _rows(self, query: str, *values: str) -> Sequence[tuple[object, ...]]:
        """What a query finds; its last ? is the time from which things are kept."""
        with self._lock, self._held() as held:
            return held.execute(query, (*values, time.time() - self._seconds)).fetchall()

    def _held(self) -> sqlite3.Connection:
        """The file, without what is too old. Hold the lock."""
        if self._open is None:
            self._open = _connect(self._folder)
        now = time.time()
        if now - self._cleaned > _HOUR:
            self._cleaned = now
            with self._open as held:
                held.execute("DELETE FROM answers WHERE at <= ?", (now - self._seconds,))
                held.execute("DELETE FROM opinions WHERE at <= ?", (now - self._seconds,))
        return self._open


def without_cpr(text: str) -> str:
    """The text with what looks like a personal number masked."""
    return masked(text, "[cpr-nummer]")


def without_persons(answer: Answer) -> Answer:
    """The answer as it is kept: no personal number in what was typed or said, and no trace."""
    sentences = tuple(replace(s, text=without_cpr(s.text)) for s in answer.sentences)
    return replace(
        answer,
        question=without_cpr(answer.question),
        text=without_cpr(answer.text),
        sentences=sentences,
        choices=tuple(without_cpr(choice) for choice in answer.choices),
        understood=_without_persons(answer.understood) if answer.understood else None,
        trace=(),
    )


def _without_persons(question: Question) -> Question:
    return replace(
        question,
        text=without_cpr(question.text),
        search=without_cpr(question.search),
        entities=tuple(without_cpr(entity) for entity in question.entities),
    )


def _connect(folder: Path | None) -> sqlite3.Connection:
    place = str(folder / FILE) if folder and folder.is_dir() else ":memory:"
    try:
        return _prepared(place)
    except sqlite3.OperationalError:
        LOG.warning("%s cannot be written: answers are kept in memory only", place)
        return _prepared(":memory:")


def _prepared(place: str) -> sqlite3.Connection:
    held = sqlite3.connect(place, timeout=5, check_same_thread=False)
    held.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
    )
    held.executescript(_TABLES)
    return held


def _record(row: tuple[object, ...]) -> Record | None:
    key, at, face, _, text = row
    answer = thaw(str(text))
    return Record(str(key), _time(at), str(face), answer) if answer else None


def _opinion(row: tuple[object, ...]) -> Opinion | None:
    key, at, made_by, good, comment, text = row
    answer = thaw(str(text))
    if answer is None:
        return None
    return Opinion(str(key), _time(at), str(made_by), bool(good), str(comment), answer)


def _time(at: object) -> datetime:
    return datetime.fromtimestamp(float(str(at)), UTC)

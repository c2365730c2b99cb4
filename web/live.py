"""The archive that a running page answers from: opened when first needed, kept fresh."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.archive import Archive
from index.types import ArchiveError
from prompts import render
from rag.ask import look_up
from rag.model import Model
from rag.types import Answer, Filters, Status, Turn

ANYTHING = Filters()
LOG = logging.getLogger(__name__)
EMPTY = "Arkivet er tomt. Læg referater i det med 'svarpunkt index MAPPE-MED-REFERATER'."
BROKEN = "Arkivet kan ikke læses lige nu. Prøv igen om lidt; se ellers serverens log."


@dataclass(frozen=True, slots=True)
class Health:
    """Whether questions can be answered: `state` is "ok", "empty" or "unavailable".

    `sentence` says in Danish what is the matter, "" when nothing is.
    """

    state: str
    sentence: str = ""


class Live:
    """Holds the archive of a running server. Thread-safe.

    As many questions are looked up at a time as there are cores; more than that wait their
    turn, so that the first is answered first. A question keeps the archive that it began with.
    A `writer` tells the answers in its own words, outside of the turn: it may take long.
    """

    def __init__(self, folder: Path, model: str | None = None, writer: Model | None = None) -> None:
        self.folder = folder
        self.writer = writer
        self._model = model
        self._archive: Archive | None = None
        self._lock = threading.Lock()
        self._turn = threading.BoundedSemaphore(max(os.cpu_count() or 1, 2))

    def archive(self) -> Archive:
        """The archive as it is now. Raises ArchiveError when there is none to answer from."""
        try:
            return self._current()
        except ArchiveError:
            raise
        except Exception as error:
            LOG.exception("the archive in %s cannot be opened", self.folder)
            raise ArchiveError(BROKEN) from error

    def ask(
        self,
        text: str,
        filters: Filters = ANYTHING,
        history: Sequence[Turn] = (),
        without: Collection[str] = (),
        stop: threading.Event | None = None,
    ) -> Answer:
        """The answer; whatever goes wrong becomes an answer with status ERROR and a sentence.

        Once `stop` is set a language model is waited for no longer.
        """
        try:
            with self._turn:
                archive = self.archive()
                found = look_up(text, archive, filters=filters, history=history, without=without)
                sources = found.sources(archive) if self.writer else ()
            if self.writer is None or not sources:
                return found.answer
            from rag.verification.write import rewrite

            return rewrite(found.answer, sources, self.writer, stop)
        except ArchiveError as error:
            return Answer(text, Status.ERROR, str(error))
        except Exception:
            LOG.exception("a question of %d characters could not be answered", len(text))
            return Answer(text, Status.ERROR, render("status.error"))

    def health(self) -> Health:
        """Whether questions can be answered now."""
        try:
            archive = self.archive()
            return Health("ok") if archive.meetings else Health("empty", EMPTY)
        except ArchiveError as error:
            return Health("unavailable", str(error))

    def warm(self) -> None:
        """Do now what the first question would otherwise wait for; a model is not asked."""
        if self.health().state == "ok":
            look_up("Hvad blev besluttet?", self.archive())
        if self.writer is not None:
            self.writer.warm()

    def close(self) -> None:
        """Give the archive back."""
        with self._lock:
            if self._archive is not None:
                self._archive.close()
                self._archive = None

    def _current(self) -> Archive:
        held = self._archive
        if not self._lock.acquire(blocking=held is None):
            # Another thread is looking at what is new: it takes a second, and this one need not.
            return held or self._current()
        try:
            held = self._archive
            archive = held.renewed() if held else Archive.open(self.folder, model=self._model)
            if archive is not held:
                _ = archive.snapshot, archive.terms
                self._archive = archive
            return archive
        finally:
            self._lock.release()

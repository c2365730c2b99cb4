"""Archive: opens the catalogue and what is derived from it; one place to search and read."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.catalogue import Catalogue, ItemRecord
from index.embed import Embedder, open_embedder
from index.store.columns import Columns
from index.store.folder import is_being_built, must_agree, must_be_there, stamp
from index.store.snapshot import Card, Snapshot, read_snapshot, write_snapshot
from index.store.term_rows import write_terms
from index.terms import Terms
from index.types import ArchiveError, Meeting
from index.vectors import Vectors

QUESTIONS = 8
"""Questions whose comparison with every chunk is kept: more are not at work at a time."""


class Archive:
    """An archive folder that is open for questions.

    Thread-safe for reading. What another process has written is picked up by `renewed`, which
    leaves this one as it is for whoever still reads it, or in place by `refresh`, for whoever
    is alone with it.
    """

    def __init__(self, folder: Path, catalogue: Catalogue, embedder: Embedder) -> None:
        self.folder = folder
        self.catalogue = catalogue
        self.embedder = embedder
        self._lock = threading.Lock()
        self._records: dict[str, ItemRecord] = {}
        self._spans: dict[str, dict[str, tuple[int, int]]] = {}
        self._asked: dict[str, NDArray[np.float32]] = {}
        self._seen = (catalogue.revision, stamp(folder))

    @classmethod
    def open(cls, folder: Path, *, model: str | None = None, create: bool = False) -> Archive:
        """Open the archive in `folder` with the embedding model it was built with.

        Raises ArchiveError when there is none (unless `create`), or when it was built with
        another model or another layout.
        """
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        else:
            must_be_there(folder)
        catalogue = Catalogue.in_folder(folder)
        embedder = open_embedder(model)
        must_agree(catalogue, embedder, folder)
        return cls(folder, catalogue, embedder)

    @cached_property
    def vectors(self) -> Vectors:
        """Chroma; needed for writing and for llama-index, not for a question."""
        return Vectors(self.folder / "chroma")

    @cached_property
    def terms(self) -> Terms:
        """The Danish search terms; made anew from the catalogue when missing or behind."""
        home = self.folder / "terms"
        with self._lock:
            try:
                terms = Terms.open(home)
                whole = len(terms) == self.catalogue.counts()["chunks"]
            except ArchiveError:
                if self.catalogue.pending():
                    raise
                whole = False
            if whole or self.catalogue.pending():
                return terms
            write_terms(self.folder, self.catalogue)
            return Terms.open(home)

    @cached_property
    def snapshot(self) -> Snapshot:
        """The picture that questions are asked of; made anew when missing or behind."""
        with self._lock:
            found = read_snapshot(self.folder, self.embedder.dimensions)
            if found is None or found.revision != self.catalogue.revision:
                if self.catalogue.pending():
                    # Another process is writing: the last whole picture serves meanwhile.
                    if found is not None:
                        return found
                    raise ArchiveError(
                        "Arkivet er ved at blive bygget, eller opbygningen blev afbrudt. "
                        "Kør 'svarpunkt index' færdig."
                    )
                write_snapshot(self.folder, self.catalogue, self.vectors)
                found = read_snapshot(self.folder)
            if found is None:
                raise ArchiveError(
                    f"Arkivet i {self.folder} kan ikke læses. Kør 'svarpunkt index' igen."
                )
            return found

    @cached_property
    def card_index(self) -> dict[str, int]:
        """Item key to its position in the snapshot's cards."""
        return {card.id: i for i, card in enumerate(self.snapshot.cards)}

    @cached_property
    def columns(self) -> Columns:
        """What limits need of the snapshot's cards, as arrays."""
        return Columns.of(self.snapshot.cards)

    @cached_property
    def chunk_index(self) -> dict[str, int]:
        """Chunk id to its row in the snapshot."""
        return {chunk_id: i for i, chunk_id in enumerate(self.snapshot.chunk_ids)}

    @cached_property
    def meetings(self) -> dict[str, Meeting]:
        """Every meeting, without its items, by id."""
        return {meeting.id: meeting for meeting, _ in self.catalogue.meetings()}

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """The names of the bodies that have met, most meetings first."""
        return _by_count(meeting.body for meeting in self.meetings.values())

    @cached_property
    def municipalities(self) -> tuple[str, ...]:
        """The municipalities in the archive, most meetings first."""
        return _by_count(m.municipality for m in self.meetings.values() if m.municipality)

    @cached_property
    def period(self) -> tuple[date | None, date | None]:
        """The first and the last meeting's date."""
        days = [meeting.date for meeting in self.meetings.values() if meeting.date]
        return (min(days), max(days)) if days else (None, None)

    def card(self, key: str) -> Card:
        """The card of an item."""
        return self.snapshot.cards[self.card_index[key]]

    def items(self, keys: Sequence[str]) -> list[ItemRecord]:
        """The items with these keys in that order, with all their sections and text."""
        known = self._records
        missing = [key for key in keys if key not in known]
        if missing:
            if len(known) > 2_000:
                known = self._records = {key: known[key] for key in keys if key in known}
            known.update((r.id, r) for r in self.catalogue.items(missing))
        return [known[key] for key in keys if key in known]

    def chunk_spans(self, meeting_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Chunk id to (start, end) in its document, of all chunks of these meetings."""
        known = self._spans
        missing = [key for key in meeting_ids if key not in known]
        if missing:
            if len(known) > 500:
                known = self._spans = {key: known[key] for key in meeting_ids if key in known}
            known.update(self.catalogue.chunk_spans(missing))
        return {
            chunk_id: span for key in meeting_ids for chunk_id, span in known.get(key, {}).items()
        }

    def source_text(self, file: str) -> str | None:
        """The text of a file as it is quoted, None when the archive does not hold it."""
        return self.catalogue.source(file)

    def source_of_item(self, key: str) -> str | None:
        """The text of the document that holds an item, read from the catalogue."""
        found = self.items([key])
        return found[0].text if found else None

    def similarities(self, text: str) -> NDArray[np.float32]:
        """The cosine of a question with every chunk of the snapshot, shape (n,).

        Kept for the questions at hand: search, evidence and abstention all ask for it.
        """
        held = self._asked.get(text)
        if held is None:
            held = self.snapshot.similarities(self.embedder.embed_query(text))
            with self._lock:
                while len(self._asked) >= QUESTIONS:
                    del self._asked[next(iter(self._asked))]
                self._asked[text] = held
        return held

    def renewed(self) -> Archive:
        """This archive while its picture is the latest, otherwise another over the same folder.

        Whoever still reads this one can go on. Texts that the catalogue has changed meanwhile
        are read anew; the picture is not, until it is whole. Raises ArchiveError when the folder
        holds no archive any more.
        """
        now = (self.catalogue.revision, stamp(self.folder))
        if now == self._seen:
            return self
        if now[1] == self._seen[1] and not self._is_behind(now[0]):
            self._seen, self._records, self._spans = now, {}, {}
            return self
        must_be_there(self.folder)
        catalogue = Catalogue.in_folder(self.folder)
        must_agree(catalogue, self.embedder, self.folder)
        return Archive(self.folder, catalogue, self.embedder)

    def _is_behind(self, revision: int) -> bool:
        """Whether the picture lacks something that no build at work is about to add."""
        if self.snapshot.revision == revision or self.catalogue.pending():
            return False
        return not is_being_built(self.folder)

    def refresh(self) -> bool:
        """Look again unless the catalogue is as the snapshot shows it; True when it looked."""
        if "snapshot" in self.__dict__ and self.snapshot.revision == self.catalogue.revision:
            return False
        for name in [
            "snapshot",
            "card_index",
            "chunk_index",
            "columns",
            "meetings",
            "bodies",
            "municipalities",
            "period",
            "terms",
        ]:
            self.__dict__.pop(name, None)
        self._records, self._spans, self._asked = {}, {}, {}
        return True

    def close(self) -> None:
        """Give back what is held open."""
        if "terms" in self.__dict__:
            self.terms.close()
        self.catalogue.close()


def _by_count(names: Iterable[str]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))

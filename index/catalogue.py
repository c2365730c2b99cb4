"""The catalogue: documents, meetings, items, sections, decisions and chunks in SQL. The truth.

Everything that is shown or quoted is read from here; the vectors and the search terms are
derived from it and can be lost. A document is written in one transaction and marked pending
until both derived stores hold it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Row, delete, func, select, update

from index.store import derived, writing
from index.store.links import check_base
from index.store.loading import BASE, ItemRecord, bases_of, linked, load_items, slices
from index.store.rows import to_meeting
from index.store.tables import (
    ABOUT,
    CHUNKS,
    DECISIONS,
    DOCUMENTS,
    GONE,
    ITEMS,
    MEETINGS,
    UNREAD,
    for_writing,
    open_engine,
)
from index.types import Chunk, Document, Meeting, Outcome

__all__ = ["Catalogue", "FileState", "ItemRecord"]


@dataclass(frozen=True, slots=True)
class FileState:
    """What the catalogue knows of a file on disk: its digest and size-and-time stamp."""

    digest: str
    stamp: str
    pending: bool


class Catalogue:
    """The SQL side of an archive. `url` is any SQLAlchemy address; SQLite by default.

    Thread-safe. What one method reads is of one moment. All methods raise ArchiveError, with a
    sentence, when the database cannot be read or written.
    """

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self.writer = for_writing(self.engine)

    @classmethod
    def in_folder(cls, folder: Path) -> Catalogue:
        """The catalogue of an archive folder; only for reading where nothing may be written."""
        file = folder / "catalogue.sqlite"
        if _is_only_read(file):
            # SQLite wants to write beside a database to read it, unless it is told that none does.
            return cls(f"sqlite:///file:{quote(str(file.resolve()))}?immutable=1&mode=ro&uri=true")
        return cls(f"sqlite:///{file}")

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    # --- what the archive was built with -------------------------------------------------

    def about(self) -> dict[str, str]:
        """The archive's notes about itself: model, dimensions, versions, revision."""
        with self.engine.connect() as connection:
            return {row.key: row.value for row in connection.execute(select(ABOUT))}

    def note(self, **values: str) -> None:
        """Write notes about the archive."""
        with self.writer.begin() as connection:
            writing.note(connection, values)

    def set_base(self, folder: Path, address: str) -> None:
        """Give the files under a folder a base address, "" for none; it holds from now on.

        Raises ArchiveError for what is no web address.
        """
        key = f"{BASE}{folder.resolve()}"
        wanted = check_base(address) if address.strip() else ""
        with self.writer.begin() as connection:
            if wanted == bases_of(connection).get(key.removeprefix(BASE), ""):
                return
            connection.execute(delete(ABOUT).where(ABOUT.c.key == key))
            if wanted:
                writing.note(connection, {key: wanted})
            writing.bump(connection)

    @property
    def revision(self) -> int:
        """Grows with every change of content; derived stores compare themselves with it."""
        return int(self.about().get("revision", "0"))

    # --- writing -------------------------------------------------------------------------

    def put(
        self,
        document: Document,
        stamp: str,
        meetings: Sequence[Meeting],
        chunks: Sequence[Chunk],
    ) -> None:
        """Store a document in place of what its path or meetings held; mark it pending.

        Meetings that were there before are listed by `gone` until `settle`: their vectors
        and terms must go.
        """
        with self.writer.begin() as connection:
            writing.store(connection, document, stamp, meetings, chunks)

    def settle(self, paths: Iterable[str]) -> None:
        """Clear the marks: both derived stores hold these documents and no removed meeting."""
        with self.writer.begin() as connection:
            writing.settle(connection, list(paths))

    def unsettle(self) -> None:
        """Mark every document pending: a derived store is lost and must be made anew."""
        with self.writer.begin() as connection:
            connection.execute(update(DOCUMENTS).values(pending=True))

    def touch(self, path: str, stamp: str) -> None:
        """Remember the time stamp of a file that has been read, and that it could be."""
        with self.writer.begin() as connection:
            writing.forget_unread(connection, path)
            connection.execute(
                update(DOCUMENTS).where(DOCUMENTS.c.path == path).values(stamp=stamp)
            )

    def remove(self, path: str) -> None:
        """Forget a document or a file that could not be read."""
        with self.writer.begin() as connection:
            gone = writing.drop(connection, path)
            writing.forget_unread(connection, path)
            if gone:
                writing.mark_gone(connection, gone)
                writing.bump(connection)

    def gone(self) -> list[str]:
        """Meetings that were removed or replaced and may still stand in the derived stores."""
        with self.engine.connect() as connection:
            return [row.meeting_id for row in connection.execute(select(GONE))]

    def put_unread(self, path: str, name: str, stamp: str, reason: str) -> None:
        """Remember a file that could not be read, and why."""
        with self.writer.begin() as connection:
            writing.put_unread(connection, path, name, stamp, reason)

    # --- what is there -------------------------------------------------------------------

    def files(self) -> dict[str, FileState]:
        """Every document's path and state."""
        columns = (DOCUMENTS.c.path, DOCUMENTS.c.digest, DOCUMENTS.c.stamp, DOCUMENTS.c.pending)
        with self.engine.connect() as connection:
            return {
                row.path: FileState(row.digest, row.stamp, row.pending)
                for row in connection.execute(select(*columns))
            }

    def unread(self) -> list[tuple[str, str]]:
        """(file name, reason) of every file that could not be read."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(UNREAD).order_by(UNREAD.c.path))
            return [(row.name, row.reason) for row in rows]

    def unread_stamps(self) -> dict[str, tuple[str, str]]:
        """Path to (stamp, reason) of every file that could not be read."""
        with self.engine.connect() as connection:
            return {r.path: (r.stamp, r.reason) for r in connection.execute(select(UNREAD))}

    def source(self, name: str) -> str | None:
        """The text of a document by its file name or path, None when it is not here."""
        query = select(DOCUMENTS.c.text).where(
            (DOCUMENTS.c.name == name) | (DOCUMENTS.c.path == name)
        )
        with self.engine.connect() as connection:
            found: str | None = connection.execute(query.order_by(DOCUMENTS.c.id)).scalar()
        return found

    def built(self) -> datetime | None:
        """When a build last brought the archive in step with its files, whether or not they had
        changed; in an archive of an older version, when the last of them was read."""
        with self.engine.connect() as connection:
            noted: str | None = connection.execute(
                select(ABOUT.c.value).where(ABOUT.c.key == "built")
            ).scalar()
            if noted is None:
                noted = connection.execute(select(func.max(DOCUMENTS.c.read_at))).scalar()
        return datetime.fromisoformat(noted) if noted else None

    def counts(self) -> dict[str, int]:
        """How many documents, meetings, items, decisions and chunks there are."""
        tables = (DOCUMENTS, MEETINGS, ITEMS, DECISIONS, CHUNKS)
        with self.engine.connect() as connection:
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in tables
            }

    def meetings(self) -> list[tuple[Meeting, str]]:
        """Every meeting without its items, and its file's path; by date."""
        query = (
            select(MEETINGS, DOCUMENTS.c.path, DOCUMENTS.c.name)
            .join(DOCUMENTS)
            .order_by(MEETINGS.c.date, MEETINGS.c.id)
        )
        with self.engine.connect() as connection:
            bases = bases_of(connection)
            rows = connection.execute(query)
            return [(linked(to_meeting(row, ""), row.path, bases), row.path) for row in rows]

    def items(self, ids: Sequence[str]) -> list[ItemRecord]:
        """The items with these keys, in that order; unknown keys are left out.

        A key whose position is -1 is the meeting's head: an item without sections.
        """
        records: dict[str, ItemRecord] = {}
        with self.engine.connect() as connection:
            for some in slices(ids):
                records |= load_items(connection, some)
        return [records[key] for key in ids if key in records]

    def meeting_items(self, meeting_id: str) -> list[str]:
        """The keys of a meeting's items in order."""
        query = (
            select(ITEMS.c.id).where(ITEMS.c.meeting_id == meeting_id).order_by(ITEMS.c.position)
        )
        with self.engine.connect() as connection:
            return [row.id for row in connection.execute(query)]

    def acts(self) -> list[tuple[str, tuple[Outcome, ...], bool]]:
        """(item key, outcomes, whether there was a vote) of every decision of a body's own."""
        query = select(DECISIONS.c.item_id, DECISIONS.c.outcomes, DECISIONS.c.details).where(
            DECISIONS.c.own
        )
        with self.engine.connect() as connection:
            return [
                (row.item_id, tuple(map(Outcome, row.outcomes)), bool(row.details["votes"]))
                for row in connection.execute(query)
            ]

    def pending(self) -> list[str]:
        """Paths whose vectors or terms may not have been written."""
        query = select(DOCUMENTS.c.path).where(DOCUMENTS.c.pending)
        with self.engine.connect() as connection:
            return [row.path for row in connection.execute(query)]

    def path_of(self, meeting_id: str) -> str | None:
        """The path of the document that holds a meeting."""
        query = select(DOCUMENTS.c.path).join(MEETINGS).where(MEETINGS.c.id == meeting_id)
        with self.engine.connect() as connection:
            found: str | None = connection.execute(query).scalar()
        return found

    def tallies(self, folder: Path) -> dict[str, tuple[int, int]]:
        """Path to (items, items with a decision of the body's own) of the documents in a folder."""
        query = (
            select(
                DOCUMENTS.c.path,
                func.count(func.distinct(ITEMS.c.id)).label("items"),
                func.count(func.distinct(DECISIONS.c.item_id)).label("decided"),
            )
            .select_from(DOCUMENTS)
            .join(MEETINGS, MEETINGS.c.document_id == DOCUMENTS.c.id)
            .outerjoin(ITEMS, ITEMS.c.meeting_id == MEETINGS.c.id)
            .outerjoin(DECISIONS, (DECISIONS.c.item_id == ITEMS.c.id) & DECISIONS.c.own)
            .where(DOCUMENTS.c.path.startswith(f"{folder.resolve()}/", autoescape=True))
            .group_by(DOCUMENTS.c.path)
        )
        with self.engine.connect() as connection:
            return {row.path: (row.items, row.decided) for row in connection.execute(query)}

    # --- what the derived stores are made from --------------------------------------------

    def overview(self) -> list[Row[Any]]:
        """A light row for every item: id, meeting_id, number, title, case_number, open."""
        with self.engine.connect() as connection:
            return derived.overview(connection)

    def meetings_of(self, paths: Sequence[str]) -> list[str]:
        """The ids of the meetings in these documents."""
        with self.engine.connect() as connection:
            return derived.meetings_of(connection, paths)

    def titles(self, paths: Sequence[str] | None = None) -> dict[str, str]:
        """Item key to title and case number, of all items or those in these documents."""
        with self.engine.connect() as connection:
            return derived.titles(connection, paths)

    def pending_chunks(self) -> int:
        """How many chunks the pending documents have."""
        with self.engine.connect() as connection:
            return derived.pending_chunks(connection)

    def chunk_spans(self, meeting_ids: Sequence[str]) -> dict[str, dict[str, tuple[int, int]]]:
        """Meeting id to chunk id to (start, end)."""
        with self.engine.connect() as connection:
            return derived.chunk_spans(connection, meeting_ids)

    def chunk_kinds(self) -> list[tuple[str, str]]:
        """(chunk id, section kind) of every chunk."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(CHUNKS.c.id, CHUNKS.c.kind))
            return [(row.id, row.kind) for row in rows]

    def chunks(self, paths: Sequence[str] | None = None) -> Iterator[Chunk]:
        """All chunks, or those of these documents, meeting by meeting."""
        with self.engine.connect() as connection:
            yield from derived.chunks(connection, paths)


def _is_only_read(file: Path) -> bool:
    """Whether a whole catalogue lies where nothing may be written: a backup, a mounted image."""
    unfinished = file.with_name(f"{file.name}-wal").exists()
    return file.exists() and not unfinished and not os.access(file.parent, os.W_OK)

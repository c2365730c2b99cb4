"""The catalogue: documents, meetings, items, sections, decisions and chunks in SQL. The truth.

Everything that is shown or quoted is read from here; the vectors and the search terms are
derived from it and can be lost. A document is written in one transaction and marked pending
until both derived stores hold it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import DatabaseError

from index.cases import RULES, join
from index.links import address_of, check_base
from index.rows import (
    case_row,
    chunk_row,
    head_item,
    meeting_row,
    rows_of,
    to_chunk,
    to_decision,
    to_item,
    to_meeting,
    to_trace,
)
from index.tables import (
    ABOUT,
    CASES,
    CHUNKS,
    DECISIONS,
    DOCUMENTS,
    GONE,
    ITEMS,
    MEETINGS,
    SECTIONS,
    UNREAD,
    open_engine,
)
from index.types import Chunk, Decision, Document, Item, Meeting


@dataclass(frozen=True, slots=True)
class FileState:
    """What the catalogue knows of a file on disk: its digest and size-and-time stamp."""

    digest: str
    stamp: str
    pending: bool


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """An item together with the meeting that it belongs to and the text that holds both."""

    id: str
    item: Item
    meeting: Meeting
    path: str
    text: str
    pages: tuple[int, ...] = ()


class Catalogue:
    """The SQL side of an archive. `url` is any SQLAlchemy address; SQLite by default."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)

    @classmethod
    def in_folder(cls, folder: Path) -> Catalogue:
        """The catalogue of an archive folder."""
        return cls(f"sqlite:///{folder / 'catalogue.sqlite'}")

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
        with self.engine.begin() as connection:
            _note(connection, values)

    def set_base(self, folder: Path, address: str) -> None:
        """Give the files under a folder a base address, "" for none; it holds from now on.

        Raises ArchiveError for what is no web address.
        """
        key = f"{_BASE}{folder.resolve()}"
        wanted = check_base(address) if address.strip() else ""
        with self.engine.begin() as connection:
            if wanted == _bases(connection).get(key.removeprefix(_BASE), ""):
                return
            connection.execute(delete(ABOUT).where(ABOUT.c.key == key))
            if wanted:
                _note(connection, {key: wanted})
            _bump(connection)

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
        with self.engine.begin() as connection:
            gone = _drop(connection, document.path)
            for meeting in meetings:
                gone += _drop_meeting(connection, meeting.id)
            row = connection.execute(
                insert(DOCUMENTS).values(
                    path=document.path,
                    name=document.name,
                    digest=document.digest,
                    stamp=stamp,
                    media=document.media,
                    text=document.text,
                    pages=list(document.pages),
                    blank_pages=list(document.blank_pages),
                    pending=True,
                    read_at=datetime.now(UTC).isoformat(timespec="seconds"),
                )
            )
            key = row.inserted_primary_key
            assert key is not None
            for meeting in meetings:
                _insert_meeting(connection, key[0], meeting)
            if chunks:
                connection.execute(insert(CHUNKS), [chunk_row(chunk) for chunk in chunks])
            connection.execute(delete(UNREAD).where(UNREAD.c.path == document.path))
            _mark_gone(connection, gone)
            _bump(connection)

    def settle(self, paths: Iterable[str]) -> None:
        """Clear the marks: both derived stores hold these documents and no removed meeting."""
        with self.engine.begin() as connection:
            connection.execute(delete(GONE))
            for path in paths:
                connection.execute(
                    update(DOCUMENTS).where(DOCUMENTS.c.path == path).values(pending=False)
                )

    def unsettle(self) -> None:
        """Mark every document pending: a derived store is lost and must be made anew."""
        with self.engine.begin() as connection:
            connection.execute(update(DOCUMENTS).values(pending=True))

    def touch(self, path: str, stamp: str) -> None:
        """Remember the time stamp of a file that has been read, and that it could be."""
        with self.engine.begin() as connection:
            connection.execute(delete(UNREAD).where(UNREAD.c.path == path))
            connection.execute(
                update(DOCUMENTS).where(DOCUMENTS.c.path == path).values(stamp=stamp)
            )

    def remove(self, path: str) -> None:
        """Forget a document or a file that could not be read."""
        with self.engine.begin() as connection:
            gone = _drop(connection, path)
            connection.execute(delete(UNREAD).where(UNREAD.c.path == path))
            if gone:
                _mark_gone(connection, gone)
                _bump(connection)

    def gone(self) -> list[str]:
        """Meetings that were removed or replaced and may still stand in the derived stores."""
        with self.engine.connect() as connection:
            return [row.meeting_id for row in connection.execute(select(GONE))]

    def put_unread(self, path: str, name: str, stamp: str, reason: str) -> None:
        """Remember a file that could not be read, and why."""
        with self.engine.begin() as connection:
            connection.execute(delete(UNREAD).where(UNREAD.c.path == path))
            connection.execute(
                insert(UNREAD).values(path=path, name=name, stamp=stamp, reason=reason)
            )

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
            bases = _bases(connection)
            rows = connection.execute(query)
            return [(_linked(to_meeting(row, ""), row.path, bases), row.path) for row in rows]

    def items(self, ids: Sequence[str]) -> list[ItemRecord]:
        """The items with these keys, in that order; unknown keys are left out.

        A key whose position is -1 is the meeting's head: an item without sections.
        """
        if not ids:
            return []
        with self.engine.connect() as connection:
            records = _load_items(connection, list(ids))
        return [records[key] for key in ids if key in records]

    def meeting_items(self, meeting_id: str) -> list[str]:
        """The keys of a meeting's items in order."""
        query = (
            select(ITEMS.c.id).where(ITEMS.c.meeting_id == meeting_id).order_by(ITEMS.c.position)
        )
        with self.engine.connect() as connection:
            return [row.id for row in connection.execute(query)]

    def case_items(self, key: str) -> list[str]:
        """The keys of the items that are one case with this item, oldest meeting first.

        An item that has not been joined yet is a case of its own; an unknown key is none.
        """
        query = (
            select(ITEMS.c.id)
            .join(MEETINGS)
            .join(CASES)
            .order_by(MEETINGS.c.date, ITEMS.c.position, ITEMS.c.id)
        )
        known = select(ITEMS.c.id, CASES.c.case_id).outerjoin(CASES).where(ITEMS.c.id == key)
        with self.engine.connect() as connection:
            found = connection.execute(known).one_or_none()
            if found is None or found.case_id is None:
                return [key] if found else []
            rows = connection.execute(query.where(CASES.c.case_id == found.case_id))
            return [row.id for row in rows]

    def cases(self) -> dict[str, str]:
        """Item key to the key of its case, of every item that has been joined."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(CASES.c.item_id, CASES.c.case_id))
            return {row.item_id: row.case_id for row in rows}

    def cases_are_behind(self) -> bool:
        """Whether the content has changed since the items were joined into cases."""
        about = self.about()
        return about.get("cases") != _cases_mark(about.get("revision", "0"))

    def bring_cases_in_step(self) -> None:
        """Join the cases anew when they are behind, as in an archive that an older version built.

        Where nothing may be written, or another process is writing, they serve as they are.
        """
        if self.cases_are_behind() and not self.pending():
            with contextlib.suppress(DatabaseError):
                self.join_cases()

    def join_cases(self) -> None:
        """Bring the cases in step with the items, also those that an older version stored.

        What it makes depends on the items alone: one that is gone or corrected leaves no mark.
        """
        revision = str(self.revision)
        self._sketch_missing()
        query = select(
            ITEMS.c.id,
            ITEMS.c.meeting_id,
            ITEMS.c.title,
            ITEMS.c.case_number,
            MEETINGS.c.municipality,
            MEETINGS.c.body,
            MEETINGS.c.date,
            CASES.c.case_id,
            CASES.c.sketch,
        )
        with self.engine.connect() as connection:
            rows: Any = connection.execute(query.join(MEETINGS).join(CASES)).all()
        home = join(to_trace(row) for row in rows)
        moved = [{"key": r.id, "case": home[r.id]} for r in rows if home[r.id] != r.case_id]
        change = update(CASES).where(CASES.c.item_id == bindparam("key"))
        with self.engine.begin() as connection:
            if moved:
                connection.execute(change.values(case_id=bindparam("case")), moved)
            _note(connection, {"cases": _cases_mark(revision)})

    def _sketch_missing(self) -> None:
        """Sketch the items that a version without cases stored."""
        query = select(ITEMS.c.id).outerjoin(CASES).where(CASES.c.item_id.is_(None))
        with self.engine.connect() as connection:
            missing = [row.id for row in connection.execute(query)]
        for at in range(0, len(missing), 200):
            rows = [case_row(one.id, one.item) for one in self.items(missing[at : at + 200])]
            with self.engine.begin() as connection:
                connection.execute(insert(CASES), rows)

    def overview(self) -> list[Row[Any]]:
        """A light row for every item: id, meeting_id, number, title, case_number, open."""
        query = select(
            ITEMS.c.id,
            ITEMS.c.meeting_id,
            ITEMS.c.position,
            ITEMS.c.number,
            ITEMS.c.label,
            ITEMS.c.title,
            ITEMS.c.case_number,
            ITEMS.c.open,
        )
        with self.engine.connect() as connection:
            return list(connection.execute(query))

    def decisions(self) -> Iterator[tuple[str, Decision]]:
        """(item key, decision) of every decision, for the register."""
        query = (
            select(DECISIONS, DOCUMENTS.c.text)
            .join(ITEMS, ITEMS.c.id == DECISIONS.c.item_id)
            .join(MEETINGS, MEETINGS.c.id == ITEMS.c.meeting_id)
            .join(DOCUMENTS, DOCUMENTS.c.id == MEETINGS.c.document_id)
            .order_by(MEETINGS.c.date.desc(), ITEMS.c.id, DECISIONS.c.position)
        )
        with self.engine.connect() as connection:
            for row in connection.execute(query):
                yield row.item_id, to_decision(row, row.text)

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

    def meetings_of(self, paths: Sequence[str]) -> list[str]:
        """The ids of the meetings in these documents."""
        query = select(MEETINGS.c.id).join(DOCUMENTS).where(DOCUMENTS.c.path.in_(list(paths)))
        with self.engine.connect() as connection:
            return [row.id for row in connection.execute(query)]

    def titles(self, paths: Sequence[str] | None = None) -> dict[str, str]:
        """Item key to title and case number, of all items or those in these documents."""
        query = (
            select(ITEMS.c.id, ITEMS.c.title, ITEMS.c.case_number)
            .join(MEETINGS, MEETINGS.c.id == ITEMS.c.meeting_id)
            .join(DOCUMENTS, DOCUMENTS.c.id == MEETINGS.c.document_id)
        )
        if paths is not None:
            query = query.where(DOCUMENTS.c.path.in_(list(paths)))
        with self.engine.connect() as connection:
            return {
                row.id: " ".join(part for part in (row.title, row.case_number) if part)
                for row in connection.execute(query)
            }

    def count_chunks(self, paths: Sequence[str]) -> int:
        """How many chunks these documents have."""
        query = (
            select(func.count())
            .select_from(CHUNKS)
            .join(MEETINGS, MEETINGS.c.id == CHUNKS.c.meeting_id)
            .join(DOCUMENTS, DOCUMENTS.c.id == MEETINGS.c.document_id)
            .where(DOCUMENTS.c.path.in_(list(paths)))
        )
        with self.engine.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def chunk_spans(self, meeting_ids: Sequence[str]) -> dict[str, dict[str, tuple[int, int]]]:
        """Meeting id to chunk id to (start, end)."""
        query = select(CHUNKS.c.id, CHUNKS.c.meeting_id, CHUNKS.c.start, CHUNKS.c.end).where(
            CHUNKS.c.meeting_id.in_(list(meeting_ids))
        )
        found: dict[str, dict[str, tuple[int, int]]] = {key: {} for key in meeting_ids}
        with self.engine.connect() as connection:
            for row in connection.execute(query):
                found[row.meeting_id][row.id] = (row.start, row.end)
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

    def chunk_kinds(self) -> list[tuple[str, str]]:
        """(chunk id, section kind) of every chunk."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(CHUNKS.c.id, CHUNKS.c.kind))
            return [(row.id, row.kind) for row in rows]

    def chunks(self, paths: Sequence[str] | None = None) -> Iterator[Chunk]:
        """All chunks, or those of these documents, meeting by meeting."""
        query = (
            select(CHUNKS, DOCUMENTS.c.id.label("document"))
            .join(MEETINGS, MEETINGS.c.id == CHUNKS.c.meeting_id)
            .join(DOCUMENTS, DOCUMENTS.c.id == MEETINGS.c.document_id)
            .order_by(CHUNKS.c.meeting_id, CHUNKS.c.item, CHUNKS.c.section, CHUNKS.c.start)
        )
        if paths is not None:
            query = query.where(DOCUMENTS.c.path.in_(list(paths)))
        text, held = "", None
        with self.engine.connect() as connection:
            for row in connection.execute(query).all():
                if row.document != held:
                    held = row.document
                    text = connection.execute(
                        select(DOCUMENTS.c.text).where(DOCUMENTS.c.id == held)
                    ).scalar_one()
                yield to_chunk(row, text)


def _cases_mark(revision: str) -> str:
    """What is noted when the items of a revision have been joined, by these rules."""
    return f"{RULES}/{revision}"


# --- inside a transaction ------------------------------------------------------------------


def _note(connection: Connection, values: dict[str, str]) -> None:
    for key, value in values.items():
        connection.execute(delete(ABOUT).where(ABOUT.c.key == key))
        connection.execute(insert(ABOUT).values(key=key, value=value))


def _bump(connection: Connection) -> None:
    held = connection.execute(select(ABOUT.c.value).where(ABOUT.c.key == "revision")).scalar()
    _note(connection, {"revision": str(int(held or 0) + 1)})


def _mark_gone(connection: Connection, meeting_ids: list[str]) -> None:
    for key in set(meeting_ids):
        connection.execute(delete(GONE).where(GONE.c.meeting_id == key))
        connection.execute(insert(GONE).values(meeting_id=key))


def _drop(connection: Connection, path: str) -> list[str]:
    key = connection.execute(select(DOCUMENTS.c.id).where(DOCUMENTS.c.path == path)).scalar()
    if key is None:
        return []
    rows = connection.execute(select(MEETINGS.c.id).where(MEETINGS.c.document_id == key))
    gone = [row.id for row in rows]
    connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.id == key))
    return gone


def _drop_meeting(connection: Connection, meeting_id: str) -> list[str]:
    found = connection.execute(
        select(MEETINGS.c.document_id).where(MEETINGS.c.id == meeting_id)
    ).scalar()
    if found is None:
        return []
    path = connection.execute(select(DOCUMENTS.c.path).where(DOCUMENTS.c.id == found)).scalar_one()
    return _drop(connection, path)


def _insert_meeting(connection: Connection, document_id: int, meeting: Meeting) -> None:
    connection.execute(insert(MEETINGS).values(meeting_row(document_id, meeting)))
    for table, rows in rows_of(meeting):
        if rows:
            connection.execute(insert(table), rows)


def _load_items(connection: Connection, ids: list[str]) -> dict[str, ItemRecord]:
    wanted = sorted({key.rsplit("/", 1)[0] for key in ids})
    heads = {
        row.id: row
        for row in connection.execute(
            select(MEETINGS, *(DOCUMENTS.c[name] for name in ("text", "path", "name", "pages")))
            .join(DOCUMENTS)
            .where(MEETINGS.c.id.in_(wanted))
        )
    }
    bases = _bases(connection)
    sections = _rows_by_item(connection, SECTIONS, ids)
    decisions = _rows_by_item(connection, DECISIONS, ids)
    found: dict[str, ItemRecord] = {}
    for row in connection.execute(select(ITEMS).where(ITEMS.c.id.in_(ids))):
        head = heads[row.meeting_id]
        item = to_item(row, sections.get(row.id, ()), decisions.get(row.id, ()), head.text)
        found[row.id] = _record(row.id, item, head, bases)
    for key in ids:
        if key.endswith("/-1") and key[:-3] in heads:
            found[key] = _record(key, head_item(heads[key[:-3]]), heads[key[:-3]], bases)
    return found


def _rows_by_item(
    connection: Connection, table: Table, ids: list[str]
) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = {}
    query = select(table).where(table.c.item_id.in_(ids))
    for row in connection.execute(query.order_by(table.c.item_id, table.c.position)):
        found.setdefault(row.item_id, []).append(row)
    return found


def _record(key: str, item: Item, head: Row[Any], bases: Mapping[str, str]) -> ItemRecord:
    meeting = _linked(to_meeting(head, head.text), head.path, bases)
    pages = tuple(head.pages)
    if bases and item.url is None and head.url is None:
        page = sum(1 for start in pages if start <= item.start) or None
        item = replace(item, url=address_of(head.path, bases, page))
    return ItemRecord(key, item, meeting, head.path, head.text, pages)


_BASE = "base:"
"""Before a folder's path, in the notes: the address that its files have on the web."""


def _bases(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(ABOUT).where(ABOUT.c.key.startswith(_BASE)))
    return {row.key.removeprefix(_BASE): row.value for row in rows}


def _linked(meeting: Meeting, path: str, bases: Mapping[str, str]) -> Meeting:
    """The meeting with the address of its file, where it has none of its own."""
    if meeting.url is not None or not bases:
        return meeting
    return replace(meeting, url=address_of(path, bases))

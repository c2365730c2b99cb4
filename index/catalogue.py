"""The catalogue: documents, meetings, items, sections, decisions and chunks in SQL. The truth.

Everything that is shown or quoted is read from here; the vectors and the search terms are
derived from it and can be lost. A document is written in one transaction and marked pending
until both derived stores hold it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Engine,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine.interfaces import DBAPIConnection

from index.types import (
    Chunk,
    Decision,
    Document,
    Item,
    Meeting,
    Outcome,
    PointOutcome,
    Section,
    SectionKind,
    Side,
    Vote,
)

SCHEMA = MetaData()

ABOUT = Table(
    "about", SCHEMA, Column("key", String, primary_key=True), Column("value", Text, nullable=False)
)
DOCUMENTS = Table(
    "documents",
    SCHEMA,
    Column("id", Integer, primary_key=True),
    Column("path", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("stamp", String, nullable=False),
    Column("media", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("pages", JSON, nullable=False),
    Column("blank_pages", JSON, nullable=False),
    Column("pending", Boolean, nullable=False, index=True),
    Column("read_at", String, nullable=False),
)
UNREAD = Table(
    "unread",
    SCHEMA,
    Column("path", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("stamp", String, nullable=False),
    Column("reason", Text, nullable=False),
)
MEETINGS = Table(
    "meetings",
    SCHEMA,
    Column("id", String, primary_key=True),
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), index=True),
    Column("municipality", String, index=True),
    Column("body", String, nullable=False, index=True),
    Column("date", Date, index=True),
    Column("time", String),
    Column("place", Text),
    Column("kind", String, nullable=False),
    Column("participants", JSON, nullable=False),
    Column("absent", JSON, nullable=False),
    Column("url", Text),
    Column("warnings", JSON, nullable=False),
    Column("unassigned", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("head_start", Integer, nullable=False),
    Column("head_end", Integer, nullable=False),
)
ITEMS = Table(
    "items",
    SCHEMA,
    Column("id", String, primary_key=True),
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), index=True),
    Column("position", Integer, nullable=False),
    Column("number", Integer),
    Column("label", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("case_number", String, index=True),
    Column("open", Boolean, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("title_start", Integer, nullable=False),
    Column("title_end", Integer, nullable=False),
    Column("url", Text),
)
SECTIONS = Table(
    "sections",
    SCHEMA,
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("heading", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("subheadings", JSON, nullable=False),
)
DECISIONS = Table(
    "decisions",
    SCHEMA,
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("body", Text),
    Column("date", Date),
    Column("own", Boolean, nullable=False),
    Column("outcomes", JSON, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("details", JSON, nullable=False),
)
CHUNKS = Table(
    "chunks",
    SCHEMA,
    Column("id", String, primary_key=True),
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), index=True),
    Column("item", Integer, nullable=False),
    Column("section", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("context", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)
GONE = Table("gone", SCHEMA, Column("meeting_id", String, primary_key=True))


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


def item_id(meeting_id: str, position: int) -> str:
    """The key of an item: its meeting and its position there (-1 is the meeting's head)."""
    return f"{meeting_id}/{position}"


class Catalogue:
    """The SQL side of an archive. `url` is any SQLAlchemy address; SQLite by default."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = create_engine(url)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _prepare_sqlite)
        SCHEMA.create_all(self.engine)

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
            _insert_chunks(connection, chunks)
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

    def touch(self, path: str, stamp: str) -> None:
        """Remember a new time stamp of a file whose content is the same."""
        with self.engine.begin() as connection:
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
            return [(_meeting(row, "", ()), row.path) for row in connection.execute(query)]

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

    def items_of_case(self, case_number: str) -> list[str]:
        """The keys of the items with this case number, oldest meeting first."""
        query = (
            select(ITEMS.c.id)
            .join(MEETINGS)
            .where(ITEMS.c.case_number == case_number)
            .order_by(MEETINGS.c.date, ITEMS.c.position)
        )
        with self.engine.connect() as connection:
            return [row.id for row in connection.execute(query)]

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
                yield row.item_id, _decision(row, row.text)

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
                yield Chunk(
                    row.id,
                    row.meeting_id,
                    row.item,
                    row.section,
                    SectionKind(row.kind),
                    row.context,
                    text[row.start : row.end],
                    row.start,
                    row.end,
                )


# --- rows to records and back ------------------------------------------------------------


def _prepare_sqlite(connection: DBAPIConnection, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()


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
    connection.execute(
        insert(MEETINGS).values(
            id=meeting.id,
            document_id=document_id,
            municipality=meeting.municipality,
            body=meeting.body,
            date=meeting.date,
            time=meeting.time,
            place=meeting.place,
            kind=meeting.kind,
            participants=list(meeting.participants),
            absent=list(meeting.absent),
            url=meeting.url,
            warnings=list(meeting.warnings),
            unassigned=[list(span) for span in meeting.unassigned],
            confidence=meeting.confidence,
            head_start=meeting.head.start,
            head_end=meeting.head.end,
        )
    )
    for table, rows in _rows_of(meeting):
        if rows:
            connection.execute(insert(table), rows)


def _rows_of(meeting: Meeting) -> list[tuple[Table, list[dict[str, Any]]]]:
    items: list[dict[str, Any]] = []
    sections: list[dict[str, Any]] = []
    decisions: list[dict[str, Any]] = []
    for position, item in enumerate(meeting.items):
        key = item_id(meeting.id, position)
        items.append(
            {
                "id": key,
                "meeting_id": meeting.id,
                "position": position,
                "number": item.number,
                "label": item.label,
                "title": item.title,
                "case_number": item.case_number,
                "open": item.open,
                "start": item.start,
                "end": item.end,
                "title_start": item.title_start,
                "title_end": item.title_end,
                "url": item.url,
            }
        )
        sections += [_section_row(key, n, section) for n, section in enumerate(item.sections)]
        decisions += [_decision_row(key, n, decision) for n, decision in enumerate(item.decisions)]
    return [(ITEMS, items), (SECTIONS, sections), (DECISIONS, decisions)]


def _section_row(key: str, position: int, section: Section) -> dict[str, Any]:
    return {
        "item_id": key,
        "position": position,
        "kind": section.kind.value,
        "heading": section.heading,
        "start": section.start,
        "end": section.end,
        "page": section.page,
        "subheadings": [list(pair) for pair in section.subheadings],
    }


def _decision_row(key: str, position: int, decision: Decision) -> dict[str, Any]:
    return {
        "item_id": key,
        "position": position,
        "body": decision.body,
        "date": decision.date,
        "own": decision.own,
        "outcomes": [outcome.value for outcome in decision.outcomes],
        "start": decision.start,
        "end": decision.end,
        "sentence": decision.sentence,
        "details": {
            "points": [asdict(point) for point in decision.points],
            "votes": [asdict(vote) for vote in decision.votes],
            "reservations": list(decision.reservations),
            "absent": list(decision.absent),
        },
    }


def _insert_chunks(connection: Connection, chunks: Sequence[Chunk]) -> None:
    rows = [
        {
            "id": chunk.id,
            "meeting_id": chunk.meeting_id,
            "item": chunk.item,
            "section": chunk.section,
            "kind": chunk.kind.value,
            "context": chunk.context,
            "start": chunk.start,
            "end": chunk.end,
        }
        for chunk in chunks
    ]
    if rows:
        connection.execute(insert(CHUNKS), rows)


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
    sections: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(
        select(SECTIONS)
        .where(SECTIONS.c.item_id.in_(ids))
        .order_by(SECTIONS.c.item_id, SECTIONS.c.position)
    ):
        sections.setdefault(row.item_id, []).append(row)
    decisions: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(
        select(DECISIONS)
        .where(DECISIONS.c.item_id.in_(ids))
        .order_by(DECISIONS.c.item_id, DECISIONS.c.position)
    ):
        decisions.setdefault(row.item_id, []).append(row)
    found: dict[str, ItemRecord] = {}
    for row in connection.execute(select(ITEMS).where(ITEMS.c.id.in_(ids))):
        head = heads[row.meeting_id]
        item = Item(
            row.number,
            row.label,
            row.title,
            row.case_number,
            row.open,
            row.start,
            row.end,
            row.title_start,
            row.title_end,
            tuple(_section(s, head.text) for s in sections.get(row.id, ())),
            tuple(_decision(d, head.text) for d in decisions.get(row.id, ())),
            row.url,
        )
        found[row.id] = _record(row.id, item, head)
    for key in ids:
        if key.endswith("/-1") and key[:-3] in heads:
            found[key] = _record(key, _head_item(heads[key[:-3]]), heads[key[:-3]])
    return found


def _record(key: str, item: Item, head: Row[Any]) -> ItemRecord:
    return ItemRecord(
        key, item, _meeting(head, head.text, ()), head.path, head.text, tuple(head.pages)
    )


def _head_item(head: Row[Any]) -> Item:
    start, end = head.head_start, head.head_end
    section = Section(SectionKind.HEAD, "", head.text[start:end], start, end)
    return Item(0, "", head.body, None, True, start, end, start, start, (section,), (), head.url)


def _meeting(row: Row[Any], text: str, items: tuple[Item, ...]) -> Meeting:
    head = Section(
        SectionKind.HEAD, "", text[row.head_start : row.head_end], row.head_start, row.head_end
    )
    return Meeting(
        row.id,
        row.name,
        row.municipality,
        row.body,
        row.date,
        items,
        head,
        row.time,
        row.place,
        row.kind,
        tuple(row.participants),
        tuple(row.absent),
        row.url,
        tuple(row.warnings),
        tuple((a, b) for a, b in row.unassigned),
        row.confidence,
    )


def _section(row: Row[Any], text: str) -> Section:
    return Section(
        SectionKind(row.kind),
        row.heading,
        text[row.start : row.end],
        row.start,
        row.end,
        row.page,
        tuple((name, at) for name, at in row.subheadings),
    )


def _decision(row: Row[Any], text: str) -> Decision:
    details = row.details if isinstance(row.details, dict) else json.loads(row.details)
    return Decision(
        row.body,
        row.date if isinstance(row.date, date) or row.date is None else None,
        tuple(Outcome(value) for value in row.outcomes),
        text[row.start : row.end],
        row.start,
        row.end,
        row.sentence,
        tuple(_point(point) for point in details["points"]),
        tuple(_vote(vote) for vote in details["votes"]),
        tuple(details["reservations"]),
        tuple(details["absent"]),
        row.own,
    )


def _point(row: dict[str, Any]) -> PointOutcome:
    return PointOutcome(row["point"], tuple(Outcome(v) for v in row["outcomes"]), row["text"])


def _vote(row: dict[str, Any]) -> Vote:
    return Vote(
        Side(row["side"]), row["count"], tuple(row["parties"]), tuple(row["names"]), row["text"]
    )

"""What is written into the catalogue: each function works inside a transaction of its caller."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from index.store.rows import chunk_row, meeting_row, rows_of
from index.store.tables import ABOUT, CHUNKS, DOCUMENTS, GONE, MEETINGS, UNREAD
from index.types import Chunk, Document, Meeting


def note(connection: Connection, values: Mapping[str, str]) -> None:
    """Write notes about the archive in place of those with the same key."""
    for key, value in values.items():
        connection.execute(delete(ABOUT).where(ABOUT.c.key == key))
        connection.execute(insert(ABOUT).values(key=key, value=value))


def bump(connection: Connection) -> None:
    """Give the content a new revision: what is derived from it is behind from now on."""
    held = connection.execute(select(ABOUT.c.value).where(ABOUT.c.key == "revision")).scalar()
    note(connection, {"revision": str(int(held or 0) + 1)})


def store(
    connection: Connection,
    document: Document,
    stamp: str,
    meetings: Sequence[Meeting],
    chunks: Sequence[Chunk],
) -> None:
    """A document in place of what its path or its meetings held, marked pending."""
    gone = drop(connection, document.path)
    for meeting in meetings:
        gone += _drop_meeting(connection, meeting.id)
    key = _insert_document(connection, document, stamp)
    for meeting in meetings:
        connection.execute(insert(MEETINGS).values(meeting_row(key, meeting)))
        for table, rows in rows_of(meeting):
            if rows:
                connection.execute(insert(table), rows)
    if chunks:
        connection.execute(insert(CHUNKS), [chunk_row(chunk) for chunk in chunks])
    connection.execute(delete(UNREAD).where(UNREAD.c.path == document.path))
    mark_gone(connection, gone)
    bump(connection)


def _insert_document(connection: Connection, document: Document, stamp: str) -> int:
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
    return int(key[0])


def drop(connection: Connection, path: str) -> list[str]:
    """Take a document out with all that was read of it; the meetings that went with it."""
    key = connection.execute(select(DOCUMENTS.c.id).where(DOCUMENTS.c.path == path)).scalar()
    if key is None:
        return []
    rows = connection.execute(select(MEETINGS.c.id).where(MEETINGS.c.document_id == key))
    gone = [row.id for row in rows]
    connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.id == key))
    return gone


def _drop_meeting(connection: Connection, meeting_id: str) -> list[str]:
    holder = select(DOCUMENTS.c.path).join(MEETINGS).where(MEETINGS.c.id == meeting_id)
    path = connection.execute(holder).scalar()
    return [] if path is None else drop(connection, path)


def mark_gone(connection: Connection, meeting_ids: Collection[str]) -> None:
    """List meetings that may still stand in the derived stores."""
    for key in set(meeting_ids):
        connection.execute(delete(GONE).where(GONE.c.meeting_id == key))
        connection.execute(insert(GONE).values(meeting_id=key))


def settle(connection: Connection, paths: Collection[str]) -> None:
    """Clear the marks of these documents, and the list of what is gone."""
    connection.execute(delete(GONE))
    for path in paths:
        connection.execute(update(DOCUMENTS).where(DOCUMENTS.c.path == path).values(pending=False))


def put_unread(connection: Connection, path: str, name: str, stamp: str, reason: str) -> None:
    """Remember a file that could not be read, and why."""
    forget_unread(connection, path)
    connection.execute(insert(UNREAD).values(path=path, name=name, stamp=stamp, reason=reason))


def forget_unread(connection: Connection, path: str) -> None:
    """Forget that a file could not be read."""
    connection.execute(delete(UNREAD).where(UNREAD.c.path == path))

"""The catalogue's rows -> what the vectors, the search terms and the snapshot are made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from index.store.loading import slices
from index.store.rows import to_chunk
from index.store.tables import CHUNKS, DOCUMENTS, ITEMS, MEETINGS
from index.types import Chunk


def overview(connection: Connection) -> list[Row[Any]]:
    """A light row for every item: id, meeting_id, number, title, case_number, open."""
    columns = ("id", "meeting_id", "position", "number", "label", "title", "case_number", "open")
    return list(connection.execute(select(*(ITEMS.c[name] for name in columns))))


def titles(connection: Connection, paths: Sequence[str] | None) -> dict[str, str]:
    """Item key to title and case number, of all items or those in these documents."""
    query = (
        select(ITEMS.c.id, ITEMS.c.title, ITEMS.c.case_number)
        .join(MEETINGS, MEETINGS.c.id == ITEMS.c.meeting_id)
        .join(DOCUMENTS, DOCUMENTS.c.id == MEETINGS.c.document_id)
    )
    if paths is not None:
        query = query.where(DOCUMENTS.c.path.in_(list(paths)))
    return {
        row.id: " ".join(part for part in (row.title, row.case_number) if part)
        for row in connection.execute(query)
    }


def meetings_of(connection: Connection, paths: Sequence[str]) -> list[str]:
    """The ids of the meetings in these documents."""
    query = select(MEETINGS.c.id).join(DOCUMENTS)
    return [
        row.id
        for some in slices(paths)
        for row in connection.execute(query.where(DOCUMENTS.c.path.in_(some)))
    ]


def pending_chunks(connection: Connection) -> int:
    """How many chunks the pending documents have."""
    query = (
        select(func.count())
        .select_from(CHUNKS)
        .join(MEETINGS, MEETINGS.c.id == CHUNKS.c.meeting_id)
        .join(DOCUMENTS, DOCUMENTS.c.id == MEETINGS.c.document_id)
        .where(DOCUMENTS.c.pending)
    )
    return int(connection.execute(query).scalar_one())


def chunk_spans(
    connection: Connection, meeting_ids: Sequence[str]
) -> dict[str, dict[str, tuple[int, int]]]:
    """Meeting id to chunk id to (start, end)."""
    columns = (CHUNKS.c.id, CHUNKS.c.meeting_id, CHUNKS.c.start, CHUNKS.c.end)
    query = select(*columns).where(CHUNKS.c.meeting_id.in_(list(meeting_ids)))
    found: dict[str, dict[str, tuple[int, int]]] = {key: {} for key in meeting_ids}
    for row in connection.execute(query):
        found[row.meeting_id][row.id] = (row.start, row.end)
    return found


def chunks(connection: Connection, paths: Sequence[str] | None) -> Iterator[Chunk]:
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
    for row in connection.execute(query).all():
        if row.document != held:
            held = row.document
            text = connection.execute(
                select(DOCUMENTS.c.text).where(DOCUMENTS.c.id == held)
            ).scalar_one()
        yield to_chunk(row, text)

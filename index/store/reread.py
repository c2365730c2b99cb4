"""After an upgrade: which files an older reading read, what is read of them now, and which vectors
still hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Table, select

from index.archive import Archive
from index.chunk import BETWEEN
from index.store.rows import chunk_row, meeting_row, rows_of
from index.store.tables import CASES, CHUNKS, DOCUMENTS, ITEMS, MEETINGS
from index.types import ArchiveError, Chunk, Document, Meeting

READING = 3
"""Grows when the rules of reading change: what an older reading read is then read anew by the next
`svarpunkt index`. Noted beside each file's size and time."""
_MOST_KEPT = 50_000
"""Vectors that are held for chunks that stay as they are; some 80 MB."""

Kept = dict[bytes, NDArray[np.float32]]
"""Vectors by what they were made from."""


def noted(size_and_time: str) -> str:
    """What is noted of a file that this reading has read."""
    return f"{size_and_time} {READING}" if size_and_time else ""


def size_and_time(stamp: str) -> str:
    """The part of such a note that says which file it was, whoever read it."""
    return stamp.partition(" ")[0]


def is_todays(stamp: str) -> bool:
    """Whether the note is of this reading."""
    return stamp.partition(" ")[2] == str(READING)


def made_from(chunk: Chunk) -> bytes:
    """What a chunk's vector is kept by."""
    return hashlib.sha256(f"{chunk.context}\n{chunk.text}".encode()).digest()


def keep_vectors(archive: Archive, path: str, kept: Kept) -> None:
    """Hold the vectors of a document's chunks before it is read anew; none where one is missing."""
    chunks = list(archive.catalogue.chunks([path]))
    if not chunks or len(kept) + len(chunks) > _MOST_KEPT:
        return
    try:
        vectors = archive.vectors.read([chunk.id for chunk in chunks])
    except ArchiveError:
        return
    kept.update((made_from(chunk), vectors[chunk.id]) for chunk in chunks)


def is_as_held(
    archive: Archive, document: Document, meetings: Sequence[Meeting], chunks: Sequence[Chunk]
) -> bool:
    """Whether the catalogue holds just what this reading makes of a document.

    A municipality that was taken from the folder is no difference.
    """
    with archive.catalogue.engine.connect() as connection:
        held = connection.execute(
            select(DOCUMENTS).where(DOCUMENTS.c.path == document.path)
        ).first()
        if held is None or held.pending or held.text != document.text:
            return False
        if (held.pages, held.blank_pages) != (list(document.pages), list(document.blank_pages)):
            return False
        named_by = select(MEETINGS.c.id, MEETINGS.c.municipality)
        rows = connection.execute(named_by.where(MEETINGS.c.document_id == held.id))
        towns = {row.id: row.municipality for row in rows}
        if sorted(towns) != sorted(meeting.id for meeting in meetings):
            return False
        named = {m.id: town for m in meetings if not m.municipality and (town := towns[m.id])}
        meetings = [replace(m, municipality=named.get(m.id, m.municipality)) for m in meetings]
        chunks = [_with_town(chunk, named.get(chunk.meeting_id)) for chunk in chunks]
        return all(_same_rows(connection, held.id, m, chunks) for m in meetings)


def _with_town(chunk: Chunk, town: str | None) -> Chunk:
    return replace(chunk, context=f"{town}{BETWEEN}{chunk.context}") if town else chunk


def _same_rows(
    connection: Connection, document: int, meeting: Meeting, chunks: Iterable[Chunk]
) -> bool:
    wanted: list[tuple[Table, list[dict[str, Any]]]] = [
        (MEETINGS, [meeting_row(document, meeting)]),
        (CHUNKS, [chunk_row(chunk) for chunk in chunks if chunk.meeting_id == meeting.id]),
        *((table, rows) for table, rows in rows_of(meeting) if table is not CASES),
    ]
    return all(_held(connection, table, meeting.id, rows) for table, rows in wanted)


def _held(
    connection: Connection, table: Table, meeting: str, rows: Sequence[dict[str, Any]]
) -> bool:
    """Whether a table holds these rows of a meeting and no others."""
    query = select(table)
    if table is MEETINGS:
        query = query.where(MEETINGS.c.id == meeting)
    elif "meeting_id" in table.c:
        query = query.where(table.c.meeting_id == meeting)
    else:
        query = query.join(ITEMS, ITEMS.c.id == table.c.item_id).where(
            ITEMS.c.meeting_id == meeting
        )
    found = [dict(row) for row in connection.execute(query).mappings()]
    keys = set(rows[0]) if rows else set()
    return _plain(found, keys) == _plain(rows, keys)


def _plain(rows: Iterable[Any], keys: Iterable[str]) -> list[str]:
    """The rows as text, in an order of their own."""
    names = sorted(keys)
    return sorted(json.dumps([row[name] for name in names], default=str) for row in rows)

"""The catalogue's rows -> items with their meeting, their text and their addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from index.store.links import address_of
from index.store.rows import head_item, to_item, to_meeting
from index.store.tables import ABOUT, DECISIONS, DOCUMENTS, ITEMS, MEETINGS, SECTIONS
from index.types import HEAD, Item, Meeting, is_head

BASE = "base:"
"""Before a folder's path, in the notes: the address that its files have on the web."""


SLICE = 900
"""Keys in one query at most: SQLite takes 32,766 values in a statement, before 3.32 only 999."""


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """An item together with the meeting that it belongs to and the text that holds both."""

    id: str
    item: Item
    meeting: Meeting
    path: str
    text: str
    pages: tuple[int, ...] = ()


def slices(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """The keys, as many at a time as one query may name."""
    for at in range(0, len(keys), SLICE):
        yield keys[at : at + SLICE]


def load_items(connection: Connection, ids: Sequence[str]) -> dict[str, ItemRecord]:
    """Key to item; a key whose position is -1 is the meeting's head, an item without sections."""
    wanted = sorted({key.rsplit("/", 1)[0] for key in ids})
    heads = {
        row.id: row
        for row in connection.execute(
            select(MEETINGS, *(DOCUMENTS.c[name] for name in ("text", "path", "name", "pages")))
            .join(DOCUMENTS)
            .where(MEETINGS.c.id.in_(wanted))
        )
    }
    bases = bases_of(connection)
    sections = _rows_by_item(connection, SECTIONS, ids)
    decisions = _rows_by_item(connection, DECISIONS, ids)
    found: dict[str, ItemRecord] = {}
    for row in connection.execute(select(ITEMS).where(ITEMS.c.id.in_(ids))):
        head = heads[row.meeting_id]
        item = to_item(row, sections.get(row.id, ()), decisions.get(row.id, ()), head.text)
        found[row.id] = _record(row.id, item, head, bases)
    for key in ids:
        meeting = heads.get(key.removesuffix(f"/{HEAD}")) if is_head(key) else None
        if meeting is not None:
            found[key] = _record(key, head_item(meeting), meeting, bases)
    return found


def _rows_by_item(
    connection: Connection, table: Table, ids: Sequence[str]
) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = {}
    query = select(table).where(table.c.item_id.in_(ids))
    for row in connection.execute(query.order_by(table.c.item_id, table.c.position)):
        found.setdefault(row.item_id, []).append(row)
    return found


def _record(key: str, item: Item, head: Row[Any], bases: Mapping[str, str]) -> ItemRecord:
    meeting = linked(to_meeting(head, head.text), head.path, bases)
    pages = tuple(head.pages)
    if bases and item.url is None and head.url is None:
        page = sum(1 for start in pages if start <= item.start) or None
        item = replace(item, url=address_of(head.path, bases, page))
    return ItemRecord(key, item, meeting, head.path, head.text, pages)


def bases_of(connection: Connection) -> dict[str, str]:
    """Folder to the base address of its files, of the folders that have one."""
    rows = connection.execute(select(ABOUT).where(ABOUT.c.key.startswith(BASE)))
    return {row.key.removeprefix(BASE): row.value for row in rows}


def linked(meeting: Meeting, path: str, bases: Mapping[str, str]) -> Meeting:
    """The meeting with the address of its file, where it has none of its own."""
    if meeting.url is not None or not bases:
        return meeting
    return replace(meeting, url=address_of(path, bases))

"""Minutes that do not say whose they are, in a folder that is called after a municipality.

A portal's page of a meeting often names the committee and never the municipality. Where its folder
is called as one of the 98, or as one that other minutes in the archive name, it is theirs.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from sqlalchemy import Connection, select, update

from index.catalogue import Catalogue
from index.chunk import BETWEEN
from index.parsing.municipalities import NAMES, from_folder
from index.store.tables import CHUNKS, DOCUMENTS, MEETINGS
from index.store.writing import bump, mark_gone

_FOLDERS = 3
"""Folders above a file that are looked at: minutes/<municipality>/<body>/<year>/file."""


def name_towns(catalogue: Catalogue) -> int:
    """Give meetings without a municipality their folder's; how many were given one.

    Their documents are pending again: the municipality is part of what is embedded.
    """
    with catalogue.writer.begin() as connection:
        known = connection.execute(
            select(MEETINGS.c.municipality)
            .where(MEETINGS.c.municipality.is_not(None))
            .distinct()
            .order_by(MEETINGS.c.municipality)
        ).scalars()
        towns = (*known, *NAMES)
        nameless = connection.execute(
            select(MEETINGS.c.id, MEETINGS.c.document_id, DOCUMENTS.c.path)
            .join(DOCUMENTS)
            .where(MEETINGS.c.municipality.is_(None))
        ).all()
        found = [(row, town) for row in nameless if (town := _town_of(row.path, towns))]
        for row, town in found:
            _name(connection, row.id, row.document_id, town)
        if found:
            bump(connection)
        return len(found)


def _town_of(path: str, known: Iterable[str]) -> str | None:
    folders = PurePath(path.replace("!", "/")).parts[:-1]
    for folder in reversed(folders[-_FOLDERS:]):
        if town := from_folder(folder, known):
            return town
    return None


def _name(connection: Connection, meeting: str, document: int, town: str) -> None:
    of_it = CHUNKS.c.meeting_id == meeting
    connection.execute(update(MEETINGS).where(MEETINGS.c.id == meeting).values(municipality=town))
    connection.execute(
        update(CHUNKS).where(of_it).values(context=f"{town}{BETWEEN}" + CHUNKS.c.context)
    )
    connection.execute(update(DOCUMENTS).where(DOCUMENTS.c.id == document).values(pending=True))
    mark_gone(connection, [meeting])

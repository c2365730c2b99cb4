"""Which items are one case, as the catalogue keeps it; made anew when the items have changed."""

from __future__ import annotations

import contextlib
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from index.catalogue import Catalogue
from index.store.cases import RULES, join
from index.store.rows import case_row, to_trace
from index.store.tables import CASES, ITEMS, MEETINGS
from index.store.writing import note
from index.types import ArchiveError

_TRACE = (
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


def items_of_case(catalogue: Catalogue, key: str) -> list[str]:
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
    with catalogue.engine.connect() as connection:
        found = connection.execute(known).one_or_none()
        if found is None or found.case_id is None:
            return [key] if found else []
        rows = connection.execute(query.where(CASES.c.case_id == found.case_id))
        return [row.id for row in rows]


def all_cases(catalogue: Catalogue) -> dict[str, str]:
    """Item key to the key of its case, of every item that has been joined."""
    with catalogue.engine.connect() as connection:
        rows = connection.execute(select(CASES.c.item_id, CASES.c.case_id))
        return {row.item_id: row.case_id for row in rows}


def are_behind(catalogue: Catalogue) -> bool:
    """Whether the content has changed since the items were joined into cases."""
    about = catalogue.about()
    return about.get("cases") != _mark(about.get("revision", "0"))


def bring_in_step(catalogue: Catalogue) -> None:
    """Join the cases anew when they are behind, as in an archive that an older version built.

    Where nothing may be written, or another process is writing, they serve as they are.
    """
    if are_behind(catalogue) and not catalogue.pending():
        with contextlib.suppress(ArchiveError):
            join_cases(catalogue)


def join_cases(catalogue: Catalogue) -> None:
    """Bring the cases in step with the items, also those that an older version stored.

    What it makes depends on the items alone: one that is gone or corrected leaves no mark.
    """
    revision = str(catalogue.revision)
    _sketch_missing(catalogue)
    with catalogue.engine.connect() as connection:
        rows: Any = connection.execute(select(*_TRACE).join(MEETINGS).join(CASES)).all()
    home = join(to_trace(row) for row in rows)
    moved = [{"key": r.id, "case": home[r.id]} for r in rows if home[r.id] != r.case_id]
    change = update(CASES).where(CASES.c.item_id == bindparam("key"))
    with catalogue.writer.begin() as connection:
        if moved:
            connection.execute(change.values(case_id=bindparam("case")), moved)
        note(connection, {"cases": _mark(revision)})


def _sketch_missing(catalogue: Catalogue) -> None:
    """Sketch the items that a version without cases stored."""
    query = select(ITEMS.c.id).outerjoin(CASES).where(CASES.c.item_id.is_(None))
    with catalogue.engine.connect() as connection:
        missing = [row.id for row in connection.execute(query)]
    for at in range(0, len(missing), 200):
        rows = [case_row(one.id, one.item) for one in catalogue.items(missing[at : at + 200])]
        with catalogue.writer.begin() as connection:
            connection.execute(insert(CASES), rows)


def _mark(revision: str) -> str:
    """What is noted when the items of a revision have been joined, by these rules."""
    return f"{RULES}/{revision}"

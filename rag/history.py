"""A conversation on disk or on the wire -> turns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from index.types import ArchiveError
from rag.types import Turn


def read_history(path: Path) -> tuple[Turn, ...]:
    """The turns in a JSON file. Raises ArchiveError with a sentence when it is not one."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArchiveError(f"Samtalen i {path} kan ikke læses: {error}") from error
    return turns(rows)


def turns(rows: object) -> tuple[Turn, ...]:
    """Turns from pairs, from {"question", "answer"} or from {"role", "content"} messages."""
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return ()
    found: list[Turn] = []
    for row in rows:
        if isinstance(row, str):
            found.append(Turn(row))
        elif isinstance(row, dict) and row.get("role") == "user":
            found.append(Turn(str(row.get("content", ""))))
        elif isinstance(row, dict) and row.get("role") == "assistant" and found:
            found[-1] = Turn(found[-1].question, str(row.get("content", "")), found[-1].items)
        elif isinstance(row, dict) and "question" in row:
            items = tuple(str(key) for key in row.get("items", ()))
            found.append(Turn(str(row["question"]), str(row.get("answer", "")), items))
        elif isinstance(row, Sequence) and len(row) == 2:
            found.append(Turn(str(row[0]), str(row[1])))
    return tuple(found)

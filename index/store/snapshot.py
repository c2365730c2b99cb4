"""A read-only picture of the archive for questions: every vector, and a card for every item.

Derived from Chroma and the catalogue at the end of a build. It is what makes a cold question
fast (no import of Chroma) and a filter free (a mask over rows). Exact, not approximate:
50,000 vectors take 7 ms; see docs/decisions/vectors.md.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.catalogue import Catalogue
from index.store.folder import swap
from index.store.rows import item_id
from index.types import SectionKind
from index.vectors import Vectors

Scalar = TypeVar("Scalar", bound=np.generic)

KINDS = tuple(SectionKind)
BLOCK = 5_000
"""Vectors that are in memory at a time while a snapshot is written."""
NONE = np.zeros((0, 0), dtype=np.float32)
LEFT_ALONE = 3600
"""Seconds for which a half-written snapshot may be another process's work."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a list of hits needs to know of an item without reading it."""

    id: str
    meeting_id: str
    file: str
    municipality: str | None
    body: str
    date: date | None
    number: int | None
    label: str
    title: str
    case_number: str | None
    open: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`vectors[i]` belongs to `chunk_ids[i]`, a piece of `cards[card_of[i]]`.

    vectors: float32 (n, d), unit length, memory-mapped; card_of: int32 (n,);
    kind_of: uint8 (n,), an index into KINDS.
    """

    revision: int
    chunk_ids: tuple[str, ...]
    vectors: NDArray[np.float32]
    card_of: NDArray[np.int32]
    kind_of: NDArray[np.uint8]
    cards: tuple[Card, ...]

    def similarities(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosine of every chunk with a unit vector, shape (n,)."""
        if not len(self.chunk_ids):
            return np.zeros(0, dtype=np.float32)
        return np.asarray(self.vectors @ vector, dtype=np.float32)


def write_snapshot(
    folder: Path,
    catalogue: Catalogue,
    vectors: Vectors,
    held: Snapshot | None = None,
    changed: Collection[str] = (),
) -> None:
    """Replace the archive's snapshot by one of its present content, in one rename.

    `held` is an earlier one that still holds but for the meetings in `changed`: only what it
    lacks is read from Chroma. At most BLOCK vectors are in memory at a time.
    """
    revision = catalogue.revision  # before what it names: what comes meanwhile is in the next one
    known = dict(catalogue.chunk_kinds())
    names = [key for key in vectors.ids() if key in known]
    cards = _cards(catalogue)
    position = {card.id: i for i, card in enumerate(cards)}
    _sweep(folder)
    scratch = folder / f"snapshot.{os.getpid()}.tmp"
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        scratch.mkdir()
        old = _still_true(held, set(changed)) if held else {}
        blocks = _blocks(names, vectors, old, np.asarray(held.vectors) if held else NONE)
        _write_rows(scratch / "vectors.npy", len(names), blocks)
        np.save(
            scratch / "cards.npy",
            np.array([position[name.rsplit("/", 2)[0]] for name in names], dtype=np.int32),
        )
        np.save(
            scratch / "kinds.npy",
            np.array([KINDS.index(SectionKind(known[name])) for name in names], dtype=np.uint8),
        )
        about = {"revision": revision, "chunks": names, "cards": [_row(c) for c in cards]}
        (scratch / "about.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        swap(scratch, folder / "snapshot")
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)  # a full disk gets its room back
        raise


def read_snapshot(folder: Path, dimensions: int | None = None) -> Snapshot | None:
    """The archive's snapshot, None when it is missing, broken, cut off or not one of ours: with
    vectors of other `dimensions` it is another model's.
    """
    home = folder / "snapshot"
    try:
        about = json.loads((home / "about.json").read_text(encoding="utf-8"))
        snapshot = Snapshot(
            int(about["revision"]),
            tuple(about["chunks"]),
            _mapped(home / "vectors.npy", np.dtype(np.float32), 2),
            np.array(_mapped(home / "cards.npy", np.dtype(np.int32), 1)),
            np.array(_mapped(home / "kinds.npy", np.dtype(np.uint8), 1)),
            tuple(_card(row) for row in about["cards"]),
        )
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    wrong = dimensions and len(snapshot.vectors) and snapshot.vectors.shape[1] != dimensions
    return snapshot if _is_whole(snapshot) and not wrong else None


def _mapped(file: Path, kind: np.dtype[Scalar], dimensions: int) -> NDArray[Scalar]:
    """The array in a .npy file, memory-mapped. Raises ValueError for any other file or array."""
    array = np.lib.format.open_memmap(file, mode="r")
    if array.dtype != kind or array.ndim != dimensions:
        raise ValueError(f"{file.name}: {array.dtype}, {array.ndim} dimensions")
    return array


def _is_whole(snapshot: Snapshot) -> bool:
    """Whether every chunk has its vector, its card and its kind."""
    rows = len(snapshot.chunk_ids)
    if not len(snapshot.vectors) == len(snapshot.card_of) == len(snapshot.kind_of) == rows:
        return False
    if not rows:
        return True
    known = snapshot.card_of.min() >= 0 and snapshot.card_of.max() < len(snapshot.cards)
    return bool(known and snapshot.kind_of.max() < len(KINDS))


def in_step(folder: Path, catalogue: Catalogue) -> Snapshot | None:
    """The archive's snapshot when it shows all that the catalogue holds, otherwise None."""
    if catalogue.pending() or catalogue.gone():
        return None
    held = read_snapshot(folder)
    return held if held and held.revision == catalogue.revision else None


def _still_true(held: Snapshot, changed: set[str]) -> dict[str, int]:
    """Chunk id to its row in `held`, of the meetings that have not changed since."""
    meeting = [card.meeting_id for card in held.cards]
    return {
        chunk_id: row
        for row, (chunk_id, card) in enumerate(zip(held.chunk_ids, held.card_of, strict=True))
        if meeting[card] not in changed
    }


def _blocks(
    names: Sequence[str], vectors: Vectors, rows: Mapping[str, int], old: NDArray[np.float32]
) -> Iterator[NDArray[np.float32]]:
    """The chunks' vectors in order, BLOCK at a time: those in `rows` from `old`."""
    for start in range(0, len(names), BLOCK):
        block = names[start : start + BLOCK]
        fresh = vectors.read([name for name in block if name not in rows])
        yield np.stack([fresh[name] if name in fresh else old[rows[name]] for name in block])


def _write_rows(file: Path, count: int, blocks: Iterator[NDArray[np.float32]]) -> None:
    """Write `count` rows as a .npy file, block by block; a full disk raises OSError."""
    first = next(blocks, NONE)
    head = {"descr": first.dtype.str, "fortran_order": False, "shape": (count, first.shape[1])}
    with file.open("wb") as out:
        np.lib.format.write_array_header_1_0(out, head)
        for block in chain([first], blocks):
            out.write(block.tobytes())


def _sweep(folder: Path) -> None:
    """Remove what killed processes left half-written, but not what another writes just now."""
    for left in folder.glob("*.*.tmp*"):
        if time.time() - left.stat().st_mtime > LEFT_ALONE:
            shutil.rmtree(left, ignore_errors=True)


def _cards(catalogue: Catalogue) -> list[Card]:
    meetings = {meeting.id: meeting for meeting, _ in catalogue.meetings()}
    cards = [
        Card(
            item_id(m.id, -1),
            m.id,
            m.file,
            m.municipality,
            m.body,
            m.date,
            0,
            "",
            m.body,
            None,
            True,
        )
        for m in meetings.values()
    ]
    for row in catalogue.overview():
        m = meetings[row.meeting_id]
        cards.append(
            Card(
                row.id,
                m.id,
                m.file,
                m.municipality,
                m.body,
                m.date,
                row.number,
                row.label,
                row.title,
                row.case_number,
                row.open,
            )
        )
    return cards


def _row(card: Card) -> list[str | int | bool | None]:
    day = card.date.isoformat() if card.date else None
    return [
        card.id,
        card.meeting_id,
        card.file,
        card.municipality,
        card.body,
        day,
        card.number,
        card.label,
        card.title,
        card.case_number,
        card.open,
    ]


def _card(row: list[str]) -> Card:
    key, meeting, file, municipality, body, day, number, label, title, case, is_open = row
    return Card(
        key,
        meeting,
        file,
        municipality,
        body,
        date.fromisoformat(day) if day else None,
        None if number is None else int(number),
        label,
        title,
        case,
        bool(is_open),
    )

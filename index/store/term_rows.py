"""The catalogue's chunks -> the rows of the search terms, and the whole index anew."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.catalogue import Catalogue
from index.store.folder import swap
from index.terms import Row, Terms
from index.types import ArchiveError, Chunk


def term_rows(chunks: Iterable[Chunk], titles: dict[str, str]) -> Iterator[Row]:
    """Chunks as the search terms' rows; `titles` is of item keys."""
    for chunk in chunks:
        key = f"{chunk.meeting_id}/{chunk.item}"
        title = titles.get(key, "")
        context = chunk.context.replace(title, "") if title else chunk.context
        yield Row(chunk.id, key, chunk.kind.value, title, chunk.text, context)


def write_terms(folder: Path, catalogue: Catalogue, chunks: Iterable[Chunk] | None = None) -> None:
    """Put an index of these chunks (None: all) in an archive folder, in place of what is there.

    Beside its place, then in one rename: another process may be reading or rebuilding.
    """
    scratch = folder / f"terms.{os.getpid()}.tmp"
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        anew = Terms.open(scratch)
        held = catalogue.chunks() if chunks is None else chunks
        anew.add(term_rows(held, catalogue.titles()))
        anew.commit()
        anew.close()
        swap(scratch, folder / "terms")
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise


def begin_terms(folder: Path, catalogue: Catalogue) -> None:
    """For a build: put an empty index in place of one that cannot be read.

    Whoever opens it when the build is done finds it behind, and makes it anew.
    """
    try:
        Terms.open(folder / "terms")
    except ArchiveError:
        write_terms(folder, catalogue, ())

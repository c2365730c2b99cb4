"""Folder -> archive, incrementally: read what is new, then embed what is pending.

Two passes. The first reads changed files into the catalogue, each in one transaction that
marks it pending. The second brings vectors and search terms in step, batch by batch, and
clears the marks. A process that dies in between leaves only pending marks, and the next run
begins with them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.archive import Archive
from index.parsing.folder_town import name_towns
from index.read import find_files
from index.store.case_table import are_behind, join_cases
from index.store.folder import alone
from index.store.forget import forget_gone
from index.store.intake import Report, take_in
from index.store.reread import Kept, made_from
from index.store.snapshot import Snapshot, in_step, write_snapshot
from index.store.term_rows import begin_terms, term_rows, write_terms
from index.types import Chunk

DEAD = 0.05
"""The share of the search terms' rows that may be removed ones; more tell of a word that it is more
common than it is."""
BATCH = 512
"""Chunks that are embedded and written together: what a killed process loses at most."""


def build(
    archive: Archive,
    paths: Sequence[Path],
    *,
    prune: bool = False,
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> Report:
    """Bring the archive in step with the files under `paths`.

    Files that are gone are forgotten only with `prune`, and only under the given folders.
    `progress(stage, done, total)` is told of "filer" and "uddrag". Never raises for a file:
    what cannot be read is in the report. Raises ArchiveError when another build is at work.
    """
    began = time.perf_counter()
    report = Report()
    with alone(archive.folder):
        stale = archive.catalogue.pending()
        held = in_step(archive.folder, archive.catalogue)
        files, refused = find_files(paths)
        report.unread += [(path.name, reason) for path, reason in refused]
        kept: Kept = {}
        present = take_in(archive, files, report, progress, kept)
        if prune:
            report.removed, left = forget_gone(archive, paths, present)
            report.unread += left
        name_towns(archive.catalogue)
        if are_behind(archive.catalogue):
            join_cases(archive.catalogue)
        _embed(archive, stale, held, kept, report, progress)
        archive.catalogue.note(built=datetime.now(UTC).isoformat(timespec="seconds"))
    counts = archive.catalogue.counts()
    report.meetings, report.items = counts["meetings"], counts["items"]
    report.chunks = counts["chunks"]
    report.seconds = time.perf_counter() - began
    return report


def _embed(
    archive: Archive,
    stale: Sequence[str],
    held: Snapshot | None,
    kept: Kept,
    report: Report,
    progress: Callable[[str, int, int], None],
) -> None:
    if _vectors_are_lost(archive):
        archive.catalogue.unsettle()
        stale = archive.catalogue.pending()
    gone = archive.catalogue.gone()
    pending = archive.catalogue.pending()
    if not pending and not gone:
        return
    changed = {*gone, *archive.catalogue.meetings_of(pending)}
    begin_terms(archive.folder, archive.catalogue)
    if gone or stale:
        _forget(archive, [*gone, *archive.catalogue.meetings_of(stale)])
    total = archive.catalogue.pending_chunks()
    done = 0
    for paths, chunks in _batches(archive, pending):
        new = [n for n, chunk in enumerate(chunks) if made_from(chunk) not in kept]
        vectors = _vectors(archive, chunks, new, kept, _after(done, total, progress))
        archive.vectors.add(chunks, vectors)
        archive.terms.add(term_rows(chunks, archive.catalogue.titles(paths)))
        archive.terms.commit()
        archive.catalogue.settle(paths)
        done += len(chunks)
        report.embedded += len(new)
        progress("uddrag", done, total)
    archive.catalogue.settle([])
    dead = archive.terms.dead
    archive.terms.close()  # others may write now; what was written can still be read
    if dead > DEAD * archive.catalogue.counts()["chunks"]:
        write_terms(archive.folder, archive.catalogue)
    archive.catalogue.note(precision=archive.embedder.precision)
    write_snapshot(archive.folder, archive.catalogue, archive.vectors, held, changed)
    archive.refresh()


def _vectors(
    archive: Archive,
    chunks: Sequence[Chunk],
    new: Sequence[int],
    kept: Kept,
    progress: Callable[[int, int], None],
) -> NDArray[np.float32]:
    """The vectors of the chunks: of those at the places `new` computed, of the others kept."""
    texts = [f"{chunks[n].context}\n{chunks[n].text}" for n in new]
    computed = archive.embedder.embed_passages(texts, progress) if texts else ()
    found = dict(zip(new, computed, strict=True))
    return np.array([found[n] if n in found else kept[made_from(c)] for n, c in enumerate(chunks)])


def _vectors_are_lost(archive: Archive) -> bool:
    """Whether vectors are missing of documents that are not pending."""
    chunks = archive.catalogue.counts()["chunks"]
    settled = chunks - archive.catalogue.pending_chunks()
    if not settled:
        return False
    if not (archive.folder / "chroma").is_dir():
        return True
    if settled < chunks:
        return archive.vectors.count() < settled
    # The snapshot is made anew here when it is missing or behind.
    return len(archive.snapshot.chunk_ids) != chunks


def _after(
    done: int, total: int, progress: Callable[[str, int, int], None]
) -> Callable[[int, int], None]:
    return lambda n, _: progress("uddrag", done + n, total)


def _forget(archive: Archive, meeting_ids: Sequence[str]) -> None:
    for meeting_id in dict.fromkeys(meeting_ids):
        archive.vectors.remove(meeting_id)
        archive.terms.remove(meeting_id)
    archive.terms.commit()


def _batches(archive: Archive, paths: Sequence[str]) -> Iterator[tuple[list[str], list[Chunk]]]:
    """Whole documents, together at least BATCH chunks (except the last)."""
    held: list[str] = []
    chunks: list[Chunk] = []
    for path in paths:
        held.append(path)
        chunks += archive.catalogue.chunks([path])
        if len(chunks) >= BATCH:
            yield held, chunks
            held, chunks = [], []
    if held:
        yield held, chunks

"""Folder -> archive, incrementally: read what is new, then embed what is pending.

Two passes. The first reads changed files into the catalogue, each in one transaction that
marks it pending. The second brings vectors and search terms in step, batch by batch, and
clears the marks. A process that dies in between leaves only pending marks, and the next run
begins with them.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.archive import Archive
from index.chunk import cut
from index.formats import read_meetings
from index.read import find_files
from index.snapshot import write_snapshot
from index.types import Chunk, Document, Meeting, UnreadableError

BATCH = 512
"""Chunks that are embedded and written together: what a killed process loses at most."""


@dataclass(slots=True)
class Report:
    """What a build did. `unread` holds (file name, reason), `warnings` Danish sentences."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    duplicates: int = 0
    meetings: int = 0
    items: int = 0
    chunks: int = 0
    embedded: int = 0
    seconds: float = 0.0
    unread: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


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
    what cannot be read is in the report.
    """
    began = time.perf_counter()
    report = Report()
    stale = archive.catalogue.pending()
    files, refused = find_files(paths)
    for path, reason in refused:
        report.unread.append((path.name, reason))
    _read(archive, files, report, progress)
    if prune:
        _prune(archive, paths, {str(path.resolve()) for path in files}, report)
    _embed(archive, stale, report, progress)
    counts = archive.catalogue.counts()
    report.meetings, report.items = counts["meetings"], counts["items"]
    report.chunks = counts["chunks"]
    report.seconds = time.perf_counter() - began
    return report


# --- first pass: files into the catalogue --------------------------------------------------


def _read(
    archive: Archive,
    files: Sequence[Path],
    report: Report,
    progress: Callable[[str, int, int], None],
) -> None:
    known = archive.catalogue.files()
    failed = archive.catalogue.unread_stamps()
    by_digest = {state.digest: path for path, state in known.items()}
    for done, path in enumerate(files):
        progress("filer", done, len(files))
        key = str(path.resolve())
        try:
            stat = path.stat()
            stamp = f"{stat.st_size}-{stat.st_mtime_ns}"
            if key in failed and failed[key][0] == stamp:
                report.unread.append((path.name, failed[key][1]))
                continue
            held = known.get(key)
            if held and held.stamp == stamp:
                report.unchanged += 1
                continue
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if held and held.digest == digest:
                archive.catalogue.touch(key, stamp)
                report.unchanged += 1
                continue
            twin = by_digest.get(digest)
            if twin and twin != key and Path(twin).exists():
                report.duplicates += 1
                continue
            document, meetings = read_meetings(path)
        except UnreadableError as error:
            _refuse(archive, key, path, stamp, str(error), report)
            continue
        except OSError as error:
            reason = f"Filen kan ikke åbnes ({error.strerror or error})."
            _refuse(archive, key, path, "", reason, report)
            continue
        except Exception as error:  # a reader's bug must not stop the other files
            reason = f"Filen kunne ikke læses; uventet fejl: {type(error).__name__}: {error}"
            _refuse(archive, key, path, stamp, reason, report)
            continue
        _store(archive, replace(document, path=key, digest=digest), stamp, meetings, report)
        by_digest[digest] = key
        if held:
            report.updated += 1
        else:
            report.added += 1
    progress("filer", len(files), len(files))


def _refuse(
    archive: Archive, key: str, path: Path, stamp: str, reason: str, report: Report
) -> None:
    # What was read of the file earlier stays: a broken copy is no reason to lose minutes.
    archive.catalogue.put_unread(key, path.name, stamp, reason)
    report.unread.append((path.name, reason))


def _store(
    archive: Archive,
    document: Document,
    stamp: str,
    meetings: Sequence[Meeting],
    report: Report,
) -> None:
    named = [_unique(archive, meeting, document.path) for meeting in meetings]
    count = archive.embedder.count_tokens
    chunks = [chunk for meeting in named for chunk in cut(meeting, document.text, count)]
    archive.catalogue.put(document, stamp, named, chunks)
    for meeting in named:
        report.warnings += [f"{document.name}: {warning}" for warning in meeting.warnings]
    if document.blank_pages:
        pages = ", ".join(str(page) for page in document.blank_pages[:10])
        report.warnings.append(f"{document.name}: side {pages} har ingen tekst (skannet billede?).")


def _unique(archive: Archive, meeting: Meeting, path: str) -> Meeting:
    """The meeting, renamed when another file that still exists has its id."""
    holder = archive.catalogue.path_of(meeting.id)
    if holder is None or holder == path or not Path(holder).exists():
        return meeting
    mark = hashlib.sha256(path.encode()).hexdigest()[:6]
    return replace(meeting, id=f"{meeting.id}.{mark}")


def _prune(archive: Archive, paths: Sequence[Path], present: set[str], report: Report) -> None:
    roots = [path.resolve() for path in paths]
    held = set(archive.catalogue.files()) | set(archive.catalogue.unread_stamps())
    for key in sorted(held - present):
        path = Path(key)
        if path.exists() or not any(path.is_relative_to(root) for root in roots):
            continue
        archive.catalogue.remove(key)
        report.removed += 1


# --- second pass: the catalogue into vectors and terms --------------------------------------


def _embed(
    archive: Archive,
    stale: Sequence[str],
    report: Report,
    progress: Callable[[str, int, int], None],
) -> None:
    gone = archive.catalogue.gone()
    pending = archive.catalogue.pending()
    if not pending and not gone:
        if archive.catalogue.counts()["chunks"]:
            _ = archive.snapshot  # made anew when it is missing or behind
        return
    if gone or stale:
        _forget(archive, [*gone, *archive.catalogue.meetings_of(stale)])
    total = archive.catalogue.count_chunks(pending)
    done = 0
    for paths, chunks in _batches(archive, pending):
        texts = [f"{chunk.context}\n{chunk.text}" for chunk in chunks]
        vectors = archive.embedder.embed_passages(texts, _after(done, total, progress))
        archive.vectors.add(chunks, vectors)
        archive.terms.add(archive.term_rows(chunks, archive.catalogue.titles(paths)))
        archive.terms.commit()
        archive.catalogue.settle(paths)
        done += len(chunks)
        report.embedded += len(chunks)
        progress("uddrag", done, total)
    archive.catalogue.settle([])
    archive.catalogue.note(precision=archive.embedder.precision)
    write_snapshot(archive.folder, archive.catalogue, archive.vectors)
    archive.refresh()


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

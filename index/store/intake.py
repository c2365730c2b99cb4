"""Files -> the catalogue: what is new or changed is read, the rest is passed over.

The first pass of a build. What cannot be read is remembered with its reason, so that it is told
again and not read again until it changes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.archive import Archive
from index.catalogue import FileState
from index.chunk import cut
from index.formats import read_meetings_in
from index.privacy import find_cpr
from index.read import contents
from index.release import release
from index.store.forget import is_at
from index.store.reread import Kept, is_as_held, is_todays, keep_vectors, noted, size_and_time
from index.types import ArchiveError, Chunk, Document, Meeting, UnreadableError


@dataclass(slots=True)
class Report:
    """What a build did. `unread` holds (file name, reason), `warnings` Danish sentences."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    duplicates: int = 0
    reread: int = 0
    """Of those that had not changed, how many were read again because an older version had read
    them, ..."""
    differ: int = 0
    """... and of how many this version made something else."""
    meetings: int = 0
    items: int = 0
    chunks: int = 0
    embedded: int = 0
    seconds: float = 0.0
    unread: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive holds of the files when a build begins, by path.

    A member of a ZIP archive has the path "/minutes.zip!a.txt".
    """

    files: dict[str, FileState]
    failed: dict[str, tuple[str, str]]
    by_digest: dict[str, str]
    kept: Kept


def take_in(
    archive: Archive,
    files: Sequence[Path],
    report: Report,
    progress: Callable[[str, int, int], None],
    kept: Kept,
) -> set[str]:
    """Read what is new or changed, or was read by an older reading, into the catalogue, each
    document in one transaction. Vectors that may still hold are put into `kept`.

    Gives the paths of all that is there, members of ZIP archives too. Never raises for a file.
    """
    held = archive.catalogue.files()
    known = Known(
        held,
        archive.catalogue.unread_stamps(),
        {state.digest: path for path, state in held.items()},
        kept,
    )
    present: set[str] = set()
    for done, path in enumerate(files):
        progress("filer", done, len(files))
        key = str(path.resolve())
        stamp = _stamp(path)
        parts = _parts(known, key)
        if stamp and parts and all(_is_as_it_was(known, part, stamp) for part in parts):
            for part in parts:
                _pass_over(known, part, report)
        else:
            parts = _read_file(archive, known, path, stamp, report)
        present |= {key, *parts}
    progress("filer", len(files), len(files))
    return present


def _stamp(path: Path) -> str:
    """Size, time of the last change and who reads: while they stay, a file is not read again."""
    try:
        stat = path.stat()
    except OSError:
        return ""
    return noted(f"{stat.st_size}-{stat.st_mtime_ns}")


def _parts(known: Known, key: str) -> list[str]:
    """The paths under which the archive knows a file: its own, or its members'."""
    found = [key] if key in known.files or key in known.failed else []
    if not key.lower().endswith(".zip"):
        return found
    paths = known.files.keys() | known.failed.keys()
    return found + sorted(path for path in paths if path.startswith(f"{key}!"))


def _is_as_it_was(known: Known, key: str, stamp: str) -> bool:
    # A failure is the later news: what was read of the file before it broke is kept beside it.
    if key in known.failed:
        return known.failed[key][0] == _tried(stamp)
    return known.files[key].stamp == stamp


def _tried(stamp: str) -> str:
    """The mark of a file that this version could not read: a later one tries again."""
    return f"{stamp} {release()}"


def _pass_over(known: Known, key: str, report: Report) -> None:
    if key in known.failed:
        report.unread.append((_name(key), known.failed[key][1]))
    else:
        report.unchanged += 1


def _read_file(archive: Archive, known: Known, path: Path, stamp: str, report: Report) -> list[str]:
    """Read a file, or every member of a ZIP archive; the paths that were there.

    The stamp is written when all are stored: a run that dies half-way through reads it again, and
    so does the next run where it was the disk or a right that failed.
    """
    key, seen, passing = str(path.resolve()), dict[str, str](), set[str]()
    for name, data in contents(path):
        inner = f"{key}{name.removeprefix(path.name)}"
        try:
            if isinstance(data, UnreadableError):
                raise data
            _read_part(archive, known, inner, name, data, report)
            seen[inner] = ""
        except UnreadableError as error:
            seen[inner] = str(error)
            passing |= {inner} if isinstance(error.__cause__, OSError) else set()
        except ArchiveError:  # the archive's fault is not the file's
            raise
        except Exception as error:  # a reader's bug must not stop the other files
            seen[inner] = f"{name} kunne ikke læses; uventet fejl: {type(error).__name__}: {error}"
            passing |= {inner} if isinstance(error, OSError) else set()
    if not seen:
        seen[key] = f"{path.name} er et ZIP-arkiv uden filer, der kan være referater."
    for inner, reason in seen.items():
        mark = stamp if not reason else "" if inner in passing else _tried(stamp)
        _close(archive, inner, mark, reason, report)
    # A file that cannot be opened as a whole says nothing of its members: they stay.
    return [*seen, *(_parts(known, key) if seen.get(key) else ())]


def _close(archive: Archive, key: str, stamp: str, reason: str, report: Report) -> None:
    if not reason:
        archive.catalogue.touch(key, stamp)
        return
    name = _name(key)
    # What was read of the file earlier stays: a broken copy is no reason to lose minutes.
    archive.catalogue.put_unread(key, name, stamp, reason)
    report.unread.append((name, reason))


def _read_part(
    archive: Archive, known: Known, key: str, name: str, data: bytes, report: Report
) -> None:
    """Store the bytes of one document, unless the archive has them."""
    held = known.files.get(key)
    digest = hashlib.sha256(data).hexdigest()
    same = held is not None and held.digest == digest
    if held and same and is_todays(held.stamp):
        report.unchanged += 1
        return
    twin = known.by_digest.get(digest)
    if twin and twin != key and _still_holds(known, twin):
        report.duplicates += 1
        return
    document, meetings = read_meetings_in(data, key, name)
    document = replace(document, path=key, digest=digest)
    if same:
        _store_anew(archive, known, document, meetings, report)
        return
    _store(archive, document, *_to_store(archive, document, meetings), report)
    known.by_digest[digest] = key
    if held and known.by_digest.get(held.digest) == key:
        del known.by_digest[held.digest]
    if held:
        report.updated += 1
    else:
        report.added += 1


def _still_holds(known: Known, key: str) -> bool:
    """Whether the file that the archive read some bytes from has them yet.

    One that has been written to since may be about to be read with other content.
    """
    state = known.files.get(key)
    now = size_and_time(_stamp(Path(_home(key))))
    return _exists(key) and (state is None or now == size_and_time(state.stamp))


def _exists(key: str) -> bool:
    """Whether the file is still there; for a member of a ZIP archive, whether the archive is."""
    return is_at(Path(key)) or is_at(Path(_home(key)))


def _name(key: str) -> str:
    """What a reader sees: the file's name, or "minutes.zip!a.txt"."""
    home = _home(key)
    return Path(home).name + key[len(home) :]


def _home(key: str) -> str:
    """The path of the ZIP archive that a member's path names; any other path as it is."""
    member = re.match(r"(?is)(.+?\.zip)!", key)
    return member[1] if member else key


def _store_anew(
    archive: Archive,
    known: Known,
    document: Document,
    meetings: Sequence[Meeting],
    report: Report,
) -> None:
    """Put what this reading makes of a document in place of what an older one did."""
    named, chunks = _to_store(archive, document, meetings)
    report.reread += 1
    report.unchanged += 1
    if is_as_held(archive, document, named, chunks):
        return
    report.differ += 1
    keep_vectors(archive, document.path, known.kept)
    _store(archive, document, named, chunks, report)


def _to_store(
    archive: Archive, document: Document, meetings: Sequence[Meeting]
) -> tuple[list[Meeting], list[Chunk]]:
    """A document's meetings by the names that the archive gives them, and their chunks."""
    named = [_unique(archive, meeting, document.path) for meeting in meetings]
    count = archive.embedder.count_tokens
    return named, [chunk for meeting in named for chunk in cut(meeting, document.text, count)]


def _store(
    archive: Archive,
    document: Document,
    named: Sequence[Meeting],
    chunks: Sequence[Chunk],
    report: Report,
) -> None:
    archive.catalogue.put(document, "", named, chunks)
    for meeting in named:
        report.warnings += [f"{document.name}: {warning}" for warning in meeting.warnings]
    if found := find_cpr(document.text):
        report.warnings.append(
            f"{document.name}: {len(found)} steder ligner et CPR-nummer. De citeres aldrig, "
            "men bør fjernes fra kilden."
        )
    if document.blank_pages:
        pages = ", ".join(str(page) for page in document.blank_pages[:10])
        report.warnings.append(f"{document.name}: side {pages} har ingen tekst (skannet billede?).")


def _unique(archive: Archive, meeting: Meeting, path: str) -> Meeting:
    """The meeting, renamed when another file that still exists has its id."""
    holder = archive.catalogue.path_of(meeting.id)
    if holder is None or holder == path or not _exists(holder):
        return meeting
    mark = hashlib.sha256(path.encode()).hexdigest()[:6]
    return replace(meeting, id=f"{meeting.id}.{mark}")

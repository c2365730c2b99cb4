"""New minutes from the page: kept in the archive's folder, read in by a process of its own."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO

from index.archive import Archive
from index.build import build
from index.read import READABLE
from index.store.intake import Report
from index.types import ArchiveError

LOG = logging.getLogger(__name__)
UPLOADS = "uploads"
LARGEST = 50 * 1024 * 1024
"""Bytes of one file at most: minutes with scanned appendices are rarely beyond 30 MB."""
MOST_FILES = 100
"""Files in one upload at most."""
LONGEST_NAME = 120
"""Bytes of a name: disks take 255, and a copy's number must fit too."""
FORGET = "--glem"
"""Tells the process that builds to forget the files that follow."""
_PIECE = 1024 * 1024
_STRANGE = re.compile(r"[^\w .,()+-]")
WORDS = {"filer": "Læser filer", "uddrag": "Beregner uddrag"}
BEGINS = "Indlæsningen begynder. Det varer lidt, før der er noget at vise."
FAILED = (
    "Indlæsningen gik i stå. Det, der nåede at blive gemt, er helt. "
    "Prøv igen, eller se serverens log."
)


@dataclass(frozen=True, slots=True)
class Course:
    """How far a build is. `sentence` says it in Danish; `report` is there when it is done.

    `refused` says of each file that came with the others why it was not kept.
    """

    busy: bool = False
    done: int = 0
    total: int = 0
    sentence: str = ""
    report: Report | None = None
    refused: tuple[str, ...] = ()


class Intake:
    """Reads files into the archive, one build at a time. Thread-safe."""

    def __init__(self, folder: Path, model: str | None = None) -> None:
        self._folder, self._model = folder, model
        self._lock = threading.Lock()
        self._course = Course()

    @property
    def course(self) -> Course:
        """How far the build at work is, or what the last one did."""
        with self._lock:
            return self._course

    def begin(
        self, paths: Sequence[Path], refused: Sequence[str] = (), *, forget: bool = False
    ) -> bool:
        """Start to read these in, or to `forget` them; False when a build is at work already."""
        with self._lock:
            if self._course.busy:
                return False
            self._course = Course(True, sentence=BEGINS, refused=tuple(refused))
        threading.Thread(target=self._follow, args=(tuple(paths), forget), daemon=True).start()
        return True

    def _follow(self, paths: tuple[Path, ...], forget: bool) -> None:
        """Watch the build in its own process: answers stay quick, and its memory is given back.

        How it ended is told when the process is gone: only then can the next one begin.
        """
        command = [sys.executable, "-m", "web.intake", str(self._folder), self._model or ""]
        command += [FORGET] if forget else []
        root = str(Path(__file__).parent.parent)
        known = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH")) if part)
        last: object = FAILED
        try:
            with subprocess.Popen(
                [*command, *map(str, paths)],
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env={**os.environ, "PYTHONPATH": known, "PYTHONIOENCODING": "utf-8"},
            ) as work:
                for line in work.stdout or ():
                    told = json.loads(line)
                    if isinstance(told, list):
                        self._tell(told)
                    else:
                        last = told
        except (OSError, ValueError):
            LOG.exception("the build of %s could not be followed", self._folder)
        self._tell(last)

    def _tell(self, told: object) -> None:
        """Remember a line of the build: [stage, done, total], the report, or a sentence."""
        with self._lock:
            if isinstance(told, list):
                stage, done, total = told
                sentence = f"{WORDS.get(stage, stage)}: {done} af {total}."
                self._course = replace(self._course, done=done, total=total, sentence=sentence)
            elif isinstance(told, dict):
                report = Report(**told)
                self._end(done_sentence(report), report)
            else:
                self._end(str(told))

    def _end(self, sentence: str, report: Report | None = None) -> None:
        """Hold the lock."""
        self._course = Course(sentence=sentence, report=report, refused=self._course.refused)


def known_paths(folder: Path, archive: Archive) -> list[Path]:
    """What the archive was made of and is still there: its files (a ZIP's own path for what was
    in it) and the uploads."""
    files = {Path(path.partition("!")[0]) for path in archive.catalogue.files()}
    uploads = folder / UPLOADS
    return [
        *sorted(file for file in files if file.exists()),
        *([uploads] if uploads.is_dir() else []),
    ]


def uploads(folder: Path) -> list[Path]:
    """What was uploaded and is kept, by name."""
    home = folder / UPLOADS
    if not home.is_dir():
        return []
    return sorted((p for p in home.iterdir() if p.name[0] != "."), key=lambda p: p.name.casefold())


def safe_name(name: str) -> str:
    """A file name of ours for one from elsewhere: no folders, no hidden files, no surprises.

    Raises ValueError with a Danish sentence when it can be no minutes' file.
    """
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = _STRANGE.sub("_", bare).strip(" .").rpartition(".")
    if f".{ending.lower()}" not in READABLE or not dot:
        allowed = ", ".join(sorted(READABLE))
        raise ValueError(
            f"{bare[:80] or 'Filen'} kan ikke læses: den skal ende på en af {allowed}."
        )
    room = LONGEST_NAME - len(ending) - 1
    kept = stem.strip(" .").encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
    return f"{kept}.{ending}"


def keep_file(folder: Path, name: str, data: BinaryIO) -> Path:
    """Where the upload is kept; the same bytes under the same name are kept once.

    Another file of the same name gets a number: nothing that was uploaded is overwritten.
    Raises ValueError with a Danish sentence for a name or a size that is not allowed.
    """
    home = folder / UPLOADS
    home.mkdir(parents=True, exist_ok=True)
    safe = Path(safe_name(name))
    scratch = home / f".{os.getpid()}-{threading.get_ident()}.del"
    try:
        digest = _copy(data, scratch, safe.name)
        for n in range(1, 1_000):
            place = home / (safe.name if n == 1 else f"{safe.stem} ({n}){safe.suffix}")
            if not place.exists():
                scratch.rename(place)
                return place
            if _digest(place) == digest:
                return place
        raise ValueError(f"Der er allerede for mange filer ved navn {safe.name}.")
    finally:
        scratch.unlink(missing_ok=True)


def _copy(data: BinaryIO, place: Path, name: str) -> str:
    digest, size = hashlib.sha256(), 0
    with place.open("wb") as out:
        while piece := data.read(_PIECE):
            size += len(piece)
            if size > LARGEST:
                raise ValueError(
                    f"{name} er for stor: højst {LARGEST // 1024 // 1024} MB ad gangen."
                )
            digest.update(piece)
            out.write(piece)
    if not size:
        raise ValueError(f"{name} er tom.")
    return digest.hexdigest()


def _digest(place: Path) -> str:
    with place.open("rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest()


def done_sentence(report: Report) -> str:
    """What the build did, only what there is to tell: each part a sentence."""
    held = report.unchanged + report.duplicates
    parts = [
        _files(report.added, "ny fil er læst ind", "nye filer er læst ind"),
        _files(report.updated, "ændret fil er læst ind igen", "ændrede filer er læst ind igen"),
        _files(held, "fil var i arkivet i forvejen", "filer var i arkivet i forvejen"),
        _files(
            len(report.unread),
            "fil kunne ikke læses; se hvorfor nedenfor",
            "filer kunne ikke læses; se hvorfor nedenfor",
        ),
        _files(report.removed, "fil er taget ud af arkivet", "filer er taget ud af arkivet"),
    ]
    return " ".join(["Færdig.", *(part for part in parts if part)])


def _files(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}." if count else ""


def forget_uploads(archive: Archive, paths: Sequence[Path]) -> Report:
    """Take files out of the archive, a ZIP archive with what was in it, and then delete them."""
    count = 0
    known = {*archive.catalogue.files(), *archive.catalogue.unread_stamps()}
    for path in paths:
        key = str(path.resolve())
        for held in known:
            if held == key or held.startswith(f"{key}!"):
                archive.catalogue.remove(held)
                count += 1
    report = build(archive, [], progress=_say)
    for path in paths:
        path.unlink(missing_ok=True)
    report.removed = count
    return report


def main(folder: str, model: str, *words: str) -> None:
    """The life of the process that builds: a line of JSON for each thing that it tells."""
    os.nice(5)
    try:
        archive = Archive.open(Path(folder), model=model or None, create=True)
        paths = [Path(word) for word in words if word != FORGET]
        if FORGET in words[:1]:
            report = forget_uploads(archive, paths)
        else:
            report = build(archive, paths, progress=_say)
        archive.close()
        _say(asdict(report))
    except ArchiveError as error:
        _say(str(error))
    except Exception:
        LOG.exception("the build of %s failed", folder)
        _say(FAILED)


def _say(*told: object) -> None:
    print(json.dumps(told if len(told) > 1 else told[0], ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

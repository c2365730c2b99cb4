"""The folder of an archive: whether there is one, what built it, and who is at work in it."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.catalogue import Catalogue
from index.embed import Embedder
from index.types import ArchiveError

FORMAT = "1"
"""The archive's layout on disk; another number needs a new build."""
_LOCK = "index.lock"
_NAMES = {"model": "sprogmodellen til søgning", "dimensions": "vektorer med dimensionen"}


def is_there(folder: Path) -> bool:
    """Whether the folder holds an archive."""
    return (folder / "catalogue.sqlite").exists()


def must_be_there(folder: Path) -> None:
    """Raises ArchiveError, with how to build one, when the folder holds no archive."""
    if not is_there(folder):
        raise ArchiveError(
            f"Der er intet arkiv i {folder}. Byg det med 'svarpunkt index MAPPE-MED-REFERATER'."
        )


def must_agree(catalogue: Catalogue, embedder: Embedder, folder: Path) -> None:
    """Note what a new archive is built with; raises ArchiveError when an old one was built with
    another layout or another model."""
    about = catalogue.about()
    wanted = {
        "format": FORMAT,
        "model": embedder.name,
        "dimensions": str(embedder.dimensions),
    }
    if "model" not in about:
        catalogue.note(**wanted)
        return
    if about.get("format") != FORMAT:
        raise ArchiveError(
            f"Arkivet i {folder} er bygget af en anden version af Svarpunkt (arkivformat "
            f"{about.get('format')}, denne version bruger {FORMAT}). Det er urørt: byg et nyt "
            "arkiv i en anden mappe af de samme referater."
        )
    for key in ("model", "dimensions"):
        if about.get(key) != wanted[key]:
            raise ArchiveError(
                f"Arkivet i {folder} er bygget med {_NAMES[key]} »{about.get(key)}«, men der er "
                f"bedt om »{wanted[key]}«. Brug den samme indstilling (--model eller "
                "SVARPUNKT_MODEL), eller byg et nyt arkiv i en anden mappe."
            )


def stamp(folder: Path) -> tuple[int, ...]:
    """Which catalogue and which picture lie in the folder, as inode numbers; 0 for none."""
    numbers: list[int] = []
    for name in ("catalogue.sqlite", "snapshot/about.json"):
        try:
            numbers.append((folder / name).stat().st_ino)
        except OSError:
            numbers.append(0)
    return tuple(numbers)


def swap(new: Path, place: Path) -> None:
    """Put a finished folder in another's place; readers of the old one keep their files."""
    old = place.with_name(f"{new.name}.old")
    with contextlib.suppress(FileNotFoundError):
        place.rename(old)
    try:
        new.rename(place)
    except OSError:  # another process was quicker, with the same content
        shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other builds out of the archive; the lock goes with the process, however it ends.

    Raises ArchiveError when another build is at work.
    """
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ArchiveError(
                f"Arkivet i {folder} er ved at blive opdateret af en anden kørsel af "
                "'svarpunkt index'. Prøv igen, når den er færdig."
            ) from error
        yield


def is_being_built(folder: Path) -> bool:
    """Whether a build has the folder to itself just now."""
    try:
        with (folder / _LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False

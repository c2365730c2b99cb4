"""What goes wrong with a disk or a database -> a Danish sentence that says what to do."""

from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING

from index.types import ArchiveError

if TYPE_CHECKING:
    from sqlalchemy.engine import ExceptionContext

FULL = "Disken er fuld. Skaf plads, og kør kommandoen igen: det, der var gemt, er helt."
_CLOSED = "Der må ikke skrives i mappen. Giv brugeren lov til det, eller brug en anden mappe."
_OF_DATABASES = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: _CLOSED,
    sqlite3.SQLITE_PERM: _CLOSED,
    sqlite3.SQLITE_CANTOPEN: "Mappen kan ikke åbnes: den findes ikke, eller brugeren har ikke lov "
    "til at læse og skrive i den.",
    sqlite3.SQLITE_BUSY: "En anden proces skriver i arkivet. Prøv igen om lidt.",
    sqlite3.SQLITE_LOCKED: "En anden proces skriver i arkivet. Prøv igen om lidt.",
    sqlite3.SQLITE_IOERR: "Disken kan ikke læses eller skrives. Se efter, om den er fuld eller i "
    "stykker.",
    sqlite3.SQLITE_NOTADB: "Filen er ikke et katalog. Byg arkivet igen i en anden mappe.",
    sqlite3.SQLITE_CORRUPT: "Filen er beskadiget. Hent den fra sikkerhedskopien, eller byg arkivet "
    "igen i en anden mappe.",
}
_OTHER_VERSION = (
    "Det er lavet af en anden version af Svarpunkt. Brug den, eller byg arkivet igen i en anden "
    "mappe."
)


_OF_DISKS = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: "Disken er skrivebeskyttet. Brug en anden mappe.",
    errno.EACCES: "Brugeren har ikke lov til det. Giv adgang, eller brug en anden mappe.",
    errno.EPERM: "Brugeren har ikke lov til det. Giv adgang, eller brug en anden mappe.",
    errno.ENOENT: "Den findes ikke. Kontrollér stien.",
    errno.ENOTDIR: "En del af stien er en fil, ikke en mappe. Kontrollér stien.",
    errno.EISDIR: "Det er en mappe, ikke en fil. Kontrollér stien.",
    errno.EEXIST: "Der er allerede en fil med det navn. Kontrollér stien.",
    errno.EMFILE: "Der er for mange åbne filer. Hæv grænsen (ulimit -n), og prøv igen.",
}


def of_disk(error: OSError) -> str:
    """What an error of the operating system means for the person at the terminal."""
    said = _OF_DISKS.get(error.errno or 0, "Prøv igen; se ellers, om disken er i orden.")
    place = f"{error.filename} kan ikke bruges" if error.filename else "Noget gik galt"
    return f"{place} ({error.strerror or error}). {said}"


def tell(context: ExceptionContext) -> None:
    """Raise ArchiveError for what a database cannot do; a fault of the program stays one."""
    error = context.original_exception
    if not isinstance(error, sqlite3.DatabaseError):
        return
    said = _OF_DATABASES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if said is None and str(error).startswith(("no such column", "no such table")):
        said = _OTHER_VERSION
    if said is not None:
        place = context.engine.url.database if context.engine else ""
        raise ArchiveError(f"Kataloget {place} kan ikke bruges ({error}). {said}") from error

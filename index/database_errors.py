"""What goes wrong with a database -> a sentence that says what to do."""

from __future__ import annotations

import sqlite3

from sqlalchemy.engine import ExceptionContext

from index.types import ArchiveError

_SAID = {
    sqlite3.SQLITE_FULL: "Disken er fuld. Skaf plads, og kør kommandoen igen: intet er gået tabt.",
    sqlite3.SQLITE_READONLY: "Der må ikke skrives i mappen. Giv brugeren lov til det, eller brug "
    "en anden mappe.",
    sqlite3.SQLITE_PERM: "Der må ikke skrives i mappen. Giv brugeren lov til det, eller brug en "
    "anden mappe.",
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


def tell(context: ExceptionContext) -> None:
    """Raise ArchiveError for what a database cannot do; a fault of the program stays one."""
    error = context.original_exception
    if not isinstance(error, sqlite3.DatabaseError):
        return
    said = _SAID.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if said is None and str(error).startswith(("no such column", "no such table")):
        said = _OTHER_VERSION
    if said is not None:
        place = context.engine.url.database if context.engine else ""
        raise ArchiveError(f"Kataloget {place} kan ikke bruges ({error}). {said}") from error

"""From a file to its meetings: the list of publishing styles, and the one that fits best.

A style is one function that finds where the items begin (`Agenda`, with a score of 0..1). What
stands between the starts is read the same way for all of them. A new style is one file here
and one entry in STYLES.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from index.formats import manifest, numbered, publication, referat, unnumbered
from index.formats.minutes import FindAgenda, parse
from index.read import contents, is_packed_json, read, read_bytes
from index.types import Document, Meeting, UnreadableError

MOST_CHARACTERS = 20_000_000
"""A text beyond this is refused unread: 198 meetings of one municipality make 13 million."""

STYLES: tuple[FindAgenda, ...] = (referat.find, numbered.find, unnumbered.find)


def read_meetings(path: Path) -> tuple[Document, tuple[Meeting, ...]]:
    """The file's document and the meetings it tells of, at least one.

    Raises UnreadableError when the file cannot be read or holds nothing like minutes.
    """
    if path.suffix.lower() == ".json":
        return publication.load(path)
    if is_packed_json(path.name) or path.suffix.lower() == ".xml":
        _, data = next(contents(path))
        if isinstance(data, UnreadableError):
            raise data
        return read_meetings_in(data, str(path), path.name)
    document = read(path)
    return document, meetings_of(document, path.parent.name)


def read_meetings_in(data: bytes, path: str, name: str) -> tuple[Document, tuple[Meeting, ...]]:
    """The same for bytes: of a file, or of a member of a ZIP archive ("minutes.zip!a.txt")."""
    if name.lower().endswith(".json") or is_packed_json(name):
        return publication.load_bytes(data, path, name)
    if name.lower().endswith(".xml"):
        return manifest.load_bytes(data, path, name)
    document = read_bytes(data, path, name)
    return document, meetings_of(document, PurePath(path.replace("!", "/")).parent.name)


def meetings_of(document: Document, folder: str = "") -> tuple[Meeting, ...]:
    """The meetings of a document; `folder` is the name of the folder it lies in."""
    if len(document.text) > MOST_CHARACTERS:
        raise UnreadableError(
            f"{document.name} har {len(document.text) / 1e6:.0f} mio. tegn og er for stor til at "
            "være et referat. Del den op, eller kontrollér, at det er den rigtige fil."
        )
    meetings = parse(document, STYLES, folder)
    if not meetings:
        raise UnreadableError(
            f"{document.name} ligner ikke en dagsorden eller et referat: der blev ikke fundet "
            "nogen punkter. Kontrollér, at det er den rigtige fil."
        )
    return meetings

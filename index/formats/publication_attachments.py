"""A meeting's fetched PDFs -> sections of their items, a section a page.

`svarpunkt sync --attachments` puts them in `.bilag/<meeting>/<document>.pdf` beside the
meeting's JSON. A page is headed "Bilag: <name>" and keeps its number, so that it is cited
"Bilag: <name>, s. 3". What cannot be read is told, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.formats.publication_json import PortalItem
from index.formats.publication_text import Text
from index.types import Section, SectionKind, UnreadableError

FOLDER = ".bilag"
MOST_CHARACTERS = 400_000
"""Of one attachment: a budget book of 150 pages. What follows is left out and told."""


@dataclass(frozen=True, slots=True)
class _Page:
    name: str
    number: int
    text: str


def attachments_folder(path: str) -> Path | None:
    """Where the PDFs of the meeting in this file lie, None when none have been fetched."""
    file = Path(path)
    home = file.parent / FOLDER / file.name.removesuffix(".gz").removesuffix(".json")
    return home if home.is_dir() else None


def write_attachments(
    text: Text, item: PortalItem, home: Path | None, warnings: list[str]
) -> tuple[Section, ...]:
    """Write the pages of an item's PDFs, where they have text; the sections that they are."""
    if home is None:
        return ()
    return tuple(
        _section(text, page)
        for document, name in item.documents
        for page in _pages(home / f"{document}.pdf", name or document, warnings)
    )


def _section(text: Text, page: _Page) -> Section:
    heading = f"Bilag: {page.name}"
    text.add(f"\n\n{heading}, s. {page.number}\n")
    start, end = text.add(page.text)
    return Section(SectionKind.ATTACHMENTS, heading, page.text, start, end, page.number)


def _pages(path: Path, name: str, warnings: list[str]) -> Iterator[_Page]:
    from index.files.pdf_apart import read_pdf_apart

    if not path.exists():
        return
    try:
        full, starts, blank = read_pdf_apart(path.read_bytes())
    except (UnreadableError, OSError) as error:
        warnings.append(f"Bilaget »{name}« {error}")
        return
    if blank:
        told = ", ".join(str(number) for number in blank[:10])
        warnings.append(f"Bilaget »{name}«: side {told} har ingen tekst (skannet billede?).")
    left = MOST_CHARACTERS
    for number, start in enumerate(starts, 1):
        stop = starts[number] if number < len(starts) else len(full)
        body = full[start:stop].strip()
        if len(body) > left:
            warnings.append(f"Bilaget »{name}« er langt: fra side {number} er det ikke læst ind.")
            return
        left -= len(body)
        if body:
            yield _Page(name, number, body)

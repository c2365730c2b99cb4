"""A file -> its text, with page marks and the headings that its markup names.

What a file is, is told by its first bytes; its name decides only between kinds of plain text.
What cannot be read raises `UnreadableError` with a Danish sentence: what is wrong and what to
do about it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from index.files.repair import repaired
from index.files.unpack import gunzip, is_zip, unpack, zip_kind
from index.types import Document, UnreadableError

_READABLE = ".txt .text .md .markdown .pdf .docx .html .htm .xhtml .aspx .php .json .zip .xml"
READABLE = frozenset(_READABLE.split())
"""The endings of files that may be minutes (a saved page keeps its server's ending)."""

_SAVE_AS = "Åbn den og gem den som PDF eller Word (.docx)."
_IMAGE = "er et billede. Læg selve referatet i mappen, ikke et billede af det."
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", f"er i et gammelt Office-format. {_SAVE_AS}"),
    (b"{\\rtf", f"er en RTF-fil. {_SAVE_AS}"),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"II*\x00", _IMAGE),
    (b"\x1f\x8b", "er pakket (gzip). Pak den ud først."),
    (b"Rar!", "er et RAR-arkiv. Pak det ud først."),
    (b"7z\xbc\xaf", "er et 7-Zip-arkiv. Pak det ud først."),
)
_MARKUP = re.compile(rb"<!doctype html|<html|<body|<head\b")
_STRANGE_NAME = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
"""What cannot be stored or printed: control characters, bytes that are no UTF-8."""
_RENAME = (
    "{name} har et navn (eller ligger i en mappe med et navn), der ikke er skrevet i UTF-8 eller "
    "har usynlige tegn. Omdøb den."
)
_NO_RIGHT = "{name} må ikke åbnes. Giv brugeren, der læser ind, adgang til den."
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read(path: Path, *, limit_mb: int = 100) -> Document:
    """The document in the file. A file above `limit_mb` megabytes is refused unread.

    Raises `UnreadableError`, also for a ZIP archive, which holds several (`contents`).
    """
    return read_bytes(_contents(path, limit_mb), str(path), path.name)


def contents(path: Path, *, limit_mb: int = 100) -> Iterator[tuple[str, bytes | UnreadableError]]:
    """(name, bytes) of the file, or of each member when it is a ZIP archive."""
    try:
        data = _contents(path, limit_mb)
        if is_zip(data) and zip_kind(data) == "zip":
            members = unpack(data, path.name, limit_mb=limit_mb)
            yield from ((name, inner) for name, inner in members if _may_be_minutes(name))
        else:
            yield path.name, data
    except UnreadableError as error:
        yield path.name, error


def read_bytes(data: bytes, path: str, name: str) -> Document:
    """The document in the bytes; `name` is what a reader sees. Raises `UnreadableError`."""
    try:
        kind = _kind(data, name)
        document = _READERS[kind](data, Document(path, name, "", hashlib.sha256(data).hexdigest()))
    except UnreadableError as error:
        told = str(error)
        raise UnreadableError(told if told.startswith(name) else f"{name} {told}") from error
    document = repaired(document)
    if not document.text.strip() and not document.blank_pages:
        raise UnreadableError(f"{name} indeholder ingen tekst. Kontrollér, at det er den rigtige.")
    return document


def find_files(paths: Iterable[Path]) -> tuple[list[Path], list[tuple[Path, str]]]:
    """The files under the paths that may be minutes, sorted; and those that cannot be read,
    each with a Danish reason.

    Hidden files and folders and `README*` are passed over in silence, and so is what lies beside
    an SBSYS or eDoc manifest, which tells it all; a path that does not exist is among the refused.
    """
    from index.formats.manifest import without_companions

    files: set[Path] = set()
    refused: dict[Path, str] = {}
    for path in paths:
        if not path.exists():
            refused[path] = f"{path} findes ikke. Kontrollér stien."
        for inner in [path] if path.is_file() else [path, *path.rglob("*")]:
            named = _may_be_minutes(str(inner.relative_to(path.parent)))
            if not _is_open(inner) and (named or inner == path):
                refused[inner] = _NO_RIGHT.format(name=inner.name)
            if not named or inner in refused:
                continue
            if inner.is_symlink() and not inner.exists():
                refused[inner] = f"{inner.name} peger på en fil, der ikke findes. Fjern genvejen."
            if not inner.is_file():
                continue
            if _STRANGE_NAME.search(str(inner)):
                refused[Path(_shown(inner))] = _RENAME.format(name=_shown(inner))
            elif inner.suffix.lower() in READABLE or is_packed_json(inner.name):
                files.add(inner)
            else:
                refused[inner] = f"{inner.name} {_cannot(inner.suffix)}"
    told = without_companions(files)
    kept = {path: reason for path, reason in refused.items() if not told(path)}
    return sorted(path for path in files if not told(path)), sorted(kept.items())


def _is_open(path: Path) -> bool:
    """Whether a folder may be listed, and anything else be looked at."""
    try:
        return not path.is_dir() or os.access(path, os.R_OK | os.X_OK)
    except PermissionError:
        return False


def _shown(path: Path) -> str:
    """A name as a person can read it: what is no UTF-8 was mostly written by an old Windows."""
    name = os.fsencode(path.name)
    try:
        told = name.decode("utf-8")
    except UnicodeDecodeError:
        told = name.decode("cp1252", "replace")
    return "".join(c if c.isprintable() else "?" for c in told)


def is_packed_json(name: str) -> bool:
    """Whether a file is a portal's answer as `svarpunkt sync` keeps it."""
    return name.lower().endswith(".json.gz")


def _may_be_minutes(name: str) -> bool:
    parts = Path(name.rpartition("!")[2]).parts
    hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in parts)
    # state.json is what `svarpunkt sync` notes beside the meetings that it keeps.
    aside = ("readme", "state.json")
    return bool(parts) and not hidden and not parts[-1].casefold().startswith(aside)


def _cannot(suffix: str) -> str:
    if suffix.lower() in {".doc", ".rtf", ".odt", ".docm", ".dot", ".wpd", ".pages"}:
        return f"er et dokument, der ikke kan læses direkte. {_SAVE_AS}"
    return f"er af en type ({suffix or 'uden endelse'}), der ikke kan læses."


def _contents(path: Path, limit_mb: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > limit_mb * 1024 * 1024:
            raise UnreadableError(
                f"{path.name} fylder {size / 1024 / 1024:.0f} MB; grænsen er {limit_mb} MB. "
                "Del den op, eller hæv grænsen."
            )
        data = path.read_bytes()
        return gunzip(data, path.name, limit_mb) if is_packed_json(path.name) else data
    except FileNotFoundError as error:
        raise UnreadableError(f"{path.name} findes ikke. Kontrollér stien.") from error
    except IsADirectoryError as error:
        raise UnreadableError(f"{path.name} er en mappe. Angiv en fil.") from error
    except OSError as error:
        raise UnreadableError(
            f"{path.name} kan ikke åbnes ({error.strerror}). Kontrollér rettighederne til filen."
        ) from error


def _kind(data: bytes, name: str) -> str:
    """What the bytes are: pdf, docx, html, json, markdown or text."""
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise UnreadableError("er tom. Hent filen igen.")
    for magic, told in _FOREIGN:
        if data.startswith(magic):
            raise UnreadableError(told)
    suffix = Path(name).suffix.lower()
    # Some servers put a few bytes of their own before the PDF's first line.
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if is_zip(data):
        return _packed(zip_kind(data))
    if suffix in {".pdf", ".docx"}:
        told = "PDF" if suffix == ".pdf" else "Word-fil"
        raise UnreadableError(f"er ikke en rigtig {told} eller er beskadiget. Hent den igen.")
    return _kind_of_text(data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower(), suffix)


def _kind_of_text(start: bytes, suffix: str) -> str:
    utf16 = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if _MARKUP.search(start) or (start.startswith(b"<") and suffix not in {".txt", ".md"}):
        return "html"
    if suffix in {".html", ".htm", ".xhtml"}:
        return "html"
    if not utf16 and _BINARY.search(start):
        raise UnreadableError("er ikke en tekstfil, og formatet kendes ikke. Gem den som PDF.")
    if suffix == ".json" or start.startswith(b'{"'):
        return "json"
    return "markdown" if suffix in {".md", ".markdown"} else "text"


def _packed(kind: str) -> str:
    if kind == "docx":
        return kind
    told = {
        "zip": "er et ZIP-arkiv. Pak det ud, og læg filerne i mappen.",
        "broken": "er en beskadiget eller afkortet Word- eller ZIP-fil. Hent den igen.",
        "odt": f"er et OpenDocument. {_SAVE_AS}",
    }
    raise UnreadableError(told.get(kind, f"er et regneark eller en præsentation. {_SAVE_AS}"))


def decode(data: bytes) -> str:
    """Characters of a text file: byte order mark, UTF-8, else Windows-1252; LF line ends."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        text = _decode_bytes(data)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_bytes(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start > 64 and error.start >= len(data) - 3:
            # Cut off inside the last character: what is there is still UTF-8.
            return data[: error.start].decode("utf-8-sig")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _read_text(data: bytes, document: Document) -> Document:
    text = decode(data)
    if text.count("\x00") or text.count("\ufffd") > len(text) // 50:
        raise UnreadableError("er ikke en tekstfil, og formatet kendes ikke. Gem den som PDF.")
    # pdftotext ends every page with a form feed, the last one too.
    feeds = (match.end() for match in re.finditer("\f", text))
    pages = [at for at in feeds if at < len(text)] if "\f" in text else []
    return replace(document, text=text, pages=(0, *pages) if pages else ())


def _read_markdown(data: bytes, document: Document) -> Document:
    return replace(_read_text(data, document), media="text/markdown")


def _read_json(data: bytes, document: Document) -> Document:
    from index.formats import publication

    return publication.load_bytes(data, document.path, document.name)[0]


def _read_html(data: bytes, document: Document) -> Document:
    from index.files.webpage import read_page

    text, headings, title = read_page(data)
    return replace(document, text=text, headings=headings, media="text/html", title=title)


def _read_pdf(data: bytes, document: Document) -> Document:
    from index.files.pdf_apart import read_pdf_apart

    text, pages, blank = read_pdf_apart(data)
    return replace(document, text=text, pages=pages, blank_pages=blank, media="application/pdf")


def _read_docx(data: bytes, document: Document) -> Document:
    from index.files.docx import read_docx

    text, headings = read_docx(data)
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return replace(document, text=text, headings=headings, media=media)


_READERS: dict[str, Callable[[bytes, Document], Document]] = {
    "text": _read_text,
    "markdown": _read_markdown,
    "json": _read_json,
    "html": _read_html,
    "pdf": _read_pdf,
    "docx": _read_docx,
}

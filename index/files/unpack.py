"""ZIP archives (Word files are some) -> what is in them, without trusting what they say."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from index.types import UnreadableError

MOST_MEMBERS = 20_000
MOST_RATIO = 200
"""Unpacked to packed. Text packs to a tenth; beyond this it is an attack or an error."""
_SMALL = 1024 * 1024
"""Below this a ratio says nothing: blank pages pack to almost nothing."""

_KINDS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "excel",
    "ppt/presentation.xml": "powerpoint",
    "content.xml": "odt",
}
_MARKUP = (".xml", ".rels")
_BROKEN = (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin as a ZIP archive does (it may be broken further on)."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def zip_kind(data: bytes) -> str:
    """docx, excel, powerpoint, odt, zip, or broken."""
    if _is_crowded(data):
        return "zip"  # what it is need not be known: it is refused
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except _BROKEN:
        return "broken"
    return next((kind for name, kind in _KINDS.items() if name in names), "zip")


def _is_crowded(data: bytes) -> bool:
    """Whether there are more members than are read; told without opening the archive, for a list
    of millions would fill the memory."""
    return data.count(b"PK\x01\x02") > MOST_MEMBERS


def gunzip(data: bytes, name: str, limit_mb: int = 100) -> bytes:
    """The one file that a .gz holds, at most `limit_mb` megabytes and MOST_RATIO times its size.

    Raises `UnreadableError` when it is damaged, cut off or too big.
    """
    most = min(limit_mb * 1024 * 1024, max(MOST_RATIO * len(data), _SMALL))
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        content = unpacker.decompress(data, most + 1)
    except zlib.error as error:
        raise UnreadableError(f"{name} er beskadiget. Hent den igen.") from error
    if len(content) > most:
        raise UnreadableError(f"{name} fylder for meget, når den pakkes ud. Hent den igen.")
    if not unpacker.eof:
        raise UnreadableError(f"{name} er afkortet. Hent den igen.")
    return content


def check_size(data: bytes, limit_mb: int) -> None:
    """Raise `UnreadableError` when an archive would unpack to more than `limit_mb`, by its own
    account or by its ratio. The account may lie: readers must stop at their own limits too."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            total = sum(info.file_size for info in archive.infolist())
    except _BROKEN as error:
        raise UnreadableError("er beskadiget eller afkortet. Hent den igen.") from error
    if total > limit_mb * 1024 * 1024 or total > max(MOST_RATIO * len(data), _SMALL):
        raise UnreadableError("fylder for meget, når den pakkes ud. Gem den igen i en mindre fil.")


def check_parts(data: bytes, limit_mb: int) -> None:
    """Raise `UnreadableError` when the markup in a Word file is beyond `limit_mb`."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [one for one in archive.infolist() if one.filename.lower().endswith(_MARKUP)]
    if sum(info.file_size for info in parts) > limit_mb * 1024 * 1024:
        raise UnreadableError("har for megen tekst til at blive læst på én gang. Del den op.")


def unpack(
    data: bytes, name: str, *, limit_mb: int = 100
) -> Iterator[tuple[str, bytes | UnreadableError]]:
    """("archive.zip!inner", bytes) of every member, by name; an error in the place of a member
    that is locked, damaged or too large. All together at most ten times `limit_mb`.

    Raises `UnreadableError` when the archive itself cannot be opened.
    """
    if _is_crowded(data):
        raise UnreadableError(f"{name} har over {MOST_MEMBERS} filer. Del arkivet op.")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _BROKEN as error:
        raise UnreadableError(f"{name} er et beskadiget ZIP-arkiv. Hent det igen.") from error
    with archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        left = 10 * limit_mb * 1024 * 1024
        for info in sorted(members, key=lambda one: one.filename):
            inner = f"{name}!{info.filename}"
            content = _member(archive, info, inner, min(limit_mb * 1024 * 1024, left))
            left -= len(content) if isinstance(content, bytes) else 0
            yield inner, content


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, limit: int
) -> bytes | UnreadableError:
    if info.flag_bits & 1:
        return UnreadableError(f"{name} er låst med adgangskode. Pak den ud, og læg den i mappen.")
    limit = min(limit, max(MOST_RATIO * info.compress_size, _SMALL))
    try:
        with archive.open(info) as stream:
            content = stream.read(limit + 1)
    except _BROKEN:
        return UnreadableError(f"{name} er beskadiget i arkivet. Pak arkivet igen.")
    if len(content) > limit:
        return UnreadableError(f"{name} fylder for meget, når den pakkes ud. Pak den ud selv.")
    return content

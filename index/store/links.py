"""A file in a folder -> its page on the municipality's own site, by the folder's base address.

`https://byen.dk/referater` is put before the file's path in the folder; an address with `{fil}`
or `{navn}` has the path, or the name without its ending, put there instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from index.types import ArchiveError

PLACES = ("{fil}", "{navn}")


def check_base(typed: str) -> str:
    """The base address as it is kept. Raises ArchiveError for what is no web address."""
    text = typed.strip()
    parts = urlsplit(text)
    strange = re.search(r"[\s<>\"]|\{(?!fil\}|navn\})", text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or strange:
        raise ArchiveError(
            f"»{typed}« er ikke en adresse, som filerne kan have. Skriv den som "
            "https://www.byen.dk/referater, eventuelt med {fil} eller {navn}, hvor filens sti "
            "eller navn skal stå."
        )
    return text


def address_of(path: str, bases: Mapping[str, str], page: int | None = None) -> str | None:
    """The address of the file at `path`; None when no folder above it has a base address.

    `bases` has folders (or files) and their base addresses; the nearest folder decides. A member
    of a ZIP archive has the archive's address, and a page is added where the file is a PDF.
    """
    file = re.sub(r"(?is)(\.zip)!.*", r"\1", path)
    under = [root for root in bases if file == root or file.startswith(f"{root.rstrip('/')}/")]
    if not under:
        return None
    root = max(under, key=len)
    inside = file[len(root) :].lstrip("/") or PurePosixPath(file).name
    address = _filled(bases[root], inside)
    pdf = file.casefold().endswith(".pdf")
    return f"{address}#page={page}" if page and pdf and "#" not in address else address


def _filled(base: str, inside: str) -> str:
    if not any(place in base for place in PLACES):
        return f"{base.rstrip('/')}/{quote(inside)}"
    name = PurePosixPath(inside).stem
    return base.replace("{fil}", quote(inside)).replace("{navn}", quote(name))

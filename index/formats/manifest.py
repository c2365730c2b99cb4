"""XML manifests of SBSYS and eDoc: one file tells a whole meeting, with its text.

The folder also holds the same as HTML, and the attachments; they are not read besides. No
entity is expanded and no DTD is read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from lxml import etree

from index.formats import edoc, publication, sbsys
from index.formats.publication_json import PortalMeeting
from index.types import Document, Meeting, UnreadableError

MEDIA = "application/xml"
_ROOT = re.compile(rb"<(?:\w{1,20}:)?(Dagsorden|Meeting)[\s>]")


def load_bytes(data: bytes, path: str, name: str) -> tuple[Document, tuple[Meeting, ...]]:
    """The meeting in the bytes (always one). Raises `UnreadableError` when they hold none, and
    for an agenda that is closed to the public: it is not read."""
    root = _parse(data, name)
    if sbsys.recognises(root):
        portal, system = sbsys.read(root, name), "sb"
    elif edoc.recognises(root):
        portal, system = edoc.read(root, name), "ed"
    else:
        raise UnreadableError(
            f"{name} er XML, men hverken en dagsorden fra SBSYS eller fra eDoc. "
            "Kontrollér, at det er den rigtige fil."
        )
    document, (meeting,) = publication.assemble(portal, data, path, name, MEDIA)
    return document, (_marked(meeting, portal, system),)


def without_companions(files: Iterable[Path]) -> Callable[[Path], bool]:
    """Whether a file lies in the folder of a manifest, or below it, and is none itself."""
    homes = {path.parent for path in files if path.suffix.lower() == ".xml" and _is_manifest(path)}

    def told(path: Path) -> bool:
        beside = path.suffix.lower() != ".xml"
        return beside and not homes.isdisjoint(path.parents)

    return told


def _is_manifest(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _ROOT.search(file.read(4096)) is not None
    except OSError:
        return False


def _parse(data: bytes, name: str) -> etree._Element:
    if b"<!DOCTYPE" in data[:65536] or b"<!ENTITY" in data:
        raise UnreadableError(f"{name} har en DTD, og dem læses ikke. Gem filen uden.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(
            f"{name} er ikke gyldig XML (måske er filen afkortet). Hent den igen."
        ) from error


def _marked(meeting: Meeting, portal: PortalMeeting, system: str) -> Meeting:
    """The meeting with an identity of its own, and each item as open as its manifest says."""
    told = f"{portal.id}|{portal.body}|{portal.begins}"
    items = tuple(
        replace(item, open=item.open and source.said_open)
        for item, source in zip(meeting.items, portal.items, strict=True)
    )
    key = hashlib.sha256(told.encode()).hexdigest()[:12]
    return replace(meeting, id=f"{system}-{key}", items=items)

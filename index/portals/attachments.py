"""A meeting's attachments and case presentations -> PDF files beside its JSON.

They lie where `index/formats/publication_attachments.py` reads them from. What the portal does
not give, what is too big and what is no PDF is left out and told.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.formats.publication_attachments import FOLDER
from index.formats.publication_json import PortalMeeting
from index.portals.address import PortalError
from index.portals.client import TOO_BIG, Client, Refused
from index.portals.state import put

ADDRESSES = ("/vis/pdf/bilag/{}/?redirectDirectlyToPdf=false", "/Vis/Pdf/bilag/{}")
"""Where portals give a document: the second is asked when the first gives none."""
MOST = 200
"""Attachments of one meeting that are fetched."""


@dataclass(frozen=True, slots=True)
class Attached:
    """What came of a meeting's attachments: whether there is something to read into the archive,
    whether all was asked for (else the next run asks again), and sentences about those left out."""

    fresh: bool = False
    whole: bool = True
    told: tuple[str, ...] = ()


def fetch_attachments(
    client: Client, folder: Path, meeting_id: str, meeting: PortalMeeting, *, read: bool
) -> Attached:
    """Fetch the PDFs of a meeting that are not there yet.

    `read` says that those on disk have been read into the archive. When the portal fails at one,
    the rest waits for the next run: the meeting itself is none the worse.
    """
    home, fresh, told = folder / FOLDER / meeting_id, False, list[str]()
    documents = [one for item in meeting.items for one in item.documents]
    for document, name in documents[:MOST]:
        path = home / f"{document}.pdf"
        if path.exists():
            # A run that died after fetching it has not read it.
            fresh = fresh or not read
            continue
        try:
            put(path, _pdf(client, document))
        except Refused as refused:
            told.append(f"Bilaget »{name}« er ikke hentet: {refused}")
            continue
        except PortalError as error:
            told.append(f"Bilaget »{name}« er ikke hentet, og prøves igen næste gang: {error}")
            return Attached(fresh, False, tuple(told))
        fresh = True
    if len(documents) > MOST:
        told.append(f"Mødet {meeting_id} har {len(documents)} bilag; de første {MOST} er hentet.")
    return Attached(fresh, True, tuple(told))


def _pdf(client: Client, document: str) -> bytes:
    """The document as PDF, at whichever of its addresses gives one."""
    why = Refused(0, "portalen giver det ikke som PDF.")
    for address in ADDRESSES:
        try:
            data = client.get(address.format(document), client.manners.most_attachment_bytes)
        except Refused as refused:
            if refused.status == TOO_BIG:
                raise
            why = refused
            continue
        if b"%PDF-" in data[:1024]:
            return data
    raise why

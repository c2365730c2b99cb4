"""A meeting's attachments and case presentations -> PDF files beside its JSON.

They lie where `index/formats/publication_attachments.py` reads them from. What the portal does
not give, what is too big and what is no PDF is left out and told.
"""

from __future__ import annotations

from pathlib import Path

from index.formats.publication_attachments import FOLDER
from index.formats.publication_json import PortalMeeting
from index.portals.client import Client, Refused
from index.portals.publication import ATTACHMENT
from index.portals.state import put

MOST = 200
"""Attachments of one meeting that are fetched."""


def fetch_attachments(
    client: Client, folder: Path, meeting_id: str, meeting: PortalMeeting, *, read: bool
) -> tuple[bool, list[str]]:
    """Fetch the PDFs of a meeting that are not there yet.

    Gives whether there is something to read into the archive, and sentences about those that are
    left out; `read` says that those on disk have been. Raises PortalError when the portal fails.
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
            data = client.get(
                f"{ATTACHMENT}{document}/?redirectDirectlyToPdf=false",
                most_bytes=client.manners.most_attachment_bytes,
            )
        except Refused as refused:
            told.append(f"Bilaget »{name}« er ikke hentet: {refused}")
            continue
        if b"%PDF-" not in data[:1024]:
            told.append(f"Bilaget »{name}« er ikke hentet: portalen giver det ikke som PDF.")
            continue
        put(path, data)
        fresh = True
    if len(documents) > MOST:
        told.append(f"Mødet {meeting_id} har {len(documents)} bilag; de første {MOST} er hentet.")
    return fresh, told

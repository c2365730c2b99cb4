"""A meeting's attachments and case presentations -> PDF files beside its JSON.

They lie in `.bilag/<meeting>/<document>.pdf`; `index/formats/publication.py` reads them from
there as sections of their item. What is too big, missing or no PDF is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from index.portals.client import Client, Refused
from index.portals.publication import ATTACHMENT
from index.portals.state import ATTACHMENTS, put

_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{7,63}")
MOST = 200
"""Attachments of one meeting that are fetched."""


def fetch_attachments(client: Client, folder: Path, meeting_id: str, body: bytes) -> bool:
    """Fetch the PDFs of a meeting that are not there yet; True when one was.

    Raises PortalError when the portal fails; a document that it does not give is left out.
    """
    home, fresh = folder / ATTACHMENTS / meeting_id, False
    for document in list(_documents(json.loads(body.decode("utf-8-sig"))))[:MOST]:
        path = home / f"{document}.pdf"
        if path.exists():
            continue
        try:
            data = client.get(f"{ATTACHMENT}{document}/?redirectDirectlyToPdf=false")
        except Refused:
            continue
        if b"%PDF-" in data[:1024]:
            put(path, data)
            fresh = True
    return fresh


def _documents(meeting: object) -> Iterator[str]:
    """The ids of the documents, each once, in the meeting's order."""
    seen: set[str] = set()
    for item in _records(meeting, "Dagsordenpunkter"):
        found = [entry.get("Id") for entry in _records(item, "Bilag")]
        found += [entry.get("DocumentId") for entry in _records(item, "Felter")]
        for one in found:
            if isinstance(one, str) and _ID.fullmatch(one) and one.strip("0-") and one not in seen:
                seen.add(one)
                yield one


def _records(value: object, key: str) -> list[dict[str, object]]:
    found = value.get(key) if isinstance(value, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

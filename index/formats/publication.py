"""FirstAgenda Publication: a meeting as the portal's JSON gives it -> text and structure.

The JSON of `/api/agenda/dagsorden/{id}` on dozens of municipal portals. It becomes a plain
text (head, then every item with its sections) and, at the same time, the exact structure.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from index.danish import same_body
from index.decisions import split_bodies, split_history
from index.formats.publication_attachments import attachments_folder, write_attachments
from index.formats.publication_json import PortalMeeting, read_meeting
from index.formats.publication_sections import heading_counts, sections_of
from index.formats.publication_text import Text, WrittenItem, write_head, write_item
from index.parsing.municipalities import find_municipality, from_host
from index.sections import parse_decision_heading
from index.types import Decision, Document, Item, Meeting, Section, SectionKind, UnreadableError

MEDIA = "application/json"

_KEPT = re.compile(r"/portals/([a-z0-9.-]{3,100}(?:_\d{1,5})?)/[^/]{1,80}\.json\.gz$")
_PERIOD = re.compile(r"\s\(?(?:(?:19|20)?\d{2}\s?[-–/]\s?(?:19|20)?\d{2}|20\d{2})\)?$")
_WITHHELD = re.compile(r"\bikke (?:frigivet|offentliggjort)\b", re.IGNORECASE)
_CLOSED = re.compile(r"^\W{0,3}lukket\b|\blukket (?:punkt|sag)\)?$|\(lukket\)$", re.IGNORECASE)


def recognises(data: bytes) -> bool:
    """Whether the bytes look like one meeting of the portal (not a list of meetings)."""
    head = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") and b'"Dagsordenpunkter"' in data


def load(path: Path) -> tuple[Document, tuple[Meeting, ...]]:
    """The meeting in the file, as text and as structure (always one meeting).

    Raises `UnreadableError` when the file cannot be read or is no meeting.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path.name} kan ikke læses: {error.strerror}.") from error
    return load_bytes(data, str(path), path.name)


def load_bytes(data: bytes, path: str, name: str) -> tuple[Document, tuple[Meeting, ...]]:
    """The same for bytes from elsewhere: out of a ZIP archive, or fresh from the portal."""
    portal = read_meeting(data, name)
    return assemble(replace(portal, portal=portal.portal or _kept_from(path)), data, path, name)


def _kept_from(path: str) -> str:
    """The portal that `svarpunkt sync` fetched a file from ("portals/<host>/..."), else ""."""
    found = _KEPT.search(path)
    return f"https://{found[1].replace('_', ':')}" if found else ""


def assemble(
    portal: PortalMeeting, data: bytes, path: str, name: str, media: str = MEDIA
) -> tuple[Document, tuple[Meeting, ...]]:
    """A meeting's records -> its text and its structure; `data` is what they were read from."""
    text = Text()
    head_end = write_head(text, portal)
    home, told = attachments_folder(path), list[str]()
    written, attached = list[WrittenItem](), list[tuple[Section, ...]]()
    for item in portal.items:
        one = write_item(text, item)
        attached.append(write_attachments(text, item, home, told))
        written.append(replace(one, end=text.length))
    full = str(text)
    digest = hashlib.sha256(data).hexdigest()
    document = Document(path, name, full, digest, media=media)
    head = Section(SectionKind.HEAD, "", full[:head_end], 0, head_end)
    meeting = _meeting(portal, written, document, head)
    items = tuple(
        replace(item, sections=item.sections + pages)
        for item, pages in zip(meeting.items, attached, strict=True)
    )
    return document, (replace(meeting, items=items, warnings=(*meeting.warnings, *told)),)


def body_name(printed: str) -> str:
    """The committee without its period ("Byråd 2022-2025" -> "Byråd"), and without the full
    stop that only sorts it first in the portal's list."""
    bare = printed.lstrip(". ")
    return _PERIOD.sub("", bare).strip() or bare or "Ukendt udvalg"


def _meeting(
    portal: PortalMeeting, written: list[WrittenItem], document: Document, head: Section
) -> Meeting:
    host = re.sub(r"^https?://|:\d+$", "", portal.portal)
    counts = heading_counts(written)
    items = tuple(
        _item(one, portal, sections_of(one, counts, document.text, portal.held)) for one in written
    )
    when = portal.begins
    return Meeting(
        id=_identity(portal.id, document.digest),
        file=document.name,
        municipality=from_host(host) or find_municipality(document.text, head.text),
        body=body_name(portal.body),
        date=when.date() if when else None,
        items=items,
        head=head,
        time=when.strftime("%H:%M") if when and (when.hour or when.minute) else None,
        place=portal.place or None,
        kind=_kind(items),
        participants=portal.present,
        absent=portal.absent,
        url=portal.url(),
        warnings=_warnings(portal),
    )


def _identity(guid: str, digest: str) -> str:
    plain = re.sub(r"[^0-9a-f]", "", guid.lower())
    return f"fa-{plain[:12] if plain.strip('0') else digest[:12]}"


def _item(written: WrittenItem, portal: PortalMeeting, sections: tuple[Section, ...]) -> Item:
    item = written.item
    when = portal.begins.date() if portal.begins else None
    body = body_name(portal.body)
    return Item(
        number=int(item.number) if item.number.isdecimal() else None,
        label=written.label,
        title=item.title,
        case_number=item.case_number or None,
        open=_is_open(written, portal, sections),
        start=written.start,
        end=written.end,
        title_start=written.title_start,
        title_end=written.title_end,
        sections=sections,
        decisions=tuple(d for section in sections for d in _decisions(section, body, when)),
        url=portal.url(item),
    )


def _is_open(written: WrittenItem, portal: PortalMeeting, sections: tuple[Section, ...]) -> bool:
    """By the title, by a body that only says the decision is withheld, and by the portal's
    own mark - unless that calls every item of the meeting closed."""
    if _CLOSED.search(written.item.title):
        return False
    told = [s for s in sections if s.kind is not SectionKind.ATTACHMENTS]
    if len(told) == 1 and len(told[0].text) < 80 and _WITHHELD.search(told[0].text):
        return False
    return written.item.said_open or not any(item.said_open for item in portal.items)


def _decisions(section: Section, body: str, day: date | None) -> tuple[Decision, ...]:
    if section.kind is SectionKind.HISTORY:
        return split_history(section.text, section.start)
    if section.kind is not SectionKind.DECISION:
        return ()
    named, dated, _ = parse_decision_heading(section.heading)
    found = split_bodies(section.text, section.start, named or body, dated or day)
    if named and not same_body(named, body):
        return tuple(replace(decision, own=False) for decision in found)
    return found


def _kind(items: tuple[Item, ...]) -> str:
    decided = any(decision.own for item in items for decision in item.decisions)
    return "referat" if decided else "dagsorden"


def _warnings(portal: PortalMeeting) -> tuple[str, ...]:
    found = [] if portal.begins else ["Mødets dato fremgår ikke af filen."]
    if not portal.items:
        found.append("Mødet har ingen dagsordenspunkter.")
    return tuple(found)

"""The portal's JSON for one meeting -> records, with its gaps and oddities smoothed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from index.types import UnreadableError

_PORTAL = re.compile(r"https?://[A-Za-z0-9.-]{3,100}(?::\d{1,5})?(?=/)")
_DOCUMENT = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{7,63}")
_ZERO = re.compile(r"^[0-]*$")
_STAMP = re.compile(r"/Date\((-?\d{1,14})(?:[+-]\d{4})?\)/")
_PRINTED = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})(?:,? (?:kl\. ?)?(\d{1,2})[:.](\d\d))?")
DENMARK = ZoneInfo("Europe/Copenhagen")

JsonRecord = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PortalField:
    """One part of an item's content: HTML, or plain text where there is no HTML."""

    label: str
    html: str
    plain: str


@dataclass(frozen=True, slots=True)
class PortalItem:
    """One item; `said_open` is what the portal says, and many portals say false of all."""

    id: str
    number: str
    title: str
    case_number: str
    said_open: bool
    fields: tuple[PortalField, ...]
    attachments: tuple[str, ...]
    absent: tuple[str, ...]
    documents: tuple[tuple[str, str], ...] = ()
    """(id, name) of its PDFs: the attachments, then the presentations of the case."""


@dataclass(frozen=True, slots=True)
class PortalMeeting:
    """One meeting; `portal` is the scheme and host of its links, "" when it has none."""

    id: str
    body: str
    name: str
    begins: datetime | None
    place: str
    note: str
    held: bool
    supplement: bool
    present: tuple[str, ...]
    absent: tuple[str, ...]
    items: tuple[PortalItem, ...]
    portal: str

    def url(self, item: PortalItem | None = None) -> str | None:
        """The public page of the meeting or of one item; None when the portal is unknown."""
        if not self.portal or _ZERO.match(self.id):
            return None
        page = f"{self.portal}/vis?id={self.id}"
        if item is None:
            return page
        return None if _ZERO.match(item.id) else f"{page}&punktid={item.id}"


def read_meeting(data: bytes, name: str) -> PortalMeeting:
    """The meeting in the bytes. Raises `UnreadableError` when they hold none."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UnreadableError(
            f"{name} er ikke gyldig JSON (måske er filen afkortet). Hent mødet fra portalen igen."
        ) from error
    if not isinstance(value, dict) or not isinstance(value.get("Dagsordenpunkter"), list):
        raise UnreadableError(
            f"{name} er ikke et møde: der er ingen dagsordenspunkter i filen. "
            "Læg portalens svar for hvert enkelt møde i mappen."
        )
    return _meeting(value)


def _meeting(value: JsonRecord) -> PortalMeeting:
    moede = _record(value, "Moede")
    people = [(_line(one, "Name"), _is_away(one)) for one in _records(moede, "Moededeltagere")]
    raw = _ordered(_records(value, "Dagsordenpunkter"))
    return PortalMeeting(
        id=_line(value, "Id"),
        body=_line(_record(value, "Udvalg"), "Navn"),
        name=_line(moede, "Navn"),
        begins=_begins(moede),
        place=_line(moede, "Sted"),
        note=_line(moede, "Description"),
        held=moede.get("Afsluttet") is not False,
        supplement=value.get("TillaegsDagsorden") is True,
        present=tuple(name for name, away in people if name and not away),
        absent=tuple(name for name, away in people if name and away),
        items=tuple(_item(item) for item in raw),
        portal=_portal(raw),
    )


def _item(value: JsonRecord) -> PortalItem:
    fields = [
        PortalField(_line(one, "Navn"), _string(one, "Html"), _string(one, "Tekst"))
        for one in _records(value, "Felter")
    ]
    decision = _string(value, "ItemDecision")
    if decision.strip() and not any(decision in one.html for one in fields):
        fields.append(PortalField("Beslutning", decision, ""))
    people = _records(value, "ExternalAgendaItemAttendees")
    names = (_line(one, "Navn") for one in _by_order(_records(value, "Bilag")))
    return PortalItem(
        id=_line(value, "Id"),
        number=_line(value, "Number") or _line(value, "Punktnummer"),
        title=_line(value, "Caption") or _line(value, "Navn"),
        case_number=_line(value, "CaseNumber") or _line(value, "SagsNummer"),
        said_open=value.get("IsOpen") is True,
        fields=tuple(fields),
        attachments=tuple(name for name in names if name),
        absent=tuple(_line(one, "Name") for one in people if _is_away(one) and _line(one, "Name")),
        documents=tuple(_documents(value)),
    )


def _documents(item: JsonRecord) -> Iterator[tuple[str, str]]:
    """Each once; an id becomes a file's name, so nothing but a plain one is let through."""
    found = [(_line(one, "Id"), _line(one, "Navn")) for one in _by_order(_records(item, "Bilag"))]
    fields = _records(item, "Felter")
    found += [
        (_line(one, "DocumentId"), _line(one, "Navn") or "sagsfremstilling") for one in fields
    ]
    seen: set[str] = set()
    for document, name in found:
        if _DOCUMENT.fullmatch(document) and not _ZERO.match(document) and document not in seen:
            seen.add(document)
            yield document, name


def _string(record: JsonRecord, key: str) -> str:
    value = record.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def _line(record: JsonRecord, key: str) -> str:
    return " ".join(_string(record, key).split())


def _record(record: JsonRecord, key: str) -> JsonRecord:
    value = record.get(key)
    return value if isinstance(value, dict) else {}


def _records(record: JsonRecord, key: str) -> list[JsonRecord]:
    value = record.get(key)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _ordered(items: list[JsonRecord]) -> list[JsonRecord]:
    """By the portal's own order, when every item has one."""
    if all(isinstance(item.get("Sorting"), int) for item in items):
        return sorted(items, key=lambda item: _place(item, "Sorting"))
    return items


def _by_order(entries: list[JsonRecord]) -> list[JsonRecord]:
    return sorted(entries, key=lambda entry: _place(entry, "Order"))


def _place(record: JsonRecord, key: str) -> int:
    value = record.get(key)
    return value if isinstance(value, int) else 0


def _portal(items: list[JsonRecord]) -> str:
    for item in items:
        for entry in _records(item, "Felter"):
            found = _PORTAL.match(_string(entry, "Link"))
            if found:
                return found.group()
    return ""


def _begins(meeting: JsonRecord) -> datetime | None:
    """When the meeting begins, in Danish time."""
    return first_time(meeting, "Dato", "MeetingBeginUtc")


def first_time(record: JsonRecord, *keys: str) -> datetime | None:
    """The first of these fields that holds a time; None when none does."""
    found = (parse_time(_string(record, key)) for key in keys)
    return next((time for time in found if time), None)


def parse_time(text: str) -> datetime | None:
    """A time as portals write it: ISO, "17-03-2031 16:00" or "/Date(1931612400000)/" (one in UTC
    is moved to Danish time); None for anything else."""
    if stamp := _STAMP.fullmatch(text.strip()):
        return datetime.fromtimestamp(int(stamp[1]) / 1000, UTC).astimezone(DENMARK)
    if printed := _PRINTED.match(text.strip()):
        day, month, year, hour, minute = (int(part or 0) for part in printed.groups())
        text = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}"
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    at_utc = found.tzinfo is not None and found.utcoffset() == UTC.utcoffset(None)
    return found.astimezone(DENMARK) if at_utc else found


def _is_away(person: JsonRecord) -> bool:
    # AttendanceType 2 comes with the reason "Fraværende" (768 times in Greve's two years).
    away = person.get("Absent") is True or person.get("ParticipationCancelled") is True
    return away or person.get("AttendanceType") == 2

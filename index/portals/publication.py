"""FirstAgenda Publication: what a portal lists, and one meeting as it gives it.

The list is `/api/agenda/udvalgsliste`, a meeting `/api/agenda/dagsorden/{id}`. Both are JSON.
What has another shape raises PortalError with what was expected and what came: a portal that
has changed must not look like one whose meetings are gone.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape

from index.formats.publication_json import PortalMeeting, read_meeting
from index.portals.address import PortalError
from index.portals.client import Client, Refused
from index.types import UnreadableError

LIST = "/api/agenda/udvalgsliste"
MEETING = "/api/agenda/dagsorden/"
ATTACHMENT = "/vis/pdf/bilag/"

_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{3,63}")
"""An id becomes a file's name: nothing else may stand in it."""
_TELLING = (
    *("ReleasedDate", "Afsluttet", "Dato", "MeetingBeginUtc", "MeetingEndUtc", "Navn", "Sted"),
    "IsSupplementaryAgenda",
)
"""The fields of a listed meeting that change when its minutes do."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A meeting in the portal's list. `mark` changes when the meeting may have."""

    id: str
    committee: str
    day: str
    mark: str

    @property
    def year(self) -> int:
        """The meeting's year, 0 when the list does not say."""
        return int(self.day[:4]) if self.day[:4].isdecimal() else 0

    def before(self, first: date) -> bool:
        """Whether the meeting was held before a day; without a date it was not."""
        return bool(self.day) and self.day < first.isoformat()


def list_meetings(client: Client) -> list[Listed]:
    """Every meeting of every committee and period, newest first, each once."""
    found: dict[str, Listed] = {}
    for one in _listed(_listing(client), client.address.host):
        found.setdefault(one.id, one)
    if not found:
        raise PortalError(
            f"{client.address.host} viser ingen møder. Kontrollér adressen; er den rigtig, så prøv "
            "igen senere. Intet er ændret i arkivet."
        )
    return sorted(found.values(), key=lambda one: (one.day, one.id), reverse=True)


def _listing(client: Client) -> object:
    """The list, or why this address has none, said to whoever typed it."""
    try:
        return get_json(client, LIST)
    except Refused as refused:
        if refused.status in {401, 403}:
            told = (
                "Portalen giver ikke sin liste uden login. Er den åben i en browser, så spørg "
                "kommunen, om den må hentes automatisk."
            )
        elif refused.status in {404, 410}:
            told = f"Der er ingen FirstAgenda-portal på adressen. {_WHERE}"
        else:
            raise
        raise Refused(refused.status, f"{refused} {told} Intet er ændret i arkivet.") from refused


_WHERE = (
    "Portalen er den side, hvor kommunens dagsordener ligger, ofte "
    "https://dagsordener.<kommune>.dk, og ikke kommunens forside."
)


def fetch_meeting(client: Client, meeting_id: str) -> tuple[bytes, PortalMeeting]:
    """A meeting's JSON as it came, and read. Raises PortalError when it is not that meeting."""
    body = _json_bytes(client, f"{MEETING}{meeting_id}")
    try:
        meeting = read_meeting(body, f"Mødet {meeting_id}")
    except UnreadableError as error:
        raise _unlike(client.address.host, "et møde med dagsordenspunkter", body) from error
    if meeting.id.strip("0-") and meeting.id.casefold() != meeting_id.casefold():
        raise PortalError(
            f"{client.address.host} gav mødet {meeting.id[:64]}, da der blev bedt om {meeting_id}."
        )
    return body, meeting


def get_json(client: Client, path: str) -> object:
    """What a page's JSON says."""
    body = _json_bytes(client, path)
    try:
        value: object = json.loads(body.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _unlike(client.address.host, "gyldig JSON", body) from error
    return value


def _json_bytes(client: Client, path: str) -> bytes:
    """A page that begins as JSON does; where it does not, after the anonymous visit."""
    try:
        body = client.get(path)
    except Refused as refused:
        if refused.status not in {401, 403} or not client.greet():
            raise
        body = client.get(path)
    if not _begins_as_json(body) and client.greet():
        body = client.get(path)
    if not _begins_as_json(body):
        raise _unlike(client.address.host, "JSON", body)
    return body


def _begins_as_json(body: bytes) -> bool:
    return body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def _listed(value: object, host: str) -> Iterator[Listed]:
    groups = value.get("Udvalg") if isinstance(value, Mapping) else None
    if not isinstance(groups, Mapping):
        raise _unlike(host, "en liste »Udvalg« med udvalg og møder", value)
    for group in groups.values():
        if not isinstance(group, list):
            raise _unlike(host, "en liste af udvalg", group)
        for committee in group:
            if not isinstance(committee, Mapping) or not isinstance(committee.get("Moeder"), list):
                raise _unlike(host, "et udvalg med »Moeder«", committee)
            name = " ".join(str(committee.get("Navn") or "").split())
            yield from (_entry(entry, name, host) for entry in committee["Moeder"])


def _entry(entry: object, committee: str, host: str) -> Listed:
    identity = entry.get("Id") if isinstance(entry, Mapping) else None
    if not isinstance(entry, Mapping) or not isinstance(identity, str):
        raise _unlike(host, "et møde med »Id«", entry)
    if not _ID.fullmatch(identity):
        raise _unlike(host, "et møde-id af bogstaver, tal og bindestreger", identity)
    told = json.dumps([entry.get(key) for key in _TELLING], sort_keys=True)
    when = entry.get("Dato") or entry.get("MeetingBeginUtc")
    day = when[:10] if isinstance(when, str) and re.match(r"\d{4}-\d\d-\d\d", when) else ""
    mark = hashlib.sha256(told.encode()).hexdigest()[:16]
    return Listed(identity.lower(), committee, day, mark)


def _unlike(host: str, expected: str, came: object) -> PortalError:
    text = came.decode("utf-8", "replace") if isinstance(came, bytes) else repr(came)
    if _is_page(text):
        return PortalError(
            f"{host} svarede ikke som en FirstAgenda-portal: der var ventet {expected}, men der "
            f"kom en webside, »{_shown(text)}«. {_WHERE} Kræver siden login eller et klik på "
            "»Accepter«, kan den ikke hentes. Intet er ændret i arkivet."
        )
    return PortalError(
        f"{host} svarede ikke som en FirstAgenda-portal: der var ventet {expected}, men der kom "
        f"»{_shown(text)}«. Kontrollér adressen; er den rigtig, er portalen lavet om. Intet er "
        "ændret i arkivet."
    )


def _is_page(text: str) -> bool:
    return text[:200].lstrip("\ufeff \t\r\n").startswith("<")


def _shown(text: str) -> str:
    """The beginning of what came; of a web page its title, or else its words."""
    title = re.search(r"<title[^>]{0,200}>([^<]{1,300})", text[:20_000], re.IGNORECASE)
    if _is_page(text):
        text = unescape(title[1] if title else re.sub(r"<[^<>]{0,500}>", " ", text[:2_000]))
    return " ".join(text[:400].strip("\ufeff").split())[:80]

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

from index.formats.publication_json import PortalMeeting, first_time, read_meeting
from index.portals.address import PortalError
from index.portals.client import Client, Refused
from index.types import UnreadableError

LIST = "/api/agenda/udvalgsliste"
MEETING = "/api/agenda/dagsorden/"
MOST_ODD = 0.05
"""A larger share of entries that cannot be understood is another shape, and no slip."""
MOST_NESTED = 5
"""Levels of groups above a committee."""

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


@dataclass(frozen=True, slots=True)
class Listing:
    """What a portal lists, newest meeting first, each once; `odd` tells of the entries that
    could not be understood, which may be meetings that are held."""

    meetings: tuple[Listed, ...]
    odd: tuple[str, ...] = ()


class Unlike(PortalError):
    """What came is not what such a portal gives; `short` says what was expected and what came."""

    def __init__(self, told: str, short: str) -> None:
        super().__init__(told)
        self.short = short


class NotPublished(PortalError):
    """The meeting is on the list, and the portal has no agenda of it (yet)."""


def list_meetings(client: Client) -> Listing:
    """Every meeting of every committee and period.

    Raises PortalError when there is none, or when more than a few cannot be understood: then the
    portal has changed.
    """
    host, found, odd = client.address.host, dict[str, Listed](), list[Unlike]()
    for entry, committee in _entries(_listing(client), host, odd):
        try:
            one = _entry(entry, committee, host)
        except Unlike as error:
            odd.append(error)
            continue
        found.setdefault(one.id, one)
    if odd and len(odd) > MOST_ODD * len(found):
        raise odd[0]
    if not found:
        raise PortalError(
            f"{host} viser ingen møder. Kontrollér adressen; er den rigtig, så prøv "
            "igen senere. Intet er ændret i arkivet."
        )
    newest = sorted(found.values(), key=lambda one: (one.day, one.id), reverse=True)
    return Listing(tuple(newest), tuple(one.short for one in odd))


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
    """A meeting's JSON as it came, and read.

    Raises NotPublished when the portal has no agenda of it, PortalError when what came is not
    that meeting.
    """
    try:
        body = _json_bytes(client, f"{MEETING}{meeting_id}")
    except Refused as refused:
        if refused.status not in {204, 404, 410}:
            raise
        raise NotPublished(
            f"{refused} Mødet er på listen, men portalen giver det ikke."
        ) from refused
    try:
        meeting = read_meeting(body, f"Mødet {meeting_id}")
    except UnreadableError as error:
        if _has_no_agenda(body):
            raise NotPublished(
                f"{client.address.host} giver mødet uden dagsorden: den er ikke offentliggjort."
            ) from error
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
    asked = client.manners.clock()
    try:
        body = client.get(path)
    except Refused as refused:
        if refused.status not in {401, 403} or not client.greet(asked):
            raise
        body = client.get(path)
    if not _begins_as_json(body) and client.greet(asked):
        body = client.get(path)
    if not _begins_as_json(body):
        raise _unlike(client.address.host, "JSON", body)
    return body


def _begins_as_json(body: bytes) -> bool:
    bare = body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    return bare[:1] in {b"{", b"["} or bare.rstrip() == b"null"


def _has_no_agenda(body: bytes) -> bool:
    """Whether what came is "null", or a meeting whose points are null or left out."""
    try:
        value = json.loads(body.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        return False
    if not isinstance(value, Mapping):
        return value is None
    named = isinstance(value.get("Udvalg"), Mapping) and isinstance(value.get("Moede"), Mapping)
    return named and value.get("Dagsordenpunkter") is None


def _entries(value: object, host: str, odd: list[Unlike]) -> Iterator[tuple[object, str]]:
    """Each entry that stands for a meeting, and its committee's name."""
    groups = value.get("Udvalg") if isinstance(value, Mapping) else value
    if not isinstance(groups, Mapping | list):
        raise _unlike(host, "en liste »Udvalg« med udvalg og møder", value)
    committees = list(_committees(groups, MOST_NESTED))
    if groups and not committees:
        odd.append(_unlike(host, "et udvalg med »Moeder«", groups))
    for committee in committees:
        meetings = committee["Moeder"]
        if not isinstance(meetings, list | None):
            odd.append(_unlike(host, "»Moeder« som en liste af møder", committee))
            continue
        name = " ".join(str(committee.get("Navn") or "").split())
        yield from ((entry, name) for entry in meetings or ())


def _committees(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    """The committees in groups and periods, which portals nest in several ways."""
    if isinstance(value, Mapping):
        if "Moeder" in value:
            yield value
        parts = [part for key, part in value.items() if key != "Moeder"]
    else:
        parts = value if isinstance(value, list) else []
    for part in parts if depth else ():
        yield from _committees(part, depth - 1)


def _entry(entry: object, committee: str, host: str) -> Listed:
    identity = entry.get("Id") if isinstance(entry, Mapping) else None
    if not isinstance(entry, Mapping) or not isinstance(identity, str):
        raise _unlike(host, "et møde med »Id«", entry)
    if not _ID.fullmatch(identity):
        raise _unlike(host, "et møde-id af bogstaver, tal og bindestreger", identity)
    told = json.dumps([entry.get(key) for key in _TELLING], sort_keys=True)
    when = first_time(entry, "Dato", "MeetingBeginUtc")
    day = when.date().isoformat() if when else ""
    mark = hashlib.sha256(told.encode()).hexdigest()[:16]
    return Listed(identity.lower(), committee, day, mark)


def _unlike(host: str, expected: str, came: object) -> Unlike:
    text = came.decode("utf-8", "replace") if isinstance(came, bytes) else repr(came)
    said = f"en webside, »{_shown(text)}«" if _is_page(text) else f"»{_shown(text)}«"
    short = f"der var ventet {expected}, men der kom {said}"
    advice = (
        f"{_WHERE} Kræver siden login eller et klik på »Accepter«, kan den ikke hentes."
        if _is_page(text)
        else "Kontrollér adressen; er den rigtig, er portalen lavet om."
    )
    return Unlike(
        f"{host} svarede ikke som en FirstAgenda-portal: {short}. {advice} Intet er ændret i "
        "arkivet.",
        short,
    )


def _is_page(text: str) -> bool:
    return text[:200].lstrip("\ufeff \t\r\n").startswith("<")


def _shown(text: str) -> str:
    """The beginning of what came; of a web page its title, or else its words."""
    title = re.search(r"<title[^>]{0,200}>([^<]{1,300})", text[:20_000], re.IGNORECASE)
    if _is_page(text):
        text = unescape(title[1] if title else re.sub(r"<[^<>]{0,500}>", " ", text[:2_000]))
    return " ".join(text[:400].strip("\ufeff").split())[:80]

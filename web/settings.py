"""What the municipality sets for its pages: read once at the start, from the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from index.types import ArchiveError


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask when the minutes do not say: "" where nothing is set. Phone comes first."""

    name: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""

    @property
    def dial(self) -> str:
        """The phone number as a tel: address has it."""
        return "".join(c for c in self.phone if c.isdigit() or c == "+")

    def __bool__(self) -> bool:
        return bool(self.phone or self.email)


def read_contact(environment: Mapping[str, str]) -> Contact:
    """The contact from SVARPUNKT_KONTAKT, _TELEFON, _EMAIL and _TELEFONTID."""
    return Contact(
        environment.get("SVARPUNKT_KONTAKT", "").strip(),
        environment.get("SVARPUNKT_TELEFON", "").strip(),
        environment.get("SVARPUNKT_EMAIL", "").strip(),
        environment.get("SVARPUNKT_TELEFONTID", "").strip(),
    )


@dataclass(frozen=True, slots=True)
class Access:
    """Who may see what, and what is kept. `proxies` are the addresses whose `proxy_header` is
    believed; `keep_api`, whether answers to programs are kept as the pages' are."""

    closed: bool = False
    open_help: bool = True
    open_api: bool = True
    proxy_header: str = ""
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    https: bool = False
    keep_days: int = 90
    keep_api: bool = False
    origins: tuple[str, ...] = ()


OPEN = Access()


def read_access(environment: Mapping[str, str]) -> Access:
    """The access from SVARPUNKT_LUKKET, _HJAELP, _API, _PROXY_BRUGER, _PROXY_FRA, _HTTPS,
    _GEM_DAGE, _GEM_API and _WIDGET. Raises ArchiveError with a sentence for one that cannot be
    understood."""
    return Access(
        closed=_is_on(environment, "LUKKET", False),
        open_help=_is_on(environment, "HJAELP", True),
        open_api=_is_on(environment, "API", True),
        proxy_header=environment.get("SVARPUNKT_PROXY_BRUGER", "").strip(),
        proxies=tuple(_words(environment.get("SVARPUNKT_PROXY_FRA", "127.0.0.1 ::1"))),
        https=_is_on(environment, "HTTPS", False),
        keep_days=_days(environment.get("SVARPUNKT_GEM_DAGE", "").strip()),
        keep_api=_is_on(environment, "GEM_API", False),
        origins=tuple(_origin(word) for word in _words(environment.get("SVARPUNKT_WIDGET", ""))),
    )


_ON = {"1": True, "ja": True, "true": True, "0": False, "nej": False, "false": False}


def _is_on(environment: Mapping[str, str], name: str, default: bool) -> bool:
    said = environment.get(f"SVARPUNKT_{name}", "").strip().casefold()
    if said and said not in _ON:
        raise ArchiveError(f"SVARPUNKT_{name} skal være 1 (ja) eller 0 (nej), ikke »{said}«.")
    return _ON.get(said, default)


def _days(said: str) -> int:
    if said and not said.isdecimal():
        raise ArchiveError(f"SVARPUNKT_GEM_DAGE skal være et antal dage, ikke »{said}«.")
    return int(said) if said else Access().keep_days


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _origin(word: str) -> str:
    """Scheme and host; anything else would end up in a header."""
    parts = urlsplit(word)
    if parts.scheme not in ("https", "http") or not _HOST.fullmatch(parts.netloc):
        raise ArchiveError(
            f"SVARPUNKT_WIDGET skal være adresser som https://www.eksempel.dk, ikke »{word}«."
        )
    return f"{parts.scheme}://{parts.netloc}"


_HOST = re.compile(r"[A-Za-z0-9.-]+(?::\d+)?")

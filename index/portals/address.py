"""A portal's address as it was typed -> scheme, host and port; and which hosts may be visited."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from index.types import ArchiveError

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?")


class PortalError(ArchiveError):
    """A portal cannot be used; the message says in Danish what happened and what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a portal is. `origin` has no path: "https://dagsordener.byen.dk"."""

    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and, where it is not the usual one, port."""
        usual = {"https": 443, "http": 80}[self.scheme]
        return f"{self.scheme}://{self.host}" + (f":{self.port}" if self.port != usual else "")

    @property
    def folder(self) -> str:
        """The name of the portal's folder in the archive."""
        return self.origin.partition("://")[2].replace(":", "_")


def parse_address(typed: str, *, allow_private: bool = False) -> Address:
    """The address in what somebody typed; a path is left out, https is meant where none is said.

    Raises PortalError for what is no web address, and for http unless private ones are allowed.
    """
    text = typed.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").encode("idna").decode().lower()
        port = parts.port
    except (ValueError, UnicodeError):
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host) or parts.username:
        raise PortalError(
            f"»{typed}« er ikke en portals adresse. Skriv den som https://dagsordener.byen.dk."
        )
    if parts.scheme == "http" and not allow_private:
        raise PortalError(f"»{typed}« er ukrypteret. Brug https://{host}.")
    return Address(parts.scheme, host, port or {"https": 443, "http": 80}[parts.scheme])


def check_host(address: Address, *, allow_private: bool = False) -> None:
    """Look the host up; raises PortalError when it is unknown or lies inside a private network."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise PortalError(
            f"{address.host} kan ikke findes på nettet. Kontrollér adressen og forbindelsen."
        ) from error
    check_numbers(address.host, [str(entry[4][0]) for entry in found], allow_private=allow_private)


def check_numbers(host: str, numbers: Sequence[str], *, allow_private: bool = False) -> None:
    """Raises PortalError when one of a host's IP numbers is not on the public internet."""
    if not allow_private and any(not _is_public(number) for number in numbers):
        raise PortalError(
            f"{host} peger på en privat adresse, og dem besøger Svarpunkt ikke. "
            "Sæt SVARPUNKT_ALLOW_PRIVATE=1, hvis det er meningen."
        )


def _is_public(number: str) -> bool:
    try:
        return ipaddress.ip_address(number.partition("%")[0]).is_global
    except ValueError:
        return False

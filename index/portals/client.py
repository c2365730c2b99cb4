"""A polite reader of one portal: an address on it -> the bytes that it answers with.

At most two requests at once and a pause between them; busy answers are waited out as the portal
asks, cut ones tried again; nothing but the portal's own host is visited, and no answer is read
beyond its limits.
"""

from __future__ import annotations

import contextlib
import os
import random
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from index.portals.address import Address, PortalError, check_host, check_numbers

AGENT = "Svarpunkt"
AT_ONCE = 2
_BUSY = {429, 500, 502, 503, 504}
_MOVED = {301, 302, 303, 307, 308}
_MOST_MOVES = 5
TOO_BIG = 413
REVISIT = 60.0
"""Seconds that the anonymous visit is good for at the least."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a portal is treated. Seconds and bytes; `sleep`, `clock` and `jitter` are for tests."""

    contact: str = ""
    pause: float = 0.5
    attempts: int = 5
    first_wait: float = 1.0
    longest_wait: float = 60.0
    longest_asked: float = 600.0
    """A longer Retry-After is not waited out: the next run goes on."""
    timeout: float = 30.0
    deadline: float = 120.0
    """What one answer may take in all."""
    most_bytes: int = 64 * 1024 * 1024
    """Of one answer, as sent and as unpacked."""
    most_attachment_bytes: int = 20 * 1024 * 1024
    """Of one attachment; a bigger one is left out."""
    allow_private: bool = False
    sleep: Callable[[float], object] | None = field(default=None, repr=False)
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    jitter: Callable[[], float] = field(default=random.random, repr=False)

    @classmethod
    def from_environment(cls) -> Manners:
        """SVARPUNKT_CONTACT (an e-mail address or a page), SVARPUNKT_ATTACHMENT_MB (20) and
        SVARPUNKT_ALLOW_PRIVATE=1. Raises PortalError for a size that is no number."""
        size = os.environ.get("SVARPUNKT_ATTACHMENT_MB", "").strip() or "20"
        if not size.isdecimal() or not 0 < int(size) <= 1000:
            raise PortalError(f"SVARPUNKT_ATTACHMENT_MB er »{size}«; skriv et tal fra 1 til 1000.")
        return cls(
            contact=" ".join(os.environ.get("SVARPUNKT_CONTACT", "").split())[:200],
            most_attachment_bytes=int(size) * 1024 * 1024,
            allow_private=os.environ.get("SVARPUNKT_ALLOW_PRIVATE", "") == "1",
        )

    @property
    def agent(self) -> str:
        """The name that the portal's owner sees in the log."""
        contact = self.contact.encode("ascii", "ignore").decode()
        return f"{AGENT}/0.1 (+{contact})" if contact else f"{AGENT}/0.1"


class Refused(PortalError):
    """The portal will not give the page; `status` is the HTTP status, 0 when robots.txt says so."""

    def __init__(self, status: int, told: str) -> None:
        super().__init__(told)
        self.status = status


class _TryAgain(Exception):
    """An answer that may be better in a moment; `after` is what the portal asked for."""

    def __init__(self, told: str, after: float | None = None) -> None:
        super().__init__(told)
        self.after = after


class Client:
    """An open connection to one portal. Thread-safe; use as a context manager."""

    def __init__(self, address: Address, manners: Manners) -> None:
        check_host(address, allow_private=manners.allow_private)
        self.address = address
        self.manners = manners
        self.requests = 0
        self._http = httpx.Client(
            headers={"User-Agent": manners.agent, "Accept-Encoding": "gzip, identity"},
            timeout=manners.timeout,
            follow_redirects=False,
            trust_env=False,
            limits=httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE),
        )
        self._stopped = threading.Event()
        self._turns = threading.Semaphore(AT_ONCE)
        self._pace = threading.Lock()
        self._next = 0.0
        self._robots: RobotFileParser | None = None
        self._greeting = threading.RLock()
        self._greeted: float | None = None

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._http.close()

    def stop(self) -> None:
        """Ask for nothing more: what waits for its turn gives up at once."""
        self._stopped.set()

    def get(self, path: str, most_bytes: int = 0) -> bytes:
        """The body of a page, at most `most_bytes` (0: as the manners say).

        Raises PortalError when it never comes, Refused (one of them) when robots.txt forbids it,
        the portal will not give it, sends us to another host or it is too big.
        """
        if not self.may_visit(path):
            raise Refused(
                0,
                f"{self.address.host} beder i sin robots.txt om, at {path.partition('?')[0]} ikke "
                "hentes automatisk. Bed kommunen om lov, eller få filerne på anden vis.",
            )
        return self._get(path, most_bytes or self.manners.most_bytes)

    def may_visit(self, path: str) -> bool:
        """Whether robots.txt lets us; read once, at the first question."""
        with self._greeting:
            if self._robots is None:
                self._robots = self._read_robots()
        return self._robots.can_fetch(AGENT, f"{self.address.origin}{path}")

    def greet(self, asked: float) -> bool:
        """The anonymous visit whose cookie some portals want.

        `asked` is when (by the manners' clock) the page was asked for that was not given. True
        when there has been a visit since, so that it is worth asking again. A cookie may run out
        in the course of a long run: the visit is made anew after a while.
        """
        with self._greeting:
            if self._greeted is None or self.manners.clock() - self._greeted >= REVISIT:
                for path in ("/Home/AnonymousAuthentication?callback=%2F", "/"):
                    with contextlib.suppress(PortalError):
                        self.get(path)
                    if len(self._http.cookies):
                        break
                self._greeted = self.manners.clock()
            return self._greeted >= asked

    # --- one answer ------------------------------------------------------------------------

    def _get(self, path: str, most: int) -> bytes:
        told = ""
        for attempt in range(self.manners.attempts):
            try:
                with self._turns:
                    return self._once(f"{self.address.origin}{path}", most)
            except _TryAgain as again:
                told = str(again)
                self._rest(attempt, again.after)
        raise PortalError(
            f"{self.address.host} {told}, også efter {self.manners.attempts} forsøg. "
            "Prøv igen senere: det, der er hentet, er gemt."
        )

    def _rest(self, attempt: int, asked: float | None) -> None:
        """Wait as the portal asks, else exponentially longer with jitter; all requests wait."""
        manners = self.manners
        if asked is not None and asked > manners.longest_asked:
            raise PortalError(
                f"{self.address.host} har travlt og beder os vente {asked / 60:.0f} minutter. "
                "Prøv igen senere: det, der er hentet, er gemt."
            )
        if attempt + 1 >= manners.attempts:
            return
        if asked is None:
            longest = min(manners.longest_wait, manners.first_wait * 2**attempt)
            asked = longest * (0.5 + manners.jitter() / 2)
        with self._pace:
            self._next = max(self._next, manners.clock() + asked)

    def _once(self, url: str, most: int) -> bytes:
        for _ in range(_MOST_MOVES + 1):
            self._await_turn()
            try:
                with self._http.stream("GET", url) as response:
                    self._check_peer(response)
                    if response.status_code in _MOVED:
                        url = self._moved(url, response)
                        continue
                    self._check_status(response)
                    return self._body(response, most)
            except (httpx.TimeoutException, TimeoutError) as error:
                raise _TryAgain("svarer ikke inden for tiden") from error
            except httpx.TransportError as error:
                raise self._broken(error) from error
        raise PortalError(f"{self.address.host} sender os rundt i ring fra {url}.")

    def _await_turn(self) -> None:
        with self._pace:
            now = self.manners.clock()
            start = max(now, self._next)
            self._next = start + self.manners.pause
            self.requests += 1
        if start > now:
            (self.manners.sleep or self._stopped.wait)(start - now)
        if self._stopped.is_set():
            raise PortalError("Afbrudt.")

    def _broken(self, error: httpx.TransportError) -> Exception:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            return PortalError(
                f"{self.address.host} har ikke et gyldigt certifikat, så det er ikke sikkert, hvem "
                "der svarer. Kontrollér adressen, eller sig det til kommunen."
            )
        if isinstance(error, httpx.ConnectError):
            return _TryAgain("kan ikke nås")
        return _TryAgain("afbrød forbindelsen midt i et svar")

    def _check_peer(self, response: httpx.Response) -> None:
        """The number that answered, which need not be the one that was looked up."""
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream else None
        if peer:
            allow = self.manners.allow_private
            check_numbers(self.address.host, [str(peer[0])], allow_private=allow)

    def _moved(self, url: str, response: httpx.Response) -> str:
        target: str = str(urljoin(url, response.headers.get("location", "")))
        parts, own = urlsplit(target), urlsplit(self.address.origin)
        if (parts.scheme, parts.netloc.lower()) != (own.scheme, own.netloc):
            raise Refused(
                response.status_code,
                f"{self.address.host} sender os videre til {parts.netloc or 'et andet sted'}, og "
                "Svarpunkt besøger kun den portal, der er bedt om. Brug den nye adresse, hvis "
                "portalen er flyttet.",
            )
        return target

    def _check_status(self, response: httpx.Response) -> None:
        status = response.status_code
        if status in _BUSY:
            after = retry_after(response.headers.get("retry-after", ""), datetime.now(UTC))
            raise _TryAgain(f"svarer {status} (travlt eller i stykker)", after)
        if status != 200:
            page = urlsplit(str(response.url)).path
            raise Refused(status, f"{self.address.host} svarer {status} på {page}.")

    def _body(self, response: httpx.Response, most: int) -> bytes:
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        parts, total = list[bytes](), 0
        for part in self._unpacked(self._raw(response, most), coding):
            parts.append(part)
            total += len(part)
            if total > most:
                raise self._too_big(most)
        return b"".join(parts)

    def _raw(self, response: httpx.Response, most: int) -> Iterator[bytes]:
        began, total = self.manners.clock(), 0
        for part in response.iter_raw():
            total += len(part)
            if total > most:
                raise self._too_big(most)
            if self.manners.clock() - began > self.manners.deadline:
                raise _TryAgain("sender for langsomt")
            yield part

    def _unpacked(self, parts: Iterator[bytes], coding: str) -> Iterator[bytes]:
        """A little at a time: a megabyte can unpack to a thousand."""
        if coding in {"", "identity"}:
            yield from parts
            return
        if coding not in {"gzip", "x-gzip", "deflate"}:
            raise PortalError(f"{self.address.host} svarer pakket på en ukendt måde ({coding}).")
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
        for part in parts:
            while part:
                try:
                    yield unpacker.decompress(part, 1024 * 1024)
                except zlib.error as error:
                    raise _TryAgain("sender et svar, der ikke kan pakkes ud") from error
                part = unpacker.unconsumed_tail
        if not unpacker.eof:
            raise _TryAgain("afbrød forbindelsen midt i et svar")

    def _too_big(self, most: int) -> Refused:
        limit = most / 1024 / 1024
        return Refused(
            TOO_BIG,
            f"{self.address.host} sender et svar på over {limit:.0f} MB, og det er standset.",
        )

    # --- robots.txt ------------------------------------------------------------------------

    def _read_robots(self) -> RobotFileParser:
        """RFC 9309: what is not there forbids nothing; what cannot be reached forbids all."""
        parser = RobotFileParser()
        parser.modified()
        try:
            data = self._get("/robots.txt", self.manners.most_bytes)
            text = data[: 500 * 1024].decode("utf-8", "replace")
        except Refused:
            text = ""
        parser.parse(text.splitlines())
        delay = parser.crawl_delay(AGENT)
        if delay is not None and float(delay) > self.manners.pause:
            slower = min(float(delay), self.manners.longest_wait)
            self.manners = replace(self.manners, pause=slower)
        return parser


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or as a date; None when it says
    nothing that can be read."""
    text = value.strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())

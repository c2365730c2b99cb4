"""One answer of a portal: polite, patient, bounded, and from its own host only."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from index.portals.address import PortalError, check_numbers, parse_address
from index.portals.client import Client, Manners, Refused, retry_after
from tests.index.portals.fake_portal import (
    FakePortal,
    cuts,
    hurried,
    pours,
    replies,
    says,
    send,
    serving,
)


@pytest.fixture
def portal() -> Iterator[FakePortal]:
    with serving(FakePortal()) as found:
        found.files["/side"] = b"indhold"
        yield found


def client(portal: FakePortal, **changes: object) -> Client:
    return Client(parse_address(portal.url, allow_private=True), hurried(**changes))


def test_a_page_comes_as_it_is_and_the_agent_names_its_owner(portal: FakePortal) -> None:
    with client(portal, contact="it@aaloese.example") as open_client:
        assert open_client.get("/side") == b"indhold"
        assert open_client.requests == 2
    assert portal.agents == {"Svarpunkt/0.1 (+it@aaloese.example)"}


@pytest.mark.parametrize("odd", [replies(429), replies(503), replies(500), cuts])
def test_a_bad_moment_is_waited_out(portal: FakePortal, odd: object) -> None:
    waits: list[float] = []
    portal.odd["/side"] = [odd, odd]  # type: ignore[list-item]
    with client(portal, sleep=waits.append, clock=lambda: 0.0, jitter=lambda: 1.0) as open_client:
        assert open_client.get("/side") == b"indhold"
    assert waits == [1.0, 2.0]


def test_the_wait_doubles_and_is_spread_by_chance(portal: FakePortal) -> None:
    waits: list[float] = []
    portal.forever["/side"] = replies(503)
    with (
        client(portal, sleep=waits.append, clock=lambda: 0.0, jitter=lambda: 0.0) as open_client,
        pytest.raises(PortalError, match=r"svarer 503.* 5 forsøg"),
    ):
        open_client.get("/side")
    assert waits == [0.5, 1.0, 2.0, 4.0]
    assert portal.asked.count("/side") == 5


def test_retry_after_is_kept_in_seconds_and_as_a_date(portal: FakePortal) -> None:
    waits: list[float] = []
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    portal.odd["/side"] = [replies(429, Retry_After="7"), replies(503, Retry_After=soon)]
    with client(portal, sleep=waits.append, clock=lambda: 0.0) as open_client:
        open_client.get("/side")
    assert waits[0] == 7.0
    assert 60 < waits[1] <= 90


def test_a_portal_that_asks_for_an_hour_is_left_alone(portal: FakePortal) -> None:
    portal.forever["/side"] = replies(429, Retry_After="3600")
    with client(portal) as open_client, pytest.raises(PortalError, match="vente 60 minutter"):
        open_client.get("/side")
    assert portal.asked.count("/side") == 1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0.0),
        ("i morgen", None),
        ("", None),
        ("-5", None),
    ],
)
def test_retry_after_reads_seconds_and_dates(value: str, seconds: float | None) -> None:
    assert retry_after(value, datetime(2031, 1, 1, tzinfo=UTC)) == seconds


def test_requests_are_two_at_once_and_apart(portal: FakePortal) -> None:
    waits: list[float] = []
    held = threading.Event()

    def slowly(handler: object) -> None:
        held.wait(0.05)
        send(handler, b"indhold")  # type: ignore[arg-type]

    portal.forever["/side"] = slowly
    with client(portal, pause=3.0, sleep=waits.append, clock=lambda: 0.0) as open_client:
        threads = [threading.Thread(target=open_client.get, args=("/side",)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert portal.most_at_once == 2
    assert sorted(waits) == [3.0, 6.0, 9.0, 12.0, 15.0, 18.0]


def test_robots_txt_is_obeyed(portal: FakePortal) -> None:
    portal.robots = "User-agent: *\nDisallow: /api/\n"
    with client(portal) as open_client:
        assert open_client.get("/side") == b"indhold"
        with pytest.raises(PortalError, match=r"robots\.txt"):
            open_client.get("/api/agenda/udvalgsliste")
    assert "/api/agenda/udvalgsliste" not in portal.asked


def test_robots_txt_may_ask_for_a_longer_pause(portal: FakePortal) -> None:
    waits: list[float] = []
    portal.robots = "User-agent: *\nCrawl-delay: 5\n"
    with client(portal, pause=1.0, sleep=waits.append, clock=lambda: 0.0) as open_client:
        open_client.get("/side")
        open_client.get("/side")
    assert waits == [1.0, 6.0]


def test_robots_txt_that_cannot_be_reached_forbids_all(portal: FakePortal) -> None:
    portal.forever["/robots.txt"] = replies(500)
    with client(portal) as open_client, pytest.raises(PortalError, match="svarer 500"):
        open_client.get("/side")
    assert "/side" not in portal.asked


def test_another_host_is_never_visited(portal: FakePortal) -> None:
    with serving(FakePortal()) as other:
        portal.odd["/side"] = [replies(302, Location=f"{other.url}/side")]
        with client(portal) as open_client, pytest.raises(PortalError, match="sender os videre"):
            open_client.get("/side")
        assert other.asked == []


def test_a_move_on_the_same_host_is_followed_but_not_in_a_ring(portal: FakePortal) -> None:
    portal.odd["/gammel"] = [replies(301, Location="/side")]
    portal.forever["/ring"] = replies(302, Location="/ring")
    with client(portal) as open_client:
        assert open_client.get("/gammel") == b"indhold"
        with pytest.raises(PortalError, match="i ring"):
            open_client.get("/ring")


def test_an_endless_answer_is_stopped(portal: FakePortal) -> None:
    portal.forever["/side"] = pours
    with (
        client(portal, most_bytes=1024 * 1024) as open_client,
        pytest.raises(Refused, match="over 1 MB"),
    ):
        open_client.get("/side")
    assert portal.asked.count("/side") == 1


def test_an_answer_that_unpacks_to_a_thousand_times_is_stopped(portal: FakePortal) -> None:
    bomb = gzip.compress(b"0" * 40 * 1024 * 1024)
    assert len(bomb) < 50_000
    portal.forever["/side"] = says(bomb, Content_Encoding="gzip")
    with (
        client(portal, most_bytes=4 * 1024 * 1024) as open_client,
        pytest.raises(Refused, match="over 4 MB"),
    ):
        open_client.get("/side")


def test_a_packed_answer_is_unpacked_and_a_cut_one_asked_for_again(portal: FakePortal) -> None:
    whole = gzip.compress(b"indhold " * 500)
    portal.odd["/side"] = [
        says(whole[:-20], Content_Encoding="gzip"),
        says(whole, Content_Encoding="gzip"),
    ]
    with client(portal) as open_client:
        assert open_client.get("/side") == b"indhold " * 500


def test_a_slow_answer_is_given_up(portal: FakePortal) -> None:
    held = threading.Event()
    portal.forever["/side"] = lambda handler: (held.wait(2), None)[1]
    with (
        client(portal, timeout=0.05, attempts=2) as open_client,
        pytest.raises(PortalError, match=r"inden for tiden.* 2 forsøg"),
    ):
        open_client.get("/side")
    held.set()


def test_a_stopped_client_asks_for_nothing_more(portal: FakePortal) -> None:
    with client(portal) as open_client:
        open_client.stop()
        with pytest.raises(PortalError, match="Afbrudt"):
            open_client.get("/side")
    assert portal.asked == []


@pytest.mark.parametrize(
    ("typed", "origin", "folder"),
    [
        (
            "https://dagsordener.aaloese.dk/vis?id=3",
            "https://dagsordener.aaloese.dk",
            "dagsordener.aaloese.dk",
        ),
        ("dagsordener.aaloese.dk", "https://dagsordener.aaloese.dk", "dagsordener.aaloese.dk"),
        (
            "HTTPS://Møder.Aaløse.dk:8443",
            "https://xn--mder-gra.xn--aalse-xua.dk:8443",
            "xn--mder-gra.xn--aalse-xua.dk_8443",
        ),
    ],
)
def test_an_address_is_read_as_it_is_typed(typed: str, origin: str, folder: str) -> None:
    address = parse_address(typed)
    assert (address.origin, address.folder) == (origin, folder)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "file:///etc/passwd",
        "ftp://x.dk",
        "https://../x",
        "https://a:b@x.dk",
        "https://x.dk:99999",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(PortalError, match="ikke en portals adresse"):
        parse_address(typed)


def test_http_is_refused_unless_private_addresses_are_allowed() -> None:
    with pytest.raises(PortalError, match="ukrypteret"):
        parse_address("http://dagsordener.aaloese.dk")
    assert parse_address("http://localhost:8000", allow_private=True).port == 8000


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "10.0.0.4",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fe80::1%eth0",
        "0.0.0.0",
        "100.64.0.1",
        "::ffff:127.0.0.1",
    ],
)
def test_private_numbers_are_refused(number: str) -> None:
    with pytest.raises(PortalError, match="SVARPUNKT_ALLOW_PRIVATE"):
        check_numbers("portal.dk", ["193.3.1.1", number])


def test_a_private_portal_is_refused_before_it_is_asked(portal: FakePortal) -> None:
    address = parse_address(portal.url, allow_private=True)
    with pytest.raises(PortalError, match="privat adresse"):
        Client(address, hurried(allow_private=False))
    assert portal.asked == []


def test_the_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVARPUNKT_CONTACT", " it@aaloese.dk\n")
    monkeypatch.setenv("SVARPUNKT_ALLOW_PRIVATE", "1")
    manners = Manners.from_environment()
    assert manners.agent == "Svarpunkt/0.1 (+it@aaloese.dk)"
    assert manners.allow_private
    monkeypatch.delenv("SVARPUNKT_ALLOW_PRIVATE")
    assert not Manners.from_environment().allow_private

"""A portal into the archive: all of it once, then only what is new, changed or gone."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from index.archive import Archive
from index.portals.address import PortalError
from index.portals.completeness import completeness
from index.portals.state import Run, State, alone, portal_folders, read_state
from index.portals.sync import Scope, SyncReport, known_portals, sync
from index.portals.tell import next_run, status, status_json, status_text, summary, table
from tests.fakes import WordEmbedder, open_with
from tests.index.portals.fake_portal import (
    LIST,
    MEETING,
    FakePortal,
    cuts,
    hurried,
    meeting,
    replies,
    says,
    send,
    serving,
)

COUNCIL = "Byrådet"
GREVE = Path(__file__).parents[4] / "shared" / "greve"


@pytest.fixture
def portal() -> Iterator[FakePortal]:
    with serving(FakePortal()) as found:
        found.add(meeting(1))
        found.add(meeting(2, day="2032-01-15"))
        found.add(meeting(3, COUNCIL, "2031-04-01", titles=("Ny kaj", "Budget for havnen")))
        yield found


def run(archive: Archive, portal: FakePortal, **scope: object) -> SyncReport:
    portal.asked.clear()
    return sync(archive, portal.url, scope=Scope(**scope), manners=hurried())  # type: ignore[arg-type]


def folder(archive: Archive) -> Path:
    (found,) = portal_folders(archive.folder)
    return found


def texts(archive: Archive) -> str:
    """Everything that could be quoted."""
    return "\n".join(archive.source_text(path) or "" for path in sorted(archive.catalogue.files()))


def identity(serial: int) -> str:
    return str(meeting(serial)["Id"])


def test_a_whole_portal_is_kept_as_it_came_and_can_be_asked(
    portal: FakePortal, archive: Archive
) -> None:
    report = run(archive, portal)
    assert sorted(report.new) == [identity(1), identity(2), identity(3)]
    assert (report.listed, report.failed, report.unread, report.told) == (3, {}, [], "")
    kept = folder(archive) / f"{identity(1)}.json.gz"
    assert gzip.decompress(kept.read_bytes()) == portal.meetings[identity(1)]
    assert archive.catalogue.counts()["items"] == 6
    assert len(archive.snapshot.chunk_ids) == archive.catalogue.counts()["chunks"] > 0
    assert len(archive.terms) == archive.catalogue.counts()["chunks"]


def test_the_newest_meetings_come_first(portal: FakePortal, archive: Archive) -> None:
    run(archive, portal)
    assert set(portal.fetched[:2]) == {identity(2), identity(3)}


def test_the_first_meetings_can_be_asked_about_while_the_others_come(
    portal: FakePortal, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.portals.sync.BATCH", 1)
    held: dict[int, int] = {}

    def told(stage: str, done: int, total: int) -> None:
        if stage == "møder":
            held[done] = archive.catalogue.counts()["meetings"]

    sync(archive, portal.url, manners=hurried(), progress=told)
    assert held == {1: 0, 2: 1, 3: 1}
    assert archive.catalogue.counts()["meetings"] == 3


def test_a_second_run_asks_for_the_list_and_nothing_else(
    portal: FakePortal, archive: Archive
) -> None:
    run(archive, portal)
    revision = archive.catalogue.revision
    report = run(archive, portal)
    assert portal.asked == ["/robots.txt", LIST]
    assert (report.new, report.changed, archive.catalogue.revision) == ([], [], revision)
    assert "Intet er ændret siden sidst" in summary(report)


def test_a_corrected_meeting_replaces_the_old_one_everywhere(
    portal: FakePortal, archive: Archive
) -> None:
    run(archive, portal)
    portal.add(meeting(1, decision="Udsat til efteråret."), ReleasedDate="2031-03-09T12:00:00")
    report = run(archive, portal)
    assert report.changed == [identity(1)]
    assert portal.fetched == [identity(1)]
    assert archive.catalogue.counts()["meetings"] == 3
    assert texts(archive).count("Udsat til efteråret.") == 2
    counts = archive.catalogue.counts()["chunks"]
    assert len(archive.snapshot.chunk_ids) == len(archive.terms) == counts
    assert archive.terms.search("efteråret", 5)


def test_a_new_date_on_the_list_without_new_minutes_changes_nothing(
    portal: FakePortal, archive: Archive
) -> None:
    run(archive, portal)
    portal.add(meeting(1), ReleasedDate="2031-03-09T12:00:00")
    report = run(archive, portal)
    assert (portal.fetched, report.changed) == ([identity(1)], [])
    assert run(archive, portal).requests == 2


def test_withdrawn_minutes_are_never_quoted_again(portal: FakePortal, archive: Archive) -> None:
    run(archive, portal)
    assert "Budget for havnen" in texts(archive)
    portal.drop(identity(3))
    report = run(archive, portal)
    assert report.withdrawn == [identity(3)]
    assert "Budget for havnen" not in texts(archive)
    assert all(card.title != "Budget for havnen" for card in archive.snapshot.cards)
    assert len(archive.terms) == archive.catalogue.counts()["chunks"]
    state = read_state(folder(archive))
    assert state is not None
    gone = state.withdrawn[identity(3)]
    assert (gone.committee, gone.day) == (COUNCIL, "2031-04-01")
    assert (folder(archive) / ".withdrawn" / f"{identity(3)}.json.gz").exists()
    assert run(archive, portal).withdrawn == []


def test_a_withdrawn_meeting_that_comes_back_is_new(portal: FakePortal, archive: Archive) -> None:
    run(archive, portal)
    portal.drop(identity(3))
    run(archive, portal)
    portal.add(meeting(3, COUNCIL, "2031-04-01"))
    assert run(archive, portal).new == [identity(3)]
    state = read_state(folder(archive))
    assert state is not None
    assert state.withdrawn == {}


def test_a_list_that_has_lost_most_meetings_withdraws_none_unless_told_to(
    portal: FakePortal, archive: Archive
) -> None:
    for serial in range(10, 30):
        portal.add(meeting(serial, titles=("Ny kaj",)))
    run(archive, portal)
    for serial in range(10, 30):
        portal.drop(identity(serial))
    report = run(archive, portal)
    assert report.withdrawn == []
    assert "20 af 23 møder" in report.warnings[0]
    assert archive.catalogue.counts()["meetings"] == 23
    assert len(run(archive, portal, accept_withdrawals=True).withdrawn) == 20
    assert archive.catalogue.counts()["meetings"] == 3


def test_only_what_is_asked_for_is_fetched_and_the_next_run_remembers(
    portal: FakePortal, archive: Archive
) -> None:
    run(archive, portal, since=date(2032, 1, 1))
    assert portal.fetched == [identity(2)]
    assert run(archive, portal).new == []
    report = run(archive, portal, since=date(2031, 1, 1), committee="havneudvalget")
    assert (report.new, report.wanted) == ([identity(1)], 2)
    assert known_portals(archive.folder) == [portal.url]


def test_a_committee_that_the_portal_does_not_have_is_named_and_forgotten(
    portal: FakePortal, archive: Archive
) -> None:
    run(archive, portal)
    with pytest.raises(PortalError, match=r"»Skoleudvalget«.*Byrådet, Havneudvalget"):
        run(archive, portal, committee="Skoleudvalget")
    assert run(archive, portal).wanted == 3


def test_a_portal_that_wants_a_visit_first_gets_one(portal: FakePortal, archive: Archive) -> None:
    portal.cookie = True
    assert len(run(archive, portal).new) == 3
    visits = [path for path in portal.asked if path.startswith("/Home/")]
    assert visits == ["/Home/AnonymousAuthentication?callback=%2F"]


def test_one_bad_meeting_loses_no_other_and_is_tried_again(
    portal: FakePortal, archive: Archive
) -> None:
    path = f"{MEETING}{identity(2)}"
    portal.forever[path] = says(b'{"fejl": "databasen er lukket"}')
    report = run(archive, portal)
    assert sorted(report.new) == [identity(1), identity(3)]
    told = report.failed[identity(2)]
    assert "ventet et møde med dagsordenspunkter" in told
    assert "databasen er lukket" in told
    assert not (folder(archive) / f"{identity(2)}.json.gz").exists()
    del portal.forever[path]
    assert run(archive, portal).new == [identity(2)]
    assert status(archive.folder)[0].failed == {}


def test_cut_and_busy_answers_are_tried_again(portal: FakePortal, archive: Archive) -> None:
    portal.odd[LIST] = [cuts, replies(503, Retry_After="1")]
    portal.odd[f"{MEETING}{identity(1)}"] = [replies(429), cuts]
    report = run(archive, portal)
    assert (len(report.new), report.failed) == (3, {})


def test_another_meeting_than_the_one_asked_for_is_not_kept(
    portal: FakePortal, archive: Archive
) -> None:
    portal.meetings[identity(1)] = portal.meetings[identity(3)]
    assert "blev bedt om" in run(archive, portal).failed[identity(1)]


def test_a_portal_that_fails_all_the_time_is_left_alone(
    portal: FakePortal, archive: Archive
) -> None:
    for serial in range(10, 40):
        portal.add(meeting(serial, titles=("Ny kaj",)))
        portal.forever[f"{MEETING}{identity(serial)}"] = replies(500)
    for serial in (1, 2, 3):
        portal.drop(identity(serial))
    report = run(archive, portal)
    assert "5 møder i træk" in report.told
    assert len(report.failed) <= 6
    assert report.waiting >= 24
    assert "Standset før tid" in summary(report)
    portal.forever.clear()
    assert len(run(archive, portal).new) == 30


TO_COME = "2099-01-15"


def test_a_planned_meeting_without_an_agenda_is_no_failure_and_is_asked_for_when_it_nears(
    portal: FakePortal, archive: Archive
) -> None:
    portal.add(meeting(4, day=TO_COME))
    portal.add(meeting(5, day=datetime.now().date().isoformat()))
    without_points = meeting(5) | {"Dagsordenpunkter": None}
    portal.forever[f"{MEETING}{identity(4)}"] = replies(404)
    portal.meetings[identity(5)] = json.dumps(without_points).encode()
    report = run(archive, portal)
    assert (len(report.new), report.failed, len(report.unpublished)) == (3, {}, 2)
    assert "uden dagsorden (planlagte eller aflyste): 2" in summary(report)
    assert "uden dagsorden" in status_text(status(archive.folder))
    run(archive, portal)
    assert portal.fetched == [identity(5)]
    portal.add(meeting(5, day=datetime.now().date().isoformat()))
    assert run(archive, portal).new == [identity(5)]
    assert "uden dagsorden (planlagte eller aflyste): 1" in status_text(status(archive.folder))


def test_a_planned_meeting_whose_entry_changes_is_asked_for(
    portal: FakePortal, archive: Archive
) -> None:
    portal.add(meeting(4, day=TO_COME))
    portal.odd[f"{MEETING}{identity(4)}"] = [says(b"null")]
    assert run(archive, portal).unpublished == [identity(4)]
    portal.add(meeting(4, day=TO_COME), ReleasedDate="2098-12-20T10:00:00")
    assert run(archive, portal).new == [identity(4)]


def test_planned_meetings_are_not_told_as_missing(portal: FakePortal, archive: Archive) -> None:
    for serial, day in ((4, TO_COME), (5, "2020-01-15")):
        portal.add(meeting(serial, day=day))
        portal.forever[f"{MEETING}{identity(serial)}"] = replies(404)
    run(archive, portal)
    state = read_state(folder(archive))
    assert state is not None
    rows = completeness(state, folder(archive), archive.catalogue)
    assert {row.year: row.missing for row in rows if row.listed} | {2020: 1, 2099: 0} == {
        row.year: row.missing for row in rows
    }


def test_a_portal_that_gives_none_of_its_meetings_is_left_alone(
    portal: FakePortal, archive: Archive
) -> None:
    for serial in range(10, 60):
        portal.add(meeting(serial, day="2020-01-15", titles=("Ny kaj",)))
    portal.meetings.clear()
    report = run(archive, portal)
    assert "25 møder i træk" in report.told
    assert len(portal.fetched) <= 30


NESTED: dict[str, Callable[[list[dict[str, Any]]], object]] = {
    "a list of committees": lambda rows: {"Udvalg": rows},
    "groups in periods": lambda rows: {"Udvalg": {"2030-33": {"Udvalg": rows}}},
    "a bare list": lambda rows: rows,
    "a group that is empty": lambda rows: {"Udvalg": {"Alle": rows, "Tidligere": None}},
    "a committee without meetings": lambda rows: {
        "Udvalg": {"Alle": [*rows, {"Navn": "Nyt udvalg", "Moeder": None}]}
    },
}


@pytest.mark.parametrize("shape", NESTED)
def test_a_list_may_be_nested_in_several_ways(
    portal: FakePortal, archive: Archive, shape: str
) -> None:
    rows = [row for group in portal.listing()["Udvalg"].values() for row in group]
    portal.forever[LIST] = says(json.dumps(NESTED[shape](rows)).encode())
    report = run(archive, portal)
    assert (len(report.new), report.warnings) == (3, [])


def test_one_odd_entry_is_told_and_nothing_is_withdrawn_on_its_account(
    portal: FakePortal, archive: Archive
) -> None:
    for serial in range(10, 40):
        portal.add(meeting(serial, titles=("Ny kaj",)))
    run(archive, portal)
    listing = portal.listing()
    rows = listing["Udvalg"]["Udvalg"][0]["Moeder"]
    rows[0] = {"id": rows[0]["Id"]}
    portal.forever[LIST] = says(json.dumps(listing).encode())
    report = run(archive, portal)
    assert report.withdrawn == []
    assert any("1 linjer" in told and "et møde med »Id«" in told for told in report.warnings)
    assert archive.catalogue.counts()["meetings"] == 33


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2031-03-04T16:00:00+01:00", "2031-03-04"),
        ("2031-03-03T23:30:00Z", "2031-03-04"),
        ("/Date(1930345200000+0100)/", "2031-03-04"),
        ("04-03-2031 16:00", "2031-03-04"),
        ("4/3/2031", "2031-03-04"),
        ("snart", ""),
    ],
)
def test_the_day_of_a_listed_meeting_is_read_however_it_is_written(
    portal: FakePortal, archive: Archive, printed: str, day: str
) -> None:
    portal.add(meeting(1), Dato=printed)
    run(archive, portal)
    state = read_state(folder(archive))
    assert state is not None
    assert state.listed[identity(1)].day == day


def test_a_cookie_that_runs_out_is_asked_for_anew(
    portal: FakePortal, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.portals.client.REVISIT", 0.0)
    portal.cookie = True
    for serial in (1, 2, 3):
        logged_out = says(b"<html>log ind</html>")
        portal.odd[f"{MEETING}{identity(serial)}"] = [logged_out]
    report = run(archive, portal)
    assert (len(report.new), report.failed) == (3, {})


SHAPES = {
    b"<!doctype html><p>Siden er flyttet</p>": "ventet JSON.*Siden er flyttet",
    b'{"Udvalg": ': "ventet gyldig JSON",
    b'{"committees": []}': "ventet en liste »Udvalg«",
    b'{"Udvalg": {"Alle": [{"Navn": "Havneudvalget"}]}}': "et udvalg med »Moeder«",
    b'{"Udvalg": {"Alle": [{"Navn": "H", "Moeder": [{"Dato": "2031"}]}]}}': "et møde med »Id«",
    b'{"Udvalg": {"Alle": [{"Navn": "H", "Moeder": [{"Id": "../../x"}]}]}}': "et møde-id",
    b'{"Udvalg": {}}': "viser ingen møder",
    b"[" * 100_000: "ventet gyldig JSON",
    b"": "ventet JSON",
}


@pytest.mark.parametrize("body", SHAPES, ids=range(len(SHAPES)))
def test_a_list_of_another_shape_is_told_and_changes_nothing(
    portal: FakePortal, archive: Archive, body: bytes
) -> None:
    portal.forever[LIST] = says(body)
    with pytest.raises(PortalError, match=SHAPES[body]):
        run(archive, portal)
    assert portal.fetched == []
    assert archive.catalogue.counts()["documents"] == 0
    assert portal_folders(archive.folder) == []


WEBSITES = {
    b"<!doctype html><html><head><title>Aal&oslash;se Kommune</title>": "webside, »Aaløse Kommune«",
    b"\xef\xbb\xbf <html><body>Log <b>ind</b></body>": "webside, »Log ind«.*login eller et klik",
    b"<": "webside, »",
}


@pytest.mark.parametrize("body", WEBSITES, ids=range(len(WEBSITES)))
def test_a_web_page_in_place_of_the_list_is_told_by_its_title(
    portal: FakePortal, archive: Archive, body: bytes
) -> None:
    portal.forever[LIST] = says(body)
    with pytest.raises(PortalError, match=WEBSITES[body]):
        run(archive, portal)


@pytest.mark.parametrize(
    ("status", "told"),
    [(401, "uden login"), (403, "uden login"), (404, "ikke kommunens forside"), (410, "ingen")],
)
def test_a_refused_list_says_what_to_do(
    portal: FakePortal, archive: Archive, status: int, told: str
) -> None:
    for path in (LIST, "/Home/AnonymousAuthentication?callback=%2F", "/"):
        portal.forever[path] = replies(status)
    with pytest.raises(PortalError, match=f"svarer {status} .*{told}.*Intet er ændret"):
        run(archive, portal)


def test_a_broken_list_takes_nothing_from_an_archive_that_has_it(
    portal: FakePortal, archive: Archive
) -> None:
    run(archive, portal)
    portal.forever[LIST] = says(b'{"Udvalg": {}}')
    with pytest.raises(PortalError):
        run(archive, portal)
    assert archive.catalogue.counts()["meetings"] == 3
    (told,) = status(archive.folder)
    assert told.last is not None
    assert "viser ingen møder" in told.last.told


def test_a_file_that_was_deleted_is_fetched_again(portal: FakePortal, archive: Archive) -> None:
    run(archive, portal)
    (folder(archive) / f"{identity(2)}.json.gz").unlink()
    run(archive, portal)
    assert portal.fetched == [identity(2)]


def test_a_damaged_state_says_what_to_do(portal: FakePortal, archive: Archive) -> None:
    run(archive, portal)
    (folder(archive) / "state.json").write_text('{"version": 1')
    with pytest.raises(PortalError, match="Slet filen"):
        run(archive, portal)
    (folder(archive) / "state.json").unlink()
    assert run(archive, portal).changed == []


def test_two_runs_of_one_portal_do_not_meet(portal: FakePortal, archive: Archive) -> None:
    run(archive, portal)
    with alone(folder(archive)), pytest.raises(PortalError, match="allerede"):
        run(archive, portal)


def test_what_was_asked_for_is_kept_before_the_first_meeting_comes(
    portal: FakePortal, archive: Archive
) -> None:
    seen = list[State | None]()

    def looks(handler: BaseHTTPRequestHandler) -> None:
        seen.append(read_state(archive.folder / "portals" / portal.url[7:].replace(":", "_")))
        send(handler, portal.meetings[identity(2)])

    portal.odd[f"{MEETING}{identity(2)}"] = [looks]
    run(archive, portal, at="03:00", attachments=False)
    (state,) = seen
    assert state is not None
    assert (state.at, len(state.listed), state.kept, state.last) == ("03:00", 3, {}, None)


def test_the_status_says_how_it_went(portal: FakePortal, archive: Archive) -> None:
    assert status(archive.folder) == []
    assert status_text([]) == ""
    run(archive, portal)
    found = status(archive.folder)
    assert "3 af portalens 3 møder er hentet." in status_text(found)
    assert "3 nye, 0 ændrede" in status_text(found)
    assert json.loads(json.dumps(status_json(found)))[0]["kept"] == 3


def test_the_table_counts_what_is_listed_held_and_decided(
    portal: FakePortal, archive: Archive
) -> None:
    portal.add(meeting(4, COUNCIL, "2031-05-01", decision=""))
    portal.forever[f"{MEETING}{identity(2)}"] = replies(500)
    run(archive, portal)
    state = read_state(folder(archive))
    assert state is not None
    rows = completeness(state, folder(archive), archive.catalogue)
    told = [(r.committee, r.year, r.listed, r.held, r.items, r.decided, r.missing) for r in rows]
    assert told == [
        (COUNCIL, 2031, 2, 2, 4, 2, 0),
        ("Havneudvalget", 2031, 1, 1, 2, 2, 0),
        ("Havneudvalget", 2032, 1, 0, 0, 0, 1),
    ]
    assert table(rows).endswith("Der mangler 1 møder, fordelt på 1 udvalg og år.")


KILLED = """
import sys
from pathlib import Path
from index.portals.client import Manners
from index.portals.sync import Scope, sync
from tests.fakes import WordEmbedder, open_with
archive = open_with(WordEmbedder(), Path(sys.argv[1]))
sync(archive, sys.argv[2], manners=Manners(pause=0.02, allow_private=True))
"""


@pytest.mark.parametrize("after", [4, 30])
def test_a_run_that_is_killed_goes_on_where_it_was(
    portal: FakePortal, tmp_path: Path, after: int
) -> None:
    for serial in range(10, 60):
        portal.add(meeting(serial, titles=(f"Ny kaj {serial}",)))
    home = tmp_path / "archive"
    root = Path(__file__).parents[3]
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(home), portal.url],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    limit = time.monotonic() + 120
    while len(portal.fetched) < after and process.poll() is None and time.monotonic() < limit:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    asked = len(portal.fetched)
    assert asked >= after
    archive = open_with(WordEmbedder(), home)
    report = run(archive, portal)
    assert len(portal.fetched) <= 53 - asked + 13
    assert not report.failed
    counts = archive.catalogue.counts()
    assert counts["meetings"] == 53
    assert len(archive.snapshot.chunk_ids) == len(archive.terms) == counts["chunks"]
    assert archive.catalogue.pending() == []
    archive.close()


@pytest.mark.skipif(not GREVE.exists(), reason="the portal's real answers are not here")
def test_a_real_portal_is_listed_and_its_meetings_kept(tmp_path: Path, archive: Archive) -> None:
    listing = (GREVE / "udvalgsliste.json").read_bytes()
    files = sorted((GREVE / "dagsordener").glob("2022-0[1-2]*.json"))[:12]
    with serving(FakePortal()) as portal:
        portal.forever[LIST] = says(listing)
        for path in files:
            body = path.read_bytes()
            portal.meetings[json.loads(body)["Id"]] = body
        report = run(archive, portal)
        assert report.listed == 198
        assert len(report.new) <= len(files)
        assert not report.unread
        assert archive.catalogue.counts()["meetings"] == len(report.new)
        for path in folder(archive).glob("*.json.gz"):
            key = path.name.removesuffix(".json.gz")
            assert gzip.decompress(path.read_bytes()) == portal.meetings[key]


@pytest.mark.parametrize(
    ("at", "began", "now", "upcoming", "late"),
    [
        ("", "2031-03-04T02:00:00+00:00", "2031-03-04T12:00:00+00:00", None, None),
        ("03:00", "2031-03-04T03:20:00+00:00", "2031-03-04T12:00:00+00:00", "2031-03-05", None),
        ("03:00", "2031-03-03T03:20:00+00:00", "2031-03-04T04:00:00+00:00", "2031-03-05", None),
        ("03:00", "2031-03-03T03:20:00+00:00", "2031-03-04T09:00:00+00:00", "2031-03-05", "04"),
        ("03:00", "2031-03-03T14:00:00+00:00", "2031-03-03T23:00:00+00:00", "2031-03-04", None),
        ("23:30", "2031-03-03T23:25:00+00:00", "2031-03-04T12:00:00+00:00", "2031-03-04", None),
    ],
)
def test_the_next_run_is_told_and_a_missed_one_found(
    at: str, began: str, now: str, upcoming: str | None, late: str | None
) -> None:
    state = State("https://x.dk", at=at, last=Run(began))
    due, missed = next_run(state, datetime.fromisoformat(now))
    assert (due.date().isoformat() if due else None) == upcoming
    assert (f"{missed:%d}" if missed else None) == late


def test_the_time_of_the_nightly_run_is_kept_and_told(portal: FakePortal, archive: Archive) -> None:
    run(archive, portal)
    assert "Næste kørsel" not in status_text(status(archive.folder))
    run(archive, portal, at="03:00")
    run(archive, portal)
    now = datetime.fromisoformat("2050-01-05T12:00:00+00:00")
    told = status_text(status(archive.folder, now))
    assert "Næste kørsel: 6. januar 2050 kl." in told
    assert "er udeblevet" in told

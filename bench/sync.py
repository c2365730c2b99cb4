"""What a sync costs: `python -m bench.sync [meetings]` (1,400 by default), or a folder's portal.

A portal of our own, in a process of its own, lists and gives that many invented meetings of five
items; with a folder (`python -m bench.sync ../shared/greve`) those of its `dagsordener/*.json`,
listed by its `udvalgsliste.json`. The sync is killed once half-way (SIGKILL), goes on, and then
finds nothing new. An embedder of words stands in for the model, so that fetching, reading and
storing are what is measured. `--polite` keeps the usual pause between requests.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from index.portals.client import Manners
from index.portals.sync import SyncReport, sync
from tests.fakes import WordEmbedder, open_with
from tests.index.portals.fake_portal import LIST, FakePortal, meeting, says, serving

BODIES = ("Havneudvalget", "Skoleudvalget", "Økonomiudvalget", "Byrådet", "Plejeudvalget")
THINGS = ("kaj", "skole", "sti", "plejehjem", "svømmehal", "havn", "bro", "vej", "tag", "park")
WORDS = ("udvalget", "anlæg", "kroner", "drift", "renovering", "borgere", "høring", "budget")


def main() -> None:
    options = _options()
    there, here = multiprocessing.Pipe()
    portal = multiprocessing.Process(target=_serve, args=(options.what, there), daemon=True)
    portal.start()
    url, listed = here.recv()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "arkiv"
        print(f"{listed} meetings at {url}, load {os.getloadavg()[0]:.1f}")
        _say("killed half-way", _killed(folder, url, here, listed // 2, options.polite))
        _say("goes on", _run(folder, url, here, options.polite))
        _say("nothing new", _run(folder, url, here, options.polite))
    portal.terminate()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.sync")
    parser.add_argument("what", nargs="?", default="1400")
    parser.add_argument("--polite", action="store_true")
    return parser.parse_args()


def _say(name: str, told: dict[str, object]) -> None:
    print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in told.items()), flush=True)


# --- the portal ------------------------------------------------------------------------------


def _serve(what: str, pipe: Connection) -> None:
    portal = FakePortal()
    if what.isdecimal():
        chance = random.Random(1)
        for serial in range(int(what)):
            portal.add(_invented(serial, chance))
    else:
        _load(portal, Path(what))
    with serving(portal):
        pipe.send((portal.url, len(portal.meetings)))
        while True:
            pipe.recv()
            pipe.send((len(portal.asked), len(portal.fetched), portal.most_at_once))


def _load(portal: FakePortal, folder: Path) -> None:
    portal.forever[LIST] = says((folder / "udvalgsliste.json").read_bytes())
    for path in sorted((folder / "dagsordener").glob("*.json")):
        body = path.read_bytes()
        portal.meetings[str(json.loads(body)["Id"]).lower()] = body


def _invented(serial: int, chance: random.Random) -> dict[str, Any]:
    day = f"{2020 + serial % 7}-{1 + serial % 12:02d}-{1 + serial % 28:02d}"
    titles = tuple(f"Ny {chance.choice(THINGS)} nr. {serial}-{n}" for n in range(5))
    made = meeting(serial, BODIES[serial % len(BODIES)], day, titles=titles)
    made["Id"] = f"abcdef00-0000-4000-8000-{serial:012d}"
    for item in made["Dagsordenpunkter"]:
        text = " ".join(" ".join(chance.choices(WORDS, k=12)).capitalize() + "." for _ in range(15))
        item["Felter"][0]["Html"] = item["Felter"][0]["Html"].replace(
            "</span></div>", f"<h2>Sagsfremstilling</h2><p>{text}</p></span></div>"
        )
    return made


# --- the sync --------------------------------------------------------------------------------


def _killed(
    folder: Path, url: str, portal: Connection, after: int, polite: bool
) -> dict[str, object]:
    """Kill a sync with SIGKILL when the portal has given so many meetings."""
    began = time.perf_counter()
    process = multiprocessing.Process(target=_sync, args=(folder, url, polite, None))
    process.start()
    assert process.pid
    while process.is_alive() and _asked(portal)[1] < after:
        time.sleep(0.2)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    asked = _asked(portal)
    seconds = time.perf_counter() - began
    return {"after": f"{seconds:.0f} s", "requests": asked[0], "meetings": asked[1]}


def _run(folder: Path, url: str, portal: Connection, polite: bool) -> dict[str, object]:
    before = _asked(portal)
    back, given = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_sync, args=(folder, url, polite, given))
    process.start()
    told: dict[str, object] = back.recv()
    process.join()
    after = _asked(portal)
    told |= {"requests": after[0] - before[0], "meetings": after[1] - before[1]}
    return told | {"at once": after[2], "load": f"{os.getloadavg()[0]:.1f}"}


def _asked(portal: Connection) -> tuple[int, int, int]:
    portal.send(None)
    found: tuple[int, int, int] = portal.recv()
    return found


def _sync(folder: Path, url: str, polite: bool, given: Connection | None) -> None:
    manners = Manners(allow_private=True) if polite else Manners(pause=0.0, allow_private=True)
    archive = open_with(WordEmbedder(), folder)
    held = list[tuple[int, float]]()

    def watch(stage: str, done: int, total: int) -> None:
        if stage == "møder" and (done % 100 == 0 or done == total):
            held.append((done, _megabytes()))

    began, used = time.perf_counter(), time.process_time()
    report = sync(archive, url, manners=replace(manners), progress=watch)
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    if given:
        given.send(_figures(report, archive.catalogue.counts(), seconds, processor, held))
    archive.close()


def _figures(
    report: SyncReport,
    counts: dict[str, int],
    seconds: float,
    processor: float,
    held: list[tuple[int, float]],
) -> dict[str, object]:
    return {
        "new": len(report.new),
        "failed": len(report.failed),
        "in the archive": f"{counts['meetings']} meetings, {counts['items']} items, "
        f"{counts['chunks']} chunks",
        "time": f"{seconds:.1f} s ({processor:.1f} s of processor)",
        "a second": f"{report.requests / seconds:.1f} requests",
        "memory": "; ".join(f"{done} fetched: {size:.0f} MB" for done, size in held) or "-",
        "at the end": f"{_megabytes():.0f} MB",
    }


def _megabytes() -> float:
    """What the process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


if __name__ == "__main__":
    if sys.platform != "linux":
        sys.exit("Only where /proc is.")
    main()

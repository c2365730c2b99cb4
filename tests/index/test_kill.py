"""`kill -9` in the middle of indexing loses nothing and doubles nothing."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.archive import Archive
from tests.fakes import minutes

SCRIPT = Path(__file__).parent / "killed_builds.py"
ROOT = Path(__file__).parents[2]
ROUNDS = 20


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Twenty builds killed at random moments, one that ends, and one of the same files afresh."""
    home = tmp_path_factory.mktemp("killed")
    ran = subprocess.run(
        [sys.executable, str(SCRIPT), str(home), "20231219", str(ROUNDS)],
        capture_output=True,
        text=True,
        timeout=540,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, object] = json.loads(ran.stdout)
    return found


def test_most_builds_were_killed_before_they_ended(outcome: dict[str, object]) -> None:
    killed = outcome["killed"]
    assert isinstance(killed, int)
    assert killed >= ROUNDS // 3


@pytest.mark.parametrize(
    "part",
    [
        *("files", "meetings", "items", "chunks", "texts"),
        *("chroma", "vectors", "terms", "snapshot", "pictured"),
    ],
)
def test_the_archive_is_what_an_undisturbed_build_makes(
    outcome: dict[str, dict[str, list[object]]], part: str
) -> None:
    left, clean = outcome["left"][part], outcome["clean"][part]
    assert clean
    assert left == clean


def test_every_chunk_stands_in_each_store_once(outcome: dict[str, dict[str, list[object]]]) -> None:
    left = outcome["left"]
    assert len(set(left["chunks"])) == len(left["chunks"])
    assert left["chunks"] == left["chroma"] == left["snapshot"]
    assert left["vectors"] == left["pictured"]
    assert left["terms"][0] == len(left["chunks"])


def test_nothing_is_left_to_do(outcome: dict[str, object]) -> None:
    left = outcome["left"]
    assert isinstance(left, dict)
    assert (left["pending"], left["gone"], outcome["once_more"]) == ([], [], 0)


def test_the_command_killed_while_it_embeds_is_made_whole_by_running_it_again(
    tmp_path: Path,
) -> None:
    """The same with the real command and the bundled model, once."""
    folder = tmp_path / "minutes"
    folder.mkdir()
    for n in range(3):
        text = minutes(f"Udvalg {n}", f"0{n + 1}-02-2024", items=[f"Kaj {n}{i}" for i in range(3)])
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "cli", "index", str(folder)]
    environment = {**os.environ, "SVARPUNKT_ARCHIVE": str(tmp_path / "archive")}
    first = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while time.monotonic() < until and waiting(tmp_path / "archive") < 3:
        time.sleep(0.05)
    os.kill(first.pid, signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    assert waiting(tmp_path / "archive") == 3
    again = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert "3 uændrede" in again.stdout
    archive = Archive.open(tmp_path / "archive")
    chunks = archive.catalogue.counts()["chunks"]
    assert (
        archive.vectors.count() == len(archive.terms) == len(archive.snapshot.chunk_ids) == chunks
    )


def waiting(folder: Path) -> int:
    """How many documents are read but not embedded; looked up without touching the catalogue."""
    try:
        with sqlite3.connect(f"file:{folder / 'catalogue.sqlite'}?mode=ro", uri=True) as connection:
            rows = connection.execute("SELECT count(*) FROM documents WHERE pending")
            return int(rows.fetchone()[0])
    except sqlite3.OperationalError:
        return 0

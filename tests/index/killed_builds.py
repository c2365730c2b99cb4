"""Kill builds at random moments and compare what is left with a build that nobody disturbed.

Run by test_kill.py: `python killed_builds.py FOLDER SEED ROUNDS`. Chroma and llama-index are
imported once; each build runs in a fork that is sent SIGKILL. Prints a JSON object.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

import chromadb  # noqa: F401  (imported before the forks, which would each take seconds)
import llama_index.vector_stores.chroma  # noqa: F401

sys.path.insert(0, str(Path(__file__).parents[2]))

from index import build as building
from tests.fakes import WordEmbedder, minutes, open_with

building.BATCH = 6  # a small archive must have several batches too
WORDS = [
    "mole",
    "bro",
    "sti",
    "skole",
    "bibliotek",
    "svømmehal",
    "dige",
    "torv",
    "kro",
    "sluse",
    "havn",
    "mark",
]


def main(home: Path, seed: int, rounds: int) -> None:
    chance = random.Random(seed)
    files = home / "minutes"
    files.mkdir()
    for n in range(6):
        write(files, n, chance)
    took = one_build(home / "measure", files, None)
    killed = 0
    for number in range(rounds):
        disturb(files, number, chance)
        seconds = one_build(home / "killed", files, chance.uniform(0, 1.5 * took))
        killed += seconds < 0
        took = took if seconds < 0 else min(took, seconds)  # the machine was busier before
    one_build(home / "killed", files, None)
    one_build(home / "clean", files, None)
    once_more = embedded(home / "killed", files)
    print(
        json.dumps(
            {
                "killed": killed,
                "once_more": once_more,
                "left": content(home / "killed"),
                "clean": content(home / "clean"),
            }
        )
    )


def write(files: Path, n: int, chance: random.Random) -> None:
    items = [f"Ny {word} nr. {chance.randrange(100)}" for word in chance.sample(WORDS, 4)]
    text = minutes(f"Udvalg {chr(65 + n % 26)}", f"{1 + n % 28:02}-03-2024", items=items)
    (files / f"{n:02}.txt").write_text(text, encoding="utf-8")


def disturb(files: Path, number: int, chance: random.Random) -> None:
    """What a folder of minutes goes through: a new file, a changed one, now and then one gone."""
    write(files, 6 + number, chance)
    write(files, chance.randrange(6), chance)
    if number % 4 == 3:
        (files / f"{4 + number:02}.txt").unlink(missing_ok=True)


def one_build(archive: Path, files: Path, kill_after: float | None) -> float:
    """Seconds that a build took; -1 when it was killed first. Builds run in a process each."""
    began = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        run(archive, files)
        os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if kill_after is None and status:
        raise SystemExit("a build that nobody killed failed")
    return -1 if os.WIFSIGNALED(status) else time.perf_counter() - began


def run(folder: Path, files: Path) -> None:
    try:
        archive = open_with(WordEmbedder(), folder)
        building.build(archive, [files], prune=True)
        archive.close()
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)


def embedded(folder: Path, files: Path) -> int:
    """How many chunks one more build embeds: none, when all is in step."""
    return building.build(open_with(WordEmbedder(), folder), [files], prune=True).embedded


def content(folder: Path) -> dict[str, object]:
    """Every id in the catalogue and in what is derived from it; sorted, with repetitions."""
    archive = open_with(WordEmbedder(), folder)
    ids = archive.vectors.ids()
    vectors = archive.vectors.read(ids)
    chunks = list(archive.catalogue.chunks())
    found = [len(archive.terms.search(word, 500)) for word in WORDS]
    return {
        "files": sorted(Path(path).name for path in archive.catalogue.files()),
        "meetings": sorted(meeting.id for meeting, _ in archive.catalogue.meetings()),
        "items": sorted(row.id for row in archive.catalogue.overview()),
        "chunks": sorted(chunk.id for chunk in chunks),
        "texts": sorted(chunk.text for chunk in chunks),
        "chroma": ids,
        "vectors": [round(float(vectors[key].sum()), 5) for key in ids],
        "pictured": [round(float(number), 5) for number in archive.snapshot.vectors.sum(axis=1)],
        "terms": [len(archive.terms), *found],
        "snapshot": sorted(archive.snapshot.chunk_ids),
        "pending": archive.catalogue.pending(),
        "gone": archive.catalogue.gone(),
    }


if __name__ == "__main__":
    shutil.rmtree(Path(sys.argv[1]) / "minutes", ignore_errors=True)
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

"""How fast an archive is built and asked here: `python -m bench.run NAME [folder]`.

Indexes the folder (sample/referater unless told) into a new archive, once more into the same one,
asks a cold question three times and all questions of a file warm. With `--archive` an archive
that is there is measured instead, and nothing is indexed but what is new. `--docs` writes the
figures to docs/operations.md between the markers of NAME.

Commands run in a process of their own, as a user runs them; cold and warm times are of the whole
answer. Whatever else the machine does slows everything, so the load is printed beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shlex
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.ablation import current_commit, markdown_table, write_between
from index.archive import Archive
from index.catalogue import Catalogue
from rag.ask import ask

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "operations.md"
QUESTION = "Hvad blev besluttet om cykelstien?"


@dataclass(frozen=True, slots=True)
class Run:
    """One command: wall seconds, its peak memory in megabytes, and what it printed."""

    seconds: float
    megabytes: float
    output: str


def main() -> None:
    options = read_options()
    with tempfile.TemporaryDirectory() as scratch:
        archive = options.archive or Path(scratch) / "archive"
        rows = measure(options.folder, archive, options.questions, fresh=not options.archive)
    table = markdown_table([("what", options.name), *rows])
    said = f"`python -m bench.run {shlex.join(sys.argv[1:])}`, commit {current_commit(ROOT)}"
    head = f"{said}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end."
    print(f"{head}\n\n{table}")
    if options.docs:
        write_between(PAGE, f"bench-{options.name}", f"{head}\n\n{table}")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help="the archive's name in the table")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "sample" / "referater")
    parser.add_argument("--archive", type=Path, help="measure this archive")
    parser.add_argument("--questions", type=Path, default=ROOT / "eval" / "data" / "sample.jsonl")
    parser.add_argument("--docs", action="store_true", help="write the figures to the docs")
    return parser.parse_args()


def measure(folder: Path, archive: Path, questions: Path, *, fresh: bool) -> list[tuple[str, str]]:
    """(what, figure) of every measurement, in the order in which they are made."""
    rows: list[tuple[str, str]] = []
    if fresh:
        run = command("index", str(folder), "--archive", str(archive))
        rows = [*of_build(run)]
    again = command("index", str(folder), "--archive", str(archive))
    rows += [
        *of_content(archive),
        ("second index", f"{again.seconds:.1f} s, {embedded(again)} embedded"),
        ("archive on disk", f"{size(archive) / 1e6:.0f} MB"),
    ]
    cold = [command("ask", "--archive", str(archive), QUESTION) for _ in range(3)]
    best = min(cold, key=lambda run: run.seconds)
    rows.append(("cold question", f"{best.seconds:.2f} s, {best.megabytes:.0f} MB"))
    return rows + of_questions(archive, questions)


def of_build(run: Run) -> list[tuple[str, str]]:
    """The first build: whole command, its rate, its peak memory."""
    chunks = embedded(run)
    return [
        ("first index", f"{run.seconds:.0f} s"),
        ("chunks a second", f"{chunks / run.seconds:.0f}"),
        ("peak memory", f"{run.megabytes:.0f} MB"),
    ]


def of_content(archive: Path) -> list[tuple[str, str]]:
    catalogue = Catalogue.in_folder(archive)
    counts = catalogue.counts()
    catalogue.close()
    return [(name, f"{counts[name]:,}") for name in ("meetings", "items", "chunks")]


def of_questions(folder: Path, questions: Path) -> list[tuple[str, str]]:
    """Warm answers: each question once, after one that warms up."""
    archive = Archive.open(folder)
    began = time.perf_counter()
    ask(QUESTION, archive)
    first = time.perf_counter() - began
    spent = []
    for line in questions.read_text(encoding="utf-8").splitlines():
        began = time.perf_counter()
        ask(json.loads(line)["question"], archive)
        spent.append(1000 * (time.perf_counter() - began))
    p50, p95 = np.percentile(spent, [50, 95])
    return [
        ("first question of a server", f"{first:.2f} s"),
        (f"warm question (of {len(spent)})", f"p50 {p50:.0f} ms, p95 {p95:.0f} ms"),
    ]


def command(*arguments: str) -> Run:
    """Run `svarpunkt` with these arguments; files that cannot be read are no error here."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"svarpunkt {shlex.join(arguments)} failed")
    return Run(time.perf_counter() - began, peak(usage), output)


def peak(usage: resource.struct_rusage) -> float:
    """Peak resident memory in megabytes (Linux counts kilobytes)."""
    return usage.ru_maxrss / 1024


def embedded(run: Run) -> int:
    """How many chunks the closing report says were embedded."""
    found = re.search(r"Uddrag beregnet: (\d+)", run.output)
    if found is None:
        raise SystemExit(f"the build's report was not understood:\n{run.output}")
    return int(found[1])


def size(folder: Path) -> int:
    """Bytes of all files in the folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()

"""How long retrieval takes as an archive grows: `python -m bench.retrieval ARCHIVE QUESTIONS`.

The archive's items are written again under other names (`--times`, 3 unless told), with their own
vectors, so nothing is embedded. Each question is searched for in the archive and in the larger
one, without limits, within one body and within one year. Printed are milliseconds of wall and of
processor time, with the question's embedding apart, and two ratios: limited to unlimited, larger
to smaller. Processor time and ratios hold on a busy machine; wall times only on an idle one.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from eval.ablation import current_commit, markdown_table, write_between
from index.archive import Archive
from index.embed import Embedder
from index.store.snapshot import Card, Snapshot
from index.store.term_rows import term_rows
from index.terms import Row, Terms
from rag.question import understand_in
from rag.retrieve import retrieve
from rag.types import NO_FILTERS, Filters, Question

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "evaluation.md"


def main() -> None:
    options = read_options()
    archive = Archive.open(options.archive)
    questions = read_questions(options.questions, archive)[: options.most]
    rows = [measure(f"{len(archive.snapshot.chunk_ids):,} chunks", archive, questions)]
    with tempfile.TemporaryDirectory() as scratch:
        larger = enlarge(options.archive, options.times, Path(scratch))
        rows.append(measure(f"{len(larger.snapshot.chunk_ids):,} chunks", larger, questions))
    head = ("archive", "embedding", "plain p50", "plain p95", "plain wall p95")
    limits = ("one body p95", "one year p95", "limited / plain")
    table = markdown_table([(*head, *limits), *rows])
    said = f"`python -m bench.retrieval`, {len(questions)} questions, commit {current_commit(ROOT)}"
    text = f"{said}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end.\n\n{table}"
    print(text)
    if options.docs:
        write_between(PAGE, "bench-retrieval", text)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--times", type=int, default=3, help="how often the items are repeated")
    parser.add_argument("--most", type=int, default=40, help="how many questions are asked")
    parser.add_argument("--docs", action="store_true", help="write the table to evaluation.md")
    return parser.parse_args()


def read_questions(file: Path, archive: Archive) -> list[Question]:
    """The stand-alone questions as understood, with no limits but those of this measurement."""
    asked = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    understood = [
        understand_in(archive, row["question"]) for row in asked if not row.get("history")
    ]
    return [replace(question, filters=NO_FILTERS) for question in understood if question.search]


def enlarge(folder: Path, times: int, scratch: Path) -> Archive:
    """The archive with every meeting `times` times, each copy under a name of its own."""
    archive = Archive.open(folder)
    small = archive.snapshot
    rows = list(term_rows(archive.catalogue.chunks(), archive.catalogue.titles()))
    terms = Terms.open(scratch / "terms")
    for n in range(times):
        terms.add(_copied_row(row, n) for row in rows)
    terms.commit()
    archive.__dict__["terms"] = terms
    archive.__dict__["snapshot"] = Snapshot(
        small.revision,
        tuple(_copy(chunk_id, n) for n in range(times) for chunk_id in small.chunk_ids),
        np.concatenate([small.vectors] * times),
        np.concatenate([small.card_of + n * len(small.cards) for n in range(times)]),
        np.concatenate([small.kind_of] * times),
        tuple(_copied_card(card, n) for n in range(times) for card in small.cards),
    )
    return archive


def _copy(name: str, n: int) -> str:
    return f"c{n}-{name}"


def _copied_row(row: Row, n: int) -> Row:
    return row._replace(chunk_id=_copy(row.chunk_id, n), item_id=_copy(row.item_id, n))


def _copied_card(card: Card, n: int) -> Card:
    return replace(card, id=_copy(card.id, n), meeting_id=_copy(card.meeting_id, n))


def measure(name: str, archive: Archive, questions: list[Question]) -> tuple[str, ...]:
    """A row of the table: processor milliseconds, but for the one wall time."""
    remembering = Remembering(archive.embedder)
    archive.embedder = cast(Embedder, remembering)  # a question asks no more of it
    body = Counter(card.body for card in archive.snapshot.cards).most_common(1)[0][0]
    year = max(card.date for card in archive.snapshot.cards if card.date).year
    limits = (
        NO_FILTERS,
        Filters(committee=body),
        Filters(date_from=date(year, 1, 1), date_to=date(year, 12, 31)),
    )
    plain, of_body, of_year = (timed(archive, questions, limit) for limit in limits)
    p50, p95 = np.percentile(plain[0], (50, 95))
    limited = [float(np.percentile(taken[0], 95)) for taken in (of_body, of_year)]
    figures = (np.median(remembering.taken), p50, p95, np.percentile(plain[1], 95), *limited)
    return (name, *(f"{ms:.1f}" for ms in figures), f"{max(limited) / p95:.2f}")


def timed(
    archive: Archive, questions: list[Question], limit: Filters
) -> tuple[list[float], list[float]]:
    """Processor and wall milliseconds of each question, whose vector is known by then."""
    asked = [replace(question, filters=limit) for question in questions]
    taken = [(0.0, 0.0)]
    for _ in range(2):  # the first round warms; by the second no question's scores are kept
        taken = [_taken(partial(retrieve, question, archive)) for question in asked]
    return [cpu for cpu, _ in taken], [wall for _, wall in taken]


def _taken(work: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


class Remembering:
    """Embeds a question once, and notes the processor milliseconds that it took."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, NDArray[np.float32]] = {}
        self.taken: list[float] = []

    def embed_query(self, text: str) -> NDArray[np.float32]:
        if text not in self._known:
            began = time.process_time()
            self._known[text] = self._embedder.embed_query(text)
            self.taken.append((time.process_time() - began) * 1000)
        return self._known[text]


if __name__ == "__main__":
    main()

"""Own questions -> the weights and the threshold of abstention (`rag/data/abstain.toml`).

    python -m eval.calibrate --fit ARCHIVE=QUESTIONS ... [--measure ARCHIVE=QUESTIONS ...] [--write]

A logistic model over `rag.abstention.signals`, fitted to the questions of `--fit`; those of
`--measure` are only looked at. Questions that a plain reason settles, that the catalogue answers
or that are declined are no matter of chance: they stand in the rates, not in the fit.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from eval.ablation import current_commit, markdown_table, write_between
from eval.curve import Curve, draw
from eval.gold import GoldQuestion, as_punkt, load_questions
from eval.logistic import Labels, Matrix, Model, area, crossed, fit
from index.archive import Archive
from rag.abstention.abstain import certain, of_parts
from rag.abstention.signals import NAMES
from rag.catalogue.roster import from_catalogue
from rag.decline import decline
from rag.evidence import gather, is_closed
from rag.history import turns
from rag.notes import ELSEWHERE
from rag.question import understand_in
from rag.retrieve import retrieve
from rag.types import Filters, Hit, Question
from rag.understanding.subject import settle

RIDGE = 3.0
FOLDS, DEALS = 10, 5
"""Each question's chance held out is the mean of so many deals into folds."""
TURNS = 10
"""How often, at the most, parts are chosen anew and the model is fitted to them."""
WANTED = 0.95
"""The share of the answerable questions with the right item first that shall be answered."""
DATA, PAGE = Path("rag/data/abstain.toml"), Path("docs/abstention.md")
PLOT = Path("docs/img/abstention.svg")


@dataclass(frozen=True, slots=True)
class Case:
    """A question as the engine meets it; `found` tells whether its first item is gold.

    `numbers` are the signals of each of its parts: the part that is likeliest to have an answer
    decides. There are none when no chance is weighed; then `settled` says whether it is answered.
    """

    id: str
    answerable: bool
    found: bool
    settled: bool
    numbers: tuple[tuple[float, ...], ...] = ()


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, print the rates; with --write store the weights, the tables and the plot."""
    options = _parser().parse_args(argv)
    own = {q.stem: cases(a, q) for a, q in options.fit}
    other = {q.stem: cases(a, q) for a, q in options.measure}
    rows, labels, model = fitted([case for found in own.values() for case in found])
    deals = [crossed(rows, labels, RIDGE, FOLDS, seed) for seed in range(DEALS)]
    held = np.mean(deals, axis=0)
    limit = float(np.quantile(held[labels], 1 - WANTED))
    curves = [Curve("own, held out", _points(held, labels), _used(held, labels, limit))]
    curves += [curve(name, found, model, limit) for name, found in other.items()]
    text = report(model, limit, area(held, labels), curves, len(labels), int(labels.sum()))
    print(text)
    if options.write:
        DATA.write_text(as_toml(model, limit), encoding="utf-8")
        PLOT.write_text(draw(curves), encoding="utf-8")
        write_between(PAGE, "calibration", f"Commit {current_commit(Path.cwd())}.\n\n{text}")
    return 0


def cases(folder: Path, questions: Path) -> list[Case]:
    """A file's questions as an archive's engine meets them; those that lost all gold left out."""
    archive = Archive.open(folder)
    files = {card.file for card in archive.snapshot.cards}
    asked = load_questions(questions)
    kept = [q for q in asked if not q.gold or any(gold.file in files for gold in q.gold)]
    return [case(question, archive) for question in kept]


def case(asked: GoldQuestion, archive: Archive) -> Case:
    """One question, up to where the engine weighs whether to answer (as `rag.ask` does)."""
    filters = _filters(dict(asked.filters))
    history = turns([{"role": role, "content": said} for role, said in asked.history])
    question = understand_in(archive, asked.question, history=history, filters=filters)
    if question.followup:
        question = settle(
            question, understand_in(archive, asked.question, filters=filters), archive
        )
    if decline(question, archive) is not None:
        return Case(asked.id, asked.answerable, False, settled=False)
    hits = retrieve(question, archive, 10)
    if from_catalogue(question, hits, archive) is not None:
        return Case(asked.id, asked.answerable, True, settled=True)
    return _weighed(asked, question, hits, archive)


def _weighed(
    asked: GoldQuestion, question: Question, hits: Sequence[Hit], archive: Archive
) -> Case:
    evidence = gather(question, hits, archive)
    elsewhere = any(note.startswith(ELSEWHERE) for note in question.notes)
    if not evidence.records or elsewhere:
        return Case(asked.id, asked.answerable, False, settled=False)
    first = evidence.records[0]
    place = (first.meeting.file, as_punkt(first.item.number))
    found = place in asked.items
    if is_closed(first) or question.filters.case_number:
        return Case(asked.id, asked.answerable, found, settled=True)
    if certain(evidence, archive):
        return Case(asked.id, asked.answerable, found, settled=False)
    numbers = tuple(
        tuple(float(getattr(told, name)) for name in NAMES) for told in of_parts(evidence, archive)
    )
    return Case(asked.id, asked.answerable, found, settled=False, numbers=numbers)


def fitted(found: Sequence[Case]) -> tuple[Matrix, Labels, Model]:
    """The rows that a model is fitted to, their labels, and the model.

    Of a question with two parts the row is that of the part which the model holds likelier, so
    fitting and choosing take turns until the choice stands.
    """
    rows, labels = training(found)
    model = fit(rows, labels, RIDGE)
    for _ in range(TURNS):
        chosen, _ = training(found, model)
        if np.array_equal(chosen, rows):
            break
        rows, model = chosen, fit(chosen, labels, RIDGE)
    return rows, labels, model


def training(found: Iterable[Case], model: Model | None = None) -> tuple[Matrix, Labels]:
    """Rows (n, signals), one a question, and whether each is answerable.

    The row is the likeliest part's by the model, the first part's without one. An answerable
    question whose first item is another is left out: an answer would be wrong.
    """
    kept = [c for c in found if c.numbers and (c.found or not c.answerable)]
    rows = [np.array(case.numbers, dtype=float) for case in kept]
    likeliest = [int(np.argmax(model.chances(parts))) if model else 0 for parts in rows]
    chosen = [parts[n] for parts, n in zip(rows, likeliest, strict=True)]
    return np.array(chosen), np.array([c.answerable for c in kept], dtype=bool)


def curve(name: str, found: Sequence[Case], model: Model, limit: float) -> Curve:
    """What becomes of a set of questions under a model, those that are settled included."""
    chances = np.array([_chance(case, model) for case in found])
    labels = np.array([case.answerable for case in found], dtype=bool)
    return Curve(name, _points(chances, labels), _used(chances, labels, limit))


def _chance(case: Case, model: Model) -> float:
    if not case.numbers:
        return float(case.settled)
    return float(model.chances(np.array(case.numbers)).max())


def _points(chances: Matrix, labels: Labels) -> tuple[tuple[float, float], ...]:
    limits = [0.0, *sorted(set(chances.tolist())), 1.1]
    return tuple(_used(chances, labels, limit) for limit in limits)


def _used(chances: Matrix, labels: Labels, limit: float) -> tuple[float, float]:
    """(answered of the answerable, refused of the others) at a threshold."""
    answered = chances >= limit
    return float(answered[labels].mean()), float((~answered[~labels]).mean())


def report(
    model: Model, limit: float, under: float, curves: Sequence[Curve], n: int, yes: int
) -> str:
    """The rates and the weights as Markdown."""
    rates = [("questions", "answered when answerable", "abstains when not")]
    rates += [(c.name, f"{c.used[0]:.3f}", f"{c.used[1]:.3f}") for c in curves]
    order = np.argsort(-np.abs(model.weights))
    weights = [("signal", "weight"), *((NAMES[i], f"{model.weights[i]:+.2f}") for i in order)]
    return (
        f"Fitted to {n} questions, {yes} of them answerable; threshold {limit:.3f}; area under "
        f"the curve, held out in {FOLDS} folds, {under:.3f}.\n\n"
        f"{markdown_table(rates)}\n\n{markdown_table(weights)}"
    )


def as_toml(model: Model, limit: float) -> str:
    """The file that `rag.abstention.abstain` reads."""
    lines = [
        "# Made by eval/calibrate.py (docs/abstention.md). Not to be edited by hand.",
        f"threshold = {limit:.4f}",
        "",
        "[weights]",
        f"bias = {model.bias:.4f}",
    ]
    return "\n".join(
        [*lines, *(f"{n} = {w:.4f}" for n, w in zip(NAMES, model.weights, strict=True)), ""]
    )


def _filters(limits: dict[str, str]) -> Filters:
    days = {k: date.fromisoformat(limits[k]) for k in ("date_from", "date_to") if k in limits}
    return Filters(
        municipality=limits.get("municipality"),
        committee=limits.get("committee"),
        case_number=limits.get("case_number"),
        date_from=days.get("date_from"),
        date_to=days.get("date_to"),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="eval.calibrate", description="Kalibrér afståelsen.")
    parser.add_argument("--fit", action="append", type=_pair, required=True, metavar="A=SPØRGSMÅL")
    parser.add_argument("--measure", action="append", type=_pair, default=[], metavar="A=SPØRGSMÅL")
    parser.add_argument("--write", action="store_true", help="gem vægte, tabel og kurve")
    return parser


def _pair(text: str) -> tuple[Path, Path]:
    folder, equal, questions = text.partition("=")
    if not equal:
        raise argparse.ArgumentTypeError(f"{text}: skriv ARKIV=SPØRGSMÅL.jsonl")
    return Path(folder), Path(questions)


if __name__ == "__main__":
    sys.exit(main())

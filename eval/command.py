"""svarpunkt eval: measure the search and the answers of an archive."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from eval.gold import (
    GoldError,
    load_lines,
    load_questions,
)
from eval.ours import fitting, our_ask, our_search, our_searches, peers_of, records, text_of
from index.types import ArchiveError

if TYPE_CHECKING:
    from rich.console import Console

    from eval.run import AnswersReport, RetrievalReport
    from index.archive import Archive

PAGE = Path("docs/evaluation.md")
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one evaluation; 0 when done, 1 when it could not be or a bound is broken, 2 on misuse."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    options = _parser().parse_args(arguments)
    options.said = shlex.join(["svarpunkt", "eval", *arguments])
    from eval.ablation import MarkerError

    try:
        code: int = options.run(options)
    except (ArchiveError, GoldError, MarkerError) as error:
        print(error, file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="svarpunkt eval", description="Mål søgning og svar mod spørgsmål med kendte svar."
    )
    commands = parser.add_subparsers(required=True, metavar="MÅLING")
    searching = _command(commands, "retrieval", "finder søgningen de rigtige punkter?")
    searching.set_defaults(run=_run_retrieval)
    answering = _command(commands, "answers", "er svarene rigtige?")
    answering.add_argument("--out", type=_new_file, metavar="FIL", help="gem svarene, ét pr. linje")
    answering.set_defaults(run=_run_answers)
    scoring = commands.add_parser("score", help="bedøm svar, der er gemt, også andre systemers")
    scoring.add_argument("answers", type=Path, metavar="SVAR.jsonl")
    scoring.add_argument("--questions", type=Path, required=True, metavar="SPØRGSMÅL.jsonl")
    _common(scoring)
    _reported(scoring)
    scoring.set_defaults(run=_run_score)
    removing = _command(commands, "ablation", "hvad er hver del af søgningen værd?")
    removing.add_argument("--peers", action="store_true", help="mål også andres måder at søge på")
    removing.add_argument("--vectors", type=Path, metavar="MAPPE", help="gem de andres vektorer")
    removing.add_argument("--plot", type=_new_file, metavar="SVG", help="tegn recall mod svartid")
    removing.set_defaults(run=_run_ablation)
    mistyping = commands.add_parser("robustness", help="hvad koster tastefejl og høflighed?")
    mistyping.add_argument("questions", type=Path, metavar="SPØRGSMÅL.jsonl")
    _common(mistyping)
    mistyping.add_argument("--seed", type=int, default=7, metavar="TAL")
    mistyping.set_defaults(run=_run_robustness)
    checking = commands.add_parser("claims", help="skelner kontrollen sandt fra forvansket?")
    checking.add_argument("questions", type=Path, metavar="PÅSTANDE.toml")
    _common(checking)
    checking.set_defaults(run=_run_claims)
    return parser


def _command(commands: Commands, name: str, help: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help, description=help)
    parser.add_argument("questions", type=Path, metavar="SPØRGSMÅL.jsonl")
    _common(parser)
    _reported(parser)
    return parser


def _reported(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", type=_new_file, metavar="FIL", help="hele rapporten som JSON")
    parser.add_argument("--gate", type=Path, metavar="FIL", help="fejl, hvis en grænse brydes")


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--archive",
        type=Path,
        default=Path(os.environ.get("SVARPUNKT_ARCHIVE", "archive")),
        metavar="MAPPE",
        help="arkivets mappe (ellers SVARPUNKT_ARCHIVE, ellers archive/)",
    )
    parser.add_argument("--model", default=os.environ.get("SVARPUNKT_MODEL"), metavar="NAVN")
    parser.add_argument(
        "--docs",
        type=Path,
        nargs="?",
        const=PAGE,
        metavar="FIL",
        help=f"skriv tabellen ind i dokumentationen ({PAGE})",
    )


def _new_file(text: str) -> Path:
    """A file to write: its folder is asked for before anything is measured."""
    path = Path(text)
    if path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"»{text}« kan ikke skrives: mappen findes ikke")
    return path


# --- the measurements ----------------------------------------------------------------


def _run_retrieval(options: argparse.Namespace) -> int:
    from eval.run import retrieval
    from eval.show import print_retrieval, retrieval_markdown

    archive = _open(options)
    checked = fitting(load_questions(options.questions), archive)
    report = retrieval(checked.questions, our_search(archive), name=options.questions.stem)
    print_retrieval(report, _console())
    _document(options, "retrieval", retrieval_markdown(report))
    return _finish(options, report)


def _run_answers(options: argparse.Namespace) -> int:
    from eval.run import answers

    archive = _open(options)
    checked = fitting(load_questions(options.questions), archive)
    kept: list[str] = []

    def keep(question: str, answer: Mapping[str, object]) -> None:
        kept.append(json.dumps({"id": question, **answer}, ensure_ascii=False))

    report = answers(
        checked.questions,
        our_ask(archive),
        source_text=archive.source_text,
        keep=keep,
        name=options.questions.stem,
    )
    if options.out:
        options.out.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return _show_answers(options, report)


def _run_score(options: argparse.Namespace) -> int:
    from eval.run import score

    questions = load_questions(options.questions)
    given = {str(row.get("id")): row for _, row in load_lines(options.answers)}
    source_text = None
    if (options.archive / "catalogue.sqlite").exists():
        archive = _open(options)
        questions = fitting(questions, archive).questions
        source_text = archive.source_text
    else:
        print("Uden arkiv: citaterne er ikke slået efter i kilderne.", file=sys.stderr)
    report = score(questions, given, source_text=source_text, name=options.answers.stem)
    return _show_answers(options, report)


def _run_ablation(options: argparse.Namespace) -> int:
    from eval.ablation import ablation, ablation_table, points
    from eval.plot import plot

    archive = _open(options)
    checked = fitting(load_questions(options.questions), archive)
    searches = our_searches(archive)
    with tempfile.TemporaryDirectory() as folder:
        peers = peers_of(archive, Path(folder), options.vectors) if options.peers else {}
        reports = ablation(checked.questions, searches | peers)
    table = ablation_table(reports, peers)
    print(table)
    _document(options, "ablation", table)
    if options.plot:
        title = f"Recall@5 against latency, {options.questions.stem}"
        options.plot.write_text(plot(points(reports, peers), title=title), encoding="utf-8")
    return _finish(options, *reports)


def _run_robustness(options: argparse.Namespace) -> int:
    from eval.ablation import robustness, robustness_table
    from eval.perturb import make_lexicon

    archive = _open(options)
    checked = fitting(load_questions(options.questions), archive)
    lexicon = make_lexicon(text_of(record) for record in records(archive))
    losses = robustness(checked.questions, our_search(archive), lexicon, seed=options.seed)
    table = robustness_table(losses)
    print(table)
    _document(options, "robustness", table)
    return 0


def _run_claims(options: argparse.Namespace) -> int:
    from eval.claims import claims, claims_table, claims_wrong, load_cases

    archive = _open(options)
    report = claims(load_cases(options.questions, archive), options.questions.stem)
    print("\n".join(claims_wrong(report)))
    table = claims_table(report)
    print(table)
    _document(options, options.questions.stem, table, "claims")
    return 0


def _open(options: argparse.Namespace) -> Archive:
    from index.archive import Archive

    return Archive.open(options.archive, model=options.model)


# --- what becomes of a report -------------------------------------------------------------


def _show_answers(options: argparse.Namespace, report: AnswersReport) -> int:
    from eval.show import answers_markdown, failures_markdown, print_answers

    print_answers(report, _console())
    _document(options, "answers", answers_markdown(report))
    _document(options, "failures", failures_markdown(report), "answers")
    return _finish(options, report)


def _document(options: argparse.Namespace, kind: str, text: str, command: str = "") -> None:
    """Write into the page between the markers named after the measurement and the questions.

    `command` is the one that made it, where it is not called as the measurement is.
    """
    from eval.ablation import current_commit, stamp, write_between

    if not options.docs:
        return
    name = options.questions.stem
    head = stamp(f"svarpunkt eval {command or kind}", f"`{name}`", current_commit(Path.cwd()))
    write_between(options.docs, f"{kind}-{name}", f"{head}\n\n{text}")


def _finish(options: argparse.Namespace, *reports: RetrievalReport | AnswersReport) -> int:
    """Write the JSON, hold the first report against the bounds."""
    from eval.ablation import current_commit
    from eval.gate import fallen, figures_of, load_bounds
    from eval.show import report_json

    about = {"command": options.said, "commit": current_commit(Path.cwd())}
    if options.json:
        made = [report_json(report, about) for report in reports]
        text = json.dumps(made[0] if len(made) == 1 else made, ensure_ascii=False, indent=2)
        options.json.write_text(text + "\n", encoding="utf-8")
    faults = fallen(figures_of(reports[0]), load_bounds(options.gate)) if options.gate else ()
    for fault in faults:
        print(f"Grænse brudt: {fault}", file=sys.stderr)
    return 1 if faults else 0


def _console() -> Console:
    from rich.console import Console

    width = None if sys.stdout.isatty() else 200
    return Console(width=width)

"""svarpunkt eval: measure the search and the answers of an archive. All calls of ours are here."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from eval.gold import (
    Asked,
    GoldCheck,
    GoldError,
    GoldQuestion,
    Punkt,
    as_punkt,
    check_gold,
    load_lines,
    load_questions,
)
from index.types import ArchiveError

if TYPE_CHECKING:
    from rich.console import Console

    from eval.run import AnswersReport, Ask, Found, RetrievalReport, Search
    from index.archive import Archive
    from index.catalogue import ItemRecord
    from rag.retrieve import Weights
    from rag.types import Filters, Question, Turn

PAGE = Path("docs/evaluation.md")
_BATCH = 200
"""Items that are read from the catalogue at a time."""

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
    answering.add_argument("--out", type=Path, metavar="FIL", help="gem svarene, ét pr. linje")
    answering.set_defaults(run=_run_answers)
    scoring = commands.add_parser("score", help="bedøm svar, der er gemt, også andre systemers")
    scoring.add_argument("answers", type=Path, metavar="SVAR.jsonl")
    scoring.add_argument("--questions", type=Path, required=True, metavar="SPØRGSMÅL.jsonl")
    _common(scoring)
    scoring.set_defaults(run=_run_score)
    removing = _command(commands, "ablation", "hvad er hver del af søgningen værd?")
    removing.add_argument("--peers", action="store_true", help="mål også andres måder at søge på")
    removing.add_argument("--plot", type=Path, metavar="SVG", help="tegn recall mod svartid")
    removing.set_defaults(run=_run_ablation)
    mistyping = _command(commands, "robustness", "hvad koster tastefejl og høflighed?")
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
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--archive",
        type=Path,
        default=Path(os.environ.get("SVARPUNKT_ARCHIVE", "archive")),
        metavar="MAPPE",
        help="arkivets mappe (ellers SVARPUNKT_ARCHIVE, ellers archive/)",
    )
    parser.add_argument("--model", default=os.environ.get("SVARPUNKT_MODEL"), metavar="NAVN")
    parser.add_argument("--json", type=Path, metavar="FIL", help="hele rapporten som JSON")
    parser.add_argument("--gate", type=Path, metavar="FIL", help="fejl, hvis en grænse brydes")
    parser.add_argument(
        "--docs",
        type=Path,
        nargs="?",
        const=PAGE,
        metavar="FIL",
        help=f"skriv tabellen ind i dokumentationen ({PAGE})",
    )


# --- the measurements ----------------------------------------------------------------


def _run_retrieval(options: argparse.Namespace) -> int:
    from eval.run import retrieval
    from eval.show import print_retrieval, retrieval_markdown

    archive = _open(options)
    checked = _checked(load_questions(options.questions), archive)
    report = retrieval(checked.questions, our_search(archive), name=options.questions.stem)
    print_retrieval(report, _console())
    _document(options, "retrieval", retrieval_markdown(report))
    return _finish(options, report)


def _run_answers(options: argparse.Namespace) -> int:
    from eval.run import answers

    archive = _open(options)
    checked = _checked(load_questions(options.questions), archive)
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
        questions = _checked(questions, archive).questions
        source_text = archive.source_text
    else:
        print("Uden arkiv: citaterne er ikke slået efter i kilderne.", file=sys.stderr)
    report = score(questions, given, source_text=source_text, name=options.answers.stem)
    return _show_answers(options, report)


def _run_ablation(options: argparse.Namespace) -> int:
    from eval.ablation import ablation, ablation_table, points
    from eval.plot import plot

    archive = _open(options)
    checked = _checked(load_questions(options.questions), archive)
    searches = our_searches(archive)
    with tempfile.TemporaryDirectory() as folder:
        peers = _peers(archive, Path(folder)) if options.peers else {}
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
    checked = _checked(load_questions(options.questions), archive)
    lexicon = make_lexicon(_text(record) for record in _records(archive))
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
    _document(options, options.questions.stem, table)
    return 0


# --- our own system as functions ----------------------------------------------------------


def our_search(archive: Archive) -> Search:
    """Our search, as (file, punkt, section) of the best chunks of the best items."""
    return _search(archive, lambda asked: _understood(asked, archive), _section_names(archive))


def our_searches(archive: Archive) -> dict[str, Search]:
    """The whole search first, then with each of its weights at nought, then unread questions."""
    from rag.retrieve import WEIGHTS

    names = _section_names(archive)

    def read(asked: Asked) -> Question:
        return _understood(asked, archive)

    searches = {"svarpunkt": _search(archive, read, names)}
    for part in fields(WEIGHTS):
        value = getattr(WEIGHTS, part.name)
        if isinstance(value, float) and value:
            without = replace(WEIGHTS, **{part.name: 0.0})
            searches[f"without {part.name}"] = _search(archive, read, names, without)
    searches["without understanding"] = _search(archive, _unread, names)
    return searches


def our_ask(archive: Archive) -> Ask:
    """Our answers, as the JSON of the contract."""
    from rag.ask import ask
    from rag.render import to_json

    return lambda asked: to_json(
        ask(asked["question"], archive, filters=_filters(asked), history=_history(asked))
    )


def _search(
    archive: Archive,
    read: Callable[[Asked], Question],
    sections: Mapping[str, str],
    weights: Weights | None = None,
) -> Search:
    from rag.retrieve import WEIGHTS, retrieve

    def search(asked: Asked) -> Found:
        hits = retrieve(read(asked), archive, 10, weights or WEIGHTS)
        found: list[tuple[str, Punkt, str]] = []
        for hit in hits:
            card = archive.card(hit.item_id)
            place = (card.file, _punkt(card.id, card.number, card.label))
            names = [sections.get(chunk.rsplit("/", 1)[0], "") for chunk in hit.chunk_ids]
            found += [(*place, name) for name in dict.fromkeys(names or [""])]
        return found

    return search


def _understood(asked: Asked, archive: Archive) -> Question:
    from rag.question import understand_in

    return understand_in(
        archive, asked["question"], history=_history(asked), filters=_filters(asked)
    )


def _unread(asked: Asked) -> Question:
    """The question as typed, with nothing understood but the filters it came with."""
    from rag.types import Intent, Question

    text = asked["question"]
    return Question(text, text, (Intent.FACT,), filters=_filters(asked))


def _filters(asked: Asked) -> Filters:
    from rag.types import Filters

    limits = asked.get("filters", {})
    return Filters(
        municipality=limits.get("municipality"),
        committee=limits.get("committee"),
        date_from=_day(limits.get("date_from")),
        date_to=_day(limits.get("date_to")),
        case_number=limits.get("case_number"),
    )


def _history(asked: Asked) -> tuple[Turn, ...]:
    from rag.history import turns

    return turns(asked.get("history", []))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise GoldError(f"»{text}« er ikke en dato som 2031-12-19.") from error


# --- what the archive holds ---------------------------------------------------------------


def _open(options: argparse.Namespace) -> Archive:
    from index.archive import Archive

    return Archive.open(options.archive, model=options.model)


def _checked(questions: Sequence[GoldQuestion], archive: Archive) -> GoldCheck:
    """The questions that the archive can be asked; what does not fit it is told."""
    items: dict[str, set[Punkt]] = {}
    sections: dict[tuple[str, Punkt], set[str]] = {}
    names = _section_names(archive)
    for card in archive.snapshot.cards:
        items.setdefault(card.file, set()).add(_punkt(card.id, card.number, card.label))
    for record in _records(archive):
        place = (record.meeting.file, _punkt(record.id, record.item.number, record.item.label))
        own = (names[f"{record.id}/{n}"] for n in range(len(record.item.sections)))
        below = (sub for section in record.item.sections for sub, _ in section.subheadings)
        kinds = (section.kind.value for section in record.item.sections)
        sections.setdefault(place, {record.item.title}).update(own, below, kinds)
    checked = check_gold(questions, items, sections)
    _tell(checked)
    if not checked.questions:
        raise GoldError("Ingen af spørgsmålene har svar i dette arkiv.")
    return checked


def _tell(checked: GoldCheck) -> None:
    for problem in checked.problems:
        print(f"Guldet passer ikke med arkivet: {problem}", file=sys.stderr)
    if checked.absent:
        print(
            f"{len(checked.absent)} filer fra guldet er ikke i arkivet; "
            f"{len(checked.skipped)} spørgsmål er udeladt {', '.join(checked.skipped)}".rstrip(),
            file=sys.stderr,
        )


def _records(archive: Archive) -> Iterator[ItemRecord]:
    """Every item of the archive with its sections; the meetings' heads are not among them."""
    keys = [card.id for card in archive.snapshot.cards if not card.id.endswith("/-1")]
    for start in range(0, len(keys), _BATCH):
        yield from archive.catalogue.items(keys[start : start + _BATCH])


def _section_names(archive: Archive) -> dict[str, str]:
    """Item key and section position -> its heading as printed; the item's title if it has none."""
    names: dict[str, str] = {}
    for card in archive.snapshot.cards:
        names[f"{card.id}/-1"] = "overskrift"
        if card.id.endswith("/-1"):
            names |= {f"{card.id}/{n}": "mødehoved" for n in (-1, 0)}
    for record in _records(archive):
        for position, section in enumerate(record.item.sections):
            names[f"{record.id}/{position}"] = section.heading or record.item.title
    return names


def _peers(archive: Archive, folder: Path) -> dict[str, Search]:
    from eval.peers import llama_index_bm25, llama_index_quick_start, one_vector_an_item

    items = [
        (r.meeting.file, _punkt(r.id, r.item.number, r.item.label), _text(r))
        for r in _records(archive)
    ]
    return {
        "llama-index quick start": llama_index_quick_start(items, archive.embedder, folder),
        "llama-index BM25Retriever": llama_index_bm25(items),
        "one vector an item": one_vector_an_item(items, archive.embedder),
    }


def _text(record: ItemRecord) -> str:
    return record.text[record.item.start : record.item.end]


def _punkt(key: str, number: int | None, label: str) -> Punkt:
    """An item's number as gold names it: 0 for the head, the label where it has none."""
    if key.endswith("/-1"):
        return 0
    return number if number is not None else as_punkt(label)


# --- what becomes of a report -------------------------------------------------------------


def _show_answers(options: argparse.Namespace, report: AnswersReport) -> int:
    from eval.show import answers_markdown, failures_markdown, print_answers

    print_answers(report, _console())
    _document(options, "answers", answers_markdown(report))
    _document(options, "failures", failures_markdown(report))
    return _finish(options, report)


def _document(options: argparse.Namespace, kind: str, text: str) -> None:
    """Write into the page between the markers named after the measurement and the questions."""
    from eval.ablation import current_commit, stamp, write_between

    if not options.docs:
        return
    name = options.questions.stem
    head = stamp(f"svarpunkt eval {kind}", f"`{name}`", current_commit(Path.cwd()))
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

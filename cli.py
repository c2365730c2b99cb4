"""svarpunkt: index, sync, ask, case, serve, user, mcp, eval, status, source, inspect."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

from index.faults import of_disk
from index.portals.command import add_sync
from index.release import release
from index.types import ArchiveError, UnreadableError
from prompts.arguments import speak_danish


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all went well, 1 when something could not be done, 2 for misuse."""
    speak_danish()
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except (ArchiveError, UnreadableError) as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `svarpunkt ... | head`: what is left is not wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(
            "Afbrudt. Det, der er gemt, er helt; kør kommandoen igen for resten.", file=sys.stderr
        )
        return 130
    except OSError as error:
        print(of_disk(error), file=sys.stderr)
        return 1
    return code


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["eval"]:
        from eval.command import main as evaluate

        return evaluate(arguments[1:])
    options = _parser().parse_args(arguments)
    code: int = options.run(options)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="svarpunkt", description="Svar med kilder fra kommunale dagsordener og referater."
    )
    parser.add_argument(
        "--version", action="version", version=f"svarpunkt {release()}", help="versionen"
    )
    commands = parser.add_subparsers(required=True, metavar="KOMMANDO")
    for add in (_index, _sync, _ask, _case, _serve, _user, _mcp, _status, _source, _inspect):
        add(commands)
    commands.add_parser("eval", help="mål søgning og svar (se svarpunkt eval --help)")
    return parser


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _command(commands: Commands, name: str, help: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help, description=help)
    parser.add_argument(
        "--archive",
        type=Path,
        default=Path(os.environ.get("SVARPUNKT_ARCHIVE", "archive")),
        metavar="MAPPE",
        help="arkivets mappe (ellers SVARPUNKT_ARCHIVE, ellers archive/)",
    )
    parser.add_argument(
        "--model",
        default=os.environ.get("SVARPUNKT_MODEL"),
        metavar="NAVN",
        help="en anden sentence-transformers-model end den medfølgende (ellers SVARPUNKT_MODEL)",
    )
    return parser


def _index(commands: Commands) -> None:
    parser = _command(commands, "index", "læs referater ind i arkivet")
    parser.add_argument("paths", nargs="+", type=Path, metavar="STI", help="filer eller mapper")
    parser.add_argument("--prune", action="store_true", help="glem filer, der ikke findes mere")
    parser.add_argument(
        "--base-url",
        default=os.environ.get("SVARPUNKT_BASE_URL"),
        metavar="ADRESSE",
        help="hvor mappens filer ligger på kommunens side (ellers SVARPUNKT_BASE_URL)",
    )
    parser.set_defaults(run=_run_index)


def _run_index(options: argparse.Namespace) -> int:
    from index.archive import Archive
    from index.build import build
    from index.progress import bar, summary
    from index.store.folder import is_there

    if not any(path.exists() for path in options.paths) and not is_there(options.archive):
        raise ArchiveError(f"{options.paths[0]} findes ikke. Kontrollér stien.")
    archive = Archive.open(options.archive, model=options.model, create=True)
    if options.base_url is not None:
        for path in options.paths:
            archive.catalogue.set_base(path, options.base_url)
    with bar() as progress:
        report = build(archive, options.paths, prune=options.prune, progress=progress)
    print(summary(report))
    archive.close()
    return 1 if report.unread else 0


def _sync(commands: Commands) -> None:
    add_sync(
        _command(commands, "sync", "hent en kommunes dagsordener og referater fra dens portal")
    )


def _ask(commands: Commands) -> None:
    parser = _command(commands, "ask", "stil et spørgsmål")
    parser.add_argument("question", metavar="SPØRGSMÅL")
    parser.add_argument("--json", action="store_true", help="svaret som ét JSON-objekt")
    parser.add_argument("--municipality", metavar="KOMMUNE", help="kun denne kommune")
    parser.add_argument("--committee", metavar="UDVALG", help="kun dette udvalg")
    parser.add_argument("--from", dest="date_from", type=_date, metavar="DATO", help="ÅÅÅÅ-MM-DD")
    parser.add_argument("--to", dest="date_to", type=_date, metavar="DATO", help="ÅÅÅÅ-MM-DD")
    parser.add_argument("--case", metavar="SAGSNR", help="kun sagen med dette nummer")
    parser.add_argument(
        "--history", type=Path, metavar="FIL", help="samtalen hidtil: JSON-liste af spørgsmål/svar"
    )
    parser.add_argument("--explain", action="store_true", help="vis hvert trin")
    parser.set_defaults(run=_run_ask)


def _run_ask(options: argparse.Namespace) -> int:
    from index.archive import Archive
    from rag.ask import ask
    from rag.history import read_history
    from rag.model import connect, read_model
    from rag.render import to_json, to_text
    from rag.types import Filters

    writer = connect(read_model(os.environ))
    archive = Archive.open(options.archive, model=options.model)
    filters = Filters(
        options.municipality, options.committee, options.date_from, options.date_to, options.case
    )
    history = read_history(options.history) if options.history else ()
    answer = ask(options.question, archive, filters=filters, history=history, model=writer)
    if options.json:
        print(json.dumps(to_json(answer), ensure_ascii=False, indent=2))
    else:
        print(to_text(answer), end="")
    if options.explain:
        print("\n".join(("", "Sådan blev svaret fundet:", *answer.trace)))
    archive.close()
    return 0


def _case(commands: Commands) -> None:
    parser = _command(commands, "case", "vis en sags vej gennem udvalgene")
    parser.add_argument("wanted", metavar="SAGSNR|PUNKT", help="sagsnummer, eller punktets nøgle")
    parser.add_argument("--json", action="store_true", help="som JSON")
    parser.set_defaults(run=_run_case)


def _run_case(options: argparse.Namespace) -> int:
    from index.archive import Archive
    from rag.retrieval.case import follow
    from rag.retrieval.case_text import tell, to_json

    archive = Archive.open(options.archive, model=options.model)
    cases = follow(archive, options.wanted)
    if options.json:
        print(json.dumps([to_json(case) for case in cases], ensure_ascii=False, indent=2))
    else:
        print(tell(cases))
    archive.close()
    return 0


def _serve(commands: Commands) -> None:
    parser = _command(commands, "serve", "start siden og API'et")
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADRESSE",
        help="hvor der lyttes (127.0.0.1: kun fra denne maskine)",
    )
    parser.add_argument(
        "--port", type=_port, default=7860, metavar="NUMMER", help="porten (7860); 0: en ledig"
    )
    parser.set_defaults(run=_run_serve)


def _run_serve(options: argparse.Namespace) -> int:
    from app import serve

    serve(options.archive, model=options.model, host=options.host, port=options.port)
    return 0


def _user(commands: Commands) -> None:
    parser = _command(commands, "user", "hvem der kan logge ind på medarbejdernes sider")
    parser.add_argument("act", choices=("add", "remove", "list"), metavar="add|remove|list")
    parser.add_argument("name", nargs="?", default="", metavar="NAVN")
    parser.set_defaults(run=_run_user)


def _run_user(options: argparse.Namespace) -> int:
    from web.users import run

    run(options.archive, options.act, options.name)
    return 0


def _mcp(commands: Commands) -> None:
    parser = _command(commands, "mcp", "svar til en assistent, der taler MCP (over stdin/stdout)")
    parser.set_defaults(run=_run_mcp)


def _run_mcp(options: argparse.Namespace) -> int:
    from web.assistant import serve

    serve(options.archive, options.model)
    return 0


def _status(commands: Commands) -> None:
    parser = _command(commands, "status", "vis hvad arkivet indeholder")
    parser.add_argument("--json", action="store_true", help="som JSON")
    parser.set_defaults(run=_run_status)


def _run_status(options: argparse.Namespace) -> int:
    from index.catalogue import Catalogue
    from index.portals.tell import status as portals
    from index.portals.tell import status_json as portals_json
    from index.portals.tell import status_text as portals_text
    from index.progress import status_json, status_text
    from index.store.folder import must_be_there

    must_be_there(options.archive)
    catalogue = Catalogue.in_folder(options.archive)
    found = portals(options.archive)
    if options.json:
        told = {**status_json(catalogue), "portals": portals_json(found)}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print("\n".join(part for part in (status_text(catalogue), portals_text(found)) if part))
    catalogue.close()
    return 0


def _source(commands: Commands) -> None:
    parser = _command(commands, "source", "vis en kildes tekst, som den citeres")
    parser.add_argument("file", metavar="FIL", help="filens navn eller sti")
    parser.set_defaults(run=_run_source)


def _run_source(options: argparse.Namespace) -> int:
    from index.catalogue import Catalogue
    from index.store.folder import must_be_there

    must_be_there(options.archive)
    catalogue = Catalogue.in_folder(options.archive)
    text = catalogue.source(options.file)
    catalogue.close()
    if text is None:
        raise ArchiveError(f"Arkivet i {options.archive} har ingen kilde ved navn {options.file}.")
    sys.stdout.reconfigure(newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(text)
    return 0


def _inspect(commands: Commands) -> None:
    parser = _command(commands, "inspect", "vis hvordan en fil er læst")
    parser.add_argument("file", type=Path, metavar="FIL")
    parser.add_argument("--json", action="store_true", help="som JSON")
    parser.set_defaults(run=_run_inspect)


def _run_inspect(options: argparse.Namespace) -> int:
    from index.formats import read_meetings
    from index.progress import inspection
    from index.report import report

    document, meetings = read_meetings(options.file)
    found = report(document, meetings)
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        print(inspection(meetings, document.furniture))
    return 0


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) < 65_536):
        raise argparse.ArgumentTypeError(f"»{text}« er ikke en port: et tal fra 0 til 65535")
    return int(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"»{text}« er ikke en dato som 2023-12-19") from error


if __name__ == "__main__":
    sys.exit(main())

"""Beslutninger: the register as a page, and as a file to take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import HTMLResponse, Response

from index.archive import Archive
from index.types import Outcome
from web.days import read_period
from web.live import Live
from web.pages import link, page
from web.register import SORTS, Entry, Wanted, entries, pick
from web.register_withdrawn import WITHDRAWN, withdrawn
from web.sheet import to_csv, to_xlsx

PAGE = 50
UNSAID = "ikke angivet"
"""What the register says of a decision whose words name no outcome."""
NAMES = {**{o.value: o.name.lower() for o in Outcome}, WITHDRAWN: "withdrawn"}
"""What a line may say became of it, with the style of its badge."""
HEAD = ("Dato", "Kommune", "Udvalg", "Punkt", "Titel", "Sagsnr.", "Udfald", "Stemmer", "Beslutning")
COLUMNS = {"dato": "Dato", "udvalg": "Udvalg", "punkt": "Punkt", "sag": "Sag", "udfald": "Udfald"}
FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def asked(
    q: str = "",
    kommune: str = "",
    udvalg: str = "",
    udfald: str = "",
    fra: str = "",
    til: str = "",
    sorter: str = "-dato",
) -> dict[str, str]:
    """The register's form as it was filled in."""
    return {
        "q": q.strip()[:200],
        "kommune": kommune,
        "udvalg": udvalg,
        "udfald": udfald,
        "fra": fra.strip(),
        "til": til.strip(),
        "sorter": sorter if sorter.lstrip("-") in SORTS else "-dato",
    }


Asked = Annotated[dict[str, str], Depends(asked)]


def router(live: Live) -> APIRouter:
    """GET /beslutninger, /beslutninger.csv and /beslutninger.xlsx, with the same filters."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/beslutninger")
    def show(form: Asked, side: int = 1) -> HTMLResponse:
        archive = live.archive()
        every = _listed(archive)
        found, wrong = _found(every, form)
        pages = max(1, -(-len(found) // PAGE))
        here = min(max(side, 1), pages)
        return page(
            "register.html",
            form=form,
            wrong=wrong,
            total=len(found),
            gone=sum(WITHDRAWN in entry.outcomes for entry in found),
            rows=found[(here - 1) * PAGE : here * PAGE],
            side=here,
            pages=pages,
            municipalities=archive.municipalities,
            bodies=sorted({entry.body for entry in every}),
            outcomes=[name for name in NAMES if any(name in e.told for e in every)],
            unsaid=UNSAID,
            columns=COLUMNS,
            again=lambda **changed: link("/beslutninger", **{**form, **changed}),
            file=lambda kind: link(f"/beslutninger.{kind}", **form),
        )

    @routes.get("/beslutninger.{kind}")
    def take(kind: str, form: Asked) -> Response:
        if kind not in FILES:
            raise HTTPException(404, "Registeret kan hentes som .csv og .xlsx.")
        found, wrong = _found(_listed(live.archive()), form)
        if wrong:
            raise HTTPException(400, wrong)
        rows = [row(entry) for entry in found]
        body = to_csv(HEAD, rows) if kind == "csv" else to_xlsx(HEAD, rows, "Beslutninger")
        name = {"Content-Disposition": f'attachment; filename="beslutninger.{kind}"'}
        return Response(body, media_type=FILES[kind], headers=name)

    return routes


def row(entry: Entry) -> tuple[str, ...]:
    """An entry as the cells under HEAD."""
    return (
        entry.date.isoformat() if entry.date else "",
        entry.municipality,
        entry.body,
        entry.printed,
        entry.title,
        entry.case_number,
        ", ".join(UNSAID if one == Outcome.NONE else one for one in entry.told),
        entry.votes,
        entry.text,
    )


def _listed(archive: Archive) -> tuple[Entry, ...]:
    """All lines: the decisions, and the meetings that have been withdrawn."""
    return (*entries(archive), *withdrawn(archive))


def _found(every: Sequence[Entry], form: dict[str, str]) -> tuple[list[Entry], str]:
    """What the form asks for, and a sentence when a date in it is none."""
    try:
        first, last = read_period(form["fra"], form["til"])
    except ValueError as error:
        return [], str(error)
    wanted = Wanted(
        form["q"], form["kommune"], form["udvalg"], form["udfald"], first, last, form["sorter"]
    )
    return pick(every, wanted), ""

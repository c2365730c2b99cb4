"""Sagsforløb: one case's way through bodies and meetings, as a picture and as a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from index.archive import Archive
from index.danish import body_key
from index.store.case_table import all_cases, bring_in_step
from index.store.one_case import is_procedural
from index.store.snapshot import Card
from index.types import ArchiveError, Outcome
from rag.retrieval import case as way
from rag.retrieval.case_text import what_holds
from web.live import Live
from web.pages import link, page
from web.source import source_link


@dataclass(frozen=True, slots=True)
class Step:
    """One meeting's treatment of the case. `portal` is the municipality's own page, "" when
    there is none; `holds` when it is what counts now.

    In the picture each step has a row as wide as two for every lane: it stands at `x`, the way
    `comes` in at the row's top and `goes` out at its bottom, None at the way's ends.
    """

    body: str
    date: date | None
    heading: str
    outcomes: tuple[Outcome, ...]
    sentence: str
    address: str
    portal: str = ""
    holds: bool = False
    x: int = 0
    comes: float | None = None
    goes: float | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A case's steps, oldest first, and the bodies, whose lanes they lie in.

    `holds` are the sentences that say what counts now; `key` is the case's address.
    """

    number: str
    title: str
    key: str
    steps: tuple[Step, ...]
    lanes: tuple[str, ...]
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A case in the list to pick from; `key` is its address."""

    number: str
    title: str
    items: int
    last: date | None
    address: str


def router(live: Live) -> APIRouter:
    """GET /sag?nr=... or ?punkt=...: the case's course; else the cases to pick from."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/sag")
    def show(nr: str = "", punkt: str = "", q: str = "") -> HTMLResponse:
        archive = live.archive()
        number, wanted = " ".join(nr.split())[:100], " ".join(punkt.split())[:200]
        found = courses(archive, wanted or number)
        course = found[0] if len(found) == 1 else None
        missing = bool(wanted or number) and not found
        return page(
            "case.html",
            404 if missing else 200,
            number=number or wanted,
            missing=missing,
            course=course,
            siblings=siblings(archive, course) if course else [],
            words=q.strip()[:100],
            cases=[] if course else listed(found) or cases(archive, q),
            several=len(found) > 1,
        )

    return routes


def courses(archive: Archive, wanted: str) -> list[Course]:
    """The courses of the cases with a number, or of the one with an item; [] when none has it."""
    if not wanted:
        return []
    try:
        return [_course(case) for case in way.follow(archive, wanted)]
    except ArchiveError:
        return []


def siblings(archive: Archive, course: Course) -> list[Case]:
    """The other cases that have the course's number."""
    found = courses(archive, course.number) if course.number else []
    return listed([other for other in found if other.key != course.key])


def listed(found: Sequence[Course]) -> list[Case]:
    """Courses as rows to pick from."""
    return [
        Case(one.number, one.title, len(one.steps), one.steps[-1].date, link("/sag", punkt=one.key))
        for one in found
    ]


def cases(archive: Archive, words: str = "", limit: int = 100) -> list[Case]:
    """The cases that have been treated most often first; `words` must all stand in them."""
    sought = words.casefold().split()
    bring_in_step(archive.catalogue)
    home = all_cases(archive.catalogue)
    groups: dict[str, list[Card]] = defaultdict(list)
    for card in archive.snapshot.cards:
        if card.number != 0:
            groups[home.get(card.id, card.id)].append(card)
    found = [_row(group) for group in groups.values() if _fits(group, sought)]
    found.sort(key=lambda case: (-case.items, case.last is None, str(case.last or "")))
    return found[:limit]


def _fits(group: Sequence[Card], sought: Sequence[str]) -> bool:
    told = " ".join(f"{card.title} {card.case_number or ''}" for card in group).casefold()
    if sought:
        return all(word in told for word in sought)
    return not is_procedural(group[0].title)


def _row(group: Sequence[Card]) -> Case:
    held = sorted(group, key=lambda card: (str(card.date or ""), card.id))
    number = next((card.case_number for card in held if card.case_number), None)
    address = link("/sag", punkt=held[0].id)
    return Case(number or "", held[-1].title, len(held), held[-1].date, address)


def _course(case: way.Case) -> Course:
    binding = case.binding
    steps = [replace(_step(step), holds=step == binding) for step in case.steps]
    return Course(
        case.number or "",
        case.title,
        case.steps[0].item,
        tuple(_placed(steps, [body_key(body) for body in case.bodies])),
        tuple(case.bodies),
        tuple(line.strip() for line in what_holds(case)),
    )


def _step(step: way.Step) -> Step:
    place = f"{step.label}: {step.title}" if step.label else step.title
    portal = step.url or ""
    return Step(
        step.body,
        step.date,
        f"Gengivet i {place}" if step.retold else place,
        tuple(one for one in step.outcomes if one is not Outcome.NONE),
        step.sentence,
        source_link(step.item, step.start, step.end),
        portal if portal.startswith(("https://", "http://")) else "",
    )


def _placed(steps: Sequence[Step], lanes: Sequence[str]) -> list[Step]:
    """The steps with the way that the picture draws through each: in from the step before
    halfway between their lanes, to its own, and out towards the next."""
    at = [2 * lanes.index(body_key(step.body)) + 1 for step in steps]
    return [
        replace(
            step,
            x=x,
            comes=(at[i - 1] + x) / 2 if i else None,
            goes=(x + at[i + 1]) / 2 if i + 1 < len(at) else None,
        )
        for i, (step, x) in enumerate(zip(steps, at, strict=True))
    ]

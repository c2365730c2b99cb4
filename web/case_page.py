"""Sagsforløb: one case's way through bodies and meetings, as a picture and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from index.archive import Archive
from index.catalogue import ItemRecord
from index.refusal import shown_outcomes
from index.types import Decision, Outcome
from web.live import Live
from web.pages import page
from web.source import punkt_title, source_link

LEFT, RIGHT, LANE, TOP = 250, 960, 76, 30
"""The picture's edges, the height of a lane and the first lane's top, in its own units."""


@dataclass(frozen=True, slots=True)
class Step:
    """One meeting's treatment of the case. `x`, `y` are its place in the picture."""

    body: str
    date: date | None
    heading: str
    outcomes: tuple[Outcome, ...]
    sentence: str
    address: str
    x: float = 0
    y: float = 0


@dataclass(frozen=True, slots=True)
class Course:
    """A case's steps, oldest first, and the lanes (body, y) that they lie in."""

    number: str
    title: str
    steps: tuple[Step, ...]
    lanes: tuple[tuple[str, float], ...]

    @property
    def height(self) -> int:
        """The picture's height."""
        return TOP + LANE * len(self.lanes) + 30


@dataclass(frozen=True, slots=True)
class Case:
    """A case in the list to pick from."""

    number: str
    title: str
    items: int
    last: date | None


def router(live: Live) -> APIRouter:
    """GET /sag?nr=...: the case's course; without a number, the cases to pick from."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/sag")
    def show(nr: str = "", q: str = "") -> HTMLResponse:
        archive = live.archive()
        number = " ".join(nr.split())[:100]
        course = follow(archive, number) if number else None
        return page(
            "case.html",
            200 if course or not number else 404,
            number=number,
            course=course,
            words=q.strip()[:100],
            cases=[] if course else cases(archive, q),
            left=LEFT,
            right=RIGHT,
        )

    return routes


def follow(archive: Archive, number: str) -> Course | None:
    """The course of a case, None when the archive has no item with that number."""
    records = archive.items(archive.catalogue.items_of_case(number))
    if not records:
        return None
    steps = [_step(record) for record in records]
    lanes = {body: TOP + LANE * (i + 0.5) for i, body in enumerate(_bodies(steps))}
    return Course(
        number,
        records[-1].item.title,
        tuple(_placed(steps, lanes)),
        tuple(lanes.items()),
    )


def cases(archive: Archive, words: str = "", limit: int = 100) -> list[Case]:
    """The cases that have been treated most often first; `words` must all stand in them."""
    sought = words.casefold().split()
    cards = [card for card in archive.snapshot.cards if card.case_number]
    found: list[Case] = []
    for number, group in groupby(
        sorted(cards, key=lambda c: (c.case_number or "", str(c.date or ""))),
        key=lambda card: card.case_number or "",
    ):
        held = list(group)
        title = held[-1].title
        if all(word in f"{title} {number}".casefold() for word in sought):
            found.append(Case(number, title, len(held), held[-1].date))
    found.sort(key=lambda case: (-case.items, case.last is None, str(case.last or "")))
    return found[:limit]


def _bodies(steps: Sequence[Step]) -> list[str]:
    return list(dict.fromkeys(step.body for step in steps))


def _step(record: ItemRecord) -> Step:
    own = [decision for decision in record.item.decisions if decision.own]
    decision = own[-1] if own else None
    start, end = _span(decision)
    return Step(
        record.meeting.body,
        record.meeting.date,
        punkt_title(record.item),
        shown_outcomes(record.item),
        (decision.sentence or decision.text).strip() if decision else "",
        source_link(record.id, start, end),
    )


def _span(decision: Decision | None) -> tuple[int | None, int | None]:
    return (decision.start, decision.end) if decision else (None, None)


def _placed(steps: Sequence[Step], lanes: dict[str, float]) -> list[Step]:
    """The steps with their places: evenly spaced, since months of silence say nothing."""
    room = (RIGHT - LEFT - 110) / max(len(steps) - 1, 1)
    return [
        Step(
            s.body,
            s.date,
            s.heading,
            s.outcomes,
            s.sentence,
            s.address,
            LEFT + 30 + room * i if len(steps) > 1 else (LEFT + RIGHT) / 2,
            lanes[s.body],
        )
        for i, s in enumerate(steps)
    ]

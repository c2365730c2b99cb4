"""What was decided at a time, or by a body: the meetings with their items and outcomes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from index.archive import Archive
from index.catalogue import ItemRecord
from index.danish import same_body
from index.decision.refusal import shown_outcomes
from index.store.one_case import is_procedural
from index.types import Outcome
from prompts import render
from rag.composing.decide import main_decision
from rag.draft import Draft, title_section
from rag.render import danish_date, the_body

FULL = 3
"""Meetings of which the items are told; of others there is only room for the number."""
AGREED = (Outcome.APPROVED_WITH_CHANGE, Outcome.APPROVED, Outcome.RECOMMENDED, Outcome.ELECTED)
CLOSING = 20
"""Words that are kept for saying what was left out."""


def of_one(head: ItemRecord, archive: Archive) -> Draft:
    """One meeting: its items in order, each with its outcome."""
    meeting = head.meeting
    records = archive.items(archive.catalogue.meeting_items(meeting.id))
    draft = Draft()
    draft.say(
        render(
            "lead.overview",
            body=the_body(meeting.body),
            date=danish_date(meeting.date),
            count=str(len(records)),
        )
    )
    for record in records:
        if draft.room < len(record.item.title.split()) + 4:
            draft.say("…")
            break
        label = record.item.number if record.item.number is not None else "–"
        _tell(draft, record, f"{label}. ")
    return draft


def of_several(heads: Sequence[ItemRecord], archive: Archive) -> Draft:
    """Several meetings, newest first: what each decided, as far as there is room."""
    newest = sorted(heads, key=lambda head: head.meeting.date or date.min, reverse=True)
    decided = [decided_items(head, archive) for head in newest[:FULL]]
    draft = Draft()
    draft.say(render("lead.overview_many", count=str(len(newest)), **_span(newest)))
    waiting = sum(map(bool, decided))
    left = 0
    for head, items in zip(newest, decided, strict=False):
        share = (draft.room - CLOSING) // max(waiting, 1)
        told = _tell_meeting(draft, head, items, draft.words + share)
        waiting -= bool(items)
        left += len(items) - told
    _close(draft, left, max(len(newest) - FULL, 0))
    return draft


def _tell_meeting(draft: Draft, head: ItemRecord, items: Sequence[ItemRecord], limit: int) -> int:
    """Tell of a meeting's items until the draft has `limit` words; how many were told."""
    where = f"{the_body(head.meeting.body)} den {danish_date(head.meeting.date)}: "
    for n, record in enumerate(items):
        size = len(record.text[slice(*_short_title(record))].split()) + 3
        if n and draft.words + size > limit:
            return n
        _tell(draft, record, "" if n else where, _short_title(record))
    return len(items)


def _short_title(record: ItemRecord) -> tuple[int, int]:
    """The span of a title up to its first dash: "Ny bro - anlægsbevilling"; whole when nothing
    but a body stands before it."""
    start, end = record.item.title_start, record.item.title_end
    dash = re.search(r"\s[-–]\s", record.text[start:end])
    if not dash or dash.start() <= 8:
        return start, end
    cut = start + dash.start()
    return (start, end) if same_body(record.text[start:cut], record.meeting.body) else (start, cut)


def decided_items(head: ItemRecord, archive: Archive) -> list[ItemRecord]:
    """The meeting's items that something was decided on, standing items left out."""
    records = archive.items(archive.catalogue.meeting_items(head.meeting.id))
    decided = [record for record in records if record.item.open and _outcomes(record)]
    return [record for record in decided if not is_procedural(record.item.title)]


def _tell(draft: Draft, record: ItemRecord, lead: str, span: tuple[int, int] | None = None) -> None:
    section, outcomes = title_section(record), _outcomes(record)
    start, end = span or (section.start, section.end)
    ending = f" ({_in_short(outcomes)})" if outcomes else ""
    draft.quote(record, section, start, end, f"{lead}{{}}{ending}")


def quote_title(draft: Draft, record: ItemRecord, words: str) -> None:
    """Quote an item's title up to its first dash; `words` has {} where it stands."""
    draft.quote(record, title_section(record), *_short_title(record), words)


def _outcomes(record: ItemRecord) -> list[Outcome]:
    decision = main_decision(record)
    found = shown_outcomes(record.item, decision) if decision else ()
    return [one for one in found if one not in (Outcome.NONE, Outcome.NOTHING)]


def _in_short(outcomes: Sequence[Outcome]) -> str:
    """The first outcome; a no beside a yes to the case is a no to a part of it."""
    agreed = [one for one in outcomes if one in AGREED]
    if agreed and Outcome.REJECTED in outcomes:
        return f"{agreed[0].value}, men ikke alt"
    return outcomes[0].value


def _span(newest: Sequence[ItemRecord]) -> dict[str, str]:
    return {
        "first": danish_date(newest[-1].meeting.date),
        "last": danish_date(newest[0].meeting.date),
    }


def _close(draft: Draft, items: int, meetings: int) -> None:
    """Say how much was left out, and how to ask for it."""
    parts = [f"{items} punkter i disse møder"] if items else []
    parts += [f"{meetings} ældre møder"] if meetings else []
    if parts:
        draft.say(render("lead.overview_more", left=" og ".join(parts)))

"""Records to the catalogue's rows, and rows back to records."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Row, Table

from index.store.one_case import Trace
from index.store.sketch import sketch_of
from index.store.tables import CASES, DECISIONS, ITEMS, SECTIONS
from index.types import (
    Chunk,
    Decision,
    Item,
    Meeting,
    Outcome,
    PointOutcome,
    Section,
    SectionKind,
    Side,
    Vote,
)


def item_id(meeting_id: str, position: int) -> str:
    """The key of an item: its meeting and its position there (-1 is the meeting's head)."""
    return f"{meeting_id}/{position}"


def meeting_row(document_id: int, meeting: Meeting) -> dict[str, Any]:
    """The row of a meeting, without its items."""
    return {
        "id": meeting.id,
        "document_id": document_id,
        "municipality": meeting.municipality,
        "body": meeting.body,
        "date": meeting.date,
        "time": meeting.time,
        "place": meeting.place,
        "kind": meeting.kind,
        "participants": list(meeting.participants),
        "absent": list(meeting.absent),
        "url": meeting.url,
        "warnings": list(meeting.warnings),
        "unassigned": [list(span) for span in meeting.unassigned],
        "confidence": meeting.confidence,
        "head_start": meeting.head.start,
        "head_end": meeting.head.end,
    }


def rows_of(meeting: Meeting) -> list[tuple[Table, list[dict[str, Any]]]]:
    """The rows of a meeting's items, sections, decisions and cases, by table."""
    items: list[dict[str, Any]] = []
    sections: list[dict[str, Any]] = []
    decisions: list[dict[str, Any]] = []
    for position, item in enumerate(meeting.items):
        key = item_id(meeting.id, position)
        items.append(
            {
                "id": key,
                "meeting_id": meeting.id,
                "position": position,
                "number": item.number,
                "label": item.label,
                "title": item.title,
                "case_number": item.case_number,
                "open": item.open,
                "start": item.start,
                "end": item.end,
                "title_start": item.title_start,
                "title_end": item.title_end,
                "url": item.url,
            }
        )
        sections += [_section_row(key, n, section) for n, section in enumerate(item.sections)]
        decisions += [_decision_row(key, n, decision) for n, decision in enumerate(item.decisions)]
    keys = [item_id(meeting.id, position) for position in range(len(meeting.items))]
    cases = [case_row(key, item) for key, item in zip(keys, meeting.items, strict=True)]
    return [(ITEMS, items), (SECTIONS, sections), (DECISIONS, decisions), (CASES, cases)]


def case_row(key: str, item: Item) -> dict[str, Any]:
    """The row of an item that is a case of its own until the items are joined."""
    sketch = sketch_of(item).astype("<u4").tobytes()
    return {"item_id": key, "case_id": key, "sketch": sketch}


def to_trace(row: Row[Any]) -> Trace:
    """What joining needs to know of an item, from a row of items, meetings and cases."""
    sketch = np.frombuffer(row.sketch, dtype="<u4").astype(np.uint32)
    return Trace(
        row.id,
        row.meeting_id,
        row.municipality,
        row.body,
        row.date,
        row.title,
        row.case_number,
        sketch,
    )


def _section_row(key: str, position: int, section: Section) -> dict[str, Any]:
    return {
        "item_id": key,
        "position": position,
        "kind": section.kind.value,
        "heading": section.heading,
        "start": section.start,
        "end": section.end,
        "page": section.page,
        "subheadings": [list(pair) for pair in section.subheadings],
    }


def _decision_row(key: str, position: int, decision: Decision) -> dict[str, Any]:
    return {
        "item_id": key,
        "position": position,
        "body": decision.body,
        "date": decision.date,
        "own": decision.own,
        "outcomes": [outcome.value for outcome in decision.outcomes],
        "start": decision.start,
        "end": decision.end,
        "sentence": decision.sentence,
        "details": {
            "points": [asdict(point) for point in decision.points],
            "votes": [asdict(vote) for vote in decision.votes],
            "reservations": list(decision.reservations),
            "absent": list(decision.absent),
        },
    }


def chunk_row(chunk: Chunk) -> dict[str, Any]:
    """The row of a chunk; its text is the document's between its offsets."""
    return {
        "id": chunk.id,
        "meeting_id": chunk.meeting_id,
        "item": chunk.item,
        "section": chunk.section,
        "kind": chunk.kind.value,
        "context": chunk.context,
        "start": chunk.start,
        "end": chunk.end,
    }


def to_chunk(row: Row[Any], text: str) -> Chunk:
    """The chunk of a row; `text` is the document's."""
    return Chunk(
        row.id,
        row.meeting_id,
        row.item,
        row.section,
        SectionKind(row.kind),
        row.context,
        text[row.start : row.end],
        row.start,
        row.end,
    )


def to_item(
    row: Row[Any], sections: Iterable[Row[Any]], decisions: Iterable[Row[Any]], text: str
) -> Item:
    """The item of a row with its sections and decisions; `text` is the document's."""
    return Item(
        row.number,
        row.label,
        row.title,
        row.case_number,
        row.open,
        row.start,
        row.end,
        row.title_start,
        row.title_end,
        tuple(to_section(section, text) for section in sections),
        tuple(to_decision(decision, text) for decision in decisions),
        row.url,
    )


def head_item(head: Row[Any]) -> Item:
    """A meeting's head as an item without a number."""
    start, end = head.head_start, head.head_end
    section = Section(SectionKind.HEAD, "", head.text[start:end], start, end)
    return Item(0, "", head.body, None, True, start, end, start, start, (section,), (), head.url)


def to_meeting(row: Row[Any], text: str) -> Meeting:
    """The meeting of a row; `text` is the document's, "" leaves the head without text."""
    head = Section(
        SectionKind.HEAD, "", text[row.head_start : row.head_end], row.head_start, row.head_end
    )
    return Meeting(
        row.id,
        row.name,
        row.municipality,
        row.body,
        row.date,
        (),
        head,
        row.time,
        row.place,
        row.kind,
        tuple(row.participants),
        tuple(row.absent),
        row.url,
        tuple(row.warnings),
        tuple((a, b) for a, b in row.unassigned),
        row.confidence,
    )


def to_section(row: Row[Any], text: str) -> Section:
    """The section of a row; `text` is the document's."""
    return Section(
        SectionKind(row.kind),
        row.heading,
        text[row.start : row.end],
        row.start,
        row.end,
        row.page,
        tuple((name, at) for name, at in row.subheadings),
    )


def to_decision(row: Row[Any], text: str) -> Decision:
    """The decision of a row; `text` is the document's."""
    details = row.details if isinstance(row.details, dict) else json.loads(row.details)
    return Decision(
        row.body,
        row.date if isinstance(row.date, date) or row.date is None else None,
        tuple(Outcome(value) for value in row.outcomes),
        text[row.start : row.end],
        row.start,
        row.end,
        row.sentence,
        tuple(_point(point) for point in details["points"]),
        tuple(_vote(vote) for vote in details["votes"]),
        tuple(details["reservations"]),
        tuple(details["absent"]),
        row.own,
    )


def _point(row: dict[str, Any]) -> PointOutcome:
    return PointOutcome(row["point"], tuple(Outcome(v) for v in row["outcomes"]), row["text"])


def _vote(row: dict[str, Any]) -> Vote:
    return Vote(
        Side(row["side"]), row["count"], tuple(row["parties"]), tuple(row["names"]), row["text"]
    )

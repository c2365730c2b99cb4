"""What was read out of a file, as plain data: for `svarpunkt inspect` and for scripts."""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Decision, Document, Item, Meeting, Section

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def report(document: Document, meetings: Sequence[Meeting]) -> dict[str, Json]:
    """The meetings with items, sections and decisions; dates as ISO text, offsets in
    characters of the document's text."""
    return {
        "file": document.name,
        "characters": len(document.text),
        "pages": len(document.pages),
        "blank_pages": list(document.blank_pages),
        "furniture": list(document.furniture),
        "meetings": [_meeting(meeting) for meeting in meetings],
    }


def _meeting(meeting: Meeting) -> dict[str, Json]:
    return {
        "id": meeting.id,
        "municipality": meeting.municipality,
        "body": meeting.body,
        "date": meeting.date.isoformat() if meeting.date else None,
        "time": meeting.time,
        "place": meeting.place,
        "kind": meeting.kind,
        "participants": list(meeting.participants),
        "absent": list(meeting.absent),
        "items": [_item(item) for item in meeting.items],
        "unassigned": [[start, end] for start, end in meeting.unassigned],
        "confidence": meeting.confidence,
        "warnings": list(meeting.warnings),
    }


def _item(item: Item) -> dict[str, Json]:
    return {
        "number": item.number,
        "label": item.label,
        "title": item.title,
        "case_number": item.case_number,
        "open": item.open,
        "start": item.start,
        "end": item.end,
        "sections": [_section(section) for section in item.sections],
        "decisions": [_decision(decision) for decision in item.decisions],
    }


def _section(section: Section) -> dict[str, Json]:
    return {
        "kind": section.kind.value,
        "heading": section.heading,
        "start": section.start,
        "end": section.end,
        "page": section.page,
        "subheadings": [heading for heading, _ in section.subheadings],
    }


def _decision(decision: Decision) -> dict[str, Json]:
    return {
        "body": decision.body,
        "date": decision.date.isoformat() if decision.date else None,
        "own": decision.own,
        "outcomes": [outcome.value for outcome in decision.outcomes],
        "sentence": decision.sentence,
        "start": decision.start,
        "end": decision.end,
        "points": [
            {"point": point.point, "outcomes": [outcome.value for outcome in point.outcomes]}
            for point in decision.points
        ],
        "votes": [
            {
                "side": vote.side.value,
                "count": vote.count,
                "parties": list(vote.parties),
                "names": list(vote.names),
            }
            for vote in decision.votes
        ],
        "reservations": list(decision.reservations),
        "absent": list(decision.absent),
    }

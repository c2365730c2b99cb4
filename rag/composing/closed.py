"""Items that were treated behind closed doors: all that is published of them is a title."""

from __future__ import annotations

from index.archive import Archive
from index.catalogue import ItemRecord
from index.types import Outcome
from prompts import render
from rag.composing.decide import main_decision, section_at
from rag.composing.decision_text import content, cut, sentence_span
from rag.draft import Draft, title_section
from rag.evidence import is_closed
from rag.render import danish_date, the_body
from rag.types import Status

PUBLISHED = 60
"""Words that are quoted of a decision that is published without its case."""


def closed(record: ItemRecord) -> Draft:
    """The draft that says an item was closed, and quotes the little that is published of it."""
    draft = Draft(status=Status.CLOSED)
    title = title_section(record)
    n = draft.cite(record, title, title.start, title.end)
    text = render(
        "closed.plain",
        body=the_body(record.meeting.body),
        punkt=str(record.item.number or record.item.label or "uden nummer"),
        title=" ".join(record.item.title.split()),
        date=danish_date(record.meeting.date),
    )
    draft.say(text, n)
    decision = main_decision(record)
    if decision and not set(decision.outcomes) <= {Outcome.NONE, Outcome.NOTHING}:
        section = section_at(record, decision.start)
        spans = content(decision) or [sentence_span(decision)]
        whole = cut(record, (spans[0][0], spans[-1][1]), PUBLISHED)
        draft.quote(record, section, *whole, render("closed.only", quote="{}"))
    return draft


def closed_items(head: ItemRecord, archive: Archive) -> Draft | None:
    """The draft that names a meeting's closed items; None when it has none."""
    records = archive.items(archive.catalogue.meeting_items(head.meeting.id))
    shut = [record for record in records if not record.item.open]
    if not shut:
        return None
    draft = Draft(status=Status.CLOSED if all(map(is_closed, shut)) else Status.ANSWERED)
    body, day = the_body(head.meeting.body), danish_date(head.meeting.date)
    if len(shut) == 1:
        draft.say(render("closed.one", body=body, date=day))
    else:
        draft.say(render("closed.several", body=body, date=day, count=str(len(shut))))
    for record in shut:
        if draft.room < 10:
            break
        section = title_section(record)
        draft.quote(record, section, section.start, section.end)
    return draft

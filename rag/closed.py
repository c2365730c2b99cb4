"""Items that were treated behind closed doors: all that is published of them is a title."""

from __future__ import annotations

from index.catalogue import ItemRecord
from index.types import Outcome
from prompts import render
from rag.decide import main_decision, section_at
from rag.decision_text import content, cut, sentence_span
from rag.draft import Draft, title_section
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

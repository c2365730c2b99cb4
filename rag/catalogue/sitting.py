"""What a meeting's head tells of the sitting: when, where, who led it, whether somebody came."""

from __future__ import annotations

import re

from index.catalogue import ItemRecord
from index.sentences import split_sentences
from prompts import render
from rag.catalogue.chair import leader
from rag.catalogue.presence import at_meeting
from rag.catalogue.recusal import NAME
from rag.draft import Draft
from rag.render import danish_date, the_body
from rag.types import Question

WHEN = re.compile(
    r"\b(?:hvad tid|hvad klokken|hvornår på dagen|hvilket tidspunkt|hvor (?:sent|tidligt|længe)|"
    r"klokken hvad|what time)\b|"
    r"\bhvornår (?:begyndte|startede|sluttede|gik|endte|blev)\b.{0,60}\b(?:møde\w*|hævet)",
    re.IGNORECASE,
)
ENDED = re.compile(r"\b(?:slut\w*|hæve\w*|endte|varede|end(?:ed)?|finish\w*)\b", re.IGNORECASE)
WHERE = re.compile(
    r"^\W*(?:og )?(?:hvor|where)\b(?! (?:mange|sent|tidligt|længe|many|late))|"
    r"\b(?:lokale\w*|mødested\w*|sted|adresse\w*|room)\b",
    re.IGNORECASE,
)
LED = re.compile(r"\b(?:led(?:te|ede|er)|mødeleder|ordstyrer|dirigent|chaired)\b", re.IGNORECASE)
CLOCK = re.compile(r"\b(?:[01]?\d|2[0-4])[.:][0-5]\d\b|\bkl\.? ?\d{1,2}\b")
LONGEST = 30
"""Words of a line of the head that is quoted."""


def sitting(question: Question, head: ItemRecord) -> Draft | None:
    """The draft for a question about the sitting; None when the head does not tell, or the
    question asks who came or stayed away."""
    text = question.text
    if WHEN.search(text):
        return _when(question, head)
    if LED.search(text):
        return leader(head)
    if WHERE.search(text):
        return where_held(head)
    return at_meeting([name for name in question.entities if NAME.search(name)], head)


def _when(question: Question, head: ItemRecord) -> Draft | None:
    """The line with the hour; that of the end when the end is asked for."""
    lines = [line for line in _lines(head) if CLOCK.search(head.text[slice(*line)])]
    if ENDED.search(question.text):
        closing = [line for line in lines if ENDED.search(head.text[slice(*line)])]
        lines = closing or [
            line for line in lines if len(CLOCK.findall(head.text[slice(*line)])) > 1
        ]
    return _quoted(head, lines[0]) if lines else None


def where_held(head: ItemRecord) -> Draft | None:
    """The draft with the meeting's place as its head prints it; None when it prints none."""
    meeting = head.meeting
    at = head.text.find(meeting.place or "\0", meeting.head.start, meeting.head.end)
    if not meeting.place or at < 0:
        return None
    draft = Draft()
    wording = render(
        "lead.place", body=the_body(meeting.body), date=danish_date(meeting.date), place="{}"
    )
    draft.quote(head, meeting.head, at, at + len(meeting.place), wording)
    return draft


def _lines(head: ItemRecord) -> list[tuple[int, int]]:
    section = head.meeting.head
    spans = ((section.start + a, section.start + b) for a, b in split_sentences(section.text))
    return [(a, b) for a, b in spans if len(head.text[a:b].split()) <= LONGEST]


def _quoted(head: ItemRecord, line: tuple[int, int]) -> Draft:
    draft, meeting = Draft(), head.meeting
    where = render("lead.of_meeting", body=the_body(meeting.body), date=danish_date(meeting.date))
    draft.quote(head, meeting.head, *line, f"{where} {{}}")
    return draft

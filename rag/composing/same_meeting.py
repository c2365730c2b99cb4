"""A decision that only points to another item of its meeting ("udgik, jf. punkt 1") -> what was
decided there."""

from __future__ import annotations

import re

from index.archive import Archive
from index.catalogue import ItemRecord
from prompts import render
from rag.composing.decide import main_decision, section_at
from rag.composing.decision_text import cut, sentence_span, word_count
from rag.draft import Draft

POINTS = re.compile(
    r"\b(?:jf\.?|jævnfør|se|som(?: under)?|henvises til|sammen med)\s+(?:dagsordenens\s+)?"
    r"(?:pkt\.?|punkt|sag)\s*(?:nr\.?\s*)?(?P<number>\d{1,3})\b(?![./-]\d)",
    re.IGNORECASE,
)
LONGEST = 24
"""Words of a decision that points and says little itself."""
LEAD = 8
"""Words that name the other item."""


def tell_pointed(draft: Draft, record: ItemRecord, archive: Archive) -> None:
    """Quote what was decided under the item of the same meeting that a short decision points to."""
    decision = main_decision(record)
    if decision is None or len(decision.text.split()) > LONGEST:
        return
    found = POINTS.search(decision.text)
    if found is None or draft.room < LEAD + 4:
        return
    other = _item(record, int(found["number"]), archive)
    told = main_decision(other) if other else None
    if other is None or told is None:
        return
    room = draft.room - LEAD
    whole = told.start, told.start + len(told.text.rstrip())
    span = whole if word_count(other, *whole) <= room else cut(other, sentence_span(told), room)
    wording = render("lead.pointed", number=found["number"], quote="{}")
    draft.quote(other, section_at(other, told.start), *span, wording)


def _item(record: ItemRecord, number: int, archive: Archive) -> ItemRecord | None:
    meeting = archive.card(record.id).meeting_id
    keys = [
        card.id
        for card in archive.snapshot.cards
        if card.meeting_id == meeting and card.number == number and card.id != record.id
    ]
    return archive.items(keys)[0] if len(keys) == 1 else None

"""One of the many messages under an item that every meeting has: quoted alone, as no decision."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.catalogue import ItemRecord
from index.store.one_case import is_procedural
from rag.composing.sides import WIDE
from rag.draft import Draft
from rag.evidence import Evidence
from rag.passages import Passage
from rag.selection.quote import ROOM, quotable, quote_facts
from rag.understanding.asked import kinds, tells

POINT = re.compile(r"^[^\S\n]*[-–—•·*▪●][^\S\n]", re.MULTILINE)
LINE = re.compile(r"^[^\S\n]*\S", re.MULTILINE)
PARAGRAPHS = re.compile(r"\n\s*\n")
TOLD = 0.2
"""The share of the question that a message must meet to be told."""


def message(evidence: Evidence, record: ItemRecord) -> list[Passage]:
    """The passages of the message that the question is about, best first; [] when the item is
    no "Meddelelser", the question is about the item itself, or the message lacks what is asked.

    What such an item decides in one of its lines says nothing of the others.
    """
    matcher, title = evidence.matcher, record.item.title
    if not is_procedural(title) or matcher.score(title):
        return []
    near = quotable(evidence.of(record))
    told = {_span(p) for p in near if matcher.share(p.met) >= TOLD}
    found = [p for p in near if any(_in(p, span) for span in told)]
    asks = kinds(evidence.question)
    return found if not asks or any(tells(k, p.text) for k in asks for p in found) else []


def tell_message(draft: Draft, evidence: Evidence, passages: Sequence[Passage]) -> None:
    """Quote the message, and no word of the others."""
    quote_facts(draft, evidence, passages, WIDE if evidence.parts else ROOM, point=True)


def _span(passage: Passage) -> tuple[int, int]:
    """Where the passage's message stands: from point to point of a list, else in its line; all of
    the section where paragraphs stand apart, for a message may have several."""
    section, text = passage.section, passage.record.text
    starts = [m.start() for m in POINT.finditer(text, section.start, section.end)]
    if len(starts) < 2:
        apart = PARAGRAPHS.search(text[section.start : section.end].strip())
        lines = LINE.finditer(text, section.start, section.end)
        starts = [] if apart else [m.start() for m in lines]
    start = max((at for at in starts if at <= passage.start + 1), default=section.start)
    return start, min((at for at in starts if at > start), default=section.end)


def _in(passage: Passage, span: tuple[int, int]) -> bool:
    return span[0] <= passage.start + 1 and passage.start < span[1]

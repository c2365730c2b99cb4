"""A question for a list -> the whole list or table that answers it, quoted as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.sentences import split_sentences
from rag.evidence import Evidence
from rag.passages import Passage
from rag.quote import BULLET
from rag.types import Intent

LIKELY = 0.7
"""What a list's point or row must score of the best passage of all ..."""
SEVERAL = 2
"""... when so many of it do; or else ..."""
SURE = 0.9
"""... what one of it must."""
LOOK = 8
"""Among how many of the best passages the list is looked for."""
ROOM = 76
"""Words in a list at most: a longer one is quoted in part."""
POINTS = 3


def whole_list(evidence: Evidence, passages: Sequence[Passage]) -> Passage | None:
    """The list or table that the question asks for, with its lead-in; None when there is none."""
    if Intent.LIST not in evidence.question.intents[:2] or not passages:
        return None
    best = passages[0].score
    likely = [p for p in passages[:LOOK] if p.score >= LIKELY * best]
    for passage in likely:
        found = _table(passage) if "\t" in passage.text else _points(passage)
        if found is None or len(found.text.split()) > ROOM:
            continue
        inside = [p for p in likely if found.start <= p.start < found.end]
        if len(inside) >= SEVERAL or passage.score >= SURE * best:
            return found
    return None


def _points(passage: Passage) -> Passage | None:
    """The list that the passage leads in or is a point of; its lead-in comes with it."""
    text, spans, at = _place(passage)
    if at < 0:
        return None
    listed = [BULLET.match(text[a:b]) is not None for a, b in spans]
    if passage.text.rstrip().endswith(":"):
        at += 1
    if at >= len(spans) or not listed[at]:
        return None
    first = last = at
    while first > 0 and listed[first - 1]:
        first -= 1
    while last + 1 < len(spans) and listed[last + 1]:
        last += 1
    if last - first + 1 < POINTS:
        return None
    if first > 0 and text[slice(*spans[first - 1])].rstrip().endswith(":"):
        first -= 1
    return _between(passage, spans[first][0], spans[last][1])


def _table(passage: Passage) -> Passage | None:
    """The table that the passage is a row of, from its head row on."""
    text, spans, at = _place(passage)
    if at < 0:
        return None
    first = last = at
    while first > 0 and "\t" in text[slice(*spans[first - 1])]:
        first -= 1
    while last + 1 < len(spans) and "\t" in text[slice(*spans[last + 1])]:
        last += 1
    if last - first < POINTS:
        return None
    return _between(passage, spans[first][0], spans[last][1])


def _place(passage: Passage) -> tuple[str, list[tuple[int, int]], int]:
    """The section's text, its sentences, and which of them the passage is (-1 for none)."""
    text, start = passage.section.text, passage.start - passage.section.start
    spans = split_sentences(text)
    return text, spans, next((n for n, span in enumerate(spans) if span[0] == start), -1)


def _between(passage: Passage, start: int, end: int) -> Passage:
    base = passage.section.start
    return replace(passage, start=base + start, end=base + end, header=None)

"""A question for a list -> the whole list or table that answers it, quoted as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.sentences import split_sentences
from rag.asked import asked_noun
from rag.evidence import Evidence
from rag.followup import subjects
from rag.passages import BULLET, PRICED, PRICES, Passage
from rag.quote import quotable
from rag.types import Intent
from rag.values import holds
from rag.wash import plain

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
COSTS = re.compile(r"\b(?:kost|pris|takst|gebyr|betal)", re.IGNORECASE)
"""A sentence with an amount and such a word tells a price."""
NAMED = 0.8
"""How surely a row must hold the word: "bådplads" is no "vuggestueplads"."""
ROWS = 2
"""Rows of a table of prices that are quoted for what they name."""


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


def prices(evidence: Evidence, passages: Sequence[Passage]) -> list[Passage]:
    """What tells the price that is asked for: the rows of an item's table of prices that name the
    thing, or the whole table when the thing is the item's; [] when the sentences tell it."""
    noun = _priced_noun(evidence)
    rows = [p for p in passages if _is_priced(p)]
    if noun is None or not rows:
        return []
    if named := [row for row in rows if row.met.get(noun, 0.0) >= NAMED]:
        return named[:ROWS]
    told = [p for p in quotable(passages) if noun in p.met and COSTS.search(p.text)]
    if any(holds(Intent.AMOUNT, p.text) for p in told) or noun not in evidence.matcher.met(
        rows[0].record.item.title
    ):
        return []
    table = _table(rows[0], least=1)
    return [table] if table and len(table.text.split()) <= ROOM else []


def _is_priced(row: Passage) -> bool:
    """Whether a table's row tells a price: its head says so, or its item and the row itself."""
    if row.header is None:
        return False
    if PRICES.search(row.record.text[slice(*row.header)]):
        return True
    return bool(PRICES.search(row.record.item.title)) and holds(Intent.AMOUNT, row.text)


def _priced_noun(evidence: Evidence) -> str | None:
    """The word of the question whose price is asked for: the first that is no word for a price."""
    text, weights = plain(evidence.question.text), evidence.matcher.weights
    asked = [asked_noun(text, weights) or "", *subjects(text)]
    known = (word for word in asked if word in weights and not PRICES.fullmatch(word))
    return next(known, None) if PRICED.search(text) else None


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


def _table(passage: Passage, least: int = POINTS) -> Passage | None:
    """The table that the passage is a row of, from its head row on; None when it has fewer rows
    than `least` below that."""
    text, spans, at = _place(passage)
    if at < 0:
        return None
    first = last = at
    while first > 0 and "\t" in text[slice(*spans[first - 1])]:
        first -= 1
    while last + 1 < len(spans) and "\t" in text[slice(*spans[last + 1])]:
        last += 1
    if last - first < least:
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

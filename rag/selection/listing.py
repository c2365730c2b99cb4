"""A question for a list -> the whole list or table that answers it, quoted as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.sentences import split_sentences
from index.words import words
from rag.evidence import Evidence
from rag.match import terms_of
from rag.passages import PRICED, PRICES, Passage, is_point
from rag.selection.quote import quotable
from rag.selection.values import holds
from rag.selection.widen import FOLLOWS, in_points, mark
from rag.types import Intent, Question
from rag.understanding.asked import asked_noun
from rag.understanding.followup import subjects
from rag.wash import plain

LIKELY = 0.7
"""What a list's point or row must score of the best passage of all ..."""
SEVERAL = 2
"""... when so many of it do; or else ..."""
SURE = 0.9
"""... what one of it must."""
LOOK = 8
"""Among how many of the best passages the list is looked for."""
ROOM = 82
"""Words in a list at most: a longer one is quoted in part."""
POINTS = 3
TWO = 2
"""Points that make a list; fewer when a sentence leads in."""
SAID = re.compile(
    r"\bhvad (?:svarede|svarer|skrev|skriver|sagde|siger|mente|mener|udtalte|bemærkede)\b|"
    r"\bhvad (?:stod|står) der i\b|\bhøringssvar(?:et)?\b",
    re.IGNORECASE,
)
SAID_LIKELY = 0.5
"""What a passage of it must score of the best of all."""
NEAR = 8
"""Sentences behind a lead-in that belong to what it leads in."""
KIND = 5
"""Letters of the first part of a compound that names a row."""
OF_WHAT = re.compile(r"\b(?:i|på|for|til|af|hos|med)\s+(?:(?:en|et|den|det|de)\s+)?(\w+)")
LABELLED = re.compile(r"[*_]{0,3}[A-ZÆØÅ][\w/ -]{2,40}[*_]{0,3}(?::| [–-]) ?\S")
TOLD_OF = re.compile(
    r"\bhvad (?:blev|er|var|bliver) [^?]{0,60}orienteret om\b|"
    r"\bhvad (?:orienterede|oplyste|berettede|fortalte) |\bhvad [^?]{0,60}orienteringe?n? om\?",
    re.IGNORECASE,
)
"""Asks what somebody was told of, which is often many small things."""
COSTS = re.compile(r"\b(?:kost|pris|takst|gebyr|betal)", re.IGNORECASE)
"""A sentence with an amount and such a word tells a price."""
NAMED = 0.8
"""How surely a row must hold the word: "bådplads" is no "vuggestueplads"."""
ROWS = 2
"""Rows of a table of prices that are quoted for what they name."""


def asks_list(question: Question) -> bool:
    """Whether a list answers: it asks for several things, or what a body was told of."""
    return Intent.LIST in question.intents[:2] or TOLD_OF.search(question.text) is not None


def whole_list(evidence: Evidence, passages: Sequence[Passage]) -> Passage | None:
    """The list or table that the question asks for, with its lead-in, or as much of it from its
    beginning as there is room for; None when there is none."""
    if not asks_list(evidence.question) or not passages:
        return None
    best = passages[0].score
    likely = [p for p in passages[:LOOK] if p.score >= LIKELY * best]
    for passage in likely:
        found = _table(passage) if "\t" in passage.text else _points(passage)
        if found is None:
            continue
        if len(found.text.split()) > ROOM:
            if "\t" in passage.text or (begun := _beginning(found)) is None:
                continue
            found = begun
        inside = [p for p in likely if found.start <= p.start < found.end]
        if len(inside) >= SEVERAL or passage.score >= SURE * best:
            return found
    return None


def statement(evidence: Evidence, passages: Sequence[Passage]) -> Passage | None:
    """What somebody said whose words are asked for and follow a lead-in ("... følgende svar:"),
    from the lead-in on as far as there is room: its first sentence alone may be but the thanks."""
    if not SAID.search(evidence.question.text) or not passages:
        return None
    for passage in passages[:LOOK]:
        text, spans, at = _place(passage)
        if at < 0 or passage.score < SAID_LIKELY * passages[0].score:
            continue
        back = range(at, max(at - NEAR, -1), -1)
        lead = next((n for n in back if FOLLOWS.search(text[slice(*spans[n])])), None)
        if lead is None or lead + 1 >= len(spans) or is_point(text[slice(*spans[lead + 1])]):
            continue
        ends = [b for _, b in spans[lead + 1 :] if _words(text[spans[lead][0] : b]) <= ROOM - 6]
        if len(ends) > 1:
            return _between(passage, spans[lead][0], ends[-1])
    return None


def _words(text: str) -> int:
    return len(text.split())


def _beginning(listed: Passage) -> Passage | None:
    """A list's lead-in and its first points, as many as there is room for; None for fewer than
    two."""
    text, base = listed.section.text, listed.section.start
    spans = [
        (a, b)
        for a, b in split_sentences(text)
        if listed.start <= a + base and b + base <= listed.end
    ]
    fit = [b for _, b in spans if len(text[spans[0][0] : b].split()) <= ROOM - 6]
    if len(fit) < 3 or not text[slice(*spans[0])].rstrip().endswith(":"):
        return None
    return _between(listed, spans[0][0], fit[-1])


def prices(evidence: Evidence, passages: Sequence[Passage]) -> list[Passage]:
    """What tells the price that is asked for: the rows of an item's table of prices that name the
    thing, or the whole table when the thing is the item's; [] when the sentences tell it."""
    noun = _priced_noun(evidence)
    rows = [p for p in passages if _is_priced(p)]
    if noun is None or not rows:
        return []
    for word in (noun, *_of_what(evidence)):
        if named := [row for row in rows if row.met.get(word, 0.0) >= NAMED or _is_kind(word, row)]:
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


def _is_kind(word: str, row: Passage) -> bool:
    """Whether a row is called what the word begins with: "Børnehave" for "børnehaveplads"."""
    label = row.text.lstrip("\t ").partition("\t")[0]
    return any(len(t) >= KIND and word.startswith(t) and word != t for t in terms_of(label))


def _of_what(evidence: Evidence) -> list[str]:
    """What the thing is for or in whose price is asked: "en plads i *børnehave*"."""
    found = OF_WHAT.findall(plain(evidence.question.text))
    return [w.text for said in found for w in words(said) if w.text in evidence.matcher.weights]


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
    listed = _listed(text, spans)
    if passage.text.rstrip().endswith(":"):
        at += 1
    if at >= len(spans) or not listed[at]:
        return None
    first = last = at
    while first > 0 and listed[first - 1] and not _leads(text, spans[first - 1]):
        first -= 1
    within = first > 0 and listed[first - 1]  # a list in a list ends with its marks
    while last + 1 < len(spans) and listed[last + 1]:
        said = text[slice(*spans[last + 1])]
        if within and is_point(said) and mark(said) != mark(text[slice(*spans[at])]):
            break
        last += 1
    led = first > 0 and _leads(text, spans[first - 1])
    begun = spans[first : last + 1]
    count = sum(n == 0 or not _goes_on(text, begun, n) for n in range(len(begun)))
    if count < (TWO if led else POINTS):
        return None
    if led:
        first -= 1
    return _between(passage, spans[first][0], spans[last][1])


def _goes_on(text: str, spans: Sequence[tuple[int, int]], n: int) -> bool:
    """Whether a sentence goes on on the line of the one before it, and begins no point."""
    between = text[spans[n - 1][1] : spans[n][0]]
    return "\n" not in between and not is_point(text[slice(*spans[n])])


def _leads(text: str, span: tuple[int, int]) -> bool:
    """Whether a sentence leads in a list; a point that does so leads in one of its own."""
    said = text[slice(*span)].rstrip()
    return said.endswith(":") or (said.endswith(";") and not is_point(said))


def _listed(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Which of the sentences stand in points of a list: they bear a mark, or stand in a row of
    POINTS that each begin with a label ("Støj: ...")."""
    found = in_points(text, spans)
    labelled = [LABELLED.match(text[a:b]) is not None for a, b in spans]
    for n in range(len(spans) - POINTS + 1):
        if all(labelled[n : n + POINTS]):
            found[n : n + POINTS] = [True] * POINTS
    return found


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

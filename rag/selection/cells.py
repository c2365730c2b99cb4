"""A question for a value -> the row of a table that is called what it asks the value of.

The row goes by other words than the question at times: "tre dage" for "tredages", "Børnehave" for
"børnehaveplads", "B. Delt" for "model B".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.catalogue import ItemRecord
from rag.evidence import Evidence
from rag.match import Matcher, terms_of
from rag.passages import HOW_MUCH, Passage, place_of
from rag.selection.grid import Grid, Row, grids, number
from rag.selection.measured import covered
from rag.types import Intent

_NUMERALS = (
    "to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|tretten|fjorten|femten|seksten|sytten|atten|"
    "nitten|tyve"
)
_ORDINALS = "anden|tredje|fjerde|femte|sjette|syvende|ottende|niende|tiende"
DIGITS = {
    word: str(n) for words in (_NUMERALS, _ORDINALS) for n, word in enumerate(words.split("|"), 2)
} | {"fjortende": "14"}
COUNTED = re.compile(
    rf"\b(?<![.,\d])(?P<word>{'|'.join(DIGITS)}|\d{{1,3}}(?![.,]?\d))-?"
    r"(?:\.|dag\w*|time\w*|uge\w*|måned\w*|år\w*|tur\w*|mand\w*|person\w*|værelse\w*|rum\w*)?\b",
    re.IGNORECASE,
)
"""A small number, written out or not, alone or in front of what it counts ("tredages")."""
MARK = re.compile(r"(?P<mark>[A-ZÆØÅ]|\d{1,2})(?:[.,:)]|\s|$)")
"""A letter or a number by which a row is known before its name."""
FIGURES = frozenset((Intent.AMOUNT, Intent.COUNT))
WHAT = re.compile(r"\bhvad (?:er|var|bliver|blev)\b", re.IGNORECASE)
SAME_NUMBER = 0.3
"""What a number counts for that question and row have in common."""
BEGINS = 0.02
"""What speaks for a row whose name a word of the question begins with: that kind is meant."""
FITS = 0.1
"""The share of the question that the row's name must hold."""
KNOWN = 0.9
"""The share of it that the row, the table's heads and the item's title must hold together."""
LIKELY = 0.7
"""The share that they must hold for the row to stand before what else is quoted."""
TIED = 2
"""Rows that may be called alike."""


def cells(evidence: Evidence, record: ItemRecord, least: float = KNOWN) -> list[Passage]:
    """The row of an item's table that is called what the question asks a value of, or two that
    are called alike; [] when none is, or when the table holds less than `least` of the question."""
    if not _asks_value(evidence):
        return []
    best: tuple[float, list[Row], Grid] | None = None
    for grid in grids(record):
        fit, rows = _called(evidence.matcher, evidence.question.text, grid)
        if fit < FITS or len(rows) > TIED or not all(map(_has_value, rows)):
            continue
        if not _asks_column(evidence, grid, rows):
            continue
        if covered(evidence.matcher, grid, rows, _counted(evidence.matcher, rows), 0.0) < least:
            continue
        if best is None or fit > best[0]:
            best = (fit, rows, grid)
    if best is None:
        return []
    _, rows, grid = best
    starts = {grid.section.start + row.start for row in rows}
    own = (p for p in evidence.passages if p.record.id == record.id and p.header)
    found = {p.start: p for p in own if p.start in starts}
    return [found[start] for start in sorted(found)]


def called_among(evidence: Evidence, passages: Sequence[Passage]) -> Passage | None:
    """The first of the passages that is a row called what the question asks a value of."""
    if not passages or not any(passage.header for passage in passages):
        return None
    called = {place_of(row) for row in cells(evidence, passages[0].record, LIKELY)}
    return next((passage for passage in passages if place_of(passage) in called), None)


def without_others(evidence: Evidence, passages: list[Passage]) -> list[Passage]:
    """The passages without the rows beside one that is called what the question asks a value of."""
    if Intent.LIST in evidence.question.intents[:2] or not any(p.header for p in passages):
        return passages
    called = cells(evidence, passages[0].record, LIKELY)
    kept = {place_of(row) for row in called}
    heads = {(row.record.id, row.header) for row in called}
    return [p for p in passages if (p.record.id, p.header) not in heads or place_of(p) in kept]


def _asks_value(evidence: Evidence) -> bool:
    """Whether a figure is asked for, or a thing that a column may tell."""
    question = evidence.question
    asks = FIGURES.intersection(question.intents[:2]) or HOW_MUCH.search(question.text)
    return bool(asks or WHAT.search(question.text))


def _asks_column(evidence: Evidence, grid: Grid, rows: Sequence[Row]) -> bool:
    """Whether "hvad er X?" asks what a column tells, not what X is."""
    question, matcher = evidence.question, evidence.matcher
    if FIGURES.intersection(question.intents[:2]) or HOW_MUCH.search(question.text):
        return True
    named = {word for row in rows for word in matcher.met(row.label)}
    return any(matcher.met(cell).keys() - named for cell in grid.head.cells[1:])


def _counted(matcher: Matcher, rows: Sequence[Row]) -> set[str]:
    """The question's words that say a number which the rows' names say otherwise."""
    told = {n for row in rows for n in numbers_of(row.label)}
    return {word for word in matcher.weights if told & numbers_of(word)}


def _has_value(row: Row) -> bool:
    return any(number(cell) is not None for cell in row.cells[1:])


def _called(matcher: Matcher, text: str, grid: Grid) -> tuple[float, list[Row]]:
    """How well the best row's name fits the question, and the rows that fit it so."""
    fits = [(_fit(matcher, text, grid, row), row) for row in grid.rows]
    top = max(fit for fit, _ in fits)
    return top, [row for fit, row in fits if fit == top]


def _fit(matcher: Matcher, text: str, grid: Grid, row: Row) -> float:
    if _is_marked(text, grid, row):
        return 1.0
    meeting = grid.record.meeting
    whose = matcher.met(f"{meeting.body} {meeting.municipality or ''}")
    met = {word: sure for word, sure in matcher.met(row.label).items() if word not in whose}
    begins = any(
        word.startswith(term) and len(term) > 3 for term in terms_of(row.label) for word in met
    )
    same = numbers_of(text) & numbers_of(row.label)
    return matcher.share(met) + BEGINS * begins + SAME_NUMBER * bool(same)


def _is_marked(text: str, grid: Grid, row: Row) -> bool:
    """Whether the question names the row by its letter or number: "model B"."""
    mark = MARK.match(row.label)
    if mark is None:
        return False
    kind = re.escape(grid.head.label[:5])
    return re.search(rf"(?i:\b{kind}\w*) {mark['mark']}\b", text) is not None


def numbers_of(text: str) -> frozenset[str]:
    """The small numbers of a text as digits, however they are written."""
    words = (match["word"].casefold() for match in COUNTED.finditer(text))
    return frozenset(DIGITS.get(word, word) for word in words)

"""A question and a table's heads -> which of its columns measures what is asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.danish import MONTHS
from rag.match import Matcher
from rag.selection.grid import Grid, Row, number

MONEY = re.compile(
    r"(?:pris|takst|leje|gebyr|afgift|kontingent|udgift|omkostning|beløb|bud|kost|sum|husleje)|"
    r"\bkr\b|\bkroner\b|\banlæg\b",
    re.IGNORECASE,
)
"""A column of prices or other sums."""
GRANTED = re.compile(
    r"tilskud|bevil|forslag|foreslå|indstil|tildel|støtte|\bfår\b|\bfik\b", re.IGNORECASE
)
"""A column that tells what somebody is given."""
MEASURES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(told, re.IGNORECASE))
    for asked, told in (
        (r"\b(?:dyrest|billigst|kost(?:er|ede)|betal)", MONEY.pattern),
        (r"\b(?:fik|får)\b.*\b(?:mest|flest|størst|mindst|færrest)", GRANTED.pattern),
        (r"\b(?:penge|midler|tilskud|støtte)\b", rf"{GRANTED.pattern}|{MONEY.pattern}"),
        (r"\bvent\w*", r"vent"),
        (r"\b(?:længst|kortest)", r"\btid|tid\b|dage|uger|meter|længde|timer|minut|\bkm\b"),
        (r"\b(?:mer|mindre)forbrug|\bunderskud|\boverskrid|\boverskud", r"afvig|forskel|resultat"),
        (r"\b(?:vokse[dt]|steget|stiger|steg|faldet|falder|faldt)\b", r"ændring|stigning|fald"),
        (
            r"\b(?:skole|institution|forening|klub)\w* [^?]*\b(?:størst|mindst)\b|"
            r"\b(?:største|mindste) (?:skole|institution|forening|klub)",
            r"elever|børn|medlem|antal",
        ),
    )
)
"""How a question speaks of a thing that a table's column names otherwise."""
CHANGES = re.compile(
    r"\b(?:stig|steg|vokse|faldt|falder|faldet|ændre|overskr|overst|afveg|sprang|mere end)",
    re.IGNORECASE,
)
"""Asks for the difference between columns, not for the most in one."""
CHANGE = re.compile(r"ændring|stigning|fald\b|afvig|forskel|udvikling", re.IGNORECASE)
LIGHT = re.compile(
    r"meget|mange|stort?|store|størrelse\w*|høj\w*|lav[et]?|lang\w*|dyrere|billigere|mere|mindre|"
    r"flere|færre|præcis\w*|giver?|gav|fik|får|bruge\w*|brugte|kost\w*|betal\w*|plads\w*|antal\w*|"
    r"kroner|kr|gældende|nuværende|lyder|ligger|lå|gik|gået|udgør|endte?|opgjort"
)
"""Words of a question for a value that no table repeats."""
MONTH_STARTS = [month[:3] for month in MONTHS]
MONTH = re.compile(rf"\b({'|'.join(MONTH_STARTS)})\. ?(?=(?:19|20)\d\d)", re.IGNORECASE)
NEARBY = 0.3
"""What a word counts for that stands elsewhere in the item."""
BONUS = 0.05
"""What speaks for a column that tells what is asked by another name, beside those that hold the
same words of the question."""
SURE = 0.5
"""How surely a column or a row must hold a word of the question."""
NUMBERS = 0.6
"""The share of a column's cells that must be numbers."""
LEAD = 240
"""Letters before a table that may say what its numbers are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a table is asked for: the question's text, the word for what the rows are (None when
    it has none), and the words that say what is counted or measured."""

    text: str
    noun: str | None
    measures: tuple[str, ...]


def columns(matcher: Matcher, asked: Asked, grid: Grid, rows: Sequence[Row]) -> dict[int, float]:
    """The columns of numbers, each with how surely it is the one that is asked for; {} when none
    measures what is asked."""
    least = NUMBERS * len(rows)
    numbers = [
        n
        for n in range(1, len(grid.head.cells))
        if rows and sum(number(row.cells[n]) is not None for row in rows) >= max(least, 2)
    ]
    found: dict[int, float] = {}
    for n in numbers:
        cell = grid.head.cells[n]
        met = {word: sure for word, sure in matcher.met(cell).items() if word != asked.noun}
        found[n] = matcher.share(met)
    named: list[int] = []
    for asks, tells in MEASURES:
        named = [n for n in numbers if tells.search(grid.head.cells[n])]
        if named and asks.search(asked.text):
            found |= {n: found[n] + BONUS for n in named}
            break
        named = []
    if not asked.measures or named or any(map(CHANGES.search, asked.measures)):
        return found
    over = [grid.record.item.title, _lead(grid), *(grid.head.cells[n] for n in numbers)]
    mets = [matcher.met(told) for told in over]
    told = any(met.get(word, 0.0) >= SURE for met in mets for word in asked.measures)
    return found if told else {}


def covered(
    matcher: Matcher,
    grid: Grid,
    rows: Sequence[Row],
    but: Collection[str] = (),
    nearby: float = NEARBY,
) -> float:
    """The share of the question's words, but for those of its measure and `but`, that a table's
    head and rows, its item's title and its meeting hold. With `nearby` so do the words right
    before the table, and the rest of its item counts for so much."""
    item, meeting = grid.record.item, grid.record.meeting
    where = f"{meeting.municipality or ''} {meeting.body} {meeting.date or ''}"
    cells = (cell for row in (grid.head, *rows) for cell in row.cells)
    lead = _lead(grid) if nearby else ""
    met = matcher.met(" ".join((item.title, lead, where, *map(_spelled, cells))))
    for term, sure in matcher.met(grid.record.text[item.start : item.end]).items():
        met[term] = max(met.get(term, 0.0), nearby * sure)
    whole = {
        term: weight
        for term, weight in matcher.weights.items()
        if term not in but and (term in met or not _measures(term))
    }
    told = sum(w * min(met.get(term, 0.0) / SURE, 1.0) for term, w in whole.items())
    return told / (sum(whole.values()) or 1.0)


def _measures(word: str) -> bool:
    """Whether a word only says how things are measured or compared."""
    if LIGHT.fullmatch(word) or CHANGES.search(word):
        return True
    return any(asks.search(word) for asks, _ in MEASURES)


def _spelled(cell: str) -> str:
    """A cell with the months in it written out: "dec. 2020"."""
    return MONTH.sub(lambda match: f"{MONTHS[MONTH_STARTS.index(match[1].casefold())]} ", cell)


def _lead(grid: Grid) -> str:
    """The words right before the table."""
    return grid.section.text[max(grid.head.start - LEAD, 0) : grid.head.start]

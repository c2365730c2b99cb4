"""A question for the most or the least of something -> the row of a table that has it.

"Hvilken skole har flest elever?" is answered by no sentence where a table tells every school's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.lexicon import stop_words
from index.words import fold, tokens, words
from prompts import render
from rag.draft import Draft
from rag.evidence import Evidence
from rag.match import Matcher
from rag.selection.grid import Grid, Row, grids, number
from rag.selection.measured import CHANGE, CHANGES, SURE, Asked, columns, covered

_MOST = r"flest|mest|størst(?:e|es)?|højest(?:e)?|længst(?:e)?|dyrest(?:e)?"
_LEAST = r"færrest|mindst(?:e)?|lavest(?:e)?|kortest(?:e)?|billigst(?:e)?"
ASKS = re.compile(
    r"\b(?P<who>hvilke[nt]?|hvem|hvornår|hvad for (?:en|et|nogle)|"
    r"hvad (?:er|var|bliver|blev) (?:den|det|de))"
    rf"\b(?P<before>[^?,.]{{0,60}}?)\b(?:(?P<most>{_MOST})|(?P<least>{_LEAST}))\b(?P<after>[^?,]*)",
    re.IGNORECASE,
)
"""Asks which of several has the most or the least of something."""
AT_LEAST = re.compile(r"\s*(?:\d|én|en|et|to|tre|fire|fem|seks|syv|otte|ni|ti)\b|\s+muligt", re.I)
"""What follows "mindst" where it sets a bound."""
DIFFERS = re.compile(r"afvig|forskel|ændring", re.IGNORECASE)
"""A column whose numbers may lie on both sides of nothing."""
LESS = re.compile(r"\bmindreforbrug|\boverskud|\bfald(?:et|er|t)?\b", re.IGNORECASE)
ANYTHING = re.compile(
    r"(?:område|ting|ydelse|slags|type|post|sted|mulighed|løsning|takst)\w*", re.IGNORECASE
)
"""Words for what a row may be, whatever the table calls it."""
ACTOR = re.compile(
    r"\b(?:virksomhed|firma|leverandør|entreprenør|selskab|tilbudsgiver|byder|bydende|ansøger|"
    r"forening|klub|projekt|vinder|aktør|udbyder|hvem)\w*",
    re.IGNORECASE,
)
"""Who bids, applies or delivers."""
WHEN = re.compile(
    r"\b(?:19|20)\d\d\b|kvartal|halvår|\buge\b|januar|februar|marts|april|maj|juni|juli|"
    r"august|september|oktober|november|december",
    re.IGNORECASE,
)
"""What names a row for a time."""
KNOWN = 0.7
"""The share of the question that the table and its item must hold, what it measures by left out."""
TIED = 3
"""Rows that may have the same number."""
LATER = 0.2
"""What a table loses for each item that was found before its own."""
LENGTH = 70
"""Words of a table that is quoted whole where its column is not sure."""


@dataclass(frozen=True, slots=True)
class Extreme:
    """A table, the column that is asked for, and the rows with the most or the least in it; the
    column is None where it is not sure, and the rows then are all."""

    grid: Grid
    rows: tuple[Row, ...]
    column: int | None
    most: bool


def extreme(evidence: Evidence) -> Extreme | None:
    """The rows of a table of the evidence that have most or least of what is asked; None when
    that is not asked, a sentence tells it, or no table does."""
    asked = ASKS.search(evidence.question.text)
    if asked is None or AT_LEAST.match(asked["after"]) or _is_told(evidence, asked):
        return None
    found: list[tuple[float, Extreme]] = []
    for rank, record in enumerate(evidence.records):
        for grid in grids(record):
            fit, best = _read(evidence, asked, grid)
            if best:
                found.append((fit - LATER * rank, best))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def foremost(evidence: Evidence) -> Evidence:
    """The evidence with the item first whose table tells the most or the least that is asked."""
    top = extreme(evidence)
    if top is None or top.grid.record.id == evidence.records[0].id:
        return evidence
    own = top.grid.record.id
    return replace(
        evidence,
        records=tuple(sorted(evidence.records, key=lambda record: record.id != own)),
        passages=tuple(sorted(evidence.passages, key=lambda passage: passage.record.id != own)),
    )


def tell_extreme(draft: Draft, found: Extreme) -> None:
    """Quote the head of the table and the rows that have most or least."""
    grid = found.grid
    if found.column is not None:
        name = "lead.most" if found.most else "lead.least"
        title = " ".join(grid.record.item.title.split())
        draft.say(render(name, column=grid.head.cells[found.column].strip(" :"), title=title))
    _quote(draft, grid, grid.head, "lead.header")
    for row in found.rows:
        _quote(draft, grid, row)
        if found.column is not None:
            draft.claims[-1] = replace(draft.claims[-1], best=True)


def _quote(draft: Draft, grid: Grid, row: Row, name: str = "") -> None:
    start, end = grid.section.start + row.start, grid.section.start + row.end
    lead = render(name, row="{}") if name else "{}"
    draft.quote(grid.record, grid.section, start, end, lead)


def _is_told(evidence: Evidence, asked: re.Match[str]) -> bool:
    """Whether a sentence of the first item says who has the most."""
    word = (asked["most"] or asked["least"]).casefold()
    says = re.compile(rf"\b{word[:5]}\w*", re.IGNORECASE)
    matcher = evidence.matcher
    return any(
        "\t" not in p.text
        and not p.text.rstrip().endswith(":")
        and says.search(p.text)
        and matcher.share(p.met) >= 0.5
        for p in evidence.passages[:14]
    )


def _read(evidence: Evidence, asked: re.Match[str], grid: Grid) -> tuple[float, Extreme | None]:
    """How well a table fits the question, and the rows of it that win; None when it tells them
    not."""
    matcher, text = evidence.matcher, evidence.question.text
    kind, rows = _kind(matcher, asked, grid)
    wanted = Asked(text, _noun(matcher, asked), _measures(matcher, asked))
    fits = columns(matcher, wanted, grid, rows)
    held = covered(matcher, grid, grid.rows, {fold(asked["most"] or asked["least"])})
    if not kind or not fits or held < KNOWN:
        return 0.0, None
    top = max(fits.values())
    fit = kind + top + held
    most = asked["most"] is not None
    likely = [column for column, score in fits.items() if score == top]
    wins = {_winners(grid, rows, column, most, text) for column in likely}
    sure = not CHANGES.search(text) or CHANGE.search(grid.head.cells[likely[0]])
    if len(wins) == 1 and sure and len(won := wins.pop()) <= TIED:
        return fit, Extreme(grid, won, likely[-1], most)
    if grid.words <= LENGTH:
        return fit, Extreme(grid, grid.rows, None, most)
    return 0.0, None


def _kind(matcher: Matcher, asked: re.Match[str], grid: Grid) -> tuple[float, list[Row]]:
    """How sure it is that the table's rows are what is asked for, and which of them are."""
    rows = [row for row in grid.rows if not row.is_total]
    noun, who = _noun(matcher, asked), asked["who"].casefold()
    if who == "hvornår":
        return float(sum(WHEN.search(row.label) is not None for row in rows) > 1), rows
    if noun is None:
        return (0.5 if who == "hvem" else 0.0), rows
    texts = (c for n, c in enumerate(grid.head.cells) if not any(grid.numbers(n)))
    if any(matcher.met(cell).get(noun, 0.0) >= SURE for cell in (grid.head.label, *texts)):
        return 1.0, rows
    named = [row for row in rows if matcher.met(row.label).get(noun, 0.0) >= SURE]
    if len(named) > 1:
        return 1.0, named
    actors = ACTOR.match(noun) and ACTOR.search(grid.head.label)
    return (0.5 if actors or ANYTHING.fullmatch(noun) else 0.0), rows


def _noun(matcher: Matcher, asked: re.Match[str]) -> str | None:
    """The word of the question that says what kind of thing is asked for, if one does."""
    who = asked["who"].casefold()
    told = asked["before"] if who.startswith("hvilke") else asked["after"]
    if who in ("hvem", "hvornår"):
        return None
    return next((word.text for word in words(told) if word.text in matcher.weights), None)


def _measures(matcher: Matcher, asked: re.Match[str]) -> tuple[str, ...]:
    """The words that say what is counted or measured: "flest *elever*", "*udlåner* mest"."""
    after = tokens(asked["after"])[:2]
    if after and after[0] not in stop_words():
        return tuple(word for word in after if word in matcher.weights)
    noun = _noun(matcher, asked)
    own = (w.text for w in words(asked["before"]) if w.text in matcher.weights)
    return tuple(word for word in own if word != noun)[-1:]


def _winners(
    grid: Grid, rows: Sequence[Row], column: int, most: bool, text: str
) -> tuple[Row, ...]:
    """The rows with the most, or the least, in a column."""
    told = [(value, row) for row in rows if (value := number(row.cells[column])) is not None]
    if DIFFERS.search(grid.head.cells[column]):
        if LESS.search(text):
            most = not most
        elif not re.search(r"merforbrug|underskud|vokse|ste?ig", text, re.IGNORECASE):
            told = [(abs(value), row) for value, row in told]
    best = (max if most else min)(value for value, _ in told)
    return tuple(row for value, row in told if value == best)

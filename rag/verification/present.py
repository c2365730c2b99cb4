"""Whether what a sentence says is in its sources at all: figures, names, opposites, words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from rag.rules import entries, words
from rag.verification.align import best_of, units
from rag.verification.figures import Figure, Kind, figures, holds, nearly
from rag.verification.sources import Source
from rag.verification.wording import (
    bare,
    clauses,
    content,
    known,
    marks_of,
    names,
    rule,
    share,
    stems_of,
    telling,
)

ENOUGH = 0.5
"""The share of a sentence's telling words that its sources must have."""
CLAUSE = 0.34
"""The share that each clause of it must have."""
_AFTER = re.compile(
    r"\b(?:fra|til|på|i|ved|af|for|med|om|hos|under|over|efter|mod|imod|mellem|en|et|den|det|de)\s+"
    r"(?:\w+(?:e|t)\s)?$",
    re.IGNORECASE,
)
_ENDINGS = frozenset(
    ("", "e", "en", "er", "et", "s", "t", "ne", "ens", "ene", "ers", "erne", "ernes")
)
_INITIAL = re.compile(r"[^\W\d_]")


@cache
def _opposites() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (re.compile(str(pair["left"])), re.compile(str(pair["right"])))
        for pair in entries("verify", "opposites")
    )


@cache
def _exact() -> tuple[str, ...]:
    return words("verify", "exact")


def figure_fault(text: str, sources: Sequence[Source]) -> str:
    """The fault "tal": when a figure stands neither in a source nor in what stands over it."""
    held = [f for unit in units(sources) for f in unit.figures]
    over = [f for s in sources for f in figures(context(s))]
    for said in figures(text):
        if _needs_own(said, held):
            if not holds(said, held):
                return "dato"
            continue
        before = text[: said.start]
        about = rule("approximate").search(before.casefold())
        if not holds(said, [*held, *over]) and not (about and any(nearly(said, f) for f in held)):
            return "dato" if said.kind is Kind.DATE else "tal"
    return ""


def _needs_own(said: Figure, held: Sequence[Figure]) -> bool:
    """Whether a year or month must be the passages' own, as they tell of one."""
    if said.kind is not Kind.DATE or not said.value.endswith("-"):
        return False
    return any(f.kind is Kind.DATE and f.value.startswith(("1", "2")) for f in held)


def context(source: Source) -> str:
    """What stands over a passage: title, heading, case number, municipality, body and day."""
    c = source.citation
    day = f"{source.day.day}-{source.day.month}-{source.day.year}" if source.day else ""
    met = f"{c.date.day}-{c.date.month}-{c.date.year}" if c.date else ""
    town = f"{c.municipality} Kommune" if c.municipality else ""
    lines = (c.title, c.heading, c.case_number or "", town, source.body, day, met, source.head)
    return "\n".join(lines)


def name_fault(text: str, sources: Sequence[Source]) -> str:
    """The fault "navn": when a name or a party stands in none of the sources."""
    held = "\n".join(part for s in sources for part in (s.text, context(s)))
    flat = re.sub(r"[^0-9a-zæøåéA-ZÆØÅ/-]+", " ", held).casefold()
    low = f" {flat} {flat.replace('/', ' ')} "
    first = _INITIAL.search(text)
    taken = [(figure.start, figure.end) for figure in figures(text)]
    for run, start in names(text):
        if any(a <= start < b for a, b in taken):
            continue
        opens = first is not None and start <= first.start()
        if opens and " " not in run and not run.isupper():
            continue
        if opens and _starts_plainly(run):
            run = run.partition(" ")[2]
        if not run or _in(bare(run), low):
            continue
        if all(_in(bare(word), low) for word in re.split(r"[ -]", run) if len(word) > 1) and not (
            _is_person(run)
        ):
            continue
        return "navn"
    return _exact_fault(text, set(low.split()))


def _exact_fault(text: str, held: set[str]) -> str:
    """The fault "ord": for a day, season, "alle" and their like that no source has."""
    for word in re.findall(r"[^\W\d_]+", text.casefold()):
        base = next((e for e in _exact() if _inflects(word, e)), None)
        if base and not any(_inflects(other, base) for other in held):
            return "ord"
    return ""


def _inflects(word: str, base: str) -> bool:
    return word.startswith(base) and word[len(base) :] in _ENDINGS


def _starts_plainly(run: str) -> bool:
    """Whether the first word of a run is capitalised only because it opens the sentence."""
    return run.split()[0].casefold() in {"ad", "den", "det", "de", "der", "i", "på", "for", "fra"}


def _is_person(run: str) -> bool:
    return len(run.split()) > 1 and not re.search(r"(?:udvalg|råd|kommune)", run.casefold())


def _in(name: str, low: str) -> bool:
    flat = re.sub(r"[^0-9a-zæøåé/-]+", " ", name).strip()
    return any(f" {flat}{end} " in low for end in ("", "s", "'s"))


def opposite_fault(text: str, sources: Sequence[Source]) -> str:
    """The fault "modsat": when it says up or first where its sources say down or last."""
    said = text.casefold()
    held = "\n".join(part for s in sources for part in (s.text, s.head, s.citation.heading))
    low = held.casefold()
    best = best_of(text, units(sources))
    for pair in _opposites():
        for mine, other in (pair, pair[::-1]):
            if not mine.search(said) or other.search(said):
                continue
            if other.search(low) and not mine.search(low):
                return "modsat"
            if (
                best
                and other.search(best.text.casefold())
                and not mine.search(best.text.casefold())
            ):
                return "modsat"
    return _traded(text, sources)


def _traded(text: str, sources: Sequence[Source]) -> str:
    """The fault "modsat": when the sides of a "frem for" or "i stedet for" have changed places."""
    sign = rule("versus")
    for source in sources:
        for unit in re.split(r"(?<=[.!?;])\s+(?=[A-ZÆØÅ])", source.text):
            halves = sign.split(unit.casefold(), maxsplit=1)
            if len(halves) < 2:
                continue
            left, right = (
                marks_of(half) for half in (_raw(unit, halves[0]), _raw(unit, halves[1]))
            )
            ours = sign.split(text.casefold(), maxsplit=1)
            if len(ours) == 2:
                mine = marks_of(_raw(text, ours[1]))
                if mine & (left - right) and not mine & (right - left):
                    return "modsat"
            elif (told := marks_of(text)) & (right - left) and not told & (left - right):
                return "modsat"
    return ""


def _raw(text: str, half: str) -> str:
    at = text.casefold().find(half)
    return text[at : at + len(half)]


def coverage_fault(text: str, sources: Sequence[Source]) -> str:
    """The fault "indhold": when too much of the sentence or of a clause is in no source."""
    stems = stems_of(part for s in sources for part in (s.text, context(s)))
    own = stems_of(s.text for s in sources)
    if share(text, stems) < ENOUGH:
        return "indhold"
    for clause in clauses(text):
        if len(telling(clause)) > 1 and share(clause, stems) < CLAUSE:
            return "indhold"
    if _unfounded(text, stems):
        return "indhold"
    if telling(text) and not any(known(w.stem, own) for w in content(text)) and not figures(text):
        return "indhold" if not any(s.decided for s in sources) else ""
    return _invented(text, stems)


def _unfounded(text: str, stems: frozenset[str]) -> bool:
    """Whether a reason is given that the sources do not have."""
    parts = rule("because").split(text)
    return any(telling(part) and share(part, stems) < CLAUSE for part in parts[1:])


def _invented(text: str, stems: frozenset[str]) -> str:
    """The fault "indhold": for a thing (behind an article or preposition) that no source knows."""
    for word in telling(text):
        if not known(word.stem, stems) and _AFTER.search(text[: word.start]):
            return "indhold"
    return ""

"""Whether a sentence's values stand with the same words in its sources, and its words at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.sentences import marker_end
from rag.verification.figures import Figure, Kind, agrees, figures, holds, scaled
from rag.verification.sources import Source
from rag.verification.wording import (
    bare,
    clauses,
    content,
    glossary,
    kin,
    known,
    marks_of,
    names,
    stems_of,
    telling,
)

NEAR = 6
"""Words between a value and a word that is said of it, at most."""
_LINKS = re.compile(r"\b(fra|til|mod|imod|pr\.|inden)\s+(?:den\s|d\.\s|kr\.\s)?$", re.IGNORECASE)
_TURNED = {"fra": {"til"}, "til": {"fra", "mod"}, "mod": {"til"}}
"""Links that cannot stand before one value: "45 mod 60" is "fra 60 til 45"."""
_PAIR = re.compile(r"(?:i (?:19|20)\d\d )?(?:til|mod|og|-|–)(?: i (?:19|20)\d\d)?")
_STARTS = re.compile(r"\b(?:begynd|start|træder i kraft|går i gang|åbne[rs]?\b)\w*", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:slut|ophør|udløb|stop|frem til|indtil|til og med)\w*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or a row of a source, with the figures in it and the words that go with them."""

    text: str
    figures: tuple[Figure, ...]
    stems: frozenset[str]
    names: frozenset[str]
    head: str
    row: bool


def units(sources: Sequence[Source]) -> list[Unit]:
    """The sources as sentences and rows."""
    found: list[Unit] = []
    for source in sources:
        row = "\t" in source.text
        text = source.text[marker_end(source.text) :]
        parts = [text] if row else re.split(r"(?<=[.!?;])\s+(?=[A-ZÆØÅ])", text)
        for part in parts:
            found_in = figures(part)
            values = [f for one in found_in for f in scaled(one, source.head)] if row else found_in
            around = [part, source.head, source.citation.heading]
            found.append(
                Unit(
                    part,
                    tuple(values),
                    stems_of(around),
                    frozenset(map(bare, _runs(part))),
                    source.head,
                    row,
                )
            )
    return found


def swap_fault(text: str, sources: Sequence[Source]) -> str:
    """The fault "ombyttet": when a value stands in the sources, but with something else's words."""
    every = units(sources)
    for clause in clauses(text):
        for said in figures(clause):
            if _figure_swapped(clause, said, every):
                return "ombyttet"
    if _name_swapped(text, every) or _ends_swapped(text, every):
        return "ombyttet"
    return ""


def _figure_swapped(clause: str, said: Figure, every: Sequence[Unit]) -> bool:
    having = [u for u in every if holds(said, u.figures)]
    if not having or (said.kind is Kind.DATE and said.value.endswith("--")):
        return False
    marks = _tokens(clause, said)
    best = max(_support(marks, u) for u in having)
    told = figures(clause)
    rivals = [
        _support(marks, u)
        for u in every
        if u not in having
        and any(f.kind is said.kind and not any(agrees(one, f) for one in told) for f in u.figures)
    ]
    if rivals and max(rivals) > best + 0.2 and best < 0.5:
        return True
    if rivals and max(rivals) > best and max(rivals) >= 0.99:
        return True
    return all(
        _turned(clause, said, u)
        or _nearer_to_another(clause, said, u)
        or _in_another_column(clause, said, u)
        for u in having
    )


def _tokens(clause: str, said: Figure) -> list[str]:
    """The clause's words and other figures: what the value is said of."""
    others = [f"{f.kind}{f.value}" for f in figures(clause) if f.start != said.start]
    return [w.stem for w in telling(clause) or content(clause)] + others


def _support(marks: Sequence[str], unit: Unit) -> float:
    if not marks:
        return 0.0
    values = {f"{f.kind}{f.value}" for f in unit.figures}
    return sum(mark in values or known(mark, unit.stems) for mark in marks) / len(marks)


def _turned(clause: str, said: Figure, unit: Unit) -> bool:
    """Whether "fra" and "til" before the value have changed places."""
    ours = _link(clause, said)
    theirs = [_link(unit.text, f) for f in unit.figures if agrees(said, f)]
    return ours in _TURNED and bool(theirs) and all(one in _TURNED[ours] for one in theirs)


def _link(text: str, figure: Figure) -> str:
    match = _LINKS.search(text[: figure.start])
    return match[1].casefold().replace("imod", "mod") if match else ""


def _nearer_to_another(clause: str, said: Figure, unit: Unit) -> bool:
    """Whether the words nearest to the value stand nearer to another value in the unit."""
    if unit.row:
        return False
    alike = [f for f in figures(clause) if f.kind is said.kind]
    held = [f for f in unit.figures if f.kind is said.kind]
    if not any(agrees(said, f) for f in held) or all(agrees(said, f) for f in held):
        return False
    for_it = against = 0
    for word in content(clause):
        mine = _owner(clause, word.start, alike)
        if mine.start != said.start or _paired(clause, word.start, mine, said, alike):
            continue
        for at in (w.start for w in content(unit.text) if kin(w.stem, word.stem)):
            owner = _owner(unit.text, at, held)
            if _paired(unit.text, at, owner, said, held):
                continue
            near = _gap(unit.text, at, owner) <= NEAR
            for_it += near and agrees(said, owner)
            against += near and not agrees(said, owner)
    return against > for_it


def _in_another_column(clause: str, said: Figure, unit: Unit) -> bool:
    """Whether a row's value stands below another head than the one that the clause names."""
    cells, heads = unit.text.split("\t"), unit.head.split("\t")
    if not unit.row or len(cells) != len(heads):
        return False
    if any(figure.value == said.value for figure in figures(cells[0])):
        return False  # the row's own name
    told = marks_of(clause)
    below = [
        marks_of(head)
        for cell, head in zip(cells, heads, strict=True)
        if any(f.value == said.value for one in figures(cell) for f in scaled(one, head))
    ]
    own = frozenset().union(*below)
    said_too = figures(clause)
    untold = [
        head
        for cell, head in zip(cells, heads, strict=True)
        if not any(f.value == one.value for f in figures(cell) for one in said_too)
    ]
    others = frozenset().union(*(marks_of(head) for head in untold)) - own
    return bool(below) and bool(told & others) and not told & (own - _shared(heads))


def _shared(heads: Sequence[str]) -> frozenset[str]:
    """What several of a table's heads say alike: "Oplæg 2024", "Oplæg 2025"."""
    every = [mark for head in heads for mark in marks_of(head)]
    return frozenset(mark for mark in every if every.count(mark) > 1)


def _paired(text: str, at: int, owner: Figure, said: Figure, held: Sequence[Figure]) -> bool:
    """Whether a word stands before "6,8 til 6,1" and so goes with both."""
    for one, other in pairwise(held):
        between = text[one.end : other.start].strip().casefold()
        if _PAIR.fullmatch(between) and at < one.start and owner in (one, other):
            return agrees(said, one) or agrees(said, other)
    return False


def _owner(clause: str, at: int, alike: Sequence[Figure]) -> Figure:
    """The figure that a word goes with: the nearest, but "to af fire naboer klagede" is of two."""
    for one, other in pairwise(alike):
        between = clause[one.end : other.start].strip().casefold()
        if between in ("af", "af de", "ud af", "ud af de") and at > other.end:
            first = next((w.start for w in content(clause) if w.start > other.end), at)
            return other if at == first else one
    return min(alike, key=lambda f: _gap(clause, at, f))


def _gap(text: str, at: int, figure: Figure) -> int:
    """Words between a place and a figure; a clause's end in between counts as four."""
    low, high = sorted((at, figure.start))
    between = text[low:high]
    return len(between.split()) + 3 * len(re.findall(r"[,;:]|\bog\b|\bmod\b", between))


def _name_swapped(text: str, every: Sequence[Unit]) -> bool:
    """Whether what is said of a named person, body or firm is what the sources say of another."""
    runs = {bare(run) for run in _runs(text)}
    words_of = [w.stem for w in telling(text) if not any(bare(w.text) in run for run in runs)]
    words_of += [w.stem for w in content(text) if w.stem in glossary() and len(w.stem) > 4]
    if not runs or not words_of:
        return False
    having = [u for u in every if runs & u.names or any(r in n for r in runs for n in u.names)]
    rivals = [u for u in every if u.names and u not in having]
    if not having or not rivals:
        return False
    best = max(_support(words_of, u) for u in having)
    return max(_support(words_of, u) for u in rivals) > best + 0.3


def _runs(text: str) -> list[str]:
    """Names that tell somebody or something apart: not a lone word that opens the text."""
    return [
        run
        for run, start in names(text)
        if len(run) > 1
        and run.casefold() not in ("udvalget", "rådet", "byrådet")
        and (start > 0 or " " in run or _compound(run))
    ]


def _compound(run: str) -> bool:
    return bool(re.search(r"(?:råd|råde|udvalg|forening|selskab)\w*$", run.casefold()))


def _ends_swapped(text: str, every: Sequence[Unit]) -> bool:
    """Whether a day that begins something is told to end it, or the other way round."""
    for said in figures(text):
        if said.kind is not Kind.DATE:
            continue
        before = text[: said.start]
        links = {_link(u.text, f) for u in every for f in u.figures if agrees(said, f)}
        links.discard("")
        if _ENDS.search(before) and links == {"fra"}:
            return True
        if _STARTS.search(before) and not _ENDS.search(before) and links == {"til"}:
            return True
    return False


def best_of(text: str, every: Sequence[Unit]) -> Unit | None:
    """The unit that shares most words and figures with the text."""
    marks = [w.stem for w in content(text)] + [f"{f.kind}{f.value}" for f in figures(text)]
    return max(every, key=lambda unit: _support(marks, unit), default=None)

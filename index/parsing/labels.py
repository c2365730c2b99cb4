"""Which of a document's lines are its labels, told by how the whole document uses them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.decision.outcomes import read_outcomes
from index.parsing.learned import FEWEST, learned_kind, may_be_label
from index.parsing.line import Line
from index.parsing.phrases import weak_kind
from index.sections import is_body_name, is_decision_line, is_told, numbered_kind, proposes
from index.types import SectionKind

_QUOTABLE = frozenset(
    {SectionKind.RECOMMENDATION, SectionKind.CASE, SectionKind.THEME, SectionKind.SUMMARY}
)
_LESSER = frozenset({SectionKind.SCHEDULE, SectionKind.CONSEQUENCES, SectionKind.COMMUNICATION})
"""Kinds whose labels' words also head a list inside another section ("Tidsplan:")."""
_NUMBERED = re.compile(r"(?P<n>\d{1,2})[.)]?\s+(?P<label>[A-ZÆØÅ][^\t:]{2,60}?):?$")
_DECISION = SectionKind.DECISION
_TYPE = re.compile(r"(?:punkt|sags?|beslutnings|dagsordens?)type:?", re.IGNORECASE)
_TELLING = frozenset({SectionKind.RECOMMENDATION, SectionKind.SUMMARY})
_OF_BODY = re.compile(
    r"[^\s:][^:.]{0,60}(?:udvalg|råd|bestyrelse|magistrat)(?:et|en)?s indstilling", re.IGNORECASE
)
_COMPLEMENT = re.compile(r"(?:\W|\d{1,2}[.)])?\s*(?:at|det indstilles)\b", re.IGNORECASE)
_FEW_WORDS = 3
_LONGEST = 40
"""Characters of an unknown label between known ones."""


def settle_labels(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with the kinds that hold for this document."""
    settled = list(
        _without_quoted(list(_without_type(_with_numbered(_without_route(_without_values(lines))))))
    )
    return tuple(_with_learned(_with_treatment(_with_passed_on(settled))))


def _with_passed_on(lines: list[Line]) -> list[Line]:
    """ "Økonomiudvalgets indstilling til Byrådet" is what that body decided, where "Anbefales."
    stands below it and the administration's proposal has a label of its own."""
    rows: dict[str, list[int]] = {}
    for row, line in enumerate(lines[:-1]):
        if line.kind is SectionKind.RECOMMENDATION and _OF_BODY.match(line.text):
            rows.setdefault(line.text.casefold().strip(" :"), []).append(row)
    owned = {row for places in rows.values() for row in places}
    others = any(
        line.kind is SectionKind.RECOMMENDATION and row not in owned
        for row, line in enumerate(lines)
    )
    found = [places for places in rows.values() if others and _all_decide(lines, places)]
    passed = {row for places in found for row in places}
    return [replace(one, kind=_DECISION) if n in passed else one for n, one in enumerate(lines)]


def _all_decide(lines: Sequence[Line], rows: Sequence[int]) -> bool:
    return all(
        _decided(lines, lines[row])
        and not proposes(lines[row + 1].text)
        and not _COMPLEMENT.match(lines[row + 1].text)
        for row in rows
    )


def _with_treatment(lines: list[Line]) -> list[Line]:
    """ "Politisk behandling" heads the decisions in minutes that have no other label for them, and
    below which something is decided."""
    rows = [row for row, line in enumerate(lines[:-1]) if line.kind is SectionKind.HISTORY]
    told = [row for row in rows if _decided(lines, lines[row])]
    others = sum(1 for line in lines if line.kind is _DECISION and not is_told(line.text))
    if others * 2 > len(rows) or not told or len(told) * 3 < len(rows) * 2:
        return lines
    return [replace(one, kind=_DECISION) if n in rows else one for n, one in enumerate(lines)]


def _with_learned(lines: list[Line]) -> list[Line]:
    """Lines that the document prints again and again above its decisions, or its proposals, where
    it has no known label for them."""
    rows: dict[str, list[int]] = {}
    for row, line in enumerate(lines[:-1]):
        below = lines[row + 1]
        led = below.kind is SectionKind.RECOMMENDATION is weak_kind(line.text)
        alone = line.gap or line.marked or line.text.endswith(":") or lines[row - 1].marked
        plain = line.kind or line.furniture or line.contents or line.cell or line.bullet
        headed = (below.kind and not led) or below.furniture
        if alone and not plain and not headed and may_be_label(line.text):
            rows.setdefault(line.text.casefold().strip(" :"), []).append(row)
    known = {line.kind for line in lines if line.kind and not is_told(line.text)}
    colons = _end_in_colons(lines)
    found: dict[int, SectionKind] = {}
    for label, places in rows.items():
        body = is_body_name(label)
        kind = learned_kind(label, [lines[row + 1].text for row in places], body)
        if kind is None and colons and all(lines[row].text.endswith(":") for row in places):
            often = len(places) >= FEWEST - (weak_kind(label) is not None)
            kind = SectionKind.OTHER if often and len(label.split()) <= _FEW_WORDS else None
        if kind and (body or kind not in known or kind is weak_kind(label) is not _DECISION):
            found.update(dict.fromkeys(places, kind))
    return [replace(line, kind=found.get(row, line.kind)) for row, line in enumerate(lines)]


def _end_in_colons(lines: Sequence[Line]) -> bool:
    """Whether nearly all labels of the document stand alone and end in a colon."""
    labels = [line.text for line in lines if line.kind and not line.cell]
    return (
        len(labels) > FEWEST and sum(1 for text in labels if text[-1] == ":") * 4 > len(labels) * 3
    )


@dataclass(slots=True)
class _Run:
    """Short numbered lines that count upwards from 1, as (row, label)."""

    last: int
    entries: list[tuple[int, str]]
    kinds: set[SectionKind]


def _with_numbered(lines: Sequence[Line]) -> list[Line]:
    """Labels that have a number of their own in every item ("1. Resume", "2. Beslutningspunkter",
    "3. Baggrund", as Aarhus prints them): runs from 1 that name a summary or a proposal and one
    more known part. What else such a run counts is a label too."""
    found: dict[int, SectionKind] = {}
    for run in _runs(lines):
        known = {row: kind for row, label in run.entries if (kind := numbered_kind(label))}
        if not run.kinds & _TELLING or len(run.kinds) < 2 or len(known) * 5 < len(run.entries) * 2:
            continue
        for row, label in run.entries:
            if row in known or len(label) <= _LONGEST:
                found[row] = known.get(row, SectionKind.OTHER)
    if not found:
        return list(lines)
    return [replace(one, kind=found[n]) if n in found else one for n, one in enumerate(lines)]


def _runs(lines: Sequence[Line]) -> list[_Run]:
    runs: list[_Run] = []
    waiting: dict[int, list[_Run]] = {}
    for row, line in enumerate(lines):
        match = _NUMBERED.match(line.text) if line.text[0].isdigit() else None
        if not match or line.furniture or line.contents or line.text.endswith((".", ",", ";", "?")):
            continue
        number, label = int(match["n"]), match["label"].strip()
        kind = numbered_kind(label)
        if number == 1:
            run = _Run(0, [], set())
            runs.append(run)
        else:
            open_runs = waiting.get(number - 1, [])
            if not open_runs:
                continue
            run = next((one for one in reversed(open_runs) if one.kinds and kind), open_runs[-1])
            open_runs.remove(run)
        run.last = number
        run.entries.append((row, label))
        run.kinds |= {kind} if kind else set()
        waiting.setdefault(number, []).append(run)
    return runs


def _without_values(lines: Sequence[Line]) -> list[Line]:
    """A label's word is a value below a line that asks for the item's type ("Punkttype")."""
    asks = [False, *(_TYPE.fullmatch(line.text) is not None for line in lines)]
    return [replace(one, kind=None) if ask else one for one, ask in zip(lines, asks, strict=False)]


def _without_route(lines: Sequence[Line]) -> list[Line]:
    """A body and a date with nothing below say where a case goes, and no decision: lists of the
    meetings that it passes ("Økonomiudvalget 13-03-2019", "Byrådet 28-03-2019")."""
    settled = list(lines)
    for row, line in enumerate(lines[:-1]):
        below = lines[row + 1]
        told = line.kind is _DECISION and not line.cell and not line.text.endswith(":")
        routed = told and "beslut" not in line.text.casefold() and is_decision_line(line.text)
        if routed and (below.kind or is_decision_line(below.text)):
            settled[row] = replace(line, kind=None)
    return settled


def _without_quoted(lines: Sequence[Line]) -> Iterator[Line]:
    """A few labels with a colon where the document's own have none belong to a quoted text (a
    party's motion with its own "Indstilling:")."""
    labels = [line for line in lines if line.kind and not line.cell]
    colons = sum(1 for line in labels if line.text.endswith(":"))
    own = {line.kind for line in labels if not line.text.endswith(":")} & _QUOTABLE
    few = 0 < colons * 10 < len(labels) * 3
    times = Counter(line.text for line in labels)
    for line in lines:
        lesser = line.kind in _LESSER and times[line.text] == 1
        quoted = few and (line.kind in own or lesser) and line.text.endswith(":")
        yield replace(line, kind=None) if quoted else line


def _without_type(lines: Sequence[Line]) -> Iterator[Line]:
    """A line "Referat" is the decision's label in some councils' minutes, but the document's
    type where it stands in the opening or beside labels that say Beslutning; so does "Udvalget
    besluttede:", which may begin a decision's text."""
    again = Counter(line.text for line in lines if line.kind and line.text.endswith(":"))
    times = Counter(line.text for line in lines if line.kind)
    named = [
        line.kind is SectionKind.DECISION and again[line.text] < 2 and _is_type(lines, line)
        for line in lines
    ]
    told = [line.kind is SectionKind.DECISION and is_told(line.text) for line in lines]
    decided = any(
        line.kind is SectionKind.DECISION and not (typed or phrase)
        for line, typed, phrase in zip(lines, named, told, strict=True)
    )
    for line, typed, phrase in zip(lines, named, told, strict=True):
        opening = line.index < (3 if times[line.text] > 2 else 8)
        title = typed and (decided or opening or len(line.text) > len("R e f e r a t :"))
        yield replace(line, kind=None) if title or (phrase and decided) else line


def _decided(lines: Sequence[Line], line: Line) -> bool:
    """Whether what stands right below the line decides something."""
    below = lines[line.index + 1].text if line.index + 1 < len(lines) else ""
    return bool(read_outcomes(below[:300]).strong)


def _is_type(lines: Sequence[Line], line: Line) -> bool:
    """A decision's label without the word: "Referat", or nothing but a body and a date."""
    if line.cell or is_told(line.text):
        return False
    folded = line.text.casefold().replace(" ", "")
    if folded.startswith("referat"):
        return True
    return line.index < 8 and "beslut" not in folded and not _decided(lines, line)

"""Whether a sentence's values stand with the same words in its sources, and its words at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from index.sentences import marker_end
from rag.figures import Figure, Kind, agrees, figures, holds, nearly, scaled
from rag.rules import entries, words
from rag.sources import Source
from rag.wording import (
    bare,
    clauses,
    content,
    glossary,
    kin,
    known,
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
NEAR = 6
"""Words between a value and a word that is said of it, at most."""
_AFTER = re.compile(
    r"\b(?:fra|til|på|i|ved|af|for|med|om|hos|under|over|efter|mod|imod|mellem|en|et|den|det|de)\s+"
    r"(?:\w+(?:e|t)\s)?$",
    re.IGNORECASE,
)
_LINKS = re.compile(r"\b(fra|til|mod|imod|pr\.|inden)\s+(?:den\s|d\.\s|kr\.\s)?$", re.IGNORECASE)
_TURNED = {"fra": {"til"}, "til": {"fra"}, "mod": {"fra"}}
_STARTS = re.compile(r"\b(?:begynd|start|træder i kraft|går i gang|åbne[rs]?\b)\w*", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:slut|ophør|udløb|stop|frem til|indtil|til og med)\w*", re.IGNORECASE)
_ENDINGS = frozenset(("", "e", "en", "er", "et", "s", "t", "ne", "ens", "ene", "ers", "erne", "ernes"))
_INITIAL = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or a row of a source, with the figures in it and the words that go with them."""

    text: str
    figures: tuple[Figure, ...]
    stems: frozenset[str]
    names: frozenset[str]
    row: bool


@cache
def _opposites() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (re.compile(str(pair["left"])), re.compile(str(pair["right"])))
        for pair in entries("verify", "opposites")
    )


@cache
def _exact() -> tuple[str, ...]:
    return words("verify", "exact")


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
                Unit(part, tuple(values), stems_of(around), frozenset(map(bare, _runs(part))), row)
            )
    return found


def figure_fault(text: str, sources: Sequence[Source]) -> str:
    """"tal" when a figure stands in none of the sources nor in what they are headed by."""
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
    """Whether a year or month must be the passages' own: they tell another, not only the meeting."""
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
    """"navn" when a name, a party or a word of a closed set stands in none of the sources."""
    held = "\n".join(part for s in sources for part in (s.text, context(s)))
    low = f" {re.sub(r'[^0-9a-zæøåéA-ZÆØÅ/-]+', ' ', held)} ".casefold()
    first = _INITIAL.search(text)
    for run, start in names(text):
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
    """"ord" for a word of the closed sets (days, seasons, "alle") that the sources do not have."""
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
    """"modsat" when the sentence says up, more or first where its sources say down, less or last."""
    said = text.casefold()
    held = "\n".join(part for s in sources for part in (s.text, s.head, s.citation.heading))
    low = held.casefold()
    best = _best(text, units(sources))
    for pair in _opposites():
        for mine, other in (pair, pair[::-1]):
            if not mine.search(said) or other.search(said):
                continue
            if other.search(low) and not mine.search(low):
                return "modsat"
            if best and other.search(best.text.casefold()) and not mine.search(best.text.casefold()):
                return "modsat"
    return _traded(text, sources)


def _traded(text: str, sources: Sequence[Source]) -> str:
    """"modsat" when the two sides of a "frem for" or "i stedet for" have changed places."""
    sign = rule("versus")
    for source in sources:
        for unit in re.split(r"(?<=[.!?;])\s+(?=[A-ZÆØÅ])", source.text):
            halves = sign.split(unit.casefold(), maxsplit=1)
            if len(halves) < 2:
                continue
            left, right = (_marks(half) for half in (_raw(unit, halves[0]), _raw(unit, halves[1])))
            ours = sign.split(text.casefold(), maxsplit=1)
            if len(ours) == 2:
                mine = _marks(_raw(text, ours[1]))
                if mine & (left - right) and not mine & (right - left):
                    return "modsat"
            elif (told := _marks(text)) & (right - left) and not told & (left - right):
                return "modsat"
    return ""


def _raw(text: str, half: str) -> str:
    at = text.casefold().find(half)
    return text[at : at + len(half)]


def _marks(text: str) -> set[str]:
    return {w.stem for w in content(text)} | {f"{f.kind}{f.value}" for f in figures(text)}


def coverage_fault(text: str, sources: Sequence[Source]) -> str:
    """"indhold" when too much of the sentence, or of one clause of it, is not in the sources."""
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
    """"indhold" for a thing that no source knows: an unknown word behind an article or preposition."""
    for word in telling(text):
        if not known(word.stem, stems) and _AFTER.search(text[: word.start]):
            return "indhold"
    return ""


def swap_fault(text: str, sources: Sequence[Source]) -> str:
    """"ombyttet" when a value stands in the sources, but with something else's words."""
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
    return all(_turned(clause, said, u) or _nearer_to_another(clause, said, u) for u in having)


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
        if _owner(clause, word.start, alike).start != said.start:
            continue
        for at in (w.start for w in content(unit.text) if kin(w.stem, word.stem)):
            owner = _owner(unit.text, at, held)
            if _paired(unit.text, at, owner, said, held):
                continue
            near = _gap(unit.text, at, owner) <= NEAR
            for_it += near and agrees(said, owner)
            against += near and not agrees(said, owner)
    return against > for_it


def _paired(
    text: str, at: int, owner: Figure, said: Figure, held: Sequence[Figure]
) -> bool:
    """Whether a word stands before "6,8 til 6,1" and so goes with both."""
    for one, other in pairwise(held):
        between = text[one.end : other.start].strip().casefold()
        if between in ("til", "mod", "og", "-", "–") and at < one.start and owner in (one, other):
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
    return [run for run, start in names(text) if start > 0 or " " in run or _compound(run)]


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


def _best(text: str, every: Sequence[Unit]) -> Unit | None:
    marks = [w.stem for w in content(text)] + [f"{f.kind}{f.value}" for f in figures(text)]
    return max(every, key=lambda unit: _support(marks, unit), default=None)

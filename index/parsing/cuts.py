"""Where a line of a document holds more than one: glued labels, run-in labels, whole pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from index.decision.outcomes import read_outcomes
from index.files.furniture import counts_pages
from index.parsing.learned import learned_kind, may_be_label
from index.sections import OF_ITEM, known_kind, label_kind
from index.types import SectionKind

BLANK = " \t\r\n\f\v\xa0\u200b\u200c\u200d\ufeff\u2007\u202f"
"""Characters that show nothing."""
_RUN_IN = re.compile(
    r"(?:[-=]+>\s*|[→⇒►▶➢]\s*)?(?P<bold>\*\*|__)?(?P<label>[^\W\d_][^:\t\n*]{0,90})"
    r"(?(bold)(?::(?P=bold)|(?P=bold):)|:)[ \t\xa0]*(?=\S)"
)
_CELL = re.compile(r"(?P<label>[^\W\d_][^\t\n]{2,60})\t[\t ]*(?=[^\t\n]+$)")
"""A row of two cells, of which the first may be a label ("Indstilling | At planen godkendes")."""
_CAMEL = re.compile(r"[^\n]{3,45}?[a-zæøåé](?=[A-ZÆØÅ][a-zæøå])")
_CAPITALS = re.compile(r"[A-ZÆØÅÉ ]{4,39}[A-ZÆØÅÉ](?=[A-ZÆØÅ][a-zæøå])")
_TAIL = re.compile(r"[a-zæøå0-9][.!?:)]?(?=(?P<label>[A-ZÆØÅ][a-zæøåé]{4,25}:?)$)")
_NEXT_ITEM = re.compile(
    r"[a-zæøå][a-zæøå.)](?<![\s\d][kcd]m)(?<![\s\d]m)(?=\d{1,3}\.\s?[A-ZÆØÅ][a-zæøå])"
)
_INLINE_ITEM = re.compile(r"(?<=\s)(?=(?:Punkt|Pkt\.?|Sag nr\.)\s\d{1,4}\b|\d{1,3}\.\s+[A-ZÆØÅ])")
_INLINE_LABEL = re.compile(
    r"(?<=\s)(?P<label>[A-ZÆØÅ][A-ZÆØÅa-zæøåé]{4,25})(?P<colon>:?)(?=\s+[A-ZÆØÅ•-]|:\s|$)"
)
_TOLD = re.compile(
    r"(?P<n>\d{1,4})[.)]\s+[A-ZÆØÅ](?:[^.:\t]{2,80}(?P<colon>:)|[^.\t]{2,80}\.)\s+(?=[A-ZÆØÅ])"
)
_INLINE_HEAD = re.compile(
    r"(?<=\s)(?=(?:Mødedato|Dato|Mødested|Sted|Mødelokale|Starttidspunkt|Sluttidspunkt|Afbud"
    r"|Fraværende|Medlemmer|Deltagere|Mødedeltagere|Bemærkninger|Indholdsfortegnelse)\s?:)"
)


def find_cuts(text: str, spans: list[tuple[int, int, bool]]) -> dict[int, list[int]]:
    """Where a line holds more than one: labels glued to text, run-in labels, whole pages."""
    cuts: dict[int, list[int]] = {}
    dense = _is_dense(text, spans)
    run_in = _run_in_labels(text, spans)
    told = _told_titles(text, spans)
    cells = _label_cells(text, spans)
    for row, (start, end, _) in enumerate(spans):
        line = text[start:end]
        found = {*_glue(line), *(_inline(line) if dense else ())}
        match = _RUN_IN.match(line)
        if match and (OF_ITEM.search(match["label"]) or counts_pages(line)):
            match = None
        if match and _label_key(match["label"]) in run_in:
            found.add(match.end())
        found |= told.get(row, set()) | cells.get(row, set())
        clean = sorted(cut for cut in found if 0 < cut < len(line))
        if clean:
            cuts[row] = [start + cut for cut in clean if line[cut:].strip(BLANK)]
    return cuts


def _told_titles(text: str, spans: list[tuple[int, int, bool]]) -> dict[int, set[int]]:
    """Where the titles end in minutes that tell each item on the line of its title ("3. Budget
    2023. Budgettet blev godkendt."), as parishes and boards print them: no labels, and most
    numbered lines count upwards and hold a sentence more."""
    numbered, told, labels = 0, [], 0
    for row, (start, end, _) in enumerate(spans):
        line = text[start : min(end, start + 140)]
        labels += len(line) < 60 and label_kind(line) is not None
        if re.match(r"\d{1,4}[.)]\s+[A-ZÆØÅ]", line):
            numbered += 1
            match = _TOLD.match(line)
            if match and match["colon"] and not read_outcomes(line[match.end() :]).strong:
                match = None
            told += [(row, int(match["n"]), match.end())] if match else []
    rising = all(after[1] == one[1] + 1 for one, after in pairwise(told))
    if labels > 1 or len(told) < 3 or len(told) * 3 < numbered * 2 or not rising:
        return {}
    return {row: {end} for row, _, end in told}


def _label_cells(text: str, spans: list[tuple[int, int, bool]]) -> dict[int, set[int]]:
    """Where the label's cell ends in documents that print each item as a table of labels and
    texts: two labels at least, each in two rows."""
    found: dict[int, set[int]] = {}
    labels: Counter[str] = Counter()
    for row, (start, end, _) in enumerate(spans):
        match = _CELL.match(text[start:end]) if "\t" in text[start:end] else None
        kind = label_kind(match["label"].strip()) if match else None
        if match and kind is not None and kind is not SectionKind.ABSENCE:
            labels[_label_key(match["label"])] += 1
            found[row] = {match.end()}
    return found if sum(1 for count in labels.values() if count > 1) > 1 else {}


def _is_dense(text: str, spans: list[tuple[int, int, bool]]) -> bool:
    """Whether whole pages were printed on one line (transcripts of scanned minutes)."""
    if len(text) < 250 * max(1, len(spans)):
        return False
    return sum(1 for start, end, _ in spans if end - start < 60 and label_kind(text[start:end])) < 3


def _glue(line: str) -> Iterator[int]:
    """Offsets in the line where a label or the next item is stuck to other text."""
    for pattern in (_CAMEL, _CAPITALS):
        head = pattern.match(line)
        if head and known_kind(line[: head.end()]) is not None:
            yield head.end()
    tail = _TAIL.search(line, max(0, len(line) - 30))
    if tail and known_kind(tail["label"]) is not None:
        yield tail.start("label")
    for match in _NEXT_ITEM.finditer(line):
        yield match.end()


def _inline(line: str) -> Iterator[int]:
    for pattern in (_INLINE_ITEM, _INLINE_HEAD):
        for match in pattern.finditer(line):
            yield match.start()
    for match in _INLINE_LABEL.finditer(line):
        if known_kind(match["label"]) is not None:
            yield match.start()
            yield match.end()


def _run_in_labels(text: str, spans: list[tuple[int, int, bool]]) -> frozenset[str]:
    """Labels that this document prints in front of their text ("Indstilling: At ...").

    A label that also has a line of its own, without a colon or more often so, is not one of
    them: there the colon belongs to the running text. Who was absent ("Fraværende: ...") stays
    in the decision that tells it.
    """
    run_in: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    unknown: dict[str, list[str]] = {}
    for start, end, _ in spans:
        line = text[start : min(end, start + 140)]
        match = _RUN_IN.match(line)
        if match and counts_pages(text[start:end]):
            continue
        match = None if match and OF_ITEM.search(match["label"]) else match
        kind = known_kind(match["label"]) if match else None
        if match and kind is SectionKind.ABSENCE:
            continue
        if match and kind is not None:
            run_in[_label_key(match["label"])] += 1
        elif match and may_be_label(match["label"] + ":"):
            unknown.setdefault(_label_key(match["label"]), []).append(line[match.end() :])
        elif len(line) < 60 and label_kind(line) is not None:
            alone[_label_key(line)] += 1 if line.endswith(":") else len(spans)
    found = {key for key in run_in if alone[key] < run_in[key]}
    learned = {key for key, texts in unknown.items() if learned_kind(key, texts)}
    if learned:
        return frozenset(found | learned)
    return frozenset(found if len(found) > 1 or sum(run_in[key] for key in found) > 1 else ())


def _label_key(label: str) -> str:
    return label.casefold().strip(" :*_#\xa0\t").partition(" i ")[0]

"""A document's lines as a reader sees them: markup peeled off, glued labels cut loose.

Blank lines are not lines; they are remembered as the gap before the next one. Every line is
a slice of the document's text, so offsets never need translating.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from index.sections import section_kind
from index.types import Document, SectionKind

_SPACE = " \t\r\n\f\v\xa0\u200b\u200c\u200d\ufeff\u2007\u202f"
_HASHES = re.compile(r"#{1,6}[ \t]+")
_BULLET = re.compile(r"(?:[-–—•·*o▪●◦\u0335\uf0b7]|\([a-z0-9]\)|[a-z]\))[ \t\xa0]+")
_PAGE_NUMBER = re.compile(
    r"(?:Side|Sidenr\.?|S\.)?\s*[-–]?\s*\d{1,4}\s*[-–]?\s*(?:(?:af|/|ud af)\s*\d{1,4})?",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"(?:\.{3,}|…+|_{4,}|(?: \.){3,}|\t)\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s+\d{1,4})*$"
)
_NUMBERED = re.compile(r"\(?\d{1,4}[.)]?\s+\D|\d{1,4}\s?[:.]\s?[^\W\d]")
_RUN_IN = re.compile(r"(?P<label>[^\W\d_][^:\t\n]{2,90}):[ \t\xa0]*(?=\S)")
_CAMEL = re.compile(r"[^\n]{3,45}?[a-zæøåé](?=[A-ZÆØÅ][a-zæøå])")
_CAPITALS = re.compile(r"[A-ZÆØÅÉ ]{4,39}[A-ZÆØÅÉ](?=[A-ZÆØÅ][a-zæøå])")
_TAIL = re.compile(r"[a-zæøå0-9][.!?:)]?(?=(?P<label>[A-ZÆØÅ][a-zæøåé]{4,25}:?)$)")
_NEXT_ITEM = re.compile(r"[a-zæøå][.)]?(?=\d{1,3}\.\s?[A-ZÆØÅ][a-zæøå])")
_INLINE_ITEM = re.compile(r"(?<=\s)(?=(?:Punkt|Pkt\.?|Sag nr\.)\s\d{1,4}\b|\d{1,3}\.\s+[A-ZÆØÅ])")
_INLINE_LABEL = re.compile(
    r"(?<=\s)(?P<label>[A-ZÆØÅ][A-ZÆØÅa-zæøåé]{4,25})(?P<colon>:?)(?=\s+[A-ZÆØÅ•-]|:\s|$)"
)
_INLINE_HEAD = re.compile(
    r"(?<=\s)(?=(?:Mødedato|Dato|Mødested|Sted|Mødelokale|Starttidspunkt|Sluttidspunkt|Afbud"
    r"|Fraværende|Medlemmer|Deltagere|Mødedeltagere|Bemærkninger|Indholdsfortegnelse)\s?:)"
)

_QUOTABLE = frozenset(
    {SectionKind.RECOMMENDATION, SectionKind.CASE, SectionKind.THEME, SectionKind.SUMMARY}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its markup; `start`/`end` span `text` in the document, `left`/`right`
    the same with its markup.

    `level` is the heading level its markup gives (0 when none); `marked` says that it is
    bold or a heading; `gap` that a blank line stands before it; `furniture` that it is a
    running head, a foot or a page number; `contents` that it ends like an entry in a table
    of contents; `kind` is set when the line is a known label.
    """

    index: int
    start: int
    end: int
    text: str
    level: int = 0
    marked: bool = False
    gap: bool = True
    furniture: bool = False
    contents: bool = False
    kind: SectionKind | None = None
    left: int = 0
    right: int = 0

    @property
    def bullet(self) -> bool:
        """Whether the line is an entry of a list without numbers."""
        return _BULLET.match(self.text) is not None


def read_lines(document: Document) -> tuple[Line, ...]:
    """The non-blank lines of the document, in order; every visible character is in one."""
    spans = list(_spans(document.text))
    cuts = _cuts(document.text, spans)
    furniture = _furniture(document, spans)
    starts = [start for _, start, _ in document.headings]
    lines: list[Line] = []
    for start, end, gap in _apply(spans, cuts):
        level = _markup_level(document, starts, start, end)
        line = _peel(document.text, len(lines), start, end, level, gap)
        lines.append(_judge(line, furniture))
    return tuple(_without_quoted(list(_without_type(lines))))


def _without_quoted(lines: list[Line]) -> Iterator[Line]:
    """A few labels with a colon where the document's own have none belong to a quoted text (a
    party's motion with its own "Indstilling:")."""
    labels = [line for line in lines if line.kind]
    colons = sum(1 for line in labels if line.text.endswith(":"))
    own = {line.kind for line in labels if not line.text.endswith(":")} & _QUOTABLE
    few = 0 < colons * 10 < len(labels) * 3
    for line in lines:
        quoted = few and line.kind in own and line.text.endswith(":")
        yield replace(line, kind=None) if quoted else line


def _without_type(lines: list[Line]) -> Iterator[Line]:
    """A line "Referat" is the decision's label in some councils' minutes, but the document's
    type where it stands in the opening or beside labels that say Beslutning."""
    named = [line.kind is SectionKind.DECISION and _is_type(line) for line in lines]
    decided = any(
        line.kind is SectionKind.DECISION and not typed
        for line, typed in zip(lines, named, strict=True)
    )
    for line, typed in zip(lines, named, strict=True):
        title = typed and (decided or line.index < 8 or len(line.text) > len("R e f e r a t :"))
        yield replace(line, kind=None) if title else line


def _is_type(line: Line) -> bool:
    """A decision's label without the word: "Referat", or nothing but a body and a date."""
    folded = line.text.casefold().replace(" ", "")
    return folded.startswith("referat") or (line.index < 8 and "beslutning" not in folded)


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, gap before) of every line that shows something."""
    gap, at = True, 0
    for raw in text.split("\n"):
        core = raw.strip(_SPACE)
        if core:
            start = at + raw.index(core)
            yield start, start + len(core), gap
        gap = not core
        at += len(raw) + 1


def _peel(text: str, index: int, start: int, end: int, level: int, gap: bool) -> Line:
    """The line between the offsets without the marks of Markdown around it."""
    while text[end - 1] in _SPACE:
        end -= 1
    while text[start] in _SPACE:
        start += 1
    left, right = start, end
    hashes = _HASHES.match(text, start, end)
    if hashes:
        level = level or text.count("#", start, hashes.end())
        start = hashes.end()
    bold = False
    for mark in ("**", "__", "*", "_"):
        inner = text[start + len(mark) : end - len(mark)]
        wrapped = text.startswith(mark, start) and text.endswith(mark, start, end)
        if wrapped and inner.strip(_SPACE + "*_") and mark not in inner and inner[0] not in " \t":
            start, end = start + len(mark), end - len(mark)
            bold = bold or len(mark) == 2
    core = text[start:end]
    return Line(index, start, end, core, level, bold or level > 0, gap, left=left, right=right)


def _judge(line: Line, furniture: frozenset[str]) -> Line:
    text = line.text
    contents = _CONTENTS.search(text[-60:]) is not None
    is_furniture = _folded(text) in furniture or (bool(furniture) and _is_page_number(text))
    kind = None if contents or is_furniture else label_kind(text)
    if not (contents or is_furniture or kind):
        return line
    return replace(line, furniture=is_furniture, contents=contents, kind=kind)


def label_kind(text: str) -> SectionKind | None:
    """The kind of a line that is a label and nothing else, None for any other line."""
    if len(text) > 140 or "\t" in text or not (text[0].isalnum() or text[0] == "("):
        return None
    if text.endswith((".", ",", ";", "?", "!")) and len(text.split()) > 2:
        return None
    if _NUMBERED.match(text):
        return None
    return _kind(text)


@lru_cache(maxsize=8192)
def _kind(text: str) -> SectionKind | None:
    """`section_kind`, remembered: the same few labels stand in every item."""
    return section_kind(text)


def _markup_level(document: Document, starts: list[int], start: int, end: int) -> int:
    at = bisect_left(starts, start)
    for level, first, last in document.headings[max(0, at - 1) : at + 1]:
        if first < end and start < last:
            return level
    return 0


def _is_page_number(text: str) -> bool:
    return len(text) < 24 and _PAGE_NUMBER.fullmatch(text) is not None


def _folded(text: str) -> str:
    return re.sub(r"\d+", "#", text.casefold()).strip(_SPACE)


def _furniture(document: Document, spans: list[tuple[int, int, bool]]) -> frozenset[str]:
    """The running heads and feet: lines that recur at the edge of most pages, digits aside."""
    if len(document.pages) < 2:
        return frozenset()
    edges: Counter[str] = Counter()
    starts = [start for start, _, _ in spans]
    bounds = [*document.pages[1:], len(document.text)]
    for first, last in zip(document.pages, bounds, strict=True):
        low, high = bisect_left(starts, first), bisect_left(starts, last)
        rows = {*range(low, min(low + 3, high)), *range(max(high - 3, low), high)}
        edges.update({_folded(document.text[spans[row][0] : spans[row][1]]) for row in rows})
    least = max(2, (len(document.pages) + 1) // 2)
    return frozenset(
        line
        for line, count in edges.items()
        if count >= least and _kind(line) is None and len(line) < 160
    ) | {"#"}


def _apply(
    spans: list[tuple[int, int, bool]], cuts: dict[int, list[int]]
) -> Iterator[tuple[int, int, bool]]:
    for row, (start, end, gap) in enumerate(spans):
        first = start
        for cut in [*cuts.get(row, ()), end]:
            if cut > first:
                yield first, cut, gap and first == start
            first = cut


def _cuts(text: str, spans: list[tuple[int, int, bool]]) -> dict[int, list[int]]:
    """Where a line holds more than one: labels glued to text, run-in labels, whole pages."""
    cuts: dict[int, list[int]] = {}
    dense = _is_dense(text, spans)
    run_in = _run_in_labels(text, spans)
    for row, (start, end, _) in enumerate(spans):
        line = text[start:end]
        found = {*_glue(line), *(_inline(line) if dense else ())}
        match = _RUN_IN.match(line)
        if match and _label_key(match["label"]) in run_in:
            found.add(match.end())
        clean = sorted(cut for cut in found if 0 < cut < len(line))
        if clean:
            cuts[row] = [start + cut for cut in clean if line[cut:].strip(_SPACE)]
    return cuts


def _is_dense(text: str, spans: list[tuple[int, int, bool]]) -> bool:
    """Whether whole pages were printed on one line (transcripts of scanned minutes)."""
    if len(text) < 250 * max(1, len(spans)):
        return False
    return sum(1 for start, end, _ in spans if end - start < 60 and label_kind(text[start:end])) < 3


def _glue(line: str) -> Iterator[int]:
    """Offsets in the line where a label or the next item is stuck to other text."""
    for pattern in (_CAMEL, _CAPITALS):
        head = pattern.match(line)
        if head and _kind(line[: head.end()]) is not None:
            yield head.end()
    tail = _TAIL.search(line, max(0, len(line) - 30))
    if tail and _kind(tail["label"]) is not None:
        yield tail.start("label")
    for match in _NEXT_ITEM.finditer(line):
        yield match.end()


def _inline(line: str) -> Iterator[int]:
    for pattern in (_INLINE_ITEM, _INLINE_HEAD):
        for match in pattern.finditer(line):
            yield match.start()
    for match in _INLINE_LABEL.finditer(line):
        if _kind(match["label"]) is not None:
            yield match.start()
            yield match.end()


def _run_in_labels(text: str, spans: list[tuple[int, int, bool]]) -> frozenset[str]:
    """Labels that this document prints in front of their text ("Indstilling: At ...").

    A label that also has a line of its own is not one of them: there the colon belongs to
    the running text. Who was absent ("Fraværende: ...") stays in the decision that tells it.
    """
    run_in: Counter[str] = Counter()
    alone: set[str] = set()
    for start, end, _ in spans:
        line = text[start : min(end, start + 140)]
        match = _RUN_IN.match(line)
        kind = _kind(match["label"]) if match else None
        if match and kind is SectionKind.ABSENCE:
            continue
        if match and kind is not None:
            run_in[_label_key(match["label"])] += 1
        elif len(line) < 60 and label_kind(line) is not None:
            alone.add(_label_key(line))
    found = {key for key in run_in if key not in alone}
    return frozenset(found if len(found) > 1 or sum(run_in[key] for key in found) > 1 else ())


def _label_key(label: str) -> str:
    return label.casefold().strip(" :*_#\xa0\t").partition(" i ")[0]

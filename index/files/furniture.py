"""Running heads, feet and page numbers: lines that stand on the pages and not in the minutes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from index.decision.outcomes import read_outcomes
from index.sections import is_decision_line, known_kind
from index.types import Document, SectionKind

_BLANK = " \t\r\n\f\v\xa0\u200b\u200c\u200d\ufeff\u2007\u202f"
_PAGE_NUMBER = re.compile(
    r"(?P<word>Side|Sidenr\.?|S\.)?\s*[-–]?\s*\d{1,4}\s*[-–]?"
    r"\s*(?:af\s*\d{1,4}|ud af\s*\d{1,4}|/\s*(?P<total>\d{1,4}))?",
    re.IGNORECASE,
)
_SIDE = re.compile(r"\bside:? #(?: (?:af|ud af) #|/#)?$")
_ITEM = re.compile(
    r"(?:dagsordens?)?(?:punkt|pkt|sag)\.?(?: ?nr\.?)?:? ?#[.:]?$|#[.)] (?=\D)|# ?/ ?#$"
)
"""An item's number on a line of its own, folded, which stands below the head of its page, or a
title with its number, which ends one page's list of contents and stands last on another; or a
number that may be a case's."""
_NAMED_PAGE = re.compile(
    r"\b(?:kommunes?|region|\w*(?:udvalg|råd|bestyrelse|nævn)(?:et|en)?|referat|protokol|dagsorden)\b"
    r".{0,80}?\D(\d{1,4})$",
    re.IGNORECASE,
)
"""A head in a text without pages that ends in the page's number ("LERBY KOMMUNE      4")."""
_DEPTH = 3
"""Lines at the edge of a page that may belong to its head or foot."""
_LONGEST = 160
_FEWEST = 3
"""Pages that must carry a head that only its number tells."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on the pages of a document: lines with their digits put aside, and whether a
    number alone on its line is a page's; "3/7" is one only of seven `pages`, else a case's."""

    lines: frozenset[str] = frozenset()
    numbers: bool = False
    pages: int = 0

    def holds(self, text: str) -> bool:
        """Whether a line is a running head, a foot or a page number."""
        if not self.lines:
            return False
        if fold(text) in self.lines:
            return True
        number = _PAGE_NUMBER.fullmatch(text) if len(text) < 24 else None
        if number is None or not (self.numbers or not text.isdigit()):
            return False
        return bool(number["word"]) or not number["total"] or int(number["total"]) == self.pages


def find_furniture(document: Document, spans: list[tuple[int, int, bool]]) -> Furniture:
    """The lines that recur at the edge of most pages, digits aside; in a text without pages, those
    that count them ("Byrådet    Side 12").

    At the foot of a page stand also the last lines of an item: what was decided, who was absent
    and whose decision it is are no feet, however often they stand there.
    """
    text = document.text
    if len(document.pages) < 2:
        sides = Counter(_sides(text, spans))
        shown = [text[start:end] for start, end, _ in spans]
        sides.update(_beside_numbers(shown))
        sides.update(_counted_heads(shown))
        return Furniture(frozenset(line for line, count in sides.items() if count > 1))
    pages = [[text[a:b] for a, b, _ in spans[low:high]] for low, high in _pages(document, spans)]
    least = max(2, (len(pages) + 1) // 2)
    heads = _at_edge([page[:_DEPTH] for page in pages], least, _decides)
    feet = _at_edge([page[: -_DEPTH - 1 : -1] for page in pages], least, _closes_item)
    edges = heads | feet
    found = frozenset(one for one in edges if not (_ITEM.match(one) or known_kind(one)))
    forms: dict[str, set[str]] = {}
    for page in pages:
        for line in (*page[:_DEPTH], *page[-_DEPTH:]):
            forms.setdefault(fold(line), set()).add(line)
    told = any(len(forms[one]) > 2 and re.search(r"[a-zæøå]", one) for one in found)
    return Furniture(found - {"#"} if told else found | {"#"}, not told, len(pages))


def counts_pages(text: str) -> bool:
    """Whether a line ends as the head or foot of a page does: "Side 4 af 8"."""
    return len(text) < _LONGEST and _SIDE.search(fold(" ".join(text.split()))) is not None


def fold(text: str) -> str:
    """A line as it stands on every page: small letters, its digits put aside."""
    return re.sub(r"\d+", "#", text.casefold()).strip(_BLANK)


def _at_edge(
    edges: Sequence[Sequence[str]], least: int, is_text: Callable[[str], bool]
) -> frozenset[str]:
    """The lines that stand at as many edges and have nothing else between them and the edge;
    `edges` are each page's lines from the edge inwards."""
    lines = [[fold(line) for line in edge if len(line) < _LONGEST] for edge in edges]
    texts = {fold(line) for edge in edges for line in edge if is_text(line)}
    seen = Counter(line for edge in lines for line in {*edge})
    often = {line for line, count in seen.items() if count >= least} - texts
    reached: Counter[str] = Counter()
    for edge in lines:
        reached.update({*takewhile(lambda line: line in often or line == "#", edge)})
    return frozenset(line for line, count in reached.items() if count >= least)


def _pages(document: Document, spans: list[tuple[int, int, bool]]) -> Iterator[tuple[int, int]]:
    """(first, stop) of each page's rows."""
    starts = [start for start, _, _ in spans]
    bounds = [*document.pages[1:], len(document.text)]
    for first, last in zip(document.pages, bounds, strict=True):
        yield bisect_left(starts, first), bisect_left(starts, last)


def _sides(text: str, spans: list[tuple[int, int, bool]]) -> Iterator[str]:
    """The lines that end in the number of a page, but for entries of a list of contents."""
    for start, end, _ in spans:
        if counts_pages(text[start:end]):
            yield fold(text[start:end])


def _beside_numbers(lines: Sequence[str]) -> Iterator[str]:
    """The lines right above or below a number alone, in a text whose lone numbers rise: the head
    of a page stands beside its number every time."""
    rows = [row for row, line in enumerate(lines) if line.strip().isdecimal() and len(line) < 5]
    numbers = [int(lines[row].strip()) for row in rows]
    if len(rows) < 2 or numbers != sorted(set(numbers)):
        return
    beside = Counter(
        fold(lines[near])
        for row in rows
        for near in (row - 1, row + 1)
        if 0 <= near < len(lines) and len(lines[near]) < _LONGEST
    )
    yield from (line for line, count in beside.items() for _ in range(count) if count == len(rows))


def _counted_heads(lines: Sequence[str]) -> Iterator[str]:
    """The lines that name a body or a municipality and count the pages one by one, and what stands
    right below each of them alike; each as often as it stands there."""
    rows: dict[str, list[tuple[int, int]]] = {}
    for row, line in enumerate(lines):
        match = _NAMED_PAGE.search(line) if len(line) < _LONGEST and line[-1].isdigit() else None
        listed = match and (is_decision_line(line) or known_kind(line))
        if match and not listed and int(match[1]) not in range(1900, 2100):
            rows.setdefault(fold(line), []).append((row, int(match[1])))
    for head, places in rows.items():
        numbers = [number for _, number in places]
        if len(places) < _FEWEST or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            continue
        yield from [head] * len(places)
        below = Counter(fold(lines[row + 1]) for row, _ in places if row + 1 < len(lines))
        for line, count in below.items():
            if count >= len(places) - 1 and not known_kind(line):
                yield from [line] * count


def _decides(line: str) -> bool:
    return not counts_pages(line) and bool(read_outcomes(line).strong)


def _closes_item(line: str) -> bool:
    if counts_pages(line):
        return False
    if is_decision_line(line) or known_kind(line.partition(":")[0]) is SectionKind.ABSENCE:
        return True
    return _decides(line)

"""The lines on top of an item: its title, broken or not, its case number, its open mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from index.parsing.case import find_case, find_case_line, is_about, is_document_number, is_open_mark
from index.parsing.filing import CASE_ALONE, read_filing
from index.parsing.line import Line
from index.parsing.numberings import Start
from index.parsing.weights import title_key
from index.types import Document, SectionKind

_JOINED = re.compile(
    r"(?:[-–,(/&]|\b(?:og|i|af|for|til|med|om|på|ved|vedr\.?|samt|eller|den|det|en|et))$"
)
_ENDED = re.compile(r"(?<!\b[a-zæøå]{2})(?<!vedr)(?<!\d)\.$")
"""A title's own full stop, not an abbreviation's ("nr.", "kr.", "vedr.") or an ordinal's."""
_TITLE_CASE = re.compile(r"(?P<rest>[-–:.]*\s*)")
_OPEN_MARK = re.compile(
    r"(?:(?:åbent?|offentligt?)(?: sag| punkt)?\s*[-–:]\s+"
    r"|[(\[](?:åbent?|offentligt?)(?: sag| punkt)?[)\]]\s*(?:[-–:]\s+)?"
    r"|\((?:kl\.?\s*)?\d{1,2}[.:]\d\d\s?[-–]\s?\d{1,2}[.:]\d\d\)\s*(?:[-–:]\s*)?)(?=\S)",
    re.IGNORECASE,
)
"""What may stand before a title and is none of it: that the item is open, its time."""
_OPEN_LAST = re.compile(
    r"\s*(?:[-–]\s*)?[(\[](?:åbent?|offentligt?)(?: sag| punkt)?[)\]]\s*$"
    r"|\s+[-–]\s+(?:åbent?|åben sag|åbent punkt)\s*$",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"(?:(?P<state>[Åå]bent?|[Ll]ukket|ÅBENT?|LUKKET)"
    r"|[(\[](?P<in>(?i:åbent?|lukket|offentligt?|fortroligt?)(?i: sag| punkt)?)[)\]])"
    r"[ \t]+(?=[A-ZÆØÅ\d])"
)
_NUMBER_ALONE = re.compile(r"[A-ZÆØÅ]{0,4}[\d][\dA-ZÆØÅ./-]{3,24}")
_SHORT = 20
_LISTING = frozenset({SectionKind.ATTACHMENTS, SectionKind.HISTORY, SectionKind.ROUTE})
"""Sections that name other cases' numbers."""
_LONGEST_TITLE = 300
_FULL = 0.8
"""Of the widest lines: a line that has come so far was broken because it was full."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What an item needs to know about the document and meeting it stands in.

    `repeated` holds the folded lines that the document uses as labels of its own,
    `own_levels` the heading levels on which its labels stand, `titles` the full titles of
    its contents list; `unlabelled` says that these are minutes without any label,
    `minutes` that they are minutes at all,
    `levelled` that nearly all labels are headings by the file's own markup; `width` is how
    many characters its longest lines have.
    """

    document: Document
    lines: Sequence[Line]
    body: str
    date: date | None
    repeated: frozenset[str] = frozenset()
    own_levels: frozenset[int] = frozenset()
    titles: tuple[str, ...] = ()
    unlabelled: bool = False
    minutes: bool = False
    levelled: bool = False
    width: int = 0


def item_row(lines: Sequence[Line], row: int) -> int:
    """The row at which the item of this title begins: a case number above belongs to it, and so
    does the cell beside it (a time)."""
    beside = row > 0 and lines[row].cell and lines[row - 1].cell and lines[row - 1].kind is None
    return row - 1 if beside or find_case_above(lines, row) else row


def find_case_above(lines: Sequence[Line], row: int) -> str | None:
    """The case number above the item's number, where the document prints it there."""
    if row < 1 or not (case := find_case_line(lines[row - 1].text)):
        return None
    before = row - 2
    closes = before < 0 or (lines[row - 1].gap and not _has_title_shape(lines, before))
    return case if closes else None


def before_open_mark(text: str, start: int, end: int) -> int:
    """Where a title ends that says last that its item is open ("Budget 2031 (Åben)")."""
    mark = _OPEN_LAST.search(text, max(start, end - _SHORT), end)
    return mark.start() if mark and text[start : mark.start()].strip() else end


def find_case_inside(lines: Sequence[Line]) -> str | None:
    """The case number under a heading of its own further down ("Journalnummer" and then it), or
    alone between two sections, as regions print it."""
    for above, line in pairwise(lines):
        headed = find_case_line(above.text) == "" and len(above.text) < _SHORT
        if headed and _NUMBER_ALONE.fullmatch(line.text):
            return line.text
    return next(_between_sections(lines), None)


def _between_sections(lines: Sequence[Line]) -> Iterator[str]:
    """The case numbers that stand alone right above a label, below what another heads."""
    told = False
    for line, below in pairwise(lines):
        told = line.kind not in _LISTING if line.kind else told
        if told and below.kind and CASE_ALONE.fullmatch(line.text):
            yield line.text


def _has_title_shape(lines: Sequence[Line], row: int) -> bool:
    return bool(
        re.match(r"(?:punkt|pkt\.?|sag|nr\.?)?\s*\d{1,4}\b\s*[.:)]?\s+\S", lines[row].text, re.I)
    )


def find_title_stop(frame: Frame, start: Start, stop: int) -> int:
    """The row after the title's last line; a title can be broken over a few lines."""
    lines, row = frame.lines, start.title_line
    if start.title_start >= lines[row].end or lines[row].kind:
        return row
    title = lines[row].text[start.title_start - lines[row].start :]
    row += 1
    while row < stop and row - start.title_line < 5 and _continues(frame, start, title, row, stop):
        title = f"{title} {lines[row].text}"
        row += 1
    return row


def _continues(frame: Frame, start: Start, title: str, row: int, stop: int) -> bool:
    line, above = frame.lines[row], frame.lines[row - 1]
    if line.gap or line.kind or line.bullet or line.furniture or line.cell or "\t" in line.text:
        return False
    if find_case_line(line.text) is not None or is_open_mark(line.text) or is_about(line.text):
        return False
    if title_key(line.text) == title_key(title) or len(title) + len(line.text) > _LONGEST_TITLE:
        return False
    if line.level != above.level or line.marked != above.marked:
        return False
    if _in_contents(frame, f"{title} {line.text}") or _JOINED.search(title.casefold()):
        return True
    if line.text[:1].islower() or above.level:
        return True
    if _ENDED.search(above.text):
        return False
    if _hangs(frame, start, line) and (title.isupper() or _fills(frame, above, line)):
        return True
    ends = row + 1 >= stop or frame.lines[row + 1].gap or frame.lines[row + 1].kind is not None
    ends = ends or find_case_line(frame.lines[min(row + 1, stop - 1)].text) is not None
    return len(above.text) >= 60 and ends and not line.text.endswith((".", ":", ";"))


def _hangs(frame: Frame, start: Start, line: Line) -> bool:
    """Whether the line stands right below the title's first letter and the number to the left
    of both, as typewriters and word processors set a broken title."""
    text = frame.document.text
    number, title, own = (
        at - text.rfind("\n", 0, at)
        for at in (frame.lines[start.line].left, start.title_start, line.left)
    )
    return start.line == start.title_line and number + 1 < title == own


def _fills(frame: Frame, above: Line, line: Line) -> bool:
    """Whether the next line's first word would not have had room on the line above."""
    text = frame.document.text
    column = above.end - text.rfind("\n", 0, above.left)
    return column + len(line.text.split()[0]) > _FULL * frame.width


def _in_contents(frame: Frame, title: str) -> bool:
    folded = re.sub(r"[\W_]+", "", title.casefold())
    return any(len(known) > 24 and known.startswith(folded) for known in frame.titles)


def find_case_in_title(frame: Frame, start: int, end: int) -> tuple[int, str | None]:
    """A title that opens with its case number ("Nr. 20  14/30210. Title") begins after it."""
    text = frame.document.text
    mark = _OPEN_MARK.match(text, start, end)
    start = mark.end() if mark and mark.end() < end else start
    case = find_case(text[start:end])
    if case and text.startswith(case, start):
        after = _TITLE_CASE.match(text, start + len(case))
        if after and after.end() < end:
            return after.end(), case
    return start, case


def without_marks(lines: Sequence[Line], starts: Sequence[Start]) -> tuple[Start, ...]:
    """The starts with "Åbent" or "Lukket" in the label where the document prints one of the words
    between every number and its title ("3 Åbent Budget 2026")."""
    marked = {
        start.line: match
        for start in starts
        if (match := _STATE.match(lines[start.title_line].text[_offset(lines, start) :]))
    }
    if len(marked) < 2 or len(marked) * 5 < len(starts) * 4:
        return tuple(starts)
    return tuple(
        replace(
            start,
            title_start=start.title_start + match.end(),
            label=f"{start.label} {match['state'] or match['in']}".strip(),
        )
        if (match := marked.get(start.line))
        else start
        for start in starts
    )


def _offset(lines: Sequence[Line], start: Start) -> int:
    return start.title_start - lines[start.title_line].start


def read_title_block(
    lines: Sequence[Line], start: Start, row: int, stop: int
) -> tuple[int, str | None, str]:
    """(first row of the body, case number, open mark) below the title."""
    case, mark, weak = None, "", False
    for line in lines[start.line + 1 : start.title_line]:
        mark = line.text if is_open_mark(line.text) else mark
        case = case or find_case_line(line.text)
    key = title_key(
        lines[start.title_line].text[start.title_start - lines[start.title_line].start :]
    )
    while row < stop:
        line = lines[row]
        number = find_case_line(line.text)
        if line.kind:
            break
        if row == start.line:
            pass
        elif number is not None and (not case or weak):
            document = is_document_number(line.text)
            if not (case == "" and document):
                case, weak = number, document
            mark = "lukket" if line.text.casefold().startswith("lukket") else mark
            filing = read_filing(line.text)
            mark = filing.state if filing and filing.state else mark
        elif is_open_mark(line.text):
            mark = line.text
        elif is_about(line.text):
            filing = read_filing(line.text)
            mark = filing.state if filing and filing.state else mark
        elif not (line.furniture or (key and _same_title(line, key))):
            break
        row += 1
    return row, case, mark


def _same_title(line: Line, key: str) -> bool:
    bare = re.sub(
        r"^(?:(?:punkt|pkt\.?|sag|nr\.?)\s*)?\d{1,4}\s*[.:)-]?\s*", "", line.text, flags=re.I
    )
    return len(key) > 5 and title_key(bare) == key and len(line.text) < _LONGEST_TITLE

"""From the lines between two item starts to an Item: title, case number, sections, decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.case import find_case, find_case_line, is_closed, is_open_mark
from index.danish import same_body
from index.decisions import parse_decision_heading, read_decision, split_bodies, split_history
from index.lines import Line
from index.starts import Start, title_key
from index.types import Decision, Document, Item, Section, SectionKind

_JOINED = re.compile(
    r"(?:[-–,(/&]|\b(?:og|i|af|for|til|med|om|på|ved|vedr\.?|samt|eller|den|det|en|et))$"
)
_TITLE_CASE = re.compile(r"(?P<rest>[-–:.]*\s*)")
_LONGEST_TITLE = 300
_SUBHEADING = re.compile(r"[\"”“»(§]?\s?[A-ZÆØÅ]")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+[A-ZÆØÅ]")
_NOTE = re.compile(r"(?:kilde|figur|tabel|note|se)\b", re.IGNORECASE)
_NO_SUBHEADINGS = frozenset({SectionKind.ATTACHMENTS, SectionKind.ROUTE, SectionKind.ABSENCE})
_ONLY_MARKED = frozenset({SectionKind.RECOMMENDATION, SectionKind.DECISION})


@dataclass(frozen=True, slots=True)
class Frame:
    """What an item needs to know about the document and meeting it stands in.

    `repeated` holds the folded lines that the document uses as labels of its own,
    `own_levels` the heading levels on which its labels stand, `titles` the full titles of
    its contents list.
    """

    document: Document
    lines: Sequence[Line]
    body: str
    date: date | None
    repeated: frozenset[str] = frozenset()
    own_levels: frozenset[int] = frozenset()
    titles: tuple[str, ...] = ()


def read_item(frame: Frame, start: Start, stop: int) -> Item:
    """The item that begins at `start` and ends before the line number `stop`."""
    lines = frame.lines
    row = _title_stop(frame, start, stop)
    title_end = start.title_start
    if row > start.title_line:
        title_end = max(title_end, lines[row - 1].end)
    title_start, case = _case_in_title(frame, start.title_start, title_end)
    first, case_below, mark = _title_block(lines, start, row, stop)
    begin = min(start.line, start.title_line)
    sections = tuple(_sections(frame, first, stop))
    title = " ".join(frame.document.text[title_start:title_end].split())
    return Item(
        number=start.number,
        label=start.label,
        title=title,
        case_number=case_below or case or _case_above(lines, begin) or None,
        open=not (is_closed(title) or is_closed(mark) or start.label[:6].casefold() == "lukket"),
        start=lines[item_row(lines, begin)].left,
        end=max((lines[stop - 1].right if stop else 0), title_end),
        title_start=title_start,
        title_end=title_end,
        sections=sections,
        decisions=tuple(_decisions(frame, sections)),
    )


def item_row(lines: Sequence[Line], row: int) -> int:
    """The row at which the item of this title begins: a case number above belongs to it."""
    return row - 1 if _case_above(lines, row) else row


def _case_above(lines: Sequence[Line], row: int) -> str | None:
    """The case number above the item's number, where the document prints it there."""
    if row < 1 or not (case := find_case_line(lines[row - 1].text)):
        return None
    before = row - 2
    closes = before < 0 or (lines[row - 1].gap and not _has_title_shape(lines, before))
    return case if closes else None


def _has_title_shape(lines: Sequence[Line], row: int) -> bool:
    return bool(
        re.match(r"(?:punkt|pkt\.?|sag|nr\.?)?\s*\d{1,4}\b\s*[.:)]?\s+\S", lines[row].text, re.I)
    )


def _title_stop(frame: Frame, start: Start, stop: int) -> int:
    """The row after the title's last line; a title can be broken over a few lines."""
    lines, row = frame.lines, start.title_line
    if start.title_start >= lines[row].end or lines[row].kind:
        return row
    title = lines[row].text[start.title_start - lines[row].start :]
    row += 1
    while row < stop and row - start.title_line < 5 and _continues(frame, title, row, stop):
        title = f"{title} {lines[row].text}"
        row += 1
    return row


def _continues(frame: Frame, title: str, row: int, stop: int) -> bool:
    line, above = frame.lines[row], frame.lines[row - 1]
    if line.gap or line.kind or line.bullet or line.furniture or "\t" in line.text:
        return False
    if find_case_line(line.text) is not None or is_open_mark(line.text):
        return False
    if title_key(line.text) == title_key(title) or len(title) + len(line.text) > _LONGEST_TITLE:
        return False
    if line.level != above.level or line.marked != above.marked:
        return False
    if _in_contents(frame, f"{title} {line.text}") or _JOINED.search(title.casefold()):
        return True
    if line.text[:1].islower() or above.level:
        return True
    ends = row + 1 >= stop or frame.lines[row + 1].gap or frame.lines[row + 1].kind is not None
    ends = ends or find_case_line(frame.lines[min(row + 1, stop - 1)].text) is not None
    return len(above.text) >= 60 and ends and not line.text.endswith((".", ":", ";"))


def _in_contents(frame: Frame, title: str) -> bool:
    folded = re.sub(r"[\W_]+", "", title.casefold())
    return any(len(known) > 24 and known.startswith(folded) for known in frame.titles)


def _case_in_title(frame: Frame, start: int, end: int) -> tuple[int, str | None]:
    """A title that opens with its case number ("Nr. 20  14/30210. Title") begins after it."""
    text = frame.document.text
    case = find_case(text[start:end])
    if case and text.startswith(case, start):
        after = _TITLE_CASE.match(text, start + len(case))
        if after and after.end() < end:
            return after.end(), case
    return start, case


def _title_block(
    lines: Sequence[Line], start: Start, row: int, stop: int
) -> tuple[int, str | None, str]:
    """(first row of the body, case number, open mark) below the title."""
    case, mark = None, ""
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
        elif number is not None and not case:
            case = number
        elif is_open_mark(line.text):
            mark = line.text
        elif not (line.furniture or (key and _same_title(line, key))):
            break
        row += 1
    return row, case, mark


def _same_title(line: Line, key: str) -> bool:
    bare = re.sub(
        r"^(?:(?:punkt|pkt\.?|sag|nr\.?)\s*)?\d{1,4}\s*[.:)-]?\s*", "", line.text, flags=re.I
    )
    return len(key) > 5 and title_key(bare) == key and len(line.text) < _LONGEST_TITLE


def _sections(frame: Frame, first: int, stop: int) -> Iterator[Section]:
    """The sections of rows first..stop; rows before the first label have no heading."""
    label: int | None = None
    begin = first
    for row in range(first, stop):
        if _opens_section(frame, row) and not _is_nested(frame, label, begin, row, stop):
            if label is not None or row > begin:
                yield _section(frame, label, begin, row)
            label, begin = row, row + 1
    if label is not None or stop > begin:
        yield _section(frame, label, begin, stop)


def _opens_section(frame: Frame, row: int) -> bool:
    line = frame.lines[row]
    if line.kind is not None:
        return True
    if line.furniture or line.bullet or "\t" in line.text or len(line.text) > 90:
        return False
    if line.level and line.level in frame.own_levels:
        return True
    return line.text.casefold() in frame.repeated


def _is_nested(frame: Frame, label: int | None, begin: int, row: int, stop: int) -> bool:
    """A label right below another of its kind heads a part of it ("Sagsfremstilling" and
    then "Baggrund"; "INDSTILLING" and then "Forvaltningen indstiller, at"), and so does an
    earlier body with its date in the history of a case. The name of an attachment can be
    a label's word: nothing stands below it."""
    if label is None:
        return False
    above, line = frame.lines[label], frame.lines[row]
    if above.kind is SectionKind.HISTORY and line.kind is SectionKind.DECISION:
        return "beslutning" not in line.text.casefold()
    if above.kind is SectionKind.ATTACHMENTS and row + 1 == stop and not line.level:
        return True
    if begin != row:
        return False
    if line.kind is not above.kind or line.kind in (None, SectionKind.DECISION):
        return False
    return line.level == 0 or line.level != above.level


def _section(frame: Frame, label: int | None, begin: int, stop: int) -> Section:
    lines, text = frame.lines, frame.document.text
    heading = lines[label].text if label is not None else ""
    kind = (lines[label].kind if label is not None else None) or SectionKind.OTHER
    if begin < stop:
        start, end = lines[begin].left, lines[stop - 1].right
    else:
        start = end = lines[label].right if label is not None else 0
    subheadings = tuple(
        (lines[row].text, lines[row].start)
        for row in range(begin, stop)
        if kind not in _NO_SUBHEADINGS
        and (lines[row].marked or kind not in _ONLY_MARKED)
        and _is_subheading(lines, row, stop)
    )
    return Section(
        kind, heading, text[start:end], start, end, frame.document.page_at(start), subheadings
    )


def _is_subheading(lines: Sequence[Line], row: int, stop: int) -> bool:
    """Whether a line inside a section heads what follows: marked so, or short and alone."""
    line, words = lines[row], len(lines[row].text.split())
    if line.bullet or line.furniture or "\t" in line.text or row + 1 >= stop:
        return False
    if line.marked and words <= 14:
        return True
    below = lines[row + 1]
    if not (line.gap and below.gap) or line.text.endswith((".", ",", ";", ":", "?", "!")):
        return False
    if _NOTE.match(line.text) or find_case_line(line.text) is not None:
        return False
    if line.text[0].isdigit():
        listed = re.match(r"\d{1,2}[.)]\s", below.text)
        return bool(_NUMBERED.match(line.text)) and not listed and words <= 14
    longest = 20 if line.text.startswith("Ad ") else 12
    return words <= longest and _SUBHEADING.match(line.text) is not None


def _decisions(frame: Frame, sections: Sequence[Section]) -> Iterator[Decision]:
    for section in sections:
        if section.kind is SectionKind.HISTORY:
            yield from split_history(section.text, section.start)
        if section.kind is SectionKind.DECISION:
            yield from _decisions_of(frame, section)


def _decisions_of(frame: Frame, section: Section) -> Iterator[Decision]:
    body, when, _ = parse_decision_heading(section.heading)
    own = _is_own(frame, body, when)
    if body and not own:
        yield read_decision(section.text, section.start, body=body, date=when, own=False)
        return
    yield from split_bodies(section.text, section.start, frame.body or body, frame.date or when)


def _is_own(frame: Frame, body: str | None, when: date | None) -> bool:
    if when and frame.date and when != frame.date:
        return False
    return body is None or not frame.body or same_body(body, frame.body)

"""From the lines between two item starts to an Item: title, case number, sections, decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from index.danish import same_body
from index.decision.deferring import resolve
from index.decision.told import find_told
from index.decisions import (
    is_proposal,
    parse_decision_heading,
    read_decision,
    split_bodies,
    split_history,
)
from index.parsing.case import find_case_line, is_closed
from index.parsing.line import Line
from index.parsing.numberings import Start
from index.parsing.titles import (
    Frame,
    before_open_mark,
    find_case_above,
    find_case_in_title,
    find_case_inside,
    find_title_stop,
    item_row,
    read_title_block,
)
from index.sections import proposes
from index.types import Decision, Item, Section, SectionKind

_SUBHEADING = re.compile(r"[\"”“»(§]?\s?[A-ZÆØÅ]")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+[A-ZÆØÅ]")
_NOTE = re.compile(r"(?:kilde|figur|tabel|note|se)\b", re.IGNORECASE)
_NO_SUBHEADINGS = frozenset({SectionKind.ATTACHMENTS, SectionKind.ROUTE, SectionKind.ABSENCE})
_ONLY_MARKED = frozenset({SectionKind.RECOMMENDATION, SectionKind.DECISION})
_SPOKEN_FOR = frozenset({SectionKind.RECOMMENDATION, SectionKind.DECISION, SectionKind.CASE})
_OPENS = re.compile(r"[\"“”„»]")
_CLOSES = re.compile(r"[\"“”«]\.?$")
_CLOSED_LABEL = re.compile(r"^lukket\b|\b(?:lukket|fortroligt?)(?: sag| punkt)?$", re.IGNORECASE)
_LONGEST_QUOTE = 60
"""Lines. A quotation mark that nothing closes for so long was a slip."""
_POINTER = re.compile(r"(?:dagsordenens punkt \d{1,4}\.?)?\s*", re.IGNORECASE)


def read_item(frame: Frame, start: Start, stop: int) -> Item:
    """The item that begins at `start` and ends before the line number `stop`."""
    lines = frame.lines
    row = find_title_stop(frame, start, stop)
    title_end = start.title_start
    if row > start.title_line:
        title_end = max(title_end, lines[row - 1].end)
    if frame.document.text[start.title_start : title_end].endswith(":"):
        title_end -= 1
    title_end = before_open_mark(frame.document.text, start.title_start, title_end)
    title_start, case = find_case_in_title(frame, start.title_start, title_end)
    first, case_below, mark = read_title_block(lines, start, row, stop)
    begin = min(start.line, start.title_line)
    sections = tuple(_with_proposals(tuple(_sections(frame, first, stop))))
    title = " ".join(frame.document.text[title_start:title_end].split())
    return Item(
        number=start.number,
        label=start.label,
        title=title,
        case_number=case_below
        or case
        or find_case_above(lines, begin)
        or find_case_inside(lines[first:stop])
        or None,
        open=not (
            is_closed(title)
            or is_closed(mark.partition("\t")[0])
            or _CLOSED_LABEL.search(start.label) is not None
        ),
        start=lines[item_row(lines, begin)].left,
        end=max((lines[stop - 1].right if stop else 0), title_end),
        title_start=title_start,
        title_end=title_end,
        sections=sections,
        decisions=resolve(tuple(_decisions(frame, sections))),
    )


def _sections(frame: Frame, first: int, stop: int) -> Iterator[Section]:
    """The sections of rows first..stop; rows before the first label have no heading."""
    label: int | None = None
    begin = first
    quoted = _quoted(frame.lines, first, stop)
    for row in range(first, stop):
        if row in quoted or not _opens_section(frame, row):
            continue
        if not _is_nested(frame, label, begin, row, stop):
            if label is not None or row > begin:
                yield _section(frame, label, begin, row)
            label, begin = row, row + (not frame.lines[row].cell)
    if label is not None or stop > begin:
        yield _section(frame, label, begin, stop)


def _with_proposals(sections: Sequence[Section]) -> Iterator[Section]:
    """What stands under "Indstilling og beslutning" is the proposal where the bodies' decisions
    follow under labels of their own."""
    for n, section in enumerate(sections):
        after = sections[n + 1] if n + 1 < len(sections) else None
        both = section.kind is SectionKind.DECISION and "indstilling" in section.heading.casefold()
        decided = after is not None and after.kind is SectionKind.DECISION
        told = both and decided and is_proposal(section.text)
        yield replace(section, kind=SectionKind.RECOMMENDATION) if told else section


def _quoted(lines: Sequence[Line], first: int, stop: int) -> frozenset[int]:
    """The rows inside a quotation that runs over lines (a motion, a letter): its labels are its
    own."""
    inside: set[int] = set()
    row = first
    while row < stop:
        if _OPENS.match(lines[row].text) and not _CLOSES.search(lines[row].text[1:]):
            end = next((n for n in range(row + 1, stop) if _CLOSES.search(lines[n].text)), None)
            if end is not None and end - row <= _LONGEST_QUOTE:
                inside.update(range(row + 1, end + 1))
                row = end
        row += 1
    return frozenset(inside)


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
    if label is None or frame.lines[row].cell:
        return False
    above, line = frame.lines[label], frame.lines[row]
    if above.kind is SectionKind.HISTORY and line.kind is SectionKind.DECISION:
        return "beslutning" not in line.text.casefold()
    if above.kind is SectionKind.ATTACHMENTS and not line.level:
        last = row + 1 == stop
        return last or not (line.gap or line.marked or line.kind in _SPOKEN_FOR)
    if frame.levelled and above.level and not line.level and line.kind not in _SPOKEN_FOR:
        return True
    if begin != row:
        return False
    if line.kind is not above.kind or line.kind in (None, SectionKind.DECISION):
        return False
    return line.level == 0 or line.level != above.level


def _section(frame: Frame, label: int | None, begin: int, stop: int) -> Section:
    lines, text = frame.lines, frame.document.text
    heading = lines[label].text if label is not None and not lines[label].cell else ""
    kind = (lines[label].kind if label is not None else None) or SectionKind.OTHER
    if label is None and begin < stop and proposes(lines[begin].text):
        kind = SectionKind.RECOMMENDATION
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
    for n, section in enumerate(sections):
        if section.kind is SectionKind.HISTORY:
            yield from split_history(section.text, section.start)
        after = sections[n + 1].kind if n + 1 < len(sections) else None
        if after is SectionKind.DECISION and _is_lead(section):
            continue
        if section.kind is SectionKind.DECISION:
            if not (after is SectionKind.DECISION and _only_tells(section, sections[n + 1])):
                yield from _decisions_of(frame, section)
        elif (
            (frame.unlabelled or (frame.minutes and len(sections) == 1))
            and not section.heading
            and section.kind is SectionKind.OTHER
            and (told := find_told(section.text))
        ):
            text = section.text[slice(*told)]
            yield read_decision(text, section.start + told[0], body=frame.body, date=frame.date)


def _is_lead(section: Section) -> bool:
    """Whether a decision's label only stands above those of the bodies: "Beslutning" above
    "Byrådets beslutning i mødet den 3. maj", "Indstilling og beslutning" above a proposal."""
    return _POINTER.fullmatch(section.text) is not None or is_proposal(section.text)


def _only_tells(section: Section, after: Section) -> bool:
    """Whether a "Referat" stands above the "Beslutning" that it led to."""
    told = section.heading.casefold().startswith("referat")
    return told and after.heading.casefold().startswith("beslut")


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

"""What all styles share: a document's lines cut into meetings, each with its head and items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import pairwise, takewhile

from index.danish import find_bodies, parse_date
from index.decision.outcomes import OUTCOME_WORD
from index.formats.doubts import judge
from index.parsing.head import Head, is_document_title, read_head
from index.parsing.head_fields import head_label
from index.parsing.items import read_item
from index.parsing.line import Line
from index.parsing.lines import read_lines
from index.parsing.municipalities import find_municipality
from index.parsing.starts import Agenda
from index.parsing.titles import Frame, item_row, without_marks
from index.parsing.weights import title_key
from index.types import Document, Item, Meeting, Outcome, Section, SectionKind

FindAgenda = Callable[[Sequence[Line], frozenset[str]], Agenda]

_LEADERS = re.compile(r"(?:[.…_\s]{3,}|\t)\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s+\d{1,4})*$")
_ENTRY_NUMBER = re.compile(
    r"(?:(?:dagsordens?)?punkt|pkt\.?|sag(?:\s?nr\.?)?)?\s*\d{1,4}\s*[.:)]?\s+(?=\S)", re.IGNORECASE
)
_OPENING = 40
_FEW = 5
_TELLING = frozenset(
    {SectionKind.DECISION, SectionKind.RECOMMENDATION, SectionKind.CASE, SectionKind.SUMMARY}
)


def parse(
    document: Document, styles: Sequence[FindAgenda], folder: str = ""
) -> tuple[Meeting, ...]:
    """The document's meetings, in order; none when no style finds an item.

    Ids are the first 12 hex digits of the SHA-256 of the file's name; further meetings of
    the same file have "-2", "-3" after it.
    """
    identity = sha256(document.name.encode()).hexdigest()[:12]
    meetings: list[Meeting] = []
    for lines in _parts(read_lines(document)):
        key = f"{identity}-{len(meetings) + 1}" if meetings else identity
        meeting = _meeting(document, lines, styles, folder, key)
        if meeting:
            meetings.append(meeting)
    return tuple(meetings)


def _parts(lines: tuple[Line, ...]) -> list[tuple[Line, ...]]:
    """The lines of each meeting: a new one begins at a head like the document's first, with
    another date."""
    heads = [line.index for line in lines if _is_head(lines, line.index)]
    if not heads or heads[0] > _OPENING:
        return [lines]
    cuts, shape, last = [0], _shape(lines[heads[0]].text), _date_near(lines, heads[0])
    for row in heads[1:]:
        when = _date_near(lines, row)
        if when and when != last and _shape(lines[row].text) == shape:
            cuts.append(row - _shared_above(lines, heads[0], row))
            last = when
    ends = [*cuts[1:], len(lines)]
    parts = [lines[first:stop] for first, stop in zip(cuts, ends, strict=True)]
    return [tuple(replace(line, index=n) for n, line in enumerate(part)) for part in parts]


def _shared_above(lines: Sequence[Line], first: int, row: int) -> int:
    """How many lines stand above both heads alike: a body's name, a municipality's."""
    above = zip(reversed(lines[:first]), reversed(lines[:row]), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].text == pair[1].text, above))


def _is_head(lines: Sequence[Line], row: int) -> bool:
    """A line that names the kind of document and, with its neighbours, a date and a label."""
    if not is_document_title(lines[row]):
        return False
    near = lines[row + 1 : row + 12]
    return _date_near(lines, row) is not None and any(head_label(line.text) for line in near)


def _date_near(lines: Sequence[Line], row: int) -> date | None:
    return next((d for line in lines[row : row + 4] if (d := parse_date(line.text[:160]))), None)


def _shape(text: str) -> tuple[str, ...]:
    return tuple(re.sub(r"\d+", "#", text.casefold()).split()[:2])


def _meeting(
    document: Document,
    lines: tuple[Line, ...],
    styles: Sequence[FindAgenda],
    folder: str,
    key: str,
) -> Meeting | None:
    titles = contents_titles(lines)
    keys = frozenset(map(title_key, (*titles, *map(without_number, titles))))
    agenda = max((find(lines, keys) for find in styles), key=lambda found: found.score)
    if not agenda.starts or not _is_minutes(lines, agenda):
        return None
    agenda = replace(agenda, starts=without_marks(lines, agenda.starts))
    bounds = [item_row(lines, min(s.line, s.title_line)) for s in agenda.starts]
    head = read_head(lines[: bounds[0]] or lines[:1], document.name, document.title)
    frame = _frame(document, lines, bounds, head, titles)
    skips = _repeated_heads(lines, bounds)
    stops = [skips.get(stop, stop) for stop in [*bounds[1:], len(lines)]]
    items = tuple(
        read_item(frame, start, stop) for start, stop in zip(agenda.starts, stops, strict=True)
    )
    left_over = tuple((lines[first].left, lines[last - 1].right) for last, first in skips.items())
    section = _head_section(document, lines, bounds[0])
    text = document.text[lines[0].left : lines[-1].right]
    meeting = Meeting(
        id=key,
        file=document.name,
        municipality=find_municipality(text, f"{document.title}\n{section.text}", folder),
        body=head.body,
        date=head.date,
        items=items,
        head=section,
        time=head.time,
        place=head.place,
        kind=_kind(head, items, section.text),
        participants=head.participants,
        absent=head.absent,
        unassigned=left_over,
    )
    return judge(document, meeting, agenda, len(titles), lines)


def _is_minutes(lines: Sequence[Line], agenda: Agenda) -> bool:
    """Whether numbered lines are an agenda and not a report or a recipe: the opening says what
    it is or names a body and a date, or labels stand below several of them."""
    first = min(agenda.starts[0].line, _OPENING)
    opening = lines[: max(first, 3)]
    if any(is_document_title(line) for line in opening):
        return True
    labels = sum(1 for line in lines if line.kind in _TELLING)
    if labels > 1:
        return True
    text = " ".join(line.text[:160] for line in opening)
    if parse_date(text) is None:
        return False
    met = re.search(r"[a-zæøå]{0,30}møde\b", text, re.IGNORECASE) is not None
    told = sum(1 for line in lines if OUTCOME_WORD.match(line.text))
    fields = [label[0] for line in opening if (label := head_label(line.text))]
    return bool(find_bodies(text)) or (met and (told > 1 or "people" in fields))


def _frame(
    document: Document,
    lines: tuple[Line, ...],
    bounds: Sequence[int],
    head: Head,
    titles: tuple[str, ...],
) -> Frame:
    return Frame(
        document=document,
        lines=lines,
        body=head.body,
        date=head.date,
        repeated=_repeated_labels(lines, bounds),
        own_levels=_label_levels(lines[bounds[0] :]),
        unlabelled=head.kind != "dagsorden" and not any(one.kind in _TELLING for one in lines),
        minutes=head.kind != "dagsorden",
        levelled=_is_levelled(lines[bounds[0] :]),
        width=_width(document.text, lines),
        titles=tuple(
            re.sub(r"[\W_]+", "", title.casefold())
            for one in titles
            for title in {one, without_number(one)}
        ),
    )


def contents_titles(lines: Sequence[Line]) -> tuple[str, ...]:
    """The titles that a contents list gives, as it prints them (often cut short); table rows
    that end in a number stand below the first label and are none."""
    above = takewhile(lambda line: line.kind is None, lines)
    found = (_LEADERS.sub("", line.text).strip() for line in above if line.contents)
    return tuple(title for title in found if len(title) > 3)


def without_number(title: str) -> str:
    """An entry of a contents list without the number that it begins with."""
    return _ENTRY_NUMBER.sub("", title)


def _repeated_labels(lines: Sequence[Line], bounds: Sequence[int]) -> frozenset[str]:
    """Short lines that head a part of most items that have labels: labels of this document."""
    items = [*zip(bounds, [*bounds[1:], len(lines)], strict=True)]
    labelled = sum(1 for first, stop in items if any(line.kind for line in lines[first:stop]))
    seen: Counter[str] = Counter()
    for first, stop in items:
        rows = range(first + 1, stop - 1)
        heads = {lines[n].text for n in rows if _is_short(lines[n]) and not lines[n + 1].kind}
        seen.update({text.casefold() for text in heads})
    least = max(3, 0.6 * labelled)
    return frozenset(text for text, count in seen.items() if count >= least)


def _is_short(line: Line) -> bool:
    return (
        line.gap
        and not (line.kind or line.furniture or line.bullet)
        and 3 < len(line.text) <= 50
        and line.text[0].isupper()
        and not line.text.endswith((".", ",", ";", "?", "!"))
        and "\t" not in line.text
        and not re.search(r"\d|: ", line.text)
    )


def _label_levels(lines: Sequence[Line]) -> frozenset[int]:
    """The heading levels on which the known labels of this document stand."""
    levels = Counter(line.level for line in lines if line.kind and line.level)
    return frozenset(level for level, count in levels.items() if count > 1)


def _is_levelled(lines: Sequence[Line]) -> bool:
    labels = [line for line in lines if line.kind and not line.cell]
    return len(labels) > _FEW and sum(1 for line in labels if line.level) * 10 > len(labels) * 7


def _width(text: str, lines: Sequence[Line]) -> int:
    """The column at which the widest lines end, a tenth of them aside."""
    ends = sorted(line.end - text.rfind("\n", 0, line.left) for line in lines)
    return ends[len(ends) * 9 // 10] if ends else 0


def _repeated_heads(lines: Sequence[Line], bounds: Sequence[int]) -> dict[int, int]:
    """Where the meeting's head stands again right before an item (one page an item): the
    item's row -> the row where the repeated head begins."""
    head = {line.text for line in lines[: bounds[0]]}
    if len(head) < 2:
        return {}
    skips = {}
    for last, bound in pairwise(bounds):
        row = bound
        while row > last + 1 and lines[row - 1].text in head:
            row -= 1
        if bound - row > 1:
            skips[bound] = row
    return skips


def _head_section(document: Document, lines: Sequence[Line], stop: int) -> Section:
    start, end = (lines[0].left, lines[stop - 1].right) if stop else (lines[0].left, lines[0].left)
    page = document.page_at(start)
    return Section(SectionKind.HEAD, "", document.text[start:end], start, end, page)


def _kind(head: Head, items: Sequence[Item], text: str) -> str:
    """What the document is: what it calls itself, unless decisions show that it is minutes."""
    decided = any(
        decision.own and any(outcome is not Outcome.NONE for outcome in decision.outcomes)
        for item in items
        for decision in item.decisions
    )
    if decided or re.search(r"\breferent\b", text, re.IGNORECASE):
        return "referat"
    return head.kind or "dagsorden"

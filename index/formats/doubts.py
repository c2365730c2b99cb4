"""How sure a reading is: what in it looks like a misreading, in Danish for its reader, and a
confidence of 0..1.

A style that is misread is mostly misread throughout: items run together, case numbers are taken for
text, labels are not known as labels. Each of these leaves a trace in what was read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from index.danish import body_key, find_dates
from index.formats.traces import FEW, of_decisions, of_outcomes, of_titles
from index.parsing.case import find_case_line, is_document_number
from index.parsing.filing import CASE, LABEL
from index.parsing.line import Line
from index.parsing.numberings import BARE, SPOKEN, find_candidate
from index.parsing.starts import Agenda
from index.types import Document, Item, Meeting, Outcome, SectionKind

_NAMELESS = frozenset({"udvalg", "råd", "bestyrelse", "nævn"})
_CASE_LABEL = re.compile(
    r"(?:acadre[ -]?)?(?:sags?|journal|j|esdh)[ .-]{0,2}(?:nr|nummer|id)\b|\b(?:sags|journal)nr",
    re.IGNORECASE,
)
_CASE_AHEAD = re.compile(rf"(?:{LABEL}\s*[:.]?\s*)?{CASE}(?:\s\S{{1,20}}){{0,4}}", re.IGNORECASE)
"""A case's number with something beside it that nobody knows."""
_LABELS = frozenset(
    {
        SectionKind.DECISION,
        SectionKind.RECOMMENDATION,
        SectionKind.CASE,
        SectionKind.SUMMARY,
        SectionKind.THEME,
    }
)
_NUMBERISH = re.compile(
    r"(?:[A-ZÆØÅ][\wæøå. ]{1,14}[:.]?\s+)?(?=(?:[^\d]*\d){5})[\dA-ZÆØÅ][\dA-ZÆØÅ./ -]{4,40}"
)
"""A line of figures, maybe with a word before it: the number of some file."""
_TIME = re.compile(r"\b\d{1,2}[.:]\d\d\s?[-–]")
_NEAR = 4
"""Lines below a title in which its case number may stand."""
_LONG_TITLE = 160
_SHORT_LINE = 90


def judge(
    document: Document, meeting: Meeting, agenda: Agenda, entries: int, lines: Sequence[Line]
) -> Meeting:
    """The meeting with its confidence (0..1) and, in Danish, what its reader should check.

    `entries` is how many lines its list of contents has, `lines` are the meeting's own.
    """
    doubts = [
        *_of_head(meeting),
        *_of_items(document, meeting, entries),
        *_of_text(document, meeting, lines),
    ]
    confidence = 0.5 + 0.5 * min(1.0, agenda.score)
    for _, cost in doubts:
        confidence *= 1.0 - cost
    return replace(
        meeting,
        warnings=tuple(text for text, _ in doubts if text),
        confidence=round(confidence, 3),
    )


def _of_head(meeting: Meeting) -> Iterator[tuple[str, float]]:
    if meeting.date is None:
        yield "Mødets dato blev ikke fundet.", 0.15
    if not meeting.body:
        yield "Udvalgets navn blev ikke fundet.", 0.15
    elif body_key(meeting.body) in _NAMELESS:
        yield f"Udvalgets navn er kun læst som »{meeting.body}«.", 0.15
    if meeting.municipality is None:
        yield "Kommunens navn fremgår ikke tydeligt af teksten.", 0.02


def _of_items(document: Document, meeting: Meeting, entries: int) -> Iterator[tuple[str, float]]:
    items = meeting.items
    labelled = [item for item in items if any(one.heading for one in item.sections)]
    unlabelled = (item for item in items if not any(one.heading for one in item.sections))
    bare = [item for item in unlabelled if _text(item) > _LONG_TITLE]
    if all(item.number is None for item in items):
        yield "Punkterne har ingen numre; de er fundet ved deres overskrifter.", 0.1
    if not labelled:
        yield "Punkterne har ingen overskrifter som Indstilling eller Beslutning.", 0.15
    elif len(items) >= FEW and len(bare) * 3 > len(items):
        yield f"{len(bare)} af {len(items)} punkter har tekst, men ingen kendte overskrifter.", 0.25
    if any(not item.title for item in items):
        yield "Mindst ét punkt har ingen overskrift.", 0.1
    if entries and abs(entries - len(items)) > max(2, entries // 5):
        yield (
            f"Indholdsfortegnelsen har {entries} linjer, men der blev fundet {len(items)} punkter.",
            0.1,
        )
    yield from _of_numbers(items)
    yield from _of_decisions(meeting)
    yield from of_decisions(document, meeting)
    yield from of_outcomes(meeting)
    yield from of_titles(items)
    titles = [item for item in items if len(item.title) > _LONG_TITLE or item.title[:1].islower()]
    if len(titles) * 3 > len(items):
        yield f"{len(titles)} af {len(items)} overskrifter ligner løbende tekst.", 0.25


def _text(item: Item) -> int:
    return sum(len(section.text) for section in item.sections)


def _of_numbers(items: Sequence[Item]) -> Iterator[tuple[str, float]]:
    """Numbers that the agenda leaves out: closed items, or items that were not seen."""
    numbers = [item.number for item in items if item.number is not None]
    if len(numbers) < 2:
        return
    missing = numbers[-1] - numbers[0] + 1 - len(numbers)
    if missing > max(1, len(numbers) // 4):
        yield (
            f"{missing} numre mangler mellem punkt {numbers[0]} og {numbers[-1]}.",
            min(0.35, 0.1 + 0.5 * missing / (len(numbers) + missing)),
        )


def _of_decisions(meeting: Meeting) -> Iterator[tuple[str, float]]:
    """Items with several decisions of one body."""
    crowded = sum(
        1
        for item in meeting.items
        if sum(1 for one in item.decisions if one.own and one.outcomes != (Outcome.NONE,)) > 1
    )
    if crowded:
        yield (
            f"{crowded} punkter har flere beslutninger; måske er punkter læst sammen.",
            min(0.3, 0.1 + 0.4 * crowded / len(meeting.items)),
        )


def _of_text(
    document: Document, meeting: Meeting, lines: Sequence[Line]
) -> Iterator[tuple[str, float]]:
    items = meeting.items
    yield from _of_sizes(meeting, lines)
    cases = _overlooked_cases(meeting, lines)
    if cases > max(1, len(items) // 4):
        yield (
            f"Ved {cases} punkter ligner en linje et sagsnummer, der ikke kunne læses.",
            0.2 + 0.25 * min(1.0, cases / len(items)),
        )
    rivals = _overlooked_starts(meeting, lines)
    if rivals > max(1, len(items) // 3):
        yield f"{rivals} linjer inde i punkterne ligner overskrifter på punkter.", 0.35
    if document.blank_pages:
        pages = ", ".join(map(str, document.blank_pages[:10]))
        yield f"Side {pages} har ingen tekst (måske et indscannet billede).", 0.1
    lost = sum(end - start for start, end in meeting.unassigned)
    if lost:
        yield f"{lost} tegn hører ikke til noget punkt.", min(0.5, lost / len(document.text))


def _of_sizes(meeting: Meeting, lines: Sequence[Line]) -> Iterator[tuple[str, float]]:
    """One item, or the head, that holds most of the text and labels again and again."""
    labels = [line for line in lines if line.kind in _LABELS and not line.cell]
    inside = sum(1 for line in labels if line.start < meeting.items[0].start)
    if inside > 2 and inside * 3 > len(labels):
        yield "Der er overskrifter som Indstilling og Beslutning før det første punkt.", 0.4
    sizes = [item.end - item.start for item in meeting.items]
    biggest = meeting.items[sizes.index(max(sizes))]
    held = Counter(
        line.text.casefold() for line in labels if biggest.start <= line.start < biggest.end
    )
    again = max(held.values(), default=0)
    much = len(sizes) == 1 or max(sizes) > 8 * median(sizes)
    if much and again > 2:
        yield f"Punktet »{biggest.title[:60]}« har samme overskrift {again} gange.", 0.4


def _overlooked_cases(meeting: Meeting, lines: Sequence[Line]) -> int:
    """How many items without a case number have something like one beside their title: in the
    title itself, among the first lines below it, or above it where no item has one."""
    shown = [line for line in lines if not (line.furniture or line.contents)]
    lefts = [line.left for line in shown]
    rows = [bisect_right(lefts, item.title_start) - 1 for item in meeting.items]
    none = not any(item.case_number for item in meeting.items)
    count = 0
    for row, item in zip(rows, meeting.items, strict=True):
        below = [line for line in shown[row + 1 : row + 1 + _NEAR] if line.start < item.end]
        above = [line for line in shown[max(0, row - 1) : row] if none and line.left < item.start]
        near = (line.text for line in (*above, *below) if len(line.text) <= _SHORT_LINE)
        labelled = _CASE_LABEL.search(item.title) is not None
        count += labelled or (not item.case_number and any(map(_like_case, near)))
    return count


def _like_case(text: str) -> bool:
    if not any(letter.isdigit() for letter in text) or is_document_number(text):
        return False
    if find_case_line(text) or _CASE_LABEL.match(text) or _CASE_AHEAD.fullmatch(text):
        return True
    dated = any(2 * (end - start) > len(text) for _, start, end in find_dates(text))
    timed = dated or _TIME.search(text)
    return not timed and _NUMBERISH.fullmatch(text) is not None


def _overlooked_starts(meeting: Meeting, lines: Sequence[Line]) -> int:
    """The longest run of lines inside the items that count upwards as items do and have a label or
    a case number right below."""
    lefts = [line.left for line in lines]
    own = [at for item in meeting.items for at in (item.start, item.title_start)]
    titled = {bisect_right(lefts, at) - 1 for at in own}
    best = 0
    for numbering in (*SPOKEN[:3], *BARE[:4]):
        last, run = 0, 0
        for row, line in enumerate(lines):
            found = None if row in titled else find_candidate(line, numbering)
            if not found or found.number is None or row + 1 >= len(lines):
                continue
            below = lines[row + 1]
            told = below.kind in _LABELS or find_case_line(below.text)
            if told and found.number > last and line.start > meeting.items[0].start:
                last, run = found.number, run + 1
        best = max(best, run)
    return best

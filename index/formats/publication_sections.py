"""The headings of a portal's item -> its sections.

The portal's own labels ("Beslutning", "Fremstilling", "Sagens forløb") stand outside any
`span`. "Fremstilling" is an envelope: the author's headings inside it open the sections,
when they look like labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from index.files.page import Mark
from index.formats.publication_text import WrittenField, WrittenItem
from index.sections import section_kind
from index.types import Section, SectionKind

LONGEST_LABEL = 70
"""A longer heading is a paragraph that somebody set as a heading (105 of Greve's 20,000)."""

_SEALED = frozenset({SectionKind.DECISION, SectionKind.HISTORY})
"""Under these labels of the portal an author's heading opens nothing."""


_SUPPLEMENT = re.compile(r"(?:ny\s)?supplerende (sag\w{3,20}|indstilling)\b", re.IGNORECASE)
"""Whatever follows: "Supplerende sagsfremstilling - fra Økonomiudvalget", "... maj 2022"."""


@dataclass(frozen=True, slots=True)
class _Label:
    """A heading that opens a section; `end` is where the section's text begins."""

    heading: str
    kind: SectionKind
    start: int
    end: int


def heading_counts(items: Iterable[WrittenItem]) -> Counter[str]:
    """In how many items of the meeting each heading stands."""
    seen: Counter[str] = Counter()
    for written in items:
        lines = {
            _fold(one.line(mark)) for one in written.fields for mark in one.marks if mark.level
        }
        seen.update(line for line in lines if len(line) <= LONGEST_LABEL)
    return seen


def sections_of(
    written: WrittenItem, counts: Counter[str], full: str, held: bool
) -> tuple[Section, ...]:
    """The item's sections in order; a heading without text gives none.

    `full` is the document's text, `held` whether the meeting has taken place: then text
    without a label is the decision.
    """
    found: list[Section | None] = []
    for one in written.fields:
        labels = list(_labels(one, counts))
        lead = _lead(one, labels, written.item.title, held)
        stops = [*(label.start for label in labels), one.end]
        spans = zip([lead, *labels], stops, strict=True)
        found += [_section(label, stop, full, one) for label, stop in spans]
    for own in written.lists:
        found.append(Section(own.kind, own.heading, full[own.start : own.end], own.start, own.end))
    return tuple(section for section in found if section is not None)


def _lead(one: WrittenField, labels: list[_Label], title: str, held: bool) -> _Label:
    """What stands before the first label, without a repeated title.

    A closed item is nothing but the decision, without a label; so are some open ones, whose
    decision stands before the author's first heading.
    """
    repeated = one.text.partition("\n")[0] == title
    begin = one.start + (len(title) if repeated else 0)
    decided = held and not any(label.kind is SectionKind.DECISION for label in labels)
    return _Label("", SectionKind.DECISION if decided else SectionKind.OTHER, begin, begin)


def _section(label: _Label, stop: int, full: str, one: WrittenField) -> Section | None:
    body = full[label.end : stop]
    start = label.end + len(body) - len(body.lstrip(" \n"))
    end = label.end + len(body.rstrip())
    if start >= end:
        return None
    inside = tuple(
        (one.line(mark), mark.start)
        for mark in one.marks
        if start <= mark.start and mark.end < end and mark.end - mark.start <= LONGEST_LABEL
    )
    return Section(label.kind, label.heading, full[start:end], start, end, None, inside)


def _labels(one: WrittenField, counts: Counter[str]) -> Iterator[_Label]:
    """The headings of a field that open a section, in order."""
    marks = _joined(one)
    later = [_fold(one.line(mark)) if mark.level else "" for mark in marks]
    seen: set[str] = set()
    current: _Label | None = None
    sealed = False
    for n, mark in enumerate(marks):
        heading = one.line(mark)
        if (mark.nested and sealed) or not _looks_like_label(heading):
            continue
        kind = _kind(heading)
        taken = _fold(heading) in seen or _fold(heading) in later[n:]
        opens = _is_bold_label(heading, kind, counts) and not taken
        if mark.level:
            opens = kind is not None or not mark.nested or counts[_fold(heading)] > 1
        if opens and not _repeats(one, mark, kind, current):
            seen.add(_fold(heading))
            sealed = kind in _SEALED and not mark.nested
            current = _Label(heading, kind or SectionKind.OTHER, mark.start, mark.end)
            yield current


def _is_bold_label(heading: str, kind: SectionKind | None, counts: Counter[str]) -> bool:
    """Whether a bold line may stand for a heading: the meeting uses it as one elsewhere."""
    known = counts[_fold(heading)] > 0 or _SUPPLEMENT.match(heading) is not None
    return kind is not None and known


def _repeats(
    one: WrittenField, mark: Mark, kind: SectionKind | None, current: _Label | None
) -> bool:
    """Whether a heading only says its label again ("Administrationen indstiller:")."""
    if current is None or kind is not current.kind or mark.nested is False:
        return False
    return not one.between(current.end, mark.start).strip()


def _looks_like_label(heading: str) -> bool:
    """Short, worded, and no sentence; one word may have a full stop."""
    if not 2 <= len(heading) <= LONGEST_LABEL or not any(c.isalpha() for c in heading):
        return False
    return " " not in heading or not heading.endswith((".", ",", ";"))


def _joined(one: WrittenField) -> list[Mark]:
    """The marks, with a heading that goes on in the next one ("Økonomiske" / "konsekvenser")
    as one mark."""
    marks: list[Mark] = []
    for mark in one.marks:
        if marks and _goes_on(one, marks[-1], mark):
            marks[-1] = replace(marks[-1], end=mark.end)
        else:
            marks.append(mark)
    return marks


def _goes_on(one: WrittenField, mark: Mark, after: Mark) -> bool:
    if mark.level == 0 or after.level != mark.level or one.between(mark.end, after.start).strip():
        return False
    first, second = one.line(mark), one.line(after)
    whole = _kind(f"{first} {second}") if second[:1].islower() else None
    return whole is not None and _kind(first) in (None, whole)


@lru_cache(maxsize=4096)
def _kind(heading: str) -> SectionKind | None:
    # A portal's headings repeat: 20,000 in Greve's two years are 167 different ones.
    supplement = _SUPPLEMENT.match(heading)
    return section_kind(supplement[1] if supplement else heading)


def _fold(heading: str) -> str:
    return heading.casefold().rstrip(" .:")

"""Who took part in a meeting, and who did not: its head, and the lines under its items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.archive import Archive
from index.catalogue import ItemRecord
from index.sentences import split_sentences
from index.types import Section, SectionKind
from prompts import render
from rag.draft import Draft, title_section
from rag.render import danish_date, the_body
from rag.types import Question

AWAY = re.compile(
    r"\b(?:frav[æa]r\w*|afbud|forhindret|ikke (?:med|til(?:stede)?|deltog|mødte|mødt)|"
    r"(?:deltog|deltager|mødte|kom) ikke|udeblev|manglede|forfald|"
    r"(?:var|er|blev) (?:syg|væk|på ferie|bortrejst)|"
    r"meldt?(?:e|er)? sig syg\w*|sygemeldt\w*|dukkede ikke op|kunne ikke komme|"
    r"absent|missing|apolog\w+)\b",
    re.IGNORECASE,
)
PRESENT = re.compile(
    r"\b(?:sad (?:med|der)|sidder (?:med|i)|deltog|deltager|var med|til stede|mødte op|attended)\b",
    re.I,
)
SUBSTITUTE = re.compile(
    r"\b(?:stedfortræder\w*|suppleant\w*|i stedet(?: for)?|i \w+ sted|afløs(?:te|er)|substitut\w*|"
    r"instead of)\b",
    re.IGNORECASE,
)
OF_ITEMS = re.compile(r"\bhvilke[nt]?\s+(?:punkt\w*|sag\w*)\b", re.IGNORECASE)
"""Asks for the items of which something is so."""
LONGEST = 300
"""Letters of a sentence of a meeting's head that tells of substitutes."""
COMMON = 0.5
"""An absence that is printed under this share of a meeting's items is the meeting's."""


def attendance(question: Question, head: ItemRecord, archive: Archive) -> Draft | None:
    """The draft that tells who took part in a meeting, who did not, or who met for whom; None when
    its head does not print it."""
    meeting = head.meeting
    draft = Draft()
    body, day = the_body(meeting.body), danish_date(meeting.date)
    if SUBSTITUTE.search(question.text) and (found := _substitutes(head)):
        return found
    lines = _absences(head, archive)
    person = _person(question, lines, meeting.participants)
    if person and (OF_ITEMS.search(question.text) or AWAY.search(question.text)):
        return _absent_from(person, lines)
    if AWAY.search(question.text):
        names = meeting.absent or _common_names(lines, head, archive)
        span = _span_of(head.text, meeting.head, names) if meeting.absent else None
        if span:
            section = meeting.head
            draft.quote(
                head, section, *span, render("lead.absent", body=body, date=day, names="{}")
            )
            return draft
        if names:
            cites = [draft.cite(r, s, a, b) for n, r, s, a, b in lines if set(n) & set(names)][:3]
            draft.say(render("lead.absent", body=body, date=day, names=", ".join(names)), *cites)
            return draft
        return None
    span = _span_of(head.text, meeting.head, meeting.participants)
    if not span:
        return None
    draft.quote(
        head, meeting.head, *span, render("lead.participants", body=body, date=day, names="{}")
    )
    return draft


def _substitutes(head: ItemRecord) -> Draft | None:
    """Who met in somebody's place, as the meeting's head tells it."""
    draft, section = Draft(), head.meeting.head
    for a, b in split_sentences(section.text):
        if SUBSTITUTE.search(section.text[a:b]) and b - a <= LONGEST:
            draft.quote(head, section, section.start + a, section.start + b)
    return draft if draft.claims else None


Line = tuple[tuple[str, ...], ItemRecord, Section, int, int]


def _absences(head: ItemRecord, archive: Archive) -> list[Line]:
    """(names, item, section, start, end) of every line that tells who was not there."""
    found: list[Line] = []
    for record in archive.items(archive.catalogue.meeting_items(head.meeting.id)):
        names = {name for d in record.item.decisions if d.own for name in d.absent}
        for section in record.item.sections:
            if section.kind not in (SectionKind.DECISION, SectionKind.ABSENCE):
                continue
            for a, b in split_sentences(section.text):
                told = tuple(name for name in names if name in section.text[a:b])
                if told and AWAY.search(section.text[a:b]):
                    found.append((told, record, section, section.start + a, section.start + b))
    return found


def _common_names(lines: list[Line], head: ItemRecord, archive: Archive) -> tuple[str, ...]:
    items = max(len(archive.catalogue.meeting_items(head.meeting.id)), 1)
    counts = Counter(name for line in lines for name in line[0])
    common = [name for name, count in counts.most_common() if count >= COMMON * items]
    return tuple(common or counts)


def _person(question: Question, lines: list[Line], participants: Sequence[str]) -> str | None:
    known = [*participants, *(name for line in lines for name in line[0])]
    text = question.text.casefold()
    return next((name for name in known if name.casefold() in text), None)


def _absent_from(person: str, lines: list[Line]) -> Draft | None:
    draft = Draft()
    for names, record, section, start, end in lines:
        if person not in names or draft.room < 14:
            continue
        title = " ".join(record.item.title.split())
        label = f"punkt {record.item.number}" if record.item.number else "et punkt"
        draft.quote(record, section, start, end, f"{label[0].upper()}{label[1:]}, {title}: {{}}")
        heading = title_section(record)
        draft.cite(record, heading, heading.start, heading.end)
    return draft if draft.claims else None


def _span_of(text: str, section: Section, names: Sequence[str]) -> tuple[int, int] | None:
    """The stretch of the section from the first to the last of these names."""
    found: list[tuple[int, int]] = []
    for name in names:
        pattern = r"\s+".join(re.escape(part) for part in name.split())
        match = re.compile(pattern).search(text, section.start, section.end)
        if match:
            found.append(match.span())
    if not found:
        return None
    return min(a for a, _ in found), max(b for _, b in found)

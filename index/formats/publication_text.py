"""A meeting from the portal -> the plain text that is shown and quoted, with its places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import unescape

from index.danish import in_words
from index.files.html import parse, render
from index.files.page import Mark
from index.formats.publication_json import PortalField, PortalItem, PortalMeeting
from index.types import SectionKind

_TAG = re.compile(r"<[^<>]*>")
_WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")


@dataclass(frozen=True, slots=True)
class WrittenField:
    """A field's text, where it begins in the document, and its marks (document offsets)."""

    text: str
    start: int
    marks: tuple[Mark, ...]

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)

    def between(self, start: int, end: int) -> str:
        """The text between two document offsets."""
        return self.text[start - self.start : end - self.start]

    def line(self, mark: Mark) -> str:
        """The marked text, on one line."""
        return " ".join(self.between(mark.start, mark.end).split())


@dataclass(frozen=True, slots=True)
class WrittenList:
    """Lines under a label of ours: attachments, and absence that the text does not tell."""

    heading: str
    kind: SectionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """An item and where its parts stand."""

    item: PortalItem
    label: str
    start: int
    end: int
    title_start: int
    title_end: int
    fields: tuple[WrittenField, ...]
    lists: tuple[WrittenList, ...]


@dataclass(slots=True)
class Text:
    """The document's text as it grows."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> tuple[int, int]:
        """Write; where it begins and ends."""
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def __str__(self) -> str:
        return "".join(self.parts)


def write_head(text: Text, meeting: PortalMeeting) -> int:
    """The lines before the first item; the offset where they end."""
    named = meeting.name
    lines = [meeting.body or "Ukendt udvalg"]
    # Portals call every meeting "Dagsorden", also when its decisions stand in it.
    if named.casefold() not in {"", "dagsorden", "referat"}:
        lines.append(named)
    if meeting.supplement and "tillæg" not in named.casefold():
        lines.append("Tillægsdagsorden")
    facts = {
        "Mødedato": danish(meeting.begins) if meeting.begins else "",
        "Mødested": meeting.place,
        "Mødedeltagere": ", ".join(meeting.present),
        "Fraværende": ", ".join(meeting.absent),
        "Bemærkninger": meeting.note,
    }
    lines += [f"{label}: {value}" for label, value in facts.items() if value]
    return text.add("\n".join(lines))[1]


def danish(when: datetime) -> str:
    """ "mandag den 10. januar 2022 kl. 17:00"; midnight is no time of a meeting."""
    day = f"{_WEEKDAYS[when.weekday()]} den {in_words(when)}"
    return f"{day} kl. {when:%H:%M}" if when.hour or when.minute else day


def write_item(text: Text, item: PortalItem) -> WrittenItem:
    """Title, case number, fields, absence and attachments, a blank line between them."""
    text.add("\n\n")
    label = f"Punkt {item.number}" if item.number else ""
    start = text.length
    text.add(f"{label}: " if label and item.title else label)
    title_start, title_end = text.add(item.title)
    if item.case_number:
        text.add(f"\nSagsnr. {item.case_number}")
    written = [_write_field(text, one) for one in item.fields]
    fields = tuple(one for one in written if one is not None)
    said = "".join(one.text for one in fields)
    away = [name for name in item.absent if name not in said]
    lists = (
        _write_list(text, "Fraværende", SectionKind.ABSENCE, away),
        _write_list(text, "Bilag", SectionKind.ATTACHMENTS, list(item.attachments)),
    )
    kept = tuple(one for one in lists if one is not None)
    return WrittenItem(item, label, start, text.length, title_start, title_end, fields, kept)


def _write_field(text: Text, one: PortalField) -> WrittenField | None:
    shown, marks = _rendered(one)
    if not shown:
        return None
    if one.label:
        ahead = len(one.label) + 1
        shown = f"{one.label}\n{shown}"
        marks = (Mark(3, 0, len(one.label)), *(_moved(mark, ahead) for mark in marks))
    text.add("\n\n")
    start, _ = text.add(shown)
    return WrittenField(shown, start, tuple(_moved(mark, start) for mark in marks))


def _moved(mark: Mark, by: int) -> Mark:
    return replace(mark, start=mark.start + by, end=mark.end + by)


def _rendered(one: PortalField) -> tuple[str, tuple[Mark, ...]]:
    if one.html.strip():
        try:
            text, marks = render(parse(one.html))
        except ValueError:
            # Better without its structure than lost.
            text, marks = " ".join(unescape(_TAG.sub(" ", one.html)).split()), ()
        if text:
            return text, marks
    return "\n".join(line.strip() for line in one.plain.strip().splitlines()), ()


def _write_list(
    text: Text, heading: str, kind: SectionKind, lines: list[str]
) -> WrittenList | None:
    if not lines:
        return None
    text.add(f"\n\n{heading}\n")
    start, end = text.add("\n".join(lines))
    return WrittenList(heading, kind, start, end)

"""Meeting -> chunks: pieces of one section each, with the line of context that is embedded."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from index.danish import in_words
from index.sentences import split_sentences
from index.types import Chunk, Item, Meeting, Section, SectionKind

SIZE = 900
"""Characters in a chunk: the size at which the baselines were measured."""
MAX_TOKENS = 512
BETWEEN = " · "
"""Between the parts of a line of context."""


def cut(meeting: Meeting, text: str, count_tokens: Callable[[str], int]) -> list[Chunk]:
    """All chunks of a meeting, in the order of its text.

    `text` is the document's. No chunk crosses a section, and context and text together have
    at most MAX_TOKENS tokens by `count_tokens`.
    """
    chunks = list(_cut_section(meeting, None, -1, 0, meeting.head, text, count_tokens))
    for position, item in enumerate(meeting.items):
        title = Section(
            SectionKind.TITLE,
            "",
            text[item.title_start : item.title_end],
            item.title_start,
            item.title_end,
        )
        chunks += _cut_section(meeting, item, position, -1, title, text, count_tokens)
        for number, section in enumerate(item.sections):
            chunks += _cut_section(meeting, item, position, number, section, text, count_tokens)
    return chunks


def context_of(meeting: Meeting, item: Item | None, section: Section) -> str:
    """The line that tells what a piece is a piece of; embedded with it, never quoted."""
    parts = [meeting.municipality, meeting.body]
    if meeting.date:
        parts.append(in_words(meeting.date))
    if item is not None:
        label = f"Punkt {item.number}" if item.number is not None else "Punkt"
        parts.append(f"{label}: {item.title}")
        if item.case_number and section.kind is SectionKind.TITLE:
            parts.append(f"sag {item.case_number}")
    name = section.heading or section.kind.value.capitalize()
    if section.kind not in (SectionKind.TITLE, SectionKind.OTHER) or section.heading:
        parts.append(name)
    return BETWEEN.join(part for part in parts if part)


def _cut_section(
    meeting: Meeting,
    item: Item | None,
    position: int,
    number: int,
    section: Section,
    text: str,
    count_tokens: Callable[[str], int],
) -> Iterator[Chunk]:
    context = context_of(meeting, item, section)
    for n, (start, end) in enumerate(_pieces(section, context, count_tokens)):
        above = _subheading(section, start)
        header = _table_header(text, section.start, start)
        extra = " · ".join(part for part in (above, header) if part)
        yield Chunk(
            f"{meeting.id}/{position}/{number}/{n}",
            meeting.id,
            position,
            number,
            section.kind,
            f"{context} · {extra}" if extra else context,
            text[start:end],
            start,
            end,
        )


def _pieces(
    section: Section, context: str, count_tokens: Callable[[str], int]
) -> Iterator[tuple[int, int]]:
    """Spans of at most SIZE characters, ending where sentences and table rows end."""
    # The sub-heading and table header that may join the context take at most some 100 tokens.
    room = MAX_TOKENS - 110 - min(count_tokens(context), 250)
    breaks = {at for _, at in section.subheadings}
    held: tuple[int, int] | None = None
    for a, b in split_sentences(section.text):
        span = (section.start + a, section.start + b)
        if held is None:
            held = span
        elif span[1] - held[0] <= SIZE and not (span[0] in breaks and span[0] - held[0] > SIZE / 3):
            held = (held[0], span[1])
        else:
            yield from _fit(held, section, room, count_tokens)
            held = span
    if held is not None:
        yield from _fit(held, section, room, count_tokens)


def _fit(
    span: tuple[int, int], section: Section, room: int, count_tokens: Callable[[str], int]
) -> Iterator[tuple[int, int]]:
    """The span, halved at white space until each part has room in the model."""
    start, end = span
    piece = section.text[start - section.start : end - section.start]
    if not piece.strip():
        return
    if len(piece) <= room or count_tokens(piece) <= room or len(piece) < 40:
        yield span
        return
    middle = len(piece) // 2
    gap = max(piece.rfind(mark, 1, middle) for mark in ("\n", " ", "\t"))
    at = gap if gap > 0 else middle
    yield from _fit((start, start + at), section, room, count_tokens)
    rest = piece[at:]
    lead = len(rest) - len(rest.lstrip())
    yield from _fit((start + at + lead, end), section, room, count_tokens)


def _subheading(section: Section, start: int) -> str:
    above = [name for name, at in section.subheadings if at < start]
    return above[-1][:120] if above else ""


def _table_header(text: str, floor: int, start: int) -> str:
    """The first row of the table that `start` stands inside, when it is not that row itself."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    if "\t" not in text[line_start : line_end if line_end >= 0 else None]:
        return ""
    top = line_start
    while top > floor:
        above = text.rfind("\n", 0, top - 1) + 1
        if "\t" not in text[above : top - 1]:
            break
        top = above
    if top >= line_start:
        return ""
    return " | ".join(text[top : text.find("\n", top)].split("\t")).strip(" |")[:160]

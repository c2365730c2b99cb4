"""An item -> the source view: its whole text by sections, the quoted passage marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from index.archive import Archive
from index.catalogue import ItemRecord
from index.types import Item, Outcome, PointOutcome, Section, SectionKind
from rag.draft import make_citation, title_section
from rag.render import escape, reference
from rag.types import Citation
from web.access import who
from web.live import Live
from web.pages import link, page
from web.settings import OPEN, Access


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `marked` when it is the quoted passage."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines: a paragraph, a sub-heading or a table (rows of cells of pieces)."""

    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()
    subheading: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it is shown. `heading` is "" for text that stands under none."""

    heading: str
    kind: SectionKind
    blocks: tuple[Block, ...]
    page: int | None = None

    @property
    def marked(self) -> bool:
        """Whether the quoted passage reaches into it."""
        cells = (cell for block in self.blocks for row in block.rows for cell in row)
        runs = (*(block.pieces for block in self.blocks), *cells)
        return any(piece.marked for run in runs for piece in run)


@dataclass(frozen=True, slots=True)
class View:
    """What the source view shows of one item. `previous`/`next` are item keys or None."""

    record: ItemRecord
    parts: tuple[Part, ...]
    outcomes: tuple[Outcome, ...]
    points: tuple[PointOutcome, ...]
    reference: str
    markdown: str
    previous: str | None
    next: str | None

    @property
    def heading(self) -> str:
        """ "Punkt 6: title" as it is read."""
        return punkt_title(self.record.item)

    @property
    def outside(self) -> str | None:
        """The meeting's own page at the municipality; only an ordinary web address is."""
        url = self.record.item.url or self.record.meeting.url or ""
        return url if url.startswith(("https://", "http://")) else None

    @property
    def marked(self) -> bool:
        """Whether a passage is marked."""
        return any(part.marked for part in self.parts)


def punkt_title(item: Item) -> str:
    """An item as it is named: "Punkt 6: title"."""
    if item.sections and item.sections[0].kind is SectionKind.HEAD:
        return "Mødets deltagere og dagsorden"
    if item.number is not None:
        return f"Punkt {item.number}: {item.title}"
    return f"{item.label} {item.title}".strip()


def source_link(
    key: str, start: int | None = None, end: int | None = None, *, citizen: bool = False
) -> str:
    """The address of an item's source view, with the passage [start, end) marked."""
    address = link(f"/kilde/{key}", fra=start, til=end, borger=int(citizen))
    return f"{address}#citat" if end else address


def look(archive: Archive, key: str, start: int = 0, end: int = 0) -> View | None:
    """The view of an item with source_text[start:end] marked; None for an unknown item."""
    records = archive.items([key])
    if not records:
        return None
    record = records[0]
    neighbours = archive.catalogue.meeting_items(record.meeting.id)
    here = neighbours.index(key) if key in neighbours else -1
    citation = _citation(record, start, end)
    return View(
        record,
        tuple(_parts(record, start, end)),
        citation.shown,
        citation.points,
        reference(citation),
        f"{escape(reference(citation))} – »{escape(citation.quote.strip())}«",
        neighbours[here - 1] if here > 0 else None,
        neighbours[here + 1] if here + 1 < len(neighbours) else None,
    )


def cut(text: str, offset: int, start: int, end: int) -> tuple[Piece, ...]:
    """`text`, which begins at `offset` of its document, cut where [start, end) touches it."""
    low, high = max(start - offset, 0), min(end - offset, len(text))
    if low >= high:
        return (Piece(text),) if text else ()
    pieces = (Piece(text[:low]), Piece(text[low:high], True), Piece(text[high:]))
    return tuple(piece for piece in pieces if piece.text)


def router(live: Live, access: Access = OPEN) -> APIRouter:
    """GET /kilde/{item}: the view as a page, or as the part beside the chat with kun=1."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/kilde/{key:path}")
    def show(
        request: Request, key: str, fra: int = 0, til: int = 0, kun: bool = False, borger: int = 0
    ) -> HTMLResponse:
        citizen = bool(borger) or (access.closed and not who(request))
        view = look(live.archive(), key, fra, til)
        if view is None:
            home = "/hjaelp" if citizen else "/"
            return page("lost.html", 404, title="Kilden findes ikke", sentence=LOST, home=home)
        return page("source_part.html" if kun else "source.html", view=view, citizen=citizen)

    return routes


LOST = (
    "Punktet findes ikke i arkivet. Måske er referatet fjernet eller læst ind igen, "
    "siden henvisningen blev lavet. Stil spørgsmålet igen for at finde det."
)


def _parts(record: ItemRecord, start: int, end: int) -> Iterator[Part]:
    item, text = record.item, record.text
    done = max(item.start, item.title_end)
    for section in item.sections:
        yield from _loose(text, done, _before(text, done, section), start, end)
        blocks = tuple(_blocks(section, start, end))
        yield Part(section.heading, section.kind, blocks, section.page)
        done = max(done, section.end)
    yield from _loose(text, done, item.end, start, end)


def _before(text: str, done: int, section: Section) -> int:
    """Where the text between two sections ends: at the heading of the second."""
    between = text[done : section.start]
    at = between.rfind(section.heading) if section.heading else -1
    return done + at if at >= 0 else section.start


def _loose(text: str, low: int, high: int, start: int, end: int) -> Iterator[Part]:
    """Text that stands in no section, such as the line with the case number."""
    shown = text[low:high].strip(" \t\r\n:")
    if shown:
        pieces = cut(shown, text.index(shown, low), start, end)
        yield Part("", SectionKind.OTHER, (Block(pieces),))


def _blocks(section: Section, start: int, end: int) -> Iterator[Block]:
    subheadings = {at for _, at in section.subheadings}
    for is_table, lines in groupby(_lines(section), key=lambda line: "\t" in line[1]):
        if is_table:
            yield Block(rows=tuple(tuple(_cells(at, t, start, end)) for at, t in lines))
            continue
        for is_heading, run in groupby(lines, key=lambda line: line[0] in subheadings):
            held = list(run)
            text = "".join(line for _, line in held)
            shown = text.strip("\r\n ")
            if shown:
                at = held[0][0] + text.index(shown)
                yield Block(cut(shown, at, start, end), subheading=is_heading)


def _lines(section: Section) -> Iterator[tuple[int, str]]:
    at = section.start
    for line in section.text.splitlines(keepends=True):
        yield at, line
        at += len(line)


def _cells(at: int, line: str, start: int, end: int) -> Iterator[tuple[Piece, ...]]:
    for cell in line.split("\t"):
        yield cut(cell, at, start, end)
        at += len(cell) + 1


def _citation(record: ItemRecord, start: int, end: int) -> Citation:
    section = _section_at(record, start, end)
    if section is None:
        section = title_section(record)
        start, end = section.start, section.end
    return make_citation(1, record, section, start, end)


def _section_at(record: ItemRecord, start: int, end: int) -> Section | None:
    if start >= end:
        return None
    found = (s for s in record.item.sections if s.start <= start and end <= s.end)
    return next(found, None)

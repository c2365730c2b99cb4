"""The text of a page as it is written, piece by piece: line ends, spaces, lists and headings.

`index/files/html.py` walks the elements and tells it what begins and ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that the markup sets apart: a heading (level 1-6) or an all-bold line (level 0).

    `nested` is true inside a `span`: some portals put their own labels outside and an
    author's headings inside one.
    """

    level: int
    start: int
    end: int
    nested: bool = False


@dataclass(slots=True)
class List:
    """A list that is open, and the number of its next entry."""

    ordered: bool
    style: str
    number: int


@dataclass(slots=True)
class Table:
    """A table that is open: its row so far."""

    layout: bool
    row: list[str] = field(default_factory=list)
    held: dict[int, int] = field(default_factory=dict)
    """column -> rows that a cell above still reaches into."""


class Page:
    """The text written so far. A cell has a page of its own, which its row takes in."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.marks: list[Mark] = []
        self.marker = ""
        self.breaks = 0
        self.space = False
        self.spans = 0
        self.bold = 0
        self.lists: list[List] = []
        self.tables: list[Table] = []
        self.heading: tuple[int, int] | None = None
        self.under_heading = False
        self._line = 0
        self._bold_line = True
        self._list_line = False

    @property
    def text(self) -> str:
        """All of it; a line or paragraph still open has no line end yet."""
        return "".join(self.parts)

    def words(self, raw: str | None) -> None:
        """Write running text with its white space folded; no-break space counts as space."""
        if not raw:
            return
        text = " ".join(raw.split())
        if not text:
            self.space = True
            if "\xa0" in raw and self.breaks and not self.lists:
                self.breaks = 2
            return
        if raw[0].isspace():
            self.space = True
        self.write(text)
        self.space = raw[-1].isspace()

    def write(self, text: str) -> None:
        """Write text as it is, after the line ends or the space that are owed."""
        if self.heading is None and self.under_heading:
            self.breaks = min(self.breaks, 1)
            self.under_heading = False
        if not self.length:
            self._start_line("")
        elif self.breaks:
            self.close_line()
            self._start_line("\n" * self.breaks)
        elif self.space:
            self._put(" ")
        self._bold_line = self._bold_line and self.bold > 0
        self._put(text)

    def end_line(self, breaks: int = 1) -> None:
        """Owe a line end (1) or a blank line (2); inside a list never more than 1."""
        if self.heading is not None and self.length > self.heading[1]:
            self.space = True
            return
        self.breaks = max(self.breaks, 1 if self.lists else breaks)
        self.space = False

    def close_line(self) -> None:
        """Mark the line that ends here, when all of it was bold."""
        bold = self._bold_line and self.heading is None and not self._list_line
        if bold and self.length > self._line and not self._marked(self._line):
            self.marks.append(Mark(0, self._line, self.length, self.spans > 0))

    def open_heading(self, level: int) -> None:
        """Begin a heading: a paragraph of its own, all on one line."""
        self.close_heading()
        self.end_line(2)
        self.heading = (level, self.length)

    def close_heading(self) -> None:
        """End the heading; an empty one leaves no trace."""
        if self.heading is None:
            return
        level, before = self.heading
        wrote = self.length > before
        if wrote:
            self.marks.append(Mark(level, self._line, self.length, self.spans > 0))
        self.heading = None
        self.end_line(2)
        self.under_heading = wrote or self.under_heading

    def _marked(self, line: int) -> bool:
        return bool(self.marks) and self.marks[-1].start >= line

    def _start_line(self, ends: str) -> None:
        self._put(ends)
        self.breaks, self.space = 0, False
        self._list_line, self._bold_line = bool(self.marker), True
        if self.marker:
            self._put(self.marker)
            self.marker = ""
        self._line = self.length
        if self.heading is not None:
            self.heading = (self.heading[0], self.length)

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

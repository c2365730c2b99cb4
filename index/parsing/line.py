"""One line of a document, as every part of the reader is handed it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.types import SectionKind

_BULLET = re.compile(r"(?:[-–—•·*o▪●◦\u0335\uf0b7]|\([a-z0-9]\)|[a-z][.)])[ \t\xa0]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its markup; `start`/`end` span `text` in the document, `left`/`right`
    the same with its markup.

    `level` is the heading level its markup gives (0 when none); `marked` says that it is
    bold or a heading; `gap` that a blank line stands before it; `furniture` that it is a
    running head, a foot or a page number; `contents` that it ends like an entry in a table
    of contents; `kind` is set when the line is a known label, or (with `cell`) when it is a
    table's cell whose column is headed so: then the section's text begins on the line itself.
    """

    index: int
    start: int
    end: int
    text: str
    level: int = 0
    marked: bool = False
    gap: bool = True
    furniture: bool = False
    contents: bool = False
    kind: SectionKind | None = None
    left: int = 0
    right: int = 0
    cell: bool = False

    @property
    def bullet(self) -> bool:
        """Whether the line is an entry of a list without numbers."""
        return _BULLET.match(self.text) is not None

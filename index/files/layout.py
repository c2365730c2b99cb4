"""Lines of a PDF page in the order they were written -> in the order they are read.

Most PDFs are written as they are read, and are left alone. A page head whose labels were
written first and whose values last, or a frame that was written after the text around it,
is put back by where its lines stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

MOST_BLOCKS = 200
"""Above this a page is a drawing or a map, and its order is left as it is."""
_LONGEST_LABEL = 25
_FEWEST_SPACES = 5
_MORE = 0.4
"""Of a line's height above the usual space: Word's 6 points between paragraphs of 11 are .45."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its box in points; y grows upwards, as in the PDF."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """Never zero, so that it can be a measure."""
        return max(self.top - self.bottom, 1.0)


@dataclass(slots=True)
class _Block:
    """Lines written one after the other, downwards, above each other."""

    lines: list[Line]

    @property
    def box(self) -> tuple[float, float, float, float]:
        return (
            min(line.left for line in self.lines),
            min(line.bottom for line in self.lines),
            max(line.right for line in self.lines),
            max(line.top for line in self.lines),
        )


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The lines; labels and the values beside them ("Mødested:", "Rådhuset") on one line.

    Columns stay columns: a block is read to its end before the block on its right.
    """
    if _is_ordered(lines):
        return list(lines)
    blocks = _with_labels_apart(_blocks(lines))
    if len(blocks) > MOST_BLOCKS:
        return list(lines)
    return _written(_sorted(blocks))


def with_paragraphs(lines: Sequence[Line]) -> list[str]:
    """The lines' texts, with "" where more than the usual space parts two of them.

    A page with few lines has no usual space. Rows of a table stay together.
    """
    spaces = [_space(one, two) for one, two in pairwise(lines)]
    known = sorted(space for space in spaces if space is not None)
    if len(known) < _FEWEST_SPACES:
        return [line.text for line in lines]
    usual = known[len(known) // 4]
    texts = [lines[0].text]
    for (one, two), space in zip(pairwise(lines), spaces, strict=True):
        row = "\t" in one.text and "\t" in two.text
        if space is not None and not row and space - usual > _MORE * min(one.height, two.height):
            texts.append("")
        texts.append(two.text)
    return texts


def _space(one: Line, two: Line) -> float | None:
    """Between a line and the one below it; None when it does not stand below."""
    across = one.left < two.right and two.left < one.right
    return one.bottom - two.top if across and two.top <= one.top - one.height / 2 else None


def _is_ordered(lines: Sequence[Line]) -> bool:
    return not any(_jumps_up(line, after) for line, after in pairwise(lines))


def _jumps_up(line: Line, after: Line) -> bool:
    return after.top > line.top + line.height / 2


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    blocks: list[_Block] = []
    for line in lines:
        if blocks and _continues(blocks[-1], line):
            blocks[-1].lines.append(line)
        else:
            blocks.append(_Block([line]))
    return blocks


def _continues(block: _Block, line: Line) -> bool:
    last = block.lines[-1]
    left, _, right, _ = block.box
    below = line.top <= last.top - last.height / 2
    near = last.bottom - line.top < 1.5 * last.height
    return below and near and line.left < right and left < line.right


def _with_labels_apart(blocks: list[_Block]) -> list[_Block]:
    """Labels whose values were written later, cut out of the block that they stand in."""
    apart = list(blocks)
    for before, values in pairwise(blocks):
        if not _jumps_up(before.lines[-1], values.lines[0]):
            continue
        for block in apart:
            rows = [n for n, line in enumerate(block.lines) if _is_label_of(line, values)]
            if rows and rows[-1] - rows[0] < len(rows):
                at = apart.index(block)
                cuts = (0, rows[0], rows[-1] + 1, len(block.lines))
                pieces = [_Block(block.lines[one:two]) for one, two in pairwise(cuts)]
                apart[at : at + 1] = [piece for piece in pieces if piece.lines]
                break
    return apart


def _is_label_of(line: Line, values: _Block) -> bool:
    short = len(line.text) <= _LONGEST_LABEL and line.right <= values.box[0]
    return short and any(_level(line, value) for value in values.lines)


def _sorted(blocks: list[_Block]) -> list[_Block]:
    """Each block after those that must be read before it; else as they were written."""
    boxes = [block.box for block in blocks]
    waiting = list(range(len(blocks)))
    order: list[_Block] = []
    while waiting:
        free = (
            n for n in waiting if not any(_before(boxes[m], boxes[n]) for m in waiting if m != n)
        )
        chosen = next(free, waiting[0])
        waiting.remove(chosen)
        order.append(blocks[chosen])
    return order


def _before(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Above it, or beside it on the left (Breuel's two rules for reading order)."""
    left, bottom, right, top = one
    if left < other[2] and other[0] < right:
        return (top + bottom) > (other[3] + other[1])
    beside = bottom < other[3] and other[1] < top
    return right <= other[0] if beside else bottom >= other[3]


def _written(blocks: list[_Block]) -> list[Line]:
    lines: list[Line] = []
    n = 0
    while n < len(blocks):
        if n + 1 < len(blocks) and _are_labels(blocks[n], blocks[n + 1]):
            lines += _paired(blocks[n].lines, blocks[n + 1].lines)
            n += 2
        else:
            lines += blocks[n].lines
            n += 1
    return lines


def _are_labels(block: _Block, values: _Block) -> bool:
    """Short lines, each with a value on its own height to the right."""
    return all(_is_label_of(line, values) for line in block.lines)


def _paired(labels: list[Line], values: list[Line]) -> list[Line]:
    lines = list(values)
    for label in labels:
        at = next(n for n, value in enumerate(values) if _level(label, value))
        lines[at] = replace(lines[at], text=f"{label.text} {lines[at].text}", left=label.left)
    return lines


def _level(one: Line, other: Line) -> bool:
    return abs(one.bottom + one.top - other.bottom - other.top) < one.height

"""Rows of the ablation -> a plot of recall against latency, as SVG text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import log10

WIDTH, HEIGHT = 760, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 250, 40, 56
_LINE = 16
"""Pixels from one name to the next in the column of names on the right."""
_TICKS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0)


@dataclass(frozen=True, slots=True)
class Point:
    """One system: milliseconds (logarithmic axis) and recall, 0..1. A peer is drawn hollow."""

    name: str
    millis: float
    recall: float
    peer: bool = False


def plot(points: Sequence[Point], *, title: str = "Recall@5 against latency") -> str:
    """An SVG drawing of its own fonts and colours only; the same points give the same text."""
    lowest = min((point.recall for point in points), default=0.0)
    floor = max(0.0, int(lowest * 10) / 10 - 0.1)
    edges = _edges([point.millis for point in points])
    body = [*_frame(title), *_recall_axis(floor), *_millis_axis(edges)]
    ordered = sorted(points, key=lambda p: (-p.recall, p.millis, p.name))
    places = [(_x(point.millis, edges), _y(point.recall, floor)) for point in ordered]
    heights = _label_heights([y for _, y in places])
    for point, (x, y), height in zip(ordered, places, heights, strict=True):
        body += _mark(point, x, y, height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" font-family="sans-serif" font-size="12">'
    )
    return "\n".join([head, *body, "</svg>"]) + "\n"


def _frame(title: str) -> list[str]:
    right, bottom = WIDTH - _RIGHT, HEIGHT - _BOTTOM
    return [
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="24" font-size="15" fill="#1a1a1a">{escape(title)}</text>',
        f'<path d="M{_LEFT} {_TOP}V{bottom}H{right}" fill="none" stroke="#555555"/>',
        _text((_LEFT + right) / 2, HEIGHT - 12, "ms a question, median", "middle"),
    ]


def _recall_axis(floor: float) -> list[str]:
    lines = []
    for tenth in range(round(floor * 10), 11):
        y = _y(tenth / 10, floor)
        lines.append(f'<path d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}" stroke="#e3e3e3"/>')
        lines.append(_text(_LEFT - 8, y + 4, f"{tenth / 10:.1f}", "end"))
    return lines


def _millis_axis(edges: tuple[float, float]) -> list[str]:
    ticks = [tick for tick in _TICKS if edges[0] <= tick <= edges[1]]
    y = HEIGHT - _BOTTOM + 18
    return [_text(_x(tick, edges), y, f"{tick:g}", "middle") for tick in ticks]


def _label_heights(heights: Sequence[float]) -> list[float]:
    """Where the names stand, top to bottom: as near their dots as the spacing allows."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + _LINE) if placed else height)
    overflow = max(0.0, placed[-1] - (HEIGHT - _LINE)) if placed else 0.0
    return [height - overflow for height in placed]


def _mark(point: Point, x: float, y: float, height: float) -> tuple[str, str, str]:
    """A dot, its name in the column on the right, and a thin line from one to the other."""
    column = WIDTH - _RIGHT + 22
    fill, stroke = ("#ffffff", "#b3541e") if point.peer else ("#14507a", "#14507a")
    line = f'<path d="M{x:.1f} {y:.1f}L{column - 5} {height:.1f}" stroke="#bdbdbd"/>'
    dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{fill}" stroke="{stroke}"/>'
    return line, dot, _text(column, height + 4, point.name, "start")


def _text(x: float, y: float, said: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#333333">{escape(said)}</text>'
    )


def _edges(millis: Sequence[float]) -> tuple[float, float]:
    """The ticks just outside the values."""
    values = [max(value, _TICKS[0]) for value in millis] or [1.0]
    low = max((tick for tick in _TICKS if tick <= min(values)), default=_TICKS[0])
    high = min((tick for tick in _TICKS if tick > max(values)), default=2 * max(values))
    return low, high


def _x(millis: float, edges: tuple[float, float]) -> float:
    low, high = (log10(edge) for edge in edges)
    share = (log10(max(millis, _TICKS[0])) - low) / (high - low)
    return _LEFT + share * (WIDTH - _LEFT - _RIGHT)


def _y(recall: float, floor: float) -> float:
    share = (recall - floor) / (1.0 - floor)
    return HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)

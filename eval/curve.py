"""Chances -> a plot of what is refused rightly against what is answered, as SVG text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 440, 64, 200, 40, 56
COLOURS = ("#1a1a1a", "#0b6e4f", "#b3541e", "#3d5a98", "#7a3b8f")


@dataclass(frozen=True, slots=True)
class Curve:
    """A set of questions: (answered, refused) at every threshold, and at the one in use.

    `answered` is a share of the answerable questions, `refused` of the unanswerable; 0..1.
    """

    name: str
    points: tuple[tuple[float, float], ...]
    used: tuple[float, float]


def draw(curves: Sequence[Curve], *, title: str = "Refused against answered") -> str:
    """An SVG drawing; the same curves give the same text."""
    body = [*_frame(title), *_grid()]
    for n, curve in enumerate(curves):
        body += _line(curve, COLOURS[n % len(COLOURS)], n)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" font-family="sans-serif" font-size="12">'
    )
    return "\n".join([head, *body, "</svg>"]) + "\n"


def _frame(title: str) -> list[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    return [
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="24" font-size="15" fill="#1a1a1a">{escape(title)}</text>',
        f'<path d="M{LEFT} {TOP}V{bottom}H{right}" fill="none" stroke="#555555"/>',
        _text((LEFT + right) / 2, HEIGHT - 12, "answered, of the answerable", "middle"),
        _text(LEFT, TOP - 6, "refused, of the unanswerable", "start"),
    ]


def _grid() -> list[str]:
    lines = []
    for tenth in range(0, 11, 2):
        share = tenth / 10
        lines.append(f'<path d="M{LEFT} {_y(share):.1f}H{WIDTH - RIGHT}" stroke="#e3e3e3"/>')
        lines.append(_text(LEFT - 8, _y(share) + 4, f"{share:.1f}", "end"))
        lines.append(_text(_x(share), HEIGHT - BOTTOM + 18, f"{share:.1f}", "middle"))
    return lines


def _line(curve: Curve, colour: str, n: int) -> list[str]:
    path = " ".join(f"{_x(a):.1f},{_y(r):.1f}" for a, r in curve.points)
    x, y = _x(curve.used[0]), _y(curve.used[1])
    legend = TOP + 20 * n + 8
    return [
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.6"/>',
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>',
        f'<circle cx="{WIDTH - RIGHT + 20}" cy="{legend}" r="5" fill="{colour}"/>',
        _text(WIDTH - RIGHT + 32, legend + 4, curve.name, "start"),
    ]


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - RIGHT - LEFT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)


def _text(x: float, y: float, said: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#333333">{escape(said)}</text>'
    )

"""The plot is well-formed SVG whose dots stand where their figures say."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from eval.plot import HEIGHT, WIDTH, Point, plot


def dots(svg: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', svg)]


def test_better_is_higher_and_slower_is_further_right() -> None:
    svg = plot([Point("good", 10, 0.9), Point("bad", 100, 0.5)])
    good, bad = dots(svg)
    assert good[1] < bad[1]
    assert good[0] < bad[0]


def test_names_are_escaped_and_peers_are_hollow() -> None:
    svg = plot([Point("<b> & c", 10, 0.9, peer=True)])
    assert "&lt;b&gt; &amp; c" in svg
    circle = next(e for e in ElementTree.fromstring(svg).iter() if e.tag.endswith("circle"))
    assert circle.get("fill") == "#ffffff"


@pytest.mark.parametrize(
    "points",
    [
        [],
        [Point("one", 5, 1.0)],
        [Point("none", 0.0, 0.0)],
        [Point("slow", 60_000, 0.3)],
        [Point("same", 10, 0.5)] * 3,
    ],
)
def test_every_dot_is_inside_the_frame(points: list[Point]) -> None:
    svg = plot(points)
    ElementTree.fromstring(svg)
    assert len(dots(svg)) == len(points)
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in dots(svg))


def test_names_of_dots_in_one_place_do_not_cover_each_other() -> None:
    svg = plot([Point(name, 10, 0.8) for name in "abc"])
    heights = [float(y) for y in re.findall(r'y="([\d.]+)"[^>]*>[abc]</text>', svg)]
    assert len(heights) == 3
    assert min(b - a for a, b in pairwise(heights)) >= 16


def test_the_same_points_give_the_same_drawing_in_any_order() -> None:
    points = [Point("a", 10, 0.9), Point("b", 20, 0.8), Point("c", 10, 0.9)]
    assert plot(points) == plot(points[::-1])

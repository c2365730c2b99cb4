"""The plot is SVG that names every set and escapes what it names."""

from __future__ import annotations

from xml.etree import ElementTree

from eval.curve import HEIGHT, WIDTH, Curve, draw

ONE = Curve("egne <1>", ((1.0, 0.0), (0.9, 0.6), (0.0, 1.0)), (0.9, 0.6))


def test_the_drawing_is_well_formed_and_names_its_sets() -> None:
    assert "egne <1>" in "".join(ElementTree.fromstring(draw([ONE])).itertext())


def test_every_circle_lies_within_the_drawing() -> None:
    for element in ElementTree.fromstring(draw([ONE, ONE])).iter():
        if element.tag.endswith("circle"):
            assert 0 <= float(element.attrib["cx"]) <= WIDTH
            assert 0 <= float(element.attrib["cy"]) <= HEIGHT


def test_nothing_to_draw_is_still_a_drawing() -> None:
    assert ElementTree.fromstring(draw([])).tag.endswith("svg")

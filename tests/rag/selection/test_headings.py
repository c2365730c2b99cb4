"""A line between blank lines that ends like no sentence is a heading, and answers nothing."""

from __future__ import annotations

import pytest

from index.types import Section, SectionKind
from rag.selection.headings import stands_over

BELOW = "Det vurderes, at planen kan bruges som den er, og at intet skal ændres."
LINE = "Vedrørende spørgsmålet om der bør laves en kort udgave af planen til forældrene"


def section(text: str, kind: SectionKind = SectionKind.CASE) -> Section:
    return Section(kind, "", text, 0, len(text))


def over(line: str, text: str, kind: SectionKind = SectionKind.CASE) -> bool:
    start = text.index(line)
    return stands_over(section(text, kind), start, start + len(line))


@pytest.mark.parametrize("line", [LINE, "Trafik og støj langs den nye vej mellem skolen og havnen"])
def test_a_line_over_a_paragraph_is_its_heading(line: str) -> None:
    assert over(line, f"Først dette.\n\n{line}\n\n{BELOW}")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (LINE, f"Først dette.\n\n{LINE}\n{BELOW}"),
        (LINE, f"Først dette.\n\n{LINE}\n\nEn anden linje uden punktum på slutningen"),
        ("Planen er god.", f"Først dette.\n\nPlanen er god.\n\n{BELOW}"),
        (
            "Forvaltningen har valgt en tunnel, som blev malet i 2021",
            f"Forvaltningen har valgt en tunnel, som blev malet i 2021\n\n{BELOW}",
        ),
        ("- Trafik og støj", f"Først dette.\n\n- Trafik og støj\n\n{BELOW}"),
    ],
)
def test_sentences_points_and_lines_that_run_on_are_none(line: str, text: str) -> None:
    assert not over(line, text)


def test_a_decision_has_no_such_headings() -> None:
    assert not over(LINE, f"{LINE}\n\n{BELOW}", SectionKind.DECISION)

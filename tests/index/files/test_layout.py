"""Lines of a page in the order they are read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.files.layout import Line, in_reading_order, with_paragraphs


def line(text: str, left: float, top: float, width: float | None = None) -> Line:
    return Line(text, left, top - 11, left + (width or 6 * len(text)), top)


COLUMN = [line(f"venstre spalte med en del tekst {n}", 50, 700 - 14 * n) for n in range(4)]
OTHER = [line(f"højre spalte med en del tekst {n}", 320, 700 - 14 * n) for n in range(3)]


def texts(lines: list[Line]) -> list[str]:
    return [one.text for one in lines]


def ordered(lines: list[Line]) -> list[str]:
    return texts(in_reading_order(lines))


def test_a_page_written_as_it_is_read_is_left_alone() -> None:
    lines = [line("øverst", 50, 800), line("indrykket", 90, 780), line("nederst", 50, 700)]
    assert ordered(lines) == texts(lines)


def test_columns_are_read_one_after_the_other() -> None:
    assert ordered([*COLUMN, *OTHER]) == texts([*COLUMN, *OTHER])
    assert ordered([*OTHER, *COLUMN]) == texts([*COLUMN, *OTHER])


def test_a_frame_written_last_is_read_where_it_stands() -> None:
    above, frame, below = (
        line("over rammen", 50, 800),
        line("rammen", 50, 770),
        line("under", 50, 740),
    )
    assert ordered([above, below, frame]) == ["over rammen", "rammen", "under"]


def test_labels_meet_their_values() -> None:
    labels = [line("Dato", 50, 780), line("Sted", 50, 766)]
    values = [line("3. marts", 200, 780), line("Kajen", 200, 766)]
    assert ordered([*labels, *values]) == ["Dato 3. marts", "Sted Kajen"]


def test_a_value_of_two_lines_keeps_both() -> None:
    lines = [line("Deltagere", 50, 780), line("Per Holm", 200, 780), line("Ida Krog", 200, 766)]
    assert ordered([line("Sted", 50, 752), *lines]) == [
        "Deltagere Per Holm",
        "Ida Krog",
        "Sted",
    ]


def test_a_blank_line_stands_where_the_space_is_wider_than_usual() -> None:
    tops = [700, 687, 674, 654, 641, 628, 590]
    lines = [line(f"linje {n} i et afsnit", 50, top) for n, top in enumerate(tops)]
    assert [n for n, text in enumerate(with_paragraphs(lines)) if not text] == [3, 7]


def test_double_spaced_lines_are_one_paragraph_and_rows_of_a_table_stay_together() -> None:
    spaced = [line(f"linje {n}", 50, 800 - 26 * n) for n in range(8)]
    assert with_paragraphs(spaced) == texts(spaced)
    rows = [line(f"{n}\tkroner", 50, 500 - 18 * n) for n in range(3)]
    text = [line(f"linje {n}", 50, 700 - 13 * n) for n in range(8)]
    assert with_paragraphs([*text, *rows])[-4:] == ["", *texts(rows)]


@pytest.mark.parametrize("lines", [[], [line("alene", 50, 800)]])
def test_an_empty_page_and_a_single_line_are_themselves(lines: list[Line]) -> None:
    assert ordered(lines) == texts(lines)


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            line,
            st.sampled_from(["a", "bb", "en længere linje med flere ord", "c:"]),
            st.integers(0, 500),
            st.integers(0, 800),
        ),
        max_size=12,
    )
)
def test_no_word_is_lost_or_doubled_wherever_the_lines_stand(lines: list[Line]) -> None:
    read = " ".join(with_paragraphs(in_reading_order(lines))).split()
    assert sorted(read) == sorted(" ".join(texts(lines)).split())

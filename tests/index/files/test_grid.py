"""Tables in PDFs: rows and cells as a reader sees them, and nothing else taken for a table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from fpdf import FPDF

from index.files.pdf import read_pdf
from index.formats import read_meetings_in
from index.types import SectionKind

RATES = (
    ("Ydelse", "Hverdag", "Aften", "Nat"),
    ("Personlig pleje", "412,50 kr.", "498,00 kr.", "561,25 kr."),
    ("Praktisk hjælp", "388,00 kr.", "", "-"),
    (
        "Sygepleje, herunder tilkald og kørsel til borgere i landområder",
        "455,10 kr.",
        "530,00 kr.",
        "602,80 kr.",
    ),
)
LEFT = """Skolen har haft en god sommer med|mange gæster i haven. Lærerne har|lagt et nyt skema, og
 eleverne har|fået to timer mere i musik. Boden er|åben i spisefrikvarteret hver dag.""".replace(
    "\n", ""
)
RIGHT = """Hallen er malet, og gulvet er slebet|af i juli. Der er kommet nye bander,|som klubberne har
 betalt. Til efteråret|skal taget efterses, og det koster en|halv million kroner ifølge rådgiveren.""".replace(
    "\n", ""
)


def page(size: int = 11) -> FPDF:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=size)
    return pdf


def lines(pdf: FPDF) -> list[str]:
    """The lines, the blank ones between paragraphs left out."""
    text, _, _ = read_pdf(bytes(pdf.output()))
    return [line for line in text.split("\n") if line]


def write(pdf: FPDF, text: str) -> None:
    pdf.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")


def write_row(pdf: FPDF, cells: Sequence[str], widths: Sequence[int], aligned: str = "") -> None:
    for cell, width, align in zip(cells, widths, aligned.ljust(len(cells), "L"), strict=True):
        pdf.cell(width, 6, cell, align=align)
    pdf.ln(6)


@pytest.mark.parametrize("borders", ["ALL", "NONE", "HORIZONTAL_LINES"])
def test_a_table_keeps_its_rows_and_its_cells(borders: str) -> None:
    pdf = page()
    write(pdf, "Timepriserne fremgår af tabellen. Prisen om natten dækker også tilkald.")
    with pdf.table(width=160, col_widths=(70, 30, 30, 30), borders_layout=borders) as table:
        for cells in RATES:
            row = table.row()
            for cell in cells:
                row.cell(cell)
    pdf.ln(4)
    write(pdf, "Beslutning")
    assert lines(pdf)[1:] == ["\t".join(cells) for cells in RATES] + ["Beslutning"]


def test_the_price_of_a_service_at_night_stands_with_its_row_and_its_column_s_head() -> None:
    pdf = page()
    write(pdf, "REFERAT Omsorgsudvalget d. 14-03-2024\n\nPunkt 1: Takster\n\nSagsfremstilling")
    with pdf.table(width=160, col_widths=(70, 30, 30, 30)) as table:
        for cells in RATES:
            row = table.row()
            for cell in cells:
                row.cell(cell)
    pdf.ln(4)
    write(pdf, "Beslutning\n\nGodkendt.")
    _, (meeting,) = read_meetings_in(bytes(pdf.output()), "a.pdf", "a.pdf")
    (item,) = meeting.items
    assert [section.kind for section in item.sections] == [SectionKind.CASE, SectionKind.DECISION]
    rows = [line.split("\t") for line in item.sections[0].text.split("\n") if "\t" in line]
    assert dict(zip(rows[0], rows[1], strict=True))["Nat"] == "561,25 kr."


def test_figures_to_the_right_and_a_head_over_two_columns_are_one_table() -> None:
    pdf, widths = page(), (60, 30, 30, 30)
    write_row(pdf, ("", "Antal elever", "Ændring"), (60, 60, 30), "LCR")
    write_row(pdf, ("Skole", "2022", "2023", "pct."), widths, "LRRR")
    write_row(pdf, ("Nord",), widths[:1])
    write_row(pdf, ("Bakkeskolen", "412", "398", "-3,4"), widths, "LRRR")
    write_row(pdf, ("I alt", "1.489", "1.442", "-3,2"), widths, "LRRR")
    write(
        pdf, "Tallene er fra den 5. september i begge år, og de er hentet i skolernes eget system."
    )
    assert lines(pdf)[:5] == [
        "\tAntal elever\t\tÆndring",
        "Skole\t2022\t2023\tpct.",
        "Nord",
        "Bakkeskolen\t412\t398\t-3,4",
        "I alt\t1.489\t1.442\t-3,2",
    ]


def test_a_table_that_was_written_column_by_column_is_read_row_by_row() -> None:
    pdf = page()
    top = pdf.get_y()
    columns = (
        ("Område", "Ældre", "Skole"),
        ("Budget", "310,2", "402,9"),
        ("Brug", "305,0", "411,3"),
    )
    for n, column in enumerate(columns):
        pdf.set_xy(10 + n * 50, top)
        for cell in column:
            pdf.cell(50, 6, cell, new_x="LEFT", new_y="NEXT")
    assert lines(pdf) == ["Område\tBudget\tBrug", "Ældre\t310,2\t305,0", "Skole\t402,9\t411,3"]


def test_lines_between_the_rows_keep_broken_cells_together() -> None:
    pdf = page(9)
    rows = (
        ("Nr.", "Høringssvar", "Afsender", "Bemærkning"),
        ("1", "Der ønskes en lavere bygning mod nord, så haverne på Elmevej ikke kommer til at "
         "ligge i skygge om aftenen", "Grundejerne på Elmevej", "Imødekommes ikke"),
        ("2", "Støj", "En borger", "Taget til efterretning med henvisning til notatet om støj"),
    )  # fmt: skip
    with pdf.table(
        width=180, col_widths=(20, 90, 35, 35), line_height=4.5, text_align="LEFT"
    ) as table:
        for cells in rows:
            row = table.row()
            for cell in cells:
                row.cell(cell)
    assert lines(pdf) == ["\t".join(cells) for cells in rows]


def test_a_page_in_two_columns_is_no_table() -> None:
    pdf = page()
    with pdf.text_columns(ncols=2, gutter=8, text_align="L") as columns:
        columns.write(f"{LEFT.replace('|', ' ')}\n\n{RIGHT.replace('|', ' ') * 4}")
    assert not any("\t" in line for line in lines(pdf))


def test_two_columns_written_across_the_page_are_no_table() -> None:
    pdf = page()
    for left, right in zip(LEFT.split("|"), RIGHT.split("|"), strict=True):
        write_row(pdf, (left, right), (90, 90))
    assert not any("\t" in line for line in lines(pdf))


@pytest.mark.parametrize(
    "rows",
    [
        [("1.", "Godkendelse af dagsorden"), ("2.", "Ny cykelsti"), ("3.", "Eventuelt")],
        [("Mødedato:", "14. marts 2024"), ("Sted:", "Rådhuset"), ("Afbud:", "Kim Vad")],
        [("-", "et punkt i en liste"), ("-", "et punkt til"), ("-", "og det sidste")],
    ],
)
def test_numbers_labels_and_marks_before_their_text_are_no_columns(
    rows: list[tuple[str, str]],
) -> None:
    pdf = page()
    for cells in rows:
        write_row(pdf, cells, (40, 100))
    assert lines(pdf) == [" ".join(cells) for cells in rows]


def test_justified_text_is_no_table() -> None:
    pdf = page()
    text = (
        "Forvaltningen har undersøgt mulighederne for at etablere en ny cykelstiforbindelse. " * 6
    )
    pdf.multi_cell(110, 6, text, align="J")
    found = lines(pdf)
    assert len(found) > 4
    assert not any("\t" in line for line in found)
    assert all(one and two for one, two in pairwise(found))

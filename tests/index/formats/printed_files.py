"""The text of a printed document -> the bytes of a Word file or a PDF that looks like it.

"# Title" is a heading, "**words**" are bold, "- " begins an entry of a list, tabs part the cells of
a row. A PDF fills its lines; "\\" ends one, "%page" a page, "%head" and "%foot" stand on every page.
"""

from __future__ import annotations

import re
from io import BytesIO

import docx
from fpdf import FPDF

HEADING = re.compile(r"(#{1,4}) (.*)")


def word_file(text: str) -> bytes:
    document = docx.Document()
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            table = document.add_table(0, max(map(len, rows)))
            for row in rows:
                for cell, value in zip(table.add_row().cells, row, strict=False):
                    cell.text = value
            rows = []
        heading = HEADING.match(line)
        if heading:
            document.add_heading(heading[2], len(heading[1]))
        elif line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        else:
            paragraph = document.add_paragraph()
            for n, part in enumerate(line.split("**")):
                paragraph.add_run(part).bold = n % 2 == 1
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


class Printer(FPDF):
    """Pages with the same head and foot."""

    def __init__(self, head: list[str], foot: list[str]) -> None:
        super().__init__(format="A4")
        self.lines = (head, foot)
        self.set_auto_page_break(True, 25)
        self.add_page()

    def header(self) -> None:
        self.edge(self.lines[0])
        self.ln(4 if self.lines[0] else 0)

    def footer(self) -> None:
        self.set_y(-15)
        self.edge(self.lines[1])

    def edge(self, lines: list[str]) -> None:
        self.set_font("Helvetica", "", 8)
        for line in lines:
            text = line.replace("{n}", str(self.page_no()))
            self.cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")

    def paragraph(self, text: str, size: float = 10.5, bold: bool = False) -> None:
        self.set_font("Helvetica", "B" if bold else "", size)
        self.multi_cell(0, size / 2, text, new_x="LMARGIN", new_y="NEXT", align="L")


def pdf_file(text: str) -> bytes:
    lines = text.split("\n")
    edges = [
        [line[6:] for line in lines if line.startswith(f"%{name} ")] for name in ("head", "foot")
    ]
    pdf = Printer(edges[0], edges[1])
    words: list[str] = []
    for line in [*lines, ""]:
        heading, bold = HEADING.match(line), line.startswith("**")
        ends = not line.strip() or heading or bold or line == "%page"
        if ends and words:
            pdf.paragraph(" ".join(words))
            words = []
        if heading:
            pdf.paragraph(heading[2], 17 - 2 * len(heading[1]), True)
        elif bold:
            pdf.paragraph(line.strip("*\\"), bold=True)
        elif line == "%page":
            pdf.add_page()
        elif not line.strip():
            pdf.ln(5)
        elif not line.startswith(("%head ", "%foot ")):
            words.append(line.rstrip("\\"))
            if line.endswith("\\"):
                pdf.paragraph(" ".join(words))
                words = []
    return bytes(pdf.output())

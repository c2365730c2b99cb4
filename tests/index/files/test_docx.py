"""A Word file is read whole: fields, insertions, frames and tables in tables, whatever it says."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from index.files.docx import read_docx
from index.files.docx_text import WIDEST
from index.types import UnreadableError

CELL = "<w:tc>{settings}<w:p><w:r><w:t>{text}</w:t></w:r></w:p>{more}</w:tc>"


def paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text: str, settings: str = "", more: str = "") -> str:
    return CELL.format(text=text, more=more, settings=settings and f"<w:tcPr>{settings}</w:tcPr>")


def table(*rows: str, settings: str = "") -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{settings}{row}</w:tr>' for row in rows)}</w:tbl>"


def text_of(*blocks: str) -> str:
    """What is read of a Word file with these blocks."""
    document = docx.Document()
    for block in blocks:
        space, rest = block.index(">"), block
        if rest[space - 1] == "/":
            space -= 1
        element = parse_xml(f"{rest[:space]} {nsdecls('w')}{rest[space:]}")
        document.element.body.insert(len(document.element.body) - 1, element)
    held = BytesIO()
    document.save(held)
    return read_docx(held.getvalue())[0]


def test_what_stands_in_a_template_s_fields_is_read() -> None:
    block = f"<w:sdt><w:sdtContent>{paragraph(run('Hele punktet'))}</w:sdtContent></w:sdt>"
    field = f"<w:sdt><w:sdtContent>{run('4. maj')}</w:sdtContent></w:sdt>"
    simple = f'<w:fldSimple w:instr="DOCPROPERTY Sag">{run("24/118")}</w:fldSimple>'
    text = text_of(block, paragraph(f"{run('Dato: ')}{field}{run(', sag ')}{simple}"))
    assert text == "Hele punktet\n\nDato: 4. maj, sag 24/118"


def test_what_was_inserted_is_read_and_what_was_deleted_is_not() -> None:
    new = f'<w:ins w:id="1" w:author="a">{run("godkendt")}</w:ins>'
    old = '<w:del w:id="2" w:author="a"><w:r><w:delText>afvist</w:delText></w:r></w:del>'
    assert text_of(paragraph(f"{run('Forslaget blev ')}{old}{new}{run('.')}")) == (
        "Forslaget blev godkendt."
    )


def test_a_table_in_a_cell_is_part_of_the_cell() -> None:
    inner = table(cell("fire") + cell("fem"))
    assert text_of(table(cell("en") + cell("to", more=inner + paragraph(run("seks"))))) == (
        "en\tto fire fem seks"
    )


def test_a_frame_of_one_column_leaves_its_paragraphs_apart() -> None:
    assert text_of(table(cell("Punkt 1", more=paragraph(run("Godkendt."))), cell("Punkt 2"))) == (
        "Punkt 1\n\nGodkendt.\n\nPunkt 2"
    )


def test_a_cell_that_reaches_over_rows_is_told_in_each_of_them() -> None:
    top = cell("Skole", '<w:vMerge w:val="restart"/>') + cell("2024")
    below = cell("", "<w:vMerge/>") + cell("2025")
    apart = cell("Hal") + cell("2026")
    rows = text_of(table(top, *[below] * 1_500, apart)).splitlines()
    assert rows[:2] == ["Skole\t2024", "Skole\t2025"]
    assert rows[-2:] == ["Skole\t2025", "Hal\t2026"]


@pytest.mark.parametrize("width", ["200000000", "99999999999999999999", "-4", "mange"])
def test_a_span_that_no_table_has_costs_nothing(width: str) -> None:
    text = text_of(table(cell("a", f'<w:gridSpan w:val="{width}"/>') + cell("b")))
    assert text.startswith("a\t")
    assert text.endswith("\tb")
    assert text.count("\t") <= WIDEST
    before = f'<w:trPr><w:gridBefore w:val="{width}"/></w:trPr>'
    assert len(text_of(table(cell("a") + cell("b"), settings=before))) <= WIDEST + 3


def test_a_file_that_is_all_markup_is_refused_before_it_is_taken_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index.files.docx.MOST_XML_MB", 1)
    with pytest.raises(UnreadableError, match="Del den op"):
        text_of(*[paragraph(run(f"{n} {n * 7919} {n * 104729}")) for n in range(20_000)])


BOX = """<w:r {ns}><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p>
</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p>
</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


def saved(document: WordDocument) -> str:
    stream = BytesIO()
    document.save(stream)
    return read_docx(stream.getvalue())[0]


def test_a_text_box_is_read_once_and_after_its_paragraph() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Referat")
    paragraph._p.append(parse_xml(BOX.format(ns=nsdecls("w"), text="Mødedato: 3. maj 2031")))
    document.add_paragraph("Punkt 1")
    assert saved(document) == "Referat\n\nMødedato: 3. maj 2031\n\nPunkt 1"


def test_the_head_of_the_pages_comes_first_and_once() -> None:
    document = docx.Document()
    first = document.sections[0]
    first.different_first_page_header_footer = True
    first.first_page_header.paragraphs[0].text = "Havneudvalget, 3. maj 2031"
    first.header.paragraphs[0].text = "Havneudvalget, 3. maj 2031"
    first.header.add_paragraph("Side 2 af 5")
    first.footer.paragraphs[0].text = "Aaløse Kommune, Torvet 1"
    document.add_paragraph("Punkt 1: Ny mole")
    assert saved(document) == "Havneudvalget, 3. maj 2031\n\nPunkt 1: Ny mole"


def test_a_head_of_the_pages_that_the_text_begins_with_is_left_out() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "HAVNEUDVALGET"
    document.add_paragraph("Havneudvalget")
    assert saved(document) == "Havneudvalget"

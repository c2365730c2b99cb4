"""Rows -> a file for a spreadsheet: CSV as Danish Excel reads it, or XLSX."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from xml.sax.saxutils import escape

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
"""How a cell begins that some spreadsheet would reckon, the wide signs of Asian keyboards too."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"[1-9]\d{0,3}")
_FIRST = date(1899, 12, 30)
"""Day 0 of a spreadsheet (which takes 1900 for a leap year)."""
CELL = 32_000
"""Characters in a cell at most; Excel takes 32,767."""
NARROWEST, WIDEST = 8, 60
"""Characters across a column."""


def to_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte-order mark and semicolons. A cell never begins as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_xlsx(head: Sequence[str], rows: Iterable[Sequence[str]], name: str) -> bytes:
    """One sheet with a frozen, filterable head (ECMA-376, inline strings). Dates (ISO) and small
    numbers can be sorted and filtered as such; all else is text, whatever it looks like."""
    lines = [head, *rows]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        for path, text in _PARTS.items():
            parts.writestr(path, text.replace("{name}", escape(name[:31])))
        parts.writestr("xl/worksheets/sheet1.xml", _sheet(lines))
    return out.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _sheet(lines: Sequence[Sequence[str]]) -> str:
    columns = len(lines[0])
    body = "".join(
        f'<row r="{r}">' + "".join(_cell(r, c, text) for c, text in enumerate(line)) + "</row>"
        for r, line in enumerate(lines, 1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{_widths(lines)}</cols><sheetData>{body}</sheetData>"
        f'<autoFilter ref="A1:{_column(columns - 1)}{len(lines)}"/></worksheet>'
    )


def _widths(lines: Sequence[Sequence[str]]) -> str:
    """Each column as wide as its longest cell, within reason."""
    found = []
    for n, cells in enumerate(zip(*lines, strict=True), 1):
        width = max(NARROWEST, min(WIDEST, max(map(len, cells)) + 2))
        found.append(f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>')
    return "".join(found)


def _cell(row: int, column: int, text: str) -> str:
    place = f'<c r="{_column(column)}{row}"'
    day = _day(text)
    if day and row > 1:
        return f'{place} s="2"><v>{(day - _FIRST).days}</v></c>'
    if _NUMBER.fullmatch(text) and row > 1:
        return f"{place}><v>{text}</v></c>"
    kept = escape(_FORBIDDEN.sub("", text)[:CELL])
    style = ' s="1"' if row == 1 else ""
    return f'{place} t="inlineStr"{style}><is><t xml:space="preserve">{kept}</t></is></c>'


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _column(n: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    name = ""
    n += 1
    while n:
        n, rest = divmod(n - 1, 26)
        name = chr(65 + rest) + name
    return name


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEETS}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEETS}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEETS}.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
        '<fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
        '<xf fontId="1" applyFont="1"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
        "</styleSheet>"
    ),
}

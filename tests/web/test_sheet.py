from __future__ import annotations

import csv
import io
import zipfile
from xml.etree import ElementTree

import pytest

from web.sheet import to_csv, to_xlsx

HEAD = ("Titel", "Beslutning")
NAME = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_csv_opens_in_danish_excel() -> None:
    text = to_csv(HEAD, [("Æblehaven; nord", 'Kaldes "Lunden"')])
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode("utf-8-sig").splitlines() == [
        "Titel;Beslutning",
        '"Æblehaven; nord";"Kaldes ""Lunden"""',
    ]


def test_no_cell_of_csv_begins_as_a_formula() -> None:
    lines = to_csv(HEAD, [("=1+1", "-at det godkendes"), ("+45", "@sum")]).decode("utf-8-sig")
    assert lines.splitlines()[1:] == ["'=1+1;'-at det godkendes", "'+45;'@sum"]


@pytest.mark.parametrize("cell", [" =1+1", "\n=1+1", "\xa0@sum", "＝1+1", "\tx"])
def test_a_formula_behind_space_or_in_wide_signs_is_one(cell: str) -> None:
    rows = csv.reader(io.StringIO(to_csv(HEAD, [(cell, "")]).decode("utf-8-sig")), delimiter=";")
    assert list(rows)[1][0] == f"'{cell}"


def test_xlsx_holds_the_text_as_text() -> None:
    rows = [("=HYPERLINK()", "<b>Nej</b> & \x00ja"), ("Æ", "linje 1\nlinje 2")]
    with zipfile.ZipFile(io.BytesIO(to_xlsx(HEAD, rows, "Beslutninger"))) as parts:
        for name in parts.namelist():
            ElementTree.fromstring(parts.read(name))
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    found = [t.text for t in sheet.iter(f"{NAME}t")]
    assert found == [
        "Titel",
        "Beslutning",
        "=HYPERLINK()",
        "<b>Nej</b> & ja",
        "Æ",
        "linje 1\nlinje 2",
    ]
    assert not list(sheet.iter(f"{NAME}f"))


def test_the_columns_past_z_have_two_letters() -> None:
    body = to_xlsx(tuple(str(n) for n in range(28)), [], "x")
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    assert [c.get("r") for c in sheet.iter(f"{NAME}c")][24:] == ["Y1", "Z1", "AA1", "AB1"]


def test_xlsx_sorts_by_date_and_by_number() -> None:
    rows = [("2024-02-29", "7"), ("2024-02-30", "007"), ("24-000007", "12345")]
    with zipfile.ZipFile(io.BytesIO(to_xlsx(("2024-01-01", "3"), rows, "x"))) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    assert [v.text for v in sheet.iter(f"{NAME}v")] == ["45351", "7"]
    assert [t.text for t in sheet.iter(f"{NAME}t")] == [
        *("2024-01-01", "3"),
        *("2024-02-30", "007"),
        *("24-000007", "12345"),
    ]


def test_a_column_of_xlsx_is_as_wide_as_its_text_within_reason() -> None:
    with zipfile.ZipFile(
        io.BytesIO(to_xlsx(("A", "B", "C"), [("1", "b" * 20, "c" * 500)], "x"))
    ) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    assert [col.get("width") for col in sheet.iter(f"{NAME}col")] == ["8", "22", "60"]

"""Files -> text, and a clear Danish sentence for every file that cannot be read."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from index.files import pdf, pdf_apart
from index.read import contents, find_files, read, read_bytes
from index.types import Document, UnreadableError

PAGE = """<!doctype html><html><head><title>Vandby Kommune</title><style>p {color: red}</style></head>
<body><div class="cookie-banner"><p>Vi bruger cookies</p></div><header><a href="/">Forside</a></header>
<nav><ul><li>Borger</li></ul></nav>
<main><h1>Havneudvalget</h1><p>Mødet blev holdt<br>på   kajen.</p>
<h3><button>1. Ny bro</button></h3><p>Broen er <b>gam</b>mel&nbsp;nu.</p>
<ul><li>rust</li><li>råd<ol><li>i planker</li></ol></li></ul>
<table><thead><tr><th>Post</th><th>2031</th></tr></thead>
<tr><td rowspan=2>Bro<br>og kaj</td><td>5</td></tr><tr><td>7</td></tr>
<tr><td colspan="2">I alt</td><td>12</td></tr></table>
<a href="#">Til toppen</a><script>alert(1)</script></main>
<footer>Rådhuset 1</footer></body></html>"""


def every(path: Path) -> Iterator[Document | UnreadableError]:
    """Each member of a ZIP archive, or the file itself, as it is read; or why it cannot be."""
    for name, data in contents(path):
        try:
            yield data if isinstance(data, UnreadableError) else read_bytes(data, name, name)
        except UnreadableError as error:
            yield error


def text_pdf(pages: list[list[tuple[int, int, str]]]) -> bytes:
    """A PDF with lines of (x, y, text), written by hand: there is no PDF writer here."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for n, lines in enumerate(pages):
        shown = b"".join(
            b"BT /F1 11 Tf %d %d Td (%s) Tj ET\n" % (x, y, text.encode("cp1252"))
            for x, y, text in lines
        )
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
            b"/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>" % (5 + 2 * n)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + head + table + tail


def word_file() -> bytes:
    document = docx.Document()
    document.add_heading("Havneudvalget", 1)
    document.add_paragraph("Mødested: kajen")
    document.add_heading("Punkt 1: Ny bro", 2)
    document.add_paragraph("Direktøren indstiller,")
    document.add_paragraph("at broen males", style="List Number")
    document.add_paragraph("at broen måles", style="List Number")
    table = document.add_table(2, 3)
    for cell, text in zip(table.rows[0].cells, ("Post", "2031", "2032"), strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(1, 1)).text = "I alt\nnetto"
    table.cell(1, 2).text = "12"
    document.add_paragraph("Tiltrådt.")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def zip_file(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def of(data: bytes, name: str) -> Document:
    return read_bytes(data, f"/mappe/{name}", name)


# Plain text and Markdown


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_in_the_encoding_it_has(encoding: str) -> None:
    assert of("Ærø – på ø’en".encode(encoding), "a.txt").text == "Ærø – på ø’en"


def test_only_line_ends_are_changed() -> None:
    raw = "Punkt 1:\tBro\r\n\r\n  indrykket\u00a0her\rny\u00adlinje\n"
    assert (
        of(raw.encode(), "a.txt").text == "Punkt 1:\tBro\n\n  indrykket\u00a0her\nny\u00adlinje\n"
    )


def test_text_cut_off_inside_a_letter_keeps_the_rest() -> None:
    whole = ("Havnen i Vandby skal males. " * 5 + "Broen på Ærø").encode()
    assert of(whole[:-1], "a.txt").text.endswith("Broen på Ær")


def test_form_feeds_are_page_marks() -> None:
    document = of(b"Side et\n\fSide to\n\f", "a.txt")
    assert [document.page_at(document.text.index(word)) for word in ("et", "to")] == [1, 2]
    assert len(document.pages) == 2


def test_the_digest_is_of_the_files_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"abc")
    document = read(path)
    assert document.digest.startswith("ba7816bf8f01cfea414140de5dae2223")
    assert (document.name, document.path, document.media) == ("a.md", str(path), "text/markdown")


# Web pages


def test_a_saved_page_is_read_without_its_furniture() -> None:
    assert of(PAGE.encode(), "side.html").text == (
        "Havneudvalget\nMødet blev holdt\npå kajen.\n\n"
        "1. Ny bro\nBroen er gammel nu.\n- rust\n- råd\n  1. i planker\n\n"
        "Post\t2031\nBro og kaj\t5\n\t7\nI alt\t\t12"
    )


def test_headings_are_where_they_say() -> None:
    document = of(PAGE.encode(), "side.aspx")
    found = [(level, document.text[start:end]) for level, start, end in document.headings]
    assert found == [(1, "Havneudvalget"), (3, "1. Ny bro")]


def test_a_page_without_a_main_part_keeps_its_body() -> None:
    page = b"<html><body><div class='menu-content'><h2>1. Bro</h2>" + b"<p>Tekst.</p>" * 60
    assert of(page, "a.htm").text.count("Tekst.") == 60


def test_a_page_inside_a_layout_table_is_no_table() -> None:
    page = "<table><tr><td><h2>1. Bro</h2><p>En.</p><p>To.</p></td></tr></table>"
    assert of(page.encode(), "a.html").text == "1. Bro\nEn.\n\nTo."


def test_a_page_is_read_in_the_charset_it_states_or_has() -> None:
    stated = "<html><meta charset='iso-8859-1'><p>Rødgrød på Ærø</p>".encode("latin-1")
    silent = "<html><p>Rødgrød på Ærø</p>".encode("cp1252")
    wrong = "<html><meta charset='utf-8'><p>Rødgrød på Ærø</p>".encode("cp1252")
    assert {of(page, "a.html").text for page in (stated, silent, wrong)} == {"Rødgrød på Ærø"}


def test_control_characters_do_no_harm() -> None:
    page = "<html><p>Broen\x00 er<nav>Menu</nav>&#1; gammel\x1f nu</p></html>"
    assert of(page.encode(), "a.html").text.split()[-1] == "nu"


def test_an_external_entity_is_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "hemmelig.txt"
    secret.write_text("adgangskode")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><p>Hej &x; igen</p></html>'
    assert "adgangskode" not in of(page.encode(), "a.html").text


def test_deep_nesting_is_read_or_refused_but_never_cut() -> None:
    def page(depth: int) -> bytes:
        return f"<html>{'<div>' * depth}bunden{'</div>' * depth}<p>slut</p>".encode()

    assert of(page(1_000), "a.html").text == "bunden\n\nslut"
    with pytest.raises(UnreadableError, match="ødelagt webside"):
        of(page(20_000), "a.html")


# Word


def test_a_word_file_keeps_the_order_of_paragraphs_lists_and_tables() -> None:
    document = of(word_file(), "a.docx")
    assert document.text == (
        "Havneudvalget\nMødested: kajen\n\nPunkt 1: Ny bro\nDirektøren indstiller,\n"
        "1. at broen males\n2. at broen måles\n\nPost\t2031\t2032\nI alt netto\t\t12\n\nTiltrådt."
    )
    found = [(level, document.text[start:end]) for level, start, end in document.headings]
    assert found == [(1, "Havneudvalget"), (2, "Punkt 1: Ny bro")]


def test_a_word_file_under_another_name_is_still_one() -> None:
    assert of(word_file(), "referat.pdf").text.startswith("Havneudvalget")


# PDF


def test_a_pdf_is_read_page_by_page() -> None:
    document = of(
        text_pdf(
            [[(50, 800, "Referat fra kajen"), (50, 780, "Side 1")], [(50, 800, "Punkt 2: Ærø")]]
        ),
        "a.pdf",
    )
    assert document.text == "Referat fra kajen\nSide 1\n\nPunkt 2: Ærø"
    assert [document.page_at(document.text.index(word)) for word in ("Side", "Punkt")] == [1, 2]


def test_a_word_that_a_line_end_cut_is_whole_and_a_hyphen_of_its_own_stays() -> None:
    lines = [(50, 800, "Kommunalbestyrel-"), (50, 786, "sen og havne-"), (50, 772, "og brofolket")]
    assert of(text_pdf([lines]), "a.pdf").text.split() == (
        ["Kommunalbestyrelsen", "og", "havne-", "og", "brofolket"]
    )


def test_values_that_were_written_after_their_labels_stand_beside_them() -> None:
    lines = [
        (50, 800, "Referat fra havneudvalgets ekstraordinære møde"),
        (50, 780, "Dato:"),
        (50, 765, "Sted:"),
        (200, 780, "3. marts 2031"),
        (200, 765, "Kajen"),
        (50, 740, "Punkt 1"),
    ]
    assert of(text_pdf([lines]), "a.pdf").text.splitlines()[1:] == [
        "Dato: 3. marts 2031",
        "Sted: Kajen",
        "Punkt 1",
    ]


@pytest.fixture
def fake_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A program of that name which knows Danish and reads the same on every page."""
    program = tmp_path / "tesseract"
    program.write_text(
        '#!/bin/sh\nif [ "$1" = --list-langs ]; then echo dan; else cat >/dev/null; '
        'echo "Broen blev godkendt"; fi\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    pdf._languages.cache_clear()
    pdf_apart._READERS.end()  # the next one sees this PATH
    yield program
    pdf._languages.cache_clear()
    pdf_apart._READERS.end()


@pytest.mark.usefixtures("fake_tesseract")
def test_a_scanned_page_is_read_by_tesseract_where_there_is_one() -> None:
    document = of(text_pdf([[(50, 800, "Referat fra kajen")], []]), "a.pdf")
    assert document.text == "Referat fra kajen\n\nBroen blev godkendt"
    assert document.blank_pages == ()


def test_a_tesseract_that_hangs_leaves_the_page_blank(
    fake_tesseract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_tesseract.write_text('#!/bin/sh\n[ "$1" = --list-langs ] && echo dan || exec sleep 30\n')
    monkeypatch.setattr(pdf, "OCR_SECONDS", 0.3)
    assert pdf.read_pdf(text_pdf([[(50, 800, "Referat fra kajen")], []]))[2] == (2,)


@pytest.fixture
def no_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No program of that name is to be found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    pdf_apart._READERS.end()


@pytest.mark.usefixtures("no_tesseract")
def test_a_page_without_text_is_named() -> None:
    document = of(text_pdf([[(50, 800, "Referat fra kajen")], []]), "a.pdf")
    assert document.blank_pages == (2,)


@pytest.mark.usefixtures("no_tesseract")
def test_a_scanned_pdf_says_what_to_do() -> None:
    with pytest.raises(UnreadableError, match=r"a\.pdf er skannet.*tesseract"):
        of(text_pdf([[], []]), "a.pdf")


# What cannot be read


@pytest.mark.parametrize(
    ("data", "name", "cause"),
    [
        (b"", "a.txt", "er tom"),
        (b" \r\n\t", "a.txt", "er tom"),
        (b"\x00\x01\x02\x03hej", "a.txt", "ikke en tekstfil"),
        (b"hej med dig", "a.pdf", "ikke en rigtig PDF"),
        (b"hej med dig", "a.docx", "ikke en rigtig Word-fil"),
        (text_pdf([[(50, 800, "Hej")]])[:200], "a.pdf", "beskadiget eller afkortet"),
        (word_file()[:4000], "a.docx", "beskadiget eller afkortet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "gammelt Office-format"),
        (b"{\\rtf1 hej}", "a.txt", "RTF"),
        (b"\x89PNG\r\n", "a.pdf", "billede"),
        (b"<html><body></body></html>", "a.html", "ingen tekst"),
        (zip_file({"a.txt": b"hej"}), "a.zip", "ZIP-arkiv"),
        (zip_file({"xl/workbook.xml": b"<x/>"}), "a.docx", "regneark"),
        (zip_file({"word/document.xml": b"<x/>"}), "a.docx", "beskadiget"),
        (zip_file({"word/document.xml": b"0" * 50_000_000}), "a.docx", "fylder for meget"),
        (b'{"a": 1}', "a.json", "er ikke et møde"),
    ],
)
def test_an_unreadable_file_is_named_with_its_cause(data: bytes, name: str, cause: str) -> None:
    with pytest.raises(UnreadableError, match=cause) as caught:
        of(data, name)
    assert str(caught.value).startswith(name)
    assert str(caught.value).endswith(".") or str(caught.value).endswith(").")


def test_a_file_above_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "stor.txt"
    path.write_bytes(b"x" * (1024 * 1024 + 1))
    with pytest.raises(UnreadableError, match="grænsen er 1 MB"):
        read(path, limit_mb=1)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="findes ikke"):
        read(tmp_path / "væk.txt")
    with pytest.raises(UnreadableError, match="er en mappe"):
        read(tmp_path)


# Archives and folders


def test_every_member_of_an_archive_is_read_and_a_bad_one_loses_no_other(tmp_path: Path) -> None:
    path = tmp_path / "referater.zip"
    bomb = b"0" * 80_000_000
    path.write_bytes(
        zip_file(
            {
                "2031/b.txt": b"Punkt 2",
                "2031/a.html": PAGE.encode(),
                "c.pdf": b"nej",
                "d.txt": bomb,
                "__MACOSX/e.txt": b"x",
                ".skjult.txt": b"x",
                "README.md": b"x",
            }
        )
    )
    found = list(every(path))
    names = [one.name for one in found if isinstance(one, Document)]
    errors = [str(one) for one in found if isinstance(one, UnreadableError)]
    assert names == ["referater.zip!2031/a.html", "referater.zip!2031/b.txt"]
    assert [error.split(" ")[0] for error in errors] == [
        "referater.zip!c.pdf",
        "referater.zip!d.txt",
    ]


def test_a_broken_archive_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zip_file({"a.txt": b"hej" * 1000})[:-30])
    (only,) = every(path)
    assert isinstance(only, UnreadableError)


def test_a_single_file_is_read_as_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Punkt 1")
    assert [one.name for one in every(path) if isinstance(one, Document)] == ["a.txt"]


def test_a_folder_gives_its_minutes_and_the_reasons_for_the_rest(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.PDF", "a/.git/x.txt", ".skjult.md", "README.md", "t.doc", "v.mp4"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    files, refused = find_files([tmp_path, tmp_path / "b.txt", tmp_path / "væk"])
    assert [str(path.relative_to(tmp_path)) for path in files] == ["a/z.PDF", "b.txt"]
    assert [path.name for path, _ in refused] == ["t.doc", "v.mp4", "væk"]
    assert "Word (.docx)" in refused[0][1]
    assert "findes ikke" in refused[2][1]


def test_a_name_that_cannot_be_stored_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    for name in (b"m\xf8de.txt", b"linje\nskift.txt", b"\x1b[31mr\xc3\xb8d.txt", b"god.txt"):
        (tmp_path / os.fsdecode(name)).write_text("hej")
    folder = tmp_path / os.fsdecode(b"\xe5r")
    folder.mkdir()
    (folder / "inde.txt").write_text("hej")
    files, refused = find_files([tmp_path])
    assert [path.name for path in files] == ["god.txt"]
    assert sorted(path.name for path, _ in refused) == [
        "?[31mrød.txt",
        "inde.txt",
        "linje?skift.txt",
        "møde.txt",
    ]
    assert all(reason.startswith(path.name) and "Omdøb" in reason for path, reason in refused)


def test_a_folder_that_may_not_be_opened_is_told_and_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests may run as root, who may open everything: the system's answers are played."""
    for name in ("lukket", "halv", "åben"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text("hej")
    access, stat = os.access, Path.stat

    def listed(path: Path, mode: int) -> bool:
        return Path(path).name != "lukket" and access(path, mode)

    def looked_at(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.name == "halv.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(os, "access", listed)
    monkeypatch.setattr(Path, "stat", looked_at)
    files, refused = find_files([tmp_path])
    assert "åben.txt" in [path.name for path in files]
    assert "halv.txt" not in [path.name for path in files]
    assert [path.name for path, _ in refused] == ["halv.txt", "lukket"]
    assert all("må ikke åbnes" in reason for _, reason in refused)


def test_a_folder_below_a_hidden_one_is_read_when_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / ".data" / "referater"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("x")
    assert find_files([folder])[0] == [folder / "a.txt"]


def test_the_heavy_readers_are_imported_only_when_needed() -> None:
    code = "import sys, index.read; print([m for m in ('lxml', 'docx', 'pypdfium2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_spans_that_the_style_sheet_sets_apart_are_words_apart() -> None:
    page = (
        '<html><body><div><span class="nr">Punkt 3</span><span class="t">Stien</span>'
        '<span class="s">Del 2</span></div><p><span class="x">B</span>'
        '<span class="y">eslutning</span></p></body></html>'
    )
    text = read_bytes(page.encode(), "a.html", "a.html").text
    assert "Punkt 3 Stien Del 2" in text
    assert "Beslutning" in text

"""Remakes the four sample minutes that are not plain text, from their sources in kilder/.

A source is `= body | date | day and time | place`, then `+ present` and `- absent`, then for each
item `## title | case number`, `### label` and paragraphs; a table is a run of lines with tabs.
Run `python sample/make.py`; it needs python-docx and, for the PDF only, `pip install fpdf2`.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from docx import Document
from fpdf import FPDF

HERE = Path(__file__).parent
TOWN = "Hjortsund Kommune"
MADE = datetime(2026, 1, 1, tzinfo=UTC)
ZERO = "00000000-0000-0000-0000-000000000000"
MONTHS = "januar februar marts april maj juni juli august september oktober november december"


@dataclass
class Item:
    """One agenda item: its sections are (label, lines)."""

    title: str
    case: str
    sections: list[tuple[str, list[str]]] = field(default_factory=list)


@dataclass
class Meeting:
    """One source file, read."""

    body: str
    date: str
    when: str
    place: str
    present: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


def read(path: Path) -> Meeting:
    """A source file as a meeting; raises ValueError on a line before its first heading."""
    first, *lines = path.read_text(encoding="utf-8").splitlines()
    body, date, when, place = (part.strip() for part in first.lstrip("= ").split("|"))
    meeting = Meeting(body, date, when, place)
    for line in lines:
        if line.startswith("## "):
            title, case = line[3:].rsplit("|", 1)
            meeting.items.append(Item(title.strip(), case.strip()))
        elif line.startswith("### "):
            meeting.items[-1].sections.append((line[4:], []))
        elif meeting.items:
            meeting.items[-1].sections[-1][1].append(line)
        elif line[:2] in ("+ ", "- "):
            (meeting.present if line[0] == "+" else meeting.absent).extend(line[2:].split(", "))
        else:
            raise ValueError(f"{path.name}: {line!r} stands before the first item")
    return meeting


def blocks(lines: list[str]) -> list[list[list[str]]]:
    """Lines as blocks: a paragraph is one row of one cell, a table its rows of cells."""
    found: list[list[list[str]]] = []
    for cells in (line.split("\t") for line in lines):
        if len(cells) > 1 and found and len(found[-1][0]) > 1:
            found[-1].append(cells)
        else:
            found.append([cells])
    return found


def table(rows: list[list[str]]) -> str:
    """Rows as an HTML table."""
    cells = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows)
    return "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</tbody></table>"


def marked_up(lines: list[str], tag: str) -> str:
    """Lines as HTML: tables as such, the rest each in a `tag` element."""
    return "\n".join(
        table(block) if len(block[0]) > 1 else f"<{tag}>{html.escape(block[0][0])}</{tag}>"
        for block in blocks(lines)
    )


def as_html(meeting: Meeting) -> str:
    """A page saved from the municipality's portal, with its menu, cookie text and footer."""
    day = re.sub(r"(\d\d)-(\d\d)-(\d{4})", _spoken, meeting.date)
    parts = [
        f'<!DOCTYPE html>\n<html lang="da"><head><meta charset="utf-8">\n<title>{meeting.body} - '
        f"Referat - {day} - {TOWN}</title><style>nav{{display:none}}</style></head><body>",
        '<div id="cookie-banner" role="dialog"><p>Vi bruger cookies til statistik. Du kan til '
        "enhver tid ændre dit valg.</p><button>Afvis</button><button>Accepter</button></div>",
        '<header><nav><ul><li><a href="/">Forside</a></li><li><a href="/borger">Borger</a></li>'
        '<li><a href="/politik">Politik</a></li></ul></nav></header>',
        f"<main>\n<h1>{meeting.body} - Referat</h1>\n<p>Dato: {day}</p>\n<p>Tidspunkt: "
        f"{meeting.when.split(' kl. ')[1]}</p>\n<p>Lokale: {meeting.place}</p>",
        "<p>Til stede:</p>\n<ul>",
        *(f"<li>{html.escape(name)}</li>" for name in meeting.present),
        "</ul>",
    ]
    for number, item in enumerate(meeting.items, 1):
        parts += [f"<h2>{number}. {html.escape(item.title)}</h2>", f"<p>Sagsnr.: {item.case}</p>"]
        for label, lines in item.sections:
            parts += [f"<h3>{html.escape(label)}</h3>", marked_up(lines, "p")]
        parts.append('<p><a href="#top">Til toppen</a></p>')
    parts.append(
        "</main>\n<footer><p>Hjortsund Kommune, Rådhuspladsen 1</p></footer></body></html>"
    )
    return "\n".join(parts) + "\n"


def _spoken(day: re.Match[str]) -> str:
    return f"{int(day[1])}. {MONTHS.split()[int(day[2]) - 1]} {day[3]}"


def as_json(meeting: Meeting, uid: str) -> str:
    """The meeting as a FirstAgenda portal answers `/api/agenda/dagsorden/{id}`."""
    day = "-".join(reversed(meeting.date.split("-")))
    begin = f"{day}T{meeting.when.split(' kl. ')[1]}:00+01:00"
    points = [_point(uid, number, item) for number, item in enumerate(meeting.items, 1)]
    present = [
        {"Name": name, "Absent": False, "ParticipationCancelled": False, "AttendanceType": 0}
        for name in meeting.present
    ]
    body = {"Id": str(uuid5(NAMESPACE_URL, meeting.body)), "Navn": meeting.body}
    held = {"Id": ZERO, "Dato": begin, "MeetingBeginUtc": begin, "Sted": meeting.place}
    held |= {"Navn": "Dagsorden"}
    answer = {
        "Dagsordenpunkter": points,
        "Udvalg": body | {"Historisk": False},
        "Moede": held | {"Afsluttet": True, "Moededeltagere": present, "Description": ""},
        "TillaegsDagsorden": False,
        "Id": uid,
        "Lydfiler": None,
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _point(uid: str, number: int, item: Item) -> dict[str, object]:
    attached = [line for label, lines in item.sections if label == "Bilag" for line in lines]
    bilag = [
        {"Id": str(uuid5(NAMESPACE_URL, name)), "Navn": name, "Order": 0, "HarPdfVersion": "true"}
        for name in attached
    ]
    text = {"Navn": "", "Html": _felt(item), "Tekst": None, "Link": "", "DocumentId": ZERO}
    names = {"Navn": item.title, "Caption": item.title, "SagsNummer": item.case}
    names |= {"CaseNumber": item.case, "Number": str(number), "Punktnummer": str(number)}
    ids = {"Id": str(uuid5(NAMESPACE_URL, f"{uid}/{number}")), "AgendaUid": uid}
    return ids | names | {"Sorting": number, "IsOpen": False, "Felter": [text], "Bilag": bilag}


def _felt(item: Item) -> str:
    if item.title.startswith("Lukket"):
        return item.sections[0][1][0]
    own, case, history = "", "", ""
    for label, lines in item.sections:
        body = marked_up(lines, "div")
        if label == "Beslutning":
            own = f"<div><h3>Beslutning</h3>\r\n<span>{body}</span>\r\n</div>\r\n"
        elif label == "Sagens forløb":
            head = re.sub(r"(.*) den (\S+), punkt \d+", r"<u>\2 \1</u><br>", lines[0])
            rest = "<br>\r ".join(html.escape(line) for line in lines[1:])
            history = f"<h3>{label}</h3>\r\n<span class='sagsforloeb'>{head}\r {rest}</span>\r\n"
        elif label != "Bilag":
            case += f"<h3><span>{label}</span></h3> {body}\r\n"
    told = f"<h3>Fremstilling</h3>\r\n<span class='ukendt'><div>{case}</div></span>\r\n"
    return f"<div><div id='sagsfremstillingContainer'>\r\n{own}{told}{history}</div></div>"


def as_docx(meeting: Meeting, path: Path) -> None:
    """A Word document with headings for items and labels, and real tables."""
    document = Document()
    document.core_properties.author, document.core_properties.comments = TOWN, ""
    document.core_properties.created = document.core_properties.modified = MADE
    document.add_heading(f"REFERAT {meeting.body} d. {meeting.date}", 0)
    for line in (f"Mødedato: {meeting.when}", f"Mødested: {meeting.place}"):
        document.add_paragraph(line)
    document.add_paragraph(f"Mødedeltagere: {', '.join(meeting.present)}")
    for number, item in enumerate(meeting.items, 1):
        document.add_heading(f"Punkt {number}: {item.title}", 1)
        document.add_paragraph(item.case)
        for label, lines in item.sections:
            document.add_heading(label, 2)
            for block in blocks(lines):
                if len(block[0]) > 1:
                    _docx_table(document, block)
                else:
                    document.add_paragraph(block[0][0])
    document.save(str(path))


def _docx_table(document: Document, rows: list[list[str]]) -> None:
    made = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text


class Pages(FPDF):
    """A4 pages with a running head and a page number, as a case system prints them."""

    head = ""

    def header(self) -> None:
        self.set_font("Helvetica", size=8)
        self.cell(0, 6, self.head, new_x="LMARGIN", new_y="NEXT")
        self.ln(4)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("Helvetica", size=8)
        self.cell(0, 6, f"Side {self.page_no()} af {{nb}}", align="R")

    def line_of(self, text: str, size: int = 10, bold: bool = False) -> None:
        """A paragraph that wraps at the margin."""
        self.set_font("Helvetica", "B" if bold else "", size)
        self.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
        self.ln(1.5)

    def row(self, cells: list[str]) -> None:
        """A table row: the first column is as wide as two of the others."""
        self.set_font("Helvetica", size=9)
        width = self.epw / (len(cells) + 1)
        for n, cell in enumerate(cells):
            self.cell(width * (1 if n else 2), 5.5, cell, border=1)
        self.ln(5.5)


def as_pdf(meeting: Meeting, path: Path) -> None:
    """A PDF with a text layer. Two passes: the contents list needs the items' pages."""
    starts = [0] * len(meeting.items)
    for _ in range(2):
        pdf = Pages()
        pdf.head = f"{TOWN} - {meeting.body} - {meeting.date}"
        starts = _print(pdf, meeting, starts)
    pdf.output(str(path))


def _print(pdf: Pages, meeting: Meeting, starts: list[int]) -> list[int]:
    pdf.set_creation_date(MADE)
    pdf.add_page()
    pdf.line_of(f"REFERAT {meeting.body} d. {meeting.date}", 15, True)
    people = f"Mødedeltagere {', '.join(meeting.present)}"
    for line in (f"Mødedato {meeting.when}", f"Mødested {meeting.place}", people):
        pdf.line_of(line)
    if meeting.absent:
        pdf.line_of(f"Afbud {', '.join(meeting.absent)}")
    pdf.line_of("Indholdsfortegnelse", 12, True)
    for item, page in zip(meeting.items, starts, strict=True):
        pdf.line_of(f"{item.title}..... {page}")
    pdf.add_page()
    pages = []
    for number, item in enumerate(meeting.items, 1):
        if pdf.will_page_break(40):
            pdf.add_page()
        pages.append(pdf.page_no())
        pdf.line_of(f"Punkt {number}: {item.title}", 13, True)
        pdf.line_of(item.case)
        for label, lines in item.sections:
            pdf.line_of(label, 11, True)
            for line in lines:
                pdf.row(line.split("\t")) if "\t" in line else pdf.line_of(line)
        pdf.ln(4)
    return pages


def main() -> None:
    """Writes each source's minutes to referater/, in the format its name asks for."""
    out = HERE / "referater"
    for source in sorted((HERE / "kilder").glob("*.md")):
        name, kind = source.stem.rsplit(".", 1)
        meeting, path = read(source), out / f"{name}.{kind}"
        if kind == "pdf":
            as_pdf(meeting, path)
        elif kind == "docx":
            as_docx(meeting, path)
        elif kind == "json":
            path.write_text(as_json(meeting, str(uuid5(NAMESPACE_URL, name))), encoding="utf-8")
        else:
            path.write_text(as_html(meeting), encoding="utf-8")


if __name__ == "__main__":
    main()

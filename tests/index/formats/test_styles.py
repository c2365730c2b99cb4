"""One invented agenda, printed the way forty municipalities, parishes and schools print theirs.

Every style says how it prints numbers, titles, case numbers and labels; the builder prints the
same agenda in it, and the reading must give the agenda back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256

import pytest

from index.formats import meetings_of
from index.types import Document, Meeting, SectionKind

K = SectionKind
LABELS = {
    K.SUMMARY: "Resume",
    K.CASE: "Sagsfremstilling",
    K.ECONOMY: "Økonomi",
    K.RECOMMENDATION: "Indstilling",
    K.DECISION: "Beslutning",
    K.ATTACHMENTS: "Bilag",
}


@dataclass(frozen=True)
class Topic:
    title: str
    case: str
    sections: tuple[tuple[SectionKind, str], ...]
    closed: bool = False


AGENDA = (
    Topic(
        "Godkendelse af dagsorden",
        "00.22.04-P35-3-24",
        ((K.DECISION, "Dagsordenen blev godkendt. Punkt 4 behandles efter punkt 5."),),
    ),
    Topic(
        "Ny cykelsti mellem Møllevej og stationen i Vesterlund",
        "05.01.02-P20-11-23",
        (
            (
                K.SUMMARY,
                "Udvalget skal tage stilling til linjeføringen for en cykelsti på 1,4 km.",
            ),
            (
                K.CASE,
                "Skolerne har længe ønsket en sikker vej til stationen, og pladsen langs Møllevej "
                "er målt op i foråret.\n\nForvaltningen har set på tre linjeføringer:\n\n"
                "1. Langs vejens nordlige side.\n2. Langs vejens sydlige side.\n"
                "3. Gennem parken ved kirken.\n\nLinjeføring gennem parken\n\nStien bliver 3 meter "
                "bred og får belysning. Der skal fældes 11 træer.\n\nÅr\tBeløb\n2024\t350\n2025\t1.250",
            ),
            (K.ECONOMY, "Anlægget koster 2,6 mio. kr., som er afsat i budgettet for 2024."),
            (
                K.RECOMMENDATION,
                "Forvaltningen indstiller, at\n\n1. at stien lægges langs vejens nordlige side,\n"
                "2. at 350.000 kr. frigives til projektering.",
            ),
            (K.DECISION, "Indstillingen blev godkendt."),
            (K.ATTACHMENTS, "Kortbilag over de tre linjeføringer\n\nNotat om træerne i parken"),
        ),
    ),
    Topic("Køb af en ejendom ved havnen", "82.01.00-G01-2-24", (), closed=True),
    Topic(
        "Takster for svømmehallen i 2025",
        "04.04.00-S55-1-24",
        (
            (
                K.CASE,
                "Entréen har været den samme siden 2019. Hallen havde 41.200 gæster i 2023.\n\n"
                "Forvaltningen foreslår, at en voksenbillet koster 45 kr.",
            ),
            (K.RECOMMENDATION, "Forvaltningen indstiller, at taksterne hæves med 5 kr."),
            (
                K.DECISION,
                "For stemte: A, F og V.\n\nImod stemte: Ø.\n\nIndstillingen er hermed godkendt.",
            ),
        ),
    ),
    Topic(
        "Orientering fra formanden",
        "00.01.00-A00-7-24",
        (
            (
                K.CASE,
                "- Genbrugspladsen får nye åbningstider fra den 1. maj.\n"
                "- Der er modtaget 14 svar i høringen om havneplanen.",
            ),
            (K.DECISION, "Taget til efterretning."),
        ),
    ),
    Topic("Eventuelt", "00.01.00-A00-8-24", ((K.DECISION, "Intet at bemærke."),)),
)
HEAD = (
    "REFERAT Teknik- og Miljøudvalget 2022-2025 d. 14-03-2024\n\n"
    "Mødedato Torsdag d. 14. marts 2024 kl. 16:00\n\nMødested Rådhuset, lokale 2\n\n"
    "Mødedeltagere Anna Bøgh Kjær, Jens Holmstrup, Mette Søgaard\nFriis, Ole Vinther\n\n"
    "Strandmark Kommune"
)
COLON_HEAD = (
    "Teknik- og Miljøudvalget\n\nReferat\n\nStrandmark Kommune\n\nMødedato: 14.03.2024, kl. 16:00\n"
    "Mødested: Rådhuset, lokale 2\nDeltagere: Anna Bøgh Kjær (A), Jens Holmstrup (V)\nAfbud: Ole Vinther (F)"
)


@dataclass(frozen=True)
class Style:
    """How one publisher prints an agenda; the defaults are the sample style's."""

    start: Callable[[int, Topic], str] = lambda n, t: f"Punkt {n}: {shown(t)}"
    label: Callable[[SectionKind, str], str] = lambda kind, body: f"{LABELS[kind]}\n\n{body}"
    case: Callable[[Topic], str] = lambda t: t.case
    head: str = HEAD
    contents: Callable[[list[tuple[int, Topic]]], str] = lambda rows: ""
    first: int = 1
    step: int = 1
    topics: tuple[Topic, ...] = AGENDA
    numbered: bool = True
    titled: bool = True
    between: str = "\n\n"
    finish: Callable[[str], str] = lambda text: text
    pages: bool = False
    cases: bool = True
    ignore: frozenset[SectionKind] = field(default_factory=frozenset)


def shown(topic: Topic, before: str = "Lukket: ", after: str = "") -> str:
    return f"{before}{topic.title}{after}" if topic.closed else topic.title


def build(style: Style) -> Document:
    """The style's printing of its topics, as a document; pages are cut at form feeds."""
    rows = [(style.first + i * style.step, topic) for i, topic in enumerate(style.topics)]
    blocks = [style.head, style.contents(rows)]
    for number, topic in rows:
        parts = [style.start(number, topic), style.case(topic) if style.cases else ""]
        parts += [style.label(kind, body) for kind, body in topic.sections]
        blocks.append(style.between.join(part for part in parts if part))
    return document(style.finish(style.between.join(block for block in blocks if block)))


def document(text: str, name: str = "moede.txt", pages: bool = False) -> Document:
    """A document as the reader gives it: "¶n¶" marks a heading of level n."""
    headings, out, at = [], [], 0
    for line in text.split("\n"):
        match = re.match(r"¶(\d)¶", line)
        bare = line[match.end() :] if match else line
        if match:
            headings.append((int(match[1]), at, at + len(bare)))
        out.append(bare)
        at += len(bare) + 1
    joined = "\n".join(out)
    starts = [0, *(m.end() for m in re.finditer("\f", joined))] if "\f" in joined else []
    return Document(
        name, name, joined.replace("\f", "\n"), sha256(joined.encode()).hexdigest(),
        pages=tuple(starts), headings=tuple(headings),
    )  # fmt: skip


def capitals(kind: SectionKind, body: str) -> str:
    return f"{LABELS[kind].upper()}\n{body}"


def colon(kind: SectionKind, body: str) -> str:
    return f"{LABELS[kind]}:\n{body}"


def run_in(kind: SectionKind, body: str) -> str:
    return f"{LABELS[kind]}: {body}"


def stuck(kind: SectionKind, body: str) -> str:
    return f"{LABELS[kind]}{body}" if body[0].isupper() else f"{LABELS[kind]}\n{body}"


def heading(level: int) -> Callable[[SectionKind, str], str]:
    return lambda kind, body: f"¶{level}¶{LABELS[kind]}\n\n{body}"


def dotted(rows: list[tuple[int, Topic]]) -> str:
    lines = [f"{shown(t)[:48]}.....\t{n + 2}" for n, t in rows]
    return "Indholdsfortegnelse\n\n" + "\n".join(lines)


def listed(rows: list[tuple[int, Topic]]) -> str:
    return "Punkter på dagsordenen\n\n" + "\n".join(f"{n}. {shown(t)}" for n, t in rows)


def one_line_pages(text: str) -> str:
    blocks = re.split(r"\n(?=Pkt\. )", text)
    return "\n".join(" ".join(block.split()) for block in blocks)


def running_heads(text: str) -> str:
    lines, out = text.split("\n"), []
    for at in range(0, len(lines), 18):
        page = at // 18 + 1
        out.append(
            "Strandmark Kommune\nTeknik- og Miljøudvalget, den 14. marts 2024\n"
            + "\n".join(lines[at : at + 18])
            + f"\nSide {page}"
        )
    return "\f".join(out)


def wrapped(text: str) -> str:
    out: list[str] = []
    for line in text.split("\n"):
        while len(line) > 78 and "\t" not in line:
            cut = line.rindex(" ", 0, 78)
            out.append(line[:cut])
            line = line[cut + 1 :]
        out.append(line)
    return "\n".join(out)


def twice(line: str) -> str:
    return f"{line}\n\n{line}"


NO_CLOSED = tuple(topic for topic in AGENDA if not topic.closed)
LONG = tuple(
    replace(
        t,
        title=f"{t.title} og de veje, pladser og stier, der hører til området omkring den gamle havn",
    )
    if n == 1
    else t
    for n, t in enumerate(AGENDA)
)
FULL = tuple(
    replace(t, sections=((K.SUMMARY, "Sagen forelægges til behandling i udvalget."), *t.sections))
    if t.sections[0][0] is not K.SUMMARY
    else t
    for t in NO_CLOSED
)

STYLES: dict[str, Style] = {
    "the publishing system's text": Style(contents=dotted),
    "spoken number without a colon, all year long": Style(
        start=lambda n, t: f"Punkt {n} {shown(t)}", first=135, label=colon, head=COLON_HEAD
    ),
    "Punkt: N above the title": Style(start=lambda n, t: f"Punkt: {n}\n{shown(t)}"),
    "Pkt. N and the title twice": Style(start=lambda n, t: f"Pkt. {n}\n\n" + twice(shown(t)), first=153),
    "Pkt. N above the title": Style(start=lambda n, t: f"Pkt. {n}\n{shown(t)}", label=capitals),
    "N. with labels in capitals": Style(
        start=lambda n, t: f"{n}. {shown(t)}", label=capitals, head=COLON_HEAD
    ),
    "N. stuck to the title": Style(start=lambda n, t: f"{n}.{shown(t)}"),
    "N and nothing else": Style(start=lambda n, t: f"{n} {shown(t)}", label=colon),
    "N: title": Style(start=lambda n, t: f"{n}: {shown(t)}"),
    "N : title": Style(start=lambda n, t: f"{n} : {shown(t)}", head=COLON_HEAD),
    "N. N. title": Style(start=lambda n, t: f"{n}.  {n}. {shown(t)}"),
    "the number glued to the title": Style(start=lambda n, t: f"{n}{shown(t)}", first=33),
    "Nr.N - title": Style(start=lambda n, t: f"Nr.{n} - {shown(t)}", first=178),
    "Nr. N, journal number and title in one line": Style(
        start=lambda n, t: f"Nr. {n}  BR {n + 300}/07. {shown(t)}", cases=False, first=20
    ),
    "a year's numbering with gaps": Style(
        start=lambda n, t: f"{n}. {shown(t)}", first=159, step=3, label=colon
    ),
    "a committee's code for a number": Style(
        start=lambda n, t: f"ØU-{n}/06-B {shown(t)}", first=107, topics=NO_CLOSED
    ),
    "the title above Sag nr. N": Style(start=lambda n, t: f"{shown(t)}\nSag nr. {n}", first=129),
    "headings of a web page, no numbers": Style(
        start=lambda n, t: f"¶2¶{shown(t)}", label=heading(3), numbered=False, head=COLON_HEAD
    ),
    "numbered headings of a word processor": Style(
        start=lambda n, t: f"¶1¶{n}. {shown(t)}", label=heading(2)
    ),
    "no numbers, a case number under each title": Style(
        start=lambda n, t: shown(t), case=lambda t: f"Sagsnr.: {t.case}", numbered=False
    ),
    "neither number nor title": Style(
        start=lambda n, t: "", numbered=False, titled=False, topics=FULL, cases=False
    ),
    "no numbers, a title above a label that returns": Style(
        start=lambda n, t: shown(t), numbered=False, topics=FULL, cases=False, head=COLON_HEAD
    ),
    "every item printed 1.": Style(start=lambda n, t: f"1. {shown(t)}", numbered=False),
    "hours instead of numbers": Style(
        start=lambda n, t: f"{16 + n // 4}.{n % 4 * 15:02} - {16 + (n + 1) // 4}.{(n + 1) % 4 * 15:02} {shown(t)}",
        numbered=False,
        cases=False,
    ),
    "a list of contents just like the items": Style(
        start=lambda n, t: f"{n}. {shown(t)}", contents=listed, head=COLON_HEAD
    ),
    "contents like the items, no case numbers": Style(
        start=lambda n, t: f"{n}. {shown(t)}", contents=listed, cases=False, label=colon
    ),
    "a page on one line": Style(
        start=lambda n, t: f"Pkt. {n} {shown(t)}", label=run_in, finish=one_line_pages,
        first=54, cases=False, topics=NO_CLOSED,
    ),
    "labels glued to their text": Style(start=lambda n, t: f"{n}. {shown(t)}", label=stuck),
    "labels in front of their text": Style(
        start=lambda n, t: f"Punkt {n}. {shown(t)}", label=run_in, head=COLON_HEAD
    ),
    "a PDF with running heads and page numbers": Style(
        start=lambda n, t: f"{n}. {shown(t)}", finish=running_heads, pages=True, head=COLON_HEAD
    ),
    "the case number before the item": Style(
        start=lambda n, t: f"{t.case}\n{n}. {shown(t)}", cases=False, head=COLON_HEAD
    ),
    "N Åbent title": Style(
        start=lambda n, t: f"{n}. {t.title}\n{'Lukket' if t.closed else 'Åbent'}", label=capitals
    ),
    "Åbent N title": Style(
        start=lambda n, t: f"{'Lukket' if t.closed else 'Åbent'} {n} {t.title}", head=COLON_HEAD
    ),
    "closed at the end of the title": Style(
        start=lambda n, t: f"{n}. {shown(t, '', ' - LUKKET SAG')}"
    ),
    "closed in brackets": Style(
        start=lambda n, t: f"Punkt {n} - {shown(t, '', ' (Lukket)')}", label=colon
    ),
    "a letter in Markdown": Style(
        start=lambda n, t: f"{'#' * (n % 4)}{' ' if n % 4 else ''}**{n}. {shown(t)}**",
        head="Kære medlemmer\n\n**Referat af mødet i Grønt Råd den 14. marts 2024 kl. 16.00 – 18.00**\n\nStrandmark Kommune",
        cases=False,
    ),
    "Markdown with headings": Style(
        start=lambda n, t: f"## Punkt {n}: {shown(t)}",
        label=lambda kind, body: f"### {LABELS[kind]}\n\n{body}",
    ),
    "one page an item, the head on each": Style(
        start=lambda n, t: f"{COLON_HEAD}\n\n{n}. {shown(t)}", head="Referat fra Strandmark Kommune"
    ),
    "titles broken over lines": Style(
        start=lambda n, t: f"Punkt {n}: {shown(t)}", topics=LONG, finish=wrapped
    ),
    "bare numbers, hard-wrapped": Style(
        start=lambda n, t: f"{n}. {shown(t)}", topics=LONG, finish=wrapped, label=colon
    ),
    "no blank lines at all": Style(
        start=lambda n, t: f"Punkt {n}: {shown(t)}",
        between="\n",
        finish=lambda text: re.sub(r"\n+", "\n", text),
    ),
    "no blank lines, bare numbers": Style(
        start=lambda n, t: f"{n}. {shown(t)}",
        between="\n",
        head=COLON_HEAD,
        finish=lambda text: re.sub(r"\n+", "\n", text),
    ),
    "a blank line between all lines": Style(
        start=lambda n, t: f"{n}. {shown(t)}", finish=lambda text: re.sub(r"\n+", "\n\n\u00a0\n", text)
    ),
    "journal numbers of another family": Style(
        start=lambda n, t: f"Punkt {n}. {shown(t)}",
        case=lambda t: "Sagsnr.: 14/30210",
        label=colon,
    ),
    "the end of one item glued to the next": Style(
        start=lambda n, t: f"{n}. {shown(t)}",
        finish=lambda text: re.sub(r"\.\n\n(?=[2-6]\. [A-ZÆØÅ][a-zæøå]+ )", ".", text)
        if False
        else text.replace("bemærke.\n\n", "bemærke.").replace("efterretning.\n\n6. ", "efterretning.6. "),
    ),
}  # fmt: skip


def read(style: Style) -> Meeting:
    (meeting,) = meetings_of(build(style))
    return meeting


def expected_title(style: Style, topic: Topic, number: int) -> str:
    return topic.title if style.titled else ""


@pytest.mark.parametrize("name", STYLES)
def test_every_style_gives_the_items_back(name: str) -> None:
    style = STYLES[name]
    meeting = read(style)
    numbers = [style.first + i * style.step for i in range(len(style.topics))]
    titles = [topic.title if style.titled else "" for topic in style.topics]
    found = [re.sub(r"^Lukket: | - LUKKET SAG$| \(Lukket\)$", "", i.title) for i in meeting.items]
    assert found == titles
    if style.numbered:
        assert [item.number for item in meeting.items] == numbers
    assert [item.open for item in meeting.items] == [not topic.closed for topic in style.topics]


@pytest.mark.parametrize("name", STYLES)
def test_every_style_gives_the_sections_back(name: str) -> None:
    style = STYLES[name]
    for topic, item in zip(style.topics, read(style).items, strict=True):
        assert [section.kind for section in item.sections] == [kind for kind, _ in topic.sections]

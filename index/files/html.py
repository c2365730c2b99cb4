"""HTML -> the text a reader sees, with the places of its headings and bold lines.

Block elements end a line, paragraphs a blank line; lists get "- " or "1. "; a table row is
one line with tabs between its cells. White space is folded as a browser folds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from index.files.page import List, Mark, Page, Table

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BOLD = frozenset({"b", "strong"})
LISTS = frozenset({"ul", "ol", "menu", "dir"})
PARAGRAPHS = frozenset({"p", "blockquote", "pre", "figure", "hr", "dl", "fieldset"})
_BLOCKS = (
    "address article aside body caption center dd details dialog div dt figcaption footer form "
    "header html legend main nav section summary tbody tfoot thead title option optgroup"
)
_SILENT = (
    "script style template noscript head meta link object embed iframe svg math canvas audio video "
    "map select textarea"
)
BLOCKS = frozenset(_BLOCKS.split())
SILENT = frozenset(_SILENT.split())
WIDEST_SPAN = 50
"""A row or column span above this is taken for an error (or an attack)."""

MOST_COLUMNS = 500
"""Beyond these a cell takes one column, whatever it says."""
DEEPEST = 12
"""Tables within cells of tables; what is nested deeper is no table that anybody reads."""
MOST_PIECES = 20
"""Of a number or a word that is set apart by style; more is a text of its own."""
MOST_TAGS = 2_000_000
"""A long meeting's page has 50,000; each takes some 300 bytes while it is read."""

_BOLD_STYLE = re.compile(r"font-weight:\s{0,5}(?:bold|[6-9]00)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_-]{1,30})", re.IGNORECASE)


def parse(data: bytes | str) -> HtmlElement:
    """The element tree of a page or a fragment: no network, no entities from outside.

    Raises `ValueError` when there is nothing in it or more than MOST_TAGS, and when it nests so
    deep (2,048) that the parser would drop the rest of it in silence.
    """
    from lxml import etree
    from lxml import html as lxml_html

    text = _CONTROL.sub(" ", data if isinstance(data, str) else decode(data))
    if text.count("<") > MOST_TAGS:
        raise ValueError("too many elements")
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, remove_pis=True, huge_tree=True
    )
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ValueError(str(error)) from error
    if root is None:
        raise ValueError("no elements")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ValueError("nested too deep")
    return root


def decode(data: bytes) -> str:
    """The page's characters: byte order mark, UTF-8, the charset it states, Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        stated = _CHARSET.search(data[:4096])
        name = stated.group(1).decode("ascii") if stated else "cp1252"
    # A page that states UTF-8 and is not is nearly always Windows-1252.
    name = "cp1252" if name.lower() in {"utf-8", "utf8", "iso-8859-1", "latin1"} else name
    try:
        return data.decode(name, "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def render(root: HtmlElement) -> tuple[str, tuple[Mark, ...]]:
    """The text of an element and its marks, in order. Offsets are into the text."""
    from lxml import etree

    pages = [Page()]
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, node in walk:
        if event == "start":
            if node.tag in SILENT:
                walk.skip_subtree()
            else:
                _open(node, pages)
        elif event == "end" and node.tag not in SILENT:
            _close(node, pages)
        if event != "start" and node is not root:
            pages[-1].words(node.tail)
    while len(pages) > 1:
        _end_cell(pages, 1)
    page = pages[0]
    page.close_line()
    return page.text, tuple(sorted(page.marks, key=lambda mark: mark.start))


def _open(node: HtmlElement, pages: list[Page]) -> None:
    page, tag = pages[-1], node.tag
    if tag in HEADINGS:
        page.open_heading(int(tag[1]))
    elif tag in LISTS:
        _open_list(node, page)
    elif tag == "li":
        _open_point(node, page)
    elif tag in {"table", "tr", "td", "th"}:
        _open_table(node, pages)
    elif tag == "br":
        page.breaks = min(page.breaks + 1, 2) if page.heading is None else page.breaks
        page.space = True
    elif tag in PARAGRAPHS or tag == "dt":
        page.end_line(2)
    elif tag in BLOCKS:
        page.end_line()
    page.space = page.space or _stands_apart(node)
    page.spans += tag == "span"
    page.bold += _is_bold(node)
    if tag == "pre":
        _lines(node.text, page)
    else:
        pages[-1].words(node.text)


def _close(node: HtmlElement, pages: list[Page]) -> None:
    page, tag = pages[-1], node.tag
    page.spans -= tag == "span"
    page.bold -= _is_bold(node)
    if tag in HEADINGS:
        page.close_heading()
    elif tag in LISTS:
        if page.lists:
            page.lists.pop()
        page.end_line(2)
    elif tag == "li":
        page.end_line()
        page.marker = ""
    elif tag in {"table", "tr", "td", "th"}:
        _close_table(node, pages)
    elif tag in PARAGRAPHS:
        page.end_line(2)
    elif tag in BLOCKS:
        page.end_line()


def _stands_apart(node: HtmlElement) -> bool:
    """A word right after another `span`'s number or word: the style sheet sets them apart, not a
    space. A capital after a small letter begins a word; a word may be cut anywhere else."""
    before = node.getprevious() if node.tag == "span" else None
    if before is None or before.tag != "span" or before.tail or not before.get("class"):
        return False
    pieces = list(islice(before.itertext(), MOST_PIECES + 1))
    if len(pieces) > MOST_PIECES:
        return False
    left, word = "".join(pieces).strip(), next(filter(str.strip, node.itertext()), "").lstrip()
    if left.rstrip(".:)")[-1:].isdecimal():
        return word[:1].isalpha()
    return left[-1:].islower() and word[:1].isupper()


def _is_bold(node: HtmlElement) -> bool:
    return node.tag in BOLD or bool(_BOLD_STYLE.search(node.get("style") or ""))


def _lines(text: str | None, page: Page) -> None:
    for line in (text or "").splitlines():
        page.words(line)
        page.end_line()


def _open_list(node: HtmlElement, page: Page) -> None:
    start = _number(node.get("start"), 1, 100_000)
    page.lists.append(List(node.tag == "ol", node.get("type") or "1", start))
    if page.heading is None:
        # The line that leads in ("indstiller, at") stays with its points.
        page.breaks, page.space = 1, False


def _open_point(node: HtmlElement, page: Page) -> None:
    page.end_line()
    inner = page.lists[-1] if page.lists else List(False, "", 1)
    inner.number = _number(node.get("value"), inner.number, 100_000)
    label = f"{_label(inner.number, inner.style)}. " if inner.ordered else "- "
    page.marker = "  " * (len(page.lists) - 1) + label
    inner.number += 1


def _label(number: int, style: str) -> str:
    if style in {"a", "A"} and 1 <= number <= 26:
        return chr(ord(style) + number - 1)
    if style in {"i", "I"} and 1 <= number <= 20:
        tens, ones = divmod(number, 10)
        units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
        roman = "x" * tens + units
        return roman.upper() if style == "I" else roman
    return str(number)


def _open_table(node: HtmlElement, pages: list[Page]) -> None:
    page = pages[-1]
    if node.tag == "table":
        page.end_line(2)
        page.tables.append(Table(len(pages) > DEEPEST or _is_layout(node)))
    elif not page.tables or page.tables[-1].layout:
        page.end_line()
    elif node.tag == "tr":
        page.tables[-1].row = []
    else:
        _fill(page.tables[-1])
        pages.append(Page())


def _close_table(node: HtmlElement, pages: list[Page]) -> None:
    page = pages[-1]
    if node.tag in {"td", "th"}:
        if not page.tables and len(pages) > 1:
            _end_cell(pages, _number(node.get("colspan"), 1, WIDEST_SPAN), _reach(node))
        else:
            page.end_line()
    elif node.tag == "tr":
        _end_row(page)
    else:
        if page.tables:
            page.tables.pop()
        page.end_line(2)


def _end_cell(pages: list[Page], columns: int, reach: int = 1) -> None:
    cell = pages.pop()
    page = pages[-1]
    text = " ".join(cell.text.split())
    table = page.tables[-1]
    for n in range(columns if len(table.row) < MOST_COLUMNS else 1):
        if reach > 1:
            table.held[len(table.row)] = reach
        table.row.append(text if n == 0 else "")


def _end_row(page: Page) -> None:
    page.end_line()
    if not page.tables or page.tables[-1].layout:
        return
    table = page.tables[-1]
    _fill(table)
    line = "\t".join(table.row).rstrip("\t")
    if line:
        page.write(line)
    page.end_line()
    table.row = []
    table.held = {column: rows - 1 for column, rows in table.held.items() if rows > 1}


def _fill(table: Table) -> None:
    """Leave empty the columns that a cell of an earlier row reaches into."""
    while table.held.get(len(table.row), 0) > 0:
        table.row.append("")


def _reach(node: HtmlElement) -> int:
    return _number(node.get("rowspan"), 1, WIDEST_SPAN)


def _number(raw: str | None, default: int, most: int) -> int:
    value = int(raw) if raw and raw.strip().isdecimal() and len(raw) < 9 else default
    return min(max(value, 0), most)


def _is_layout(table: HtmlElement) -> bool:
    """Whether a table only places blocks on the page: one column, or sections in its cells."""
    if (table.get("role") or "") == "presentation":
        return True
    rows = list(_rows(table))
    if max((len(cells) for cells in rows), default=0) <= 1:
        return True
    return any(_holds_sections(cell) for cells in rows for cell in cells)


def _rows(table: HtmlElement) -> Iterator[list[HtmlElement]]:
    for part in [table, *table.iterchildren("tbody", "thead", "tfoot")]:
        for row in part.iterchildren("tr"):
            yield list(row.iterchildren("td", "th"))


def _holds_sections(cell: HtmlElement) -> bool:
    """Several headings and running text between them: a page, not a value."""
    headings = sum(1 for _ in cell.iter(*HEADINGS))
    return headings > 2 and sum(1 for _ in cell.iter("p", "div")) > headings

"""A Word file -> its paragraphs and tables in document order, and its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from index.files.docx_text import TABLE, blocks, boxes, page_heads, paragraph_text, rows
from index.files.unpack import check_parts, check_size
from index.types import UnreadableError

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph
    from lxml.etree import _Element

MOST_MB = 300
"""Unpacked. A Word file's text is a few MB; its pictures are the rest."""

MOST_XML_MB = 48
"""The same without its pictures: each MB of markup takes some 20 MB of memory to read."""

_ROW, _POINT = -1, -2

_OPENING = 20
"""Paragraphs of the text in which the head of its pages may stand again."""
_PAGE_NUMBER = re.compile(r"(?:side\s?:?\s?)?\d{0,4}(?:\s?(?:af|/)\s?\d{0,4})?", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|overskrift)\s?([1-6])$", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titel)$", re.IGNORECASE)
_LIST = re.compile(r"list|liste|opstilling|punkttegn", re.IGNORECASE)


def read_docx(data: bytes) -> tuple[str, tuple[tuple[int, int, int], ...]]:
    """The text and its headings as (level, start, end). Raises `UnreadableError`.

    Numbers that Word counts itself (automatic numbering) are written out where they are
    simple lists. What stands in the head of the pages comes first, once; their feet are left out.
    """
    check_size(data, MOST_MB)
    check_parts(data, MOST_XML_MB)
    try:
        from docx import Document as open_document

        document = open_document(BytesIO(data))
        body = list(_blocks(document, document.element.body))
        blocks = [*_page_heads(document, body), *body]
    except UnreadableError:
        raise
    except Exception as error:  # python-docx raises whatever its parts raise
        raise UnreadableError(
            "kan ikke læses som Word-fil; den er beskadiget. Åbn den, og gem den igen."
        ) from error
    return _joined(blocks)


def _joined(blocks: list[tuple[int, str]]) -> tuple[str, tuple[tuple[int, int, int], ...]]:
    """The blocks with a blank line between paragraphs; rows and list points stay together."""
    parts: list[str] = []
    headings: list[tuple[int, int, int]] = []
    length = 0
    before = 0
    for level, line in blocks:
        if parts:
            together = level < 0 and (before == level or (before == 0 and level == _POINT))
            tight = together or (before > 0 and level <= 0)
            parts.append("\n" if tight else "\n\n")
            length += len(parts[-1])
        if level > 0:
            headings.append((level, length, length + len(line)))
        parts.append(line)
        length += len(line)
        before = level
    return "".join(parts), tuple(headings)


def _page_heads(
    document: WordDocument, body: Sequence[tuple[int, str]]
) -> Iterator[tuple[int, str]]:
    """The lines in the head of the pages, each once: not the page's number, nor what the text
    begins with itself."""
    told = {line.casefold() for _, text in body[:_OPENING] for line in text.split("\n")}
    for part in page_heads(document.element.body):
        head = getattr(document.part.related_parts.get(part), "element", None)
        for level, text in _blocks(document, head) if head is not None else ():
            if text.casefold() not in told and not _PAGE_NUMBER.fullmatch(text):
                told.add(text.casefold())
                yield min(level, 0), text


def _blocks(document: WordDocument, around: _Element) -> Iterator[tuple[int, str]]:
    """(level, text): 1-6 for a heading, 0 for a paragraph, or one of _ROW and _POINT. A text box
    comes after the paragraph that it hangs on."""
    from docx.text.paragraph import Paragraph

    counts: dict[tuple[str, int], int] = {}
    for element in blocks(around):
        if element.tag == TABLE:
            yield from ((_ROW, row) for row in rows(element))
            continue
        text = paragraph_text(element)
        if text:
            block = Paragraph(element, document._body)
            level = _level(block)
            marker = "" if level else _marker(block, counts)
            yield (level or (_POINT if marker else 0)), marker + text
        for box in boxes(element):
            yield from _blocks(document, box)


def _level(paragraph: Paragraph) -> int:
    """By the style's name, its parents' names, or the outline level set on the paragraph."""
    style = paragraph.style
    for _ in range(8):
        if style is None:
            break
        found = _HEADING.search(style.name or "")
        if found:
            return int(found.group(1))
        if _TITLE.search(style.name or ""):
            return 1
        style = style.base_style
    outline = paragraph._p.xpath("./w:pPr/w:outlineLvl/@w:val")
    return int(outline[0]) + 1 if outline and outline[0] in set("012345") else 0


def _marker(paragraph: Paragraph, counts: dict[tuple[str, int], int]) -> str:
    """ "- " or "1. " for a point of a list that Word numbers itself, "" for other text."""
    numbered = paragraph._p.xpath("./w:pPr/w:numPr/w:numId/@w:val")
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    if not numbered and not _LIST.search(style):
        return ""
    depth = int((paragraph._p.xpath("./w:pPr/w:numPr/w:ilvl/@w:val") or ["0"])[0])
    identity = numbered[0] if numbered else style
    if identity == "0":
        return ""
    indent = "  " * min(depth, 8)
    if _format(paragraph, numbered, depth) != "decimal":
        return f"{indent}- "
    counts[identity, depth] = counts.get((identity, depth), 0) + 1
    for deeper in [key for key in counts if key[0] == identity and key[1] > depth]:
        del counts[deeper]
    return f"{indent}{counts[identity, depth]}. "


def _format(paragraph: Paragraph, numbered: list[str], depth: int) -> str:
    """How Word shows the list's points: "decimal", "bullet", ..."""
    identity = numbered[0] if numbered else ""
    if not identity and paragraph.style is not None:
        found = paragraph.style.element.xpath("./w:pPr/w:numPr/w:numId/@w:val")
        identity = found[0] if found else ""
    if not identity.isdigit():
        return ""
    try:
        numbering = paragraph.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):
        return ""
    links = numbering.xpath(f"./w:num[@w:numId='{identity}']/w:abstractNumId/@w:val")
    if not links or not links[0].isdigit():
        return ""
    path = f"./w:abstractNum[@w:abstractNumId='{links[0]}']/w:lvl[@w:ilvl='{depth}']"
    formats = numbering.xpath(f"{path}/w:numFmt/@w:val")
    return str(formats[0]) if formats else ""

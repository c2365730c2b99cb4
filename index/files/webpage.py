"""A saved web page -> the text of its minutes, without the page's furniture."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from index.files.html import parse, render
from index.sections import known_kind
from index.types import UnreadableError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FURNITURE = frozenset({"nav", "iframe", "dialog", "select", "input", "script", "style"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog"})
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:cookie\w*|consent|gdpr|breadcrumbs?|skip-?(?:link|to-content)|site-?nav"
    r"|navbar|navigation|sitemap|(?:top|main|hoved|site|side|mobile?)-?menu|(?:site|page)?-?footer|share-?buttons?|some-links|back-to-top|to-top)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LINES = (
    "til toppen;til top;gå til toppen;tilbage til toppen;til start;udskriv;print;del;del siden;"
    "læs op;oplæs;fold alle ud;fold alle ind;fold dette punkt ind;fold dette punkt ud;"
    "luk alle punkter;åbn alle punkter;vis alle punkter;skjul alle punkter;kopier link;"
    "kopier link til punktet;kopier link til punktet - print;gå til indhold;spring til indhold;"
    "gå til hovedindhold;menu;luk;søg;accepter alle;accepter cookies;afvis alle"
)
_LINE_SET = frozenset(_LINES.split(";"))
_LINE_TAGS = frozenset({"a", "p", "div", "li", "span", "button"})
_LONGEST_TITLE = 300
_SHORTEST = 200
"""Characters of text that a page's main part must have to stand for the page."""


def read_page(data: bytes) -> tuple[str, tuple[tuple[int, int, int], ...], str]:
    """The text, its headings as (level, start, end), and what the page calls itself. Raises
    `UnreadableError`."""
    try:
        root = parse(data)
    except ValueError as error:
        raise UnreadableError(
            "er en tom eller ødelagt webside. Gem siden igen, eller gem den som PDF."
        ) from error
    title = " ".join((root.findtext(".//head/title") or "").split())[:_LONGEST_TITLE]
    _strip(root)
    text, marks = render(_main(root))
    headings = tuple((mark.level, mark.start, mark.end) for mark in marks if mark.level)
    return text, headings, title


def _strip(root: HtmlElement) -> None:
    """Take the furniture out. Never more than half of the page's text at a time."""
    sizes = _sizes(root)
    most = sizes[root] // 2 + _SHORTEST
    buttons = _repeated_buttons(root)
    waiting = list(root)
    while waiting:
        node = waiting.pop()
        if (
            isinstance(node.tag, str)
            and sizes.get(node, 0) <= most
            and _is_furniture(node, buttons)
        ):
            # Emptied, not removed: moving its tail would fail on a control character in it.
            node.clear(keep_tail=True)
            node.tag = "script"
        else:
            waiting.extend(node)


def _repeated_buttons(root: HtmlElement) -> frozenset[str]:
    """What the buttons say that stand on the page again and again ("Udskriv punkt"); one that
    opens a section says the section's label, and one that opens an item its title."""
    seen = Counter(_short_text(node) for node in root.iter("button"))
    return frozenset(text for text, n in seen.items() if text and n > 2 and not known_kind(text))


def _is_furniture(node: HtmlElement, buttons: frozenset[str]) -> bool:
    if node.tag == "button" and _short_text(node) in buttons:
        return True
    if node.tag in _FURNITURE or (node.get("role") or "").lower() in _ROLES:
        return True
    if node.tag in {"header", "footer"}:
        within = any(True for _ in node.iterancestors("main", "article", "section"))
        return not within and not any(True for _ in node.iter("h1"))
    names = f"{node.get('id') or ''} {node.get('class') or ''}".strip()
    if names and node.tag != "body" and _NAMED.search(names):
        return True
    return node.tag in _LINE_TAGS and _short_text(node) in _LINE_SET


def _short_text(node: HtmlElement) -> str:
    """The element's text on one line, small letters; "" when it is longer than any of ours."""
    text = ""
    for piece in node.itertext(with_tail=False):
        text += piece.strip() + " "
        if len(text) > 60:
            return ""
    return " ".join(text.split()).casefold()


def _main(root: HtmlElement) -> HtmlElement:
    """The page's main part, when it has one that holds most of the text."""
    mains = root.xpath("//main | //*[@role='main']")
    sizes = _sizes(root) if mains else {root: 0}
    best = max(mains, key=lambda node: sizes[node], default=root)
    return best if sizes[best] >= max(_SHORTEST, sizes[root] // 2) else root


def _sizes(root: HtmlElement) -> dict[HtmlElement, int]:
    """The letters in each element, counted once: elements may be thousands deep."""
    from lxml import etree

    sizes: dict[HtmlElement, int] = {}
    for _, node in etree.iterwalk(root, events=("end",)):
        own = len((node.text or "").strip())
        sizes[node] = own + sum(
            sizes.get(child, 0) + len((child.tail or "").strip()) for child in node
        )
    return sizes

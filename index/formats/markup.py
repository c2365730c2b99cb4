"""What the readers of XML manifests share: names without prefixes, and text as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time
from html import escape

from lxml import etree

from index.danish import parse_date
from index.sections import section_kind

_TAG = re.compile(r"<(?:p|br|div|span|h[1-6]|table|ul|ol|li|strong|b|em|a)\b[^<>]{0,200}>", re.I)
_TIME = re.compile(r"\b(\d{1,2})[:.](\d\d)(?::\d\d)?\s*$")


def name_of(element: etree._Element) -> str:
    """The element's name without its namespace, in small letters; "" for a comment."""
    tag = element.tag
    return etree.QName(tag).localname.casefold() if isinstance(tag, str) else ""


def children(element: etree._Element | None, name: str = "") -> list[etree._Element]:
    """The element's children with a name, or all that are elements."""
    if element is None:
        return []
    found = [one for one in element if name_of(one)]
    return [one for one in found if not name or name_of(one) == name.casefold()]


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """What a path of names leads to, the first at each step; None when it ends."""
    for name in names:
        element = next(iter(children(element, name)), None)
    return element


def descendants(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Every element below with a name, in order."""
    return (one for one in element.iter() if name_of(one) == name.casefold())


def line(element: etree._Element | None) -> str:
    """The element's text on one line, "" when there is no element."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def attribute(element: etree._Element | None, name: str) -> str:
    """An attribute by its name without namespace, "" when there is none."""
    for key, value in element.attrib.items() if element is not None else ():
        if etree.QName(key).localname.casefold() == name.casefold():
            return " ".join(str(value).split())
    return ""


def is_true(text: str) -> bool:
    """Whether an export says yes: it must be said."""
    return text.casefold() in {"true", "1", "ja", "yes", "sand"}


def html_of(element: etree._Element) -> str:
    """The element's content as HTML: as it stands inside, as it was escaped, or from lines.

    It comes in a `span`, where a heading is its author's and not the system's.
    """
    if children(element):
        inside = [etree.tostring(one, encoding="unicode") for one in element]
        return f"<span>{escape(element.text or '')}{''.join(inside)}</span>"
    text = "".join(element.itertext()).strip()
    if not text:
        return ""
    return f"<span>{text if _TAG.search(text) else ''.join(_paragraphs(text))}</span>"


def labelled(text: str, first: str) -> str:
    """Plain lines as HTML in which each line that is a known label opens a section; what stands
    before them is headed `first`."""
    parts: list[tuple[str, list[str]]] = [(first, [])]
    for one in text.splitlines():
        if section_kind(one) is not None and len(one.strip()) < 80:
            parts.append((one.strip().rstrip(":"), []))
        else:
            parts[-1][1].append(one)
    told = [(head, "".join(_paragraphs("\n".join(lines)))) for head, lines in parts]
    return "".join(f"<h3>{escape(head)}</h3><span>{body}</span>" for head, body in told if body)


def when(day: str, clock: str = "") -> datetime | None:
    """A date and a time as exports write them ("27. august 2018", "16:00"); None without date."""
    found, hour = parse_date(day), _TIME.search(clock or day)
    if found is None:
        return None
    try:
        at = time(int(hour[1]), int(hour[2])) if hour else time()
    except ValueError:
        at = time()
    return datetime.combine(found, at)


def _paragraphs(text: str) -> Iterator[str]:
    for one in text.splitlines():
        if one.strip():
            yield f"<p>{escape(one.strip())}</p>"

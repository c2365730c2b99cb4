"""Case numbers (sagsnumre) of all families, and the marks of open and closed items."""

from __future__ import annotations

import re

_LABEL = (
    r"(?:(?:acadre[ -]?)?sags?(?:\s?nr|nummer|\s?id(?:ent)?)\.?(?:\si\s\w+)?|sags[ -]nr\.?|sag"
    r"|j\.\s?nr\.?|journal\s?nr\.?|journalnummer|dok\.?(?:\s?nr\.?)?|esdh[- ]sag|edoc|brevid)"
)
_CASE = (
    r"(?:\d{2}\.\d{2}(?:\.\d{2})?\s?-?\s?[A-ZÆØÅ]\d{2}(?:\s?[-/]\s?\d{1,6}){0,3}(?:/\d{3,6})?"
    r"|[A-ZÆØÅ]{2,7}\s?/\s?\d{2}/\d{3,6}"
    r"|[A-ZÆØÅ]{2,4}[- ]\d{2,4}[-/]\d{2,7}"
    r"|[A-Z]\d{4}-\d{2,7}"
    r"|[01]-\d{1,2}-\d{1,3}(?:-\d{1,5}){0,2}-\d{2}"
    r"|\d{3}-\d{4}-\d{1,7}"
    r"|(?:19|20)\d{2}-(?!(?:19|20)\d\d\b)\d{3,8}"
    r"|\d{2}(?:\d{2})?/\d{3,6}"
    r"|\d{2}-\d{5,6}(?:-\d{2})?[A-Z]?)"
)
_ONLY_LABELLED = r"(?:\d{2}/\d{1,2}|\d{4,9}|(?!nr\b)[A-ZÆØÅ0-9][A-ZÆØÅ0-9./ -]{2,28}\d[A-Z]?)"
_LINE = re.compile(
    rf"(?:(?:åbent?|lukket)(?: sag| punkt)?[\s,;–-]+)?"
    rf"(?:{_LABEL}\s*[:.]?\s*(?P<labelled>{_CASE}|{_ONLY_LABELLED})|\(?(?P<bare>{_CASE})\)?)"
    r"(?:[\s,;–-]+(?:åbent?|lukket|offentlig)(?: sag| punkt)?)?\.?",
    re.IGNORECASE,
)
_LEAD = re.compile(rf"{_LABEL}\s*[:.]?\s*(?P<case>{_CASE})[.,;]?\s+(?=\S)", re.IGNORECASE)
_GAP = re.compile(r"[\t\xa0]\s*| {2,}")
_FIELD = re.compile(
    r"[A-ZÆØÅ][\w./ -]{1,30}(?::(?:\s.{0,80})?|(?:nr|nummer|id)\.?\s\S{1,40})$", re.IGNORECASE
)
"""One of several facts that systems print side by side ("Sagsbehandler: ...")."""
_ABOUT = re.compile(
    r"(?:sags?(?:behandler|ansvarlig)|initialer|behandles i"
    r"|(?:beslutnings|punkt|sags|dagsordens)type|type"
    r"|forvaltning|afdeling|ansvarlig(?:\s\w+)?|forfatter|sagsbeh|journal\s?(?:nr|nummer)"
    r"|sags?\.?\s?(?:nr|nummer|id)|dok(?:ument)?\.?\s?(?:nr|nummer|id)?|e?doc\S{0,12}|brevid|åben/lukket|offentlighed"
    r"|kle(?:-\w{2,8})?|l(?:b|øbe)\.?\s?(?:nr|nummer))\.?\s?[:\t]",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    rf"(?:{_LABEL}\s*[:.]|\(\s*\)|sagsnr\.?|sagsnummer|journalnr\.?|journalnummer)", re.IGNORECASE
)
_INSIDE = re.compile(rf"(?<![\w./-]){_CASE}(?![\w/]|[.-]\d)")
_OPEN = re.compile(
    r"\(?(?:åben|åbent|åben sag|åbent punkt|offentlig|lukket|lukket sag|lukket punkt)\)?\.?",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"^\(lukket\)|\(?lukket\b(?:\s+(?:punkt|sag|dagsorden))?\)?\s*(?:[:–-]|\.?$)|[-–(]\s*(?:for\s+)?lukke(?:t|de)\b[^()]{0,15}\)?\s*$",
    re.IGNORECASE,
)
_BIGGEST = 90


def find_case_line(text: str) -> str | None:
    """The case number of a line that holds nothing else; "" when its label stands empty.

    Facts printed beside it ("Sagsnr.: 14/30210    Sagsbehandler: ...") make no difference.
    """
    if len(text) > _BIGGEST * 2 or not text:
        return None
    first, *facts = _GAP.split(text)
    if facts and all(_FIELD.match(fact) or is_open_mark(fact) for fact in facts):
        text = first
    lead = _LEAD.match(text)
    if lead and (is_about(text[lead.end() :]) or _FIELD.match(text[lead.end() :])):
        return " ".join(lead["case"].split())
    match = _LINE.fullmatch(text) if len(text) <= _BIGGEST else None
    if match:
        return " ".join((match["labelled"] or match["bare"]).split())
    return "" if _EMPTY.fullmatch(text) else None


def is_document_number(text: str) -> bool:
    """Whether the number of a line is a document's and not its case's ("Dok.nr.: 13044")."""
    return re.match(r"(?:dok|brev|e?doc)", text, re.IGNORECASE) is not None


def is_about(text: str) -> bool:
    """Whether a line below a title only files the item: who wrote it, of what type it is."""
    return len(text) <= _BIGGEST * 2 and _ABOUT.match(text) is not None


def find_case(text: str) -> str | None:
    """The first unmistakable case number inside a line, None when it has none."""
    match = _INSIDE.search(text[:400])
    return " ".join(match[0].split()) if match else None


def is_open_mark(text: str) -> bool:
    """Whether the line only says that an item is open or closed (and of what type it is)."""
    if len(text) > 60:
        return False
    first, *facts = _GAP.split(text)
    plain = all(re.fullmatch(r"\w{0,20}(?:sag|punkt)", fact) for fact in facts)
    return len(first) < 20 and plain and _OPEN.fullmatch(first) is not None


def is_closed(text: str) -> bool:
    """Whether a title or a mark says that the item was treated behind closed doors."""
    return _CLOSED.search(text[:60]) is not None or _CLOSED.search(text[-60:]) is not None

"""Case numbers (sagsnumre) of all families, and the marks of open and closed items."""

from __future__ import annotations

import re
from functools import lru_cache

from index.parsing.filing import ABOUT, CASE, LABEL, STATE, read_filing

_ONLY_LABELLED = r"(?:\d{2}/\d{1,2}|\d{4,9}|(?!nr\b)[A-ZÆØÅ0-9][A-ZÆØÅ0-9./ -]{2,28}\d[A-Z]?)"
_LINE = re.compile(
    rf"(?:(?:åbent?|lukket)(?: sag| punkt)?[\s,;–-]+)?"
    rf"[(\[]?(?:{LABEL}\s*[:.]?\s*(?P<labelled>{CASE}|{_ONLY_LABELLED})|(?P<bare>{CASE}))[)\]]?"
    r"(?:[\s.,;–-]+(?:åbent?|lukket|offentlig)(?: sag| punkt)?)?\.?",
    re.IGNORECASE,
)
_LEAD = re.compile(rf"{LABEL}\s*[:.]?\s*(?P<case>{CASE})[.,;]?\s+(?=\S)", re.IGNORECASE)
_GAP = re.compile(r"[\t\xa0]\s*| {2,}")
_FIELD = re.compile(
    r"[A-ZÆØÅ][\w./ -]{1,30}(?::(?:\s.{0,80})?|(?:nr|nummer|id)\.?\s\S{1,40})$", re.IGNORECASE
)
"""One of several facts that systems print side by side ("Sagsbehandler: ...")."""
_BY = re.compile(
    r"(?:[A-ZÆØÅ][\w'.-]{0,20} ){0,3}[A-ZÆØÅ][\w'.-]{0,20}(?:\s?/\s?[A-ZÆØÅa-zæøå]{2,6})?"
)
"""Who wrote it, right after the case's number ("Sag: 17/2214 Lise Hald / LH")."""
_EMPTY = re.compile(
    rf"(?:{LABEL}\s*[:.]|\(\s*\)|sagsnr\.?|sagsnummer|journalnr\.?|journalnummer)", re.IGNORECASE
)
_INSIDE = re.compile(rf"(?<![\w./-]){CASE}(?![\w/]|[.-]\d)")
_CLOSED = re.compile(
    r"^[(\[]?ikke[ -]offentligt?(?:\s(?:punkt|sag))?[)\]]?\.?$"
    r"|^[(\[](?:lukket|fortroligt?)[)\]]|^fortroligt?(?:\s(?:punkt|sag))?\s*(?:[:–-]|$)"
    r"|[-–(]\s*fortroligt?\)?$|\(?lukket\b(?:\s+(?:punkt|sag|dagsorden))?\)?\s*(?:[:–-]|\.?$)"
    r"|[-–(]\s*(?:for\s+)?lukke(?:t|de)\b[^()]{0,15}\)?\s*$",
    re.IGNORECASE,
)
_BIGGEST = 90


@lru_cache(maxsize=8192)
def find_case_line(text: str) -> str | None:
    """The case number of a line that holds nothing else; "" when its label stands empty.

    Facts printed beside it ("Sagsnr.: 14/30210    Sagsbehandler: ...") make no difference.
    """
    if len(text) > _BIGGEST * 2 or not text:
        return None
    filing = read_filing(text) if any(c.isdigit() for c in text) else None
    if filing and filing.case:
        return filing.case
    first, *facts = _GAP.split(text)
    if facts and all(_FIELD.match(fact) or is_open_mark(fact) for fact in facts):
        text = first
    lead = _LEAD.match(text)
    beside = text[lead.end() :] if lead else ""
    if lead and (is_about(beside) or _FIELD.match(beside) or _BY.fullmatch(beside)):
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
    if len(text) > _BIGGEST * 2:
        return False
    return ABOUT.match(text) is not None or read_filing(text) is not None


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
    return len(first) < 34 and plain and STATE.fullmatch(first) is not None


def is_closed(text: str) -> bool:
    """Whether a title or a mark says that the item was treated behind closed doors."""
    return _CLOSED.search(text[:60]) is not None or _CLOSED.search(text[-60:]) is not None

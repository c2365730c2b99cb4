"""The lines that file an item: its case number, who wrote it, whether it is open.

Systems print these facts below (or above) a title, one a line or several side by side:
"Sagsnr.: 14/30210    Sagsbehandler: ABC", "00.22.04.A00   17/23456", "Åben sag   Sagsgang: ØU/KB".
"""

from __future__ import annotations

import re
from typing import NamedTuple

LABEL = (
    r"(?:(?:acadre[ -]?)?sags?(?:\s?nr|nummer|\s?id(?:ent)?)\.?(?:\si\s\w+)?"
    r"|sags[ -](?:nr\.?|id)|sag"
    r"|j\.\s?nr\.?|journal\s?nr\.?|journalnummer|dok\.?(?:\s?nr\.?)?|esdh[- ]sag|edoc|brevid)"
)
CASE = (
    r"(?:\d{2}\.\d{2}(?:\.\d{2})?(?:\s?-?\s?|\.)[A-ZÆØÅ]\d{2}(?:\s?[-/]\s?\d{1,6}){0,3}(?:/\d{3,6})?"
    r"|[A-ZÆØÅ]{2,7}\s?/\s?\d{2}/\d{3,6}"
    r"|[A-ZÆØÅ]{2,4}[- ]\d{2,4}[-/]\d{2,7}"
    r"|[A-Z]\d{4}-\d{2,7}"
    r"|[01]-\d{1,2}-\d{1,3}(?:-\d{1,5}){0,2}-\d{2}"
    r"|\d{3}-\d{4}-\d{1,7}"
    r"|(?:19|20)\d{2}-(?!(?:19|20)\d\d\b)\d{3,8}"
    r"|\d{2}(?:\d{2})?/\d{3,6}"
    r"|\d{2}-\d{5,6}(?:-\d{2})?[A-Z]?)"
)
_STATE = (
    r"(?:åbent?|lukket|(?:ikke[ -])?offentligt?|fortroligt?)"
    r"(?:\s(?:sag|punkt|dagsorden|for offentligheden))?"
)
CASE_ALONE = re.compile(CASE)
STATE = re.compile(rf"[(\[]?{_STATE}[)\]]?\.?", re.IGNORECASE)
_FIELD = (
    r"sags?(?:behandler|ansvarlig)|initialer|behandles i"
    r"|(?:beslutnings|punkt|sags|dagsordens)type|type"
    r"|forvaltning|afdeling|ansvarlig(?:\s\w+)?|forfatter|sagsbeh|beh|init|journal\s?(?:nr|nummer)"
    r"|sags?\.?\s?(?:nr|nummer|id)|dok(?:ument)?\.?\s?(?:nr|nummer|id)?|e?doc\S{0,12}|brevid"
    r"|åben/lukket|offentlighed(?:sstatus)?|kle(?:-\w{2,8})?|l(?:b|øbe)\.?\s?(?:nr|nummer)"
)
_BESIDE = (
    r"sagsgang|sagsforløb|behandling|status|tema|direktør|fagchef|kontaktperson|center|fagcenter|fagområde"
    r"|udarbejdet af"
)
"""What is a fact only beside others: alone it may begin a text."""
ABOUT = re.compile(rf"(?:{_FIELD})\.?\s?[:\t]", re.IGNORECASE)
_ABOUT = rf"(?:{_FIELD}|{_BESIDE})\.?"
_BETWEEN = re.compile(r"[\s,;|/•·–()\[\]-]*")
_NUMBER = re.compile(
    rf"(?P<label>{LABEL}\s*[:.]?\s*)?(?P<case>{CASE})(?![\w/]|[.-]\w)"
    rf"|(?P<named>{LABEL}\s*[:.]\s*)(?P<bare>\d{{4,9}}|\d{{2}}/\d{{1,2}})(?!\w)",
    re.IGNORECASE,
)
_FACT = re.compile(
    rf"{_ABOUT}\s?:[ \xa0]?(?P<value>[^\t|;:]{{0,80}}?)"
    rf"(?=\s{{2,}}|\t|[|;•]|$|\s(?:{_ABOUT}|{LABEL})\s?:)",
    re.IGNORECASE,
)
_PLAN = re.compile(r"\d{2}\.\d{2}(?:\.\d{2})?[\s.-]?[A-ZÆØÅ]\d{2}", re.IGNORECASE)
"""A number of the plan that all municipalities file by (KLE) and of no case."""
_DOCUMENT = re.compile(r"dok|brev|e?doc", re.IGNORECASE)
_LONGEST = 180


class Filing(NamedTuple):
    """What a line of several facts says: the case number ("" when it names none) and the word
    that the item is open or closed ("" when there is none)."""

    case: str
    state: str


def read_filing(text: str) -> Filing | None:
    """The facts of a line that holds nothing else and more than one; None for any other line."""
    if len(text) > _LONGEST:
        return None
    at, facts, state = 0, 0, ""
    cases: list[tuple[int, str]] = []
    while True:
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
        if at >= len(text):
            break
        mark, number = STATE.match(text, at), _NUMBER.match(text, at)
        fact = _FACT.match(text, at)
        if number:
            label = number["label"] or number["named"] or ""
            cases.append((_rank(label, number["case"]), number["case"] or number["bare"]))
        elif mark and not text[mark.end() : mark.end() + 1].isalnum():
            state = mark.group()
        elif not fact:
            return None
        found = number or (mark if state and mark else None) or fact
        if found is None:
            return None
        at, facts = found.end(), facts + 1
    if facts < 2:
        return None
    best = max(cases, key=lambda one: one[0], default=(0, ""))
    return Filing(" ".join(best[1].split()) if best[0] else "", state)


def _rank(label: str, case: str | None) -> int:
    """How surely a number is its case's: 0 for a document's."""
    if _DOCUMENT.match(label):
        return 0
    if case and _PLAN.fullmatch(case):
        return 1
    return 3 if label else 2

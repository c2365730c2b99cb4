"""A label that nobody has met, known by what stands below it wherever the document prints it.

Municipalities invent headings; but "Godkendt.", "Udsat.", "Taget til efterretning." below a
line that most items have says that it heads the decisions, and "Forvaltningen indstiller, at"
that it heads the proposals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.decision.outcomes import read_outcomes
from index.parsing.phrases import weak_kind
from index.sections import proposes
from index.sentences import split_sentences
from index.types import SectionKind

FEWEST = 3
"""Times that a line must stand in a document to be one of its labels."""
_LABEL = re.compile(r"[A-ZÆØÅ][^\d\t.;?!,:]{2,48}:?|[A-ZÆØÅ]{1,2}:")
_POINT = re.compile(r"(?:\d{1,2}[.)]|[-–—•·*]|[a-z]\))?\s*(?:det indstilles|at)\b", re.IGNORECASE)
_MOST = 300


def may_be_label(text: str) -> bool:
    """Whether a line has the shape of a label: short, a capital, no number, no full stop."""
    return _LABEL.fullmatch(text) is not None


def learned_kind(label: str, texts: Sequence[str], body: bool = False) -> SectionKind | None:
    """What a repeated line heads, by its word and the beginnings of the texts below it; None when
    they do not say. `body` says that the line is nothing but a body's name ("Byrådet:")."""
    named = weak_kind(label)
    if named is SectionKind.RECOMMENDATION and texts and all(map(proposes, texts)):
        return named
    if len(texts) < (FEWEST - 1 if named or body else FEWEST):
        return None
    proposed = sum(1 for text in texts if _POINT.match(text) or proposes(text))
    if proposed * 5 >= len(texts) * 3:
        return SectionKind.RECOMMENDATION
    decided = sum(1 for text in texts if not _POINT.match(text) and _decides(text))
    if named is SectionKind.DECISION:
        return named if decided * 5 >= len(texts) * 2 else None
    return SectionKind.DECISION if decided * 5 >= len(texts) * 3 else named


def _decides(text: str) -> bool:
    spans = split_sentences(text[:_MOST])
    return bool(spans) and bool(read_outcomes(text[spans[0][0] : spans[0][1]]).strong)

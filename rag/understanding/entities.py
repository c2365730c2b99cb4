"""Finds the names in a question: what an answer's item has to know."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.rules import words

_STREET = (
    r"[a-zæøåé.-]*(?:vej|vejen|gade|gaden|allé|alle|alléen|vænget|vænge|stræde|strædet|torv|torvet|"
    r"plads|pladsen|parken|bakken|toften|haven|vangen|lunden|marken|krogen|stien|højen|engen|skoven|"
    r"bygade|strandvej|landevej|kaj|boulevard)"
)
_ADDRESS = re.compile(rf"\b((?:[a-zæøå]+ ){{0,1}}?{_STREET} \d{{1,3}}(?: ?[a-h]\b)?)(?!\w)")
_QUOTED = re.compile(r'["«»“”„]([^"«»“”„]{2,80})["«»“”„]')
_LAW = re.compile(r"§+ ?\d+[a-z]?(?: stk\. ?\d+)?|\bparagraf \d+[a-z]?\b")
_PLAN = re.compile(
    r"\b(?:lokalplan|lokalplanforslag|kommuneplantillæg|matrikel|matr\.? ?nr\.?|tillæg)"
    r"\s(?:nr\.? ?)?[\d.,]*\d[a-z]{0,3}\b"
)
_NAME_WORD = r"[A-ZÆØÅ][\w'&./-]*"
_LINK = r"(?:af|de|von|van|la|el)"
_NAME = re.compile(
    rf"{_NAME_WORD}(?: (?:{_LINK} )?{_NAME_WORD}){{0,6}}(?: \d{{1,3}}[A-Za-z]?\b(?!\.))?"
)


def entities(text: str, low: str, taken: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Names, addresses, quoted titles, plan numbers and paragraphs, in order, as typed.

    `taken` are spans that mean something else already (bodies, municipalities, dates, numbers).
    A word that only begins a sentence counts as no name.
    """
    spans = [match.span(1) for match in _QUOTED.finditer(text)]
    spans += [match.span() for match in _LAW.finditer(low)]
    spans += [match.span() for match in _PLAN.finditer(low)]
    spans += [_address_span(match) for match in _ADDRESS.finditer(low)]
    for match in _NAME.finditer(text):
        span = _name_span(text, match.start(), match.end(), taken)
        if span:
            spans.append(span)
    kept = [span for n, span in enumerate(spans) if not _inside(span, spans[:n])]
    return tuple(dict.fromkeys(_tidy(text[a:b]) for a, b in sorted(kept) if text[a:b].strip()))


def _address_span(match: re.Match[str]) -> tuple[int, int]:
    """Without a small word in front ("på mosevej 3")."""
    start = match.start(1)
    first, _, rest = match[1].partition(" ")
    small = first in words("words", "empty") or first in words("words", "starters")
    return (start + len(first) + 1 if small and " " in rest else start), match.end(1)


def _name_span(
    text: str, start: int, end: int, taken: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    while start < end:
        word = re.match(r"\S+", text[start:end])
        first = word.group() if word else ""
        hit = next((span for span in taken if span[0] <= start < span[1]), None)
        if hit:
            start = hit[1]
        elif _opens(text, start) and _is_starter(first, alone=start + len(first) >= end):
            start += len(first)
        else:
            break
        while start < end and not text[start].isupper():
            start += 1
    cut = False
    for span in taken:
        if start < span[0] < end:
            end, cut = span[0], True
    trimmed = re.sub(rf"(?: {_LINK})?[ ,.]*$", "", text[start:end])
    end = start + len(trimmed)
    if end - start < 2 or _no_name(text[start:end]):
        return None
    if cut and " " not in trimmed and _opens(text, start):
        return None  # "Sejler Skarvøs unge ...": what is left of a name that is taken
    return start, end


def _opens(text: str, start: int) -> bool:
    before = text[:start].rstrip(' "-–')
    return not before or (before[-1] in ".!?:" and not before.endswith(("St.", "Skt.", "Sct.")))


def _is_starter(word: str, *, alone: bool) -> bool:
    return alone or word.lower().strip(".,'") in words("words", "starters")


def _no_name(name: str) -> bool:
    low = name.lower().strip(".,'")
    return any(low in words("words", key) for key in ("not_names", "empty", "starters"))


def _inside(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any((a <= span[0] and span[1] <= b) or (span[0] < b and a < span[1]) for a, b in others)


def _tidy(name: str) -> str:
    return re.sub(r"['’]s?$", "", name.strip(" ,.?!:;"))

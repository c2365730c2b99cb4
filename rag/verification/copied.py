"""Whether a sentence is a source's own with something put in the place of something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from index.lexicon import stem, stop_words
from rag.rules import table, words
from rag.verification.align import units
from rag.verification.figures import figures
from rag.verification.sources import Source
from rag.verification.wording import glossary, kin

COPIED = 0.6
"""The share of a sentence's words that stand in a source in the same order: a copy of it."""
LONGEST = 2
"""Words that are taken for one thing put in another's place; in the source it may be longer."""
_TOKEN = re.compile(r"[^\W\d_]+|\d[\d.,]*")


def copied_fault(text: str, sources: Sequence[Source]) -> str:
    """The fault "ombyttet": when a copied sentence has another word in a word's place."""
    mine = _tokens(text)
    for unit in units(sources):
        theirs = _tokens(unit.text)
        if unit.row or len(mine) < 4 or len(theirs) < 4:
            continue
        if any(_is_other(ours, own, theirs, mine) for ours, own in _replaced(mine, theirs)):
            return "ombyttet"
    return ""


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[str, ...]:
    """The words as stems; figures as one sign each, as they are compared elsewhere."""
    taken = {i for figure in figures(text) for i in range(figure.start, figure.end)}
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        if match.start() not in taken:
            found.append(stem(match.group().casefold()))
        elif not found or found[-1] != "#":
            found.append("#")
    return tuple(found)


def _replaced(
    mine: tuple[str, ...], theirs: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What stands in the sentence and, in the same place of the source, what does not."""
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    if same < COPIED * len(mine):
        return
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "replace" and b - a <= LONGEST and d - c <= 2 * LONGEST:
            yield mine[a:b], theirs[c:d]


def _is_other(
    ours: tuple[str, ...], own: tuple[str, ...], theirs: tuple[str, ...], mine: tuple[str, ...]
) -> bool:
    """Whether something told takes the place of something else that is told nowhere now."""
    new = [w for w in ours if _tells(w) and not any(kin(w, other) for other in theirs)]
    gone = [w for w in own if _tells(w) and not any(kin(w, other) for other in mine)]
    return bool(new and gone)


@lru_cache(maxsize=8192)
def _tells(word: str) -> bool:
    """Whether a word is more than a way to put it: actors count, verbs of telling do not."""
    if any(word.startswith(actor) for actor in words("verify", "actors")):
        return True
    told = word != "#" and word not in stop_words() and word not in glossary()
    return told and word not in table("verify", "numerals") and len(word) > 2

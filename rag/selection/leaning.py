"""A passage that points back ("Denne opgave koster ...") -> the same with what it points to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.sentences import marker_end, split_sentences
from rag.passages import Passage
from rag.types import Intent, Question

BEFORE = 34
"""Words of the sentence before at most."""
_IS = (
    r"(?:er|var|bliver|blev|har|havde|vil|skal|skulle|kan|kunne|må|får|fik|ligger|lå|består|"
    r"omfatter)"
)
_DOES = (
    r"(?:koster|kostede|medfører|betyder|giver|gav|svarer|sker|skete|drejer|omfatter|indebærer|"
    r"kræver|skyldes|finansieres|gælder|vil (?:koste|medføre|betyde|give|kræve|indebære|ske))"
)
BACK = re.compile(
    rf"\W{{0,2}}(?:(?:denne|dette|disse|han|hun|heraf|herved|derved)\b|(?:den|de) {_IS}\b|"
    rf"det {_DOES}\b)",
    re.IGNORECASE,
)
"""How a sentence begins that is only understood with the one before it."""
SO = re.compile(
    r"\W{0,2}(?:(?:af den grund|på den baggrund|på denne baggrund|følgelig|dermed|således)\b|"
    r"(?:[\w/-]+[, ]+){0,8}?derfor\b(?! at))",
    re.IGNORECASE,
)
"""How a sentence begins whose reason is the one before it ("I 2031 er der derfor ...")."""


def points_back(question: Question, text: str) -> bool:
    """Whether a passage says too little without the sentence before it."""
    if BACK.match(text):
        return True
    return Intent.REASON in question.intents[:2] and SO.match(text) is not None


def grounded(question: Question, passage: Passage, chosen: Sequence[Passage]) -> Passage:
    """The passage with the sentence that it points back to in front, unless that is chosen as a
    part of more."""
    if not points_back(question, passage.text):
        return passage
    text, at = passage.section.text, passage.start - passage.section.start
    before = [span for span in split_sentences(text) if span[1] <= at]
    if not before:
        return passage
    start, end = before[-1]
    said = text[start:end]
    if not _is_sentence(said) or len(said.split()) > BEFORE:
        return passage
    start, stop = start + passage.section.start, end + passage.section.start
    if any(holds(c, passage, start) and (c.start, c.end) != (start, stop) for c in chosen):
        return passage
    return replace(passage, start=start)


def holds(held: Passage, passage: Passage, at: int) -> bool:
    """Whether the place `at` in the passage's item is in another passage."""
    return held.record.id == passage.record.id and held.start <= at < held.end


def _is_sentence(text: str) -> bool:
    """Whether it is a sentence of running text: no row, no point, no heading."""
    return "\t" not in text and not marker_end(text) and text.rstrip("»”\"') ").endswith((".", "!"))

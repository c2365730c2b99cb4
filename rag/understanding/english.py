"""Recognises a question in English."""

from __future__ import annotations

import re

from rag.rules import words

_WORD = re.compile(r"[a-zæøå]+(?:[-'][a-zæøå]+)?")


def is_english(low: str) -> bool:
    """True when more of the small words are English than Danish; folded text."""
    tokens = _WORD.findall(low)
    english = sum(token in words("english", "function_words") for token in tokens)
    danish = sum(token in words("english", "danish_words") for token in tokens)
    return english > danish and (english >= 2 or english * 3 >= len(tokens) > 0)

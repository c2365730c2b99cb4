"""Recognises a question in English and adds the Danish words that the minutes would use."""

from __future__ import annotations

import re

from rag.rules import table, words

_WORD = re.compile(r"[a-zæøå]+(?:[-'][a-zæøå]+)?")


def is_english(low: str) -> bool:
    """True when more of the small words are English than Danish; folded text."""
    tokens = _WORD.findall(low)
    english = sum(token in words("english", "function_words") for token in tokens)
    danish = sum(token in words("english", "danish_words") for token in tokens)
    return english > danish and (english >= 2 or english * 3 >= len(tokens) > 0)


def danish_terms(low: str) -> tuple[str, ...]:
    """Danish words for the English words that councils use, in order, each once."""
    glossary = table("english", "glossary")
    found: list[str] = []
    for token in _WORD.findall(low):
        for form in (token, token.removesuffix("'s"), token.removesuffix("s")):
            if form in glossary:
                found.extend(glossary[form].split())
                break
    return tuple(dict.fromkeys(found))

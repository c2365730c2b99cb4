"""Tells a question that leans on the one before it, and makes it whole."""

from __future__ import annotations

import re
from functools import cache

from prompts import templates
from rag.rules import patterns, words
from rag.types import Turn
from rag.wash import fold, sentences

_YEAR = re.compile(r"(?:19|20)\d\d")
# A question with no more words of its own than this, and no name, says too little to stand alone.
_FEW = 3
_TOKEN = re.compile(r"[\wæøåé§][\wæøåé.,/'-]*")


_THANKS = r"(?:(?:tak|ok|okay|fint|godt|thanks)[.,!]* )?"
_NAMED = re.compile(
    rf"^{_THANKS}(?:og |men |så )*(?:hvad|hvordan|what|how)(?: så)? (?:med|about) "
    r"(?P<subject>[^?.!]+)"
    rf"|^{_THANKS}(?:og|men|så|and|but) "
    r"(?P<bare>(?!hv|i |på |om |til |for |fra |med |in |on |at )[^?.!]+)",
    re.IGNORECASE,
)
"""A follow-up that names something and asks nothing of its own: "hvad med molen?", "og molen?"."""


# In a longer question "dem" in a later clause points at the first clause.
_CLAUSE = re.compile(r", | og (?=hv)|; ")


@cache
def _empty() -> frozenset[str]:
    return frozenset(words("words", "empty"))


def content_words(text: str) -> tuple[str, ...]:
    """The words that say what a text is about, in order, each once."""
    kept: dict[str, None] = {}
    for token in _TOKEN.findall(text):
        word = token.strip(".,'-/")
        if len(word) > 1 and fold(word) not in _empty():
            kept.setdefault(word, None)
    return tuple(kept)


def subjects(text: str) -> tuple[str, ...]:
    """The content words that name something, and do not only ask ("koster", "stemte")."""
    acts = set(words("words", "acts"))
    return tuple(word for word in content_words(text) if fold(word) not in acts)


def points_back(text: str) -> bool:
    """Whether a word of the question stands for something that was said before."""
    low = fold(text)
    rules = (*patterns("words", "elliptic"), *patterns("words", "anaphoric"))
    return any(rule.search(low) for rule in rules)


def leans(text: str, *, anchored: bool) -> bool:
    """Whether the question cannot be understood without the turn before it.

    `anchored` says that it names something of its own: a name, a body, a place, a case number.
    """
    low = fold(text)
    own = len(content_words(text))
    if any(rule.search(low) for rule in patterns("words", "elliptic")):
        return not anchored or own <= 6
    pointing = low if own <= _FEW else _CLAUSE.split(low)[0]
    if any(rule.search(pointing) for rule in patterns("words", "anaphoric")):
        return not (anchored and own > 6)
    return not anchored and own <= _FEW


def named(text: str) -> str:
    """What such a follow-up names: the new subject, or a side of the old one; "" when nothing."""
    match = _NAMED.match(fold(text))
    if match is None:
        return ""
    group = "subject" if match["subject"] else "bare"
    found = text[match.start(group) : match.end(group)].strip()
    return found if len(content_words(found)) in (1, 2, 3) else ""


def whole(text: str, earlier: str, turn: Turn, *, asks: bool = False) -> str:
    """The question's own words, then those of what it leans on that it does not repeat.

    `earlier` is what was searched for the turn. Of its answer the first sentence is used, unless
    the turn tells which items that quoted: its words would only find it again. One that `asks`
    something of its own takes what was asked about along, not what was asked of it.
    "Og i 2024?" takes neither the year nor the figure of 2023 along.
    """
    own = content_words(text)
    anew = any(_YEAR.fullmatch(word) for word in own)
    seen = {fold(word) for word in own}
    added: list[str] = []
    told = "" if turn.items else _first_sentence(turn.answer)
    for word in (*(subjects(earlier) if asks else content_words(earlier)), *content_words(told)):
        if fold(word) not in seen and not (anew and word[0].isdigit()):
            seen.add(fold(word))
            added.append(word)
    return f"{text.rstrip(' ?.')} {' '.join(added)}".strip()


def _first_sentence(answer: str) -> str:
    unmarked = re.sub(r"\[\d+\]|[*_#>`]", "", answer)
    found = sentences(unmarked)
    if not found or unmarked.startswith(templates()["status.not_found"].rstrip(".")):
        return ""
    return found[0][:300]

"""Tells the question from what stands around it: instructions, greetings, filler."""

from __future__ import annotations

import re
from functools import cache

from rag.rules import patterns, words
from rag.types import Intent
from rag.wash import fold, plain, sentences

_ASKS = re.compile(
    r"\b(hvad|hvem|hvor|hvornår|hvorfor|hvordan|hvilke|hvilken|hvilket|hvormange|hva|what|who|when|"
    r"where|why|how|which)\b"
)
_TAGGED = re.compile(
    r"<(system|instructions?|admin|prompt)>[^<]{0,1500}</\1>|\[/?inst\]|<\|[^|<>]{0,40}\|>"
    r"|</?(?:system|instructions?|admin|prompt)>",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_EDGE = " ,.;:!?-\"'"
SHORT = 8
"""Words of a question about one's own matter; who tells more asks about the rules."""


def genuine(text: str) -> tuple[str, bool]:
    """The text without sentences that steer us or ask for poems, and whether any were removed."""
    every = sentences(_TAGGED.sub(" ", text))
    parts = [(sentence, _genuine_part(sentence)) for sentence in every]
    kept = [part for _, part in parts if part]
    if any(part != sentence for sentence, part in parts) and not _any_asks(kept):
        kept = [part for part in kept if "?" in part]
    result = " ".join(kept)
    return result, result != text.strip()


def steers(sentence: str) -> bool:
    """Whether a sentence tells a machine what to answer: never quoted as if it were a fact."""
    low = fold(sentence)
    return any(rule.search(low) for rule in _steering())


def _any_asks(parts: list[str]) -> bool:
    """What stands beside a removed instruction and asks nothing belongs to the instruction."""
    return any(_ASKS.search(fold(part)) for part in parts)


def _genuine_part(sentence: str) -> str:
    """The sentence, or what it asks apart from an instruction in it; "" when that is nothing."""
    low = fold(sentence)
    cut = next((match for rule in _steering() if (match := rule.search(low))), None)
    if cut is None:
        return sentence
    head, tail = sentence[: cut.start()], sentence[cut.end() :]
    asked = _ASKS.search(fold(tail))
    if asked and not steers(tail[asked.start() :]):
        return tail[asked.start() :].strip()
    if _ASKS.search(fold(head)) and len(head.split()) > 3:
        return re.sub(r"[ ,]+(og|and)?\s*$", "", head).strip() + "?"
    return ""


def _steering() -> tuple[re.Pattern[str], ...]:
    return patterns("scope", "instruction") + patterns("scope", "foreign")


def chatter(text: str) -> Intent | None:
    """SMALL_TALK or ABOUT when the whole text is that and nothing else."""
    low = plain(text).strip(_EDGE + "😀😊🙂👍")
    low = re.sub(r"[,.!;]+ ?", " ", low).strip()
    if any(rule.fullmatch(low) for rule in patterns("scope", "small_talk")):
        return Intent.SMALL_TALK
    bare = fold(strip_filler(text)).strip(_EDGE)
    if len(bare.split()) <= 9 and any(rule.search(bare) for rule in patterns("scope", "about")):
        return Intent.ABOUT
    return None


def asks_for_service(text: str) -> bool:
    """Whether the text asks for what the municipality does for one person, or how it is today."""
    low = fold(text).strip(_EDGE)
    short = len(low.split()) <= SHORT
    return short and any(rule.search(low) for rule in patterns("scope", "service"))


def strip_filler(text: str) -> str:
    """The question without greeting, polite opening, thanks and wishes about the form."""
    result = _without_courtesy(text.strip())
    for _ in range(4):
        shorter = _strip_closing(_strip_opening(result))
        if shorter == result:
            break
        result = shorter
    return result or text.strip()


def _without_courtesy(text: str) -> str:
    """The text without the sentences that are only polite, when something else is left."""
    every = sentences(text)
    kept = [sentence for sentence in every if not _is_courtesy(sentence)]
    return " ".join(kept) if kept and len(kept) < len(every) else text


def _is_courtesy(sentence: str) -> bool:
    """Whether a sentence is made of polite words and small ones, and asks nothing."""
    low = fold(sentence)
    said = set(_WORD.findall(low))
    polite = said & set(words("scope", "courtesy"))
    rest = said - polite - set(words("words", "empty")) - set(words("scope", "courtesy_beside"))
    return bool(polite) and not rest and not _ASKS.search(low)


def _strip_opening(text: str) -> str:
    match = _front("opening").match(fold(text))
    return text[match.end() :].strip() if match and match.end() < len(text) else text


def _strip_closing(text: str) -> str:
    low = fold(text)
    for rule in patterns("scope", "closing"):
        match = rule.search(low)
        if match and match.start() > 0:
            return (text[: match.start()] + text[match.end() :]).strip()
    return text


def strip_asking(text: str) -> str:
    """The question without the words that only ask ("hvad blev besluttet om"); never empty."""
    match = _front("asking").match(fold(text))
    if match is None or not (rest := text[match.end() :].strip(" ,:?")):
        return text.strip()
    return rest


@cache
def _front(key: str) -> re.Pattern[str]:
    """One pattern for what may stand first; the words that ask are followed by something."""
    ending = r"\s+" if key == "asking" else ""
    return re.compile(rf"(?:{'|'.join(words('scope', key))}){ending}")

"""Turns what was typed into text that is safe to show, to search and to match rules against."""

from __future__ import annotations

import re
import unicodedata

from index.privacy import masked
from rag.rules import table

MAX_CHARACTERS = 2000
CPR_MASK = "[CPR-nummer fjernet]"

_SPACE = re.compile(r"\s+")
_FOLD = str.maketrans(
    {"’": "'", "‘": "'", "´": "'", "“": '"', "”": '"', "„": '"', "»": '"', "«": '"'}
    | dict.fromkeys("‐‑‒–—−", "-")
)
_WORD = re.compile(r"[^\W\d_]+")
_LETTER = re.compile(r"[^\W_]")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:\w|\d+|st|skt|sct|kl|nr|ca|pct|mio|mia|kr|pkt|jf|bl|evt|inkl|ekskl|dvs|fx|"
    r"f\.eks|bl\.a|m\.fl|m\.m|osv|vedr|ang|tlf|dr|hr|fr|pr|jan|feb|mar|apr|jun|jul|aug|sep|sept|"
    r"okt|nov|dec|stk|afd|tv|th|etc|mr|mrs|no)\.$"
)
_RUNS = ("qwert", "asdf", "zxcv", "hjkl", "yuiop", "sdfg", "dfgh", "qwer", "wert", "lkjh", "fdsa")


def wash(text: str) -> str:
    """NFC, one space between words, no control, zero-width or direction characters."""
    composed = unicodedata.normalize("NFC", text)
    kept = (
        " " if char.isspace() else char
        for char in composed
        if char.isspace() or unicodedata.category(char) not in ("Cf", "Cc", "Co", "Cn")
    )
    return _SPACE.sub(" ", "".join(kept)).strip()


def mask_cpr(text: str) -> tuple[str, bool]:
    """The text with Danish personal numbers (DDMMYY-XXXX, a date that exists) masked."""
    without = masked(text, CPR_MASK)
    return without, without != text


def fold(text: str) -> str:
    """Lower case with plain quotes and dashes, of the same length as the text."""
    simple = text.translate(_FOLD)
    low = simple.lower()
    if len(low) == len(text):
        return low
    return "".join(part if len(part := char.lower()) == 1 else char for char in simple)


def plain(text: str) -> str:
    """The folded text with chat spellings of small words undone, for rules about wording."""
    spoken = table("spoken", "words")
    return _WORD.sub(lambda match: spoken.get(match.group(), match.group()), fold(text))


def sentences(text: str) -> list[str]:
    """The sentences of the text, in order; "St. Hans" and "1. januar" end none."""
    found: list[str] = []
    start = 0
    for match in re.finditer(r"[.!?]+[\")]*\s+|\n+", text):
        piece = text[start : match.end()].strip()
        if piece.endswith(".") and _ABBREVIATION.search(piece.lower()):
            continue
        found.append(piece)
        start = match.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def is_blank(text: str) -> bool:
    """True when the text holds no letter and no digit."""
    return _LETTER.search(text) is None


def is_gibberish(text: str) -> bool:
    """True when no word looks like one: keyboard runs, no vowels, one letter over and over."""
    tokens = _WORD.findall(fold(text))
    return (
        bool(tokens)
        and not any(char.isdigit() for char in text)
        and all(_is_noise(token, text) for token in tokens)
    )


def _is_noise(token: str, text: str) -> bool:
    if any(run in token for run in _RUNS) or re.search(r"(.)\1\1\1", token):
        return True
    if token.upper() in text and len(token) <= 6:
        return False
    vowels = sum(char in "aeiouyæøåéöäü" for char in token)
    return len(token) > 1 and (vowels == 0 or re.search(r"[^aeiouyæøåéöäü]{6}", token) is not None)

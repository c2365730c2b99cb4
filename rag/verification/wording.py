"""Text -> its content words, clauses and names, as rag/verification/verify.py compares them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from index.lexicon import stem, stop_words
from rag.rules import read, table
from rag.verification.figures import figures

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAMES = re.compile(
    r"(?<![\w./])(?:[A-ZÆØÅ]/S|[A-ZÆØÅ][\w’'-]*)"
    r"(?:\s(?:(?:de|von|van)\s)?(?:[A-ZÆØÅ]/S|[A-ZÆØÅ][\w’'-]*))*"
)
_SHORTEST_PART = 4
_SHARED, _LONG_SHARED = 0.72, 0.5
"""How much of the longer of two words must stand at the front of both for them to be kin."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it begins."""

    text: str
    stem: str
    start: int


@cache
def rule(name: str) -> re.Pattern[str]:
    """A pattern of rag/data/verify.toml: a single one, or a list read as alternatives."""
    value = read("verify")[name]
    parts = value if isinstance(value, list) else [value]
    return re.compile("|".join(str(part) for part in parts), re.IGNORECASE)


@cache
def glossary() -> frozenset[str]:
    """Stems of the words with which anybody tells what minutes say."""
    words = str(read("verify")["glossary"]).split()
    return frozenset(stem(word) for word in words) | frozenset(words)


@cache
def _groups() -> dict[str, frozenset[str]]:
    value = read("verify")["same"]
    groups = value["groups"] if isinstance(value, dict) else []
    found: dict[str, frozenset[str]] = {}
    for group in groups:
        stems = frozenset(stem(word) for word in str(group).split())
        for one in stems:
            found[one] = found.get(one, frozenset()) | stems
    return found


@lru_cache(maxsize=4096)
def content(text: str) -> tuple[Word, ...]:
    """The words that tell something: no figures, no function words; the glossary's are kept."""
    taken = [(figure.start, figure.end) for figure in figures(text)]
    found = []
    for match in _WORD.finditer(text):
        low = match.group().casefold()
        lone = len(low) == 1 and not match.group().isupper()
        if lone or low in stop_words() or low in table("verify", "numerals"):
            continue
        if any(a <= match.start() < b for a, b in taken):
            continue
        found.append(Word(match.group(), stem(low), match.start()))
    return tuple(found)


def telling(text: str) -> tuple[Word, ...]:
    """The content words that the glossary does not hold."""
    held = glossary()
    return tuple(w for w in content(text) if w.stem not in held and w.text.casefold() not in held)


_INFLECTION = re.compile(r"(?<=\w{3})(?:erne|ede|ing|ning|else|en|et|er|te|t|d|e)$")


@lru_cache(maxsize=65536)
def kin(one: str, other: str) -> bool:
    """Whether two stems may stand for each other: inflected, compounded, or the same in minutes."""
    if one == other or other in _groups().get(one, ()):
        return True
    roots = {_INFLECTION.sub("", one), one} & {_INFLECTION.sub("", other), other}
    return (
        bool(roots)
        or _contains(*sorted((one, other), key=len))
        or _contains(*sorted((_root(one), _root(other)), key=len))
        or _front(one, other)
    )


def _root(stem_of: str) -> str:
    return _INFLECTION.sub("", stem_of) if len(stem_of) < 8 else stem_of


def _front(one: str, other: str) -> bool:
    """Whether two words begin alike for most of their length."""
    short, long = sorted((one, other), key=len)
    front = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(short)
    )
    return front >= 5 and front >= (_SHARED if front < 7 else _LONG_SHARED) * len(long)


def _contains(short: str, long: str) -> bool:
    """Whether the shorter is a part of a compound."""
    if len(short) == _SHORTEST_PART - 1 and len(long) > 5:
        return long.endswith(short)
    if len(short) < _SHORTEST_PART:
        return False
    return long.startswith(short) or long.endswith(short) or (len(short) > 5 and short in long)


def known(word: str, stems: Collection[str]) -> bool:
    """Whether any of the stems may stand for the word's stem."""
    return word in stems or any(kin(word, other) for other in stems)


def stems_of(texts: Iterable[str]) -> frozenset[str]:
    """The stems of the texts' content words."""
    return frozenset(word.stem for text in texts for word in content(text))


def share(text: str, stems: Collection[str], *, every: bool = False) -> float:
    """The share of a text's telling words (or of `every` content word) that the stems know.

    1 when it has none.
    """
    words = content(text) if every else telling(text)
    if not words:
        return 1.0
    return sum(known(word.stem, stems) for word in words) / len(words)


@lru_cache(maxsize=4096)
def marks_of(text: str) -> frozenset[str]:
    """The text's content stems and figures: what it tells, without the order."""
    told = {f"{figure.kind}{figure.value}" for figure in figures(text)}
    return frozenset({word.stem for word in content(text)} | told)


@lru_cache(maxsize=4096)
def clauses(text: str) -> tuple[str, ...]:
    """The text cut where a new statement begins."""
    return tuple(part for part in rule("clause").split(text) if part and part.strip())


def names(text: str) -> list[tuple[str, int]]:
    """Every run of capitalised words, and where it begins."""
    return [(match.group(), match.start()) for match in _NAMES.finditer(text)]


def bare(name: str) -> str:
    """A name in lower case without its genitive."""
    return (
        re.sub(r"(?<=[a-zæøåé])['’]?s$", "", name).casefold() if len(name) > 3 else name.casefold()
    )

"""Finds the municipalities that a question speaks of, known to the archive or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from index.parsing.municipalities import NAMES
from rag.rules import table, words

_AUTHORITY = r"(?:kommunes?|komune|byråds?|byrådet|kommunalbestyrelse|municipality|city council)\b"
_NEXT_NAME = re.compile(r"^ +[A-ZÆØÅ]")
_BEFORE_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-ZÆØÅ][\wæøå.-]+ $")
_IN = re.compile(r"\b(?:i|hos|for|fra|in|of|from)\s$", re.IGNORECASE)
_NAMED = re.compile(r"\b([A-ZÆØÅ][\wæøåÆØÅ-]+) (?:Kommunes?|kommunes?|Municipality)\b")
_AUTHORITY_NAME = re.compile(r"\b([A-ZÆØÅ][\wæøåÆØÅ-]+) [BK](?:yråds?|ommunalbestyrelses?)\b")
_TYPO = 88.0


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A municipality named in the text. `sure` when it is the municipality that is meant."""

    name: str
    start: int
    end: int
    sure: bool


def bare_name(municipality: str) -> str:
    """ "Odense Kommune" -> "Odense"."""
    return re.sub(r"\s+kommune$", "", municipality, flags=re.IGNORECASE)


def find_places(text: str, low: str, municipalities: Sequence[str]) -> tuple[PlaceMention, ...]:
    """Mentions of the archive's municipalities, in order; names as the archive has them."""
    found = [
        mention for municipality in municipalities for mention in _mentions(text, low, municipality)
    ]
    if not found:
        found = _misspelled(low, municipalities)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _mentions(text: str, low: str, municipality: str) -> list[PlaceMention]:
    name = bare_name(municipality)
    pattern = rf"(?<![\w-]){re.escape(name.lower())}(?:'s|s|')?(?![\w-])(?: kommunes?\b| komune\b)?"
    found = []
    for match in re.finditer(pattern, low):
        formal = match.group().endswith(("kommune", "kommunes", "komune"))
        capital = text[match.start()].isupper()
        if not formal and _is_word_too(name) and not _as_name(text, match.start(), capital, name):
            continue
        sure = formal or (capital and not _part_of_name(text, match))
        found.append(PlaceMention(municipality, match.start(), match.end(), sure))
    return found


def _is_word_too(name: str) -> bool:
    return name in words("places", "words_too")


def _as_name(text: str, start: int, capital: bool, name: str) -> bool:
    """Whether a name that is also a word stands as a name: not first, or lower case after "i"."""
    if capital:
        return start > 0 or text[start + len(name) :].startswith(("s ", "'s "))
    return name not in ("Vejen", "Skive") and _IN.search(text[:start]) is not None


def _part_of_name(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() :]
    follows = _NEXT_NAME.match(after) and not re.match(rf" {_AUTHORITY}", after.lower())
    opening = text[: match.start()]
    precedes = _BEFORE_NAME.search(opening) and opening.strip().count(" ") > 0
    return bool(follows or precedes)


def _misspelled(low: str, municipalities: Sequence[str]) -> list[PlaceMention]:
    """Names a letter off, only where a place is expected: after "i", or before "kommune"."""
    every = {name.lower() for name in NAMES}
    found = []
    for match in re.finditer(r"(?:\bi |\bhos )([a-zæøå-]{5,})|([a-zæøå-]{4,}) kommune", low):
        group = 1 if match[1] else 2
        word = match[group]
        if word in every:
            continue
        for name in municipalities:
            bare = bare_name(name).lower()
            if max(ratio(word, bare), ratio(word.removesuffix("s"), bare)) >= _TYPO:
                found.append(PlaceMention(name, match.start(group), match.end(group), False))
    return found


def unknown_municipality(text: str, low: str, municipalities: Sequence[str]) -> str | None:
    """The municipality that the question is about and the archive does not have, if any.

    None when the archive knows no municipality, or the question also names one that it has, or the
    other municipality is only a party to something (a hearing, an agreement, "sammen med").
    """
    if not municipalities or find_places(text, low, municipalities) or _PARTY.search(low):
        return None
    known = {bare_name(name).lower() for name in municipalities}
    other = table("places", "other_names")
    for pattern in (_NAMED, _AUTHORITY_NAME):
        for match in pattern.finditer(text):
            name = _official(other.get(match[1], match[1]))
            beside = _BESIDE.search(low[: match.start()])
            if not beside and name.lower() not in known and name.lower() not in _POINTERS:
                return name
    return _in_unknown(text, low, known)


_POINTERS = ("hvilken", "denne", "vores", "den", "anden", "i", "min", "din")
_PARTY = re.compile(
    r"\b(?:høringssvar\w*|samarbejd\w*|aftale\w*|fælles|\w*nabokommune\w*|sammen med|indsigelse\w*|"
    r"ligesom|sammenlign\w*|cooperation|together with)\b"
)
_BESIDE = re.compile(r"\b(?:med|fra|til|mellem|og|samt|eller|som(?: i)?|with|from|than|end i) $")
_AWAY = re.compile(
    r"\b(?:konference\w*|kursus|kurser|messe\w*|studietur\w*|besøg\w*|rejse\w*|topmøde\w*|kontor|"
    r"sygehus\w*|universitet\w*|fabrik\w*|afdeling\w*|som|ligesom) $"
)


def _official(name: str) -> str:
    every = NAMES
    return name.removesuffix("s") if name not in every and name.removesuffix("s") in every else name


def _in_unknown(text: str, low: str, known: set[str]) -> str | None:
    """A municipality that the question places its whole matter in: "Hvad koster ... i X?"."""
    other = table("places", "other_names")
    names = {name.lower(): name for name in NAMES}
    names |= {alias.lower(): name for alias, name in other.items()}
    for match in re.finditer(r"\b(?:i|hos|in) ([a-zæøå-]{3,})", low):
        name = names.get(match[1])
        if name is None or name.lower() in known or _AWAY.search(low[: match.start()]):
            continue
        ends = _CLAUSE_END.match(low[match.end() :])
        if ends and (text[match.start(1)].isupper() or not _is_word_too(name)):
            return name
    return None


_CLAUSE_END = re.compile(
    r"\s*(?:$|[?,;.!]|i (?:19|20)\d\d|sidste år|i år|\d{4}|om (?:året|måneden))"
)

"""Running Danish text -> the people and the parties that it names, as printed."""

from __future__ import annotations

import re

_WORD = r"[A-ZÆØÅÉÖÄÜ][a-zæøåéöäüèáóíúçñ'’]+(?:-[A-ZÆØÅÉÖÄÜ][a-zæøåéöäüè]+){0,2}"
_MIDDLE = rf"(?:{_WORD}|[A-ZÆØÅ]\.?|von|van|de|del|el|al|af|la|da|bin|ibn)"
LETTERS = r"(?:[A-ZÆØÅ]|UP\s?-?\s?\d?|SF|KF|EL|RV|ALT|LA|DF|DD|IA|KD|NB|SP)"
_PERSON = re.compile(
    rf"\b{_WORD}(?:(?:[ \u00a0]{_MIDDLE}){{0,4}}[ \u00a0]{_WORD}"
    rf"(?:,?[ \u00a0]?\([^()\n]{{0,20}}\))?"
    rf"|[ \u00a0]\({LETTERS}\))"
)
_OFFICE = re.compile(
    r"^(?:(?:Udvalgs|Byråds|Kommunalbestyrelses|Råds|Gruppe|Bestyrelses)?[Mm]edlem|"
    r"(?:Udvalgs|Vice|1\. ?vice|Gruppe|Næst)?[Ff]ormand(?:en)?|"
    r"(?:Vice)?[Bb]orgmester(?:en)?|[Rr]ådmand|[Ss]uppleant|[Ff]ormand|[Nn]æstformand|"
    r"For|Imod|Mod|Stemte|Afbud|Fraværende|Liste|Følgende|Endvidere|Desuden|Herudover|Dog|Også|"
    r"Ikke|Inhabil|Den|Det|Men|Og|Fra|Med|Ved|Ad|At|Et|En)\s"
)
_PARTY = re.compile(rf"(?<![\w.-])\(?({LETTERS})\)?(?![\w-])(?!\.\s?[A-ZÆØÅ][a-zæøå])")
_LONG_PARTIES = {
    "socialdemokrati": "A",
    "radikale venstre": "B",
    "det radikale venstre": "B",
    "konservative": "C",
    "det konservative folkeparti": "C",
    "det konservative": "C",
    "nye borgerlige": "D",
    "socialistisk folkeparti": "F",
    "liberal alliance": "I",
    "kristendemokraterne": "K",
    "moderaterne": "M",
    "dansk folkeparti": "O",
    "venstre": "V",
    "danmarksdemokraterne": "Æ",
    "enhedslisten": "Ø",
    "alternativet": "Å",
}
"""The letters on the ballot of the parties in the Folketing, for parties printed in full."""
_LONG = re.compile(
    r"\b(?:"
    + "|".join(sorted(map(re.escape, _LONG_PARTIES), key=len, reverse=True))
    + r")(?:et|s)?\b",
    re.IGNORECASE,
)


def find_people(text: str) -> tuple[str, ...]:
    """Every name of two or more words, with the party in brackets after it, as printed."""
    return tuple(name for name, _, _ in _people(text))


def find_parties(text: str) -> tuple[str, ...]:
    """The letters of the parties that are named without a person, in order, each once.

    Letters in brackets after a name are that person's and are left out; a party printed in
    full gives its letter.
    """
    return tuple(dict.fromkeys(letter for letter, _, _ in party_spans(text)))


def party_spans(text: str) -> list[tuple[str, int, int]]:
    """(letter, start, end) of every party that is named without a person, in order."""
    rest = text
    for _, start, end in reversed(_people(text)):
        rest = rest[:start] + "," * (end - start) + rest[end:]
    found = [(_LONG_PARTIES[_long_key(m.group())], *m.span()) for m in _LONG.finditer(rest)]
    found += [(" ".join(m[1].split()), *m.span()) for m in _PARTY.finditer(_LONG.sub(_blank, rest))]
    return sorted(found, key=lambda one: one[1])


def _people(text: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    blanked = _LONG.sub(_blank, text)
    for match in _PERSON.finditer(blanked):
        start, end = match.span()
        while office := _OFFICE.match(text[start:end]):
            start += office.end()
        if (
            " " in text[start:end].strip()
            and not text[start:end].startswith("(")
            and not _is_body(text[start:end])
        ):
            found.append((text[start:end], start, end))
    return found


def _is_body(name: str) -> bool:
    return (
        re.search(r"(?:udvalg|råd|bestyrelse|forvaltning|kommune)(?:et|en|n)?s?\b", name)
        is not None
    )


def _blank(match: re.Match[str]) -> str:
    return "," * len(match.group())


def _long_key(printed: str) -> str:
    low = printed.casefold()
    return next(key for key in (low, low[:-1], low[:-2]) if key in _LONG_PARTIES)

"""A question's wording -> the kind of value it asks for, and the noun whose value that is."""

from __future__ import annotations

import re
from collections.abc import Collection

from index.lexicon import stop_words
from index.words import words
from rag.selection.values import NAME, holds
from rag.types import Intent, Question

VALUES = (Intent.AMOUNT, Intent.COUNT, Intent.DATE, Intent.WHERE)
"""Intents that ask for a value which a sentence either holds or does not; WHO is read here."""
ASKED = re.compile(
    r"\b(?:hvor mange|"
    r"hvor (?:stor|høj|lang|lav|dyr|gammel|bred|tung)\w*(?: (?:er|var|bliver|blev))?|"
    r"hvilke[nt]?|hvem (?:er|var|bliver|blev)|"
    r"hvad (?:hedder|tjener|er|var|koster(?! det at)|kostede(?! det at)|betaler|betalte)|"
    r"how (?:many|much)|which|who (?:is|was))\s+(?:(?:af|for|det|at|en|et|den|de)\s)*"
    r"(?P<rest>\w+(?:\s\w+){0,2})",
    re.IGNORECASE,
)
_THING = (
    r"(?:vej|gade|stræde|plads|torv|park|have|bro|sti|skole|institution|hus|hal|center|by|bygning|"
    r"kvarter|færge|skib|pulje|fond|plan|strategi|politik|projekt|ordning|app|kampagne)"
    r"(?:n|en|t|et|erne|rne|ene)?"
)
"""What has a name and is nobody."""
SOMEBODY = re.compile(
    rf"\bhvad hedder\b(?! (?:den|det|de) (?:\w+ )?\w*{_THING}\b)|\bnavnet på\b|\bwho(?:se|m)?\b|"
    r"^hvem der\b|\bhvem (?!der\b|kan\b|må\b|har ret\b|kunne\b|gælder\b|betale\w*\b|"
    r"(?:skal|skulle) betale\b|finansierer\b|dækker\b|afholder\b|(?:er|var) (?-i:[A-ZÆØÅ]))|"
    r"\bhvilke[nt] \w*(?:er|ør|ist|ekt|læge|firma|chef|parti|kæde|virksomhed|bank|"
    r"selskab|fond|mærke|kok|advokat)\b(?! at)|"
    r"\bhvilke (?:to|tre|fire|fem|seks|syv) \w*(?:politiker|medlem|person|borger|kandidat)\w*",
    re.IGNORECASE,
)
"""Asks for a person or a firm by name; "hvem kan få ...?", "hvem betaler ...?" and "reglen om, hvem
der ..." do not."""
MONEY = re.compile(
    r"\bhvor mange (?:penge|kroner|kr|mio|millioner)|"
    r"\bhvor meget (?:koste|betal|tjen|få|fik|giv|gav|spare)|"
    r"\bhvad (?:er|var|bliver|blev) (?:(?:den|det|de|en|et) )?(?:\w+e )?\w*"
    r"(?:løn|leje|pris|takst|gebyr|honorar|kontingent|afgift)|"
    r"\bhvad (?:koste|tjen)|\bi (?:honorar|løn|diæter|leje|tilskud)\b",
    re.IGNORECASE,
)
_OF_KIND = (
    "dag dato år måned uge tid tidspunkt sted steder adresse penge kroner kr mio millioner beløb "
    "procent pct del andel antal lov paragraf navn navnet firma virksomhed person parti gange "
    "stor much many money"
)
OF_KIND = frozenset(_OF_KIND.split(" "))
"""Nouns that only say which kind of value is asked for."""
_OF_THINGS = "ny nye nyt gamle store små lille ekstra forskellige private kommunale lokale fælles"
OF_THINGS = frozenset(_OF_THINGS.split(" "))
"""Words that stand before the noun whose value is asked for."""
FIRM = re.compile(r"\([A-ZÆØÅ]\)|\b(?:A/S|ApS|I/S|P/S)\b")
"""A party's letter after a name, or a firm's form."""
NO_PERSON = re.compile(
    r"(?:kommune\w*|udvalg\w*|forvaltning\w*|byråd\w*|råd\w*|ministeri\w*|styrelse\w*|lov\w*|nr|"
    r"politik\w*|plan\w*|projekt\w*|center|by|vej|allé|skole\w*)$",
    re.IGNORECASE,
)

NONE = re.compile(
    r"\b(?:ingen|intet|gratis|begge|hele|halv\w*|udgiftsneutral\w*|resten|none|"
    r"uden (?:\w+ )?(?:udgift|beregning|betaling|vederlag|omkostning|merudgift)\w*|"
    r"ikke (?:\w+ ){0,3}(?:udgift|økonomi|omkostning|konsekvens|opgjort|oplyst|kendt)\w*)\b",
    re.IGNORECASE,
)
"""What tells an amount or a number without a figure."""
CELL = re.compile(r"\t\D{0,3}\d|\d\D{0,3}\t")
"""A figure in a table, whose unit stands in the table's head."""


def kinds(question: Question) -> list[Intent]:
    """The kinds of value that the question asks for, [] when it asks for none."""
    if question.intent in (Intent.VOTE, Intent.CASE_NUMBER):
        return []
    found: list[Intent] = []
    if question.intent in VALUES:
        found = [intent for intent in question.intents[:2] if intent in VALUES]
    if MONEY.search(question.text):
        found = [Intent.AMOUNT]
    return [*found, Intent.WHO] if SOMEBODY.search(question.text) else found


def tells(kind: Intent, text: str) -> bool:
    """Whether the text holds a value of the kind; a firm is somebody, a committee is not."""
    if kind is not Intent.WHO:
        return holds(kind, text)
    if FIRM.search(text):
        return True
    return any(not NO_PERSON.search(match.group()) for match in NAME.finditer(text))


def lacks_value(question: Question, told: str) -> bool:
    """Whether a question for an amount, a number or a name is answered with none: "hvor meget
    sparer kommunen?" is not answered by how it saves."""
    if NONE.search(told):
        return False
    if question.intent is Intent.WHO:
        return SOMEBODY.search(question.text) is not None and not tells(Intent.WHO, told)
    numbers = (Intent.AMOUNT, Intent.COUNT)
    asks = [kind for kind in kinds(question) if kind in numbers]
    if question.intent not in numbers or not asks or Intent.WHO in question.intents:
        return False
    return not CELL.search(told) and not any(tells(kind, told) for kind in asks)


def asked_noun(text: str, known: Collection[str]) -> str | None:
    """The word of `known` that a question wants the number or name of ("hvor mange *mænd*").

    None when the question does not say, or says only the kind ("hvilken *dato*").
    """
    match = ASKED.search(text)
    if match is None:
        return None
    found = [word.text for word in words(match["rest"]) if word.text not in stop_words()]
    said = [word for word in found if word in known]
    first = next((w for w in said if w not in OF_THINGS or w == said[-1]), None)
    return None if first in OF_KIND else first

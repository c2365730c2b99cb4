"""Does a sentence hold the kind of thing that was asked for: an amount, a date, a name?"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rag.types import Intent

_MONTH = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-zæøå]*"
AMOUNT = re.compile(
    r"\d[\d.,]*\s*(?:t\.?\s?kr|tkr|kr|mio|mia|mill|million|milliard|tusind|euro|pct\.? af)\b"
    r"|\bkr\.?\s*\d|\bgratis\b|\bkroner\b",
    re.IGNORECASE,
)
DATE = re.compile(
    rf"\b\d{{1,2}}\.\s?{_MONTH}|\b\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}\b|\b{_MONTH}\s+\d{{4}}"
    r"|\b(?:19|20)\d\d\b|\b\d\.\s?kvartal|\buge\s\d|\b(?:primo|medio|ultimo|midt|forår|sommer|"
    r"efterår|vinter)[a-zæøå]*\b",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"(?<![\d.,§])(?<!§ )(?<!§\u00a0)(?<!stk\. )(?<!nr\. )(?<!kl\. )"
    rf"\d+(?:[.,]\d+)*(?![.,]?\d)(?!\.\s?{_MONTH})|"
    r"\b(?:én|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|halvdelen|ingen|alle)\b"
    r"|\bprocent\b",
    re.IGNORECASE,
)
NAME = re.compile(
    r"\b[A-ZÆØÅ][a-zæøåé]+(?:[ -]+(?:[A-ZÆØÅ]\.|[A-ZÆØÅ][a-zæøåé]+|van|von|de))+"
    r"|\b[A-ZÆØÅ]{3,}\b|\b[A-Z][a-z]?[A-Z]\w*"
    r"|\b(?:af|fra|hos|ved|firmaet|selskabet|virksomheden|leverandøren?)\s+[A-ZÆØÅ][\w&]{2,}"
)
REASON = re.compile(
    r"\b(?:fordi|idet|da|eftersom|skyldes|grundet|årsag|begrund\w*|på grund af|på baggrund af|"
    r"hvorfor|derfor|som følge af|med henblik på|formål\w*|foranlediget|hensyn til|for at)\b",
    re.IGNORECASE,
)
LEGAL = re.compile(
    r"§|\blov\w*|\bbekendtgørelse\w*|\bvedtægt\w*|\bregulativ\w*|\blokalplan\b", re.I
)
NEXT = re.compile(
    r"\b(?:vil|skal|forvent\w*|forelægges|fremlægges|vender tilbage|næste|videre|efterfølgende|"
    r"igangsæt\w*|herefter|tidsplan|behandles|sendes|revider\w*)\b",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"\b(?:på|i|ved|hos)\s+(?:[a-zæøå]+\s)?[A-ZÆØÅ]|\b\w+(?:vej|gade|allé|plads|torv|skole|hal)\w*"
)
DEFINITION = re.compile(
    r"\b(?:er en|er et|betyder|forstås|defineres|dvs|består af|omfatter|indebærer|går ud på|"
    r"vil sige|kendetegnet|beskriv\w*)\b",
    re.IGNORECASE,
)
LISTING = re.compile(r":\s*$|^\s*(?:[-•–·*]|\d+[.)])\s", re.MULTILINE)
ACTION = re.compile(
    r"\b(?:godkend\w*|vedt[ao]g\w*|beslut\w*|anbefal\w*|afvis\w*|afslag|udsæt\w*|udsat|"
    r"efterretning|drøft\w*|indstil\w*|stem\w*|tiltr\w*)\b",
    re.IGNORECASE,
)

SIGNS: Mapping[Intent, re.Pattern[str]] = {
    Intent.AMOUNT: AMOUNT,
    Intent.COUNT: NUMBER,
    Intent.DATE: DATE,
    Intent.WHO: NAME,
    Intent.REASON: REASON,
    Intent.LEGAL: LEGAL,
    Intent.NEXT_STEP: NEXT,
    Intent.WHERE: PLACE,
    Intent.DEFINITION: DEFINITION,
    Intent.LIST: LISTING,
    Intent.DECISION: ACTION,
    Intent.VOTE: re.compile(r"\bstem\w*|\bimod\b|\bundlod\b|\([A-ZÆØÅ]\)", re.IGNORECASE),
}


NEW = {Intent.AMOUNT, Intent.COUNT, Intent.DATE, Intent.WHO}
"""Intents whose value must be another than those that the question itself names."""


def holds(intent: Intent, text: str, asked: str = "") -> bool:
    """Whether the text holds what the intent asks for; True when it asks for nothing special.

    A value that stands in the question as `asked` answers nothing: "i 2024" is no date then.
    """
    sign = SIGNS.get(intent)
    if sign is None:
        return True
    if intent not in NEW or not asked:
        return sign.search(text) is not None
    told = asked.casefold()
    return any(match.group().strip().casefold() not in told for match in sign.finditer(text))

"""Danish as municipalities write it: dates, and the names and ranks of their bodies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime

MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)

_MONTH = r"(?P<month>jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|oct|nov|dec)[a-zæøå]{0,7}\.?"
_WRITTEN = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:\s?\.)?[\s-]{{0,2}}{_MONTH},?[\s-]{{0,2}}(?P<year>(?:19|20)\d\d)?\b",
    re.IGNORECASE,
)
_AMERICAN = re.compile(
    rf"\b{_MONTH}\s(?P<day>\d{{1,2}}),?\s(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"\b(?P<year>(?:19|20)\d\d)([.-])(?P<m>\d{1,2})\2(?P<day>\d{1,2})(?!\d)")
_NUMERIC = re.compile(
    r"(?<![\dA-ZÆØÅ,-])(?<!\d\.)(?P<day>\d{1,2})\s?[./-]\s?(?P<m>\d{1,2})"
    r"(?:(?:\s?[./-]\s?|\s)(?P<year>(?:19|20)?\d\d))(?![\d%])(?!-?[A-ZÆØÅ]\d)(?![.,-]\d)"
)
_NO_YEAR = re.compile(r"(?<![\d.,/-])(?P<day>\d{1,2})[./](?P<m>\d{1,2})(?:\.(?!\d)|(?![\d.,/%-]))")

_CYRILLIC = str.maketrans("АВЕКМНОРСТУХаеорсухиі", "ABEKMHOPCTYXaeopcyxui")
"""Letters that an OCR or a copied PDF puts for their Latin look-alikes."""


def in_words(day: date) -> str:
    """A date as it is read aloud: "19. december 2023"."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def moment(when: datetime) -> str:
    """A time as it is read here: "19. december 2031 kl. 03.00"."""
    local = when.astimezone()
    return f"{in_words(local.date())} kl. {local:%H.%M}"


def plain(text: str) -> str:
    """Text to compare by: Latin letters, plain spaces and hyphens, no soft hyphens; same case."""
    folded = unicodedata.normalize("NFC", text).translate(_CYRILLIC)
    folded = folded.replace("\u00ad", "").replace("\u200b", "")
    folded = re.sub(r"[\u2010-\u2015\u2212]", "-", folded)
    return " ".join(folded.split())


def in_small_letters(text: str) -> str:
    """A heading in capitals as it would be written in a sentence: names capital, words small."""
    if not text.isupper():
        return text
    words = re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), text)
    return re.sub(r"\b(?:Og|For|I|Den|Fra)\b", lambda word: word.group().lower(), words)


def parse_date(text: str, year: int | None = None) -> date | None:
    """The first date in the text, in any form that minutes use; None when there is none.

    A date without a year ("6/9", "3. maj") is read only when `year` is given; "ultimo maj",
    "uge 32" and "1. kvartal" are periods, not dates.
    """
    return next((found for found, _, _ in find_dates(text, year)), None)


def find_dates(text: str, year: int | None = None) -> list[tuple[date, int, int]]:
    """Every (date, start, end) in the text, in order, none inside another."""
    found = sorted(_matches(text, year), key=lambda one: (one[1], -one[2]))
    kept: list[tuple[date, int, int]] = []
    for one in found:
        if not kept or one[1] >= kept[-1][2]:
            kept.append(one)
    return kept


def _matches(text: str, year: int | None) -> Iterator[tuple[date, int, int]]:
    forms = [_WRITTEN, _AMERICAN, _YEAR_FIRST, _NUMERIC, *([_NO_YEAR] if year else [])]
    for form in forms:
        for match in form.finditer(text):
            value = _to_date(match.groupdict(), year)
            if value:
                yield value, match.start(), match.end()


def _to_date(parts: dict[str, str | None], default: int | None) -> date | None:
    year = _year(parts.get("year"), default)
    name = (parts.get("month") or "").lower().replace("oct", "okt")
    month = int(parts.get("m") or 0)
    if name:
        month = next(n for n, full in enumerate(MONTHS, 1) if full.startswith(name))
    try:
        return date(year, month, int(parts["day"] or 0)) if year else None
    except ValueError:
        return None


def _year(digits: str | None, default: int | None) -> int | None:
    if not digits:
        return default
    return int(digits) if len(digits) == 4 else 2000 + int(digits) - (100 if digits > "69" else 0)


_PART = r"[A-ZÆØÅ][a-zæøåéA-ZÆØÅ]*"
_NOUN = (
    r"(?:[Uu]dvalg|[Bb]yråd|[Rr]åd|[Kk]ommunalbestyrelse|[Bb]orgerrepræsentation|[Mm]agistrat|"
    r"[Bb]estyrelse|[Nn]ævn|[Hh]egnsyn|[Ff]orum|[Kk]ommission|[Kk]omit[eé])"
)
_WORD = (
    r"(?!(?:at|den|det|de|dette|en|et|hvor|hvem|sin|sit|sine|vores|deres|alle|nogle|første|nye?t?)\b)"
    r"[a-zæøå]{4,30}"
)
_SMALL = rf"(?:{_WORD}(?:(?<=[et])|(?<=al))\s(?=[a-zæøå]+(?<!ede)(?<!er)(?<!es)(?<!ne)\b))?{_WORD}"
"""A subject in small letters: a noun, or an adjective and a noun that is no verb's form."""
_BODY = re.compile(
    rf"""(?: §\s?17,?\s?stk\.?\s?4[,.]?\s?-?\s?[Uu]dvalg(?:et)?\b        # § 17, stk. 4-udvalget
         (?:\s(?:om|for|vedr\.)\s{_PART}(?:(?:,\s|\sog\s|\s){_PART}){{0,6}})?  # om Unges Trivsel
      | \b(?:Udvalg(?:et)?|Råd(?:et)?)\s(?:for|vedrørende|vedr\.)\s               # nære tilbud
         {_SMALL}(?:(?:,\s|\sog\s){_SMALL}){{0,3}}
      | \bUdvalget\s{_PART}(?:(?:,|\sog|\s&)\s{_PART}){{1,4}}              # Udvalget Børn og Unge
      | \b{_PART}-(?:,\s[a-zæøå]{{2,20}}-){{0,3}},?\s(?:og|&)\s[a-zæøå]{{2,25}}  # Børne- og
         (?<!\s)(?:udvalg|råd|nævn)(?:et)?(?P<genitive>s)?\b                # ungdomsudvalget
      | \b(?:(?!\w{{0,60}}(?:udvalg|råd|bestyrelse)(?:et|en)?,?\s)     # not two bodies
            {_PART}(?:-,|,|-)?\s(?:(?:og|&)\s)?){{0,5}}                        # Klima-, Natur- og
         (?:[A-ZÆØÅ][a-zæøåé]*)?{_NOUN}(?:et|en|n)?(?P<own>s)?\b
         (?:\sfor\s{_PART}(?:(?:,\s|\sog\s|\s){_PART}){{0,6}})?            # for Kultur og Fritid
      | \b(?:KB|BR|BY|ØU|ØK|TMU|KFU|SOU|BUU|HAR)\b )
      (?:\s\(?(?:20\d\d(?:\s?[-–]\s?(?:20)?\d\d)?|\d\d-\d\d)\)?(?![-.]?\d))?  # 2022-2025""",
    re.VERBOSE,
)
_PERIOD = re.compile(r"\s*\(?(?:20\d\d(?:\s?-\s?(?:20)?\d\d)?|\b\d\d-\d\d)\)?\s*$")
_ADVISORY = re.compile(
    r"(?:senior|ældre|handicap|ungdoms|unge|børne|udsatte|integrations|bruger|klima|natur|grønt |"
    r"trafiksikkerheds|frivillig|kultur|fritids|idræts|lands(?:by)?|bolig|lokal|folkeoplysnings|"
    r"bevillings|erhvervs|dialog|kontakt|vækst|sundheds)[a-zæøå]*(?:by)?(?:råd|forum)"
    r"|råd for|opgaveudvalg|rådgivende|hovedudvalg|med-udvalg|stk\. ?4|dialogforum|skolebestyrelse"
)
"""Bodies that advise: councils of citizens, § 17, stk. 4-committees, the staff's own."""


def find_bodies(text: str) -> list[tuple[str, int, int]]:
    """Every (name as printed, start, end) of a political body, its period included.

    A genitive ("Økonomiudvalgets indstilling") is no body acting and is left out.
    """
    found = (
        (m.group(), *m.span()) for m in _BODY.finditer(text) if not (m["own"] or m["genitive"])
    )
    return [
        (name, a, b)
        for name, a, b in found
        if (name[0].isupper() or name[0] == "§") and len(name) > 1
    ]


def body_key(name: str) -> str:
    """What two spellings of a body share: no period of office, no article, no punctuation."""
    bare = _PERIOD.sub("", plain(name)).casefold()
    bare = re.sub(r"(udvalg|råd|magistrat|nævn|repræsentation)(?:et|en)s?\b", r"\1", bare)
    bare = re.sub(r"bestyrelsens?\b", "bestyrelse", bare)
    return re.sub(r"[^a-zæøåé0-9§]|\bog\b", "", bare)


def same_body(one: str | None, other: str | None) -> bool:
    """Whether two names mean one body; a nameless "udvalget" or "rådet" means any."""
    if not one or not other:
        return False
    a, b = body_key(one), body_key(other)
    nameless = {"udvalg", "råd", "bestyrelse", "kommissionen", "nævn", "forummet", "forsamlingen"}
    return a == b or a in nameless or b in nameless


def is_binding(body: str) -> int:
    """How far a body's word goes: 3 council, 2 Økonomiudvalg or Magistrat, 1 committee, 0 advisory.

    An unknown name counts as a committee.
    """
    name = plain(body).casefold()
    if _ADVISORY.search(name):
        return 0
    if re.search(
        r"byråd|kommunalbestyrelse|regionsråd|borgerrepræsentation|\b(?:kb|br|by)\b", name
    ):
        return 3
    if re.search(r"økonomi[a-zæøå, -]*udvalg|magistrat|forretningsudvalg|\b(?:øu|øk)\b", name):
        return 2
    return 0 if re.search(r"(?:råd|nævn|forum)(?:et)?\b", name) else 1

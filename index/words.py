"""Danish text -> search terms: folded, stemmed, with numbers, dates and case numbers whole.

The same rules read the minutes and the question, so that what is typed meets what is printed.
Everything here is a pure function of its arguments and of the word lists in `index/data/`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

import snowballstemmer

GRAM = 5
MAX_WORD = 60
WEIGHTS = {"title": 1.0, "body": 1.0, "context": 0.5}
GRAM_WEIGHT = 0.2

MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]

# Latin letters that a scanner or a keyboard swapped for Cyrillic ones that look the same.
_LOOKALIKE = str.maketrans("аеорсухіјѕԁһкмт", "aeopcyxijsdhkmt")
# Cyrillic letters as they sound, for words where some letter has no Latin look-alike.
_SOUND = str.maketrans("абвгдезийклмнопрстуфхцыіј", "abvgdeziiklmnoprstufhcyij")
_CYRILLIC = re.compile(r"[Ѐ-ӿԀ-ԯ]+")
_ONLY_LOOKALIKES = frozenset("аеорсухіјѕԁһкмт")
_MARKS = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u00ac]")
_LETTERS = str.maketrans({"ö": "ø", "ä": "æ", "ü": "y", "ß": "ss", "ð": "d", "þ": "th", "ł": "l"})
_OUTSIDE = re.compile(r"[^\x00-\x7fæøå§½]")

_MONTH = "|".join(MONTHS)
_SCALE = {"mio": 10**6, "million": 10**6, "millioner": 10**6, "mia": 10**9, "milliard": 10**9}
_SCALE |= {"milliarder": 10**9, "tkr": 1000, "tusind": 1000, "tusinde": 1000}
_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+|\d+(?:,\d+)?"
_TOKEN = re.compile(
    rf"""
    (?P<kle>\d\d\.\d\d\.\d\d[ ]?-?[ ]?[a-zæøå]\d\d(?:[ ]?[-/][ ]?\d{{1,6}}){{0,3}})
  | (?P<iso>\b(?:19|20)\d\d-\d\d-\d\d\b)
  | (?P<date>\b\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d\d)\b)
  | (?P<long>\b\d{{1,2}}\.?[ ](?:{_MONTH})(?:[ ](?:19|20)\d\d\b)?)
  | (?P<month>\b(?:{_MONTH})[ ](?:19|20)\d\d\b)
  | (?P<years>\b(?:19|20)\d\d[-/](?:19|20)\d\d\b)
  | (?P<case>\b[a-z]?\d{{2,4}}[-/]\d{{3,6}}(?:-\d{{1,6}})?\b|\b\d{{2}}/\d{{2}}\b)
  | (?P<law>§{{1,2}}[ ]?\d+)
  | (?P<num>(?<![^\W_])(?:{_NUMBER})(?:[ ]?(?:mio|mia|millioner|million|milliarder|milliard
        |tkr|tusinde|tusind|t\.kr)\b)?)
  | (?P<hyphen>[^\W\d_]+(?:-[^\W_]+)+)
  | (?P<word>[^\W_]+)
    """,
    re.VERBOSE,
)
_DIGITS = re.compile(r"\d+")


class Word(NamedTuple):
    """One term of a text: `text` as it is indexed, `kind` one of word, number, date, case, law."""

    text: str
    kind: str


def fold(text: str) -> str:
    """The text in lower case, with one spelling for each letter, dash and space.

    `å` stands for itself and for `aa`; `æ` and `ø` also for the Swedish and German letters; other
    accents fall. The length may change: offsets do not survive.
    """
    text = unicodedata.normalize("NFKC", text).lower()
    if _OUTSIDE.search(text):
        text = _CYRILLIC.sub(_latin, _DASHES.sub("-", _MARKS.sub("", text))).translate(_LETTERS)
        text = _OUTSIDE.sub(_bare, text)
    return text.replace("aa", "å")


def _latin(match: re.Match[str]) -> str:
    run = match.group()
    return run.translate(_LOOKALIKE if set(run) <= _ONLY_LOOKALIKES else _SOUND)


def _bare(match: re.Match[str]) -> str:
    """The letter without its accent; anything else as it stands."""
    letter = unicodedata.normalize("NFKD", match.group())
    return "".join(c for c in letter if not unicodedata.combining(c))


def words(text: str) -> list[Word]:
    """The text's terms in reading order, before stop words fall and endings are cut.

    A number, date, case number or paragraph gives several: the whole, and its parts that people
    ask for by themselves.
    """
    found: list[Word] = []
    for match in _TOKEN.finditer(fold(text)):
        kind, token = match.lastgroup or "word", match.group()
        if kind == "word":
            found.append(Word(_ABBREVIATED.get(token, token), "word"))
        else:
            found.extend(_READ[kind](token))
    return found


def _date(day: int, month: int, year: int) -> list[Word]:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return [Word(str(n), "number") for n in (day, month, year)]
    year += 2000 if year < 100 else 0
    name = MONTHS[month - 1]
    return [
        Word(f"{year}{month:02}{day:02}", "date"),
        Word(f"{day}{name}", "date"),
        Word(f"{name}{year}", "date"),
        Word(name, "word"),
        Word(str(year), "number"),
    ]


def _figures(token: str) -> list[Word]:
    day, month, year = (int(n) for n in _DIGITS.findall(token))
    return _date(day, month, year)


def _iso(token: str) -> list[Word]:
    year, month, day = (int(n) for n in token.split("-"))
    return _date(day, month, year)


def _long_date(token: str) -> list[Word]:
    day, name, *year = token.replace(".", " ").split()
    if year:
        return _date(int(day), MONTHS.index(name) + 1, int(year[0]))
    return [Word(f"{int(day)}{name}", "date"), Word(name, "word")]


def _month(token: str) -> list[Word]:
    name, year = token.split()
    return [Word(f"{name}{year}", "date"), Word(name, "word"), Word(year, "number")]


def _kle(token: str) -> list[Word]:
    """`85.02.02-P35-12-22`: every beginning of it, so that a part finds the whole."""
    pieces = [p for p in re.split(r"[ /-]", token) if p]
    subject, rest = pieces[0][:8].replace(".", ""), [pieces[0][8:], *pieces[1:]]
    found, whole = [subject], subject
    for piece in filter(None, rest):
        whole += piece
        found.append(whole)
    return [Word(f, "case") for f in found]


def _case(token: str) -> list[Word]:
    """`25-027618`, `S2018-2159`, `14/30210`: the whole without marks, and the serial."""
    pieces = re.split(r"[/-]", token)
    return [Word("".join(pieces), "case"), Word(pieces[-1], "case")]


def _years(token: str) -> list[Word]:
    return [Word(year, "number") for year in re.split(r"[-/]", token)]


def _law(token: str) -> list[Word]:
    return [Word("§" + token.lstrip("§ "), "law")]


def _number(token: str) -> list[Word]:
    figure = re.match(_NUMBER, token)
    assert figure is not None
    scale = _SCALE.get(token[figure.end() :].strip().replace(".", ""), 1)
    plain = _plain(figure.group())
    if scale == 1:
        return [Word(plain, "number")]
    whole, _, part = plain.partition(",")
    value = int(whole) * scale + (int(part) * scale // 10 ** len(part) if part else 0)
    return [Word(plain, "number"), Word(str(value), "number")]


def _plain(figure: str) -> str:
    """`1.990.800` and `1,990,800` -> `1990800`; `2,60` -> `2,6`."""
    if "." in figure or re.fullmatch(r"\d{1,3}(?:,\d{3})+", figure):
        if "." in figure and "," in figure:
            figure = figure.replace(".", "")
        else:
            figure = figure.replace(".", "").replace(",", "")
    whole, _, part = figure.partition(",")
    part = part.rstrip("0")
    return f"{int(whole)},{part}" if part else str(int(whole))


def _hyphen(token: str) -> list[Word]:
    pieces = token.split("-")
    return [Word(p, "word") for p in [*pieces, "".join(pieces)]]


_READ = {
    "kle": _kle,
    "iso": _iso,
    "date": _figures,
    "long": _long_date,
    "month": _month,
    "years": _years,
    "case": _case,
    "law": _law,
    "num": _number,
    "hyphen": _hyphen,
}

_ABBREVIATED = {
    "st": "sankt",
    "skt": "sankt",
    "sct": "sankt",
    "nr": "nummer",
    "pkt": "punkt",
    "ca": "cirka",
    "pct": "procent",
    "mio": "million",
    "millioner": "million",
    "mia": "milliard",
    "milliarder": "milliard",
    "kgl": "kongelig",
    "stk": "stykke",
    "jf": "jævnfør",
    "jvf": "jævnfør",
    "bl": "blandt",
}


@cache
def stop_words() -> frozenset[str]:
    """The folded words that say nothing about a subject (`index/data/stopwords.txt`)."""
    lines = resources.files("index").joinpath("data/stopwords.txt").read_text("utf-8").splitlines()
    return frozenset(fold(w) for line in lines if not line.startswith("#") for w in line.split())


@cache
def _stemmer() -> snowballstemmer.danish_stemmer.DanishStemmer:
    return snowballstemmer.stemmer("danish")


def stem(word: str) -> str:
    """The folded word without its inflection (Snowball's Danish rules)."""
    return str(_stemmer().stemWord(word))


def grams(word: str) -> list[str]:
    """The folded word's runs of five letters, its edges marked; [] for words of one letter."""
    marked = f"_{word}_"
    if len(word) < 2:
        return []
    if len(marked) <= GRAM:
        return [marked]
    return [marked[i : i + GRAM] for i in range(len(marked) - GRAM + 1)]


class QueryTerm(NamedTuple):
    """A term to look for in one field; `kind` says where it came from."""

    text: str
    weight: float
    field: str
    kind: str


def query_terms(
    question: str, vocabulary: Mapping[str, int], english: bool = False
) -> list[QueryTerm]:
    """What to look for. `vocabulary` is the archive's: term -> number of chunks that hold it."""
    found: dict[tuple[str, str], QueryTerm] = {}
    for text, kind in words(question):
        if text in stop_words() or len(text) > MAX_WORD or (kind == "word" and len(text) < 2):
            continue
        term = stem(text) if kind == "word" else text
        for field, weight in WEIGHTS.items():
            found.setdefault((field, term), QueryTerm(term, weight, field, kind))
        if kind == "word":
            for gram in grams(text):
                found.setdefault(("grams", gram), QueryTerm(gram, GRAM_WEIGHT, "grams", "gram"))
    return list(found.values())

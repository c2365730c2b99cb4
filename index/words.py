"""Danish text -> search terms: folded, stemmed, with numbers, dates and case numbers whole.

The same rules read the minutes and the question, so that what is typed meets what is printed.
Everything here is a pure function of its arguments and of the word lists in `index/data/`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from index.danish import MONTHS
from index.lexicon import split, stem, stop_words

GRAM = 5
MAX_WORD = 60

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
_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?"
_KLE = r"\d\d\.\d\d\.\d\d[ ]?-?[ ]?[a-zæøå]\d\d(?:[ ]?[-/][ ]?\d{1,6}){0,3}"
_DATE = r"\d{1,2}[./-]\d{1,2}[./-](?:(?:19|20)\d\d|\d\d)(?!\d)"
_ISO = r"(?:19|20)\d\d-\d\d-\d\d(?!\d)"
_LONG = rf"\d{{1,2}}\.?[ ](?:{_MONTH})(?:[ ](?:19|20)\d\d(?!\d))?"
_YEARS = r"(?:19|20)\d\d[-/](?:19|20)\d\d(?!\d)"
_CASE = r"\d{2,4}[-/]\d{2,6}(?:-\d{1,6})?(?![^\W_])"
_SUM = rf"(?:{_NUMBER})(?:[ ]?(?:{'|'.join(_SCALE)}|t\.kr)(?![^\W_]))?"
# Plain words first: nine tokens of ten.
_TOKEN = re.compile(
    rf"[^\W\d_]++(?![\w-])|(?=\d)(?:{_KLE}|{_ISO}|{_DATE}|{_LONG}|{_YEARS}|{_CASE}|{_SUM}(?![^\W_]))"
    rf"|§{{1,2}}[ ]?\d+|[^\W_]+(?:-[^\W_]+)*"
)
_KINDS = [
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("kle", _KLE),
        ("iso", _ISO),
        ("date", _DATE),
        ("long", _LONG),
        ("years", _YEARS),
        ("case", rf"[a-z]?{_CASE}"),
        ("number", _SUM),
        ("law", r"§.*"),
        ("hyphen", r"[^\W_]+(?:-[^\W_]+)+"),
    )
]
_MONTHS = frozenset(MONTHS)
_DIGITS = re.compile(r"\d+")
_FIGURE = re.compile(_NUMBER)


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


def tokens(text: str) -> list[str]:
    """The folded text cut into words, numbers, dates and case numbers as they are written."""
    return _TOKEN.findall(fold(text))


def read(token: str) -> list[Word]:
    """What a token of `tokens` is looked for as.

    A number, date, case number or paragraph gives several: the whole, and its parts that people
    ask for by themselves.
    """
    if token.isalpha():
        return [Word(_ABBREVIATED.get(token, token), "word")]
    for kind, pattern in _KINDS:
        if pattern.fullmatch(token):
            return _READ[kind](token)
    return [Word(token, "word")]


def words(text: str) -> list[Word]:
    """The text's terms in reading order, before stop words fall and endings are cut."""
    cut = tokens(text)
    months = [Word(month, "date") for month in months_of_years(cut)]
    return [word for token in cut for word in read(token)] + months


def months_of_years(cut: list[str]) -> list[str]:
    """`december`, `2023` -> `december2023`, the term that whole dates hold too."""
    return [
        month + year
        for month, year in ((cut[i], cut[i + 1]) for i, t in enumerate(cut[:-1]) if t in _MONTHS)
        if len(year) == 4 and year.isdigit()
    ]


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
    return [Word("".join(pieces), "case"), Word(pieces[-1].lstrip("0") or "0", "case")]


def _years(token: str) -> list[Word]:
    return [Word(year, "number") for year in re.split(r"[-/]", token)]


def _law(token: str) -> list[Word]:
    return [Word("§" + token.lstrip("§ "), "law")]


def _number(token: str) -> list[Word]:
    figure = _FIGURE.findall(token)[0]
    scale = _SCALE.get(token.removeprefix(figure).strip().replace(".", ""), 1)
    plain = _plain(figure)
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
    "years": _years,
    "case": _case,
    "law": _law,
    "number": _number,
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


def grams(word: str) -> list[str]:
    """The folded word's runs of five letters, its edges marked; [] for words of one letter."""
    marked = f"_{word}_"
    if len(word) < 2:
        return []
    if len(marked) <= GRAM:
        return [marked]
    return [marked[i : i + GRAM] for i in range(len(marked) - GRAM + 1)]


class Indexed(NamedTuple):
    """What one token adds to a chunk: its terms, compound parts and grams, each with a space."""

    terms: str
    parts: str
    grams: str


def index_token(token: str, known: Mapping[str, int]) -> Indexed:
    """The token as it is indexed; `known` are the stems that compounds may be made of."""
    found, parts, letters = [], [], []
    for text, kind in read(token):
        if text in stop_words() or len(text) > MAX_WORD:
            continue
        term = stem(text) if kind == "word" else text
        found.append(term)
        if kind == "word" and text.isalpha():
            parts.extend(split(term, known))
            letters.extend(grams(text))
    return Indexed(*("".join(f"{one} " for one in kind) for kind in (found, parts, letters)))

"""An answer's quotes, held against what was asked: the name, the unit or the sale is not in them.

The right item is found and says much of the thing; who bought it, what the firm is called, how
many per cent it was is not told. `rag/understanding/asked.py` looks for the kind of value, this
for its wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.lexicon import stem, stop_words
from index.sentences import split_sentences
from index.words import words
from rag.types import Question
from rag.understanding.asked import CELL

_FIRM = (
    r"\w*(?:firma|firmaer|virksomhed|leverandør|entreprenør|rådgiver|arkitekt|advokat|banke?|"
    r"banker|tandlæge|kunstner|familie|vognmand|bygherre|køber|mægler|bydende|arkitekthold)"
)
ASKS_NAME = re.compile(
    rf"\bhvad (?:hedder|hed)\b|\bhvilke[nt]? (?:andre |to |tre )?{_FIRM}\b|"
    rf"\bhvilke[nt]? af (?:de |disse )?(?:\w+ )?{_FIRM}\b|"
    r"\bhvem (?:ejer|vandt|har vundet|leverede|leverer|optrådte|malede|tegnede|"
    r"har tegnet|skal bygge|skal drive|skal levere)\b|"
    r"\bhvem af [^?]{0,30}\b(?:løb med|vandt|fik)\b|"
    r"\bhvilke (?:to|tre|fire) (?:unge|personer|borgere)\b",
    re.IGNORECASE,
)
"""Asks for the name of a person or a firm that is no member of the body."""
BOUGHT = re.compile(r"\bhvem (?:har købt|købte)\b", re.IGNORECASE)
SOLD = re.compile(r"køb|\bsolgt|\bsælge?|\bsalg|\bsolgte|overdrag|\bbud\b|\btilbud", re.IGNORECASE)
"""Tells of a sale, or of who offers to buy."""
SOLD_TO = re.compile(
    r"\b(?:solgt|sælges|overdrag\w+|overtaget|overtages) (?:\w+ ){0,3}(?:til|af)\b|\bkøbt af\b|"
    r"\bkøber(?:en)? (?:er|bliver|var)\b",
    re.IGNORECASE,
)
ALSO = (
    (r"hvem ejer", r"\bejer\b|\bejes\b|\bejet\b|\btilhør"),
    (r"hvem (?:skal )?lever", r"lever"),
    (r"hvem skal byg", r"\bbyg|\bopfør"),
    (r"hvem skal driv", r"\bdriv|\bdrift"),
    (r"hvem (?:malede|tegnede|har tegnet)", r"\b(?:male|tegne)(?:de|t)\b"),
    (r"hvem optråd", r"\bopt(?:ræd|råd)"),
    (
        r"hvem (?:har )?v(?:andt|undet)",
        r"\bvandt|\bvundet|\bvinderen (?:er|blev|var)\b|\btildel|\bgår til|\bgik til",
    ),
)
"""Who did it may be told without a name ("det kommunale køkken leverer"): asked, and told."""
_WORD = r"[A-ZÆØÅ][\w.&'-]*"
NAME = re.compile(rf"{_WORD}(?: (?:{_WORD}|& {_WORD}))*")
DOES = re.compile(
    r"\w[\w&-]+(?<!en)(?<!et)(?<!ne)(?<!er)(?<!e) (?:er|har|skal|vil|bygger|leverer|udfører|driver|"
    r"overtager|vandt|fik|får|blev|bliver|står|afgav|tilbød|tilbyder|køber|købte|ejer)\b"
)
"""A word that opens a sentence, is no definite noun or plural, and does something: a firm."""
ROMAN = re.compile(r"[IVX]+")
PARTY = re.compile(r"\s?\([A-ZÆØÅ]{1,2}\)")
BEFORE_PLACE = re.compile(r"(?:^|\s)(?:i|på|ved|langs|mellem|omkring|for|mod)\s$")
OF_POLITICS = re.compile(
    r"\b(?:stemte|undlod|foreslog|ønske\w*|protokol\w*|deltog|inhabil\w*|gruppen)\b", re.IGNORECASE
)
PUBLIC = re.compile(
    r"(?:udvalg|råd|nævn|kommun|forvaltning|bestyrelse|styrels|ministeri|lov|plan|politik|"
    r"direktion|administration|region|departement|skole|vej|gade|allé|by|bilag|facebook|hjemmeside|"
    r"center|hallen|station|parken)\w*\.?$",
    re.IGNORECASE,
)
"""How the names of bodies, authorities, papers and places end."""
UNITS = (
    (r"procent|pct\.?|andel", r"%|\bpct|procent|andel|halvdel|tredjedel|fjerdedel|ud af|\bhver "),
    (r"decibel|db", r"\bdb\b|\bdb\(|decibel"),
    (r"kilometer|km", r"\bkm\b|kilometer"),
    (r"kvadratmeter|m2", r"m2|m²|kvm|kvadratmeter|ha\b|hektar"),
    (r"hektar|ha", r"\bha\b|hektar|m2|m²|kvm"),
    (r"tons?", r"\btons?\b|\bkg\b"),
    (r"liter", r"liter|\bl\b|m3|m³"),
    (r"grader", r"grader|°"),
)
"""A unit that is asked for, and how a text tells something in it."""


def untold(question: Question, quotes: Sequence[str]) -> bool:
    """Whether the quotes of an answer lack the name or the unit that the question asks for."""
    if question.english or question.followup:
        return False
    if unsold(question, quotes):
        return True
    if ASKS_NAME.search(question.text):
        named = any(True for text in quotes for _ in names_told(question, text))
        return not named and not _told_otherwise(question, quotes)
    return _lacks_unit(question, quotes)


def _told_otherwise(question: Question, quotes: Sequence[str]) -> bool:
    """Whether the quotes tell who did it, if not by a name."""
    told = [told for asked, told in ALSO if re.search(asked, question.text, re.IGNORECASE)]
    return any(re.search(rule, text, re.IGNORECASE) for rule in told for text in quotes)


def unsold(question: Question, quotes: Sequence[str]) -> bool:
    """Whether it is asked who bought a thing, of which the quotes tell no sale to anybody."""
    asked = BOUGHT.search(question.text) is not None
    return asked and not any(_sold_to(question, text) for text in quotes)


def names_told(question: Question, text: str) -> Iterator[str]:
    """The names in a text that may be a person's or a firm's, and are not in the question."""
    for start, end in split_sentences(text):
        yield from _names(question, text[start:end])


def _sold_to(question: Question, text: str) -> bool:
    """Whether a sentence tells to whom it is sold, or of a sale and a name that is not asked."""
    if SOLD_TO.search(text):
        return True
    sentences = (text[a:b] for a, b in split_sentences(text))
    return any(
        SOLD.search(said) and any(True for _ in _names(question, said)) for said in sentences
    )


def _names(question: Question, said: str) -> Iterator[str]:
    if OF_POLITICS.search(said):
        return
    known = {stem(word.text) for word in words(question.text)}
    said = " ".join(said.split()).strip(" -•*")
    for match in NAME.finditer(said):
        before, name = said[: match.start()], match.group()
        tokens = re.findall(r"[\w&]{2,}", name)
        opens = not before or before.rstrip().endswith((":", '"', "”", "»", "|"))
        told = [token for token in tokens if token.casefold() not in stop_words()]
        alone = len(tokens) < 2 and not DOES.match(said[match.start() :])
        if not told or (opens and (alone or len(told) < len(tokens))):
            continue
        if ROMAN.fullmatch(name):
            continue
        if PARTY.match(said, match.end()) or BEFORE_PLACE.search(before) or PUBLIC.search(name):
            continue
        if any(stem(word.text) not in known for word in words(" ".join(tokens))):
            yield name


def _lacks_unit(question: Question, quotes: Sequence[str]) -> bool:
    """Whether "hvor mange decibel?" is answered without any."""
    for asked, told in UNITS:
        wanted = re.search(
            rf"\bhvor (?:mange|høj|stor)\w* (?:en )?(?:{asked})\b", question.text, re.IGNORECASE
        )
        if wanted:
            every = "\n".join(quotes)
            return not (re.search(told, every, re.IGNORECASE) or CELL.search(every))
    return False

"""The heading of a section -> what the section is for, whatever the municipality calls it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from index.danish import find_bodies, find_dates, in_small_letters, plain
from index.parsing.phrases import phrase_kind, question_kind
from index.types import SectionKind

_LONGEST = 130
"""Characters; a heading with a body, its period and a date takes some 110."""

OF_ITEM = re.compile(
    r"\s(?:for|til|vedr\.?)\s(?:dagsordens?)?(?:punkt|pkt\.?|sag)(?:\snr\.?)?\s\d{1,4}\b(?:\s?[:–-].*)?$",
    re.IGNORECASE,
)
"""What portals add to a label: "Beslutning for Punkt 131: Godkendelse af dagsorden"."""
_ALIKE = str.maketrans("1i05ö6", "llosøb")
_ITEM_NUMBER = re.compile(
    r"\b(?:p(?:un)?kt|sag|dagsordenspunkt)\.?\s?(?:nr\.?\s?)?(\d{1,4})\b", re.I
)
_NUMBERED = re.compile(r"\(?\d{1,4}[.)]?\s+\D|\d{1,4}\s?[:.]\s?[^\W\d]")
_AND_SO_ON = re.compile(r"\s(?:mv|m\.\s?v|m\.\s?m|mm)\.$")
_INSIDE = re.compile(r"\b(?:at|som|hvad|hvis|når|der|den|det|dette)\b", re.IGNORECASE)
"""Words of a sentence that no lead ("Økonomiudvalget og Byrådet indstiller,") has."""
_PROPOSAL = re.compile(
    r"(?:det |at )?(?P<who>[^.:;]{2,110}?) "
    r"(?:indstiller|anbefaler|fremsender til (?:\S{1,30} ){1,4}orientering)\b"
)
_ENDS = r"(?=beslutning|behandling|afgørelse|indstilling)"
_DECISION_LEAD = re.compile(
    r"^\s*(?:(?:endelig |tidligere )?(?:beslutning(?:er)?|afgørelse|vedtagelse|behandling|"
    r"behandlet)"
    r"(?: truffet)?(?: i| fra| af| på| ved|:|,|\b)\s*)",
    re.IGNORECASE,
)
_CONSEQUENCES = re.compile(
    r"(?:(?:[a-zæøå]+(?:mæssige|ske|elle)|[a-zæøå]+-|andre|øvrige|afledte)"
    r"(?:,| og| samt)? ){0,4}konsekvenser(?: (?:for|og|af|i) [^.:;]{3,60}?(?: m\.? ?[vm]\.?)?)?"
)
_DECIDED = re.compile(
    r"(?:udvalget|byrådet|rådet|kommunalbestyrelsen|bestyrelsen|magistraten|regionsrådet|\w+udvalget"
    r"|(?:[\w-]{2,30},? ){1,5}\w{0,30}(?:udvalget|rådet)|udvalget for [\w ,-]{3,60}?)"
    r" (?:beslutte(?:r|de)|vedt(?:og|ager)),?(?: at)?|det besluttede (?:udvalget|byrådet|rådet)"
)
_CODE = r"(?:[A-ZÆØÅ]{2,5})"
"""What some call a body by ("EVB")."""
_TO_BODY = re.compile(
    rf"[Ii]ndstilling(?:en)? til "
    rf"(?:(?:{_CODE}\b|\S*(?:udvalg|råd|bestyrelse)\w*)(?:, | og )?){{1,3}}"
)
_SENDER = re.compile(
    r"(?P<what>indstilling(?:en)?|udtalelser?|høringssvar) fra "
    r"(?P<who>(?:[\w-]+ ){0,5}[\w-]+)"
)
_INDSTILLES = re.compile(
    r"det (?:indstilles|anbefales|foreslås)(?: (?:til|over for) [^.:;]{3,90}?)?,?(?: at)?"
)
_CODE_AND_DATE = re.compile(rf"(?i:beslutning) (?:i|fra) {_CODE},? (?:(?:den|d\.) )?")
_LEFTOVER = re.compile(
    r"\b(?:i|fra|af|på|ved|den|d|mødet|møde|beslutning(?:er)?|til|mandag|tirsdag|onsdag|torsdag|"
    r"fredag|lørdag|søndag|slettet|nedlagt|ophørt|ekstraordinært|fællesmøde|referat|kl|nr|som)\b|[\s.,:;()–-]|\d{1,2}[.:]\d\d"
    r"|beslutning|behandling|godkendt udgave",
    re.IGNORECASE,
)


def section_kind(heading: str) -> SectionKind | None:
    """The kind of section that a heading opens, None when it is not a known label.

    Case, colons, accents, markup, no-break spaces, look-alike letters, spaces between letters
    and a lost or wrong letter in a long label make no difference; a body and a date
    ("Beslutning i Økonomiudvalget den 3. maj 2021") belong to the label.
    """
    text = _bare(heading)
    key = _key(text)
    if not key or len(text) > _LONGEST:
        return None
    found = _labels().get(key) or _parametrised(text) or _proposed(text) or _joined(text)
    return found or phrase_kind(text) or question_kind(text) or _nearly(key)


def label_kind(text: str) -> SectionKind | None:
    """The kind of a line that is a label and nothing else, None for any other line."""
    text = OF_ITEM.sub("", text)
    if len(text) > 140 or "\t" in text or not (text[0].isalnum() or text[0] == "("):
        return None
    ends = text.endswith((".", ",", ";", "?", "!")) and not _AND_SO_ON.search(text)
    ends = ends and not (text.endswith("?") and question_kind(text))
    if ends and len(text.split()) > 2:
        leads = text.endswith(",") and len(find_bodies(text)) > 1 and not _INSIDE.search(text)
        return _proposed(text) if leads and len(text) <= _LONGEST else None
    if _NUMBERED.match(text):
        return None
    return known_kind(text)


@lru_cache(maxsize=8192)
def known_kind(text: str) -> SectionKind | None:
    """`section_kind`, remembered: the same few labels stand in every item."""
    return section_kind(text)


def numbered_kind(label: str) -> SectionKind | None:
    """The same for a label that has a number of its own in each item ("2. Ressourcer")."""
    extra = _data()["numbered"].items()
    known = {_key(one): SectionKind(kind) for kind, all_ in extra for one in all_.split(";")}
    return known.get(_key(label)) or section_kind(label)


def is_told(label: str) -> bool:
    """Whether a decision's label is a phrase that may as well begin its text ("Udvalget
    besluttede:")."""
    return _DECIDED.fullmatch(_bare(label).casefold()) is not None


def proposes(text: str) -> bool:
    """Whether a text without a label begins as a recommendation does ("Forvaltningen
    indstiller, at ...")."""
    found = _PROPOSAL.match(" ".join(text[:260].casefold().replace(",", " , ").split()))
    return found is not None and _is_proposer(found["who"])


def parse_decision_heading(heading: str) -> tuple[str | None, date | None, int | None]:
    """The (body, date, number of the item there) that a decision's heading names.

    Reads "Beslutning i <body> den <date>", "Beslutning fra <body>, <date>, pkt. N:",
    "<Body>s beslutning i mødet den <date>", "<date> <body>" and "<Body>, <date>, pkt. N".
    Each part is None when it is not there.
    """
    text = _bare(heading)
    dates = find_dates(text)
    number = _ITEM_NUMBER.search(text)
    return _body(text), dates[0][0] if dates else None, int(number[1]) if number else None


def is_decision_line(line: str) -> bool:
    """Whether a line holds nothing but a body and a date (and "Beslutning", an item's number)."""
    if len(line) > _LONGEST:
        return False
    text = _bare(line)
    body, when, _ = parse_decision_heading(text)
    if not body or not when:
        return False
    rest = _ITEM_NUMBER.sub(" ", text)
    for _, start, end in reversed(find_dates(rest)):
        rest = rest[:start] + " " + rest[end:]
    rest = re.sub(re.escape(body) + "s?", " ", rest, count=1)
    return not _LEFTOVER.sub("", rest)


def is_body_name(line: str) -> bool:
    """Whether a line is a body's name and nothing else ("Økonomiudvalget:")."""
    text = _bare(line)
    bodies = find_bodies(text[:1].upper() + text[1:]) if len(text) < _LONGEST else []
    return bool(bodies) and bodies[0][1:] == (0, len(text))


def _body(text: str) -> str | None:
    """The first body that the heading names, a genitive s taken off."""
    lead = _DECISION_LEAD.match(text)
    text = text[lead.end() :] if lead else text
    text = re.sub(rf"(et|en|råd|udvalg|bestyrelse)s\s{_ENDS}", r"\1 ", text, flags=re.IGNORECASE)
    bodies = find_bodies(in_small_letters(text))
    return text[bodies[0][1] : bodies[0][2]] if bodies else None


def _bare(heading: str) -> str:
    """The heading without markup, outer punctuation and spaces between single letters."""
    text = OF_ITEM.sub("", plain(heading)).strip("#*_ \t:.;|?")
    text = re.sub(r"^\(?\d{1,2}[.)]\s", "", text)
    letters = text.split(" ")
    if len(letters) > 3 and all(len(letter) == 1 for letter in letters):
        return "".join(letters)
    return text


def _key(text: str) -> str:
    """Only the letters, so that "Indsti llingen", "RESUMÉ:" and "R e s u m e" are themselves."""
    folded = "".join(
        "e" if c in "éèê" else c for c in unicodedata.normalize("NFC", text).casefold()
    )
    return "".join(c for c in folded if c.isalnum())


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@cache
def _labels() -> dict[str, SectionKind]:
    labels = _data()["labels"].items()
    return {_key(one): SectionKind(kind) for kind, all_ in labels for one in all_.split(";")}


def _parametrised(text: str) -> SectionKind | None:
    """A label with a body, a date or a person in it."""
    if is_decision_line(text):
        return SectionKind.DECISION
    low = text.casefold()
    if _DECIDED.fullmatch(low):
        return SectionKind.DECISION
    if _TO_BODY.fullmatch(text):
        return SectionKind.RECOMMENDATION
    coded = _CODE_AND_DATE.match(text)
    if coded and _only_body_or_date(text[coded.end() :]):
        return SectionKind.DECISION
    if _INDSTILLES.fullmatch(low):
        return SectionKind.RECOMMENDATION
    if _CONSEQUENCES.fullmatch(low):
        return SectionKind.ECONOMY if "økonomi" in low else SectionKind.CONSEQUENCES
    if re.fullmatch(r"sagen afgøres (?:endeligt? )?(?:af|i)\b.*", low):
        return SectionKind.COMPETENCE
    if _DECISION_LEAD.match(text) and low.startswith(("beslutning", "endelig", "tidligere")):
        rest = _DECISION_LEAD.sub("", text, count=1)
        return SectionKind.DECISION if _only_body_or_date(rest) else None
    if re.fullmatch(r"[^.:]{3,80}s (?:beslutning|afgørelse)(?: (?:i|på) møde[^:]{0,60})?", low):
        return SectionKind.DECISION
    if re.fullmatch(r"[^.:]{3,80}s (?:administrative )?indstilling", low):
        return SectionKind.RECOMMENDATION
    sender = _SENDER.fullmatch(low)
    if sender and (_is_proposer(sender["who"]) or find_bodies(text)):
        told = sender["what"].startswith("indstilling")
        return SectionKind.RECOMMENDATION if told else SectionKind.HEARING
    return None


def _only_body_or_date(rest: str) -> bool:
    bodies, dates = find_bodies(in_small_letters(rest)), find_dates(rest)
    if not bodies and not dates:
        return False
    for _, start, end in sorted([*bodies, *dates], key=lambda one: -one[1]):
        rest = rest[:start] + " " + rest[end:]
    return not _LEFTOVER.sub("", _ITEM_NUMBER.sub("", rest))


def _proposed(text: str) -> SectionKind | None:
    """ "Administrationen indstiller (til Byrådet)(, at)" where that is the whole line."""
    low = text.casefold().replace(",", " , ")
    told = re.fullmatch(r"det (?:indstiller|anbefaler|foreslår) (?P<who>[^.:;,]{2,60})", low)
    if told:
        return SectionKind.RECOMMENDATION if _is_proposer(told["who"]) else None
    found = re.fullmatch(
        r"(?P<who>[^.:;]{2,90}?) (?:indstiller|anbefaler|foreslår)"
        r"(?: (?:over ?for|til)(?: (?!at\b)[\w-]+(?: ,)?){1,8}?)?(?: ,)?(?: at)?\s*",
        " ".join(low.split()),
    )
    return SectionKind.RECOMMENDATION if found and _is_proposer(found["who"]) else None


def _is_proposer(who: str) -> bool:
    words = set(_data()["proposers"]["words"].split())
    ends = tuple(_data()["proposers"]["ends"].split())
    return any(word in words or word.endswith(ends) for word in who.replace(" ,", "").split())


def _joined(text: str) -> SectionKind | None:
    """Two known labels in one ("Resumé og sagsfremstilling"); a proposal or the case wins."""
    parts = re.split(r"\s+(?:og|samt|&)\s+|\s?[/,]\s?", text)
    kinds = [_labels().get(_key(part)) for part in parts]
    if len(parts) < 2 or len(parts) > 3 or not all(kinds):
        return None
    first = (SectionKind.DECISION, SectionKind.RECOMMENDATION, SectionKind.CASE)
    return next((kind for kind in first if kind in kinds), kinds[0])


def _nearly(key: str) -> SectionKind | None:
    """A long label with one letter wrong, or without the letters "at" that some copies lose."""
    if len(key) < 8:
        return None
    scanned = _seen_by_ocr(key)
    for label, kind in _labels().items():
        if len(label) == len(key) and _seen_by_ocr(label) == scanned:
            return kind
        if len(label) >= 8 and (
            label.replace("at", "") == key or (key[0] == label[0] and _one_apart(key, label))
        ):
            return kind
    return None


def _seen_by_ocr(key: str) -> str:
    """The key with the letters and figures that OCR takes for each other made one."""
    return key.translate(_ALIKE)


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter put in, left out or exchanged makes the two words the same."""
    if abs(len(one) - len(other)) > 1 or one[:2] != other[:2]:
        return False
    short, long = sorted((one, other), key=len)
    same = next(
        (i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    return short[same + (len(short) == len(long)) :] == long[same + 1 :]

"""The head of a meeting: which body, when, where, who took part and who stayed away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from index.danish import find_bodies, find_dates, in_small_letters, parse_date
from index.lines import Line

_LABELS = {
    "date": r"mødedato|dato og tid|dato|møde",
    "time": r"mødetidspunkt|mødetid|starttidspunkt(?: for mødet?)?|tidspunkt|tid(?=\s?:)|mødestart"
    r"|mødet startede|starttid",
    "end": r"sluttidspunkt(?: for mødet?)?|møde slut|mødeslut|sluttid|mødet sluttede",
    "place": r"mødested|mødelokale|mødeadresse|lokale|sted",
    "body": r"udvalg|organ|mødeforum",
    "people": r"mødedeltagere|deltagere|medlemmer|til ?stede(?:værende)?(?: medlemmer)?"
    r"|fremmødte|mødte",
    "absent": r"afbud(?: fra)?|fraværende(?: med(?:lemmer| afbud)| uden afbud| i mødet)?"
    r"|(?:ikke|ej) til ?stede|deltog ikke|(?:ikke|ej) mødt|forfald",
    "other": r"bemærkninger|dirigent|ordstyrer|referent|gæste?r?|sekretær|mødeleder|formand|punkter"
    r"|indkaldt|suppleanter?|stedfortrædere?|øvrige deltagere|administrationen|mødefakta|type"
    r"|fra (?:administrationen|forvaltningen)|ref\.?|dagsorden|indholdsfortegnelse|indhold"
    r"|sagsoversigt|indholdsoversigt",
}
_LABEL = re.compile(
    "|".join(rf"(?P<{name}>(?i:{words})(?=\s|:|$|[A-ZÆØÅ]))" for name, words in _LABELS.items())
)
_AFTER = re.compile(r"\s*:\s*|\s+|$|")
_HELD = re.compile(r"\bmødet (?:af)?holdes (?P<place>(?:ved|i|på|hos) [^\n]{3,120}?)\.?$", re.I)
_WHERE = re.compile(
    r"\bkl\.?\s?\d{1,2}(?:[.:]\d{2})?(?:\s?[-–]\s?(?:kl\.?\s?)?\d{1,2}[.:]\d{2})?"
    r"(?:,?\s(?:i|på|ved)\s|,\s(?=[A-ZÆØÅ]))(?P<place>[^\n]{3,100}?)\.?$",
    re.IGNORECASE,
)
"""Where the date's line ends with the place ("den 19. januar kl. 8.15 i lokale 114")."""
_KIND = re.compile(
    r"\b(?:r ?e ?f ?e ?r ?a ?t|kendelse|beslutningsprotokol|beslutningsreferat|protokol"
    r"|beslutninger fra"
    r"|tillægsreferat|(?P<agenda>(?:tillægs)?dagsorden))\b",
    re.IGNORECASE,
)
_HOLDER = re.compile(
    r"\b([\w-]{0,40}(?:udvalget|rådet|hegnsynet|styregruppen|repræsentantskabet|generalforsamling"
    r"|bestyrelsen|forsamlingen)(?=s\s|\b)"
    r"|[\w-]{2,40}(?:udvalg|r(?:å|aa)d|bestyrelse)(?=s?møde|\b)|bestyrelse(?=smøde))",
    re.IGNORECASE,
)
"""Who held the meeting, where it is not written as a name ("menighedsrådsmøde")."""
_TIME = re.compile(
    r"(?:\bkl\.?\s?|klokken\s|[-T]\s?)?(?P<from>\d{1,2}[.:]\s?\d{2})(?::\d\d)?"
    r"(?:\s?(?:[-–]|til)\s?(?:kl\.?\s?)?(?P<to>\d{1,2}[.:]\d{2}))?(?!\d|[.-]\d)",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\s*\(?(?:(?:19|20)\d\d\s?[-–]\s?(?:19|20)?\d\d|\b\d\d\s?[-–]\s?\d\d)\)?(?:\s*$|(?=\s+d))"
)
_COMMUNE = re.compile(
    r"\b(?P<name>[A-ZÆØÅ][a-zæøåé]+(?:-[A-ZÆØÅ][a-zæøå]+)?)\s(?:(?:[Rr]egions)?[Kk]ommunes?|KOMMUNES?)\b"
)
_OWNER = re.compile(rf"^{_COMMUNE.pattern}[\s,:–-]+(?=[A-ZÆØÅ§])")
_NOT_PLACES = frozenset(
    re.split(
        " ",
        "alle andre danmarks dansk danske de den denne deres din egen en enhver flere hele hver "
        "hvilken hvis i ingen jeres mange ny når og på samme sin som vor vores øvrige",
    )
)
_NAMELESS = frozenset({"udvalget", "rådet", "bestyrelsen", "bestyrelse", "udvalg"})
_ONE_NAME = re.compile(r"[^,;]{3,70}(?:,\s*(?:\(?[A-ZÆØÅ]{1,3}\)?|[a-zæøå][^,;]{2,40}))?")
"""A line that holds one name, with a party's letter or a post after a comma."""
_NO_ONE = re.compile(r"(?:ingen|intet|-|–|\.)\.?", re.IGNORECASE)
_LONGEST_CODE = 4
"""Letters of a body's abbreviation ("TMU"), which stays in capitals."""
_OPENING = 40
"""Lines of a document that may name its body and date when no label does."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says; empty values where it says nothing."""

    body: str = ""
    date: date | None = None
    time: str | None = None
    place: str | None = None
    kind: str = ""
    participants: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def read_head(lines: Sequence[Line], name: str, title: str = "") -> Head:
    """The head from the lines before the first item; `name` is the file's name and `title` what a
    saved page calls itself: they are asked where the lines are silent."""
    fields = _fields(lines)
    aside = (title, re.sub(r"[_]+", " ", PurePath(name).stem))
    opening = [_cut_short(line) for line in lines[:_OPENING]]
    return Head(
        body=_body(opening, fields, aside),
        date=_date(opening, fields, aside),
        time=_time(opening, fields),
        place=_place(opening, fields),
        kind=_kind(opening),
        participants=tuple(_people(fields.get("people", ()))),
        absent=tuple(_people(fields.get("absent", ()))),
    )


def _cut_short(line: Line) -> Line:
    """A head that stands on one long line is read by its beginning."""
    long = len(line.text) > 160 and line.index == 0
    return replace(line, text=line.text[:150]) if long else line


def head_label(text: str) -> tuple[str, str] | None:
    """(field, rest of the line) of a line that begins with one of the head's labels.

    A label without a colon counts only when a value that fits follows: "Mødet fortsætter"
    is a sentence.
    """
    match = _LABEL.match(text)
    after = _AFTER.match(text, match.end()) if match else None
    if not match or not after or match.lastgroup is None:
        return None
    rest = text[after.end() :].strip(" |\t")
    plain = ":" not in after[0] and bool(rest) and after.end() > match.end()
    if plain and (match.lastgroup in ("body", "other") or rest[:1].islower()):
        return None
    if plain and match[0].casefold() in ("møde", "dato", "sted", "tidspunkt", "mødte", "medlemmer"):
        return None
    return match.lastgroup, rest


def _fields(lines: Sequence[Line]) -> dict[str, tuple[Line | str, ...]]:
    """Each field's first value with the lines that continue it (names run over lines)."""
    found: dict[str, tuple[Line | str, ...]] = {}
    row = 0
    while row < len(lines):
        apart = _values_apart(lines, row)
        if apart:
            found = {field: (line,) for field, line in apart} | found
            row += 2 * len(apart)
            continue
        hit = head_label(lines[row].text)
        row += 1
        if hit is None:
            continue
        field, rest = hit
        stop = row
        while stop < len(lines) and _belongs(lines, row, stop, field, rest):
            stop += 1
        if field not in found or not found[field]:
            found[field] = (*([rest] if rest else []), *lines[row:stop])
        row = stop
    return found


def _values_apart(lines: Sequence[Line], first: int) -> list[tuple[str, Line]]:
    """Three labels or more in a block of their own, and as many values in the block below (the
    two columns of a page, copied one after the other); [] where that is not so."""
    fields: list[str] = []
    for line in lines[first : first + 12]:
        hit = head_label(line.text)
        if not hit or hit[1]:
            break
        fields.append(hit[0])
    values = lines[first + len(fields) : first + 2 * len(fields)]
    if len(fields) < 3 or len(values) < len(fields) or not values[0].gap:
        return []
    if any(line.gap or line.kind for line in values[1:]):
        return []
    return list(zip(fields, values, strict=True))


def _belongs(lines: Sequence[Line], first: int, row: int, field: str, rest: str) -> bool:
    """Whether the line at `row` still belongs to the field whose label stands above."""
    line = lines[row]
    other = head_label(line.text)
    if line.kind or line.level or line.contents or (other and other[0] != field):
        return False
    if field not in ("people", "absent"):
        return not rest and row == first
    if other or len(line.text) > 400 or re.match(r"(?:punkt|pkt|sag)\b", line.text, re.I):
        return False
    if re.match(r"\d{1,4}[.:]\s", line.text):
        return not rest and lines[first].text[0].isdigit() and (row == first or not line.gap)
    if line.bullet:
        return True
    if rest:
        return not line.gap
    return not line.gap or row == first or (len(line.text) < 45 and lines[first].gap)


def _people(values: Sequence[Line | str]) -> Iterator[str]:
    """The names as printed; wrapped lines are joined, one name a line or separated by commas."""
    texts = [value if isinstance(value, str) else value.text for value in values]
    if not texts:
        return
    bare = [re.sub(r"^(?:[-–—•·*o▪●]|\d{1,2}\.)\s+", "", text) for text in texts]
    listed = len(texts) > 1 and (bare != texts or all(map(_ONE_NAME.fullmatch, texts)))
    rows = bare if listed else [" ".join(bare)]
    for text in rows:
        for part in _split_names(text, listed and len(rows) > 1):
            if not _NO_ONE.fullmatch(part):
                yield part


def _split_names(text: str, one: bool) -> Iterator[str]:
    """Names between commas; a party's letter after a comma stays with its name."""
    parts: list[str] = []
    for part in re.split(r"[,;](?![^()]{0,60}\))", text):
        clean = " ".join(part.split()).strip(" .")
        if not clean:
            continue
        if parts and (re.fullmatch(r"\(?[A-ZÆØÅ]{1,3}\)?", clean) or one):
            parts[-1] = f"{parts[-1]}, {clean}"
            continue
        both = re.split(r"\s+(?:og|samt)\s+(?=[A-ZÆØÅ])", clean)
        parts += both if all(len(name.split()) > 1 for name in both) else [clean]
    yield from parts


def _text(values: Sequence[Line | str]) -> str:
    texts = [value if isinstance(value, str) else value.text for value in values]
    return " ".join(" ".join(texts).split())


def _title_lines(opening: Sequence[Line]) -> list[str]:
    """The lines that name the kind of document, each with the two below it (broken titles)."""
    found = []
    for row, line in enumerate(opening):
        if _KIND.search(line.text) and len(line.text) < 160 and not line.contents:
            below = " ".join(
                near.text for near in opening[row + 1 : row + 4] if len(near.text) < 90
            )
            found += [line.text, f"{line.text} {below}"]
    return found


def _body(
    opening: Sequence[Line], fields: dict[str, tuple[Line | str, ...]], aside: Sequence[str]
) -> str:
    told = _text(fields.get("body", ()))
    if told and not _KIND.search(told):
        return plain_body(told)
    candidates = [line.text for line in opening if _KIND.search(line.text) and len(line.text) < 160]
    candidates += [line.text for line in opening[:12] if len(line.text) < 120]
    candidates += _title_lines(opening)
    candidates += aside
    bodies = [body for text in candidates if (body := _body_in(text))]
    named = next((body for body in bodies if body.casefold() not in _NAMELESS), "")
    body = named or next(iter(bodies), "")
    return in_small_letters(body) if len(body) > _LONGEST_CODE else body


def _body_in(text: str) -> str:
    """The body that a line of the head names, without its period and genitive."""
    bare = _KIND.sub(" ", text) if not text.isupper() else text
    bare = re.sub(r"\b(?:udvalget|rådet)(?=\s(?:for|vedr))", lambda one: one[0].capitalize(), bare)
    bare = re.sub(
        r"(udvalget|rådet|bestyrelsen|[Mm]agistraten|repræsentationen)s(?=\smøde)", r"\1", bare
    )
    for body, _, end in find_bodies(bare):
        if not bare[end:].lstrip().startswith("forvaltning"):
            return plain_body(body)
    named = _HOLDER.search(bare)
    return plain_body(named[1][0].upper() + named[1][1:]) if named else ""


def plain_body(printed: str) -> str:
    """A body's name without the period of office, a date or stray punctuation."""
    text = " ".join(printed.split())
    dated = find_dates(text)
    if dated:
        text = re.sub(r"\s*(?:,|[-–•])?\s*(?:den|d\.)?\s*$", "", text[: dated[0][1]])
    text = _PERIOD.sub("", text)
    text = re.sub(r"^(?:åbent|lukket|åben)\s+", "", text, flags=re.IGNORECASE)
    text = _OWNER.sub("", text)
    return text.strip(" -–,.:;•*#|")


def _date(
    opening: Sequence[Line], fields: dict[str, tuple[Line | str, ...]], aside: Sequence[str]
) -> date | None:
    for text in (_text(fields.get("date", ())), _text(fields.get("time", ()))):
        if text and (found := parse_date(text)):
            return found
    titled = _title_lines(opening)
    for text in (*titled, *(line.text for line in opening if len(line.text) < 120)):
        if found := parse_date(text):
            return found
    return next((found for text in aside if (found := parse_date(text))), None)


def _time(opening: Sequence[Line], fields: dict[str, tuple[Line | str, ...]]) -> str | None:
    values = [_text(fields.get(field, ())) for field in ("time", "date")]
    values += [line.text for line in opening[:15] if re.search(r"\bkl\b", line.text, re.I)]
    values += [line.text for line in opening[:8] if len(line.text) < 60 and parse_date(line.text)]
    for text in values:
        for _, start, end in reversed(find_dates(text)):
            text = text[:start] + " " * (end - start) + text[end:]
        match = _TIME.search(text)
        if match:
            return match["from"].replace(" ", "") + (f"-{match['to']}" if match["to"] else "")
    return None


def _place(opening: Sequence[Line], fields: dict[str, tuple[Line | str, ...]]) -> str | None:
    held = (_HELD.search(line.text) for line in opening)
    told = next((match["place"] for match in held if match), None)
    dated = (line.text for line in opening[:15] if len(line.text) < 200 and parse_date(line.text))
    where = next((match["place"] for text in dated if (match := _WHERE.search(text))), None)
    return _text(fields.get("place", ())) or told or where


def is_document_title(line: Line) -> bool:
    """Whether the line says what the document is ("REFERAT Byrådet d. 10-02-2021")."""
    match = _KIND.search(line.text[:160])
    return bool(match) and len(line.text) < 160 and not (line.contents or line.kind or line.bullet)


def _kind(opening: Sequence[Line]) -> str:
    """ "referat" or "dagsorden" as the head calls the document; "" when it does not."""
    for line in opening:
        found = [match["agenda"] for match in _KIND.finditer(line.text)]
        if found and len(line.text) < 160 and not line.contents:
            return "dagsorden" if all(found) else "referat"
    return ""


def find_municipality(text: str, head: str, folder: str = "") -> str | None:
    """The municipality that the text itself names, None unless one clearly dominates.

    Counted are "<Name> Kommune"; a mention in the head weighs three, and the folder's name
    decides only between names that the text has. A genitive s ("Københavns Kommune") is
    dropped when the plain name stands in the text too.
    """
    counts: Counter[str] = Counter()
    for part, weight in ((text, 1), (head, 3)):
        for match in _COMMUNE.finditer(part):
            if match["name"].casefold() not in _NOT_PLACES:
                counts[match["name"]] += weight
    if not counts:
        return None
    ranked = counts.most_common(2)
    for name in counts:
        if folder and name.casefold() in re.split(r"[\W_]+", folder.casefold()):
            return _without_genitive(name, text)
    if len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]:
        return None
    return _without_genitive(ranked[0][0], text)


def _without_genitive(name: str, text: str) -> str:
    plain = name[:-1]
    if name.endswith("s") and len(name) > 4 and re.search(rf"\b{re.escape(plain)}\b", text):
        return plain
    return name

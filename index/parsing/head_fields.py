"""The fields of a meeting's head: "Mødedato: ...", "Afbud:" and the names below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from index.files.furniture import counts_pages
from index.parsing.line import Line

_LABELS = {
    "date": r"mødedato|dato og tid|dato|møde",
    "time": r"mødetidspunkt|mødetid|starttidspunkt(?: for mødet?)?|tidspunkt|tid(?=\s?[:\t])"
    r"|mødestart|mødet startede|starttid",
    "end": r"sluttidspunkt(?: for mødet?)?|møde slut|mødeslut|sluttid|mødet sluttede",
    "place": r"mødested|mødelokale|mødeafholdelse|mødeadresse|lokale|sted",
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
_ONE_NAME = re.compile(r"[^,;]{3,70}(?:,\s*(?:\(?[A-ZÆØÅ]{1,3}\)?|[a-zæøå][^,;]{2,40}))?")
"""A line that holds one name, with a party's letter or a post after a comma."""
_INSTEAD = re.compile(
    r"\s*[(,;.]?\s*\b(?:og )?(?:der var )?"
    r"(?:i stedet\b|(?:ikke |uden |ikke indkaldt |for hende |for ham )?"
    r"(?:\w{1,6} )?(?:\d\. ?)?(?:stedfortræder|suppleant)\w*)"
    r"(?: for)?[^.;()]*(?:\([A-ZÆØÅ]{1,3}\))?\)?"
    r"|\s*[.;,]?\s*\bfor [^.;()]{3,50}(?:\([A-ZÆØÅ]{1,3}\))? (?:mødte|deltog|indtrådte)\b"
    r"[^.;()]{3,50}(?:\([A-ZÆØÅ]{1,3}\))?",
    re.IGNORECASE,
)
"""A clause about who met for somebody, or that nobody did."""
_CAME = re.compile(
    r"\b(?:deltog|deltager|mødte|møder|indtrådte|indkaldt|tiltrådte)\b(?! ikke)|\bvar der\b",
    re.IGNORECASE,
)
"""Tells of one who was there, in the place of the absent one or by a screen."""
_INLINE = re.compile(r"(?<=[\s.)])[A-ZÆØÅ][a-zæøå]+(?: [a-zæøå]+)?:")
_STOP = re.compile(r"(?<=[a-zæøå)])\.\s+(?=[A-ZÆØÅ])")
_CAUSE = re.compile(
    r"\s*\(?\b(?:på grund af |grundet |pga\.? )?"
    r"(?:sygdom|syg|sygemeldt|ferie|barsel|orlov|rejse|inhabil)\)?$",
    re.IGNORECASE,
)
_NO_ONE = re.compile(r"(?:ingen|intet|-|–|\.)\.?", re.IGNORECASE)


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
    plain = (
        ":" not in after[0] and "\t" not in after[0] and bool(rest) and after.end() > match.end()
    )
    if plain and (match.lastgroup in ("body", "other") or rest[:1].islower()):
        return None
    if plain and match[0].casefold() in ("møde", "dato", "sted", "tidspunkt", "mødte", "medlemmer"):
        return None
    if plain and match.lastgroup == "place" and rest[0].isdigit():
        rest = text.strip()
    return match.lastgroup, rest


def read_fields(lines: Sequence[Line]) -> dict[str, tuple[Line | str, ...]]:
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
        values: tuple[Line | str, ...] = (*([rest] if rest else []), *lines[row:stop])
        if field == "absent" and found.get(field):  # "med afbud" and "uden afbud" are both away
            found[field] = (*found[field], ",", *values)
        elif field not in found or not found[field]:
            found[field] = values
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
    if counts_pages(line.text):
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


def split_absent(values: Sequence[Line | str]) -> Iterator[str]:
    """The names of the absent: not who met instead, nor why they were away."""
    for part in split_people(values, _absent_only):
        name = _CAUSE.sub("", part)
        if name[:1].isupper() and not _CAME.search(name):
            yield name


def _absent_only(text: str) -> str:
    """The text up to the next label in it, without clauses about substitutes; what a full stop
    sets apart is set apart by a comma."""
    told = _INLINE.split(text)[0]
    return _STOP.sub(", ", _INSTEAD.sub(" , ", told))


def _as_it_is(text: str) -> str:
    return text


def split_people(
    values: Sequence[Line | str], clean: Callable[[str], str] = _as_it_is
) -> Iterator[str]:
    """The names as printed; wrapped lines are joined, one name a line or separated by commas."""
    texts = [value if isinstance(value, str) else value.text for value in values]
    if not texts:
        return
    bare = [re.sub(r"^(?:[-–—•·*o▪●]|\d{1,2}\.)\s+", "", text) for text in texts]
    listed = len(texts) > 1 and (bare != texts or all(map(_ONE_NAME.fullmatch, texts)))
    rows = bare if listed else [" ".join(bare)]
    for text in map(clean, rows):
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


def text_of(values: Sequence[Line | str]) -> str:
    texts = [value if isinstance(value, str) else value.text for value in values]
    return " ".join(" ".join(texts).split())

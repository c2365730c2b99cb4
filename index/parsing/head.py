"""The head of a meeting: which body, when, where, who took part and who stayed away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import PurePath

from index.danish import find_bodies, find_dates, in_small_letters, parse_date
from index.parsing.head_fields import read_fields, split_absent, split_people, text_of
from index.parsing.line import Line
from index.parsing.municipalities import COMMUNE

_HELD = re.compile(r"\bmødet (?:af)?holdes (?P<place>(?:ved|i|på|hos) [^\n]{3,120}?)\.?$", re.I)
_WHERE = re.compile(
    r"\bkl\.?\s?\d{1,2}(?:[.:]\d{2})?(?:\s?[-–]\s?(?:kl\.?\s?)?\d{1,2}[.:]\d{2})?"
    r"(?:,?\s(?:i|på|ved)\s|,\s(?=[A-ZÆØÅ]))(?P<place>[^\n]{3,100}?)\.?$",
    re.IGNORECASE,
)
"""Where the date's line ends with the place ("den 19. januar kl. 8.15 i lokale 114")."""
_PLACE_LINE = re.compile(r"(?:i|på|ved) (?P<place>[A-ZÆØÅ][^\n]{2,80}?)\.?")
_KIND = re.compile(
    r"\b(?:r ?e ?f ?e ?r ?a ?t|(?:møde|kort|beslutnings)referat|kendelse"
    r"|beslutningsprotokol|beslutningsreferat|protokol"
    r"|beslutninger fra"
    r"|tillægsreferat|(?P<agenda>(?:tillægs)?dagsorden))\b",
    re.IGNORECASE,
)
_HOLDER = re.compile(
    r"\b([\w-]{0,40}(?:udvalget|rådet|hegnsynet|styregruppen|repræsentantskabet|generalforsamling"
    r"|bestyrelsen|forsamlingen)(?=s\s|\b)"
    r"|[\w-]{2,40}(?:udvalg|r(?:å|aa)d|bestyrelse)(?=s?møde|\b)|bestyrelse(?=smøde)"
    r"|(?:hoved|lokal|område|center|fag|fælles)[ -]?med(?:[ -]?udvalget)?\b)",
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
_OWNER = re.compile(rf"^{COMMUNE.pattern}[\s,:–-]+(?=[A-ZÆØÅ§])")
_MEETING_OF = re.compile(
    r"^[^.,;:]{0,40}\bmødet? (?:i|af|for|med) (?:de[nt] )?(?=\S)", re.IGNORECASE
)
"""What stands before a body's name where the line says whose meeting it was."""
_NAMELESS = frozenset({"udvalget", "rådet", "bestyrelsen", "bestyrelse", "udvalg"})
_COMMANDS = frozenset({"Vælg", "Alle", "Se", "Find", "Søg", "Vis", "Andre", "Øvrige"})
"""How a page's menu names bodies ("Vælg udvalg")."""
_CAPITALS = re.compile(r"\b[A-ZÆØÅ]{3,}(?:(?:,|-|-,)?\s(?:OG\s|&\s)?[A-ZÆØÅ]{3,}){0,6}\b")
_SIDE_BY_SIDE = re.compile(r"\t+|\s[|•»›]\s")
"""Between the entries of a menu, or the cells of a table, on one line."""
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
    fields = read_fields(lines)
    aside = (title, re.sub(r"[_]+", " ", PurePath(name).stem))
    opening = [_cut_short(line) for line in lines[:_OPENING]]
    return Head(
        body=_body(opening, fields, aside),
        date=_date(opening, fields, aside),
        time=_time(opening, fields),
        place=_place(opening, fields),
        kind=_kind(opening),
        participants=tuple(split_people(fields.get("people", ()))),
        absent=tuple(split_absent(fields.get("absent", ()))),
    )


def _cut_short(line: Line) -> Line:
    """A head that stands on one long line is read by its beginning."""
    long = len(line.text) > 160 and line.index == 0
    return replace(line, text=line.text[:150]) if long else line


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
    told = text_of(fields.get("body", ()))
    if told and not _KIND.search(told):
        return plain_body(told)
    candidates = [line.text for line in opening if _KIND.search(line.text) and len(line.text) < 160]
    candidates += [one.text for one in opening if one.level and parse_date(one.text)]
    candidates += [line.text for line in opening[:12] if len(line.text) < 120]
    candidates += _title_lines(opening)
    candidates += aside
    cells = [cell for text in candidates for cell in _SIDE_BY_SIDE.split(text)]
    bodies = [body for text in cells if (body := _body_in(text))]
    named = next((body for body in bodies if body.casefold() not in _NAMELESS), "")
    body = named or next(iter(bodies), "")
    return in_small_letters(body) if len(body) > _LONGEST_CODE else body


def _body_in(text: str) -> str:
    """The body that a line of the head names, without its period and genitive."""
    text = _CAPITALS.sub(lambda one: in_small_letters(one[0]), text)
    text = _MEETING_OF.sub("", text)
    bare = _KIND.sub(" ", text) if not text.isupper() else text
    bare = re.sub(r"\b(?:udvalget|rådet)(?=\s(?:for|vedr))", lambda one: one[0].capitalize(), bare)
    bare = re.sub(
        r"(udvalget|rådet|bestyrelsen|[Mm]agistraten|repræsentationen)s(?=\smøde)", r"\1", bare
    )
    for body, _, end in find_bodies(bare):
        chosen = body.split()[0] in _COMMANDS
        if not (chosen or bare[end:].lstrip().startswith("forvaltning")):
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
    for text in (text_of(fields.get("date", ())), text_of(fields.get("time", ()))):
        if text and (found := parse_date(text)):
            return found
    titled = _title_lines(opening)
    for text in (*titled, *(line.text for line in opening if len(line.text) < 120)):
        if found := parse_date(text):
            return found
    return next((found for text in aside if (found := parse_date(text))), None)


def _time(opening: Sequence[Line], fields: dict[str, tuple[Line | str, ...]]) -> str | None:
    values = [text_of(fields.get(field, ())) for field in ("time", "date")]
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
    where = where or _place_below(opening)
    return text_of(fields.get("place", ())) or told or where


def _place_below(opening: Sequence[Line]) -> str | None:
    """A line that only says where ("i Mødesalen"), right below the date's."""
    for above, line in pairwise(opening[:15]):
        match = _PLACE_LINE.fullmatch(line.text)
        if match and parse_date(above.text):
            return match["place"]
    return None


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

"""The sentences of a decision in which the body itself speaks, each with what it says was done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.decision.outcomes import Reading, read_outcomes
from index.decision.points import named_points, point_marker
from index.decision.speakers import (
    BODY_WORD,
    is_granting,
    is_minority,
    is_vote,
    read_asked,
    read_granted,
)
from index.sentences import Span, marker_end
from index.types import Outcome

_WITHHELD = re.compile(
    r"\bikke (?:\S+ )?(?:frigivet|offentlig\w*)\b|^lukket (?:punkt|sag)\b", re.IGNORECASE
)
_OTHERS = re.compile(
    r"\b(?:senior|ældre|handicap|ungdoms|udsatte|integrations|elev|bruger|lokal)rådet|"
    r"\brådet for\b|\b(?:administrationen|\w{0,20}forvaltningen|borgmesteren|\w{0,20}formanden"
    r"|direktionen|\w{0,30}(?:chefen|direktøren|lederen|konsulenten|inspektøren)|sekretæren)\b",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"\b(?:udtal\w+|høringssvar|bemærk\w+|skriv\w*|oplys\w*|følgende)\b", re.IGNORECASE
)
_TELLING = re.compile(
    r"\b(?:orientere\w*|orientering\w*|oplys\w+|nyt|ønsker|spurgte|deltaget|beretter)\b",
    re.IGNORECASE,
)
_MATTER = re.compile(
    r"(?:sagen|punktet|indstillingen|forslaget|sag|punkt|pkt\.?|indstilling) ", re.IGNORECASE
)
"""How a line begins that is about the matter itself."""
_POINT_WORD = re.compile(r"^at\s?[:.]\s*", re.IGNORECASE)
"""How some mark a point of the recommendation ("1. at: Godkendt")."""
_COUNCIL = re.compile(
    r"\b((?:senior|ældre|handicap|ungdoms|udsatte|integrations|elev|bruger|lokal)råd)(?:et)?\b",
    re.IGNORECASE,
)
_COUNCIL_SAYS = re.compile(
    rf"{_COUNCIL.pattern}\s(?:(?:har|kan|mener|finder|støtter|ønsker|bemærker|opfordrer|foreslår|er|ser"
    r"|anbefaler|anbefalede|tilslutter|bakker|udtaler|kunne)\b)",
    re.IGNORECASE,
)
"""A council that is heard, and is not the one whose decision it is, as the subject."""
_LISTS = re.compile(r"\bat:?$")
"""How a sentence ends whose complement is a list."""
_OUTCOME = re.compile(
    r"(?:godkendt|anbefale[st]|taget|tages|udsat|udsættes|tiltrådt|drøftet|vedtaget|ikke|udgår)\b",
    re.IGNORECASE,
)
_COMPLEMENT = re.compile(r"at\b(?!\s*[\d:])", re.IGNORECASE)
_AGENDA = re.compile(
    r"\bdagsorden\w{0,20}\b.{0,40}\bgodkend|\bgodkend\w{0,20}.{0,30}\bdagsorden", re.IGNORECASE
)
_FALLEN = frozenset({Outcome.WITHDRAWN, Outcome.REJECTED})
"""What is printed of a recommendation in whose place an amendment was adopted."""
_TOLD: tuple[set[Outcome], ...] = (
    {Outcome.NOTED},
    {Outcome.ORIENTATION},
    {Outcome.NOTED, Outcome.ORIENTATION},
)
"""What is printed of a body that was told something; a list below it says what."""
_REJECTED = Reading((Outcome.REJECTED,))
_AMENDMENT = re.compile(r"\b(?:under)?ændringsforslag(?:et|ene)?\b", re.IGNORECASE)


_WHOLE = re.compile(
    r"^\W*(?:indstilling|budget|forslag|sag|plan|punkt|regulativ|takst|politik|strategi)\w*\b"
    r"(?: \S+){0,3}? (?:som helhed|i sin helhed|derefter|herefter|således ændret|med ændring\w*)\b",
    re.IGNORECASE,
)
"""What was voted on in the end ("Budgettet som helhed blev vedtaget")."""
_OF_PARTS = frozenset((Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGE, *_FALLEN))


class Statement(NamedTuple):
    """A sentence that may carry an outcome, with the points of the recommendation it is on."""

    span: Span
    points: tuple[str, ...]
    reading: Reading


def read_statements(
    masked: str, spans: Sequence[Span], motions: frozenset[Span]
) -> Iterator[Statement]:
    """Every sentence that the body itself speaks in, with its outcomes.

    "At yde et tilskud" with nothing before it goes on from the label ("Udvalget besluttede:").
    """
    points: tuple[str, ...] = ()
    agenda = _AGENDA.search(masked) is not None
    others = listing = told = bullet = led = proposing = telling = False
    previous = 0
    asked = Reading()
    for a, b in spans:
        line = masked[a:b]
        new_line = previous == 0 or "\n" in masked[previous:a]
        previous = b
        found, end = point_marker(line)
        points = found if found or new_line else points
        bare = (line[end:] if found else line[marker_end(line) :]).strip() or line.strip()
        bare = " ".join((_POINT_WORD.sub("", bare) or bare).split())
        bullet = (not found and marker_end(line) > 0) if new_line else bullet
        told = told and not new_line and not BODY_WORD.match(bare)
        granted = asked if asked.strong and is_granting(bare) else read_granted(bare)
        asked = read_asked(bare)
        if granted.strong:
            yield Statement((a, b), points, granted)
            continue
        proposing = proposing and (bullet or bool(found)) and not _OUTCOME.match(bare)
        if proposing or (listing and bullet) or told or (a, b) in motions or _WITHHELD.search(bare):
            continue
        telling = telling and bullet
        if telling and not (_OUTCOME.match(bare) or _MATTER.match(bare) or BODY_WORD.match(bare)):
            continue
        listing = bare.endswith((":", ",")) and _TELLING.search(bare) is not None
        told = _TELLING.search(bare) is not None and _OTHERS.search(bare) is not None
        if others:
            others = False
            if bullet or not read_outcomes(bare).strong:
                continue
        others = bare.endswith(":") and not told and _OTHERS.search(bare) is not None
        others = others and _STATEMENT.search(bare) is not None and not read_outcomes(bare).strong
        if others or is_minority(bare) or _COUNCIL_SAYS.match(bare):
            continue
        led = led or not _COMPLEMENT.match(bare)
        told_so = bare if led else f"Besluttede, {bare[:1].lower()}{bare[1:]}"
        reading = read_outcomes(told_so, agenda)
        proposing = Outcome.RECOMMENDED in reading.strong and _LISTS.search(bare) is not None
        telling = not bullet and {*reading.strong, *reading.weak} in _TOLD
        yield Statement((a, b), points or named_points(bare, agenda), reading)


def main_statements(text: str, units: list[Statement], voted_on: bool) -> list[Statement]:
    """Without the outcomes of amendments where the matter itself has one; what an adopted
    amendment takes the place of has fallen, and is not withdrawn. `voted_on` says that some voted
    against: what then falls was rejected."""
    if voted_on:
        units = [_as_voted_down(text, unit) for unit in units]
    if whole := _as_a_whole(text, units):
        return whole
    changed = [_as_change(unit) for unit in units if _is_adopted(text, unit)]
    main = [unit for unit in units if unit.reading.strong and not unit.reading.amendment]
    if changed and all({*unit.reading.strong} <= _FALLEN for unit in main):
        return changed
    if not main:
        return units
    return [unit for unit in units if not unit.reading.amendment or not unit.reading.strong]


def _as_a_whole(text: str, units: Sequence[Statement]) -> list[Statement]:
    """The sentence in which the matter itself was adopted in the end, after votes on parts of it;
    with a change when one of those was adopted. [] when there is none."""
    told = [unit for unit in units if unit.reading.strong]
    last = told[-1] if len(told) > 1 and not any(unit.points for unit in told) else None
    if last is None or last.reading.strong != (Outcome.APPROVED,):
        return []
    if not _WHOLE.search(text[slice(*last.span)]):
        return []
    parts = {outcome for unit in told[:-1] for outcome in unit.reading.strong}
    if not parts <= _OF_PARTS:
        return []
    return [_as_change(last) if parts - _FALLEN else last]


def _as_voted_down(text: str, unit: Statement) -> Statement:
    """What falls after a vote ("Imod stemte 4. Indstillingen er bortfaldet") was rejected by it."""
    fell = unit.reading.strong == (Outcome.WITHDRAWN,) and "bortfald" in text[slice(*unit.span)]
    return unit._replace(reading=_REJECTED) if fell else unit


def _is_adopted(text: str, unit: Statement) -> bool:
    """Whether the sentence tells that an amendment was adopted."""
    told = text[unit.span[0] : unit.span[1]]
    return unit.reading.strong == (Outcome.APPROVED,) and _AMENDMENT.search(told) is not None


def _as_change(unit: Statement) -> Statement:
    changed = unit.reading._replace(strong=(Outcome.APPROVED_WITH_CHANGE,), amendment=False)
    return unit._replace(reading=changed)


def beside_amendments(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The sentences that tell the sides on an amendment, on the line that tells what became of it
    ("Ændringsforslag 2: Forkastet. For stemte Ø. Imod stemte resten.")."""
    last, inside = 0, False
    for a, b in spans:
        line = text[a:b]
        if inside and "\n" not in text[last:a] and is_vote(line):
            yield a, b
        else:
            voted = is_vote(line) and ":" in line
            inside = _AMENDMENT.match(line) is not None and (
                voted or bool(read_outcomes(line).strong)
            )
            if inside and voted:
                yield a, b
        last = b


def as_plain_council(masked: str, body: str | None) -> str:
    """The text with "Rådet" for the name of a council whose own decision it is, every character in
    its place: what elsewhere another body says ("Seniorrådet kan ikke ...") is then its own."""
    name = _COUNCIL.search(body or "")
    if not name:
        return masked
    printed = re.compile(rf"\b{re.escape(name[1])}(?:et)?\b", re.IGNORECASE)
    return printed.sub(lambda one: "Rådet".ljust(len(one.group())), masked)

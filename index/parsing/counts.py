"""Items that are counted otherwise than 1, 2, 3: by times, by letters, by decimals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.parsing.line import Line
from index.parsing.numberings import Numbering, Start
from index.parsing.starts import Agenda, heaviest_rising
from index.parsing.weights import score, weigh

_CLOCK = re.compile(
    r"(?P<label>(?:kl\.?\s*)?(?P<h>\d{1,2})[.:](?P<m>\d{2})\s*[-–]\s*\d{1,2}[.:]\d{2})\s*:?\s*(?P<title>\S.*)$",
    re.IGNORECASE,
)
_DECIMAL = re.compile(
    r"(?P<label>(?P<first>\d{1,2})\.(?P<second>\d{1,2}))\.?\s+(?P<title>[A-ZÆØÅ][^\t]*)$"
)
_LETTER = re.compile(
    r"(?P<label>(?:(?:Punkt|Pkt\.?)\s)?(?P<letter>[A-ZÆØÅ]))[.):]\s+(?P<title>[A-ZÆØÅ][^\t]*)$"
)
_FEWEST = 3


def find(lines: Sequence[Line]) -> Agenda:
    """The best agenda without whole numbers; an item's number is then None and its label as
    printed."""
    found = [find_clock_agenda(lines), _counted(lines, "decimal"), _counted(lines, "letter")]
    return max(found, key=lambda agenda: agenda.score)


def find_clock_agenda(lines: Sequence[Line]) -> Agenda:
    """Items that begin with their time ("19.00 - 19.45 Budget"), as school boards print."""
    starts = []
    last = -1
    for line in lines:
        match = _CLOCK.match(line.text)
        if not match or line.furniture or line.contents:
            continue
        minute = int(match["h"]) * 60 + int(match["m"])
        if minute >= last:
            title = line.start + match.start("title")
            starts.append(Start(line.index, None, match["label"], title, line.index))
            last = minute
    worth = 0.6 if len(starts) >= _FEWEST else 0.0
    return Agenda("clock", tuple(starts), worth)


def _counted(lines: Sequence[Line], name: str) -> Agenda:
    """Items that count "1.1, 1.2, 2.1" or "A, B, C", most of them confirmed by what is below."""
    numbering = Numbering(name, _DECIMAL if name == "decimal" else _LETTER, 0.85)
    found = [start for line in lines if (start := _candidate(line, numbering))]
    chain = heaviest_rising(
        [s for s in weigh(lines, found, numbering, frozenset()) if s.weight > 0]
    )
    confirmed = sum(1 for start in chain if start.supported)
    if len(chain) < _FEWEST or confirmed * 2 < len(chain) or not _opens(chain[0], name):
        return Agenda(name, (), 0.0)
    plain = tuple(replace(start, number=None) for start in chain)
    return Agenda(name, plain, score(lines, chain, numbering))


def _candidate(line: Line, numbering: Numbering) -> Start | None:
    match = numbering.pattern.match(line.text)
    if not match or line.furniture or line.contents or line.kind:
        return None
    groups = match.groupdict()
    letter = groups.get("letter")
    rank = ord(letter) if letter else int(groups["first"]) * 100 + int(groups["second"])
    title = line.start + match.start("title")
    return Start(line.index, rank, match["label"], title, line.index)


def _opens(start: Start, name: str) -> bool:
    """Whether a count begins where counts begin."""
    return name == "decimal" or start.label.endswith("A")

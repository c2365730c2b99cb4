"""What a body writes to others (a hearing answer, a letter, a remark) -> blanks: it is no decision.

"Rådet besluttede følgende høringssvar: Rådet kan ikke anbefale ..." approves an answer, whatever
the answer says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.decision.outcomes import OUTCOME_WORD
from index.decision.points import point_marker
from index.sentences import Span, marker_end

_NOUN = (
    r"(?:\w*(?:svar|brev|udtalelser?|skrivelse|henvendelse|bemærkning(?:er)?|formulering|ordlyd"
    r"|pressemeddelelse|resolution|kommentar(?:er)?|erklæring|opfordring|indlæg)|input|tekst)"
)
_LEAD = re.compile(
    rf"\b(?:følgende|nedenstående|sålydende|dette|denne|disse)\b[^.:;]{{0,60}}?\b{_NOUN}\b"
    r"[^.:;]{0,120}:"
    rf"|\b{_NOUN}(?:et|en|ne)?\b[^.:;]{{0,60}}\b(?:følgende|lyder|lød|som følger|ordlyd)\b"
    r"[^.:;]{0,60}:"
    r"|\b(?:ført|føres|tilført|optaget) (?:\w+ ){0,2}(?:til )?(?:protokol\w*|referat\w*)"
    r"[^.:;]{0,60}:",
    re.IGNORECASE,
)
_HEADING = re.compile(
    rf"(?:[\w-]+s |fælles |udkast til )?{_NOUN}"
    r"(?: (?:fra|til|om|vedr\.?|vedrørende|på)\b[^.:;]{0,100})?:",
    re.IGNORECASE,
)
_LONGEST_QUOTE = 6000
_SPACE = re.compile(r"\s*")
_QUOTES = {'"': '"', "”": "”", "“": "”“", "»": "«", "„": "“”"}
_DECIDES = re.compile(
    r"(?:herefter|derefter|efterfølgende|afslutningsvis|afstemning|ændringsforslag\w*"
    r"|indstilling\w* (?:\S+ ){0,3}?(?:blev|er|god|til|ved|anbef)|(?:sagen|punktet|forslaget) "
    r"(?:blev|er|god|udsæt|udsat|til|ved)|(?:for|imod) stemte|afbud\b|fraværende\b|ikke til stede\b"
    r"|(?:et (?:enigt|flertal i|flertal af) )?\S*(?:udvalget|rådet|bestyrelsen|flertallet) "
    r"(?:godkendte|vedtog|tiltrådte|besluttede|drøftede|anbefalede|tog|indstillede|afviste))",
    re.IGNORECASE,
)
"""How a line begins that goes back to what the body did."""


def blank_wording(text: str, spans: Sequence[Span]) -> str:
    """The text, every character in its place, with spaces for what a body writes to others.

    `text` is a decision whose `spans` are its sentences. What stands after the colon of a line
    that announces such a text is it: to the closing mark when it is quoted, else to the end of its
    paragraph or, when it begins on a line of its own, to a line that decides again.
    """
    parts, last = [], 0
    for a, b in _wordings(text, spans):
        parts += [text[last:a], re.sub(r"[^\n]", " ", text[a:b])]
        last = b
    return "".join((*parts, text[last:]))


def _wordings(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    stop = 0
    for n, (a, b) in enumerate(spans):
        if a < stop:
            continue
        begin = a + marker_end(text[a:b])
        lead = _HEADING.match(text, begin, b) or _LEAD.search(text, begin, b)
        if lead:
            stop = _stop(text, spans, n, lead.end())
            yield lead.end(), stop


def _stop(text: str, spans: Sequence[Span], n: int, start: int) -> int:
    """Where the wording ends that begins at `start`, in or below the sentence `n`."""
    first = _SPACE.match(text, start)
    opens = first.end() if first else start
    marks = _QUOTES.get(text[opens : opens + 1], "")
    ends = [text.find(mark, opens + 1, opens + _LONGEST_QUOTE) for mark in marks]
    closed = [place for place in ends if place >= 0]
    if closed:
        return min(closed) + 1
    below = not text[start : spans[n][1]].strip()
    last = spans[n][1]
    for a, b in spans[n + 1 :]:
        gap = text[last:a]
        if "\n" in gap and (_decides(text[a:b]) or (not below and "\n\n" in gap)):
            break
        last = b
    return last


def _decides(line: str) -> bool:
    pointed, end = point_marker(line)
    if pointed or marker_end(line):
        return bool(pointed) and OUTCOME_WORD.match(line, end) is not None
    return OUTCOME_WORD.match(line) is not None or _DECIDES.match(line) is not None

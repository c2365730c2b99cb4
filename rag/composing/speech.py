"""A quote that begins or ends inside somebody's printed words -> the whole of what is said, as far
as there is room: half of a statement reads as the minutes' own."""

from __future__ import annotations

import re

from index.sentences import split_sentences

AFTER, BEFORE = 34, 18
"""Words that a quote may grow by to the end of what is said, and back to who says it."""
SPOKEN = re.compile(
    r"\"[^\"]{12,1500}\"|”[^”“]{12,1500}”|“[^“”]{12,1500}[”“]|„[^„“”]{12,1500}[“”]|»[^»«]{12,1500}«"
)
"""What somebody says, in quotation marks; a title is shorter or has no sentence's end inside."""


def whole_speech(text: str, start: int, end: int, room: int) -> tuple[int, int]:
    """The span [start:end] of a text, grown to the ends of what is said in quotation marks where it
    cuts that; unchanged where it would grow by more than `room` words."""
    for spoken in SPOKEN.finditer(text):
        a, b = spoken.span()
        if a >= end:
            break
        if a < start < b:
            first = _sentence_start(text, a)
            start = first if _words(text[first:start]) <= min(room, BEFORE) else start
        if start <= a < end < b:
            last = b + len(text[b:]) - len(text[b:].lstrip(".,;:!?)"))
            end = last if _words(text[end:last]) <= min(room, AFTER) else end
    return start, end


def cuts_speech(text: str, end: int) -> bool:
    """Whether a quote that ends here leaves a quotation mark open."""
    return any(spoken.start() < end < spoken.end() - 1 for spoken in SPOKEN.finditer(text))


def begins_inside(text: str, start: int) -> bool:
    """Whether a quote that begins here leaves out who says it."""
    return any(spoken.start() < start < spoken.end() for spoken in SPOKEN.finditer(text))


def _sentence_start(text: str, at: int) -> int:
    """Where the sentence begins that leads in what is said at a place."""
    return max((a for a, b in split_sentences(text) if a <= at < b), default=at)


def _words(text: str) -> int:
    return len(text.split())

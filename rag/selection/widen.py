"""A passage of a list -> the list around it as far as there is room, and what is left out of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.sentences import marker_end, split_sentences
from prompts import render
from rag.draft import Draft
from rag.passages import Passage, is_point

FOLLOWS = re.compile(r"\b(?:følgende|således|sådan)\b[^.]*:\s*$", re.IGNORECASE)
"""Leads in what somebody said, in sentences of their own."""
POINT = 40
"""Words of a list's point at most that are quoted for one of its sentences."""
TITLE = 10
"""Words of a point's first sentence that may be but its title."""
ENDS = re.compile(r"[.!?][\"”»)]?\s*$")


def widen(passage: Passage, listing: bool, room: int) -> Passage:
    """A list's lead-in together with its points; for a list question the whole list."""
    text = passage.section.text
    spans = split_sentences(text)
    at = next((i for i, s in enumerate(spans) if passage.section.start + s[0] == passage.start), -1)
    if at < 0:
        return passage
    pointed = in_points(text, spans)
    first = last = at
    if passage.header:
        # A cell that is printed on two lines leaves the next row's first cell empty.
        after = spans[at + 1 : at + 2]
        if after and text[passage.end - passage.section.start : after[0][0]].endswith("\t"):
            last += 1
    elif passage.text.rstrip().endswith((":", ";")):
        told = FOLLOWS.search(passage.text) is not None
        while last + 1 < len(spans) and _fits(spans, text, first, last + 1, room):
            said = text[slice(*spans[last + 1])]
            if last > at and not pointed[last + 1] and not (told and ENDS.search(said)):
                break
            told = told and not is_point(said)
            last += 1
        if last == at and last + 1 < len(spans):
            last += 1
    elif is_point(passage.text) and listing:
        while first > 0 and _fits(spans, text, first - 1, last, room):
            first -= 1
            if not pointed[first]:
                break
        while (
            last + 1 < len(spans)
            and pointed[last + 1]
            and _fits(spans, text, first, last + 1, room)
        ):
            last += 1
    elif is_point(passage.text) and len(passage.text.split()) <= TITLE:
        # "5. Tunnel under Havnevej." is what the rest of the point is about.
        while last + 1 < len(spans) and pointed[last + 1]:
            ends = is_point(text[slice(*spans[last + 1])])
            if ends or not _fits(spans, text, first, last + 1, min(room, POINT)):
                break
            last += 1
    elif pointed[at] and not is_point(passage.text):
        # "Pris 2,4 mio. kr." is said of the point that it stands in.
        begin = max(n for n in range(at) if is_point(text[slice(*spans[n])]))
        first = begin if _fits(spans, text, begin, last, min(room, POINT)) else at
    start, end = passage.section.start + spans[first][0], passage.section.start + spans[last][1]
    return Passage(
        passage.record, passage.section, start, end, passage.score, passage.met, passage.header
    )


def in_points(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Which of a text's sentences stand in a list's point: its first, and those that follow it on
    the same line."""
    found: list[bool] = []
    for n, (start, end) in enumerate(spans):
        goes_on = n > 0 and found[-1] and "\n" not in text[spans[n - 1][1] : start]
        found.append(goes_on or is_point(text[start:end]))
    return found


def say_left(draft: Draft, passage: Passage) -> None:
    """Say how many points of a list are left out behind the passage, if any are."""
    left = left_out(passage)
    if left == 1:
        draft.say(render("lead.list_one"))
    elif left:
        draft.say(render("lead.list_more", count=str(left)))


def left_out(passage: Passage) -> int:
    """How many points of its list follow a passage that leads in a list; 0 when it leads in none,
    and when all of them are in it."""
    text, base = passage.section.text, passage.section.start
    spans = [span for span in split_sentences(text) if span[0] + base >= passage.start]
    pointed = in_points(text, spans)
    said = [text[a:b] for a, b in spans]
    held = sum(b + base <= passage.end for _, b in spans)
    if not held or not any(told.rstrip().endswith(":") for told in said[:held]):
        return 0
    if not pointed[held - 1] and not said[held - 1].endswith(":"):
        return 0
    kind = next((mark(told) for told in said[1 : held + 1] if is_point(told)), "")
    nested = is_point(said[0])
    found = 0
    for told, within in zip(said[held:], pointed[held:], strict=True):
        if not within or (nested and is_point(told) and mark(told) != kind):
            break
        found += is_point(told)
    return found


def mark(point: str) -> str:
    """What kind of mark a point bears: "4a." and "4b." the same, "5." another."""
    printed = point[: marker_end(point)].strip()
    return re.sub(r"[a-zæøå](?=[.)]|$)", "a", re.sub(r"\d+", "0", printed))


def shorten(passage: Passage, words: int) -> Passage:
    """The passage's first words, up to where a sentence or else a clause ends."""
    end = passage.start + first_words(passage.text, words)
    return Passage(
        passage.record, passage.section, passage.start, end, passage.score, passage.met, None
    )


def first_words(text: str, words: int) -> int:
    """Where to end a quote of at most so many words: a sentence's end, else a clause's.

    A line's end in a PDF ends neither; the end of a list's point does.
    """
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    if len(ends) <= words:
        return len(text.rstrip())
    limit = ends[max(words - 1, 0)]
    whole = [b for _, b in split_sentences(text) if b <= limit]
    if whole and whole[-1] > 0.4 * limit:
        return whole[-1]
    comma = max(text[:limit].rfind(mark) for mark in (", ", ",\n", "; ", ";\n"))
    return comma if comma > 0.5 * limit else limit


def _fits(spans: list[tuple[int, int]], text: str, first: int, last: int, room: int) -> bool:
    return len(text[spans[first][0] : spans[last][1]].split()) <= room

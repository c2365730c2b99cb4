"""A decision -> which of its own words are quoted: whole motions, and never absence lines."""

from __future__ import annotations

import re
from itertools import pairwise

from index.catalogue import ItemRecord
from index.files.furniture import counts_pages
from index.sentences import split_sentences
from index.types import Decision
from rag.match import Matcher
from rag.passages import ABSENCE, is_point
from rag.selection.widen import first_words

Span = tuple[int, int]
"""Start and end in the document's text."""
WHOLE = 50
"""Words of a decision that are quoted."""
OTHER = 20
"""Words that may be quoted besides of a vote's other side."""
SIDE = re.compile(
    r"(?:[^.:]{0,60}: )?(?:for|i?mod)(?: \w+){0,3} stemte\b|(?:for|i?mod) stemte\b", re.IGNORECASE
)
"""Begins with the side of a vote whose voters it names."""
LISTED = 76
"""Words of a list that are quoted whole when the decision is one."""
CARRIES = 0.3
"""What the sentence with the outcome is worth beside the question's words."""
CARRIED, FELL = 0.5, -0.3
"""What it is worth that a motion was carried, for the change is told there, or that it fell."""
MOVES = re.compile(
    r"\b(?:stillede|stiller|fremsatte|fremsætter|foreslog|foreslår|ønskede)\b"
    r".{0,80}?\b(?:ændrings\w*|\w*forslag|at|om)\b",
    re.IGNORECASE | re.DOTALL,
)
"""Somebody moves something; what follows tells what became of that."""
LEANS = re.compile(
    r"^(?:for|i?mod) (?:\w+ ){0,3}stem|^(?:\w+ )?(?:stemte|undlod)\b|^hverken\b|"
    r"^(?:\w*forslag(?:et|ene)?|det|dette|disse)\b.{0,40}\b(?:faldt|forkast|vedtag|bortfald|nedstemt|"
    r"godkend|afvis|trukket|stemt)|^(?:faldt|vedtaget|forkastet|godkendt|bortfaldt)\b",
    re.IGNORECASE | re.DOTALL,
)
ENDED = re.compile(
    r"^(?:indstilling|sag|punkt|budget|plan|forslag)\w*\b.{0,60}"
    r"\b(?:derefter|herefter|som helhed|således|i øvrigt|med ændring\w*)\b",
    re.IGNORECASE | re.DOTALL,
)
"""The whole as it was adopted in the end."""
SPEAKS = '"”“»„'
"""How a quotation begins."""
SAYS = re.compile(
    r"\b(?:begrundelse|udtalelse|bemærkning|således|sådan|tilføjelse|ordlyd)\w*:$", re.I
)
"""Leads in what somebody says, in a sentence of its own."""
UP = re.compile(r"(?<!ikke )\b(?:vedtag|vedtog|godkend|tiltr[aå]d)", re.IGNORECASE)
DOWN = re.compile(r"\b(?:faldt|forkast|bortfald|nedstemt|ikke vedtag|ikke godkend)", re.IGNORECASE)


def content(decision: Decision) -> list[Span]:
    """The spans of the decision's sentences, absence lines and feet of pages left out."""
    spans = split_sentences(decision.text)
    return [
        (decision.start + a, decision.start + b)
        for a, b in spans
        if not _is_beside(decision.text[a:b])
    ]


def sentence_span(decision: Decision) -> Span:
    """Where the sentence that carries the outcome stands in the document."""
    at = decision.text.find(decision.sentence) if decision.sentence else -1
    if at < 0:
        spans = content(decision)
        return spans[0] if spans else (decision.start, decision.end)
    return decision.start + at, decision.start + at + len(decision.sentence)


def decision_spans(record: ItemRecord, decision: Decision, matcher: Matcher) -> list[Span]:
    """What to quote of a decision: all when it is short, else its outcome and what was asked."""
    spans = content(decision)
    if not spans:
        return []
    if word_count(record, spans[0][0], spans[-1][1]) <= WHOLE and _is_run(decision, spans):
        return [(spans[0][0], spans[-1][1])]
    said = sentence_span(decision)
    groups = motions(record, spans)

    def worth(group: list[Span]) -> float:
        text = " ".join(record.text[group[0][0] : group[-1][1]].split())
        found = matcher.score(text) + CARRIES * any(a <= said[0] < b for a, b in group)
        if len(groups) < len(spans):
            found += CARRIES * (ENDED.search(text) is not None)
            fell, carried = DOWN.search(text), len(group) > 1 and UP.search(text)
            found += FELL if fell else CARRIED if carried else 0.0
        return found

    chosen: list[Span] = []
    room = WHOLE
    ranked = sorted(groups, key=lambda group: (-worth(group), group[0]))
    for group in ranked:
        size = sum(word_count(record, *span) for span in group)
        if size <= room or (not chosen and len(group) > 2 and size <= LISTED):
            chosen += group
            room -= size
    chosen += _other_sides(record, spans, chosen)
    first = ranked[0]
    return joined(record, sorted(chosen)) or [cut(record, (first[0][0], first[-1][1]), WHOLE)]


def motions(record: ItemRecord, spans: list[Span]) -> list[list[Span]]:
    """The sentences, with each motion and what became of it in one group: "Forslaget faldt" alone
    does not tell which."""
    groups: list[list[Span]] = []
    for start, end in spans:
        text = " ".join(record.text[start:end].split())
        moved = bool(groups) and MOVES.search(record.text[slice(*groups[-1][0])])
        if (moved and LEANS.search(text)) or (groups and _goes_on(record, groups[-1], text)):
            groups[-1].append((start, end))
        else:
            groups.append([(start, end)])
    return groups


def _other_sides(record: ItemRecord, spans: list[Span], chosen: list[Span]) -> list[Span]:
    """The short sentences that name the other sides of a vote next to one of whose sides are
    chosen: half of a vote misleads."""
    found: list[Span] = []
    for one, other in pairwise(spans):
        if SIDE.match(record.text[slice(*one)]) and SIDE.match(record.text[slice(*other)]):
            halves = [span for span in (one, other) if span not in chosen]
            if len(halves) == 1 and word_count(record, *halves[0]) <= OTHER:
                found += halves
    return found


def _goes_on(record: ItemRecord, group: list[Span], text: str) -> bool:
    """Whether a point belongs to the list that the group leads in ("... følgende:"), or a sentence
    is what it says that somebody said ("... med denne begrundelse:")."""
    lead = record.text[slice(*group[0])].rstrip()
    led = lead.endswith(":") or (lead.endswith(";") and not is_point(lead))
    if led and len(group) == 1 and (text[0] in SPEAKS or SAYS.search(lead)):
        return True
    return led and is_point(text) and all(is_point(record.text[a:b]) for a, b in group[1:])


def joined(record: ItemRecord, spans: list[Span]) -> list[Span]:
    """Neighbouring spans made one, so that a list is quoted as a list."""
    found: list[Span] = []
    for start, end in spans:
        if found and not record.text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def cut(record: ItemRecord, span: Span, words: int) -> Span:
    """The span's first words, ending where a sentence ends or else a clause."""
    start, end = span
    return start, start + first_words(record.text[start:end], words)


def word_count(record: ItemRecord, start: int, end: int) -> int:
    """How many words stand there."""
    return len(record.text[start:end].split())


def _is_run(decision: Decision, spans: list[Span]) -> bool:
    """Whether nothing that was left out stands between the first and the last span."""
    inside = decision.text[spans[0][0] - decision.start : spans[-1][1] - decision.start]
    return not any(_is_beside(inside[a:b]) for a, b in split_sentences(inside))


def _is_beside(text: str) -> bool:
    alone = text.strip().isdecimal()  # the number of a page
    return alone or ABSENCE.match(text) is not None or counts_pages(text)

"""An approved recommendation to refuse is a no: which decisions are, and what is shown of them.

The catalogue keeps the outcome that is printed ("Godkendt"); a badge that said only that would
mislead everybody who does not read the recommendation.
"""

from __future__ import annotations

import re

from index.sentences import marker_end, split_sentences
from index.types import Decision, Item, Outcome, Section, SectionKind

REFUSES = re.compile(
    r"\b(?:afslag|afslås|afvises|ikke godkendes|ikke imødekommes|ikke gives|meddeles? ikke|"
    r"ikke (?:giver|meddeler|imødekommer|godkender|støtter)|ikke (?:realitetsbehandles|fremmes)|"
    r"(?:\w*(?:forslag|ansøgning|anmodning|dispensation|tilladelse|klage|ønske)(?:e?[nt]|ne|r|rne)?|"
    r"sagen) (?:\w+ ){0,4}ikke \w+[^\W\d_]s|ikke til følge)\b",
    re.IGNORECASE,
)


def points(section: Section) -> list[tuple[int, int]]:
    """The spans of a recommendation's points, in the document; a lead-in alone is none."""
    spans = split_sentences(section.text)
    kept = [(a, b) for a, b in spans if not _is_lead_in(section.text[a:b])]
    return [(section.start + a, section.start + b) for a, b in kept or spans]


def refuses(item: Item, decision: Decision) -> bool:
    """Whether what was approved was itself a no: "Godkendt", as a whole or point by point, of
    nothing but refusals."""
    done = {*decision.outcomes, *(outcome for one in decision.points for outcome in one.outcomes)}
    if not decision.own or done != {Outcome.APPROVED}:
        return False
    told = [
        section.text[a - section.start : b - section.start]
        for section in item.sections
        if section.kind is SectionKind.RECOMMENDATION
        for a, b in points(section)
    ]
    return bool(told) and all(REFUSES.search(text) for text in told)


def shown_outcomes(item: Item, decision: Decision | None = None) -> tuple[Outcome, ...]:
    """The outcomes of a decision, or of all of the item's own, as they are shown to a reader."""
    decided = [decision] if decision else [one for one in item.decisions if one.own]
    found = [
        Outcome.REFUSAL if outcome is Outcome.APPROVED and refuses(item, one) else outcome
        for one in decided
        for outcome in one.outcomes
    ]
    return tuple(dict.fromkeys(found))


def _is_lead_in(text: str) -> bool:
    """Whether a line only opens a list: "Forvaltningen indstiller, at" and the like."""
    ends = text.rstrip().endswith((":", " at", ","))
    return ends and marker_end(text) == 0 and len(text.split()) < 20

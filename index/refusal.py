"""An approved recommendation to refuse is a no, and one that is not followed a yes: which
decisions are, and what is shown of them.

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
    return _did(decision) == {Outcome.APPROVED} and _proposes_no(item)


def overrules(item: Item, decision: Decision) -> bool:
    """Whether nothing but refusals was recommended, and that was not followed."""
    return _did(decision) == {Outcome.REJECTED} and _proposes_no(item)


def _did(decision: Decision) -> set[Outcome]:
    """What the meeting's own body did, as a whole and point by point."""
    done = {*decision.outcomes, *(outcome for one in decision.points for outcome in one.outcomes)}
    return done if decision.own else set()


def _proposes_no(item: Item) -> bool:
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
    found = [outcome for one in decided for outcome in _as_shown(item, one)]
    return tuple(dict.fromkeys(found))


def _as_shown(item: Item, decision: Decision) -> tuple[Outcome, ...]:
    if refuses(item, decision):
        return (Outcome.REFUSAL,)
    return (Outcome.OVERRULED,) if overrules(item, decision) else decision.outcomes


def _is_lead_in(text: str) -> bool:
    """Whether a line only opens a list: "Forvaltningen indstiller, at" and the like."""
    ends = text.rstrip().endswith((":", " at", ","))
    return ends and marker_end(text) == 0 and len(text.split()) < 20

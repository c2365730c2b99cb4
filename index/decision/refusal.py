"""An approved recommendation to refuse is a no, one that is not followed a yes, and a no of who
only advises is advice: which decisions are, and what is shown of them.

The catalogue keeps the outcome that is printed ("Godkendt"); a badge that said only that would
mislead everybody who does not read the recommendation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.decision.outcomes import read_outcomes
from index.sentences import blank_quotes, marker_end, split_sentences
from index.types import Decision, Item, Outcome, PointOutcome, Section, SectionKind

REFUSES = re.compile(
    r"\b(?:afslag|afslås|afvises|ikke godkendes|ikke imødekommes|ikke gives|meddeles? ikke|"
    r"ikke (?:giver|meddeler|imødekommer|godkender|støtter)|ikke (?:realitetsbehandles|fremmes)|"
    r"(?:\w*(?:forslag|ansøgning|anmodning|dispensation|tilladelse|klage|ønske)(?:e?[nt]|ne|r|rne)?|"
    r"sagen) (?:\w+ ){0,4}ikke \w+[^\W\d_]s|ikke til følge)\b",
    re.IGNORECASE,
)
_ADVISES_NOT = re.compile(
    r"\bikke (?:\w+ ){0,2}anbefal|\banbefal(?:er|ede) (?!at\b)(?:\w+ ){0,2}ikke\b", re.IGNORECASE
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


def advises_not(decision: Decision) -> bool:
    """Whether the no is that of a body that advises: "kan ikke anbefale indstillingen"."""
    if Outcome.REJECTED not in decision.outcomes:
        return False
    whole = blank_quotes(decision.text)
    told = [whole[a:b] for a, b in split_sentences(whole)]
    noes = [
        text
        for text in told
        if Outcome.REJECTED in read_outcomes(text[marker_end(text) :].strip()).strong
    ]
    return bool(noes) and all(_ADVISES_NOT.search(text) for text in noes)


def shown_points(item: Item) -> tuple[PointOutcome, ...]:
    """What was decided on each numbered point of the recommendation, in its order; () where they
    did not end differently, or where what was decided is not of one of them, or a yes and a no of
    the same."""
    own = [decision for decision in item.decisions if decision.own]
    if len(own) != 1:
        return ()
    ends: dict[str, tuple[Outcome, ...]] = {}
    for one in own[0].points:
        advice = Outcome.ADVISED_AGAINST if _ADVISES_NOT.search(one.text) else Outcome.REJECTED
        told = (advice if done is Outcome.REJECTED else done for done in one.outcomes)
        ends[one.point] = tuple(dict.fromkeys((*ends.get(one.point, ()), *told)))
    whole = {done for told in ends.values() for done in told} == set(_as_shown(item, own[0]))
    if not whole or len(set(ends.values())) < 2 or any(_both(told) for told in ends.values()):
        return ()
    return tuple(PointOutcome(point, told, "") for point, told in ends.items())


def _both(told: Sequence[Outcome]) -> bool:
    return len(told) > 1 and bool({Outcome.REJECTED, Outcome.ADVISED_AGAINST} & set(told))


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
    if overrules(item, decision):
        return (Outcome.OVERRULED,)
    advice = Outcome.ADVISED_AGAINST if advises_not(decision) else Outcome.REJECTED
    return tuple(advice if one is Outcome.REJECTED else one for one in decision.outcomes)


def _is_lead_in(text: str) -> bool:
    """Whether a line only opens a list: "Forvaltningen indstiller, at" and the like."""
    ends = text.rstrip().endswith((":", " at", ","))
    return ends and marker_end(text) == 0 and len(text.split()) < 20

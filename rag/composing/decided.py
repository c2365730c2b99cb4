"""Only decisions, when the asker has chosen so: what else an item says is not quoted."""

from __future__ import annotations

from dataclasses import replace

from index.types import SectionKind
from rag.evidence import Evidence

DECIDED = (SectionKind.DECISION, SectionKind.HISTORY)
"""The body's own decision, and those of the bodies before it."""


def only_decided(evidence: Evidence) -> Evidence:
    """The evidence with the passages of decisions alone, if that is what was asked for.

    The reasons to abstain are weighed on all passages: the words of a question often stand only
    in what the decision refers to.
    """
    if not evidence.question.filters.decisions_only:
        return evidence
    kept = tuple(p for p in evidence.passages if p.section.kind in DECIDED)
    return replace(evidence, passages=kept)

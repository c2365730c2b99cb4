"""A question that asks two things -> which of them was not found, when one was."""

from __future__ import annotations

import re

from prompts import render
from rag.draft import Draft
from rag.evidence import Evidence
from rag.selection.values import holds
from rag.types import Intent, Question, Status
from rag.understanding.asked import kinds, lacks_value

WHEN = re.compile(
    r"\b(?:når|efter|før|inden|straks|løbende|årligt?|\w*måned\w*|\w*uger?|\w*år|dage?|"
    r"sommer\w*|vinter\w*|forår\w*|efterår\w*|endnu|aldrig|nu|kl)\b",
    re.IGNORECASE,
)
"""What tells a time without a date."""

ASKS = re.compile(
    r"\W*(?:hvor (?:mange|meget|stor\w*)|hvornår|hvem|hvad koste\w*|how (?:many|much)|when|who)\b",
    re.IGNORECASE,
)
"""How a part begins that asks for a value."""


def say_untold(draft: Draft, evidence: Evidence) -> None:
    """Say which of the two things that are asked was not found, when only one was."""
    if draft.status is not Status.ANSWERED or not draft.citations or len(evidence.parts) < 2:
        return
    told = ".\n".join(f"{c.quote}.\n{c.date or ''}" for c in draft.citations)
    missing = [part for part, _ in evidence.parts if _lacks(part, told)]
    if len(missing) == 1:
        draft.say(render("lead.untold", part=missing[0].text.strip(" ?,.")))


def _lacks(part: Question, told: str) -> bool:
    if not ASKS.match(part.text):
        return False
    if part.intent is Intent.DATE and Intent.DATE in kinds(part):
        return not WHEN.search(told) and not holds(Intent.DATE, told, part.search)
    return lacks_value(part, told)

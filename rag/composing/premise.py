"""What a question takes for granted, and whether the decision bears it out."""

from __future__ import annotations

import re

from index.catalogue import ItemRecord
from index.decision.refusal import refuses
from index.types import Outcome
from rag.composing.decide import main_decision
from rag.notes import PRESUMES_NO, PRESUMES_YES
from rag.types import Intent, Question

PRESUMED = re.compile(
    r"\b(?:hvorfor|why)\s+(?:fik|blev|slap|sagde|nedlagde|droppede|afviste|godkendte|vedtog|"
    r"valgte|stoppede|lukkede|solgte|måtte|did|was|were)\b"
    r"|\bhvorfor \w+(?:ede|te|tog|gav|lod|gik|skar|holdt) (?:\w*(?:udvalget|rådet|byrådet)|"
    r"kommunalbestyrelsen|kommunen|politikerne)\b",
    re.IGNORECASE,
)
_MORE = (
    r"(?:dyrere|billigere|flere|færre|mere|mindre|større|højere|lavere|bedre|dårligere|længere|"
    r"kortere)"
)
EITHER = re.compile(rf"\b{_MORE} (?:\w+ ){{0,2}}eller (?:\w+ ){{0,2}}{_MORE}\b", re.IGNORECASE)
"""A yes-or-no question only in form: it asks which way a figure went."""
FELL = {Outcome.REJECTED, Outcome.POSTPONED, Outcome.WITHDRAWN, Outcome.SENT_BACK}
AGREED = {Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGE, Outcome.RECOMMENDED}


def presumes(question: Question) -> bool:
    """Whether a question takes an act of the body for granted."""
    return question.intent is Intent.REASON and PRESUMED.search(question.text) is not None


def asks_whether(question: Question, record: ItemRecord) -> bool:
    """Whether a yes-or-no question is one that a decision answers."""
    decision = main_decision(record)
    if EITHER.search(question.text):
        return False
    if Intent.YES_NO not in question.intents[:2] or decision is None:
        return False
    return bool((AGREED | FELL) & set(decision.outcomes))


def denied(question: Question, record: ItemRecord) -> bool:
    """Whether the question takes for granted the opposite of what was decided."""
    decision = main_decision(record)
    if decision is None:
        return False
    said_no = PRESUMES_NO in question.notes
    said_yes = PRESUMES_YES in question.notes and not said_no
    refused = Outcome.REJECTED in decision.outcomes or refuses(record.item, decision)
    agreed = Outcome.APPROVED in decision.outcomes and not refused
    return (said_no and agreed) or (said_yes and refused)

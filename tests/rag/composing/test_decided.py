"""With "only decisions" chosen, an answer quotes decisions and what they refer to."""

from __future__ import annotations

import pytest

from index.archive import Archive
from index.types import SectionKind
from rag.ask import ask
from rag.types import Filters, Status

ONLY = Filters(decisions_only=True)
REFERRED = {
    SectionKind.DECISION,
    SectionKind.HISTORY,
    SectionKind.RECOMMENDATION,
    SectionKind.COMPETENCE,
}


@pytest.mark.parametrize(
    "text",
    [
        "Hvad er baggrunden for cykelstien mellem Kirke Vinde og Mosholt?",
        "Hvad koster cykelstien mellem Kirke Vinde og Mosholt?",
        "Hvad handler sagen om Værestedet Kajen om?",
    ],
)
def test_the_answer_begins_with_a_decision_and_quotes_no_presentation(
    sample_archive: Archive, text: str
) -> None:
    free, bound = ask(text, sample_archive), ask(text, sample_archive, filters=ONLY)
    kinds = [citation.section for citation in bound.citations]
    assert {citation.section for citation in free.citations} - REFERRED
    assert bound.status is Status.ANSWERED
    assert kinds[0] is SectionKind.DECISION
    assert set(kinds) <= REFERRED


def test_a_question_for_the_decision_is_answered_as_before(sample_archive: Archive) -> None:
    text = "Hvad blev besluttet om cykelstien mellem Kirke Vinde og Mosholt?"
    bound = ask(text, sample_archive, filters=ONLY)
    assert bound.text == ask(text, sample_archive).text

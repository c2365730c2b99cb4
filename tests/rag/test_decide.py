"""A decision is told with its body, its date and its own words; a proposal is named as one."""

from __future__ import annotations

import pytest

from index.archive import Archive
from index.types import Outcome, SectionKind
from rag.ask import ask
from rag.decide import main_decision
from rag.types import Answer, Status


def cited(answer: Answer) -> list[tuple[str, SectionKind]]:
    return [(citation.committee, citation.section) for citation in answer.citations]


def test_the_main_decision_of_an_item_is_its_own_body_s(town: Archive) -> None:
    outcomes = {}
    for meeting in town.meetings.values():
        for record in town.items(town.catalogue.meeting_items(meeting.id)):
            decision = main_decision(record)
            outcomes[meeting.body, record.item.number] = decision.outcomes if decision else None
    assert outcomes["Havneudvalget", 2] == (Outcome.RECOMMENDED,)
    assert outcomes["Havneudvalget", 3] == (Outcome.POSTPONED,)
    assert outcomes["Havneudvalget", 4] is None
    assert outcomes["Havneudvalget", 5] == (Outcome.APPROVED,)
    assert outcomes["Kommunalbestyrelsen", 2] == (Outcome.APPROVED_WITH_CHANGE,)


def test_the_decision_comes_before_the_recommendation(town: Archive) -> None:
    answer = ask("Hvad besluttede kommunalbestyrelsen om udvidelsen af østmolen?", town)
    kinds = [kind for _, kind in cited(answer)]
    assert kinds[0] is SectionKind.DECISION
    assert ("Kommunalbestyrelsen", SectionKind.DECISION) in cited(answer)


def test_what_was_recommended_is_called_a_recommendation(town: Archive) -> None:
    answer = ask("Hvad indstillede forvaltningen om udvidelsen af østmolen?", town)
    assert answer.status is Status.ANSWERED
    assert "ndstilling" in answer.text
    assert SectionKind.RECOMMENDATION in {kind for _, kind in cited(answer)}


def test_a_vote_is_told_as_it_is_printed(town: Archive) -> None:
    answer = ask("Hvem stemte imod udvidelsen af østmolen i Havneudvalget?", town)
    assert answer.status is Status.ANSWERED
    assert "Svend Torsk" in answer.text


def test_no_vote_is_invented(town: Archive) -> None:
    answer = ask("Hvem stemte imod taksterne for gæstesejlere?", town)
    assert "Torsk" not in answer.text


@pytest.mark.parametrize(
    "question", ["Blev saunaen på sydstranden godkendt?", "Hvad blev besluttet om saunaen?"]
)
def test_a_postponed_item_is_not_told_as_decided(town: Archive, question: str) -> None:
    answer = ask(question, town)
    assert "udsat" in answer.text
    assert "godkendte" not in answer.text

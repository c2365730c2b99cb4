"""A decision is told with its body, its date and its own words; a proposal is named as one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.archive import Archive
from index.catalogue import ItemRecord
from index.types import Decision, Outcome, Section, SectionKind
from rag.ask import ask
from rag.composing.decide import main_decision, outcome_words, pointed_at
from rag.types import Answer, Status
from tests.rag.conftest import COMMITTEE, COUNCIL, archive_of


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


def decided(body: str, text: str, *outcomes: Outcome, own: bool = False) -> Decision:
    return Decision(body, date(2031, 5, 3), outcomes, text, 0, len(text), sentence=text, own=own)


def an_item(town: Archive, *decisions: Decision, proposed: str = "") -> ItemRecord:
    """An item of the town with these decisions and this recommendation in place of its own."""
    record = town.items([next(card.id for card in town.snapshot.cards if card.number)])[0]
    section = Section(SectionKind.RECOMMENDATION, "Indstilling", proposed, 0, len(proposed))
    item = replace(record.item, decisions=decisions, sections=(section,) if proposed else ())
    return replace(record, item=item, text=proposed)


def test_the_latest_of_the_bodies_that_a_decision_names_is_the_one_that_it_follows(
    town: Archive,
) -> None:
    first = decided("Havneudvalget", "Anbefales.", Outcome.RECOMMENDED)
    second = decided("Økonomiudvalget", "Anbefales med en ændring.", Outcome.RECOMMENDED)
    told = "Godkendte Havneudvalgets og Økonomiudvalgets indstilling."
    own = decided("Kommunalbestyrelsen", told, Outcome.APPROVED, own=True)
    assert pointed_at(an_item(town, first, second, own), own) == second


@pytest.mark.parametrize(
    ("proposed", "said"),
    [
        ("at der meddeles afslag på ansøgningen.", "afslag"),
        ("at ansøgningen imødekommes.", "godkendte"),
    ],
)
def test_an_approved_refusal_is_told_as_a_refusal(town: Archive, proposed: str, said: str) -> None:
    own = decided("Havneudvalget", "Godkendt.", Outcome.APPROVED, own=True)
    assert said in outcome_words(an_item(town, own, proposed=proposed), own)


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        ((Outcome.APPROVED, Outcome.RECOMMENDED), "anbefalede"),
        ((Outcome.APPROVED, Outcome.APPROVED_WITH_CHANGE), "med ændringer"),
        ((Outcome.REFERRED, Outcome.APPROVED), "godkendte"),
        ((Outcome.APPROVED, Outcome.REJECTED), "behandlede"),
    ],
)
def test_of_several_outcomes_what_binds_least_is_told_and_a_no_beside_a_yes_is_neither(
    town: Archive, outcomes: tuple[Outcome, ...], said: str
) -> None:
    own = decided("Havneudvalget", "Punkt 1 og 2.", *outcomes, own=True)
    assert said in outcome_words(an_item(town, own), own)


QUESTION = "Hvad besluttede Havneudvalget om udvidelsen af østmolen?"
LATER = "Den seneste beslutning i arkivet er truffet af Kommunalbestyrelsen den 20. marts 2024."


def test_a_recommendation_is_followed_by_the_decision_that_came_of_it(town: Archive) -> None:
    assert LATER in ask(QUESTION, town).text


def test_a_later_decision_that_does_not_fit_is_named_and_not_cut_to_its_first_words(
    tmp_path: Path,
) -> None:
    long = "Med stemmerne 2 for og 1 imod " + "efter en lang drøftelse af molen " * 14 + "vedtaget."
    council = COUNCIL.replace(
        "Godkendt med den ændring, at der bruges 11,9 mio. kr. til østmolen.", long
    )
    archive = archive_of(tmp_path, {"havn.txt": COMMITTEE, "byraad.txt": council})
    text = ask(QUESTION, archive).text
    archive.close()
    assert "Sagen er senere behandlet. Kommunalbestyrelsen" in text
    assert "Med stemmerne" not in text


@pytest.mark.parametrize(
    ("date_in_head", "spoken", "decision"),
    [
        ("20-02-2024", "20. februar 2024", "Godkendt med den ændring"),
        ("20-03-2024", "20. marts 2024", "Kommunalbestyrelsen anbefaler med den ændring"),
    ],
    ids=["an earlier decision", "a second recommendation"],
)
def test_nothing_else_of_the_case_is_told_as_what_came_of_it(
    tmp_path: Path, date_in_head: str, spoken: str, decision: str
) -> None:
    council = (
        COUNCIL.replace("20-03-2024", date_in_head)
        .replace("20. marts 2024", spoken)
        .replace("Godkendt med den ændring", decision)
    )
    archive = archive_of(tmp_path, {"havn.txt": COMMITTEE, "byraad.txt": council})
    assert "Den seneste beslutning i arkivet" not in ask(QUESTION, archive).text
    archive.close()

"""A question about a meeting itself is told from one about what was treated there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from index.archive import Archive
from rag.notes import OF_MEETING
from rag.question import understand, understand_in
from rag.retrieve import WEIGHTS, retrieve
from rag.types import Filters, Question, Turn
from rag.understanding.meeting import limits_of, told_by

BODIES = ("Byråd 2022-2025", "Havneudvalget", "Skole- og Dagtilbudsudvalget", "Svar til Byrådet")


def understood(text: str, history: tuple[Turn, ...] = ()) -> Question:
    return understand(
        text,
        bodies=BODIES,
        municipalities=("Aaløse",),
        first=date(2030, 1, 1),
        last=date(2031, 12, 31),
        history=history,
        today=date(2032, 1, 1),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Hvem deltog i Havneudvalgets møde den 3. maj 2031?",
        "Hvem manglede til byrådsmødet i juni 2031?",
        "Hvor holdt havneudvalget møde i maj 2031?",
        "I hvilket lokale var Skole- og Dagtilbudsudvalget samlet den 3. maj 2031?",
        "Hvad tid startede byrådets møde den 3. maj 2031?",
        "Hvem ledede mødet i Havneudvalget?",
        "Hvem kunne ikke komme til skoleudvalgets møde i maj 2031?",
        "Var Bo Dal med på mødet i Havneudvalget den 3. maj 2031?",
        "Hvad stod der på dagsordenen for byrådsmødet den 3. maj 2031?",
        "Var der noget, offentligheden ikke måtte høre, på byrådets møde den 3. maj 2031?",
        "Who attended the city council meeting on 3 May 2031?",
    ],
)
def test_who_came_where_and_when_is_asked_of_the_meeting(text: str) -> None:
    assert OF_MEETING in understood(text).notes


@pytest.mark.parametrize(
    "text",
    [
        "Hvem var fraværende ved punkt 6 på byrådsmødet den 3. maj 2031?",
        "Hvem manglede, da havneudvalget behandlede østmolen i maj 2031?",
        "Hvem var inhabil i sagen om saunaen på havneudvalgets møde?",
        "Hvilke punkter deltog Bo Dal ikke i den 3. maj 2031?",
        "Hvem stemte imod på byrådsmødet den 3. maj 2031?",
        "Hvor skal østmolen ligge, som byrådet talte om den 3. maj 2031?",
        "Hvornår holdes der borgermøde om østmolen?",
        "Hvem afløste Bo Dal som formand for Havneudvalget?",
        "Hvem overtog posten som formand for Havneudvalget?",
        "Hvornår holdes Aaløse Kulturnat i 2031?",
        "Hvem deltog?",
    ],
)
def test_what_names_a_matter_is_not_asked_of_the_meeting(text: str) -> None:
    assert OF_MEETING not in understood(text).notes


def test_a_follow_up_asks_of_the_case_unless_the_meeting_was_asked_of_before() -> None:
    case = (Turn("Hvad blev besluttet om østmolen?", "Den blev godkendt."),)
    assert OF_MEETING not in understood("Hvem deltog så i byrådet?", case).notes
    meeting = (Turn("Hvem deltog i byrådets møde i maj 2031?", "Bo Dal."),)
    assert OF_MEETING in understood("Og hvem manglede på mødet i juni 2031?", meeting).notes


def test_a_meeting_is_told_by_what_is_stated_before_what_is_hinted_at() -> None:
    stated = Filters(date_from=date(2031, 5, 3), date_to=date(2031, 5, 3))
    hinted = Filters(committee="Havneudvalget", date_from=date(2031, 1, 1))
    limits = limits_of(replace(understood("Hvem deltog?"), filters=stated, prefer=hinted))
    assert limits == replace(stated, committee="Havneudvalget")


def test_the_head_of_the_meeting_comes_first(town: Archive) -> None:
    question = understand_in(town, "Hvor foregik Havneudvalgets møde?")
    assert OF_MEETING in question.notes
    first = town.card(retrieve(question, town)[0].item_id)
    assert (first.number, first.body) == (0, "Havneudvalget")


def test_of_the_latest_meeting_only_the_newest_head_tells(island: Archive) -> None:
    question = understand_in(island, "Hvem deltog i det seneste møde i Teknikudvalget?")
    told = [island.snapshot.cards[i] for i in np.flatnonzero(told_by(question, island))]
    dates = {
        card.date for card in island.snapshot.cards if card.body == "Teknikudvalget" and card.date
    }
    assert len(dates) > 1
    assert [(card.body, card.number, card.date) for card in told] == [
        ("Teknikudvalget", 0, max(dates))
    ]


def test_only_the_best_is_lifted_and_no_head_when_an_item_is_meant(town: Archive) -> None:
    question = understand_in(town, "Hvor foregik Havneudvalgets møde?")
    usual = retrieve(question, town, weights=replace(WEIGHTS, of_meeting=0.0))
    lifted = retrieve(question, town)
    rest = [hit.item_id for hit in lifted[1:]]
    assert rest == [hit.item_id for hit in usual if hit.item_id != lifted[0].item_id][: len(rest)]


def test_what_was_closed_at_a_meeting_comes_before_its_head(town: Archive) -> None:
    question = understand_in(town, "Var der lukkede punkter på Havneudvalgets møde?")
    assert not town.card(retrieve(question, town)[0].item_id).open


def test_who_left_is_told_by_the_item_after_which_it_was(island: Archive) -> None:
    question = understand_in(
        island, "Hvem gik før tid på Teknikudvalgets møde den 5. februar 2025?"
    )
    usual = retrieve(question, island, weights=replace(WEIGHTS, of_meeting=0.0))
    lifted = retrieve(question, island)
    record = island.items([lifted[0].item_id])[0]
    assert "forlod mødet" in record.text[record.item.start : record.item.end]
    assert usual[0].item_id != lifted[0].item_id

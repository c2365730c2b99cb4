"""Who leads a body is read off the newest head that prints it."""

from __future__ import annotations

import re

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.catalogue.chair import _find, _printed, asks_for_chair
from rag.question import understand_in
from rag.types import Status


def test_the_newest_head_tells_the_chair(island: Archive) -> None:
    answer = ask("Hvem er formand for Teknikudvalget?", island)
    assert answer.status is Status.ANSWERED
    assert [c.quote for c in answer.citations] == ["Ida Marehalm (formand)"]
    assert answer.citations[0].punkt == 0
    assert "ifølge mødet den 5. februar 2025" in answer.text


def test_a_dated_question_is_about_that_meeting(island: Archive) -> None:
    answer = ask("Hvem var formand på mødet i Teknikudvalget den 4. september 2024?", island)
    assert [c.quote for c in answer.citations] == ["Rosa Havn (formand)"]


def test_the_deputy_is_another_person(island: Archive) -> None:
    answer = ask("Hvem er næstformand i Teknikudvalget?", island)
    assert [c.quote for c in answer.citations] == ["Bent Klit (næstformand)"]


def test_a_body_is_known_by_its_adjective(island: Archive) -> None:
    answer = ask("Hvem er formand for Teknisk Udvalg?", island)
    assert [c.quote for c in answer.citations] == ["Ida Marehalm (formand)"]


def test_no_mayor_is_made_up_where_none_is_printed(island: Archive) -> None:
    answer = ask("Hvem er borgmester?", island)
    assert answer.status is Status.NOT_FOUND
    assert not answer.citations


def test_a_committee_s_chair_is_no_mayor(island: Archive) -> None:
    answer = ask("Hvem er borgmester i Teknikudvalget?", island)
    assert "Ida Marehalm (formand)" not in answer.text


def test_nobody_is_named_where_no_head_prints_a_chair(island: Archive) -> None:
    answer = ask("Hvem er formand for Byrådet?", island)
    assert answer.status is Status.NOT_FOUND
    assert not answer.citations


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("Deltagere: Anna Bæk (A) formand, Bo Dal (V)", "Anna Bæk (A) formand"),
        ("Formand: Anna Bæk\nBo Dal", "Formand: Anna Bæk"),
        ("Anna Bæk (A), formand\nBo Dal", "Anna Bæk (A), formand"),
        ("Information fra formand/forvaltning", None),
        ("Næstformand: Bo Dal", None),
        ("Medlemmer: Anna Bæk (A) formand, Bo Dal (V)", "Anna Bæk (A) formand"),
        (
            "Medlemmer: Anna Bæk (A)\n           formand, Bo Dal (V)",
            "Anna Bæk (A)\n           formand",
        ),
        ("Deltagere: Formand Anna Bæk, Bo Dal", "Formand Anna Bæk"),
    ],
)
def test_a_chair_is_found_however_it_is_printed(
    island: Archive, head: str, told: str | None
) -> None:
    from dataclasses import replace

    record = island.items([f"{next(iter(island.meetings))}/-1"])[0]
    section = replace(record.meeting.head, text=head, start=0, end=len(head))
    meeting = replace(record.meeting, head=section)
    span = _find(replace(record, text=head, meeting=meeting), _printed("", mayor=False))
    assert (head[slice(*span)] if span else None) == told
    assert re.search("formand", head, re.IGNORECASE)


def test_a_deputy_with_a_number_is_who_stands_before_it(island: Archive) -> None:
    from dataclasses import replace

    head = "Medlemmer: Anna Bæk (A) borgmester, Bo Dal (V)\n      1. viceborgmester, Ida Fjord (C)"
    record = island.items([f"{next(iter(island.meetings))}/-1"])[0]
    section = replace(record.meeting.head, text=head, start=0, end=len(head))
    record = replace(record, text=head, meeting=replace(record.meeting, head=section))
    span = _find(record, _printed("vice", mayor=True))
    assert span is not None
    assert head[slice(*span)].startswith("Bo Dal (V)")
    span = _find(record, _printed("", mayor=True))
    assert span is not None
    assert head[slice(*span)] == "Anna Bæk (A) borgmester"


def test_whoever_complained_of_a_mayor_is_not_the_mayor(town: Archive) -> None:
    question = understand_in(town, "Hvem klagede over et læserbrev fra kommunens borgmester?")
    assert not asks_for_chair(question)

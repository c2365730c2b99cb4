"""An answer as JSON, text and Markdown; nothing in a document is markup."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from index.types import SectionKind
from rag.render import danish_date, escape, reference, to_json, to_markdown, to_text
from rag.types import Answer, Citation, Scope, Sentence, Status

CITATION = Citation(
    n=1,
    file="havn.txt",
    municipality="Aaløse",
    committee="Havneudvalget",
    date=date(2024, 3, 6),
    punkt=2,
    title="Udvidelse af østmolen",
    case_number="08.00.00-P20-7-24",
    section=SectionKind.DECISION,
    heading="Beslutning",
    quote="Havneudvalget anbefaler indstillingen.",
    start=100,
    end=138,
    page=4,
)
ANSWER = Answer(
    question="Hvad blev besluttet om østmolen?",
    status=Status.ANSWERED,
    text="»Havneudvalget anbefaler indstillingen.« [1]",
    citations=(CITATION,),
    sentences=(Sentence("»Havneudvalget anbefaler indstillingen.« [1]", (1,), True),),
    retrieved=(("havn.txt", 2, 1.23456), ("havn.txt", "Orientering", 0.5)),
    scope=Scope(2, date(2024, 3, 6), None),
    seconds=0.0123456,
)
CONTRACT = {
    "n": 1,
    "file": "havn.txt",
    "municipality": "Aaløse",
    "committee": "Havneudvalget",
    "date": "2024-03-06",
    "punkt": 2,
    "title": "Udvidelse af østmolen",
    "case_number": "08.00.00-P20-7-24",
    "section": "beslutning",
    "heading": "Beslutning",
    "quote": "Havneudvalget anbefaler indstillingen.",
    "start": 100,
    "end": 138,
    "page": 4,
}


def test_the_json_keeps_the_contract() -> None:
    found = json.loads(json.dumps(to_json(ANSWER)))
    (citation,) = found["citations"]
    assert {name: citation[name] for name in CONTRACT} == CONTRACT
    assert found["status"] == "answered"
    assert found["scope"] == {"meetings": 2, "from": "2024-03-06", "to": None}
    assert found["retrieved"] == [
        {"file": "havn.txt", "punkt": 2, "score": 1.2346},
        {"file": "havn.txt", "punkt": "Orientering", "score": 0.5},
    ]
    assert found["engine"] == "extractive"


def test_a_citation_in_one_line_tells_where_to_look() -> None:
    told = reference(CITATION)
    for part in ("Aaløse", "Havneudvalget", "6. marts 2024", "Punkt 2", "Beslutning", "s. 4"):
        assert part in told


def test_the_head_of_a_meeting_is_no_punkt() -> None:
    assert "Punkt" not in reference(replace(CITATION, section=SectionKind.HEAD, punkt=0))


def test_text_for_a_terminal_lists_the_sources() -> None:
    text = to_text(ANSWER)
    assert text.startswith(ANSWER.text)
    assert "Kilder:" in text
    assert "havn.txt" in text


def test_near_items_are_never_called_sources() -> None:
    text = to_text(Answer("?", Status.NOT_FOUND, "Det fremgår ikke.", related=(CITATION,)))
    assert "Kilder:" not in text
    assert "ikke belæg" in text


@pytest.mark.parametrize(
    "hostile", ["<script>x</script>", "[a](javascript:b)", "**fed**", "# Titel", "`kode`", "a|b"]
)
def test_what_a_document_says_is_text_in_markdown(hostile: str) -> None:
    page = to_markdown(replace(ANSWER, question=hostile, text=hostile))
    for mark in ("<script>", "](javascript:", "**fed**", "`kode`"):
        assert mark not in page


def test_escaping_keeps_danish_as_it_is() -> None:
    assert escape("Østmolen, æbler og åer: 12,4 mio. kr.") == (
        "Østmolen, æbler og åer: 12,4 mio. kr."
    )


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2023, 12, 19), "19. december 2023"),
        (date(2024, 3, 1), "1. marts 2024"),
        (None, "uden dato"),
    ],
)
def test_a_date_is_told_as_it_is_read_aloud(day: date | None, told: str) -> None:
    assert danish_date(day) == told

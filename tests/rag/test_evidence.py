"""Evidence is sentences of the found items, each with its place, best first."""

from __future__ import annotations

import pytest

from index.archive import Archive
from index.types import SectionKind
from rag.evidence import READ, Evidence, _alike, gather
from rag.passages import UNQUOTED
from rag.question import understand
from rag.retrieve import retrieve
from rag.selection.quote import quotable


def evidence(archive: Archive, text: str) -> Evidence:
    first, last = archive.period
    question = understand(
        text,
        bodies=archive.bodies,
        municipalities=archive.municipalities,
        first=first,
        last=last,
    )
    return gather(question, retrieve(question, archive), archive)


@pytest.mark.parametrize("text", ["Hvad koster østmolen?", "støj fra sauna", "Under 10 meter"])
def test_every_passage_is_a_stretch_of_its_source(town: Archive, text: str) -> None:
    found = evidence(town, text)
    assert found.passages
    for passage in found.passages:
        assert passage.text == passage.record.text[passage.start : passage.end]
        assert passage.text.strip()
        assert passage.record.item.start <= passage.start < passage.end <= passage.record.item.end


def test_passages_come_best_first(town: Archive) -> None:
    scores = [passage.score for passage in evidence(town, "Hvad koster østmolen?").passages]
    assert scores == sorted(scores, reverse=True)


def test_the_sentence_with_the_amount_is_best_for_a_question_of_cost(town: Archive) -> None:
    best = quotable(evidence(town, "Hvad koster udvidelsen af østmolen?").passages)[0]
    assert "mio. kr." in best.text


def test_a_question_of_what_was_decided_prefers_the_decision(town: Archive) -> None:
    found = evidence(town, "Hvad blev besluttet om taksterne for gæstesejlere?")
    own = [p for p in found.passages if p.record.item.title.startswith("Takster")]
    assert own[0].section.kind is SectionKind.DECISION


def test_a_table_row_knows_its_head(town: Archive) -> None:
    found = evidence(town, "Hvad er prisen pr. døgn for en båd over 10 meter?")
    (row,) = [p for p in found.passages if p.text.startswith("Over 10 meter")]
    assert row.header is not None
    assert "Pris pr. døgn" in row.record.text[slice(*row.header)]


def test_no_hits_are_no_evidence(town: Archive) -> None:
    question = evidence(town, "østmolen").question
    found = gather(question, [], town)
    assert (found.records, found.passages) == ((), ())


def test_what_two_items_say_alike_is_read_alike(town: Archive) -> None:
    found = evidence(town, "Hvad koster udvidelsen af østmolen?")
    twice = [passage for passage in found.passages for _ in range(2)]
    once, doubled = (_alike(rows, READ) for rows in (found.passages, twice))
    assert len(once) == len(doubled) == min(READ, len(once))
    for one, two in zip(once, doubled, strict=True):
        assert len(two) == 2 * len(one)
        assert len({" ".join(twice[n].text.split()) for n in two}) == 1
        assert twice[two[0]].section.kind not in UNQUOTED

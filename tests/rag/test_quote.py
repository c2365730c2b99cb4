"""A question of fact is answered by the sentences that hold the fact, in a readable length."""

from __future__ import annotations

import pytest

from index.archive import Archive
from rag.ask import ask
from rag.types import Status


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Hvad koster udvidelsen af østmolen?", "12,4 mio. kr."),
        ("Hvor mange meter forlænges østmolen?", "45 meter"),
        ("Hvornår udføres arbejdet på østmolen?", "maj til september 2024"),
        ("Hvor mange naboer klager over saunaen?", "Tolv naboer"),
        ("Hvad er prisen pr. døgn for gæstesejlere med en båd over 10 meter?", "240 kr."),
    ],
)
def test_the_fact_stands_in_the_answer(town: Archive, question: str, fact: str) -> None:
    answer = ask(question, town)
    assert answer.status is Status.ANSWERED
    assert fact in answer.text


@pytest.mark.parametrize(
    "question", ["Fortæl om østmolen", "Hvad står der om saunaen på sydstranden?", "Østmolen?"]
)
def test_an_answer_can_be_read_in_one_go(town: Archive, question: str) -> None:
    assert len(ask(question, town).text.split()) <= 110


@pytest.mark.parametrize("question", ["Hvad koster østmolen?", "Fortæl om østmolen"])
def test_nothing_is_quoted_twice(town: Archive, question: str) -> None:
    spans = [(c.file, c.start, c.end) for c in ask(question, town).citations]
    for n, (file, start, end) in enumerate(spans):
        for other, first, last in spans[n + 1 :]:
            assert file != other or end <= first or last <= start

"""A question of fact is answered by the sentences that hold the fact, in a readable length."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.archive import Archive
from index.types import Section, SectionKind
from rag.ask import ask
from rag.draft import is_cut
from rag.evidence import gather
from rag.question import understand, understand_in
from rag.retrieve import retrieve
from rag.selection.quote import choose
from rag.selection.widen import first_words
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
    ("question", "fact"),
    [
        ("Hvad koster udvidelsen af østmolen?", "12,4 mio. kr."),
        ("Hvornår udføres arbejdet på østmolen?", "maj til september 2024"),
    ],
)
def test_of_several_quotes_the_one_with_the_value_is_the_best(
    town: Archive, question: str, fact: str
) -> None:
    (best,) = [s for s in ask(question, town).sentences if s.best]
    assert fact in best.text


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


def test_what_was_set_aside_is_not_told_as_the_answer(island: Archive) -> None:
    answer = ask("Hvad koster gangbroen?", island)
    assert "4,2 mio. kr." in answer.text
    assert "9,5 mio. kr." not in answer.text.split("4,2 mio. kr.")[0]


def test_what_was_set_aside_is_named_as_that(island: Archive) -> None:
    answer = ask("Hvilke andre løsninger af stål blev undersøgt til gangbroen?", island)
    assert "Under »Fravalgte løsninger«: »En gangbro af stål" in answer.text


@pytest.mark.parametrize(
    ("text", "words", "kept"),
    [
        ("Broen bygges. Den bliver\nlang og smal og af lærk fra øen.", 6, "Broen bygges."),
        ("Broen bliver lang,\nsmal og bygget af lærk fra øen", 5, "Broen bliver lang"),
        ("Broen bliver\nlang og smal", 3, "Broen bliver\nlang"),
        ("Broen bygges.", 9, "Broen bygges."),
    ],
)
def test_a_quote_that_must_be_cut_ends_with_a_sentence_or_a_clause(
    text: str, words: int, kept: str
) -> None:
    assert text[: first_words(text, words)] == kept


def test_a_cut_quote_is_said_to_be_one() -> None:
    text = "Broen bliver lang, smal og bygget af lærk."
    section = Section(SectionKind.CASE, "", text, 100, 100 + len(text))
    assert is_cut(section, 100 + text.index(","))
    assert not is_cut(section, 100 + len(text))


def test_the_value_that_is_asked_for_is_quoted_when_the_best_passage_lacks_it(
    island: Archive,
) -> None:
    question = understand(
        "Hvad koster gangbroen af lærk?",
        bodies=island.bodies,
        municipalities=island.municipalities,
        first=None,
        last=None,
    )
    evidence = gather(question, retrieve(question, island, 5), island)
    bare = next(p for p in evidence.passages if p.text.startswith("Gangbroen bliver 60 meter"))
    value = next(p for p in evidence.passages if p.text.startswith("Gangbroen af lærk koster"))
    chosen = choose(evidence, [replace(bare, score=2.0), replace(value, score=0.9)], 40)
    assert [p.text for p in chosen] == [bare.text, value.text]


def test_what_another_item_says_in_the_same_words_is_not_told_again(town: Archive) -> None:
    question = understand_in(town, "Hvad koster udvidelsen af østmolen?")
    evidence = gather(question, retrieve(question, town), town)
    best = evidence.passages[0]
    again = replace(best, record=replace(best.record, id="another/0"))
    assert len(choose(evidence, [best, again], 60)) == 1


@pytest.mark.parametrize(
    ("asked", "behind", "told"),
    [
        ("Hvad koster udvidelsen af østmolen?", 0.4, 2),
        ("Hvad koster udvidelsen af østmolen?", 0.6, 1),
        ("Hvor mange meter forlænges østmolen?", 0.6, 2),
        ("Hvorfor udvides østmolen?", 0.6, 2),
        ("Hvorfor udvides østmolen?", 0.8, 1),
    ],
)
def test_what_is_far_behind_the_best_is_not_told(
    town: Archive, asked: str, behind: float, told: int
) -> None:
    question = understand_in(town, asked)
    evidence = gather(question, retrieve(question, town), town)
    first = next(p for p in evidence.passages if p.text.startswith("Udvidelsen koster"))
    other = next(p for p in evidence.passages if p.text.startswith("Arbejdet varer"))
    rows = [replace(first, score=2.4), replace(other, score=2.4 - behind)]
    assert len(choose(evidence, rows, 60)) == told


@pytest.mark.parametrize(
    ("asked", "told"),
    [("Hvad koster udvidelsen af østmolen?", 1), ("Hvorfor udvides østmolen?", 2)],
)
def test_beside_an_amount_only_what_holds_a_number_is_told(
    town: Archive, asked: str, told: int
) -> None:
    question = understand_in(town, asked)
    evidence = gather(question, retrieve(question, town), town)
    first = next(p for p in evidence.passages if p.text.startswith("Udvidelsen koster"))
    other = next(p for p in evidence.passages if p.text.startswith("Pengene tages fra"))
    rows = [replace(first, score=2.4), replace(other, score=2.3)]
    assert len(choose(evidence, rows, 60)) == told
    assert len(choose(evidence, [replace(other, score=2.4), replace(first, score=2.3)], 60)) == told

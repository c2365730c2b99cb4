"""What people say is looked for as what minutes write."""

from __future__ import annotations

import pytest

from index.lexicon import Vocabulary, read_list, stem, synonyms
from index.query import content, query_terms, written_words
from index.synonyms import LONGEST, written_for
from index.words import fold

ARCHIVE = Vocabulary({"affald": 20, "takst": 9, "forening": 12, "udsatteråd": 7, "råd": 30})


def written(*asked: str) -> list[str]:
    return [word for word, _ in written_for(asked, ARCHIVE)]


def test_an_everyday_word_brings_the_words_of_the_minutes() -> None:
    assert "forening" in written("hvad", "fik", "klubberne")


def test_the_longest_phrase_is_read_first() -> None:
    assert written("sagde", "nej") == ["afslag", "afvist", "forkastet"]


def test_several_words_for_one_share_its_weight() -> None:
    for word, weight in written_for(["skrald"], ARCHIVE):
        assert word in {"affald", "renovation"}
        assert weight == pytest.approx(2**-0.5)


def test_a_word_that_is_asked_for_anyhow_is_left_out() -> None:
    assert "affald" not in written("skrald", "og", "affald")


def test_a_compound_is_read_by_its_parts_when_the_archive_does_not_hold_it() -> None:
    assert "affald" in written("skraldetaksterne")
    assert not written("udsatterådet")


def test_a_misspelt_compound_is_not_taken_apart() -> None:
    assert not written("udsaterådet")


@pytest.mark.parametrize("asked", [[], [""], ["og"], ["xyzzy"], ["12", "§3"]])
def test_what_nobody_writes_otherwise_brings_nothing(asked: list[str]) -> None:
    assert written_for(asked, ARCHIVE) == []


def test_an_english_question_has_its_own_list() -> None:
    assert written_words("Hvad koster skraldet?", ARCHIVE)
    assert not written_words("Who pays for skrald?", ARCHIVE, english=True)


def test_synonyms_are_looked_for_but_are_no_words_of_the_question() -> None:
    asked = query_terms("Hvad koster skraldet?", ARCHIVE)
    assert {t.field for t in asked if t.text == "affald"} == {"title", "body", "context", "parts"}
    assert "affald" not in {word.word for word in content("Hvad koster skraldet?", ARCHIVE)}


def test_the_list_is_folded_and_says_each_thing_once() -> None:
    lines = read_list("synonyms.txt")
    assert len(synonyms()) == len(lines)
    assert all(fold(line) == line for line in lines)
    assert all(len(said) <= LONGEST for said in synonyms())
    assert all(word.isalpha() for words in synonyms().values() for word in words)


def test_no_entry_only_says_itself() -> None:
    for said, words in synonyms().items():
        assert set(map(stem, words)) - set(said), said

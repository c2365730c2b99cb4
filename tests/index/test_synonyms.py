"""What people say is looked for as what minutes write."""

from __future__ import annotations

import pytest

from index.lexicon import GAP, Vocabulary, read_list, stem, stop_words, synonyms
from index.query import content, query_terms, written_words
from index.synonyms import BETWEEN, LONGEST, inflects, written_for
from index.words import fold

ARCHIVE = Vocabulary({"affald": 20, "takst": 9, "forening": 12, "udsatteråd": 7, "råd": 30})


def written(*asked: str) -> list[str]:
    return [word for word, _ in written_for(asked, ARCHIVE)]


def test_an_everyday_word_brings_the_words_of_the_minutes() -> None:
    assert "forening" in written("hvad", "fik", "klubberne")


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ("hvorfor blev skaterbanen dyrere", "merudgift"),
        ("hvor mange penge kommer der til ungdomshuset", "bevilling"),
        ("hvem kører skoleelever", "befordring"),
        ("hvad skal den nye park hedde", "navngivning"),
        ("hvor hurtigt må man køre i byen", "hastighedsgrænse"),
        ("hvornår bliver skraldet hentet", "tømning"),
    ],
)
def test_a_question_from_a_help_page_brings_the_words_of_the_minutes(asked: str, word: str) -> None:
    assert word in written(*asked.split())


def test_the_longest_phrase_is_read_wherever_it_begins() -> None:
    assert written("sagde", "nej") == ["afslag", "afvist", "forkastet"]
    assert written("må", "jeg", "bygge", "tættere", "på", "skel") == ["afstand", "højdegrænseplan"]


def test_other_words_may_stand_in_a_verb_that_is_parted() -> None:
    assert written("holder", "kommunen", "nok", "øje", "med", "det") == ["tilsyn", "kontrol"]
    assert written("holder", "øje", "med") == ["tilsyn", "kontrol"]
    apart = ["holder", *["og"] * (BETWEEN + 1), "øje", "med"]
    assert "tilsyn" not in written(*apart)


def test_what_stands_between_is_read_too() -> None:
    assert "affald" in written("holder", "de", "skraldet", "øje", "med")


@pytest.mark.parametrize(
    ("listed", "word"),
    [
        ("hund", "hundene"),
        ("bus", "busserne"),
        ("klub", "klubbens"),
        ("læge", "lægerne"),
        ("regel", "reglerne"),
        ("teater", "teatre"),
        ("koste", "kostede"),
        ("bygge", "bygget"),
        ("boliger", "bolig"),
        ("sne", "sneen"),
    ],
)
def test_an_inflection_is_the_word_itself(listed: str, word: str) -> None:
    assert inflects(listed, word)


@pytest.mark.parametrize(
    ("listed", "word"),
    [
        ("hund", "hundige"),
        ("læge", "lægge"),
        ("valg", "valgte"),
        ("grøn", "grønlandsk"),
        ("å", "år"),
    ],
)
def test_a_word_that_only_shares_the_stem_is_another(listed: str, word: str) -> None:
    assert not inflects(listed, word) or stem(listed) != stem(word)


def test_a_place_named_like_a_word_brings_nothing() -> None:
    assert written("hundene")
    assert not written("hundige")


def test_several_words_for_one_share_its_weight() -> None:
    for word, weight in written_for(["skrald"], ARCHIVE):
        assert word in {"affald", "renovation"}
        assert weight == pytest.approx(2**-0.5)


def test_a_word_that_is_asked_for_anyhow_is_left_out() -> None:
    assert "affald" not in written("skrald", "og", "affald")


def test_a_compound_is_read_by_its_parts_when_the_archive_does_not_hold_it() -> None:
    assert "affald" in written("skraldeprojekterne")
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
    every = [said for phrases in synonyms().values() for said in phrases]
    alike = [tuple(map(stem, said.words)) for said in every]
    assert len(every) > 2_000
    assert not [said for said in alike if alike.count(said) > 1 and GAP not in said]
    assert all(fold(line) == line for line in read_list("synonyms.txt"))
    for said in every:
        assert 1 <= len(said.words) - said.words.count(GAP) <= LONGEST, said
        assert all(word.isalpha() for word in said.written), said
        assert all(word.isalpha() or word == GAP for word in said.words), said
        assert said.words.count(GAP) <= 1, said
        assert GAP not in (said.words[0], said.words[-1]), said
        assert len(said.words) > 1 or said.words[0] not in stop_words(), said


def test_no_entry_only_says_itself() -> None:
    for phrases in synonyms().values():
        for said in phrases:
            assert set(map(stem, said.written)) - set(map(stem, said.words)), said

"""Danish words become the same terms however they are typed, and different words stay apart."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexicon import (
    Vocabulary,
    abbreviations,
    known_parts,
    read_list,
    split,
    stem,
    stop_words,
)
from index.query import content, correct, query_terms
from index.translation import english_words, in_danish, misspelt, translate
from index.words import fold, grams, tokens, words

ARCHIVE = Vocabulary(
    {
        "kommun": 900,
        "skol": 200,
        "plad": 150,
        "hjemløs": 40,
        "hjemløseplad": 6,
        "vandværk": 9,
        "københavn": 30,
        "pædagog": 25,
        "frivilligcent": 4,
        "frivil": 20,
        "cent": 80,
        "strand": 9,
        "rensning": 8,
        "økonomiudvalg": 60,
        "herberg": 5,
        "forsorgshjem": 7,
        "lindehøj": 12,
    }
)


def texts(text: str) -> list[str]:
    return [word.text for word in words(text)]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("AABENRAA", "Åbenrå"),
        ("resumé", "resume"),
        ("Göteborg", "gøteborg"),
        ("blå\u00adbær", "blåbær"),
        ("børne\u2011hus", "børne-hus"),
        ("10\u00a0000", "10 000"),
        ("a\u030al", "ål"),
        ("Ваdеkаr", "vadekar"),
        ("Psykiatриplan", "psykiatriplan"),
    ],
)
def test_spellings_of_the_same_letters_fold_together(typed: str, printed: str) -> None:
    assert fold(typed) == fold(printed)


@given(st.text())
def test_folding_twice_changes_nothing_more_than_folding_once(text: str) -> None:
    once = fold(text)
    assert tokens(once) == tokens(text) or fold(once) != once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.990.800 kr.", "1990800 kroner"),
        ("2,6 mio. kr.", "2.600.000"),
        ("2,50 millioner", "2500000"),
        ("75 t.kr", "75.000"),
        ("§ 85", "§85"),
        ("§§ 107-110", "§ 107"),
        ("85.02.02-P35-12-22", "85.02.02 P35-12-22"),
        ("16.20.07G12-1-07", "16.20.07-G12-1-07"),
        ("19. december 2023", "19-12-2023"),
        ("19/12-23", "2023-12-19"),
        ("i december 2023", "19. december 2023"),
        ("25-027618", "027618"),
        ("Skt. Hans", "Sankt Hans"),
        ("St. Lindehøj", "sankt lindehøj"),
        ("a-kasse", "akasse"),
    ],
)
def test_two_ways_of_writing_share_a_term(one: str, other: str) -> None:
    telling = set(texts(one)) & set(texts(other)) - {"kr", "i", "hans", "lindehøj"}
    assert telling


def test_a_case_number_is_found_by_its_beginning_and_whole() -> None:
    assert texts("12.34.56-K07-8-21") == ["123456", "123456k07", "123456k078", "123456k07821"]


def test_a_number_is_not_a_part_of_another_number() -> None:
    assert "36" not in texts("136 og 36,5")


def test_years_of_a_term_of_office_are_years_and_no_case_number() -> None:
    assert texts("2022-2025") == ["2022", "2025"]


def test_an_impossible_date_is_kept_as_numbers() -> None:
    assert texts("45-13-2020") == ["45", "13", "2020"]


@pytest.mark.parametrize(
    "forms",
    [
        ["plads", "pladsen", "pladser", "pladserne", "pladsernes"],
        ["bolig", "boligen", "boliger", "boligernes"],
        ["virksomhed", "virksomheder", "virksomhedernes"],
        ["aktivitet", "aktiviteten", "aktiviteterne"],
        ["indsats", "indsatsen", "indsatserne"],
        ["center", "centret", "centre", "centrene"],
        ["kommune", "kommunens", "kommunerne"],
        ["budget", "budgettet", "budgetter"],
    ],
)
def test_inflections_of_a_word_have_one_stem(forms: list[str]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("indsigt", "indsende"),
        ("indsigelse", "indsigt"),
        ("bolig", "bo"),
        ("mulighed", "mulig"),
        ("tidlig", "tid"),
        ("bønder", "beboende"),
        ("udvalg", "udbud"),
        ("forslag", "forsøg"),
    ],
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("hjemløseplads", {"hjemløs", "plad"}),
        ("skoleplads", {"skol", "plad"}),
        ("strandrensning", {"strand", "rensning"}),
        ("vandværksbestyrelse", {"vandværk", "bestyr"}),
    ],
)
def test_a_compound_is_split_by_what_the_archive_and_the_list_know(
    compound: str, parts: set[str]
) -> None:
    assert parts <= set(split(stem(compound), ARCHIVE.parts))


@pytest.mark.parametrize("word", ["beslutning", "udvikling", "forslag", "kommune", "by", ""])
def test_a_simple_word_is_not_split(word: str) -> None:
    assert split(stem(word), ARCHIVE.parts) == []


def test_rare_words_of_an_archive_are_no_parts() -> None:
    assert "lindehøj" in known_parts({"lindehøj": 3})
    assert "lindehøj" not in known_parts({"lindehøj": 2})


def test_grams_mark_the_edges_of_a_word() -> None:
    assert grams("skole") == ["_skol", "skole", "kole_"]
    assert grams("å") == []
    assert grams("by") == ["_by_"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("komunen", "kommun"),
        ("Kobenhavn", "københavn"),
        ("koebenhavn", "københavn"),
        ("paedagoger", "pædagog"),
        ("hjemlyse", "hjemløs"),
        ("kommnue", "kommun"),
    ],
)
def test_a_misspelt_word_leads_to_the_archives_word(typed: str, meant: str) -> None:
    assert correct(typed, ARCHIVE)[0].word == meant


@pytest.mark.parametrize("word", ["skoler", "1234", "ti", "xylofonkvartet", ""])
def test_known_short_and_far_words_are_not_corrected(word: str) -> None:
    assert correct(word, ARCHIVE) == []


def in_body(question: str, *, english: bool = False) -> dict[str, str]:
    asked = query_terms(question, ARCHIVE, english)
    return {term.text: term.kind for term in asked if term.field == "body"}


def test_words_written_apart_find_the_compound_in_either_order() -> None:
    assert in_body("hjemløse pladser")["hjemløseplad"] == "joined"
    assert in_body("pladser for hjemløse")["hjemløseplad"] == "joined"


def test_a_compound_finds_its_parts() -> None:
    assert {"hjemløs", "plad"} <= in_body("hjemløseplads").keys()


def test_an_abbreviation_finds_the_committee() -> None:
    assert in_body("Hvad sagde ØU?")["økonomiudvalg"] == "abbreviation"


def test_stop_words_are_not_looked_for() -> None:
    assert query_terms("Hvad er der med det?", ARCHIVE) == []


def test_an_english_question_is_looked_for_in_danish() -> None:
    found = in_body("What was decided about the homeless shelters in Lindehøj?", english=True)
    assert {"forsorgshjem", "herberg", "lindehøj"} <= found.keys()
    assert "shelters" not in found


def test_the_longest_english_phrase_wins() -> None:
    assert translate(["waiting", "lists"])[0] == ("waiting lists", ("venteliste",))


def test_an_english_question_is_told_in_danish_word_by_word() -> None:
    assert in_danish("Who built the bus stops at Lindehøj?") == (
        "bygge byggeri busstoppested lindehøj"
    )
    assert in_danish("") == ""


def test_a_misspelt_english_word_is_read_as_what_was_meant() -> None:
    assert misspelt("libary") == english_words()["library"]
    assert "bibliotek" in in_body("the libary", english=True)
    assert misspelt("tom") == ()


def test_english_words_mean_nothing_in_a_danish_question() -> None:
    assert "herberg" not in in_body("shelter")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sykelsti", "cykelsti"),
        ("sykiatri", "psykiatri"),
        ("ekonomi", "økonomi"),
        ("sunhed", "sundhed"),
        ("spillevan", "spildevand"),
        ("beslutnig", "beslutning"),
        ("vugestue", "vuggestue"),
        ("kummunen", "kommunen"),
        ("bibliotæk", "bibliotek"),
        ("forrening", "forening"),
        ("flyktninge", "flygtninge"),
    ],
)
def test_a_word_is_found_however_it_is_heard(typed: str, meant: str) -> None:
    others = ("beslutte", "lejr", "bugt", "cykel", "sne", "vugge", "forening", "spil")
    known = Vocabulary({stem(word): 20 for word in others} | {stem(meant): 30})
    assert correct(typed, known)[0].word == stem(meant)


def test_of_words_about_as_near_the_commonest_is_meant() -> None:
    known = Vocabulary({"daginstitutionx": 2, "daginstitutioni": 90})
    assert [near.chunks for near in correct("daginstitutio", known)] == [90, 2]
    assert len(correct("lokalplam", Vocabulary({f"lokalpla{x}": 9 for x in "abcdef"}))) == 3


def test_a_misspelt_word_counts_less_than_one_spelt_right() -> None:
    weights = {t.text: t.weight for t in query_terms("komunen", ARCHIVE) if t.field == "body"}
    assert 0 < weights["kommun"] < weights[stem("komunen")]


def test_content_gives_each_word_once_in_reading_order() -> None:
    asked = [a.word for a in content("Skoler, skoler og 2,6 mio. til strand", ARCHIVE)]
    assert asked == ["skoler", "2,6", "2600000", "strand"]


def test_a_vocabulary_can_be_pickled() -> None:
    again: Vocabulary = pickle.loads(pickle.dumps(ARCHIVE))
    assert again.near("komun") == ARCHIVE.near("komun")


@given(st.text(max_size=200), st.booleans())
def test_any_question_gives_positive_weights_and_no_spaces(question: str, english: bool) -> None:
    for term in query_terms(question, ARCHIVE, english):
        assert term.weight > 0
        assert len(term.text.split()) == 1


@pytest.mark.parametrize("text", ["a-" * 20_000, "1." * 20_000, "å" * 50_000, "12-" * 20_000])
def test_long_runs_are_read_in_linear_time(text: str) -> None:
    assert isinstance(words(text), list)


def test_the_lists_are_folded_and_say_each_thing_once() -> None:
    assert all(fold(word) == word for word in stop_words())
    assert len(english_words()) == len(read_list("english.txt"))
    assert len(abbreviations()) == len(read_list("abbreviations.txt"))
    assert all(danish and fold(" ".join(danish)) for danish in english_words().values())

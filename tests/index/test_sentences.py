from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import marker_end, split_sentences

SEEDS = sorted(Path(__file__).parents[3].glob("shared/seeds/*.txt"))


def read(text: str) -> list[str]:
    return [text[a:b] for a, b in split_sentences(text)]


def test_two_sentences_on_a_line_are_two_spans() -> None:
    assert read("Havnen lukkes. Broen bliver.") == ["Havnen lukkes.", "Broen bliver."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Huset St. Mikkelsborg ombygges i år.",
        "Sagen følger planlovens § 14, stk. 4 om forbud.",
        "Mødet begynder kl. 14.00 i salen.",
        "Rådet mødes d. 10. februar og d. 3. December.",
        "Anlægget koster 2,6 mio. kr. om året, jf. Budget 2031.",
        "Det gælder bl.a. Sydbyen, f.eks. Møllevej.",
        "Taget på Skolevej nr. 12 og matr. nr. 7a skiftes.",
        "Sagen er forberedt af J. P. Fjordbo og H.C. Lundemark.",
        "Prisen er 1.253 kr. pr. Elev.",
        "Det blev til 2. behandling af Budget 2031.",
        "Skriv til post@aaby.Example.dk inden fristen.",
        "Ordlyden (se s. 3) gælder stadig.",
        "Møllers svar blev »Hvad nu? spurgte han« ifølge ref. Hansen.",
    ],
)
def test_a_dot_that_ends_nothing_splits_nothing(sentence: str) -> None:
    assert read(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Prisen er 40 mio. kr. Byrådet betaler.", "Prisen er 40 mio. kr."),
        ("Planen gælder til 2031. Derefter ophører den.", "Planen gælder til 2031."),
        ("Det vedrører punkt 14. Det udgår.", "Det vedrører punkt 14."),
        ("For stemte 31 imod 14. 6 undlod.", "For stemte 31 imod 14."),
        ("Der er veje, stier mv. Alle slides.", "Der er veje, stier mv."),
        ("Imod stemte A, B og F. Ø undlod.", "Imod stemte A, B og F."),
        ("Udvalget valgte model C. Den er billigst.", "Udvalget valgte model C."),
        ("Mødet sluttede kl. 17.00. Tak for i dag.", "Mødet sluttede kl. 17.00."),
        ("Godkendt.Fraværende var formanden.", "Godkendt."),
        ("Er det nok? Det er uvist.", "Er det nok?"),
        ('Rådet skrev: "Det går." Udvalget var enigt.', 'Rådet skrev: "Det går."'),
        ("Mange ord ... Så er der flere.", "Mange ord ..."),
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(text: str, first: str) -> None:
    assert read(text)[0] == first
    assert len(read(text)) == 2


def test_points_and_bullets_begin_a_span_with_their_marker() -> None:
    text = "Udvalget besluttede, at\n1. stien anlægges\n2. broen males\n- og ikke andet\n• Slut"
    assert read(text)[1:] == ["1. stien anlægges", "2. broen males", "- og ikke andet", "• Slut"]


@pytest.mark.parametrize(
    "marker", ["Ad 1.", "1.-3.", "a)", "2.1.", "### **3.", "At 2:", "-", "12)"]
)
def test_a_marker_does_not_end_a_sentence(marker: str) -> None:
    assert read(f"{marker} Godkendt.") == [f"{marker} Godkendt."]
    assert marker_end(f"{marker} Godkendt.") == len(marker)


def test_a_marker_alone_on_its_line_belongs_to_the_next() -> None:
    assert read("1.\nStien anlægges") == ["1.\nStien anlægges"]


def test_recommended_points_without_numbers_stand_apart() -> None:
    assert read("at stien anlægges\nat broen males") == ["at stien anlægges", "at broen males"]


def test_a_broken_line_reads_on() -> None:
    assert len(read("Udvalget drøftede planen for\nhavnen og besluttede,\nat den følges.")) == 1
    assert len(read("Planen gælder fra den\n3. december og frem.")) == 1
    assert len(read("Klima-, Natur- og\nHavneudvalget var enigt.")) == 1


def test_a_line_that_begins_anew_is_a_sentence_of_its_own() -> None:
    assert read("Videre proces\nSagen ses igen i maj.") == [
        "Videre proces",
        "Sagen ses igen i maj.",
    ]


def test_a_blank_line_always_ends_a_sentence() -> None:
    assert read("planen for\n\nhavnen") == ["planen for", "havnen"]
    assert read("planen for\n\u00a0\nhavnen") == ["planen for", "havnen"]


def test_a_row_of_a_table_is_one_span() -> None:
    assert read("År\tPris. Note\n2031\t4,5 mio. kr.") == ["År\tPris. Note", "2031\t4,5 mio. kr."]


@given(st.text(alphabet='aAåÅ .,:;-–•\n\t\u00a0()"1290)?!…§*#dnp', max_size=300) | st.text())
def test_spans_are_ordered_bare_and_hold_every_character(text: str) -> None:
    spans = split_sentences(text)
    assert all(a < b for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)
    inside = "".join(text[a:b] for a, b in spans)
    assert "".join(inside.split()) == "".join(text.split())


def test_time_grows_with_the_text_and_not_faster() -> None:
    def seconds(text: str) -> float:
        begin = time.process_time()
        split_sentences(text)
        return time.process_time() - begin

    for unit in ("1.-", "1. ", "at a\n", "a.a.", "(((.", "- \n", "den 3. ", " "):
        small = min(seconds(unit * 2000) for _ in range(3))
        large = min(seconds(unit * 16000) for _ in range(3))
        assert large < 24 * small + 0.02, unit


@pytest.mark.skipif(not SEEDS, reason="the shared minutes are not here")
def test_no_sentence_of_the_real_minutes_ends_in_an_abbreviation() -> None:
    for path in SEEDS:
        for line in read(path.read_text()):
            assert not line.endswith((" jf.", " bl.a.", " stk.", " nr.", " kl.", " St.")), line


WRAPPED = """Messen i foråret havde seks hundrede gæster og otteogtredive stande i den nye hal. Der
blev et lille overskud, som er lagt hen til næste gang. Arbejdsgruppen består af Karen
Margrethe Bølge, Villy Klint og Asta Sand, og den mødes hver måned på havnens kontor.
Formanden spørger Teknik og Miljø og vender tilbage, når der er kommet et svar derfra."""


def test_a_line_that_had_to_be_broken_reads_on_whatever_its_next_word() -> None:
    told = [" ".join(WRAPPED[a:b].split()) for a, b in split_sentences(WRAPPED)]
    assert "Arbejdsgruppen består af Karen Margrethe Bølge, Villy Klint og Asta Sand" in told[2]


def test_a_line_with_room_for_the_next_word_ends_its_sentence() -> None:
    text = f"{WRAPPED}\nFærgen sejler\nHavnen er åben"
    assert [text[a:b] for a, b in split_sentences(text)][-2:] == ["Færgen sejler", "Havnen er åben"]


def test_the_size_of_a_group_at_the_beginning_of_a_broken_line_is_no_point() -> None:
    line = "For forslaget om den nye mole stemte elleve: Radikale, Socialdemokratiet (8) og SF tf"
    text = f"{WRAPPED}\n{line}\n(2) og Ulla."
    text += "\n(1) Molen bygges af sten."
    told = [" ".join(text[a:b].split()) for a, b in split_sentences(text)]
    assert told[-2].endswith("og SF tf (2) og Ulla.")
    assert told[-1] == "(1) Molen bygges af sten."


def test_the_foot_of_a_page_stands_alone() -> None:
    text = (
        "Forslaget blev vedtaget.\nAabæk Kommune · Byrådet      Side 3 af 9\nPlanen blev godkendt"
    )
    assert [text[a:b] for a, b in split_sentences(text)] == text.split("\n")


def test_a_word_that_begins_with_a_figure_reads_on_from_the_line_above() -> None:
    text = "Godkendt med den ændring, at små både betaler\n2030-prisen. De andre betaler mere."
    told = [text[a:b] for a, b in split_sentences(text)]
    assert told[0].endswith("2030-prisen.")
    assert len(told) == 2


def test_a_name_that_a_full_line_cuts_goes_on_though_few_lines_are_full() -> None:
    text = (
        "Bodil Kærgård (A) foreslog Inger Thorsager. Svend Åge Nyby (V) foreslog Karl Ole Bakke\n"
        "Mølgaard. Ved skriftlig afstemning fik Inger Thorsager ni stemmer og Karl Mølgaard 7.\n"
        "Inger Thorsager er valgt."
    )
    told = [text[a:b] for a, b in split_sentences(text)]
    assert told[1] == "Svend Åge Nyby (V) foreslog Karl Ole Bakke\nMølgaard."
    assert len(told) == 4


def test_two_full_titles_under_each_other_stay_two() -> None:
    text = (
        "Forslag til en ny fordeling af pladser i dagtilbud i de nordlige skoledistrikter i 2031\n"
        "Forslag til en ny fordeling af pladser i dagtilbud i de sydlige skoledistrikter i 2031"
    )
    assert len(split_sentences(text)) == 2


@pytest.mark.parametrize(
    "cut", ["1,5 % af bruttoværdien.", "295.000 kr. i det første år.", "12 både i den gamle havn."]
)
def test_a_figure_that_begins_a_line_goes_on_with_the_sentence_before(cut: str) -> None:
    text = f"Afgiften for dem, der fisker fra kajen, er fortsat\n{cut}"
    assert split_sentences(text) == [(0, len(text))]


def test_a_figure_under_a_short_label_begins_its_own() -> None:
    assert len(split_sentences("Pris for en plads\n295 kr. om måneden")) == 2


def test_a_sentence_that_is_begun_on_a_line_goes_on_below() -> None:
    text = (
        "Som vurderingsmand udpeges tømrer Ejgil Brask. Hvervet som suppleant gik til Asta\n"
        "Munk (B) indtil videre."
    )
    told = [text[a:b] for a, b in split_sentences(text)]
    assert told[1:] == ["Hvervet som suppleant gik til Asta\nMunk (B) indtil videre."]


@pytest.mark.parametrize(
    "text",
    [
        "Der blev stemt om planen i udvalget. Afbud fra disse: Asta Munk\nBirger Holm",
        "Bryggen Bådebyg A/S      1.100  Vejrlig. Der er regnet med ti dage\nKajens Tømrer  900",
    ],
)
def test_a_list_under_a_line_with_a_stop_does_not_go_on(text: str) -> None:
    assert text.index("\n") in [end for _, end in split_sentences(text)]

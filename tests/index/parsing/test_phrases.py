"""Headings that are on no list: by their grammar, by what stands below them, in plain language."""

from __future__ import annotations

import pytest

from index.decision.told import find_told
from index.parsing.learned import learned_kind, may_be_label
from index.sections import label_kind, section_kind
from index.types import SectionKind as K


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Udvalgets stillingtagen:", K.DECISION),
        ("Referat af punktet", K.DECISION),
        ("Bestyrelsens konklusion", K.DECISION),
        ("Kort redegørelse for sagen", K.CASE),
        ("Sagens indhold og baggrund", K.CASE),
        ("Centrets bemærkninger", K.ASSESSMENT),
        ("Formandskabets indstilling", K.RECOMMENDATION),
        ("Det indstilles til Havneudvalget:", K.RECOMMENDATION),
        ("Havnechefen foreslår, at", K.RECOMMENDATION),
        ("Økonomi og bevillingsmæssige forhold", K.ECONOMY),
        ("Sammenhæng til politikker og strategier", K.CONSEQUENCES),
        ("Beslutning for Punkt 12: Salg af den gamle kran", K.DECISION),
        ("Hvad handler sagen om?", K.SUMMARY),
        ("Hvad koster det?", K.ECONOMY),
        ("lndstilling:", K.RECOMMENDATION),
        ("Bes1utning:", K.DECISION),
    ],
)
def test_a_heading_is_read_by_its_words(heading: str, kind: K) -> None:
    assert label_kind(heading) is kind


@pytest.mark.parametrize(
    "text",
    [
        "Konklusion",
        "Formål",
        "Godkendelse af referat",
        "Referat af sidste møde",
        "Vedtagelse af lokalplan 114",
        "Økonomisk",
        "Budgetbehandling",
        "Hvad koster en biret?",
        "Kommentarer fra borgere i Nørreby",
    ],
)
def test_words_that_may_be_a_title_or_a_sub_heading_are_no_label(text: str) -> None:
    assert section_kind(text) is None


def test_an_unknown_label_is_known_by_what_stands_below_it_everywhere() -> None:
    decided = ["Godkendt.", "Udsat til næste møde.", "Rådet tog planen til efterretning."]
    assert learned_kind("Sådan gik det", decided) is K.DECISION
    assert learned_kind("Sådan gik det", decided[:2]) is None
    proposed = ["at kranen sælges", "Det indstilles, at der males.", "at der bygges"]
    assert learned_kind("Vi ønsker", proposed) is K.RECOMMENDATION
    told = ["Kranen er fra 1961.", "Der kom fire skibe.", "Molen er våd."]
    assert learned_kind("Lidt om sagen", told) is None


def test_a_weak_word_is_a_label_where_the_document_repeats_it() -> None:
    assert learned_kind("Formål", ["Kranen skal væk.", "Molen skal males."]) is K.CASE
    assert learned_kind("Konklusion", ["Godkendt.", "Vi ses igen."]) is K.DECISION
    assert learned_kind("Konklusion", ["Kranen er gammel.", "Vi ses igen."]) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [("Sådan gik det:", True), ("B:", True), ("Godkendt.", False), ("År 2031", False)],
)
def test_only_a_short_line_of_words_may_be_a_label(text: str, label: bool) -> None:
    assert may_be_label(text) is label


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Kranen er gammel.\nGodkendt. Ib ringer.", "Godkendt. Ib ringer."),
        ("Dagsordenen blev godkendt.", "Dagsordenen blev godkendt."),
        ("Ida Krog blev valgt som formand.", "Ida Krog blev valgt som formand."),
        ("Havneudvalget meddelte afslag.", "Havneudvalget meddelte afslag."),
        ("Ib fortalte om kranen, der blev godkendt i 1961.", None),
        ("Vi drøftede kranen og lavede et brev.", None),
    ],
)
def test_minutes_without_labels_tell_their_decision_in_a_sentence(
    text: str, told: str | None
) -> None:
    found = find_told(text)
    assert (text[slice(*found)] if found else None) == told

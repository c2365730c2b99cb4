"""Sentences run over a page's end in one piece, and columns of spaces are tables."""

from __future__ import annotations

from collections import Counter

import pytest

from index.files.repair import repaired
from index.types import Document

FOOT = "Tangø Kommune            Teknikudvalget 04-09-2024            Side {} af 4"
HEAD = "Færgerute 12 sejler i dag ti gange om dagen mellem fastlandet og Tangø, og prisen er den"


def paged(*pages: str, media: str = "text/plain") -> Document:
    """A document of such pages, each ending in a form feed as pdftotext writes it."""
    text, starts = "", []
    for page in pages:
        starts.append(len(text))
        text += f"{page}\n\n{FOOT.format(len(starts))}\n\f"
    return Document("x", "x.txt", text, "0", tuple(starts), media=media)


def plain(text: str) -> Document:
    return Document("x", "x.txt", text, "0")


def test_a_sentence_that_runs_over_a_page_s_end_is_in_one_piece() -> None:
    document = repaired(paged(f"Ny takst\n{HEAD}", "samme hele året.", "Punkt 3", "Punkt 4"))
    assert f"{HEAD}\nsamme hele året.\n" in document.text


def test_the_feet_go_but_the_first_and_what_stood_around_them_stays_apart() -> None:
    document = repaired(paged(f"Ny takst\n{HEAD}.", "Godkendt.", "Punkt 3", "Punkt 4"))
    shown = [line for line in document.text.split("\n") if line.strip("\f")]
    assert shown == ["Ny takst", f"{HEAD}.", FOOT.format(1), "Godkendt.", "Punkt 3", "Punkt 4"]
    between = document.text[document.text.index("Godkendt.") : document.text.index("Punkt 3")]
    assert "\n\n" in between


@pytest.mark.parametrize("end", [".", ""], ids=["a sentence ends", "a sentence runs on"])
def test_what_is_left_out_is_listed_and_nothing_else_is_missing(end: str) -> None:
    before = paged(f"Ny takst\n{HEAD}{end}", "samme hele året.", "Punkt 3", "Punkt 4")
    after = repaired(before)
    assert set(after.furniture) <= {FOOT.format(n) for n in range(1, 5)}
    kept = Counter(after.text.split()) + Counter(" ".join(after.furniture).split())
    assert kept == Counter(before.text.split())


def test_a_head_with_another_date_is_of_another_meeting_and_stays() -> None:
    heads = ["Byrådet 4. marts 2024", "Byrådet 4. marts 2024", "Byrådet 18. marts 2024"]
    pages = [f"{head}      {n}\n\nPunkt {n}. Ny takst" for n, head in enumerate(heads, 1)]
    text = repaired(plain("\n\n".join(pages))).text
    assert [text.count(head) for head in heads] == [1, 1, 1]


def test_a_label_at_the_top_of_a_page_begins_its_own() -> None:
    document = paged(f"Ny takst\n{HEAD}", "Beslutning\nGodkendt.", "Punkt 3", "Punkt 4")
    assert FOOT.format(1) in repaired(document).text


@pytest.mark.parametrize("top", ["Beslutning\nGodkendt.", "1. Taksten hæves.", "- taksten hæves."])
def test_a_comma_at_a_page_s_end_runs_into_no_label_and_no_point(top: str) -> None:
    document = paged(f"Ny takst\n{HEAD},", top, "Punkt 3", "Punkt 4")
    assert FOOT.format(1) in repaired(document).text


def test_a_line_that_does_not_fill_its_page_ends_what_it_says() -> None:
    document = paged(f"{HEAD}\nNy takst", "samme hele året.", "Punkt 3", "Punkt 4")
    assert FOOT.format(1) in repaired(document).text


def test_a_table_s_row_runs_on_over_no_page_s_end() -> None:
    document = paged(f"Ny takst\n{HEAD}\t12", "samme hele året.", "Punkt 3", "Punkt 4")
    assert FOOT.format(1) in repaired(document).text


def test_within_a_page_nothing_is_moved() -> None:
    document = paged(f"Ny takst\n{HEAD}\n\nsamme hele året.", "Godkendt.", "Punkt 3", "Punkt 4")
    assert FOOT.format(1) in repaired(document).text


def test_pages_still_begin_where_their_text_does() -> None:
    document = repaired(paged(f"Ny takst\n{HEAD}", "samme hele året.", "Punkt 3", "Punkt 4"))
    begins = [document.text[at:].split("\n", 1)[0] for at in document.pages]
    assert begins == ["Ny takst", "samme hele året.", "Punkt 3", "Punkt 4"]


TABLE = """Udgifterne er regnet ud her:

Post (1.000 kr.)           Indtægt    Udgift
Leje af skur                   190
Tømning af affald                         45
I alt                          190        45

Det går lige op."""


def test_columns_of_spaces_are_a_table_with_its_empty_cells() -> None:
    rows = [line for line in repaired(plain(TABLE)).text.split("\n") if "\t" in line]
    assert rows == [
        "Post (1.000 kr.)\tIndtægt\tUdgift",
        "Leje af skur\t190\t",
        "Tømning af affald\t\t45",
        "I alt\t190\t45",
    ]


def test_all_words_are_kept() -> None:
    assert repaired(plain(TABLE)).text.split() == TABLE.split()


def test_labels_with_their_values_are_no_table() -> None:
    head = plain("Mødedato:      4. september 2024\nMødetid:       15.00\nSted:          Sal 2")
    assert repaired(head) is head


def test_a_list_of_contents_is_no_table() -> None:
    listed = plain("1    Dagsorden ............ 3\n2    Færgerute 12 ......... 4")
    assert repaired(listed) is listed


@pytest.mark.parametrize(
    "text",
    [
        "Voksne og pensionister    10    20    30    40\nBørn   unge               10",
        "Ida Kyst      Formand\nBo Havn       Medlem",
        f"{'Vi satser på havnen. ' * 4} 2024      2025\n{'Vi satser på havnen. ' * 4} 2026      2027",
    ],
    ids=["two cells in one column", "no figures", "prose"],
)
def test_lines_with_wide_gaps_that_are_no_table_stay_as_they_are(text: str) -> None:
    assert repaired(plain(text)).text == text


def test_a_saved_page_is_left_as_it_is() -> None:
    page = Document("x", "x.html", TABLE, "0", media="text/html")
    assert repaired(page) is page

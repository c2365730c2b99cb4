from __future__ import annotations

from dataclasses import replace

from lxml import html

from index.types import SectionKind
from rag.draft import shown
from rag.types import Answer, Citation, Sentence, Status
from web.cards import answer_html, lines

HEAD = "Hal\tPris i 2031\tPris i 2032"
TEXT = Citation(
    1, "møde.txt", None, "Fritidsudvalget", None, 3, "Leje", None,
    SectionKind.CASE, "Sagsfremstilling", "", 10, 20, None, item_id="m/3",
)  # fmt: skip


def answered(*quotes: tuple[str, str]) -> Answer:
    """An answer of quotes, each with the words before it."""
    cited = [replace(TEXT, n=n, quote=quote) for n, (_, quote) in enumerate(quotes, 1)]
    told = [
        Sentence(f"{words}{shown(quote)} [{n}]", (n,), quoted=True, best=n == len(quotes))
        for n, (words, quote) in enumerate(quotes, 1)
    ]
    return Answer("?", Status.ANSWERED, "", tuple(cited), tuple(told))


def table(answer: Answer) -> html.HtmlElement:
    (found,) = html.fragment_fromstring(str(answer_html(answer))).find_class("sp-tabel")
    return found


def cells(answer: Answer) -> list[list[str]]:
    return [[cell.text_content() for cell in row] for row in table(answer).iter("tr")]


def test_a_head_and_its_rows_are_one_table_with_a_source_a_row() -> None:
    answer = answered(
        ("", "Prisen stiger."),
        ("Tabellens hoved: ", HEAD),
        ("", "Åhallen\t410\t425"),
        ("", "Skovhallen\t380\t\n"),
    )
    assert [line.table is not None for line in lines(answer)] == [False, True]
    assert cells(answer) == [
        ["Hal", "Pris i 2031", "Pris i 2032", "Kilde"],
        ["Åhallen", "410", "425", "[3]"],
        ["Skovhallen", "380", "", "[4]"],
    ]
    assert next(cell.text for cell in table(answer).iter("th")) == "Hal"
    assert "hoved" not in table(answer).text_content()
    assert [row.get("class") for row in table(answer).iter("tr")] == [None, None, "sp-bedst"]


def test_a_table_that_is_quoted_whole_keeps_its_words_and_its_head() -> None:
    answer = answered(("Fra sagen: ", f"{HEAD}\nÅhallen\t410\t425"))
    assert "Fra sagen:" in table(answer).text_content()
    assert cells(answer)[0][:3] == ["Hal", "Pris i 2031", "Pris i 2032"]
    assert cells(answer)[1] == ["Åhallen", "410", "425", "[1]"]


def test_rows_without_a_head_are_a_table_and_one_alone_is_text() -> None:
    rows = (("", "Åhallen\t410\t425"), ("", "Skovhallen\t380\t390"))
    assert list(table(answered(*rows)).iter("th")) == []
    assert "Åhallen | 410" in str(answer_html(answered(rows[0])))


def test_rows_that_do_not_fit_their_head_stay_text() -> None:
    answer = answered(("Tabellens hoved: ", HEAD), ("", "Åhallen\t410"))
    told = str(answer_html(answer))
    assert "<table" not in told
    assert "Åhallen | 410" in told


def test_rows_of_another_item_are_a_table_of_their_own() -> None:
    both = answered(("", "Åhallen\t410\nSkovhallen\t380"), ("", "Sportspladsen\t90\nBanen\t80"))
    far = replace(both.citations[1], item_id="m/9")
    apart = replace(both, citations=(both.citations[0], far))
    assert [len(one.table.rows) for one in lines(both) if one.table] == [4]
    assert [len(one.table.rows) for one in lines(apart) if one.table] == [2, 2]


def test_what_stands_in_a_cell_is_text() -> None:
    assert "<b>" not in str(answer_html(answered(("", "<b>Å</b>\t410\nB\t90"))))

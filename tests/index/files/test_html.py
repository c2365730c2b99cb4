"""A page that was made to be costly is read for what it says, or refused with a sentence."""

from __future__ import annotations

import pytest

from index.files.html import DEEPEST, MOST_COLUMNS, WIDEST_SPAN, parse, render
from index.read import read_bytes
from index.types import UnreadableError


def text_of(body: str) -> str:
    return render(parse(f"<html><body>{body}</body></html>"))[0]


def test_a_row_of_wide_cells_grows_no_wider_than_a_table_may_be() -> None:
    cells = "".join(f"<td rowspan=50 colspan=50>c{n}" for n in range(2_000))
    row = text_of(f"<table><tr>{cells}<tr><td>under</table>").splitlines()[0]
    assert row.count("\t") < MOST_COLUMNS + WIDEST_SPAN + 2_000
    assert row.split("\t")[0::WIDEST_SPAN][:3] == ["c0", "c1", "c2"]
    assert row.endswith("c1998\tc1999")


def test_the_words_of_tables_in_tables_are_all_there_however_deep() -> None:
    depth = 3 * DEEPEST
    opened = "".join(f"<table><tr><td>a{n}</td><td>" for n in range(depth))
    text = text_of(f"{opened}inderst{'</td></tr></table>' * depth}")
    assert text.split() == [*(f"a{n}" for n in range(depth)), "inderst"]


def test_what_is_nested_deep_is_still_kept_apart_from_the_page_s_menus() -> None:
    nested = f"{'<div>' * 900}<nav>Menu</nav><p>{'Ord. ' * 200}</p>{'</div>' * 900}"
    document = read_bytes(f"<html><body>{nested}</body></html>".encode(), "/a.html", "a.html")
    assert document.text.split() == ["Ord."] * 200


def test_a_menu_that_holds_nearly_all_of_a_page_is_the_page() -> None:
    page = f"<html><body><nav><p>{'Ord. ' * 400}</p></nav><p>Slut.</p></body></html>"
    assert read_bytes(page.encode(), "/a.html", "a.html").text.count("Ord.") == 400


def test_a_page_of_nothing_but_tags_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.files.html.MOST_TAGS", 1_000)
    assert text_of("<i>a</i>" * 400).startswith("aaa")
    with pytest.raises(UnreadableError, match="Gem siden igen"):
        read_bytes(b"<html>" + b"<i>a</i>" * 600, "/a.html", "a.html")


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("<span class=nr>1</span><span>Budget</span>", "1 Budget"),
        ("<span class=nr><b>1</b>.</span><span><i>Budget</i></span>", "1. Budget"),
        ("<span class=nr>nr<b>1</b></span><span>A</span>", "nr1 A"),
        ("<span class=del>Bud</span><span>get</span>", "Budget"),
        ("<span>1</span><span>Budget</span>", "1Budget"),
    ],
)
def test_words_that_only_the_style_sheet_sets_apart_are_apart(before: str, told: str) -> None:
    assert text_of(f"<p>{before}</p>") == told

"""Running heads and feet are told from what stands at the same place: the end of an item."""

from __future__ import annotations

from index.files.furniture import find_furniture
from index.parsing.lines import read_lines
from index.types import Document


def paged(*pages: str) -> Document:
    """A document of such pages."""
    at, starts = 0, []
    for page in pages:
        starts.append(at)
        at += len(page) + 1
    return Document("x", "x.pdf", "\n".join(pages), "0", tuple(starts))


def furniture(document: Document) -> list[str]:
    return [line.text for line in read_lines(document) if line.furniture]


MATTERS = ("Ny mole", "Bro over åen", "Kajens belysning", "Leje af skur", "Takster")
TOLD = ("Molen er slidt.", "Åen er bred.", "Der er mørkt.", "Skuret er tomt.", "De stiger.")


def test_what_was_decided_at_the_foot_of_every_page_is_no_foot() -> None:
    end = "Beslutning\nGodkendt.\nAfbud: Bo Holm\nSide"
    pages = [f"{n}. {MATTERS[n]}\n{TOLD[n]}\nMere om det.\n{end} {n}" for n in range(5)]
    assert furniture(paged(*pages)) == [f"Side {n}" for n in range(5)]


def test_a_body_s_decision_at_the_foot_of_a_page_keeps_its_label() -> None:
    end = "Havneudvalget den 3. maj 2031\nUdsat."
    pages = [
        f"Havneudvalget, side {n}\n{MATTERS[n]}\n{TOLD[n]}\nMere om det.\n{end}" for n in range(5)
    ]
    assert furniture(paged(*pages)) == [f"Havneudvalget, side {n}" for n in range(5)]


def test_a_lone_number_is_an_item_s_where_the_running_head_counts_the_pages() -> None:
    pages = [f"Havneudvalget, s.{n + 1}\n{n}\n{MATTERS[n]}\n{TOLD[n]}" for n in range(5)]
    assert not [line for line in furniture(paged(*pages)) if line.isdigit()]


def test_a_lone_number_is_a_page_s_where_nothing_else_counts_the_pages() -> None:
    pages = [f"Havneudvalget\n{MATTERS[n]}\n{TOLD[n]}\n{n}" for n in range(5)]
    assert [line for line in furniture(paged(*pages)) if line.isdigit()] == list("01234")


def test_a_text_without_pages_has_the_lines_that_count_them() -> None:
    text = "\n".join(f"Havneudvalget den 3. maj 2031      Side {n}\nNu {n} er det" for n in (2, 3))
    document = Document("x", "x.txt", text, "0")
    assert furniture(document) == [f"Havneudvalget den 3. maj 2031      Side {n}" for n in (2, 3)]


def test_one_page_has_no_furniture() -> None:
    document = paged("Havneudvalget\nGodkendt.\n1")
    assert not find_furniture(document, []).lines


def test_a_raised_figure_alone_on_its_line_is_no_page_number() -> None:
    assert not furniture(Document("x", "x.txt", "Areal i m\n²\nHavneudvalget\n²\nMolen", "0"))


def test_a_head_with_the_page_s_number_is_known_in_a_text_without_pages() -> None:
    text = "\n".join(
        f"HAVNBY KOMMUNE      {n}\nHavneudvalget den 3. maj 2031\n{MATTERS[n]}\n{TOLD[n]}"
        for n in range(1, 5)
    )
    lines = read_lines(Document("x", "x.txt", text, "0"))
    heads = [line.text for line in lines if line.furniture]
    assert len(heads) == 8
    assert heads[0].startswith("HAVNBY")
    assert heads[1].startswith("Havne")


def test_a_body_s_labels_that_count_items_are_no_heads_of_pages() -> None:
    text = "\n".join(f"{n}. {MATTERS[n]}\nHavneudvalget, 3. maj 2031, pkt. {n}\n" for n in range(5))
    assert not furniture(Document("x", "x.txt", text, "0"))


def test_a_case_s_number_with_a_stroke_is_no_page_of_so_many() -> None:
    pages = [f"19/{4410 + n}\n{MATTERS[n]}\n{TOLD[n]}\nHavnby {n + 1}/5" for n in range(5)]
    assert furniture(paged(*pages)) == [f"Havnby {n + 1}/5" for n in range(5)]

"""A question for a list gets the whole list or the whole table, as one quote."""

from __future__ import annotations

from index.archive import Archive
from rag.ask import ask


def test_a_table_is_quoted_from_its_head_to_its_last_row(island: Archive) -> None:
    answer = ask("Hvilke foreninger fik tilskud i 2025?", island)
    rows = answer.citations[0].quote.splitlines()
    assert rows[0] == "Forening\tTilskud (kr.)"
    assert [row.split("\t")[0] for row in rows[1:]] == [
        "Tangø Roklub",
        "Øens Skakklub",
        "Lyngkoret",
        "Spejderne",
    ]


def test_a_list_comes_with_its_lead_in_and_all_its_points(island: Archive) -> None:
    answer = ask("Hvilke formål må foreningerne bruge tilskuddet til?", island)
    quote = answer.citations[0].quote
    assert quote.startswith("Foreningerne må bruge")
    assert quote.endswith("uddannelse af trænere.")


def test_a_question_for_one_value_gets_its_row_alone(island: Archive) -> None:
    answer = ask("Hvor meget tilskud fik Lyngkoret i 2025?", island)
    assert "9.000" in answer.text
    assert "40.000" not in answer.text

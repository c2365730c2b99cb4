"""Tantivy keeps the chunks' terms: what is added is found, what is removed is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.terms import Row, Terms
from index.types import ArchiveError

ROWS = [
    Row("m1/0/0/0", "m1/0", "beslutning", "Nye cykelstier i Strandlev", "Godkendt.", "Vejudvalget"),
    Row("m1/1/0/0", "m1/1", "sagsfremstilling", "Tilsyn", "Plejehjemmet Ellemosen.", "Vejudvalget"),
    Row("m2/0/0/0", "m2/0", "økonomi", "Svømmehal", "Der bevilges 1.250.000 kr.", "Byrådet"),
]


@pytest.fixture
def terms(tmp_path: Path) -> Terms:
    made = Terms.open(tmp_path / "terms")
    made.add(ROWS)
    made.commit()
    return made


def found(terms: Terms, question: str, **limits: object) -> list[str]:
    return [chunk for chunk, _ in terms.search(question, 10, **limits)]  # type: ignore[arg-type]


def test_a_question_finds_the_chunk_that_uses_its_words(terms: Terms) -> None:
    assert found(terms, "Hvad blev der besluttet om cykelstien?")[0] == "m1/0/0/0"


def test_an_amount_is_found_however_it_is_written(terms: Terms) -> None:
    assert found(terms, "1250000")[0] == "m2/0/0/0"


def test_a_removed_meeting_is_no_longer_found(terms: Terms) -> None:
    terms.remove("m1")
    terms.commit()
    assert found(terms, "cykelstier plejehjem") == []
    assert len(terms) == 1


@pytest.mark.parametrize("allowed", [{"m1"}, {"m1/1"}, {"m1/1/0/0"}])
def test_only_what_is_allowed_is_found(terms: Terms, allowed: set[str]) -> None:
    assert found(terms, "svømmehal plejehjem", allowed=allowed) == ["m1/1/0/0"]


def test_what_was_committed_is_there_when_the_folder_is_opened_again(
    terms: Terms, tmp_path: Path
) -> None:
    terms.close()
    assert found(Terms.open(tmp_path / "terms"), "svømmehallen")[0] == "m2/0/0/0"


def test_a_broken_index_says_that_it_must_be_built_again(terms: Terms, tmp_path: Path) -> None:
    terms.close()
    (tmp_path / "terms" / "meta.json").write_text("{", "utf-8")
    with pytest.raises(ArchiveError, match="byg det igen"):
        Terms.open(tmp_path / "terms")

"""Tantivy keeps the chunks' terms: what is added is found, what is removed is not."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from index.lexicon import stem
from index.terms import Row, Terms, key_of
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
    with pytest.raises(ArchiveError, match="laves igen ud fra arkivet"):
        Terms.open(tmp_path / "terms")


def test_a_folder_that_must_not_be_written_is_searched_and_left_alone(
    terms: Terms, tmp_path: Path
) -> None:
    terms.close()
    (tmp_path / "terms").chmod(0o555)
    if os.access(tmp_path / "terms", os.W_OK):
        pytest.skip("root may write everywhere")
    before = sorted((tmp_path / "terms").iterdir())
    closed = Terms.open(tmp_path / "terms")
    assert found(closed, "svømmehallen")[0] == "m2/0/0/0"
    with pytest.raises(ArchiveError, match="skrivebeskyttet"):
        closed.add(ROWS)
    closed.close()
    assert sorted((tmp_path / "terms").iterdir()) == before


def test_a_meeting_that_is_written_again_is_there_once(terms: Terms) -> None:
    terms.remove("m2")
    terms.add(ROWS[2:])
    terms.commit()
    assert found(terms, "svømmehal") == ["m2/0/0/0"]


def test_nothing_is_found_before_it_is_committed(tmp_path: Path) -> None:
    made = Terms.open(tmp_path / "terms")
    made.add(ROWS)
    assert found(made, "svømmehal") == []


def test_what_was_not_committed_is_lost_and_the_rest_kept(terms: Terms, tmp_path: Path) -> None:
    terms.add([Row("m3/0/0/0", "m3/0", "beslutning", "Vindmøller", "Udsat.", "Byrådet")])
    terms.close()
    again = Terms.open(tmp_path / "terms")
    assert len(again) == len(ROWS)
    assert found(again, "vindmøller") == []


def test_allowed_may_be_an_array_of_keys(terms: Terms) -> None:
    keys = np.array([key_of("m2"), key_of("m1/1")])
    assert set(found(terms, "svømmehal cykelsti plejehjem", allowed=keys)) == {
        "m2/0/0/0",
        "m1/1/0/0",
    }


def test_a_limit_that_allows_nothing_finds_nothing(terms: Terms) -> None:
    assert found(terms, "svømmehal", allowed=set()) == []


def test_a_rare_allowed_chunk_is_found_behind_many_better_ones(tmp_path: Path) -> None:
    made = Terms.open(tmp_path / "terms")
    made.add(
        Row(f"m{n}/0/0/0", f"m{n}/0", "beslutning", "Cykelstier", "Cykelstier cykelstier.", "")
        for n in range(60)
    )
    made.add([Row("last/0/0/0", "last/0", "beslutning", "Andet", "En af flere cykelstier.", "")])
    made.commit()
    assert [c for c, _ in made.search("cykelsti", 1, allowed={"last"})] == ["last/0/0/0"]


@pytest.mark.parametrize("question", ["", "   ", "hvad er det", "?!", "§"])
def test_a_question_without_content_finds_nothing(terms: Terms, question: str) -> None:
    assert terms.search(question, 5) == []
    assert terms.search("cykelsti", 0) == []


def test_an_empty_index_finds_nothing_and_knows_nothing(tmp_path: Path) -> None:
    empty = Terms.open(tmp_path / "new")
    assert empty.search("cykelsti", 5) == []
    assert len(empty) == len(empty.vocabulary) == 0


def test_a_misspelt_word_finds_its_chunk(terms: Terms) -> None:
    assert found(terms, "svømehal")[0] == "m2/0/0/0"
    assert found(terms, "cykkelstier")[0] == "m1/0/0/0"


def test_an_english_question_finds_danish_minutes(terms: Terms) -> None:
    assert found(terms, "How much was granted for the swimming pool?", english=True)[0] == (
        "m2/0/0/0"
    )


def test_coverage_tells_known_words_from_unknown_ones(terms: Terms) -> None:
    known = {k.word: k for k in terms.coverage("Hvad koster svømmehallen på Zanzibar?")}
    assert known["svømmehallen"].chunks == 1
    assert known["zanzibar"].chunks == known["zanzibar"].inside == 0
    assert "hvad" not in known


def test_coverage_of_a_misspelt_word_names_what_was_meant(terms: Terms) -> None:
    (known,) = terms.coverage("svømehal")
    assert known.chunks == 0
    assert known.near == (stem("svømmehal"),)


def test_coverage_of_an_english_word_is_that_of_its_danish(terms: Terms) -> None:
    known = {k.word: k.chunks for k in terms.coverage("the nursing home", english=True)}
    assert known == {"nursing home": 1}


def test_two_processes_cannot_write_at_once(terms: Terms, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="kan ikke skrives"):
        Terms.open(tmp_path / "terms").add(ROWS)


@pytest.mark.parametrize("kind", ["idx", "fast", "store", "term"])
def test_a_cut_or_missing_file_is_told_at_once_or_at_the_search(
    terms: Terms, tmp_path: Path, kind: str
) -> None:
    terms.close()
    for file in (tmp_path / "terms").glob(f"*.{kind}"):
        file.unlink()
    with pytest.raises(ArchiveError, match="laves igen ud fra arkivet"):
        Terms.open(tmp_path / "terms").search("svømmehal", 5)


def test_an_index_of_another_version_is_refused(terms: Terms, tmp_path: Path) -> None:
    terms.close()
    (tmp_path / "terms" / "FORMAT").write_text("svarpunkt-terms-0", "utf-8")
    with pytest.raises(ArchiveError, match="svarpunkt-terms-0"):
        Terms.open(tmp_path / "terms")


def test_chunks_are_found_by_the_parts_of_words_learnt_from_the_archive(tmp_path: Path) -> None:
    made = Terms.open(tmp_path / "terms")
    made.add(
        Row(f"m{n}/0/0/0", f"m{n}/0", "andet", "Klitly", "Klitly ved grotten.", "")
        for n in range(4)
    )
    made.add([Row("x/0/0/0", "x/0", "andet", "Andet", "Om klitlygrotten.", "")])
    made.commit()
    assert found(made, "klitly", allowed={"x"}) == ["x/0/0/0"]


def test_a_month_of_a_year_finds_its_dates_and_other_mentions(tmp_path: Path) -> None:
    made = Terms.open(tmp_path / "terms")
    made.add(
        [
            Row("a/0/0/0", "a/0", "andet", "Høring", "Frist den 19. december 2023.", ""),
            Row("b/0/0/0", "b/0", "andet", "Høring", "Frist i december 2023.", ""),
            Row("c/0/0/0", "c/0", "andet", "Høring", "Frist i december.", ""),
        ]
    )
    made.commit()
    by_month = dict(made.search("december 2023", 5))
    assert min(by_month["a/0/0/0"], by_month["b/0/0/0"]) > by_month["c/0/0/0"]


def test_rows_may_come_as_a_stream_longer_than_a_slice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.terms.SLICE", 4)
    made = Terms.open(tmp_path / "terms")
    assert (
        made.add(Row(f"m{n}/0/0/0", f"m{n}/0", "andet", "Sti", "Sti.", "") for n in range(9)) == 9
    )
    made.commit()
    assert len(made) == 9

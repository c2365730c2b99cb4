"""How well a text meets a question: rare words weigh most, Danish inflection does not matter."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.archive import Archive
from rag.match import Matcher, terms_of
from rag.types import Intent, Question


def matcher(archive: Archive, text: str) -> Matcher:
    question = Question(text, text, (Intent.FACT,))
    return Matcher(question, archive.terms.vocabulary, len(archive.snapshot.chunk_ids))


def test_a_text_with_all_the_words_meets_all_of_the_question(town: Archive) -> None:
    assert matcher(town, "saunaen på sydstranden").score("En sauna på sydstranden") == (
        pytest.approx(1.0)
    )


def test_a_text_with_none_of_them_meets_nothing(town: Archive) -> None:
    assert matcher(town, "saunaen på sydstranden").score("Taksterne blev godkendt.") == 0


def test_a_rare_word_weighs_more_than_a_common_one(town: Archive) -> None:
    weighed = matcher(town, "østmolen lodshuset")
    assert weighed.score("lodshuset") > weighed.score("østmolen")


@pytest.mark.parametrize(
    ("asked", "printed"), [("kutter", "kutterne"), ("klager", "klagede"), ("takst", "taksterne")]
)
def test_inflections_are_one_word(town: Archive, asked: str, printed: str) -> None:
    assert matcher(town, asked).score(printed) > 0.5


def test_a_part_of_a_compound_meets_in_part(town: Archive) -> None:
    score = matcher(town, "anlægspulje").score("Pengene findes i en pulje")
    assert 0 < score < 1


def test_what_only_asks_for_a_name_need_not_be_met(town: Archive) -> None:
    weighed = matcher(town, "hvad hedder lederen af lodshuset")
    assert weighed.score("Lederen af lodshuset er Svend Torsk") == pytest.approx(1.0)
    assert matcher(town, "hedder").weights


def test_words_that_say_nothing_are_left_out() -> None:
    assert terms_of("og i at det som") == frozenset()


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked=st.text(max_size=80), text=st.text(max_size=80), more=st.text(max_size=40))
def test_a_score_is_a_share_and_more_text_never_meets_less(
    town: Archive, asked: str, text: str, more: str
) -> None:
    weighed = matcher(town, asked)
    score = weighed.score(text)
    assert 0 <= score <= 1.0001
    assert weighed.score(f"{text}\n{more}") >= score - 1e-6

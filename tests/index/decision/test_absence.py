"""Who was absent is read as it is printed, the party with its name."""

from __future__ import annotations

import pytest

from index.decision.absence import read_absence
from index.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Afbud: Ida Marehalm, (A), Bent Klit", ("Ida Marehalm, (A)", "Bent Klit")),
        ("Fraværende: Rosa Havn; V; Bo Dal", ("Rosa Havn; V", "Bo Dal")),
        ("Afbud: Ingen", ()),
    ],
)
def test_a_party_alone_belongs_to_the_name_before_it(text: str, names: tuple[str, ...]) -> None:
    found, told = read_absence(text, split_sentences(text))
    assert found == names
    assert told

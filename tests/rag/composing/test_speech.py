"""A quote never ends or begins in the middle of what somebody says, where there is room for more."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.ask import ask
from rag.composing.speech import begins_inside, cuts_speech, whole_speech
from tests.rag.conftest import archive_of

SAID = 'Godkendt. Ida Marehalm udtalte: "Broen er smal. Den bliver våd." Bent Klit gik.'


def at(part: str) -> tuple[int, int]:
    start = SAID.index(part)
    return start, start + len(part)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        (
            'Ida Marehalm udtalte: "Broen er smal.',
            'Ida Marehalm udtalte: "Broen er smal. Den bliver våd."',
        ),
        ('Den bliver våd."', 'Ida Marehalm udtalte: "Broen er smal. Den bliver våd."'),
        ("Godkendt.", "Godkendt."),
        ("Bent Klit gik.", "Bent Klit gik."),
    ],
)
def test_a_span_grows_to_the_ends_of_what_is_said(part: str, whole: str) -> None:
    start, end = whole_speech(SAID, *at(part), 20)
    assert SAID[start:end] == whole


def test_it_does_not_grow_beyond_the_room() -> None:
    part = at('Ida Marehalm udtalte: "Broen er smal.')
    assert whole_speech(SAID, *part, 2) == part
    assert cuts_speech(SAID, part[1])
    assert not cuts_speech(SAID, len(SAID))


def test_what_leaves_out_the_speaker_is_known() -> None:
    assert begins_inside(SAID, SAID.index("Den bliver"))
    assert not begins_inside(SAID, SAID.index("Bent"))


MINUTES = """REFERAT Teknikudvalget d. 04-09-2024

Mødested Lodshuset, Aaløse Kommune

Punkt 1: Lejeaftale om pakhuset Sælen

13.05.16-P20-1-24

Sagsfremstilling

Pakhuset Sælen kan lejes i ti år.

Beslutning

Lejeaftalen om pakhuset Sælen blev vedtaget med fem stemmer mod to. Et ændringsforslag om at leje
pakhuset i kun to år og bruge resten af pengene på havnens egne skure var forinden blevet forkastet.
Rosa Havn og Ida Marehalm afgav følgende mindretalsudtalelse: "Pakhuset Sælen er fugtigt. Lejen er
for høj, og den stiger hvert år."
"""


def test_an_answer_closes_the_quotation_mark_that_it_opens(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, MINUTES)
    text = ask("Hvad blev besluttet om pakhuset Sælen?", archive).text
    archive.close()
    assert "mindretalsudtalelse" in text
    assert text.count('"') == 2

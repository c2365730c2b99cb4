from __future__ import annotations

import pytest

from rag.types import Turn
from web.talk import Aside, before, read_aside, said

TALK = [said("user", "1"), said("assistant", "1"), said("user", "2"), said("assistant", "2")]
TURNS = (Turn("1"), Turn("2"))


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        (None, Aside()),
        ("committee ret=2", Aside(("committee",), 2)),
        ("date_from date_to", Aside(("date_from", "date_to"))),
        ("__class__ ret=0 ret=x ret=99999 drop", Aside()),
    ],
)
def test_only_known_words_count(text: str | None, aside: Aside) -> None:
    assert read_aside(text) == aside


def test_the_conversation_is_cut_before_the_question_that_is_corrected() -> None:
    assert before(TALK, TURNS, Aside()) == (TALK, TURNS)
    assert before(TALK, TURNS, Aside(replaces=2)) == (TALK[:2], TURNS[:1])
    assert before(TALK, TURNS, Aside(replaces=1)) == ([], ())
    assert before(TALK, TURNS, Aside(replaces=9)) == (TALK, TURNS)

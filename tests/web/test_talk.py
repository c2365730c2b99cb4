from __future__ import annotations

import pytest
from lxml import html

from rag.types import Turn
from web.talk import Aside, before, exchange, fault, nothing_yet, read_aside

TURNS = (Turn("1"), Turn("2"))


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        (None, Aside()),
        ("committee ret=2", Aside(("committee",), 2)),
        ("date_from date_to", Aside(("date_from", "date_to"))),
        ("ret=1 efter=abcDEF_1-23456 efter=x efter=<b>", Aside((), 1, ("abcDEF_1-23456",))),
        ("__class__ ret=0 ret=x ret=99999 drop", Aside()),
    ],
)
def test_only_known_words_count(text: str | None, aside: Aside) -> None:
    assert read_aside(text) == aside


def test_the_conversation_is_cut_before_the_question_that_is_corrected() -> None:
    assert before(TURNS, Aside()) == TURNS
    assert before(TURNS, Aside(replaces=2)) == TURNS[:1]
    assert before(TURNS, Aside(replaces=1)) == ()
    assert before(TURNS, Aside(replaces=9)) == TURNS


def test_what_is_sent_of_an_exchange_is_text_until_the_page_puts_it_in_its_place() -> None:
    question, answer = """<b title='»"'>1</b>""", '<p class="sp-linje">2 &lt; 3</p>'
    (sent,) = html.fragments_fromstring(exchange(2, question, answer))
    assert dict(sent.attrib) == {
        "data-nr": "2",
        "data-spurgt": question,
        "data-svar": answer,
        "data-fejl": "",
    }
    assert not len(sent)


def test_a_fault_and_a_new_conversation_show_no_answer() -> None:
    (sent,) = html.fragments_fromstring(fault("»x« er ikke en dato."))
    assert (sent.get("data-svar"), sent.get("data-fejl")) == ("", "»x« er ikke en dato.")
    (sent,) = html.fragments_fromstring(nothing_yet())
    assert (sent.get("data-nr"), sent.get("data-svar"), sent.get("data-fejl")) == ("1", "", "")

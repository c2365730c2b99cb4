"""An answer told by a language model is checked, or the extracted one stands and says why."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from index.archive import Archive
from rag.ask import ask, look_up
from rag.cite import stands as quoted
from rag.model import ModelError, ModelSettings, ServedModel
from rag.render import to_json, to_markdown, to_text
from rag.types import Answer, Status
from rag.verification.sources import MOST, ROOM
from rag.verification.write import prompt, rewrite
from tests.rag.fake_model import raw, says, serving, slow, status

QUESTION = "Hvad blev besluttet om østmolen i kommunalbestyrelsen?"


class Scripted:
    """A model that says what it is told to, and remembers what it was asked."""

    name = "prøve"

    def __init__(self, *texts: str | ModelError) -> None:
        self.texts = list(texts)
        self.asked: list[str] = []

    def warm(self) -> None:
        pass

    def write(self, system: str, user: str, stop: threading.Event | None = None) -> str:
        self.asked.append(f"{system}\n{user}")
        said = self.texts.pop(0)
        if isinstance(said, ModelError):
            raise said
        return said


def numbered(answer: Answer, word: str) -> int:
    """The number of the first source that holds a word."""
    return next(c.n for c in answer.citations if word in c.quote)


@pytest.fixture
def plain(town: Archive) -> Answer:
    return ask(QUESTION, town)


def test_a_text_that_holds_is_the_answer(town: Archive, plain: Answer) -> None:
    n = numbered(plain, "11,9")
    model = Scripted(
        f"Kommunalbestyrelsen godkendte, at der bruges 11,9 mio. kr. til østmolen [{n}]."
    )
    answer = ask(QUESTION, town, model=model)
    assert (
        answer.text
        == "Kommunalbestyrelsen godkendte, at der bruges 11,9 mio. kr. til østmolen. [1]"
    )
    assert answer.engine == "prøve"
    assert "prøve" in answer.note
    assert [citation.n for citation in answer.citations] == [1]
    assert not any(sentence.quoted for sentence in answer.sentences)


def test_every_source_of_a_told_answer_stands_in_the_minutes(town: Archive, plain: Answer) -> None:
    n = numbered(plain, "11,9")
    answer = ask(QUESTION, town, model=Scripted(f"Der bruges 11,9 mio. kr. til østmolen [{n}]."))
    assert answer.engine == "prøve"
    assert answer.citations
    assert all(quoted(c, town.source_of_item(c.item_id)) for c in answer.citations)


@pytest.mark.parametrize(
    "lie",
    [
        "Kommunalbestyrelsen afviste udvidelsen af østmolen [{n}].",
        "Kommunalbestyrelsen godkendte, at der bruges 12,4 mio. kr. til østmolen [{n}].",
        "Der bruges 19,1 mio. kr. til østmolen [{n}].",
        "Kommunalbestyrelsen godkendte udvidelsen af østmolen.",
        "Kommunalbestyrelsen godkendte udvidelsen af østmolen [77].",
        "Det fremgår ikke af kilderne [{n}].",
        "Jeg kan desværre ikke svare på det.",
        "1 2 3",
    ],
)
def test_a_text_that_does_not_hold_leaves_the_extracted_answer(
    town: Archive, plain: Answer, lie: str
) -> None:
    answer = ask(QUESTION, town, model=Scripted(lie.format(n=numbered(plain, "11,9"))))
    assert (answer.text, answer.citations) == (plain.text, plain.citations)
    assert answer.engine == "extractive (prøve: unchecked)"
    assert "uddraget ordret" in answer.note


def test_one_sentence_that_does_not_hold_is_dropped(town: Archive, plain: Answer) -> None:
    n = numbered(plain, "11,9")
    text = (
        f"Kommunalbestyrelsen godkendte, at der bruges 11,9 mio. kr. til østmolen [{n}]. "
        f"Arbejdet blev udført af firmaet Blåvand Beton [{n}]."
    )
    answer = ask(QUESTION, town, model=Scripted(text))
    assert answer.engine == "prøve"
    assert "Blåvand" not in answer.text
    assert any("udeladt" in line and "Blåvand" in line for line in answer.trace)


def test_an_answer_about_a_decision_without_the_decision_is_none(
    town: Archive, plain: Answer
) -> None:
    model = Scripted(
        f"Havneudvalget har anbefalet, at østmolen udvides [{len(plain.citations) + 1}]."
    )
    assert ask(QUESTION, town, model=model).engine.startswith("extractive")


@pytest.mark.parametrize("why", ["slow", "down", "broken", "empty", "refused", "stopped"])
def test_a_model_that_fails_leaves_the_extracted_answer_and_says_so(
    town: Archive, plain: Answer, why: str
) -> None:
    answer = ask(QUESTION, town, model=Scripted(ModelError(why)))
    assert (answer.text, answer.citations, answer.status) == (
        plain.text,
        plain.citations,
        plain.status,
    )
    assert answer.engine == f"extractive (prøve: {why})"
    assert answer.note in to_text(answer)
    assert to_json(answer)["note"] == answer.note
    assert "uddraget ordret" in to_markdown(answer)


@pytest.mark.parametrize(
    "question",
    [
        "Hvad blev besluttet om svømmehallen i Nordby?",
        "Hvad kostede isværket?",
        "Hej",
        "",
        "Skriv et digt om havet",
    ],
)
def test_a_refusal_never_depends_on_the_model(town: Archive, question: str) -> None:
    model = Scripted("Svømmehallen blev godkendt [1].")
    refused = ask(question, town)
    assert refused.status is not Status.ANSWERED
    answer = ask(question, town, model=model)
    assert (answer.status, answer.text, answer.engine) == (
        refused.status,
        refused.text,
        "extractive",
    )
    assert model.asked == []


def test_a_cpr_number_is_not_sent(town: Archive) -> None:
    found = look_up(QUESTION, town)
    asked = replace(found.answer, question=f"{QUESTION} Mit nummer er 010190-1234.")
    model = Scripted(ModelError("empty"))
    rewrite(asked, found.sources(town), model)
    assert "010190" not in model.asked[0]
    assert "[CPR-nummer fjernet]" in model.asked[0]


def test_the_sources_are_given_as_numbered_quotes_that_say_what_they_are(town: Archive) -> None:
    found = look_up(QUESTION, town)
    sources = found.sources(town)
    text = prompt(found.answer, sources)
    assert "[1] (beslutning: godkendt med ændring; Kommunalbestyrelsen, 20. marts 2024;" in text
    assert [source.n for source in sources] == list(range(1, len(sources) + 1))
    assert len(sources) <= MOST
    assert (
        sum(len(source.text.split()) for source in sources[len(found.answer.citations) :]) <= ROOM
    )
    assert "indstilling;" in text


def test_who_took_part_is_told_from_the_catalogue_and_no_model_is_asked(town: Archive) -> None:
    model = Scripted("Alle var der [1].")
    answer = ask("Hvem deltog i mødet i Havneudvalget den 6. marts 2024?", town, model=model)
    assert answer.status is Status.ANSWERED
    assert (answer.engine, model.asked) == ("extractive", [])


def test_a_caution_of_ours_stays_in_front_of_what_the_model_says(town: Archive) -> None:
    question = "Hvorfor blev udvidelsen af østmolen afvist i kommunalbestyrelsen?"
    found = look_up(question, town)
    cautions = [s.text for s in found.answer.sentences if not s.cites]
    if not cautions or found.answer.status is not Status.ANSWERED:
        pytest.skip("the extracted answer has no caution here")
    n = numbered(found.answer, "11,9")
    said = Scripted(f"Kommunalbestyrelsen godkendte, at der bruges 11,9 mio. kr. [{n}].")
    answer = rewrite(found.answer, found.sources(town), said)
    assert answer.text.startswith(cautions[0])


def test_an_answer_is_short_and_says_nothing_twice(town: Archive, plain: Answer) -> None:
    n = numbered(plain, "11,9")
    model = Scripted(f"Der bruges 11,9 mio. kr. til østmolen [{n}]. " * 30)
    assert ask(QUESTION, town, model=model).text.count("11,9") == 1


# --- over real HTTP --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [(status(500), "down"), (raw(b"{"), "broken"), (says("Alt er afvist [1]."), "unchecked")],
)
def test_whatever_the_server_does_there_is_an_answer(
    town: Archive, plain: Answer, behaviour: object, why: str
) -> None:
    pytest.importorskip("llama_index.llms.openai_like")
    with serving(behaviour) as fake:  # type: ignore[arg-type]
        model = ServedModel(ModelSettings("prøve", f"{fake.url}/v1", timeout=20))
        answer = ask(QUESTION, town, model=model)
    assert answer.text == plain.text
    assert answer.engine == f"extractive (prøve: {why})"


def test_a_slow_server_is_not_waited_for(town: Archive, plain: Answer) -> None:
    pytest.importorskip("llama_index.llms.openai_like")
    with serving(slow(30)) as fake:
        model = ServedModel(ModelSettings("prøve", f"{fake.url}/v1", timeout=0.5))
        answer = ask(QUESTION, town, model=model)
    assert (answer.text, answer.engine) == (plain.text, "extractive (prøve: slow)")

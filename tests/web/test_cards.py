from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

from lxml import html

from index.types import Outcome, SectionKind
from rag.types import Answer, Citation, Filters, Intent, Question, Sentence, Status
from web.cards import answer_html, bits, leading_outcomes, limits, question_html

FIRST = Citation(
    1, "møde.txt", "Hjortsund", "Teknikudvalget", date(2024, 2, 7), 3, "Ny bro", "11.01-1",
    SectionKind.DECISION, "Beslutning", "Anbefales.", 10, 20, None, item_id="m/3", outcomes=(Outcome.RECOMMENDED,),
)  # fmt: skip
LAST = replace(
    FIRST,
    n=2,
    committee="Byrådet",
    date=date(2024, 2, 26),
    quote="Godkendt.",
    item_id="n/1",
    outcomes=(Outcome.APPROVED,),
)
OTHER = replace(LAST, n=3, title="Svømmehal", case_number="12.02-2", item_id="n/2")


def answered(*citations: Citation, text: str = "Svar. [1]") -> Answer:
    return Answer("?", Status.ANSWERED, text, citations, (Sentence(text, (1,)),))


def tree(answer: Answer) -> html.HtmlElement:
    return html.fragment_fromstring(str(answer_html(answer)))


def test_the_outcomes_of_one_case_stand_in_the_order_they_were_made() -> None:
    assert leading_outcomes(answered(LAST, FIRST)) == [FIRST, LAST]
    assert tree(answered(LAST, FIRST)).find_class("sp-udfald")[-1].text_content().split() == [
        "Godkendt",
        "Byrådet,",
        "26.",
        "februar",
        "2024",
    ]


def test_unrelated_items_give_no_outcome() -> None:
    assert leading_outcomes(answered(FIRST, OTHER)) == []


def test_a_decision_whose_words_name_no_outcome_gets_no_badge() -> None:
    unsaid = answered(replace(LAST, n=1, outcomes=(Outcome.NONE,)))
    assert tree(unsaid).find_class("udfald") == []
    assert tree(unsaid).find_class("sp-udfald") == []
    assert "Ingen" not in tree(unsaid).text_content()


def test_a_recommendation_that_is_quoted_is_no_outcome() -> None:
    assert leading_outcomes(answered(replace(LAST, section=SectionKind.RECOMMENDATION))) == []


def test_an_item_that_is_quoted_twice_is_one_card() -> None:
    cards = tree(answered(FIRST, replace(FIRST, n=2, start=30, end=40), LAST)).find_class(
        "sp-kilde"
    )
    assert [len(card.find_class("sp-citatlink")) for card in cards] == [2, 1]


def test_a_card_repeats_no_quote_that_stands_in_the_answer() -> None:
    other = replace(FIRST, n=2, start=30, end=40, quote="Udvalget\nstemte.")
    text = "»Anbefales.« [1]"
    said = replace(answered(FIRST, other), sentences=(Sentence(text, (1,), True),))
    assert [q.text_content() for q in tree(said).find_class("sp-citat")] == ["Udvalget stemte."]
    both = (*said.sentences, Sentence("»Udvalget stemte.« [2]", (2,), True))
    assert not tree(replace(said, sentences=both)).find_class("sp-citat")


def test_the_best_of_several_quotes_is_marked_and_an_only_one_is_not() -> None:
    first, best = Sentence("»A.« [1]", (1,), True), Sentence("»B.« [2]", (2,), True, best=True)
    (marked,) = tree(replace(answered(FIRST, LAST), sentences=(first, best))).find_class("sp-bedst")
    assert marked.text_content() == "Passer bedst på spørgsmålet: »B.«[2]"
    assert not tree(replace(answered(LAST), sentences=(best,))).find_class("sp-bedst")


def test_only_marks_that_were_issued_are_links() -> None:
    found = bits(Sentence("»Se bilag [7] og [1].« [1]", (1,), True), (FIRST,))
    assert [(bit.text, bit.quote, bit.source is not None) for bit in found] == [
        ("»Se bilag [7] og [1].«", True, False),
        ("[1]", False, True),
    ]


def test_a_lead_before_a_quote_is_not_shown_as_quoted() -> None:
    lead, quote, _ = bits(Sentence("Beslutningen lyder: »Nej.« [1]", (1,), True), (FIRST,))
    assert (lead.text, lead.quote, quote.text) == ("Beslutningen lyder: ", False, "»Nej.«")


def test_the_answer_is_one_line_so_that_no_markdown_is_read_in_it() -> None:
    quote = replace(
        FIRST, quote="# Overskrift\n\n- punkt\n\n    kode\n\n<script>x</script> **fed**"
    )
    text = str(answer_html(answered(quote, text="a\n\nb [1]")))
    assert "\n" not in text
    assert "<script>" not in text
    assert text.startswith("<div")


def test_a_question_is_shown_as_typed() -> None:
    assert (
        str(question_html("<b>Hvad</b>\n\n# blev", 2)).partition('<p class="sp-ret">')[0]
        == '<h2 class="sp-spm">&lt;b&gt;Hvad&lt;/b&gt;<br># blev</h2>'
    )
    assert "q=%3Cb%3EHvad%3C%2Fb%3E%0A%0A%23+blev&amp;ret=2" in str(
        question_html("<b>Hvad</b>\n\n# blev", 2)
    )


def test_near_items_are_not_called_sources() -> None:
    page = tree(Answer("?", Status.NOT_FOUND, "Det fremgår ikke.", related=(FIRST,)))
    assert "De svarer ikke på spørgsmålet" in page.text_content()
    assert "Kilder" not in page.text_content()
    assert not page.find_class("sp-ref")


def test_limits_become_chips() -> None:
    filters = Filters("Hjortsund", "Byrådet", date(2024, 1, 1), None, "11.01-1", 0, True)
    assert tuple(chip.text for chip in limits(filters)) == (
        "kommune: Hjortsund",
        "udvalg: Byrådet",
        "fra 1. januar 2024",
        "sag 11.01-1",
        "punkt 0",
        "kun beslutninger",
    )
    day = date(2024, 1, 1)
    (chip,) = limits(Filters(date_from=day, date_to=day), Filters())
    assert (chip.text, chip.lifts) == ("den 1. januar 2024", "date_from date_to")
    asked = Question("?", "?", (Intent.FACT,), Filters(committee="Byrådet"))
    assert (
        tree(replace(answered(FIRST), understood=asked)).find_class("sp-graense")[0].text
        == "udvalg: Byrådet"
    )


def test_only_what_the_question_itself_said_can_be_lifted() -> None:
    filters = Filters("Hjortsund", "Byrådet", date(2024, 1, 1), date(2024, 12, 31))
    chosen = Filters("Hjortsund")
    lifts = [chip.lifts for chip in limits(filters, chosen)]
    assert lifts == ["", "committee", "date_from date_to", "date_from date_to"]
    assert {chip.lifts for chip in limits(filters)} == {""}


def test_quotes_from_one_section_stand_under_its_heading_once() -> None:
    more = replace(FIRST, n=2, start=30, end=40, quote="Bro.")
    said = tuple(Sentence(f"»{c.quote}« [{c.n}]", (c.n,), True) for c in (FIRST, more))
    (card,) = tree(replace(answered(FIRST, more), sentences=said)).find_class("sp-kilde")
    assert [part.text_content() for part in card.find_class("sp-del")] == ["Beslutning"]
    assert [link.text_content() for link in card.find_class("sp-citatlink")] == [
        "[1] Beslutning",
        "[2] Beslutning",
    ]


def test_a_choice_asks_the_whole_question_of_what_was_chosen() -> None:
    asked = "Hvem deltog i mødet?"
    unclear = Answer(
        asked, Status.UNCLEAR, "Hvilket møde?", choices=("Byrådet den 26. februar 2024",)
    )
    link = tree(unclear).find_class("sp-sporg")[0]
    assert link.text_content() == "Byrådet den 26. februar 2024"
    query = parse_qs(urlsplit(link.get("href")).query)
    assert query["q"] == [f"{asked} Byrådet den 26. februar 2024"]


def test_a_title_that_is_quoted_is_named_as_a_heading() -> None:
    quoted = replace(FIRST, section=SectionKind.TITLE, heading="(overskrift)")
    assert tree(answered(quoted)).find_class("sp-del")[0].text == "Overskrift"


def test_a_choice_in_the_widget_is_asked_in_the_widget() -> None:
    unclear = Answer("Hvad med skolen?", Status.UNCLEAR, "Hvilken?", choices=("Birkeskolen",))
    links = [
        html.fragment_fromstring(str(answer_html(unclear, citizen=True, framed=framed)))
        .find_class("sp-sporg")[0]
        .get("href")
        for framed in (True, False)
    ]
    assert [parse_qs(urlsplit(link).query).get("indlejret") for link in links] == [["1"], None]


def test_near_items_are_named_once_a_title() -> None:
    near = (OTHER, replace(OTHER, n=4, item_id="n/3"), LAST)
    unknown = Answer("?", Status.NOT_FOUND, "Det fremgår ikke.", related=near)
    titles = [link.text for link in tree(unknown).find_class("sp-titel")]
    assert titles == ["Punkt 3: Svømmehal", "Punkt 3: Ny bro"]

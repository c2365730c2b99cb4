from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx
import pypdfium2

from index.types import Outcome, SectionKind
from rag.types import Answer, Citation, Scope, Sentence, Status
from web.export import as_file, markdown, word

CITATION = Citation(
    1, "møde.txt", "Hjortsund", "Byrådet", date(2025, 5, 26), 3, "Ny *bro*", "11.01-1",
    SectionKind.DECISION, "Beslutning", "Godkendt. <b>\x0b", 10, 25, 4, item_id="m/3", outcomes=(Outcome.APPROVED,),
)  # fmt: skip
ANSWER = Answer(
    "Hvad blev <besluttet>?",
    Status.ANSWERED,
    "»Godkendt. <b>« [1]",
    (CITATION,),
    (Sentence("»Godkendt. <b>« [1]", (1,), True),),
    scope=Scope(10, date(2024, 2, 7), date(2025, 5, 26)),
)
DAY = date(2025, 6, 1)


def test_a_word_note_holds_question_answer_sources_and_date() -> None:
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(word(ANSWER, DAY))).paragraphs)
    assert "Hvad blev <besluttet>?" in text
    assert "[1] Hjortsund: Byrådet, 26. maj 2025, Punkt 3: Ny *bro*, Beslutning, s. 4" in text
    assert "»Godkendt. <b>« (møde.txt)" in text
    assert "10 møder fra 7. februar 2024 til 26. maj 2025" in text
    assert "hentet 1. juni 2025" in text


def test_markdown_keeps_what_documents_say_from_being_markup() -> None:
    text = markdown(ANSWER, DAY)
    assert "<b>" not in text
    assert "Ny \\*bro\\*" in text
    assert "hentet 1" in text


def test_every_note_says_the_case_number_of_each_source() -> None:
    other = replace(CITATION, n=2, case_number=None, title="Ny vej")
    said = replace(ANSWER, citations=(CITATION, other))
    notes = [
        "\n".join(p.text for p in docx.Document(io.BytesIO(word(said, DAY))).paragraphs),
        markdown(said, DAY).replace("\\", ""),
        pages(as_file(said, "pdf", DAY))[0],
    ]
    for text in notes:
        assert "Beslutning, s. 4, sagsnr. 11.01-1" in text
        assert text.count("sagsnr.") == 1


def test_an_answer_without_sentences_is_its_text() -> None:
    note = word(Answer("Hvem?", Status.NOT_FOUND, "Det fremgår ikke."), DAY)
    text = [p.text for p in docx.Document(io.BytesIO(note)).paragraphs]
    assert "Det fremgår ikke." in text
    assert "Kilder" not in text


def test_a_note_says_where_the_answer_can_be_seen_again() -> None:
    address = "https://svar.hjortsund.example/svar/abc"
    assert address in markdown(ANSWER, DAY, address)
    held = docx.Document(io.BytesIO(word(ANSWER, DAY, address)))
    assert address in held.paragraphs[-1].text


def pages(note: bytes) -> list[str]:
    """The text of each page of a PDF, its lines joined."""
    document = pypdfium2.PdfDocument(note)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def test_a_pdf_note_holds_question_answer_sources_and_date_as_text() -> None:
    (text,) = pages(as_file(ANSWER, "pdf", DAY, "https://svar.hjortsund.example/svar/abc"))
    assert "Hvad blev <besluttet>?" in text
    assert "[1] Hjortsund: Byrådet, 26. maj 2025, Punkt 3: Ny *bro*, Beslutning, s. 4" in text
    assert "møde.txt" in text
    assert "10 møder fra 7. februar 2024 til 26. maj 2025" in text
    assert "hentet 1. juni 2025" in text
    assert "https://svar.hjortsund.example/svar/abc" in text


def test_a_quote_stands_in_the_pdf_letter_for_letter() -> None:
    quote = "Ærø, Ålbæk og Øm får – jf. § 7, stk. 2 – 1,5 mio. kr. ≤ 5 % ☒ “ja”, ‘nej’ … {nb} ℃"
    said = replace(ANSWER, citations=(replace(CITATION, quote=quote),))
    assert f"»{quote}«" in pages(as_file(said, "pdf", DAY))[0]


def test_a_long_quote_goes_over_the_pages_and_loses_nothing() -> None:
    quote = " ".join(f"Punkt {n} om vej nummer {n} godkendes." for n in range(400))
    said = replace(ANSWER, citations=(replace(CITATION, quote=quote),))
    sheets = pages(as_file(said, "pdf", DAY))
    assert len(sheets) > 2
    whole = " ".join(sheet.replace(f" Side {n}", "") for n, sheet in enumerate(sheets, 1))
    assert quote in whole


def test_a_sign_that_the_font_lacks_is_marked_and_told() -> None:
    said = replace(ANSWER, citations=(replace(CITATION, quote="Besøg fra 日本 godkendt"),))
    (text,) = pages(as_file(said, "pdf", DAY))
    assert "Besøg fra \ufffd\ufffd godkendt" in text
    assert "ikke kan vises" in text
    assert "ikke kan vises" not in pages(as_file(ANSWER, "pdf", DAY))[0]

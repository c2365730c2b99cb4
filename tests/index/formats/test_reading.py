"""What holds for every document: offsets, nothing lost, no exception, linear time, stable ids."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.formats import meetings_of, read_meetings
from index.report import report
from index.types import Document, Meeting, SectionKind, UnreadableError

BLANK = " \t\r\n\f\v\u00a0\u200b\u200c\u200d\ufeff\u2007\u202f"
MINUTES = (
    "REFERAT Havneudvalget d. 03-05-2031\n\nMødedato Lørdag d. 3. maj 2031 kl. 14:00\n\n"
    "Indholdsfortegnelse\n\nNy mole.....\t3\nEventuelt.....\t4\n\n"
    "Punkt 1: Ny mole\n\n08.01.00-G01-1-31\n\nResume\n\nMolen er 60 år gammel.\n\n"
    "Beslutning\n\nGodkendt.\n\nPunkt 2: Eventuelt\n\n08.01.00-G01-2-31\n\nBeslutning\n\nIntet.\n"
)
PIECES = [
    "Punkt 1: Ny mole", "Punkt 2", "1. Ny mole", "2. Eventuelt", "3 Bro", "12Sluse", "Beslutning", "Beslutning:",
    "INDSTILLING", "Beslutning: Godkendt.", "BeslutningGodkendt.", "Sagsfremstilling", "08.01.00-G01-1-31", "Sagsnr.:",
    "Lukket: Køb", "**3. Kaj**", "## 4. Kran", "REFERAT Havneudvalget d. 03-05-2031", "Mødedato: 3. maj 2031", "Afbud:",
    "- et punkt", "År\t2030\t2031", "Ny mole.....\t3", "Godkendt.", "", "", "", "\u00a0", "Side 3", "19.00 - 19.45 Kaffe",
    "Beslutning i Havneudvalget den 3. maj 2031", "Sagens forløb", "03-05-2031 Havneudvalget", "Åbent", "*", "**", "#",
    "Resumé", "Referat", "Den gamle mole er slidt, og der er søgt om midler.", "Sag nr. 129", "( )", "\u200b", "1.", "....",
]  # fmt: skip


def document(text: str, name: str = "moede.txt", **more: object) -> Document:
    return Document(name, name, text, "0", **more)  # type: ignore[arg-type]


def meetings(text: str) -> tuple[Meeting, ...]:
    try:
        return meetings_of(document(text))
    except UnreadableError:
        return ()


def check_offsets(doc: Document, found: tuple[Meeting, ...]) -> None:
    for meeting in found:
        sections = [meeting.head, *(s for item in meeting.items for s in item.sections)]
        for section in sections:
            assert doc.text[section.start : section.end] == section.text
            for heading, at in section.subheadings:
                assert doc.text[at : at + len(heading)] == heading
                assert section.start <= at < section.end
        for item in meeting.items:
            assert " ".join(doc.text[item.title_start : item.title_end].split()) == item.title
            for decision in item.decisions:
                assert doc.text[decision.start : decision.end] == decision.text


def check_order(doc: Document, found: tuple[Meeting, ...]) -> None:
    """Heads, items and sections follow each other; what lies between is blank or unassigned."""
    at = 0
    for meeting in found:
        spans = [(meeting.head.start, meeting.head.end), *((i.start, i.end) for i in meeting.items)]
        for start, end in sorted([*spans, *meeting.unassigned]):
            assert start >= at
            assert not doc.text[at:start].strip(BLANK)
            at = end
        for item in meeting.items:
            inside = item.title_end
            for section in item.sections:
                assert section.start >= inside
                assert section.heading in doc.text[inside : section.start]
                inside = section.end
            assert inside <= item.end
    assert not doc.text[at:].strip(BLANK)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("\n".join))
@settings(max_examples=300, deadline=None)
def test_any_arrangement_of_lines_keeps_its_offsets_and_loses_nothing(text: str) -> None:
    found = meetings(text)
    check_offsets(document(text), found)
    if found:
        check_order(document(text), found)


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_text_raises_anything_but_a_refusal(text: str) -> None:
    check_offsets(document(text), meetings(text))
    check_offsets(document(MINUTES + text), meetings(MINUTES + text))


@given(st.integers(0, len(MINUTES)), st.text(max_size=30))
@example(283, "0\x1f")
@settings(max_examples=200, deadline=None)
def test_minutes_with_a_spot_on_them_are_still_consistent(at: int, spot: str) -> None:
    text = MINUTES[:at] + spot + MINUTES[at:]
    found = meetings(text)
    check_offsets(document(text), found)
    if found:
        check_order(document(text), found)


@pytest.mark.parametrize(
    "line",
    ["1. Ny mole\n", "Beslutning\n", "Punkt 1: Ny mole\n\n", "a" * 50, "1 ", "Ny mole.....\t3\n", "**1. x** ", "A, ", "\n", "godkend", "»a",
     "stemte for ", "A stemte imod, ", "Punkt 1\n"],
)  # fmt: skip
def test_four_times_the_text_takes_about_four_times_as_long(line: str) -> None:
    def seconds(size: int) -> float:
        text = MINUTES + line * (size // len(line))
        start = time.process_time()
        meetings(text)
        return time.process_time() - start

    seconds(2_000)
    short, long = (min(seconds(size) for _ in range(2)) for size in (20_000, 80_000))
    assert long < 9 * short + 0.3


def test_an_id_is_the_file_s_name_and_not_its_folder(tmp_path: Path) -> None:
    ids = set()
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "havneudvalget.txt"
        path.write_text(MINUTES, "utf-8")
        _, (meeting,) = read_meetings(path)
        ids.add(meeting.id)
    assert len(ids) == 1
    assert len(ids.pop()) == 12


def test_a_second_meeting_of_a_file_has_the_same_id_with_a_number() -> None:
    page = (
        "Referat af møde i Udsatterådet den {} 2031\nDeltagere: Ane Juul, Bo Ravn\n\n"
        "1. Dagsorden\nGodkendt.\n\n2. Besøg på herberget\nRådet tager af sted i juni.\n\n"
    )
    first, second = meetings(page.format("3. maj") + page.format("14. juni"))
    assert (str(first.date), str(second.date)) == ("2031-05-03", "2031-06-14")
    assert second.id == f"{first.id}-2"
    assert [item.number for item in second.items] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hun rejste til havet.\n\nDer var ingen ved stationen.",
        "Pandekager\n\n1. Pisk æg og mel.\n2. Tilsæt mælk.\n3. Bag på panden.",
        "Årsrapport\n\n1. Indledning\n\nEt godt år.\n\n2. Regnskab\n\nOverskud på 3 kr.",
    ],
)
def test_what_is_no_minutes_is_refused_in_danish(text: str) -> None:
    with pytest.raises(UnreadableError, match="ligner ikke en dagsorden eller et referat"):
        meetings_of(document(text, "roman.txt"))


def test_a_text_whose_only_heading_is_a_sentence_is_refused() -> None:
    with pytest.raises(UnreadableError):
        meetings_of(document("# Vesterg B til kommunens godkendelse. Lind ønskede tilført, A."))


def test_an_agenda_of_titles_alone_is_an_agenda() -> None:
    text = (
        "Dagsorden\nByrådet i Strandmark Kommune\nMandag den 4. november 2030 kl. 18.00\n\n"
        "1. Godkendelse af dagsorden\n2. Budget 2031 - 2. behandling\n3. Lokalplan 112\n"
        "4. Lukket: Salg af grund\n5. Eventuelt\n"
    )
    (meeting,) = meetings(text)
    assert [item.number for item in meeting.items] == [1, 2, 3, 4, 5]
    assert [item.open for item in meeting.items] == [True, True, True, False, True]
    assert meeting.kind == "dagsorden"


def test_a_motion_with_labels_of_its_own_stays_in_the_case() -> None:
    text = (
        "REFERAT Byrådet d. 05-06-2031\n\nPunkt 7: Gratis busser\n\n00.01.00-G01-12-31\n\nResume\n\n"
        "Et forslag.\n\nSagsfremstilling\n\nListe Q skriver:\n\nIndstilling:\n\n1. At der laves en "
        "analyse.\n2. At den forelægges i august.\n\nØkonomi\n\nTre mio. kr.\n\nIndstilling\n\nAt "
        "forslaget drøftes.\n\nBeslutning\n\nDrøftet.\n"
    )
    (meeting,) = meetings(text)
    kinds = [section.kind for section in meeting.items[0].sections]
    assert kinds.count(SectionKind.RECOMMENDATION) == 1


def test_decisions_of_earlier_bodies_keep_their_body_and_are_not_own() -> None:
    text = (
        "Kommunalbestyrelsen - Referat - 25. november 2031\nKl. 18:00\n\n235. Lokalplan for havnen\n\n"
        "Sagsnr.: 18/12345\n\nBeslutning i Plan- og Boligudvalget den 5. november 2031\nAnbefales.\n\n"
        "Beslutning i Kommunalbestyrelsen den 25. november 2031\nGodkendt.\n\n236. Valg af revisor\n\n"
        "Sagsnr.: 19/222\n\nBeslutning i Kommunalbestyrelsen den 25. november 2031\nGodkendt.\n"
    )
    (meeting,) = meetings(text)
    first = meeting.items[0].decisions
    assert [(d.body, d.own) for d in first] == [
        ("Plan- og Boligudvalget", False),
        ("Kommunalbestyrelsen", True),
    ]


def test_missing_facts_are_told_in_danish_and_cost_confidence() -> None:
    sure = meetings(MINUTES)[0]
    unsure = meetings(
        "Referat\n\n1. Velkomst\n\nAlle var mødt.\n\n2. Kaffe\n\nDer var kage.\n\n3. Evt.\n"
    )[0]
    assert unsure.confidence < 0.6 < sure.confidence
    assert "Mødets dato blev ikke fundet." in unsure.warnings
    assert "Udvalgets navn blev ikke fundet." in unsure.warnings


def test_the_report_says_in_plain_data_what_was_read() -> None:
    doc = document(MINUTES)
    data = report(doc, meetings_of(doc))
    (meeting,) = data["meetings"]  # type: ignore[misc,str-unpack]
    assert meeting["body"] == "Havneudvalget"  # type: ignore[index,call-overload]
    assert meeting["date"] == "2031-05-03"  # type: ignore[index,call-overload]
    items = meeting["items"]  # type: ignore[index,call-overload]
    assert [item["case_number"] for item in items] == ["08.01.00-G01-1-31", "08.01.00-G01-2-31"]  # type: ignore[union-attr,index,call-overload]

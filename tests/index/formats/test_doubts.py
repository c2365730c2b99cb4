"""A reading that went wrong says so: a confidence below .6 and a warning in Danish."""

from __future__ import annotations

from index.formats import meetings_of
from index.types import Document, Meeting

HEAD = "Havnby Kommune\nReferat\nHavneudvalget\nMødedato: 3. maj 2031\n\n"
MATTERS = ("Ny mole", "Bro over åen", "Kajens belysning", "Leje af skur", "Takster", "Eventuelt")
SURE, UNSURE = 0.9, 0.6


def read(*items: str, head: str = HEAD) -> Meeting:
    text = head + "\n\n".join(items)
    return meetings_of(Document("x", "x.txt", text, "0"))[0]


def item(n: int, filed: str = "Sagsnr.: 31/100{n}", title: str = "{matter}") -> str:
    lines = (
        f"{n + 1}. {title}\n{filed}\n\nSagsfremstilling\nMolen er slidt.\n\nBeslutning\nGodkendt."
    )
    return lines.format(n=n, matter=MATTERS[n])


def test_minutes_that_are_read_in_full_are_sure() -> None:
    meeting = read(*map(item, range(6)))
    assert meeting.confidence > SURE
    assert not meeting.warnings


def test_case_numbers_of_an_unknown_form_are_noticed() -> None:
    meeting = read(*(item(n, "31 00 4{n} 9/KX 7781") for n in range(6)))
    assert all(one.case_number is None for one in meeting.items)
    assert meeting.confidence < UNSURE
    assert any("sagsnummer" in warning for warning in meeting.warnings)


def test_titles_that_all_begin_alike_are_noticed() -> None:
    meeting = read(*(item(n, title="<Aaben> {matter}") for n in range(6)))
    assert meeting.confidence < 0.7
    assert any("begynder med »<Aaben>«" in warning for warning in meeting.warnings)


def test_numbers_left_out_are_counted() -> None:
    meeting = read(item(0), item(1), item(3), item(4))
    assert not meeting.warnings
    meeting = read(item(0), item(5))
    assert "4 numre mangler mellem punkt 1 og 6." in meeting.warnings


def test_minutes_without_labels_or_decisions_are_unsure() -> None:
    meeting = read(*(f"{n + 1}. {MATTERS[n]}\nDer blev talt om molen og åen." for n in range(5)))
    assert meeting.confidence < UNSURE
    assert len(meeting.warnings) > 1


def test_a_body_without_a_name_is_noticed() -> None:
    meeting = read(*map(item, range(4)), head=HEAD.replace("Havneudvalget", "Udvalget"))
    assert "Udvalgets navn er kun læst som »Udvalget«." in meeting.warnings


def test_decisions_whose_outcome_is_not_understood_are_counted() -> None:
    told = [item(n).replace("Godkendt.", "Molen er nu grøn.") for n in range(3)]
    meeting = read(*told, *(item(n) for n in range(3, 6)))
    assert "Udfaldet af 3 af 6 beslutninger kan ikke læses." in meeting.warnings
    assert meeting.confidence < SURE


def test_a_case_number_with_something_unknown_beside_it_is_noticed() -> None:
    meeting = read(*(item(n, "Sag: 31/100{n} (vedr. molens 2. del)") for n in range(6)))
    assert all(one.case_number is None for one in meeting.items)
    assert meeting.confidence < 0.7


def test_titles_that_all_end_alike_are_noticed() -> None:
    meeting = read(*(item(n, title="{matter} <Aaben>") for n in range(6)))
    assert meeting.confidence < 0.7
    assert any("ender med »<Aaben>«" in warning for warning in meeting.warnings)


def test_numbers_that_were_taken_for_titles_are_noticed() -> None:
    meeting = read(*(item(n).replace(f"{n + 1}. ", f"<{n + 1}> ") for n in range(6)))
    assert meeting.confidence < UNSURE


def test_a_label_that_nobody_knows_is_noticed_where_nothing_is_decided() -> None:
    told = (item(n).replace("Beslutning", "Xyzzet") for n in range(6))
    meeting = read(*(one.replace("Godkendt.", "Molen er nu grøn.") for one in told))
    assert meeting.confidence < UNSURE
    assert any("»Xyzzet«" in warning for warning in meeting.warnings)


def test_a_label_inside_the_text_is_noticed() -> None:
    meeting = read(*(item(n).replace("\n\nBeslutning\n", " Beslutning ") for n in range(4)))
    assert meeting.confidence < UNSURE
    assert any("midt i teksten" in warning for warning in meeting.warnings)


def test_a_lone_decision_that_is_not_understood_costs_too() -> None:
    meeting = read(item(0), item(1).replace("Godkendt.", "Molen er nu grøn."))
    assert "Udfaldet af 1 af 2 beslutninger kan ikke læses." in meeting.warnings


def test_a_decision_far_longer_than_the_others_is_noticed() -> None:
    told = item(3).replace("Godkendt.", "Godkendt. " + "Molen er lang og grøn. " * 300)
    meeting = read(item(0), item(1), item(2), told, item(4))
    assert "Beslutningen under punkt 4 er usædvanligt lang." in meeting.warnings

"""Decisions that only point to another one are told rightly, or not at all."""

from __future__ import annotations

from index.formats import meetings_of
from index.types import Decision, Document, Meeting, Outcome

HEAD = "Havnby Kommune\nReferat\n{body}\nMødedato: 3. maj 2031\n\n"
EARLIER = "Havneudvalget, 20. april 2031, pkt. 7\n{told}\n\n"


def read(told: str, body: str = "Byrådet", earlier: str = "Anbefales.") -> Meeting:
    items = "".join(
        f"{n}. {title}\nSagsnr.: 31/100{n}\n\nSagsfremstilling\nMolen er slidt.\n\n"
        f"{EARLIER.format(told=earlier) if earlier else ''}Beslutning\n{text}\n\n"
        for n, (title, text) in enumerate(
            (("Ny mole", told), ("Kajen", "Godkendt."), ("Leje af skur", "Godkendt.")), 1
        )
    )
    text = HEAD.format(body=body) + items
    return meetings_of(Document("x", "x.txt", text, "0"))[0]


def own(meeting: Meeting) -> Decision:
    return next(one for one in meeting.items[0].decisions if one.own)


def test_a_council_that_does_as_the_committee_recommended_approves() -> None:
    decision = own(read("Som Havneudvalget."))
    assert decision.outcomes == (Outcome.APPROVED,)
    assert decision.sentence == "Som Havneudvalget."


def test_a_committee_on_the_way_recommends_as_the_one_before_it() -> None:
    assert own(read("Som Havneudvalget.", "Økonomiudvalget")).outcomes == (Outcome.RECOMMENDED,)


def test_what_was_put_off_is_put_off_and_what_was_refused_is_refused() -> None:
    assert own(read("Som Havneudvalget.", earlier="Udsat.")).outcomes == (Outcome.POSTPONED,)
    refused = own(read("Som Havneudvalget.", earlier="Indstillingen blev forkastet."))
    assert refused.outcomes == (Outcome.REJECTED,)


def test_without_the_decision_that_is_meant_there_is_no_outcome_but_a_warning() -> None:
    for told in ("Som Sluseudvalget.", "Se punkt 12.", "Behandlet sammen med punkt 3."):
        meeting = read(told)
        assert own(meeting).outcomes == (Outcome.NONE,)
        assert own(meeting).sentence == ""
        assert any("punkt 1" in warning and "henviser" in warning for warning in meeting.warnings)
    assert not read("Som Havneudvalget.").warnings

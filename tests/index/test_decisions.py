from __future__ import annotations

import json
import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.decisions import is_binding, read_decision, split_bodies, split_history
from index.types import Decision, Outcome, Side

O = Outcome  # noqa: E741
GREVE = sorted(Path(__file__).parents[3].glob("shared/greve/dagsordener/*.json"))


def read(text: str, body: str | None = "Havneudvalget") -> Decision:
    return read_decision(text, 0, body=body, date=None)


def points(text: str) -> dict[str, tuple[Outcome, ...]]:
    return {point.point: point.outcomes for point in read(text).points}


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("Godkendt.", [O.APPROVED]),
        ("Blev tiltrådt", [O.APPROVED]),
        ("Vedtoges uændret.", [O.APPROVED]),
        ("Udvalget tilsluttede sig planen.", [O.APPROVED]),
        ("Indstillingen følges.", [O.APPROVED]),
        ("Som indstillet.", [O.APPROVED]),
        ("Indstillingen blev fulgt.", [O.APPROVED]),
        ("Anbefales. O kan ikke anbefale.", [O.RECOMMENDED]),
        ("Første at godkendt. Andet at udsat.", [O.APPROVED, O.POSTPONED]),
        ("Forslaget er herefter faldet.", [O.REJECTED]),
        ("Godkendt som indstillet.", [O.APPROVED]),
        ("Udvalget besluttede, at molen males.", [O.APPROVED]),
        ("Udvalget vælger model 2.", [O.APPROVED]),
        ("Model 2 blev valgt.", [O.APPROVED]),
        ("Udvalget nedsættes ikke som indstillet.", [O.NONE]),
        ("Der gives dispensation til skuret.", [O.APPROVED]),
        ("Med stemmerne 9 for og 2 imod godkendte Byrådet planen.", [O.APPROVED]),
        ("Godkendt med den ændring, at molen males rød.", [O.APPROVED_WITH_CHANGE]),
        ("Udvalget godkender planen med følgende tilføjelse:", [O.APPROVED_WITH_CHANGE]),
        ("Godkendt, dog males molen ikke.", [O.APPROVED_WITH_CHANGE]),
        ("Godkendt med bemærkning om, at molen er flot.", [O.APPROVED]),
        ("Anbefales.", [O.RECOMMENDED]),
        ("Indstilles til godkendelse", [O.RECOMMENDED]),
        ("Indstilles godkendt til udsendelse i høring.", [O.RECOMMENDED]),
        ("Økonomiudvalget anbefaler over for Byrådet, at planen godkendes.", [O.RECOMMENDED]),
        ("Udvalget anbefaler, at Klima- og Kystudvalget godkender planen.", [O.RECOMMENDED]),
        ("Fremsendes til Byrådet med bemærkning, at Magistraten anbefaler planen.", [O.RECOMMENDED]),
        ("Taget til efterretning", [O.NOTED]),
        ("Udvalget tog redegørelsen om molen til efterretning.", [O.NOTED]),
        ("Drøftet og taget til efterretning.", [O.DISCUSSED, O.NOTED]),
        ("Orientering givet.", [O.ORIENTATION]),
        ("Til orientering.", [O.ORIENTATION]),
        ("Foretoges.", [O.ORIENTATION]),
        ("Formanden orienterede om:\n- Molen\n- Havnefesten", [O.ORIENTATION]),
        ("Udvalget drøftede sagen.", [O.DISCUSSED]),
        ("Udsættes til næste møde.", [O.POSTPONED]),
        ("Udvalget besluttede at udsætte sagen.", [O.POSTPONED]),
        ("Udvalget ønsker sagen genoptaget på et kommende møde.", [O.POSTPONED]),
        ("Oversendes til Kystudvalget.", [O.REFERRED]),
        ("Byrådet besluttede at sende forslaget til behandling i Kystudvalget.", [O.REFERRED]),
        ("Sagen sendes tilbage til administrationen.", [O.SENT_BACK]),
        ("Tilbagesendes Havneafdelingen med bemærkning, at byrådet har vedtaget planen.", [O.APPROVED]),
        ("Sagen udgår.", [O.WITHDRAWN]),
        ("Sagen blev taget af dagsordenen.", [O.WITHDRAWN]),
        ("Ikke godkendt.", [O.REJECTED]),
        ("Udvalget godkendte ikke planen.", [O.REJECTED]),
        ("Kan ikke anbefales.", [O.REJECTED]),
        ("Anbefales ikke.", [O.REJECTED]),
        ("Indstillingen blev ikke tiltrådt.", [O.REJECTED]),
        ("Forslaget blev forkastet med 9 stemmer imod 2.", [O.REJECTED]),
        ("Udvalget besluttede at give afslag.", [O.REJECTED]),
        ("Byrådet besluttede, at forslaget ikke sendes til behandling i udvalg.", [O.REJECTED]),
        ("Udvalget besluttede, at der ikke gives dispensation.", [O.REJECTED]),
        ("Udvalget ønsker ikke, at forslaget oversendes til budgettet.", [O.REJECTED]),
        ("Udvalget kan ikke følge indstillingen.", [O.REJECTED]),
        ("Ida Kyst blev valgt som formand.", [O.ELECTED]),
        ("Byrådet udpegede Bo Havn til bestyrelsen.", [O.ELECTED]),
        ("Ingen.", [O.NOTHING]),
        ("Der var ingen orienteringer.", [O.NOTHING]),
        ("Intet at referere.", [O.NOTHING]),
        ("-", [O.NOTHING]),
        ("", [O.NONE]),
        (".", [O.NONE]),
        ("Beslutning ikke frigivet", [O.NONE]),
        ("Udvalget undlod at tage stilling.", [O.NONE]),
        ("Udvalget ønsker en sag om molen.", [O.NONE]),
        ("Afbud: Ida Kyst", [O.NONE]),
    ],
)  # fmt: skip
def test_a_decision_says_what_was_done(text: str, outcomes: list[Outcome]) -> None:
    assert list(read(text).outcomes) == outcomes


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        ("Godkendt, idet udvalget anbefaler, at sagen ikke udsættes.", [O.APPROVED]),
        ("Taget til efterretning med bemærkning om, at planen ikke godkendes.", [O.NOTED]),
        ("Godkendt.\n(A) kan ikke anbefale planen.", [O.APPROVED]),
        ("Anbefales.\nIda Kyst (Ø) kunne ikke støtte planen.", [O.RECOMMENDED]),
        ("Godkendt.\nEt mindretal (A) anbefaler, at sagen udsættes.", [O.APPROVED]),
        ("Godkendt. Udvalget ønsker tiltag for udsatte borgere drøftet.", [O.APPROVED]),
        ("Godkendt. Den endelige plan skal godkendes af direktøren.", [O.APPROVED]),
        ("Godkendt.\nUdvalget har tidligere afvist planen.", [O.APPROVED]),
        ("Administrationen anbefaler model 2.\nGodkendt.", [O.APPROVED]),
        ("Dagsordenen blev godkendt.\nPunkt 5 udgår, og punkt 7 udsættes.", [O.APPROVED]),
        (
            "Et ændringsforslag fra F blev forkastet.\nHerefter blev indstillingen godkendt.",
            [O.APPROVED],
        ),
    ],
)
def test_what_only_stands_nearby_is_no_outcome(text: str, outcomes: list[Outcome]) -> None:
    assert list(read(text).outcomes) == outcomes


def test_a_quoted_statement_is_not_the_decision() -> None:
    text = (
        "Seniorrådet har afgivet følgende udtalelse:\n\n"
        '"Seniorrådet anbefaler, at planen ikke godkendes."\n\nTaget til efterretning'
    )
    assert read(text).outcomes == (O.NOTED,)
    assert read(text).sentence == "Taget til efterretning"


def test_the_outcome_may_stand_in_the_third_sentence() -> None:
    text = (
        "Udvalgsmedlem Bo Havn (Ø) stemmer imod.\n\n"
        "Ida Kyst (V) og Per Vig (A) stemmer for.\n\nHavneudvalget anbefaler dermed planen."
    )
    decision = read(text)
    assert decision.outcomes == (O.RECOMMENDED,)
    assert decision.sentence == "Havneudvalget anbefaler dermed planen."
    assert [vote.side for vote in decision.votes] == [Side.AGAINST, Side.FOR]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Godkendt.\n2. Ikke godkendt.", {"1": (O.APPROVED,), "2": (O.REJECTED,)}),
        ("Ad 1. Drøftet. Ad 2. Udsat.", {"1": (O.DISCUSSED,), "2": (O.POSTPONED,)}),
        ("1.-3. anbefales.", dict.fromkeys("123", (O.RECOMMENDED,))),
        ("1-2 anbefales.", dict.fromkeys("12", (O.RECOMMENDED,))),
        ("1. og 4. Godkendt", dict.fromkeys("14", (O.APPROVED,))),
        ("At 2: Godkendt", {"2": (O.APPROVED,)}),
        ("Pkt. 3: Godkendt", {"3": (O.APPROVED,)}),
        ("1.Godkendt\n2.Udsat", {"1": (O.APPROVED,), "2": (O.POSTPONED,)}),
        ("1.a. Anbefales.\n1.b. Anbefales ikke.", {"1.a": (O.RECOMMENDED,), "1.b": (O.REJECTED,)}),
        ("Udvalget godkendte punkt 1 og 2.", dict.fromkeys("12", (O.APPROVED,))),
        ("Godkendt den 3. maj", {}),
        ("9 medlemmer deltog.", {}),
    ],
)
def test_points_have_their_own_outcomes(
    text: str, expected: dict[str, tuple[Outcome, ...]]
) -> None:
    assert points(text) == expected


def test_reservations_and_absence_stand_apart() -> None:
    text = "Godkendt.\n\n(A) tog forbehold indtil Byrådets behandling.\n\nAfbud: Ida Kyst (V)"
    decision = read(text)
    assert decision.reservations == ("(A) tog forbehold indtil Byrådets behandling.",)
    assert decision.absent == ("Ida Kyst (V)",)
    assert decision.outcomes == (O.APPROVED,)


def test_votes_on_a_minoritys_motion_are_not_votes_on_the_matter() -> None:
    text = (
        "Byrådet godkendte planen.\n\n(Ø) fremsatte følgende forslag:\n\n"
        "Byrådet vedtager en havnefest.\n\nFor stemte: (Ø)\n\nImod stemte: (V) og (A)"
    )
    assert read(text).votes == ()
    assert read(text).outcomes == (O.APPROVED,)


def test_a_history_is_one_decision_for_each_body() -> None:
    text = (
        "03-05-2031 Klima- og Havneudvalget\n\n1. Anbefales.\n\n"
        "12-05-2031 Økonomiudvalget (slettet 01-01-2032)\n\nSendes tilbage til udvalget.\n\n"
        "Byrådet, 20. maj 2031, pkt. 7: Godkendt.\n\n30-05-2031 Byråd 2030-2033"
    )
    found = split_history(text, 100)
    assert [(d.body, d.date, d.outcomes, d.own) for d in found] == [
        ("Klima- og Havneudvalget", date(2031, 5, 3), (O.RECOMMENDED,), False),
        ("Økonomiudvalget", date(2031, 5, 12), (O.SENT_BACK,), False),
        ("Byrådet", date(2031, 5, 20), (O.APPROVED,), False),
    ]
    assert all(text[d.start - 100 : d.end - 100] == d.text for d in found)


def test_a_route_of_meetings_to_come_is_no_history() -> None:
    assert split_history("- Havneudvalget d. 3. maj 2031\n- Byrådet d. 9. maj 2031", 0) == ()


def test_another_body_in_the_same_block_is_not_our_own() -> None:
    text = (
        "Havneudvalget anbefaler planen.\n\nBo Havn deltog ikke i punktet.\n\n"
        "Børn- og Ungeudvalget anbefaler ikke planen."
    )
    own, other = split_bodies(text, 7, "Havneudvalget", date(2031, 5, 3))
    assert (own.body, own.own, own.outcomes) == ("Havneudvalget", True, (O.RECOMMENDED,))
    assert (own.absent, own.date) == (("Bo Havn",), date(2031, 5, 3))
    assert (other.body, other.own, other.date) == ("Børn- og Ungeudvalget", False, None)
    assert other.outcomes == (O.REJECTED,)
    assert [text[d.start - 7 : d.end - 7] for d in (own, other)] == [own.text, other.text]


def test_an_earlier_committees_labelled_part_is_not_our_own() -> None:
    text = "Beslutning fra Kystudvalget, 1. maj 2031, pkt. 4:\nDrøftet.\n\nBeslutning\nGodkendt."
    earlier, own = split_bodies(text, 0, "Havneudvalget", date(2031, 5, 3))
    assert (earlier.body, earlier.date, earlier.own) == ("Kystudvalget", date(2031, 5, 1), False)
    assert (own.body, own.outcomes, own.own) == ("Havneudvalget", (O.APPROVED,), True)


def test_a_committee_under_another_name_is_still_our_own() -> None:
    (own,) = split_bodies("Drøftet.\n\nKystudvalget anbefaler planen.", 0, "Havneudvalget", None)
    assert own.own
    assert own.outcomes == (O.DISCUSSED, O.RECOMMENDED)


def test_a_recommendation_of_a_lower_body_is_not_the_councils_decision() -> None:
    (found,) = split_bodies("Økonomiudvalget anbefaler planen.", 0, "Byrådet", None)
    assert not found.own
    assert is_binding(found.body or "") < is_binding("Byrådet")


def test_an_empty_block_is_one_decision_without_an_outcome() -> None:
    (found,) = split_bodies("", 5, "Byrådet", None)
    assert (found.outcomes, found.start, found.end, found.sentence) == ((O.NONE,), 5, 5, "")


WORDS = ["Godkendt", "ikke", "1.", "2.", "Udvalget", "anbefaler", "at", "For stemte", "A", "(Ø)", "\n", ".", ":",
         "Byrådet", "03-05-2031", "Afbud", "Ida Kyst", "-", "Ad", "udsat", '"', "sendes til", ","]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text())
def test_any_text_gives_decisions_that_stand_in_it(text: str) -> None:
    for found in (*split_bodies(text, 3, "Havneudvalget", None), *split_history(text, 3)):
        assert text[found.start - 3 : found.end - 3] == found.text
        assert found.sentence in found.text
        assert found.outcomes
        assert (found.outcomes == (O.NONE,)) == (found.sentence == "")
        assert all(point.text in found.text for point in found.points)
        assert all(vote.text in found.text for vote in found.votes)
        assert all(part in found.text for part in (*found.reservations, *found.absent))


def test_time_grows_with_the_text_and_not_faster() -> None:
    def seconds(text: str) -> float:
        begin = time.process_time()
        split_bodies(text, 0, "Byrådet", None)
        return time.process_time() - begin

    units = ("1. Godkendt.\n", "For stemte A.\n", "Byrådet ", "tog ", "ikke ", "Aa ", "orientering",
             "Havneudvalget anbefaler.\n\n", "Ida Kyst (A), ", "Afbud:\nIda Kyst\n", "1, ", '"')  # fmt: skip
    for unit in units:
        small = min(seconds(unit * 100) for _ in range(2))
        large = min(seconds(unit * 800) for _ in range(2))
        assert large < 30 * small + 0.1, unit


@pytest.mark.skipif(not GREVE, reason="the shared minutes are not here")
def test_most_decisions_of_a_real_municipality_have_an_outcome() -> None:
    blocks: list[str] = []
    for path in GREVE[::8]:
        for item in json.loads(path.read_text())["Dagsordenpunkter"]:
            html = " ".join(field["Html"] or "" for field in item["Felter"])
            found = re.findall(r"<h3>Beslutning</h3>\s*<span>(.*?)</span>", html, re.DOTALL)
            blocks += [re.sub(r"<[^>]+>", "\n", block) for block in found]
    read_ = [split_bodies(block, 0, None, None)[0] for block in blocks]
    with_outcome = sum(one.outcomes != (O.NONE,) for one in read_)
    assert len(blocks) > 200
    assert with_outcome > 0.9 * len(blocks)


@pytest.mark.parametrize(
    "text",
    [
        "Ændringsforslaget blev vedtaget med 12 stemmer mod 8.\nIndstillingen er dermed bortfaldet.",
        "10 stemte for.\n8 stemte imod.\nÆndringsforslaget er dermed vedtaget, og badet lukker ikke.",
        "Et ændringsforslag fra F blev godkendt.\nDermed faldt indstillingen.",
    ],
)
def test_an_adopted_amendment_is_an_approval_with_a_change(text: str) -> None:
    decision = read_decision(text, 0, body="Byrådet", date=None)
    assert decision.outcomes == (Outcome.APPROVED_WITH_CHANGE,)


def test_a_matter_that_falls_without_an_amendment_is_withdrawn() -> None:
    decision = read_decision("Indstillingen er dermed bortfaldet.", 0, body="Byrådet", date=None)
    assert decision.outcomes == (Outcome.WITHDRAWN,)


def test_names_under_a_line_to_sign_on_are_no_decision_beside_the_one_above() -> None:
    text = "Godkendt.\nBeslutning Havneudvalget den 3. maj 2031\nIda Kyst\nBo Havn"
    (only,) = split_bodies(text, 0, "Havneudvalget", date(2031, 5, 3))
    assert (only.text, only.outcomes) == ("Godkendt.", (O.APPROVED,))


@pytest.mark.parametrize(
    "word", ["valgt ", "blev valgt ", "kan skal godkendt ", "ikke ", "forslag fra A om ", "udsat. "]
)
def test_four_times_a_word_takes_no_more_than_some_four_times_as_long(word: str) -> None:
    def seconds(size: int) -> float:
        text = (word * size)[:size]
        start = time.process_time()
        read_decision(text, 0, body="Udvalget", date=None)
        return time.process_time() - start

    seconds(200)
    short, long = min(seconds(500) for _ in range(2)), seconds(2_000)
    assert long < 16 * short + 0.3


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Til efterretning.\n- Broen er udsat.\n- Klagen er afvist.", Outcome.NOTED),
        ("Centerchefen orienterede om planen. Høringen er udsat til maj.", Outcome.ORIENTATION),
        ("Rådet godkendte, at Ib Ry (C) har lovligt forfald.", Outcome.APPROVED),
        ("Tiltrådt, idet sagen sendes til Byrådet med udvalgets anbefaling.", Outcome.RECOMMENDED),
        ("Et forslag fra A om at udsætte sagen blev vedtaget.", Outcome.POSTPONED),
        ("Ib Ry (O) foreslog, at der bygges en bro. Forslaget blev nedstemt.", Outcome.REJECTED),
        ("Ib Ry (O) foreslog, at sagen udsættes. Forslaget blev nedstemt.", Outcome.NONE),
    ],
)
def test_what_is_told_beside_the_matter_is_not_its_outcome(text: str, outcome: Outcome) -> None:
    assert read_decision(text, 0, body="Rådet", date=None).outcomes == (outcome,)


def test_the_votes_on_amendments_are_not_those_on_the_matter() -> None:
    text = (
        "Ændringsforslag nr. 1 fra Ø om gratis busser: For stemte Ø. Imod stemte A, V og O. "
        "Forslaget bortfaldt.\n\nUdvalgets indstilling: For stemte A og V. Imod stemte O og Ø. "
        "Indstillingen blev godkendt."
    )
    found = read_decision(text, 0, body="Byrådet", date=None)
    assert found.outcomes == (Outcome.APPROVED,)
    assert [(vote.side, vote.parties) for vote in found.votes] == [
        (Side.FOR, ("A", "V")),
        (Side.AGAINST, ("O", "Ø")),
    ]

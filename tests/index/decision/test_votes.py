from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.decision.absence import read_absence
from index.decision.votes import read_votes
from index.sentences import split_sentences
from index.types import Side

FOR, AGAINST, ABSTAINED = Side.FOR, Side.AGAINST, Side.ABSTAINED
Sides = list[tuple[Side, int | None, tuple[str, ...], tuple[str, ...]]]


def votes(text: str) -> Sides:
    found, _ = read_votes(text, split_sentences(text))
    assert all(vote.text in text for vote in found)
    return [(vote.side, vote.count, vote.parties, vote.names) for vote in found]


def absent(text: str) -> tuple[str, ...]:
    return read_absence(text, split_sentences(text))[0]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("O stemte imod.", [(AGAINST, None, ("O",), ())]),
        (
            "For forvaltningens indstilling stemte: V. Imod stemte: A og Ø.",
            [(FOR, None, ("V",), ()), (AGAINST, None, ("A", "Ø"), ())],
        ),
        ("Vedtaget med 34 stemmer imod 15.", [(FOR, 34, (), ()), (AGAINST, 15, (), ())]),
        ("Med stemmerne 8 for og ingen imod vedtog Byrådet planen.", [(FOR, 8, (), ()), (AGAINST, 0, (), ())]),
        ("Med stemmerne 19 for godkendte Byrådet planen.", [(FOR, 19, (), ())]),
        ("31 stemmer imod 14. 6 undlod.", [(FOR, 31, (), ()), (AGAINST, 14, (), ()), (ABSTAINED, 6, (), ())]),
        ("Forslaget blev forkastet med 39 stemmer imod 5.", [(FOR, 5, (), ()), (AGAINST, 39, (), ())]),
        ("Ikke vedtaget med 1 stemme mod 8.", [(FOR, 1, (), ()), (AGAINST, 8, (), ())]),
        ("Et flertal (A og F) godkendte planen, V stemte imod.", [(AGAINST, None, ("V",), ()), (FOR, None, ("A", "F"), ())]),
        ("Godkendt, idet V og Ole Jensen (C) stemte imod.", [(AGAINST, None, ("V",), ("Ole Jensen (C)",))]),
        ("Godkendt med 5 stemmer for (A og F) og 2 imod (V).", [(FOR, 5, ("A", "F"), ()), (AGAINST, 2, ("V",), ())]),
        ("Tiltrådt med 21 stemmer (A og Ø) mod 4 stemmer (V).", [(FOR, 21, ("A", "Ø"), ()), (AGAINST, 4, ("V",), ())]),
        ("17 stemte for (V og A), og 3 stemte imod (Ø).", [(FOR, 17, ("V", "A"), ()), (AGAINST, 3, ("Ø",), ())]),
        ("For stemte: A, B og F.", [(FOR, None, ("A", "B", "F"), ())]),
        ("Imod stemte: C og Bo Havn (løsgænger)", [(AGAINST, None, ("C",), ("Bo Havn (løsgænger)",))]),
        ("Følgende undlod at stemme: Ø", [(ABSTAINED, None, ("Ø",), ())]),
        ("For: 2 (Bo Havn (A), Ida Kyst (V))", [(FOR, 2, (), ("Bo Havn (A)", "Ida Kyst (V)"))]),
        ("For stemte G og A (4)", [(FOR, 4, ("G", "A"), ())]),
        ("V og O undlod at stemme (3)", [(ABSTAINED, 3, ("V", "O"), ())]),
        ("For dette stemte 13 medlemmer (A, V og Ø)", [(FOR, 13, ("A", "V", "Ø"), ())]),
        ("6 medlemmer (V+A+C+N) anbefaler planen.", [(FOR, 6, ("V", "A", "C", "N"), ())]),
        ("1 medlem (O) stemmer imod", [(AGAINST, 1, ("O",), ())]),
        ("Et flertal bestående af V, B og A anbefaler planen.", [(FOR, None, ("V", "B", "A"), ())]),
        ("(Ø) og (F) stemte imod indstillingen.", [(AGAINST, None, ("Ø", "F"), ())]),
        ("Ida P. Kyst (Ø) stemmer imod, idet A er bedre.", [(AGAINST, None, (), ("Ida P. Kyst (Ø)",))]),
        ("Udvalgsmedlem Bo Havn stemmer imod.", [(AGAINST, None, (), ("Bo Havn",))]),
        ("Enhedslisten stemte imod.", [(AGAINST, None, ("Ø",), ())]),
        ("Liste F og Ø stemte imod af hensyn til V.", [(AGAINST, None, ("F", "Ø"), ())]),
        ("A stemmer for og V stemmer imod.", [(FOR, None, ("A",), ()), (AGAINST, None, ("V",), ())]),
        ("Imod stemte:\n\n(F) med bemærkning om, at A er bedre.", [(AGAINST, None, ("F",), ())]),
        ("For forslaget stemmer:\nBo Havn\nIda Kyst", [(FOR, None, (), ("Bo Havn", "Ida Kyst"))]),
    ],
)  # fmt: skip
def test_a_side_of_a_vote_is_read_as_printed(text: str, sides: Sides) -> None:
    assert votes(text) == sides


@pytest.mark.parametrize(
    "text",
    [
        "Vedtaget enstemmigt.",
        "Udvalget undlod at tage stilling.",
        "Godkendt.",
        "Afstemningen udsættes.",
        "Stemmeberettigede over 18 år i A-huset",
        "Efter indlæg fra A og V undlod byrådet at tage stilling.",
        "Ida Kyst (A) foreslog at udsætte sagen, hvilket udvalget stemte imod.",
        "Ingen stemte imod.",
        "",
    ],
)
def test_without_sides_there_is_no_vote(text: str) -> None:
    assert votes(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Fraværende: Ida Kyst, Bo Havn (V)", ("Ida Kyst", "Bo Havn (V)")),
        ("Afbud:\n1. Ida Kyst, Ø\n2. Bo Havn, A", ("Ida Kyst, Ø", "Bo Havn, A")),
        ("Afbud: Ida Kyst, Ø, Bo Havn, A", ("Ida Kyst, Ø", "Bo Havn, A")),
        ("Afbud fra Ida Kyst (A)", ("Ida Kyst (A)",)),
        ("Ikke til stede: Hans-Bo af Havn.", ("Hans-Bo af Havn",)),
        ("Fraværende med afbud: Ida Kyst (sygdom)", ("Ida Kyst",)),
        ("Fraværende: Ida Kyst under punkt 3", ("Ida Kyst",)),
        ("Ida Kyst og Bo Havn var fraværende.", ("Ida Kyst", "Bo Havn")),
        ("Udvalgsmedlem Ida Kyst deltog ikke i behandlingen.", ("Ida Kyst",)),
        ("Bo Havn erklærede sig inhabil og forlod lokalet.", ("Bo Havn",)),
        ("Afbud: Ingen", ()),
        ("Fraværende:", ()),
        ("Bo Havn (A) spurgte, om han var inhabil.", ()),
        ("Udvalget deltog ikke i turen.", ()),
    ],
)
def test_the_absent_are_named_as_printed(text: str, names: tuple[str, ...]) -> None:
    assert absent(text) == names


def test_lines_of_absence_are_told_apart_from_the_rest() -> None:
    text = "Godkendt.\nAfbud: Ida Kyst"
    _, told = read_absence(text, split_sentences(text))
    assert [text[a:b] for a, b in told] == ["Afbud: Ida Kyst"]


@given(st.text(alphabet="For imodsteAØV()12.,: \nBoHavn") | st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    spans = split_sentences(text)
    assert all(vote.text in text for vote in read_votes(text, spans)[0])
    assert all(name in text for name in read_absence(text, spans)[0])

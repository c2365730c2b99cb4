from __future__ import annotations

from dataclasses import replace
from datetime import date

from index.archive import Archive
from index.types import Side, Vote
from web.register import Entry, Wanted, entries, pick, votes_in_words

BASE = Entry(
    "m/1",
    date(2024, 5, 2),
    "Hjortsund",
    "Byrådet",
    3,
    "Ny bro",
    "11.01-1",
    ("godkendt",),
    "",
    "Godkendt.",
    "/kilde/m/1",
)
BRIDGE = BASE
POOL = replace(
    BASE,
    item_id="m/2",
    date=date(2025, 1, 9),
    body="Kulturudvalget",
    punkt=12,
    title="Svømmehal",
    outcomes=("udsat",),
    text="Udsat til marts.",
)
UNDATED = replace(
    BASE, item_id="m/3", date=None, punkt=2, title="Årsplan", case_number="", outcomes=()
)
ALL = [BRIDGE, POOL, UNDATED]


def test_every_limit_narrows_the_list() -> None:
    assert pick(ALL, Wanted(words="SVØMME marts")) == [POOL]
    assert pick(ALL, Wanted(body="Byrådet")) == [BRIDGE, UNDATED]
    assert pick(ALL, Wanted(outcome="godkendt")) == [BRIDGE]
    assert pick(ALL, Wanted(first=date(2024, 6, 1))) == [POOL]
    assert pick(ALL, Wanted(last=date(2024, 6, 1))) == [BRIDGE]
    assert pick(ALL, Wanted(case_number="11.01-1", body="Kulturudvalget")) == [POOL]
    assert pick(ALL, Wanted(municipality="Andetsted")) == []


def test_an_undated_decision_comes_last_when_the_newest_comes_first() -> None:
    assert pick(ALL, Wanted()) == [POOL, BRIDGE, UNDATED]
    assert pick(ALL, Wanted(sort="dato")) == [UNDATED, BRIDGE, POOL]


def test_item_numbers_are_sorted_as_numbers() -> None:
    assert [e.punkt for e in pick(ALL, Wanted(sort="punkt"))] == [2, 3, 12]


def test_an_unknown_order_is_by_date() -> None:
    assert pick(ALL, Wanted(sort="pris")) == [UNDATED, BRIDGE, POOL]


def test_names_are_sorted_as_danes_sort_them() -> None:
    names = ["Årsregnskab", "Øster Å", "Ældreråd", "Zone", "andelsbolig"]
    found = pick([replace(BASE, title=name) for name in names], Wanted(sort="sag"))
    assert [e.title for e in found] == ["andelsbolig", "Zone", "Ældreråd", "Øster Å", "Årsregnskab"]


def test_votes_stand_as_they_are_printed() -> None:
    votes = [Vote(Side.FOR, 8, ("A", "F"), (), ""), Vote(Side.AGAINST, None, (), ("Ida Holm",), "")]
    assert votes_in_words(votes) == "for 8: A, F; imod: Ida Holm"


def test_a_party_s_members_stand_behind_it_as_they_are_printed() -> None:
    text = "Imod stemte V (Bo Dam\nog Eva Lund), C (2) samt Ida Holm."
    vote = Vote(Side.AGAINST, 5, ("V", "C"), ("Bo Dam", "Eva Lund", "Ida Holm"), text)
    assert votes_in_words([vote]) == "imod 5: V (Bo Dam, Eva Lund), C, Ida Holm"


def test_the_register_holds_each_bodys_own_decisions_once(sample_archive: Archive) -> None:
    found = entries(sample_archive)
    every = [card.id for card in sample_archive.snapshot.cards]
    own = [d for r in sample_archive.items(every) for d in r.item.decisions if d.own]
    assert len(found) == len(own) > 50
    assert all(entry.text and entry.body for entry in found)

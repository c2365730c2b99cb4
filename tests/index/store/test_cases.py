"""Items are one case when number, title and text together say so, and never by order of arrival."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index.archive import Archive
from index.build import build
from index.store.case_table import all_cases, are_behind, items_of_case, join_cases
from index.store.cases import join
from index.store.one_case import Trace, is_one_case, is_procedural, plain_number
from index.store.sketch import share, sketch_text
from tests.fakes import WordEmbedder, open_with

KAJ = (
    "Den gamle kaj ved pakhuset er ramt af pæleorm, og havnefogeden har spærret den for tunge "
    "køretøjer siden vinteren. Forvaltningen har fået priser fra tre entreprenører på en ny kaj "
    "af stål og beton, der kan bære lastbiler og kraner i halvtreds år. Arbejdet kan begynde, når "
    "fuglenes yngletid er forbi, og det varer omkring elleve måneder at blive færdig med det hele."
)
TAKST = (
    "Lystsejlere betaler i dag efter bådens længde, uanset hvor tit de ligger i havnen og hvilken "
    "årstid det er. Et nyt takstblad foreslår døgnpriser om sommeren og et fast beløb for resten "
    "af året, så gæster og fastliggere betaler hver for sig. Forslaget er regnet igennem på tal "
    "fra de tre seneste sæsoner og giver omtrent den samme indtægt til bassinets vedligehold."
)


def item(
    key: str,
    title: str = "Ny kaj ved pakhuset",
    *,
    body: str = "Havneudvalget",
    day: date = date(2031, 3, 4),
    number: str | None = "31-0044",
    text: str = KAJ,
    meeting: str = "",
) -> Trace:
    return Trace(key, meeting or f"m-{key}", "Aaløse", body, day, title, number, sketch_text(text))


COMMITTEE = item("a")


@pytest.mark.parametrize(
    ("other", "one"),
    [
        (item("b", body="Byrådet", day=date(2031, 3, 20)), True),
        (item("b", "Pakhuskajen: ny kaj", body="Byrådet", day=date(2031, 3, 20)), True),
        (item("b", "Fornyelse af kajanlæg", body="Byrådet", day=date(2031, 3, 20)), True),
        (item("b", "Ny kaj ved pakhuset, 2. behandling", text="", day=date(2031, 5, 1)), True),
        (item("b", "Takster for lystbåde", text=TAKST), False),
        (item("b", "Takster for lystbåde", text=""), False),
        (item("b", text=TAKST, day=date(2032, 6, 1)), False),
        (item("b", number="31-0099", text=TAKST), False),
        (item("b", number=None, body="Byrådet", day=date(2031, 3, 20)), True),
        (item("b", number=None, text=TAKST, body="Byrådet", day=date(2031, 3, 20)), False),
        (item("b", number=None, text="", body="Byrådet", day=date(2031, 3, 20)), True),
        (item("b", number=None, text="", body="Byrådet", day=date(2031, 12, 20)), False),
        (item("b", number="31-0099", body="Byrådet", day=date(2031, 3, 20)), True),
        (item("b", number="31-0099", body="Skoleudvalget", day=date(2031, 3, 20)), False),
        (item("b", number="31-0099", body="Byrådet", day=date(2031, 9, 20)), False),
    ],
    ids=[
        "to the council",
        "another title",
        "quite another title, the same text",
        "second reading",
        "a shared number",
        "a shared number without text",
        "the same words a year later",
        "two numbers, two texts",
        "the number is missing",
        "the number is missing and the text another",
        "no number, no text, the same month",
        "no number, no text, another season",
        "a new number on the way up",
        "a parallel case of another committee",
        "a new number and another season",
    ],
)  # fmt: skip
def test_number_title_and_text_tell_together(other: Trace, one: bool) -> None:
    assert is_one_case(COMMITTEE, other) is one
    assert is_one_case(other, COMMITTEE) is one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ventelister 2031", "Ventelister 2032"),
        ("Budgetopfølgning 1 2031", "Budgetopfølgning 2 2031"),
        ("Mødeplan 2031 for Havneudvalget", "Mødeplan 2031 for Byrådet"),
        ("Byrådets og Økonomiudvalgets årsplan 2031", "Årsplan 2031 for Havneudvalget"),
    ],
)
def test_years_numbers_and_bodies_in_titles_keep_matters_apart(one: str, other: str) -> None:
    assert not is_one_case(item("a", one), item("b", other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Budget 2031, 1. behandling", "Budget 2031, 2. behandling"),
        ("Havneplan 2031-2040, forslag", "Havneplan 2031-2040 - endelig vedtagelse"),
        ("1. udkast til havnepolitik", "Havnepolitik, 2. udkast"),
    ],
)
def test_the_turn_of_a_case_is_no_other_case(one: str, other: str) -> None:
    assert is_one_case(item("a", one), item("b", other, day=date(2031, 5, 4)))


@pytest.mark.parametrize(
    "title",
    ["Godkendelse af dagsorden", "Eventuelt", "Lukket: Orientering", "Nyt fra formanden",
     "Meddelelser/orientering fra forvaltningen", "Underskriftsark.", "Spørgetid", "Evt.",
     "Siden sidst ved formanden og næstformanden", "Punkter til næste møde"],
)  # fmt: skip
def test_a_point_of_every_meeting_is_known(title: str) -> None:
    assert is_procedural(title)
    assert len(set(join([item("a", title), item("b", title, day=date(2031, 4, 1))]).values())) == 2


@pytest.mark.parametrize("title", ["Orientering om sygefravær", "Godkendelse af takster"])
def test_a_point_with_a_matter_is_none_of_those(title: str) -> None:
    assert not is_procedural(title)


def test_a_title_that_one_body_has_again_and_again_is_no_case_by_its_name() -> None:
    days = [date(2031, month, 3) for month in range(1, 7)]
    texts = [KAJ, TAKST, KAJ[80:] + TAKST[:60], "", TAKST[100:], ""]
    again = [
        item(f"i{n}", "Status på havnens drift", day=day, text=text)
        for n, (day, text) in enumerate(zip(days, texts, strict=True))
    ]
    home = join(again)
    assert home["i0"] != home["i1"]
    assert home["i0"] == home["i2"]


@pytest.mark.parametrize(
    ("titles", "one"),
    [
        (("Sti langs Svanemosen", "Belægning på Svanemosestien"), True),
        (("Ansøgning om plads i Havne- og Fiskerirådet", "Tilskud fra Havne- og Fiskerirådet"), False),
    ],
    ids=["a place", "a council that is applied to, and one that asks"],
)  # fmt: skip
def test_a_rare_word_of_both_titles_tells_unless_it_names_a_body(
    titles: tuple[str, str], one: bool
) -> None:
    first = item("a", titles[0], text=KAJ)
    other = item("b", titles[1], text=TAKST, day=date(2031, 5, 4))
    assert len(set(join([first, other]).values())) == (1 if one else 2)


@given(st.lists(st.sampled_from(KAJ.split()), min_size=45, max_size=60, unique=False))
@settings(max_examples=40, deadline=None)
def test_a_short_text_is_found_again_where_the_number_is_missing(words: list[str]) -> None:
    text = " ".join(words)
    assume(len(sketch_text(text)) >= 36)  # else the same words again and again
    first = item("a", "Havnepladsen - belysning", text=text)
    other = item("b", "Belysning af Havnepladsen", number=None, body="Byrådet", text=text)
    assert len(set(join([first, other]).values())) == 1


def test_a_number_that_is_the_meeting_s_own_joins_nothing() -> None:
    first = [item(f"a{n}", f"Sag om {what}", meeting="m1", text="", number="M-1")
             for n, what in enumerate(("molen", "fyret", "slæbestedet"))]  # fmt: skip
    later = item("b", "Sag om fyret og lanternen", number="M-1", text="", day=date(2031, 4, 1))
    assert len(set(join([*first, later]).values())) == 4


def test_a_case_is_known_by_its_first_item_and_bodies_of_two_towns_never_meet() -> None:
    other_town = replace(item("z"), municipality="Nørrevang")
    home = join([item("c", body="Byrådet", day=date(2031, 4, 1)), item("b"), other_town])
    assert home == {"b": "b", "c": "b", "z": "z"}


SOME = [
    item(f"i{n}", title, body=body, day=date(2031, 1 + n % 9, 1 + n), number=number, text=text)
    for n, (title, body, number, text) in enumerate(
        (title, body, number, text)
        for title in ("Ny kaj ved pakhuset", "Kajen, fornyet behandling", "Takster for lystbåde")
        for body in ("Havneudvalget", "Byrådet")
        for number in ("31-0044", None)
        for text in (KAJ, TAKST)
    )
]


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False), st.sets(st.sampled_from(range(len(SOME)))))
def test_the_cases_do_not_depend_on_order(chance: random.Random, kept: set[int]) -> None:
    items = [SOME[n] for n in sorted(kept)]
    expected = join(items)
    chance.shuffle(items)
    assert join(items) == expected
    assert set(expected) == {one.id for one in items}


def test_the_share_of_two_texts_is_told_also_when_one_is_long() -> None:
    long = " ".join(f"ord{n % 977} led{n % 991}" for n in range(4_000))
    part = " ".join(long.split()[2_000:6_000])
    told = share(sketch_text(long), sketch_text(part))
    assert told is not None
    assert told == pytest.approx(1.0, abs=0.05)
    assert share(sketch_text(KAJ), sketch_text(TAKST)) == 0
    assert share(sketch_text(KAJ), sketch_text("For kort til at sige noget.")) is None


# --- in an archive ---------------------------------------------------------------------------


def minutes(body: str, day: str, items: Sequence[tuple[str, str, str]]) -> str:
    head = f"REFERAT {body} d. {day}\n\nMødedato {day}\n\nMødested Rådhuset, Aaløse Kommune"
    parts = [
        f"Punkt {n}: {title}\n\n{number}\n\nSagsfremstilling\n\n{text}\n\nBeslutning\n\nGodkendt."
        for n, (title, number, text) in enumerate(items, 1)
    ]
    return "\n\n".join((head, *parts)) + "\n"


FILES = {
    "a": ("Havneudvalget", "04-03-2031", [("Ny kaj", "31/0044", KAJ)]),
    "b": ("Økonomiudvalget", "11-03-2031", [("Pakhuskajen", "31/0044", KAJ)]),
    "c": ("Byrådet", "18-03-2031", [("Ny kaj", "31/0044", KAJ), ("Takster", "31/0044", TAKST)]),
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "referater"
    folder.mkdir()
    for name, (body, day, items) in FILES.items():
        (folder / f"{name}.txt").write_text(minutes(body, day, items), encoding="utf-8")
    return folder


@pytest.fixture
def archive(home: Path, tmp_path: Path) -> Iterator[Archive]:
    found = open_with(WordEmbedder(), tmp_path / "arkiv")
    assert not build(found, [home]).unread
    yield found
    found.close()


def groups(archive: Archive) -> list[list[str]]:
    """The cases, as the titles and bodies of their items."""
    told: dict[str, list[str]] = {}
    for key, case in all_cases(archive.catalogue).items():
        (record,) = archive.catalogue.items([key])
        told.setdefault(case, []).append(f"{record.meeting.body}: {record.item.title}")
    return sorted(sorted(names) for names in told.values())


WHOLE = [
    ["Byrådet: Ny kaj", "Havneudvalget: Ny kaj", "Økonomiudvalget: Pakhuskajen"],
    ["Byrådet: Takster"],
]


def test_a_build_keeps_the_cases_and_gives_them_by_date(archive: Archive) -> None:
    assert groups(archive) == WHOLE
    first = next(iter(all_cases(archive.catalogue)))
    bodies = [
        archive.catalogue.items([key])[0].meeting.body
        for key in items_of_case(archive.catalogue, first)
    ]
    assert bodies == ["Havneudvalget", "Økonomiudvalget", "Byrådet"]
    assert items_of_case(archive.catalogue, "intet/0") == []


def test_a_corrected_meeting_leaves_the_case_that_a_new_build_would_make(
    archive: Archive, home: Path, tmp_path: Path
) -> None:
    moved = minutes("Økonomiudvalget", "11-03-2031", [("Bassinets takster", "31/0044", TAKST)])
    (home / "b.txt").write_text(moved, encoding="utf-8")
    build(archive, [home])
    fresh = open_with(WordEmbedder(), tmp_path / "nyt")
    build(fresh, [home])
    assert groups(archive) == groups(fresh)
    assert ["Byrådet: Takster", "Økonomiudvalget: Bassinets takster"] in groups(archive)
    fresh.close()


def test_a_withdrawn_meeting_leaves_its_case(archive: Archive, home: Path) -> None:
    (home / "c.txt").unlink()
    build(archive, [home], prune=True)
    assert groups(archive) == [["Havneudvalget: Ny kaj", "Økonomiudvalget: Pakhuskajen"]]


def test_a_build_that_finds_nothing_new_joins_nothing(
    archive: Archive, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.store.case_table.join", lambda traces: pytest.fail("joined again"))
    assert build(archive, [home]).unchanged == 3


def test_a_catalogue_of_a_version_without_cases_gets_them(archive: Archive) -> None:
    with archive.catalogue.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE cases")
        connection.exec_driver_sql("DELETE FROM about WHERE key = 'cases'")
    archive.close()
    again = open_with(WordEmbedder(), archive.folder)
    assert are_behind(again.catalogue)
    join_cases(again.catalogue)
    assert groups(again) == WHOLE
    assert not are_behind(again.catalogue)
    again.close()


def test_a_number_and_a_thing_s_rare_name_keep_a_case_together_for_years() -> None:
    first = item("a", "Ny kaj ved pakhuset: valg af model", text=KAJ)
    last = item("b", "Ny kaj ved pakhuset, nyt overslag", text=TAKST, day=date(2033, 9, 4))
    assert join([first, last]) == {"a": "a", "b": "a"}


def test_a_closed_point_on_the_same_thing_does_not_make_a_number_two_matters() -> None:
    opened = item("a", "Ny kaj ved pakhuset: valg af model", meeting="m")
    closed = item("b", "Lukket punkt: Lejeaftale, pakhuset", text="", meeting="m")
    later = item("c", "Pakhuset efter høringen", text=TAKST, day=date(2031, 9, 4))
    assert join([opened, closed, later])["c"] == "a"


def test_two_matters_of_one_meeting_under_one_number_stay_two() -> None:
    kaj = item("a", "Ny kaj ved pakhuset: valg af model", meeting="m")
    toll = item("b", "Takster for lystbåde", text=TAKST, meeting="m")
    later = item("c", "Pakhuset efter høringen", text="", day=date(2031, 9, 4))
    assert join([kaj, toll, later])["c"] == "c"


@pytest.mark.parametrize("number", ["08.00.00-P20-7-24", "08.00.00P20-7-24", "08 00 00 p20 7 24"])
def test_a_case_number_is_itself_however_it_is_spaced(number: str) -> None:
    assert plain_number(number) == "080000P20724"

"""Times are read in every way they are written, and only a stated meeting limits the search."""

from __future__ import annotations

from datetime import date

import pytest

from rag.understanding.period import Mention, Role, likely, mentions, stated
from rag.wash import fold

TODAY = date(2025, 8, 1)
LAST = date(2025, 6, 23)


def read(text: str) -> tuple[Mention, ...]:
    return mentions(fold(text), today=TODAY, last=LAST)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("den 10. februar 2021", (2021, 2, 10), (2021, 2, 10)),
        ("d. 10 feb. 2021", (2021, 2, 10), (2021, 2, 10)),
        ("10/2-21", (2021, 2, 10), (2021, 2, 10)),
        ("10-02-2021", (2021, 2, 10), (2021, 2, 10)),
        ("10.2.2021", (2021, 2, 10), (2021, 2, 10)),
        ("2021-02-10", (2021, 2, 10), (2021, 2, 10)),
        ("10 February 2021", (2021, 2, 10), (2021, 2, 10)),
        ("February 10th, 2021", (2021, 2, 10), (2021, 2, 10)),
        ("i december 2023", (2023, 12, 1), (2023, 12, 31)),
        ("marts 23", (2023, 3, 1), (2023, 3, 31)),
        ("sidst i november 2018", (2018, 11, 15), (2018, 11, 30)),
        ("i starten af 21", (2021, 1, 1), (2021, 5, 31)),
        ("ultimo 2022", (2022, 8, 1), (2022, 12, 31)),
        ("by late 2022", (2022, 8, 1), (2022, 12, 31)),
        ("i efteråret 2020", (2020, 8, 20), (2020, 12, 15)),
        ("spring 2023", (2023, 2, 15), (2023, 6, 15)),
        ("i vinteren 2022-23", (2022, 10, 15), (2023, 4, 15)),
        ("fra 2020 til 2023", (2020, 1, 1), (2023, 12, 31)),
        ("i 2022-2023", (2022, 1, 1), (2023, 12, 31)),
        ("mellem 2020 og 2022", (2020, 1, 1), (2022, 12, 31)),
        ("fra januar til april 2022", (2022, 1, 1), (2022, 4, 30)),
        ("1. kvartal 2024", (2024, 1, 1), (2024, 3, 31)),
        ("q3 2024", (2024, 7, 1), (2024, 9, 30)),
        ("andet halvår 2019", (2019, 7, 1), (2019, 12, 31)),
        ("i 2019", (2019, 1, 1), (2019, 12, 31)),
        ("sidste år", (2024, 1, 1), (2024, 12, 31)),
        ("mødet den 3. maj", (2025, 5, 3), (2025, 5, 3)),
        ("mødet den 24. december", (2024, 12, 24), (2024, 12, 24)),
        ("mødet den 19.?", (2025, 6, 19), (2025, 6, 19)),
        ("i oktober", (2024, 10, 1), (2024, 10, 31)),
        ("siden 2021", (2021, 1, 1), (9999, 12, 31)),
    ],
)
def test_a_time_is_read(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    (mention,) = read(text)
    assert (mention.first, mention.last) == (date(*first), date(*last))


@pytest.mark.parametrize(
    "text",
    [
        "2023 kr.",
        "lokalplan 12.2021",
        "§ 2021",
        "1.990.800",
        "10 procent",
        "for 21 borgere",
        "i 99 dage",
        "they may close",
    ],
)
def test_other_numbers_are_no_times(text: str) -> None:
    assert not [m for m in read(text) if m.grain in ("day", "month") or "kr" in text]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("på mødet den 19. december 2023", date(2023, 12, 19), date(2023, 12, 19)),
        ("byrådets møde i marts 2023", date(2023, 3, 1), date(2023, 3, 31)),
        ("dagsordenen fra august 2023", date(2023, 8, 1), date(2023, 8, 31)),
        ("referatet af 4. maj 2022", date(2022, 5, 4), date(2022, 5, 4)),
        ("udvalgsmødet i Fjordby den 2. maj 2022", date(2022, 5, 2), date(2022, 5, 2)),
        ("mødet i Teknik- og Miljøudvalget den 2. maj 2022", date(2022, 5, 2), date(2022, 5, 2)),
        ("mødet sidst i november 2018", date(2018, 11, 1), date(2018, 11, 30)),
        ("hvad besluttede byrådet den 6. marts 2023?", date(2023, 3, 6), date(2023, 3, 6)),
        ("the meeting on 12 March 2024", date(2024, 3, 12), date(2024, 3, 12)),
    ],
)
def test_a_stated_meeting_is_a_limit(text: str, first: date, last: date) -> None:
    assert stated(fold(text), read(text)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "gældende fra 1. januar 2021",
        "regnskab 2022",
        "i juni 2023",
        "borgermødet den 3. maj 2023",
        "et møde med naboerne den 3. maj 2023",
        "efter byrådets møde i marts 2023",
        "siden mødet den 3. marts 2023",
        "punktet blev udsat til mødet den 3. marts 2023",
        "mødet den 3. marts 2023 om budget 2024",
        "mødet i foråret 2023",
        "mødet den 3. maj",
        "folkemødet i juni 2023",
        "hvad besluttede byrådet om festen den 6. marts 2023?",
    ],
)
def test_any_doubt_makes_it_no_limit(text: str) -> None:
    assert stated(fold(text), read(text)) is None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("regnskab for 2022", Role.ACCOUNTS),
        ("budget 2024", Role.BUDGET),
        ("budgetforliget for 2024", Role.BUDGET),
        ("gældende fra 1. januar 2021", Role.COMING),
        ("senest den 1. maj 2024", Role.DEADLINE),
        ("frem til marts 2026", Role.DEADLINE),
        ("sagen fra november 2022", Role.DECIDED),
        ("da udvalget behandlede det i august 2024", Role.DECIDED),
        ("hvor mange stod i kø i juni 2023", Role.THING),
        ("tallene fra 2020", Role.THING),
    ],
)
def test_a_time_has_a_role(text: str, role: Role) -> None:
    assert read(text)[0].role is role


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("budget 2024", date(2023, 10, 9)),
        ("regnskab 2022", date(2023, 4, 24)),
        ("hvad er taksten i 2024", date(2023, 12, 4)),
        ("hvor mange fik hjælp i 2022", date(2023, 3, 1)),
        ("hvad besluttede udvalget i august 2023", date(2023, 8, 15)),
    ],
)
def test_the_likely_meetings_hold_the_day_it_was_spoken_of(text: str, day: date) -> None:
    span = likely(read(text), LAST)
    assert span is not None
    assert span[0] <= day <= span[1]


def test_a_deadline_and_a_year_ahead_say_nothing_of_the_meeting() -> None:
    assert likely(read("frem til marts 2026"), LAST) is None
    assert likely(read("hvem overtager opgaven i 2026"), LAST) is None


@pytest.mark.parametrize(
    "text", ["22/3-dele af veje", "1/2 time om ugen", "3/4 af byen", "et 2/3 flertal", "åbent 24/7"]
)
def test_a_share_is_no_day(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize("text", ["mødet 22/3", "mødet den 3/4", "byrådet 4/12", "byrådsmødet 3/4"])
def test_a_day_without_a_year_is_still_read(text: str) -> None:
    assert [mention.grain for mention in read(text)] == ["day"]

from __future__ import annotations

import sqlite3
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.types import Decision, Outcome, SectionKind, Side, Vote
from rag.types import Answer, Citation, Filters, Intent, Question, Scope, Sentence, Status
from web import kept as kept_module
from web.frozen import freeze, thaw
from web.kept import FILE, Kept, without_cpr

CITATION = Citation(
    1, "møde.txt", None, "Byrådet", date(2025, 5, 26), "3b", "Ny bro", None,
    SectionKind.DECISION, "Beslutning", "Godkendt.", 10, 19, 2, item_id="m/3", outcomes=(Outcome.APPROVED,),
)  # fmt: skip
WHOLE = Answer(
    "Hvad blev besluttet om broen?",
    Status.ANSWERED,
    "»Godkendt.« [1]",
    (CITATION,),
    (Sentence("»Godkendt.« [1]", (1,), True),),
    (("møde.txt", 3, 1.0), ("møde.txt", "3b", 0.5)),
    decisions=(
        Decision(
            "Byrådet", date(2025, 5, 26), (Outcome.APPROVED,), "Godkendt.", 10, 19,
            votes=(Vote(Side.FOR, 8, ("A",), (), "8 for"),),
        ),
    ),
    understood=Question("broen", "broen", (Intent.DECISION,), Filters(committee="Byrådet", date_from=date(2025, 1, 1))),
    scope=Scope(10, date(2024, 2, 7), date(2025, 5, 26)),
)  # fmt: skip


def test_an_answer_comes_back_from_the_file_as_it_was(tmp_path: Path) -> None:
    first = Kept(tmp_path)
    key = first.keep(WHOLE)
    first.close()
    assert Kept(tmp_path).find(key) == WHOLE


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"question": 1}', '{"ukendt": "felt"}'])
def test_what_another_version_wrote_is_no_answer(text: str) -> None:
    assert thaw(text) is None


def test_freezing_loses_nothing() -> None:
    assert thaw(freeze(WHOLE)) == WHOLE


def test_no_personal_number_is_written(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    said = "Hvad fik 010190-1234?"
    kept.keep(
        replace(
            WHOLE,
            question=said,
            text=said,
            trace=(said,),
            understood=Question(said, said, (Intent.FACT,)),
        )
    )
    kept.close()
    assert b"010190" not in (tmp_path / FILE).read_bytes()


def test_an_answer_is_forgotten_after_the_days_that_are_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(tmp_path, days=30)
    key = kept.keep(WHOLE)
    kept.think(key, False, "forkert")
    began = time.time()
    monkeypatch.setattr(time, "time", lambda: began + 29 * 86_400)
    assert kept.find(key) == WHOLE
    monkeypatch.setattr(time, "time", lambda: began + 31 * 86_400)
    assert kept.find(key) is None
    assert kept.opinions() == []
    kept.close()
    rows = sqlite3.connect(tmp_path / FILE).execute("SELECT count(*) FROM answers").fetchone()
    assert rows == (0,)


def test_with_no_days_nothing_is_written(tmp_path: Path) -> None:
    kept = Kept(tmp_path, days=0)
    key = kept.keep(WHOLE)
    assert kept.find(key) == WHOLE
    assert list(tmp_path.iterdir()) == []


def test_the_oldest_answers_are_forgotten_first() -> None:
    kept = Kept(limit=2)
    keys = [kept.keep(Answer(str(n), Status.ANSWERED, "")) for n in range(3)]
    found = [kept.find(key) for key in keys]
    assert [answer.question if answer else None for answer in found] == [None, "1", "2"]
    assert kept.find("gættet") is None


def test_one_answer_gets_no_flood_of_opinions(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    key = kept.keep(WHOLE)
    for _ in range(kept_module.MOST_OPINIONS + 5):
        kept.think(key, True, "")
    assert len(kept.opinions()) == kept_module.MOST_OPINIONS


@pytest.mark.parametrize(
    ("text", "masked"), [("sag 12345678", False), ("311299 1234", True), ("991299-1234", False)]
)
def test_only_what_can_be_a_personal_number_is_masked(text: str, masked: bool) -> None:
    assert ("[cpr-nummer]" in without_cpr(text)) is masked

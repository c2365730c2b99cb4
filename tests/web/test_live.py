from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.archive import Archive
from index.build import build
from rag.ask import look_up
from tests.fakes import WordEmbedder, minutes
from web.live import Live

BODIES = ["Havneudvalget", "Skoleudvalget", "Vejudvalget", "Byrådet"]
QUESTIONS = [f"Hvad blev besluttet om Sag {n} i {BODIES[n % 4]}?" for n in range(12)]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of four meetings, embedded by words."""
    monkeypatch.setattr("index.archive.open_embedder", lambda setting: WordEmbedder())
    (tmp_path / "referater").mkdir()
    for n, body in enumerate(BODIES):
        text = minutes(body, f"1{n}-03-2024", items=[f"Sag {k}" for k in range(n, 12, 4)])
        (tmp_path / "referater" / f"{body}.txt").write_text(text, encoding="utf-8")
    index(tmp_path)
    return tmp_path


def index(home: Path, name: str = "arkiv") -> None:
    archive = Archive.open(home / name, create=True)
    build(archive, [home / "referater"], prune=True)
    archive.close()


def test_many_who_ask_at_once_get_what_each_would_get_alone(home: Path) -> None:
    live = Live(home / "arkiv")
    alone = [live.ask(question).text for question in QUESTIONS]
    live = Live(home / "arkiv")
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(live.ask, QUESTIONS * 3))
    assert [answer.text for answer in together] == alone * 3


def test_two_questions_are_looked_up_at_the_same_time(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting_point = threading.Barrier(2, timeout=60)

    def both(*arguments: object, **named: object) -> object:
        meeting_point.wait()
        return look_up(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("web.live.look_up", both)
    live = Live(home / "arkiv")
    with ThreadPoolExecutor(2) as pool:
        statuses = {answer.status for answer in pool.map(live.ask, QUESTIONS[:2])}
    assert "error" not in statuses


def test_an_archive_is_replaced_and_never_changed_under_its_reader(home: Path) -> None:
    live = Live(home / "arkiv")
    first = live.archive()
    held = first.snapshot.chunk_ids
    assert live.archive() is first
    text = minutes("Kulturudvalget", "19-03-2024", items=["Ny scene"])
    (home / "referater" / "kultur.txt").write_text(text, encoding="utf-8")
    index(home)
    second = live.archive()
    assert second is not first
    assert first.snapshot.chunk_ids == held
    assert "Kulturudvalget" in second.bodies
    assert live.archive() is second


def test_while_a_build_is_at_work_the_picture_stays_but_withdrawn_texts_go(home: Path) -> None:
    live = Live(home / "arkiv")
    first = live.archive()
    key = next(card.id for card in first.snapshot.cards if card.body == "Byrådet")
    assert first.items([key])
    other = Archive.open(home / "arkiv")
    other.catalogue.unsettle()
    other.catalogue.remove(str(home / "referater" / "Byrådet.txt"))
    assert live.archive() is first
    assert first.items([key]) == []


def test_another_archive_in_the_same_folder_is_seen(home: Path) -> None:
    live = Live(home / "arkiv")
    assert len(live.archive().bodies) == 4
    shutil.rmtree(home / "arkiv")
    assert "intet arkiv" in live.ask(QUESTIONS[0]).text
    (home / "referater" / "Byrådet.txt").unlink()
    index(home, "nyt")
    (home / "nyt").rename(home / "arkiv")
    assert len(live.archive().bodies) == 3
    assert live.ask(QUESTIONS[0]).status != "error"

"""The chat while a language model works: a line first, then the answer; it can be stopped."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from lxml import html

from rag.model import ModelError
from web.chat import replier
from web.kept import Kept
from web.live import Live
from web.waiting import Stops, stopper, waiting

QUESTION = "Hvad blev besluttet om cykelstien til Mosholt?"
NO_LIMITS = ("Alle kommuner", "Alle udvalg", "", "")
WINDOW: Any = SimpleNamespace(session_hash="et-vindue")


def shown(sent: str) -> str:
    """The answer in what the page is sent, as HTML."""
    (part,) = html.fragments_fromstring(sent)
    return str(part.get("data-svar"))


class Waits:
    """A model that writes nothing until it is stopped."""

    name = "prøve"

    def __init__(self) -> None:
        self.asked = threading.Event()

    def warm(self) -> None:
        pass

    def write(self, system: str, user: str, stop: threading.Event | None = None) -> str:
        self.asked.set()
        if stop is None or not stop.wait(60):
            raise ModelError("slow")
        raise ModelError("stopped")


class Silent(Waits):
    """A model that is down."""

    def write(self, system: str, user: str, stop: threading.Event | None = None) -> str:
        raise ModelError("down")


def test_a_line_says_who_is_at_work_and_then_comes_the_answer(sample_folder: Path) -> None:
    live, stops = Live(sample_folder, writer=Silent()), Stops()
    steps: Any = waiting(replier(live, Kept()), "prøve", stops)(
        QUESTION, (), "", *NO_LIMITS, False, WINDOW
    )
    sent, turns, *_, button = next(steps)
    assert "Sprogmodellen prøve formulerer svaret" in shown(sent)
    assert 'role="status"' in shown(sent)
    assert (turns, button["visible"]) == ((), True)
    sent, turns, *_, button = next(steps)
    assert "7,3 mio. kr." in shown(sent)
    assert "sprogmodellen prøve ikke kunne nås" in shown(sent)
    assert (len(turns), button["visible"], stops) == (1, False, {})
    live.close()


def test_stop_gives_the_extracted_answer(sample_folder: Path) -> None:
    model, stops = Waits(), Stops()
    live = Live(sample_folder, writer=model)
    steps: Any = waiting(replier(live, Kept()), "prøve", stops)(
        QUESTION, (), "", *NO_LIMITS, False, WINDOW
    )
    next(steps)
    halt = threading.Thread(target=lambda: model.asked.wait(60) and stopper(stops)(WINDOW))
    halt.start()
    sent, *_ = next(steps)
    halt.join()
    assert "7,3 mio. kr." in shown(sent)
    assert "blev stoppet" in shown(sent)
    live.close()


def test_a_stop_with_nothing_at_work_does_nothing() -> None:
    stopper({})(WINDOW)


def test_a_period_that_cannot_be_is_told_and_the_question_kept(sample_folder: Path) -> None:
    live, stops = Live(sample_folder, writer=Silent()), Stops()
    limits = (*NO_LIMITS[:2], "snart", "")
    steps: Any = waiting(replier(live, Kept()), "prøve", stops)(
        QUESTION, (), "", *limits, False, WINDOW
    )
    sent, _, field, *_, button = next(steps)
    assert "»snart« er ikke en dato" in sent
    assert (field, button["visible"], list(steps), stops) == (QUESTION, False, [], {})
    live.close()

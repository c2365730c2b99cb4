"""The chat while a language model works: a line that says so, the answer, a button to stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import gradio as gr

from prompts import render
from rag.types import Turn
from web.cards import question_html
from web.talk import Aside, before, exchange, fault, read_aside, read_filters

Stops: TypeAlias = dict[str, threading.Event]
Shown: TypeAlias = "tuple[object, ...]"


def waiting(
    reply: Callable[..., Shown],
    model: str,
    stops: Stops,
    earlier: Callable[[Sequence[Turn], Aside], tuple[Turn, ...]] = before,
) -> Callable[..., Iterator[Shown]]:
    """The reply in two steps: the question with a line that says who is at work, then the answer.

    `stops` holds an event for each browser window whose answer is being written;
    `earlier` is the conversation before a question.
    """

    def reply_slowly(
        text: str,
        turns: tuple[Turn, ...],
        beside: str,
        municipality: str,
        body: str,
        first: str,
        last: str,
        decided: bool,
        request: gr.Request,
    ) -> Iterator[Shown]:
        limits = (municipality, body, first, last, decided)
        try:
            read_filters(*limits)
        except ValueError as error:
            yield fault(str(error)), turns, text, beside, gr.update(visible=False)
            return
        key, stop = str(request.session_hash), threading.Event()
        stops[key] = stop
        line = f'<p class="sp-linje" role="status">{render("model.works", model=model)}</p>'
        n = len(earlier(turns, read_aside(beside))) + 1
        put = question_html((text or "").strip()[:2_000], n)
        yield exchange(n, put, line), turns, "", "", gr.update(visible=True)
        try:
            answered = reply(text, turns, beside, *limits, stop)
        finally:
            stops.pop(key, None)
        yield (*answered, gr.update(visible=False))

    return reply_slowly


def stopper(stops: Stops) -> Callable[..., None]:
    """What the button does: the model of this window is waited for no longer."""

    def stop(request: gr.Request) -> None:
        event = stops.get(str(request.session_hash))
        if event is not None:
            event.set()

    return stop

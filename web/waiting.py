"""The chat while a language model works: a line that says so, then the answer; a button stops it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TypeAlias

import gradio as gr

from prompts import render
from rag.types import Turn
from web.cards import question_html

Stops: TypeAlias = "dict[str, threading.Event]"
Message: TypeAlias = "dict[str, str]"
Shown: TypeAlias = "tuple[object, ...]"


def waiting(
    reply: Callable[..., Shown], model: str, stops: Stops
) -> Callable[..., Iterator[Shown]]:
    """The reply in two steps: the question with a line that says who is at work, then the answer.

    `stops` holds an event for each browser window whose answer is being written.
    """

    def reply_slowly(
        text: str,
        talk: list[Message],
        turns: tuple[Turn, ...],
        lifted: str,
        municipality: str,
        body: str,
        first: str,
        last: str,
        request: gr.Request,
    ) -> Iterator[Shown]:
        key, stop = str(request.session_hash), threading.Event()
        stops[key] = stop
        limits = (municipality, body, first, last)
        line = f'<p class="sp-linje" role="status">{render("model.works", model=model)}</p>'
        said = [
            *talk,
            {"role": "user", "content": str(question_html((text or "").strip()[:2_000]))},
            {"role": "assistant", "content": line},
        ]
        yield said, turns, "", "", gr.update(value=""), gr.update(visible=True)
        hidden = gr.update(visible=False)
        try:
            answered = reply(text, talk, turns, lifted, *limits, stop)
        except gr.Error:
            yield talk, turns, text, lifted, gr.update(), hidden
            raise
        finally:
            stops.pop(key, None)
        yield (*answered, hidden)

    return reply_slowly


def stopper(stops: Stops) -> Callable[..., None]:
    """What the button does: the model of this window is waited for no longer."""

    def stop(request: gr.Request) -> None:
        event = stops.get(str(request.session_hash))
        if event is not None:
            event.set()

    return stop

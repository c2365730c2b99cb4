"""The staff's chat: Gradio's part of the page. What it shows is made in cards.py."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import gradio as gr

from index.types import ArchiveError
from rag.declining.suggest import examples
from rag.types import Status, Turn
from web.again import chat_answer, remembering, turn
from web.cards import question_html
from web.kept import Kept
from web.live import Live
from web.pages import fill
from web.talk import (
    ANY_BODY,
    ANY_MUNICIPALITY,
    exchange,
    fault,
    nothing_yet,
    read_aside,
    read_filters,
)
from web.waiting import Stops, stopper, waiting

FONTS = ["system-ui", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]
COLOUR = "#0b5563"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer, filled from the catalogue."""

    municipalities: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    period: str = ""


def chat_page(live: Live, kept: Kept) -> gr.Blocks:
    """The chat as Gradio blocks; mount it at the root."""
    with gr.Blocks(title="Svarpunkt", analytics_enabled=False, fill_width=True) as blocks:
        turns = gr.State(())
        gr.HTML(fill("_chat_head.html", here="spoerg", skip="sp-samtale"), apply_default_css=False)
        with gr.Row(elem_id="sp-flade"):
            limits = _limits(live)
            with gr.Column(scale=5, min_width=320, elem_id="sp-samtale"):
                gr.HTML(fill("_chat_log.html"), elem_id="sp-chat", apply_default_css=False)
                newest = gr.HTML(
                    "", elem_id="sp-nyt", elem_classes="sp-skjult", apply_default_css=False
                )
                welcome = gr.HTML("", apply_default_css=False)
                with gr.Column(elem_id="sp-spoerg"):
                    gr.HTML(fill("_chat_edit.html"), apply_default_css=False)
                    with gr.Row(elem_id="sp-raekke"):
                        asked = gr.Textbox(
                            label="Dit spørgsmål",
                            placeholder="Skriv dit spørgsmål her",
                            elem_id="sp-felt",
                            lines=1,
                            max_lines=6,
                            autofocus=True,
                        )
                        send = gr.Button("Spørg", variant="primary", elem_id="sp-send")
                        halt = gr.Button("Stop", visible=False, elem_id="sp-stop")
                        fresh = gr.Button("Ny samtale", elem_id="sp-ny")
                    aside = gr.Textbox(
                        label="Om spørgsmålet", elem_id="sp-uden", elem_classes="sp-skjult"
                    )
            gr.HTML(
                fill("_chat_side.html"),
                elem_id="sp-side",
                apply_default_css=False,
            )
        stops: Stops = {}
        reply, writer = replier(live, kept), live.writer
        gr.on(
            [asked.submit, send.click],
            waiting(reply, writer.name, stops, remembering(live, kept)) if writer else reply,
            [asked, turns, aside, *limits],
            [newest, turns, asked, aside, *([halt] if writer else [])],
            show_progress="hidden",
            api_visibility="private",
            queue=writer is not None,  # without: one request, not two; Live has a queue
            concurrency_limit=None,
        )
        halt.click(stopper(stops), queue=False, show_progress="hidden", api_visibility="private")
        fresh.click(
            lambda: (nothing_yet(), (), "", "", welcome_html(live)),
            None,
            [newest, turns, asked, aside, welcome],
            queue=False,
            show_progress="hidden",
            api_visibility="private",
        )
        blocks.load(
            _offers(live),
            None,
            [*limits[:2], welcome],
            queue=False,
            show_progress="hidden",
            api_visibility="private",
        )
    return blocks


def theme() -> gr.themes.Base:
    """A quiet theme that fetches no font."""
    base = gr.themes.Base(
        neutral_hue=gr.themes.colors.slate,
        font=FONTS,
        font_mono=["ui-monospace", "Consolas", "monospace"],
        text_size=gr.themes.sizes.text_lg,
        radius_size=gr.themes.sizes.radius_sm,
    )
    return base.set(
        button_primary_background_fill=COLOUR,
        button_primary_background_fill_hover="#08414c",
        button_primary_text_color="#ffffff",
        button_secondary_background_fill="#ffffff",
        button_secondary_border_color=COLOUR,
        button_secondary_text_color=COLOUR,
        button_border_width="1px",
        button_large_text_size="*text_md",
        link_text_color=COLOUR,
        color_accent=COLOUR,
    )


def replier(live: Live, kept: Kept) -> Callable[..., tuple[object, ...]]:
    """The function that answers in the chat, with the archive it answers from."""

    before = remembering(live, kept)

    def reply(
        text: str,
        turns: tuple[Turn, ...],
        beside: str,
        municipality: str,
        body: str,
        first: str,
        last: str,
        decided: bool = False,
        stop: threading.Event | None = None,
    ) -> tuple[object, ...]:
        question, aside = (text or "").strip(), read_aside(beside)
        earlier = before(turns, aside)
        n = len(earlier) + 1
        try:
            filters = read_filters(municipality, body, first, last, decided)
        except ValueError as error:
            return fault(str(error)), turns, text, beside
        answer = live.ask(question, filters, earlier, aside.without, stop)
        put = question_html(question[:2_000] or "(tomt spørgsmål)", n)
        key = "" if answer.status is Status.ERROR else kept.keep(answer)
        shown = exchange(n, put, chat_answer(answer, live, key, filters))
        return shown, (*earlier, turn(question, answer)), "", ""

    return reply


def welcome_html(live: Live) -> str:
    """What stands in the chat before the first question: how to ask, or why it cannot be done."""
    try:
        archive = live.archive()
    except ArchiveError as error:
        return str(fill("_welcome.html", examples=[], sentence=str(error), archive=None))
    if not archive.meetings:
        sentence = "Arkivet er tomt endnu. Når der er lagt referater i det, kan du spørge her."
        return str(fill("_welcome.html", examples=[], sentence=sentence, archive=None))
    return str(fill("_welcome.html", examples=examples(archive), sentence="", archive=archive))


def _limits(live: Live) -> list[gr.Component]:
    choices = _choices(live)
    with gr.Column(scale=2, min_width=220, elem_id="sp-graenser"):
        gr.HTML(fill("_chat_limits.html"), apply_default_css=False)
        with gr.Column(elem_id="sp-graensefelter"):
            return [
                gr.Dropdown(
                    [ANY_MUNICIPALITY, *choices.municipalities],
                    value=ANY_MUNICIPALITY,
                    label="Kommune",
                    visible=len(choices.municipalities) > 1,
                ),
                gr.Dropdown([ANY_BODY, *choices.bodies], value=ANY_BODY, label="Udvalg"),
                gr.Textbox(label="Fra dato", placeholder="f.eks. 1.3.2024"),
                gr.Textbox(label="Til dato", placeholder="f.eks. 31.12.2025"),
                gr.Checkbox(label="Kun beslutninger", elem_id="sp-beslutninger"),
            ]


def _choices(live: Live) -> Choices:
    try:
        archive = live.archive()
        return Choices(archive.municipalities, archive.bodies)
    except ArchiveError:
        return Choices()


def _offers(live: Live) -> Callable[[], tuple[object, object, str]]:
    """What the page shows when it is opened: the filters' choices and the welcome."""

    def offers() -> tuple[object, object, str]:
        choices = _choices(live)
        return (
            gr.update(
                choices=[ANY_MUNICIPALITY, *choices.municipalities],
                visible=len(choices.municipalities) > 1,
            ),
            gr.update(choices=[ANY_BODY, *choices.bodies]),
            welcome_html(live),
        )

    return offers

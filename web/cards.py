"""Answer -> the HTML of an answer: outcome first, numbered quotes, sources as cards.

Used by the chat and by the citizens' page. Each answer is one line of HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from index.types import SectionKind
from rag.declining.suggest import Next
from rag.draft import shown as as_quoted
from rag.render import danish_date
from rag.types import Answer, Citation, Filters, Sentence, Status
from web.badges import badges
from web.pages import fill
from web.rows import Table, table_at
from web.source import source_link


@dataclass(frozen=True, slots=True)
class Bit:
    """A run of an answer's sentence: words of ours, a quote, or the mark of a source."""

    text: str
    quote: bool = False
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as it is shown; `best` when it is the one of several quotes to read first.
    With `table` it is a run of quoted rows."""

    bits: tuple[Bit, ...]
    best: bool = False
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """A limit that was searched within; `lifts` names the fields that would lift it, "" for one
    that was chosen beside the chat and is changed there."""

    text: str
    lifts: str = ""


def answer_html(
    answer: Answer,
    *,
    follow_ups: Sequence[Next] = (),
    kept: str = "",
    citizen: bool = False,
    framed: bool = False,
    chosen: Filters | None = None,
) -> Markup:
    """The answer with its sources; `kept` is the key that it is found by again.

    For a `citizen` the sources open as plain pages and nothing leads to the staff's; `framed`, what
    is asked next is asked in the same frame. Limits that
    were not `chosen` beside the chat can be lifted; without `chosen` none can.
    """
    outcomes = leading_outcomes(answer)
    html = fill(
        "_answer.html",
        answer=answer,
        sentences=lines(answer, citizen=citizen),
        outcomes=outcomes,
        headed={citation.item_id for citation in outcomes},
        sources=[(held[0], by_section(held, answer)) for held in by_item(answer.citations)],
        understood=limits(answer.understood.filters, chosen) if answer.understood else (),
        follow_ups=follow_ups,
        kept=kept,
        citizen=citizen,
        framed=framed,
        address=lambda citation: address(citation, citizen=citizen),
        numbered={citation.n: citation for citation in answer.citations},
        place=place,
    )
    return Markup(" ".join(line.strip() for line in html.splitlines() if line.strip()))


def question_html(text: str, n: int) -> Markup:
    """What was asked, as it was typed: the conversation's n-th question, from 1."""
    lines = [line for line in text.splitlines() if line.strip()]
    return fill("_question.html", lines=lines, text=text, n=n).replace("\n", "")


def shown_sentences(answer: Answer) -> tuple[Sentence, ...]:
    """The answer's sentences; its text as one when it has none."""
    return answer.sentences or (Sentence(answer.text),)


def lines(answer: Answer, *, citizen: bool = False) -> list[Line]:
    """The answer's sentences; the best is marked only where there are others to choose from."""
    shown = shown_sentences(answer)
    several = sum(sentence.quoted for sentence in shown) > 1
    by_number = {citation.n: citation for citation in answer.citations}
    found: list[Line] = []
    at = 0
    while at < len(shown):
        sentence = shown[at]
        table, used = table_at(shown[at:], by_number) or (None, 1)
        body = () if table else bits(sentence, answer.citations, citizen=citizen)
        found.append(Line(body, several and sentence.best and not table, table))
        at += used
    return found


def told(citation: Citation, answer: Answer) -> bool:
    """Whether the answer itself quotes the passage: its card need not do it again."""
    quote = as_quoted(citation.quote)
    return any(quote in sentence.text for sentence in answer.sentences if sentence.quoted)


def bits(
    sentence: Sentence, citations: Sequence[Citation], *, citizen: bool = False
) -> tuple[Bit, ...]:
    """A sentence cut into words, quote and marks. Only marks that were issued become links."""
    body, marks = _without_marks(sentence)
    low, high = body.find("»"), body.rfind("«")
    found: list[Bit] = []
    if sentence.quoted and 0 <= low < high:
        found = [Bit(body[:low]), Bit(body[low : high + 1], quote=True), Bit(body[high + 1 :])]
    else:
        found = [Bit(body)]
    by_number = {citation.n: citation for citation in citations}
    found += [
        Bit(f"[{n}]", source=address(by_number[n], citizen=citizen))
        for n in marks
        if n in by_number
    ]
    return tuple(bit for bit in found if bit.text.strip())


def address(citation: Citation, *, citizen: bool = False) -> str:
    """Where the citation's source view is."""
    return source_link(citation.item_id, citation.start, citation.end, citizen=citizen)


def place(citation: Citation) -> str:
    """The Punkt of a citation as a card names it."""
    if citation.section is SectionKind.HEAD:
        return "Mødets deltagere og dagsorden"
    if isinstance(citation.punkt, int):
        return f"Punkt {citation.punkt}: {citation.title}"
    return (
        citation.title if citation.punkt == citation.title else f"{citation.punkt} {citation.title}"
    )


def by_item(citations: Sequence[Citation]) -> list[list[Citation]]:
    """The citations as cards: one card an item, with all that is quoted from it."""
    cards: dict[str, list[Citation]] = {}
    for citation in citations:
        cards.setdefault(citation.item_id, []).append(citation)
    return list(cards.values())


def by_section(
    quotes: Sequence[Citation], answer: Answer
) -> list[tuple[str, bool, list[Citation]]]:
    """A card's quotes under the heading that they stand under, and whether the answer itself
    shows them; those that it does not show stand alone."""
    groups: dict[tuple[str, int], list[Citation]] = {}
    for quote in quotes:
        groups.setdefault((_part(quote), 0 if told(quote, answer) else quote.n), []).append(quote)
    return [(heading, not n, held) for (heading, n), held in groups.items()]


def _part(quote: Citation) -> str:
    """The part of the item that a quote stands in, with the page."""
    ours = quote.section in (SectionKind.TITLE, SectionKind.HEAD) or not quote.heading
    heading = quote.section.value.capitalize() if ours else quote.heading
    return f"{heading}, side {quote.page}" if quote.page else heading


def leading_outcomes(answer: Answer) -> list[Citation]:
    """What was decided, one citation an item, oldest first, the last one in force.

    Only for an answer about one case: badges of unrelated items would not be its outcome.
    """
    decided = [
        c
        for c in answer.citations
        if c.section is SectionKind.DECISION and badges(c.shown or c.outcomes)
    ]
    items = list({c.item_id: c for c in reversed(decided)}.values())
    one_case = len(items) == 1 or len({c.case_number or c.item_id for c in items}) == 1
    if answer.status is not Status.ANSWERED or not one_case:
        return []
    return sorted(items, key=lambda c: c.date or date.min)


def limits(filters: Filters, chosen: Filters | None = None) -> tuple[Chip, ...]:
    """The limits that were searched within, as chips; a period of one day is one of them."""
    since, until = filters.date_from, filters.date_to
    one_day = since == until
    named = {
        "municipality": f"kommune: {filters.municipality}" if filters.municipality else None,
        "committee": f"udvalg: {filters.committee}" if filters.committee else None,
        "date_from": f"fra {danish_date(since)}" if since and not one_day else None,
        "date_to": f"{'den' if one_day else 'til'} {danish_date(until)}" if until else None,
        "case_number": f"sag {filters.case_number}" if filters.case_number else None,
        "punkt": f"punkt {filters.punkt}" if filters.punkt is not None else None,
        "decisions_only": "kun beslutninger" if filters.decisions_only else None,
    }
    return tuple(Chip(text, _lifts(name, chosen)) for name, text in named.items() if text)


def _lifts(name: str, chosen: Filters | None) -> str:
    """What a click on the chip lifts: both ends of a period go together."""
    names = PERIOD if name in PERIOD else (name,)
    if chosen is None or any(getattr(chosen, part) for part in names):
        return ""
    return " ".join(names)


PERIOD = ("date_from", "date_to")


def _without_marks(sentence: Sentence) -> tuple[str, list[int]]:
    """The sentence without its [n], and the n's; a [1] inside the quote is the minutes' own."""
    body = sentence.text
    marks: list[int] = []
    for n in sentence.cites:
        at = body.rfind(f"[{n}]")
        if at >= 0:
            marks.append(n)
            body = f"{body[:at].rstrip()}{body[at + len(str(n)) + 2 :]}"
    return body, marks

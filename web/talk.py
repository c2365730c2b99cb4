"""The chat's conversation: what is sent of it, and what is said beside a question.

Only the newest exchange is sent. The page has the others, and puts it in its place by its number
(static/chat.js): it replaces what stands from that number on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.types import Filters, Turn
from web.days import read_period
from web.pages import fill

ANY_MUNICIPALITY = "Alle kommuner"
ANY_BODY = "Alle udvalg"
_REPLACES = re.compile(r"ret=(\d{1,4})")
_AFTER = re.compile(r"efter=([\w-]{8,40})")


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands in the hidden field beside a question: `without` are the limits that it
    lifts, `replaces` the number (from 1) of the question that it corrects, `after` the keys of
    the answers that came before it when the page was left and has been opened again."""

    without: tuple[str, ...] = ()
    replaces: int | None = None
    after: tuple[str, ...] = ()


def read_aside(text: str | None) -> Aside:
    """The hidden field's words: names of Filters' fields, ret=N, efter=KEY. Others are nothing."""
    words = (text or "").split()
    found = [int(match[1]) for word in words if (match := _REPLACES.fullmatch(word))]
    named = tuple(word for word in words if word in Filters.__slots__)
    after = tuple(match[1] for word in words if (match := _AFTER.fullmatch(word)))
    return Aside(named, found[0] if found and found[0] > 0 else None, after)


def read_filters(
    municipality: str | None,
    body: str | None,
    first: str | None,
    last: str | None,
    decided: bool = False,
) -> Filters:
    """The filters as chosen beside the chat. Raises ValueError with a Danish sentence."""
    low, high = read_period(first, last)
    return Filters(
        municipality=None if municipality in (None, "", ANY_MUNICIPALITY) else municipality,
        committee=None if body in (None, "", ANY_BODY) else body,
        date_from=low,
        date_to=high,
        decisions_only=bool(decided),
    )


def before(turns: Sequence[Turn], aside: Aside) -> tuple[Turn, ...]:
    """The conversation as it was before the question that is corrected, else all of it."""
    return tuple(turns) if aside.replaces is None else tuple(turns[: aside.replaces - 1])


def exchange(n: int, question: str, answer: str) -> str:
    """The conversation's n-th question, from 1, with what is answered, both as HTML."""
    return str(fill("_chat_new.html", n=n, question=question, answer=answer, fault=""))


def nothing_yet() -> str:
    """A conversation that begins anew."""
    return exchange(1, "", "")


def fault(sentence: str) -> str:
    """Why a question was not asked; the conversation stands as it was."""
    return str(fill("_chat_new.html", n=0, question="", answer="", fault=sentence))

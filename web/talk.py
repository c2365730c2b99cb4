"""The chat's conversation: its messages, and what a click says besides the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rag.types import Filters, Turn

Message: TypeAlias = "dict[str, str]"
_REPLACES = re.compile(r"ret=(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands in the hidden field beside a question: `without` are the limits that it
    lifts, `replaces` the number (from 1) of the question that it corrects."""

    without: tuple[str, ...] = ()
    replaces: int | None = None


def read_aside(text: str | None) -> Aside:
    """The hidden field's words: names of Filters' fields, and ret=N. Others are nothing."""
    words = (text or "").split()
    found = [int(match[1]) for word in words if (match := _REPLACES.fullmatch(word))]
    named = tuple(word for word in words if word in Filters.__slots__)
    return Aside(named, found[0] if found and found[0] > 0 else None)


def before(
    talk: Sequence[Message], turns: Sequence[Turn], aside: Aside
) -> tuple[list[Message], tuple[Turn, ...]]:
    """The conversation as it was before the question that is corrected, else all of it."""
    n = len(turns) if aside.replaces is None else aside.replaces - 1
    return list(talk[: 2 * n]), tuple(turns[:n])


def said(role: str, html: str) -> Message:
    """A message as the chat takes it."""
    return {"role": role, "content": html}

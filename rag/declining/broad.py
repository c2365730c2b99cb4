"""A question whose one word heads many cases is asked back: which of them is meant?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from index.archive import Archive
from index.danish import is_binding
from index.lexicon import stem
from index.store.one_case import is_procedural
from index.store.snapshot import Card
from index.types import is_head
from index.words import words
from prompts import render
from rag.draft import Draft
from rag.types import Intent, Question, Status
from rag.understanding.followup import subjects

MANY = 5
"""Cases under one word from which nobody can tell which one is meant."""
NAMED = 4
"""Cases that are named: first those that begin with the word (a name begins addresses, too),
then those of the highest body, then the newest."""
ASKS = (Intent.DECISION, Intent.STATUS, Intent.FACT)
_DASH = re.compile(r"\s[-–]\s")
_BODY = re.compile(r"(?:udvalg|råd|bestyrelse|nævn)(?:et|en)?s?\b", re.IGNORECASE)


def which_case(question: Question, archive: Archive) -> Draft | None:
    """The draft that asks which case is meant; None when the question tells it.

    "Hvad blev besluttet om budgettet?" is met by every budget there is, and an answer from any
    one of them would look like the answer.
    """
    asked = subjects(question.search)
    if len(asked) != 1 or question.followup or question.intent not in ASKS:
        return None
    if question.filters or question.prefer:
        return None
    known = [word.text for word in words(asked[0])]
    if len(known) != 1:
        return None
    cases = _cases(known[0], archive.snapshot.cards, is_name=bool(question.entities))
    if len(cases) < MANY:
        return None
    draft = Draft(status=Status.UNCLEAR, choices=tuple(cases[:NAMED]))
    draft.say(render("unclear.broad", count=str(len(cases)), word=asked[0]))
    draft.say(render("unclear.newest", known="; ".join(f"»{title}«" for title in cases[:NAMED])))
    return draft


def _cases(word: str, cards: Iterable[Card], *, is_name: bool) -> list[str]:
    """The titles, up to their first dash, that hold the word; each once, a meeting's own no."""
    key = stem(word)
    held: dict[str, tuple[bool, int, date, str]] = {}
    for card in cards:
        title = _DASH.split(card.title)[0].strip()
        stems = _stems(title)
        if is_head(card.id) or key not in stems or not _tells(title):
            continue
        begins = stems[0] == key and not is_name
        found = (begins, is_binding(card.body), card.date or date.min, title)
        held[title.casefold()] = max(found, held.get(title.casefold(), found))
    return [title for *_, title in sorted(held.values(), reverse=True)]


def _tells(title: str) -> bool:
    """Whether a title names a matter, and not only a body or a meeting."""
    return not is_procedural(title) and not _BODY.search(title)


def _stems(title: str) -> list[str]:
    return [stem(word.text) for word in words(title)]

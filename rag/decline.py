"""Questions that are not about the minutes: each gets its calm sentence."""

from __future__ import annotations

from index.archive import Archive
from prompts import render
from rag.draft import Draft
from rag.scope_text import scope_sentence, whole
from rag.types import Intent, Question, Status

LIMIT = 2_000
"""Characters in a question at most."""
DECLINED = {
    Intent.SMALL_TALK: "declined.greeting",
    Intent.ABOUT: "declined.about",
    Intent.OUT_OF_SCOPE: "declined.out_of_scope",
}
BY_NOTE = {"tom": "declined.empty", "for lang": "declined.long", "volapyk": "declined.nonsense"}


def decline(question: Question, archive: Archive) -> Draft | None:
    """The draft for a question that is not looked up; None for one that is."""
    if question.intent not in DECLINED:
        return None
    name = DECLINED[question.intent]
    for note in question.notes:
        name = BY_NOTE.get(note, name)
    draft = Draft(status=Status.DECLINED)
    draft.say(_fill(name, archive))
    return draft


def example(archive: Archive) -> str:
    """A question that this archive can answer."""
    for card in archive.snapshot.cards:
        title = card.title.split(" - ")[0]
        if card.open and card.number and card.number > 2 and 3 <= len(title.split()) <= 8:
            return f"Hvad blev besluttet om {title[0].lower()}{title[1:]}?"
    return "Hvad blev besluttet om budgettet?"


def _fill(name: str, archive: Archive) -> str:
    if name == "declined.about":
        return render(name, scope=scope_sentence(whole(archive)))
    if name == "declined.long":
        return render(name, limit=str(LIMIT))
    return render(name, example=example(archive))

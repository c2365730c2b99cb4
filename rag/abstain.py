"""When the minutes do not hold the answer: what the evidence must cover to be one."""

from __future__ import annotations

from dataclasses import dataclass

from index.archive import Archive
from prompts import render
from rag.draft import Draft
from rag.evidence import Evidence
from rag.match import terms_of
from rag.quote import quotable
from rag.scope_text import scope_of, scope_sentence, whole
from rag.types import Question, Status
from rag.values import holds

COVERED = 0.3
"""Share of the question's weight that the best item must hold. See docs/evaluation.md."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What the decision to abstain rests on; each 0..1 but `cosine`."""

    cosine: float
    item: float
    passage: float
    typed: bool
    unknown: tuple[str, ...] = ()


def signals(evidence: Evidence, archive: Archive) -> Signals:
    """How well the best item and its best passage cover the question."""
    passages = quotable(evidence.passages)
    hits = {hit.item_id: hit for hit in evidence.hits}
    if not evidence.records:
        return Signals(0.0, 0.0, 0.0, False)
    record = passages[0].record if passages else evidence.records[0]
    meeting = record.meeting
    whole_text = record.text[record.item.start : record.item.end]
    context = f"{meeting.municipality or ''} {meeting.body} {meeting.date or ''}"
    cover = evidence.matcher.score(f"{context} {whole_text}")
    best = passages[0] if passages else None
    return Signals(
        cosine=hits[record.id].arms.get("dense", 0.0) if record.id in hits else 0.0,
        item=cover,
        passage=evidence.matcher.share(best.met) if best else 0.0,
        typed=best is not None and holds(evidence.question.intent, best.text),
        unknown=unknown_entities(evidence.question, archive),
    )


def unknown_entities(question: Question, archive: Archive) -> tuple[str, ...]:
    """The question's names of which the archive knows no word."""
    vocabulary = archive.terms.vocabulary
    return tuple(
        entity
        for entity in question.entities
        if (words := terms_of(entity)) and not any(word in vocabulary for word in words)
    )


def reason_to_abstain(evidence: Evidence, archive: Archive) -> Draft | None:
    """The draft that says why there is no answer; None when there may be one."""
    question = evidence.question
    for note in question.notes:
        if note.startswith("ukendt kommune: "):
            name = note.removeprefix("ukendt kommune: ")
            return _refuse("not_found.municipality", question, archive, entity=name)
    if not evidence.records:
        return not_found(question, archive)
    found = signals(evidence, archive)
    if found.item < COVERED:
        return not_found(question, archive)
    return None


def not_found(question: Question, archive: Archive) -> Draft:
    """The draft that says that the minutes do not hold it, and how far was searched."""
    if scope_of(question, archive).meetings == 0:
        draft = Draft(status=Status.NOT_FOUND)
        draft.say(render("not_found.empty", scope=scope_sentence(whole(archive))))
        return draft
    return _refuse(
        "not_found.filtered" if question.filters else "not_found.plain", question, archive
    )


def _refuse(name: str, question: Question, archive: Archive, **values: str) -> Draft:
    draft = Draft(status=Status.NOT_FOUND)
    draft.say(render(name, scope=scope_sentence(scope_of(question, archive)), **values))
    return draft

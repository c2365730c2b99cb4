"""A question asked of an archive: the steps, in order."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.archive import Archive
from prompts import render
from rag.abstention.abstain import judge, not_found
from rag.abstention.uncounted import uncounted
from rag.abstention.untold import unsold, untold
from rag.catalogue.roster import from_catalogue
from rag.cite import Checked, check
from rag.compose import compose
from rag.composing.other_half import say_untold
from rag.decline import decline
from rag.declining.scope_text import scope_of
from rag.draft import make_citation, title_section
from rag.evidence import Evidence, gather
from rag.question import understand_in
from rag.retrieve import retrieve
from rag.trace import explain
from rag.types import NO_FILTERS, Answer, Citation, Claim, Filters, Hit, Question, Status, Turn
from rag.understanding.asked import lacks_value
from rag.understanding.subject import settle

if TYPE_CHECKING:
    from rag.model import Model
    from rag.verification.sources import Source

RETRIEVED = 10
LISTED = 1.0
"""The score of each item of a list: it is on it, and none is nearer than another."""


@dataclass(frozen=True, slots=True)
class Found:
    """An extracted answer, and the evidence that it was made from: None where there was none."""

    answer: Answer
    evidence: Evidence | None = None

    def sources(self, archive: Archive) -> tuple[Source, ...]:
        """The numbered passages from which a language model may tell the answer."""
        from rag.verification.sources import offer

        return offer(self.answer.citations, self.evidence, archive)


def ask(
    text: str,
    archive: Archive,
    *,
    filters: Filters = NO_FILTERS,
    history: Sequence[Turn] = (),
    without: Collection[str] = (),
    model: Model | None = None,
) -> Answer:
    """Answer a question from the archive's minutes.

    `without` names the fields of Filters that the asker has lifted: what the question itself
    says of them is then no limit. With a `model` the answer is told in its words, when they hold.
    """
    found = look_up(text, archive, filters=filters, history=history, without=without)
    if model is None:
        return found.answer
    from rag.verification.write import rewrite

    return rewrite(found.answer, found.sources(archive), model)


def look_up(
    text: str,
    archive: Archive,
    *,
    filters: Filters = NO_FILTERS,
    history: Sequence[Turn] = (),
    without: Collection[str] = (),
) -> Found:
    """The extracted answer, made of quotes; all that needs the archive."""
    began = time.perf_counter()
    question = understand_in(archive, text, history=history, filters=filters)
    if question.followup:
        question = settle(question, understand_in(archive, text, filters=filters), archive)
    lifted = {name: getattr(NO_FILTERS, name) for name in without}
    question = replace(question, filters=replace(question.filters, **lifted))
    checked, hits, evidence = _look_up(question, archive)
    related = hits[:3] if checked.status is Status.NOT_FOUND else []
    answer = Answer(
        question=text,
        status=checked.status,
        text=checked.text,
        citations=checked.citations,
        sentences=checked.sentences,
        choices=checked.choices,
        retrieved=tuple(_retrieved(hit, archive) for hit in hits),
        related=tuple(_titles(related, archive)),
        understood=question,
        scope=scope_of(question, archive),
        seconds=time.perf_counter() - began,
        trace=explain(question, hits, checked, archive),
    )
    return Found(answer, evidence)


def _look_up(question: Question, archive: Archive) -> tuple[Checked, list[Hit], Evidence | None]:
    refusal = decline(question, archive)
    if refusal:
        return check(refusal, archive), [], None
    evidence = None
    hits = retrieve(question, archive, RETRIEVED)
    draft = from_catalogue(question, hits, archive)
    if draft is None:
        evidence = gather(question, hits, archive)
        verdict = judge(evidence, archive)
        draft = verdict.refusal or compose(evidence, archive)
        quotes = [citation.quote for citation in draft.citations]
        if draft.status is Status.ANSWERED and _lacks(evidence, quotes, archive):
            draft = not_found(question, archive)
        say_untold(draft, evidence)
        if verdict.doubtful and draft.status is Status.ANSWERED:
            draft.claims.insert(0, Claim(render("lead.doubtful")))
    if draft.items:
        hits = [Hit(item_id, LISTED) for item_id in draft.items[:RETRIEVED]]
    checked = check(draft, archive)
    if checked.status is Status.NOT_FOUND and not checked.sentences:
        checked = check(not_found(question, archive), archive)
    return checked, hits, evidence


def _lacks(evidence: Evidence, quotes: Sequence[str], archive: Archive) -> bool:
    """Whether the quotes of an answer hold nothing of the kind that is asked for; of two things
    that are asked, one may be told."""
    question = evidence.question
    if evidence.parts:
        return unsold(question, quotes)
    if lacks_value(question, " ".join(quotes)) or untold(question, quotes):
        return True
    return uncounted(question, quotes, archive.terms.vocabulary)


def _retrieved(hit: Hit, archive: Archive) -> tuple[str, int | str, float]:
    card = archive.card(hit.item_id)
    return card.file, card.number if card.number is not None else card.label, hit.score


def _titles(hits: Sequence[Hit], archive: Archive) -> list[Citation]:
    records = archive.items([hit.item_id for hit in hits])
    return [
        make_citation(n, r, title_section(r), r.item.title_start, r.item.title_end)
        for n, r in enumerate(records, 1)
    ]

"""A question asked of an archive: the steps, in order."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import replace

from index.archive import Archive
from rag.abstain import not_found, reason_to_abstain
from rag.cite import Checked, check
from rag.compose import compose
from rag.decline import decline
from rag.draft import make_citation, title_section
from rag.evidence import gather
from rag.question import understand
from rag.retrieve import retrieve
from rag.roster import from_catalogue
from rag.scope_text import scope_of
from rag.trace import explain
from rag.types import NO_FILTERS, Answer, Citation, Filters, Hit, Question, Status, Turn

RETRIEVED = 10


def ask(
    text: str,
    archive: Archive,
    *,
    filters: Filters = NO_FILTERS,
    history: Sequence[Turn] = (),
    without: Collection[str] = (),
) -> Answer:
    """Answer a question from the archive's minutes.

    `without` names the fields of Filters that the asker has lifted: what the question itself
    says of them is then no limit.
    """
    began = time.perf_counter()
    first, last = archive.period
    question = understand(
        text,
        bodies=archive.bodies,
        municipalities=archive.municipalities,
        first=first,
        last=last,
        history=history,
        filters=filters,
    )
    lifted = {name: getattr(NO_FILTERS, name) for name in without}
    question = replace(question, filters=replace(question.filters, **lifted))
    checked, hits = _look_up(question, archive)
    related = hits[:3] if checked.status is Status.NOT_FOUND else []
    return Answer(
        question=text,
        status=checked.status,
        text=checked.text,
        citations=checked.citations,
        sentences=checked.sentences,
        retrieved=tuple(_retrieved(hit, archive) for hit in hits),
        related=tuple(_titles(related, archive)),
        understood=question,
        scope=scope_of(question, archive),
        seconds=time.perf_counter() - began,
        trace=explain(question, hits, checked, archive),
    )


def _look_up(question: Question, archive: Archive) -> tuple[Checked, list[Hit]]:
    refusal = decline(question, archive)
    if refusal:
        return check(refusal, archive), []
    hits = retrieve(question, archive, RETRIEVED)
    draft = from_catalogue(question, hits, archive)
    if draft is None:
        evidence = gather(question, hits, archive)
        draft = reason_to_abstain(evidence, archive) or compose(evidence, archive)
    checked = check(draft, archive)
    if checked.status is Status.NOT_FOUND and not checked.sentences:
        checked = check(not_found(question, archive), archive)
    return checked, hits


def _retrieved(hit: Hit, archive: Archive) -> tuple[str, int | str, float]:
    card = archive.card(hit.item_id)
    return card.file, card.number if card.number is not None else card.label, hit.score


def _titles(hits: Sequence[Hit], archive: Archive) -> list[Citation]:
    records = archive.items([hit.item_id for hit in hits])
    return [
        make_citation(n, r, title_section(r), r.item.title_start, r.item.title_end)
        for n, r in enumerate(records, 1)
    ]

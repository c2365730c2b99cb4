"""Question -> how well every chunk fits it, by meaning and by words; and chunks' scores -> items'.

`dense` and `lexical` have one signature. A filter is a mask over items, the same for both.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.archive import Archive
from index.query import written_words
from index.translation import in_danish
from rag.types import Question

Scores = NDArray[np.float32]
"""One score for every chunk of the snapshot, shape (n,); -inf where nothing was found."""

POOL = 400
"""Chunks that the words' arm is asked for."""
TOLD = 0.4
"""The share of the question told in the minutes' words: all of it costs questions that are worded
as the minutes are (docs/decisions/danish-terms.md)."""


def dense(question: Question, archive: Archive, written: float = 1.0) -> Scores:
    """The cosine of the question with every chunk.

    Where minutes write other words for the question's, or write Danish, it is TOLD that of the
    question with them, or in Danish; not when `written` is 0.
    """
    text = uncapitalised(question.search)
    plain = archive.similarities(text)
    other = _otherwise(text, question, archive) if written else ""
    if not other:
        return plain
    return (1 - TOLD) * plain + TOLD * archive.similarities(other)


def _otherwise(text: str, question: Question, archive: Archive) -> str:
    """The question as the minutes would put it; "" when they would put it no other way."""
    if question.english:
        return in_danish(text)
    more = written_words(text, archive.terms.vocabulary)
    return " ".join([text, *(word.word for word in more)]) if more else ""


def uncapitalised(text: str) -> str:
    """The text, in small letters when all of it is in capitals: the encoder hardly knows those."""
    return text.lower() if text.isupper() else text


def lexical(
    question: Question,
    archive: Archive,
    allowed: NDArray[np.bool_] | None = None,
    written: float = 1.0,
) -> Scores:
    """BM25 over the Danish terms of the best chunks; -inf for all others."""
    scores = np.full(len(archive.snapshot.chunk_ids), -np.inf, dtype=np.float32)
    items = meetings = None
    if allowed is not None:
        meetings, whole = archive.columns.meetings(allowed)
        cards = archive.snapshot.cards
        items = None if whole else [cards[i].id for i in np.flatnonzero(allowed)]
    rows = archive.chunk_index
    for chunk_id, score in archive.terms.search(
        question.search,
        POOL,
        english=question.english,
        allowed=items,
        meetings=meetings,
        written=written,
    ):
        row = rows.get(chunk_id)
        if row is not None:
            scores[row] = score
    return scores


def best_of(scores: Scores, card_of: NDArray[np.int32], cards: int, second: float) -> Scores:
    """Each item's best chunk score and a share of its second best, shape (cards,).

    An item with one chunk is as good as that chunk; -inf for an item without a found chunk.
    """
    best = np.full(cards, -np.inf, dtype=np.float32)
    np.maximum.at(best, card_of, scores)
    leads = scores == best[card_of]
    runner_up = np.full(cards, -np.inf, dtype=np.float32)
    np.maximum.at(runner_up, card_of, np.where(leads, -np.inf, scores))
    shared = np.bincount(card_of[leads], minlength=cards) > 1
    runner_up = np.where(shared | ~np.isfinite(runner_up), best, runner_up)
    found = np.isfinite(best)
    best[found] = (1 - second) * best[found] + second * runner_up[found]
    return best


def spread(scores: Scores) -> Scores:
    """Scores moved to 0..1: the best item is 1, the fiftieth 0, what is not found 0."""
    finite = scores[np.isfinite(scores)]
    if not len(finite):
        return np.zeros_like(scores)
    top = float(finite.max())
    floor = float(np.partition(finite, -min(50, len(finite)))[-min(50, len(finite))])
    span = max(top - floor, 1e-6)
    return np.where(np.isfinite(scores), np.clip((scores - floor) / span, -1.0, 1.0), -0.0)

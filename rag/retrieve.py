"""Question -> hits: the items that bear on it, by meaning and by words.

Both arms' scores (`rag/retrieval/arms.py`) are lifted to items and added, with what hints and
titles are worth; `rag/retrieval/order.py` puts what was found in the order in which it is wanted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.archive import Archive
from index.store.columns import Columns
from index.store.snapshot import Card
from rag.match import matcher_of
from rag.notes import NOT_PUBLIC
from rag.retrieval.arms import Scores, best_of, dense, lexical, spread
from rag.retrieval.case import case_items
from rag.retrieval.order import Order, Totals, as_wanted, lift_best
from rag.types import Filters, Hit, Intent, Question
from rag.understanding.meeting import told_by
from rag.within import decided, permitted

SHUT = re.compile(r"^\W*lukket ?(?:punkt|sag|dagsorden)?\s*[:–-]\s*", re.IGNORECASE)
"""What a title begins with when it only says that the item was closed ("Lukker biblioteket?")."""


NEAREST = 0.75
"""What more the first item that was quoted counts for, as a share of `about`."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How the arms and the hints are weighed; see docs/evaluation.md for what each is worth."""

    dense: float = 1.0
    lexical: float = 1.0
    second: float = 0.15
    title: float = 0.5
    prefer_body: float = 0.08
    acting_body: float = 0.6
    prefer_date: float = 0.15
    prefer_municipality: float = 0.1
    written: float = 1.0
    prefer_closed: float = 1.2
    about: float = 0.6
    of_meeting: float = 0.1


WEIGHTS = Weights()


def retrieve(
    question: Question, archive: Archive, k: int = 10, weights: Weights = WEIGHTS
) -> list[Hit]:
    """The k best items, best first; an item is as good as its best chunks."""
    allowed = permitted(question.filters, archive.columns)
    if allowed is not None and question.filters.decisions_only:
        allowed &= decided(archive.snapshot)
    if allowed is not None and not allowed.any():
        return []
    by_meaning = dense(question, archive, weights.written)
    by_words = lexical(question, archive, allowed, weights.written)
    card_of, cards = archive.snapshot.card_of, len(archive.snapshot.cards)
    meaning = best_of(by_meaning, card_of, cards, weights.second)
    words = best_of(by_words, card_of, cards, weights.second)
    total = weights.dense * spread(meaning) + weights.lexical * spread(words)
    total += _preferences(question, archive.columns, weights)
    total[_talked_of(question, archive)] += weights.about
    if question.about and question.about[0] in archive.card_index:
        # What the answer before it began with is nearer than the other items of its case.
        total[archive.card_index[question.about[0]]] += NEAREST * weights.about
    if allowed is not None:
        total[~allowed] = -np.inf
    order = _ordered(question, archive, total, max(4 * k, 40), weights)[:k]
    chunks = _best_chunks(by_meaning, by_words, card_of, order)
    falling = np.minimum.accumulate(total[order])
    return [
        Hit(
            archive.snapshot.cards[i].id,
            float(score),
            tuple(archive.snapshot.chunk_ids[row] for row in chunks[i]),
            {"dense": float(meaning[i]), "lexical": float(words[i])},
        )
        for i, score in zip(order, falling, strict=True)
    ]


def _ordered(
    question: Question, archive: Archive, total: Totals, most: int, weights: Weights
) -> Order:
    """The `most` best items by score and title, as the question wants them; `total` is raised."""
    cards = archive.snapshot.cards
    pool = np.argsort(-total, kind="stable")[:most]
    matcher = matcher_of(question, archive)
    titles = {int(i): matcher.score(_name(cards[i])) for i in pool}
    for i, met in titles.items():
        total[i] += weights.title * met
    if weights.of_meeting and (told := told_by(question, archive)).any():
        lift_best(told, total, weights.of_meeting)
        pool = np.argsort(-total, kind="stable")[:most]
    order = pool[np.argsort(-total[pool], kind="stable")]
    order = order[np.isfinite(total[order])]
    return as_wanted(question, order, total, titles, archive)


def asks_for_act(question: Question) -> bool:
    """Whether what a body did is the first thing that is asked."""
    return question.intent in (Intent.DECISION, Intent.STATUS, Intent.VOTE, Intent.YES_NO)


def _name(card: Card) -> str:
    return (
        SHUT.sub("", card.title) if card.number != 0 else f"{card.body} {card.municipality or ''}"
    )


def _preferences(question: Question, columns: Columns, weights: Weights) -> Scores:
    """A bonus for every hint that an item meets."""
    bonus = np.zeros(len(columns), dtype=np.float32)
    if NOT_PUBLIC in question.notes:
        bonus[columns.closed] += weights.prefer_closed
    prefer = question.prefer
    if not prefer:
        return bonus
    named = weights.acting_body if asks_for_act(question) else weights.prefer_body
    hints = (
        (named, Filters(committee=prefer.committee)),
        (weights.prefer_municipality, Filters(municipality=prefer.municipality)),
        (weights.prefer_date, Filters(date_from=prefer.date_from, date_to=prefer.date_to)),
    )
    for worth, hint in hints:
        met = permitted(hint, columns)
        if met is not None:
            bonus[met] += worth
    return bonus


def _talked_of(question: Question, archive: Archive) -> list[int]:
    """The items that the answer before quoted, and those of the first one's case."""
    held = [key for key in question.about if key in archive.card_index]
    same = case_items(archive, held[0]) if held else ()
    return sorted({archive.card_index[key] for key in (*held, *same) if key in archive.card_index})


def _best_chunks(
    by_meaning: Scores, by_words: Scores, card_of: NDArray[np.int32], cards: NDArray[np.intp]
) -> dict[int, list[int]]:
    """The three best chunk rows of each of these items, best first."""
    words = np.where(np.isfinite(by_words), by_words, 0.0)
    both = spread(by_meaning) + words / max(float(words.max(initial=0.0)), 1e-6)
    chosen: dict[int, list[int]] = {}
    for card in cards:
        rows = np.flatnonzero(card_of == card)
        chosen[int(card)] = [int(row) for row in rows[np.argsort(-both[rows])][:3]]
    return chosen

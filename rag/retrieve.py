"""Question -> hits: the items that bear on it, by meaning and by words.

`dense` and `lexical` score chunks and have one signature; `retrieve` lifts both to items and
fuses them. A filter is a mask over items, the same for both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.archive import Archive
from index.columns import Columns
from index.query import written_words
from index.snapshot import KINDS, Card, Snapshot
from index.types import SectionKind
from rag.case import case_items
from rag.match import Matcher
from rag.meeting import NEWEST, OF_MEETING, limits_of
from rag.order import AGAIN, LATEST, latest_first, lift_best, newest_first, of_the_time
from rag.types import Filters, Hit, Intent, Question

Scores = NDArray[np.float32]
"""One score for every chunk of the snapshot, shape (n,); -inf where nothing was found."""

CLOSED_NOTE = "lukkede punkter"
"""The note of a question that asks for what was not public."""
SHUT = re.compile(r"^\W*lukket ?(?:punkt|sag|dagsorden)?\s*[:–-]\s*", re.IGNORECASE)
"""What a title begins with when it only says that the item was closed ("Lukker biblioteket?")."""
POOL = 400
"""Chunks that the words' arm is asked for."""
TOLD = 0.4
"""The share of the question told in the minutes' words: all of it costs questions that are worded
as the minutes are (docs/decisions/danish-terms.md)."""
ACTS = {
    Intent.DECISION,
    Intent.STATUS,
    Intent.YES_NO,
    Intent.VOTE,
    Intent.NEXT_STEP,
    Intent.AMOUNT,
}


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


def dense(question: Question, archive: Archive, written: float = 1.0) -> Scores:
    """The cosine of the question with every chunk.

    Where minutes write other words for the question's, it is TOLD that of the question with them;
    not when `written` is 0.
    """
    text = uncapitalised(question.search)
    plain = archive.similarities(text)
    more = written_words(text, archive.terms.vocabulary, question.english) if written else []
    if not more:
        return plain
    told = archive.similarities(" ".join([text, *(word.word for word in more)]))
    return (1 - TOLD) * plain + TOLD * told


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


def retrieve(
    question: Question, archive: Archive, k: int = 10, weights: Weights = WEIGHTS
) -> list[Hit]:
    """The k best items, best first; an item is as good as its best chunks."""
    cards = archive.snapshot.cards
    allowed = permitted(question.filters, archive.columns)
    if allowed is not None and question.filters.decisions_only:
        allowed &= decided(archive.snapshot)
    if allowed is not None and not allowed.any():
        return []
    card_of = archive.snapshot.card_of
    by_meaning = dense(question, archive, weights.written)
    by_words = lexical(question, archive, allowed, weights.written)
    meaning = best_of(by_meaning, card_of, len(cards), weights.second)
    words = best_of(by_words, card_of, len(cards), weights.second)
    total = weights.dense * _spread(meaning) + weights.lexical * _spread(words)
    total += _preferences(question, archive.columns, weights)
    total[_talked_of(question, archive)] += weights.about
    if allowed is not None:
        total[~allowed] = -np.inf
    pool = np.argsort(-total, kind="stable")[: max(4 * k, 40)]
    matcher = Matcher(question, archive.terms.vocabulary, len(archive.snapshot.chunk_ids))
    titles = {int(i): matcher.score(_name(cards[i])) for i in pool}
    for i, met in titles.items():
        total[i] += weights.title * met
    if weights.of_meeting and (told := _of_meeting(question, archive)).any():
        lift_best(told, total, weights.of_meeting)
        pool = np.argsort(-total, kind="stable")[: len(pool)]
    order = pool[np.argsort(-total[pool], kind="stable")]
    order = order[np.isfinite(total[order])]
    if returns(question):
        order = newest_first(order, total, archive, question.prefer.committee)
    elif acts(question):
        order = latest_first(order, total, titles, cards)
    if question.moment and len(order):
        order = of_the_time(order, total, cards, question.moment)
    order = order[:k]
    chunks = _best_chunks(by_meaning, by_words, card_of, order)
    falling = np.minimum.accumulate(total[order])
    return [
        Hit(
            cards[i].id,
            float(score),
            tuple(archive.snapshot.chunk_ids[row] for row in chunks[i]),
            {"dense": float(meaning[i]), "lexical": float(words[i])},
        )
        for i, score in zip(order, falling, strict=True)
    ]


def acts(question: Question) -> bool:
    """Whether the question is about what was done with a case, and names no body or time."""
    hints = (question.filters, question.prefer)
    told = any(hint.committee or hint.date_from or hint.date_to for hint in hints)
    return not told and bool(ACTS & set(question.intents[:2]))


def returns(question: Question) -> bool:
    """Whether the question is for the latest of a case, or for when it came back."""
    if question.intent is Intent.STATUS and LATEST in question.notes:
        return True
    hints = (question.filters, question.prefer)
    told = any(hint.committee or hint.date_from or hint.date_to or hint.punkt for hint in hints)
    return not told and AGAIN.search(question.text) is not None


def asks_for_act(question: Question) -> bool:
    """Whether what a body did is the first thing that is asked."""
    return question.intent in (Intent.DECISION, Intent.STATUS, Intent.VOTE, Intent.YES_NO)


def _name(card: Card) -> str:
    return (
        SHUT.sub("", card.title) if card.number != 0 else f"{card.body} {card.municipality or ''}"
    )


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


def permitted(filters: Filters, columns: Columns) -> NDArray[np.bool_] | None:
    """Which items the filters let through; None when they let everything through."""
    if not filters:
        return None
    met = np.ones(len(columns), dtype=bool)
    if filters.municipality:
        met &= columns.municipality.where(lambda name: name == filters.municipality)
    if filters.committee:
        asked = filters.committee
        met &= columns.body.where(lambda name: same_body(asked, name))
    if filters.date_from:
        met &= columns.day >= filters.date_from.toordinal()
    if filters.date_to:
        met &= (columns.day > 0) & (columns.day <= filters.date_to.toordinal())
    if filters.punkt is not None:
        met &= columns.number == filters.punkt
    if filters.case_number:
        wanted = plain_case(filters.case_number)
        met &= columns.case_number.where(lambda number: plain_case(number) == wanted)
    return met


def decided(snapshot: Snapshot) -> NDArray[np.bool_]:
    """Which items hold a section with a decision, shape (cards,)."""
    found = np.zeros(len(snapshot.cards), dtype=bool)
    found[snapshot.card_of[snapshot.kind_of == KINDS.index(SectionKind.DECISION)]] = True
    return found


def admits(filters: Filters, card: Card) -> bool:
    """Whether an item lies within the filters."""
    if filters.municipality and card.municipality != filters.municipality:
        return False
    if filters.committee and not same_body(filters.committee, card.body):
        return False
    if filters.date_from and (card.date is None or card.date < filters.date_from):
        return False
    if filters.date_to and (card.date is None or card.date > filters.date_to):
        return False
    if filters.punkt is not None and card.number != filters.punkt:
        return False
    return not (
        filters.case_number
        and plain_case(card.case_number or "") != plain_case(filters.case_number)
    )


def same_body(asked: str, body: str) -> bool:
    """Whether two names mean one body: case, period ("2022-2025") and spacing aside."""
    return _plain_body(asked) == _plain_body(body)


def plain_case(number: str) -> str:
    """A case number without its hyphens, dots and spaces, in capitals."""
    return re.sub(r"[^0-9A-ZÆØÅ]", "", number.upper())


@lru_cache(maxsize=1_024)
def _plain_body(name: str) -> str:
    without_period = re.sub(r"\s*\(?\b(19|20)\d\d\s*[-–]\s*((19|20)\d\d|\d\d)\)?", "", name)
    return re.sub(r"[\W_]+", " ", without_period).strip().casefold()


def _spread(scores: Scores) -> Scores:
    """Scores moved to 0..1: the best item is 1, the fiftieth 0, what is not found 0."""
    finite = scores[np.isfinite(scores)]
    if not len(finite):
        return np.zeros_like(scores)
    top = float(finite.max())
    floor = float(np.partition(finite, -min(50, len(finite)))[-min(50, len(finite))])
    span = max(top - floor, 1e-6)
    return np.where(np.isfinite(scores), np.clip((scores - floor) / span, -1.0, 1.0), -0.0)


def _preferences(question: Question, columns: Columns, weights: Weights) -> Scores:
    """A bonus for every hint that an item meets."""
    bonus = np.zeros(len(columns), dtype=np.float32)
    if CLOSED_NOTE in question.notes:
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


def _of_meeting(question: Question, archive: Archive) -> NDArray[np.bool_]:
    """Which items tell what is asked of a meeting itself, shape (cards,): the heads of the
    meetings that may be meant, or what was closed there; none when another thing is asked."""
    columns, cards = archive.columns, archive.snapshot.cards
    told = np.zeros(len(cards), dtype=bool)
    if OF_MEETING not in question.notes:
        return told
    limits, newest = limits_of(question), NEWEST in question.notes
    if newest and not question.filters.date_from:
        limits = replace(limits, date_from=None, date_to=None)
    meant = permitted(limits, columns)
    if meant is None:
        return told
    if CLOSED_NOTE in question.notes and (meant & columns.closed).any():
        told = meant & columns.closed
    else:
        for i in np.flatnonzero(meant & (columns.number == 0)):
            told[i] = cards[i].id.endswith("/-1")
    return told & (columns.day == columns.day[told].max(initial=0)) if newest else told


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
    both = _spread(by_meaning) + words / max(float(words.max(initial=0.0)), 1e-6)
    chosen: dict[int, list[int]] = {}
    for card in cards:
        rows = np.flatnonzero(card_of == card)
        chosen[int(card)] = [int(row) for row in rows[np.argsort(-both[rows])][:3]]
    return chosen

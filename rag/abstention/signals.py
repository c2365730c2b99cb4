"""Evidence -> what speaks for and against there being an answer in it, each as a number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from index.archive import Archive
from index.catalogue import ItemRecord
from rag.abstention.lacks import about_lacks, asked_lacks, topic_lacks, unknown_share
from rag.abstention.met import main_items, met_by, share, weights_of, windows_of
from rag.evidence import Evidence
from rag.retrieval.arms import dense
from rag.retrieval.case import case_items
from rag.retrieval.order import one_case
from rag.types import Intent, Question
from rag.understanding.asked import kinds, tells

COLLOQUIAL = 0.4
"""A share of everyday words unknown to the archive that says nothing against an answer."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What the decision to abstain rests on, 0..1 each.

    For an answer: `item`, `typed` (shares of the question's weight), `near`, `agree`, and
    `english`, for then fewer words can be met. Against it: all others.
    """

    item: float
    """What the best item, with its meeting's name and date, meets of the question's words."""
    typed: float
    """What the best sentence with the asked kind of value meets, neighbours and title included."""
    near: float
    """The cosine of the nearest chunk with such a sentence; 0 when there is none."""
    agree: float
    """1 when one item, one case or one title is nearest both in meaning and in words."""
    unknown: float
    """The share of the weight that the archive knows in no form, less COLLOQUIAL."""
    topic: float
    """How far the item lacks the question's longest word; 0 when none is long."""
    asked: float
    """How far sentences with such a value lack the noun whose value is asked for."""
    about: float
    """How far the item lacks the long word that a question without a value is about
    ("besluttet om *svømmehallen*")."""
    value: float
    """1 when a value is asked for: an amount, a count, a date, a place, somebody's name."""
    who: float
    """1 when somebody's name is asked for."""
    english: float
    """1 when the question is in English."""


NAMES = tuple(entry.name for entry in fields(Signals))


def signals_of(question: Question, evidence: Evidence, archive: Archive) -> Signals:
    """The signals for the values that a question, or one part of it, asks for, in the evidence of
    all, which must hold at least one item."""
    matcher = evidence.matcher
    weights = weights_of(evidence, archive)
    records = main_items(evidence)
    met = max((met_by(r, matcher) for r in records), key=lambda m: share(m, weights))
    asks = kinds(question)
    windows = [window for record in records for window in windows_of(evidence, record)]
    typed = [w for w in windows if not asks or any(tells(kind, w.told) for kind in asks)]
    return Signals(
        item=share(met, weights),
        typed=max((share(w.met, weights) for w in typed), default=0.0),
        near=_near(evidence, archive, records, {w.start for w in typed}),
        agree=float(_agree(evidence, archive)),
        unknown=max(0.0, unknown_share(evidence.question, weights, archive) - COLLOQUIAL),
        topic=topic_lacks(evidence.question, met, weights),
        asked=asked_lacks(question, evidence, asks, typed, weights) if asks else 0.0,
        about=0.0 if asks else about_lacks(question, evidence, met, archive),
        value=float(bool(asks)),
        who=float(Intent.WHO in asks),
        english=float(question.english),
    )


def _near(
    evidence: Evidence, archive: Archive, records: Sequence[ItemRecord], starts: set[int]
) -> float:
    """The best cosine of the items' chunks in which one of these sentences begins."""
    scores, rows = dense(evidence.question, archive, written=0.0), archive.chunk_index
    best = 0.0
    for record in records:
        for chunk_id, (start, end) in archive.chunk_spans([record.meeting.id]).items():
            mine = chunk_id.startswith(f"{record.id}/") and chunk_id in rows
            if mine and any(start <= at < end for at in starts):
                best = max(best, float(scores[rows[chunk_id]]))
    return best


def _agree(evidence: Evidence, archive: Archive) -> bool:
    nearest = [
        max(evidence.hits, key=lambda hit: hit.arms.get(arm, -math.inf))
        for arm in ("dense", "lexical")
    ]
    one, other = (archive.card(hit.item_id) for hit in nearest)
    return one == other or one_case(one, other) or other.id in case_items(archive, one.id)

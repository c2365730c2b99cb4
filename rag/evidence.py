"""Hits -> evidence: the items in full, cut into passages that can be quoted, best first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from index.archive import Archive
from index.catalogue import ItemRecord
from index.types import SectionKind
from index.words import words
from rag.match import Matcher, matcher_of
from rag.notes import NOT_PUBLIC
from rag.passages import SCORING, UNQUOTED, Passage, passages_of, place_of
from rag.reader import Text, bundled
from rag.retrieval.arms import dense, uncapitalised
from rag.retrieve import SHUT
from rag.types import Hit, Question
from rag.understanding import twofold

READ = 11
"""How many passages the reader reads, the best that say different things
(docs/decisions/reader.md)."""
READ_OF_TWO = 8
"""How many are read for each part of a question that asks two things."""
LEAST, MOST = -16.0, 16.0
"""The reader's scores are cut to these; a passage that is not read has the least."""
PUBLISHED = 60
"""Words from which on a closed item is taken to have published its substance."""
TITLED = 0.25
"""The share of the question that a closed item's title must meet: it has nothing else to tell."""
LOST = 0.2
"""The share of the question that an open item's title meets and a closed one's does not, at most,
where the closed one is told of before it."""
CLOSE = 0.75
"""The share of the best hit's score from which another may be meant instead."""
NAMED = 0.2
"""The share of its names' weight that an item must hold to stand before others."""
SPARE = 3
"""Hits beyond those that are read, for such closed items as are passed over."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the answer is made from: `records` in the order of hits, `passages` best first."""

    question: Question
    matcher: Matcher
    hits: tuple[Hit, ...]
    records: tuple[ItemRecord, ...]
    passages: tuple[Passage, ...]
    parts: tuple[tuple[Question, tuple[Passage, ...]], ...] = ()
    """For a question that asks two things: each of them, and the passages, best first for it."""
    latest: Passage | None = None
    """What the case's last item to tell it says of the value that is asked for, ..."""
    earlier: Passage | None = None
    """... and what an earlier one said, when that was another."""

    def of(self, record: ItemRecord) -> list[Passage]:
        """The passages of one item, best first."""
        return [passage for passage in self.passages if passage.record.id == record.id]


def gather(question: Question, hits: Sequence[Hit], archive: Archive, items: int = 4) -> Evidence:
    """The evidence in the best `items` hits."""
    matcher = matcher_of(question, archive)
    found = archive.items([hit.item_id for hit in hits[: items + SPARE]])
    near = {hit.item_id for hit in hits if hit.score >= CLOSE * hits[0].score}
    records = _named_first(question, matcher, _telling(question, matcher, found), near)[:items]
    beside = _nearness(question, archive, {record.id for record in records})
    best = max((hit.score for hit in hits), default=0.0)
    lead = {hit.item_id: SCORING.item * (hit.score - best) for hit in hits}
    ranked = []
    asked = twofold.parts(question)
    for part in asked:
        own = matcher if part is question else matcher_of(part, archive)
        passages = [
            _moved(passage, lead[record.id])
            for record in records
            for passage in passages_of(record, part, own, beside.get(record.id, []))
        ]
        passages.sort(key=lambda passage: -passage.score)
        _read(part, passages, READ if len(asked) == 1 else READ_OF_TWO)
        passages.sort(key=lambda passage: -passage.score)
        ranked.append((part, tuple(passages)))
    if len(ranked) == 1:
        return Evidence(question, matcher, tuple(hits), tuple(records), ranked[0][1])
    every = _together(matcher, [passages for _, passages in ranked])
    return Evidence(question, matcher, tuple(hits), tuple(records), every, tuple(ranked))


def _together(matcher: Matcher, ranked: Sequence[Sequence[Passage]]) -> tuple[Passage, ...]:
    """Each passage as it fits the part that it fits best, less what its item lacks of the item
    that fits both parts best: "hvor mange var det?" fits many alone."""
    whole = _whole(ranked)
    best: dict[tuple[str, int, int], Passage] = {}
    for passages in ranked:
        for passage in passages:
            held = best.get(place_of(passage))
            if held is None or held.score < passage.score:
                best[place_of(passage)] = passage
    top = max(whole.values(), default=0.0)
    moved = (
        replace(p, score=p.score + whole[p.record.id] - top, met=matcher.met(p.text))
        for p in best.values()
    )
    return tuple(sorted(moved, key=lambda passage: -passage.score))


def _whole(ranked: Sequence[Sequence[Passage]]) -> dict[str, float]:
    """How well each item fits the parts of a question: the mean of its best passages' scores."""
    fits: dict[str, list[float]] = {}
    for passages in ranked:
        for key, group in groupby(sorted(passages, key=_item), key=_item):
            fits.setdefault(key, []).append(max(passage.score for passage in group))
    return {key: sum(scores) / len(ranked) for key, scores in fits.items()}


def _item(passage: Passage) -> str:
    return passage.record.id


def is_closed(record: ItemRecord) -> bool:
    """Whether the item was closed and no more than a bare decision of it is published."""
    if record.item.open:
        return False
    told = (
        s
        for s in record.item.sections
        if s.kind not in (SectionKind.ATTACHMENTS, SectionKind.ABSENCE)
    )
    return sum(len(section.text.split()) for section in told) < PUBLISHED


def _telling(
    question: Question, matcher: Matcher, records: Sequence[ItemRecord]
) -> list[ItemRecord]:
    """The records less those that are closed and whose title says nothing of what is asked; those
    whose title says no more of it than an open item's, or not what that says, come last."""
    if question.filters.punkt is not None or question.filters.case_number:
        return list(records)
    kept = [r for r in records if not is_closed(r) or _named(matcher, r) >= TITLED]
    if NOT_PUBLIC in question.notes:
        return kept
    best = max(
        (r for r in kept if not is_closed(r)), key=lambda r: _named(matcher, r), default=None
    )
    if best is None:
        return kept
    met = matcher.met(_head(best))

    def tells_no_more(record: ItemRecord) -> bool:
        own = matcher.met(_head(record))
        lost = matcher.share({word: sure for word, sure in met.items() if word not in own})
        return lost > LOST or _named(matcher, record) <= _named(matcher, best)

    return sorted(kept, key=lambda r: is_closed(r) and tells_no_more(r))


def _named_first(
    question: Question, matcher: Matcher, records: Sequence[ItemRecord], near: Collection[str]
) -> list[ItemRecord]:
    """The records with those of `near` in front that hold a name of the question, when the first
    holds next to nothing of any: a thing with a name of its own is told of by that name."""
    named = {
        word.text: matcher.weights[word.text]
        for name in question.entities
        if len(name) > 3 and name[0].isupper()
        for word in words(name)
        if word.text in matcher.weights
    }

    def holds(record: ItemRecord) -> bool:
        met = matcher.met(record.text[record.item.start : record.item.end])
        return sum(named[w] * sure for w, sure in met.items() if w in named) >= NAMED * total

    total = sum(named.values())
    if not total or not records or holds(records[0]):
        return list(records)
    return sorted(records, key=lambda record: not (record.id in near and holds(record)))


def _named(matcher: Matcher, record: ItemRecord) -> float:
    return matcher.score(_head(record))


def _head(record: ItemRecord) -> str:
    """An item's title, body and date: all that is published of one that was closed."""
    title = SHUT.sub("", record.item.title)
    return f"{title} {record.meeting.body} {record.meeting.date or ''}"


def _read(question: Question, passages: list[Passage], most: int) -> None:
    """Move the best `most` passages, in place, by what the reader finds in them.

    A case repeats its words at every body: what is said alike is read once and scored alike.
    """
    reader = bundled()
    alike = _alike(passages, most)
    if reader is None or not alike:
        return
    first = sorted((copies[0] for copies in alike), key=lambda n: place_of(passages[n]))
    groups = [list(g) for _, g in groupby(first, key=lambda n: place_of(passages[n])[:2])]
    texts = [Text(heading_of(passages[g[0]]), [passages[n].text for n in g]) for g in groups]
    asked = uncapitalised(question.search if question.followup else question.text)
    copies_of = {copies[0]: copies for copies in alike}
    for group, scores in zip(groups, reader.scores(asked, texts), strict=True):
        for n, score in zip(group, scores, strict=True):
            surely = min(max(score, LEAST), MOST) - LEAST
            for copy in copies_of[n]:
                passages[copy] = _moved(passages[copy], SCORING.read * surely)


def _alike(passages: Sequence[Passage], most: int) -> list[list[int]]:
    """The best `most` passages that may be quoted, each with those that say the same."""
    found: dict[str, list[int]] = {}
    for n, passage in enumerate(passages):
        if passage.section.kind in UNQUOTED:
            continue
        words = " ".join(passage.text.split())
        if words in found or len(found) < most:
            found.setdefault(words, []).append(n)
    return list(found.values())


def candidates(passages: Sequence[Passage]) -> list[Passage]:
    """What the reader reads of an item's passages, which are best first: each text once."""
    return [passages[copies[0]] for copies in _alike(passages, READ)]


def heading_of(passage: Passage) -> str:
    """What the reader is told to stand above a passage."""
    title = " ".join(passage.record.item.title.split())
    return f"{title}. {passage.section.heading}" if passage.section.heading else title


def _moved(passage: Passage, by: float) -> Passage:
    return replace(passage, score=passage.score + by)


def _nearness(
    question: Question, archive: Archive, wanted: set[str]
) -> dict[str, list[tuple[int, int, float]]]:
    """For each wanted item (start, end, similarity) of its chunks; the best has 1, the worst 0."""
    scores = dense(question, archive, written=0.0)
    positions = {archive.card_index[key] for key in wanted if key in archive.card_index}
    rows = np.flatnonzero(np.isin(archive.snapshot.card_of, list(positions)))
    if not len(rows):
        return {}
    top, low = float(scores[rows].max()), float(scores[rows].min())
    span = max(top - low, 1e-6)
    found: dict[str, list[tuple[int, int, float]]] = {}
    spans = archive.chunk_spans(sorted({archive.snapshot.cards[p].meeting_id for p in positions}))
    for row in rows:
        chunk_id = archive.snapshot.chunk_ids[row]
        if chunk_id in spans:
            start, end = spans[chunk_id]
            key = archive.snapshot.cards[archive.snapshot.card_of[row]].id
            found.setdefault(key, []).append((start, end, (float(scores[row]) - low) / span))
    return found

"""Our own questions to real minutes, as the program meets them: what it finds, and what answers.

A question names its item and, by their digests, the sentences that answer: no minutes are copied.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from tokenizers import Tokenizer

from eval.reader.examples import Example, Label, Sentence, Window, encode, window
from index.archive import Archive
from rag.evidence import candidates, gather, heading_of
from rag.passages import Passage, place_of
from rag.question import understand_in
from rag.reader import windows
from rag.retrieve import retrieve
from rag.types import Hit

ITEMS = 4
EMPTY = 0.3
"""The share of questions that are also asked of what was found without the right item."""
SHORT = 12
"""Fewer letters than these may stand in another sentence by chance, figures apart."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A question, its item, the digests of the sentences that answer it (the best first), and
    the characters of the best that do."""

    file: str
    number: int
    question: str
    sentences: tuple[str, ...]
    words: tuple[int, int]


Row: TypeAlias = tuple[Passage, Label]


def digest(text: str) -> str:
    """What a sentence is known by, whatever its white space."""
    return hashlib.sha256(folded(text).encode()).hexdigest()[:12]


def folded(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())


def read_marked(file: Path) -> list[Marked]:
    """The questions of a file. Raises KeyError or ValueError for a line of another shape."""
    records = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [
        Marked(
            r["file"],
            r["punkt"],
            r["question"],
            tuple(r["sentences"]),
            (r["words"][0], r["words"][1]),
        )
        for r in records
    ]


def examples(
    marked: Sequence[Marked], archive: Archive, tokenizer: Tokenizer, seed: int
) -> Iterator[Example]:
    """What the program would read for each question, with the right sentence among it."""
    rng = random.Random(seed)
    ids = {(card.file, card.number): card.id for card in archive.snapshot.cards}
    for one in marked:
        item = ids.get((one.file, one.number))
        if item is None:
            continue
        yield from _examples(one, item, archive, tokenizer, empty=rng.random() < EMPTY)


def _examples(
    one: Marked, item: str, archive: Archive, tokenizer: Tokenizer, *, empty: bool
) -> Iterator[Example]:
    question = understand_in(archive, one.question)
    hits = retrieve(question, archive, 10)
    passages = gather(question, _with(item, hits), archive, ITEMS).passages
    rows = _labelled(one, item, passages)
    if any(label is Label.ANSWERS for _, label in rows):
        yield _windows(one, rows, tokenizer)
    if not empty:
        return
    others = [hit for hit in hits if hit.item_id != item]
    rows = _labelled(one, item, gather(question, others, archive, ITEMS).passages)
    if rows and all(label is Label.WRONG for _, label in rows):
        yield _windows(one, rows, tokenizer)


def _with(item: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits, with the item in the last place that is read when it is not among the first."""
    if item in [hit.item_id for hit in hits[:ITEMS]] or not hits:
        return list(hits)
    others = [hit for hit in hits if hit.item_id != item][: ITEMS - 1]
    return [*others, Hit(item, others[-1].score if others else 0.0)]


def _labelled(one: Marked, item: str, passages: Sequence[Passage]) -> list[Row]:
    """The passages that would be read, and one that answers in place of the last if none does."""
    right = next(
        (folded(p.text)[slice(*one.words)] for p in passages if digest(p.text) == one.sentences[0]),
        "",
    )
    rows = [(p, _label(one, p, right)) for p in candidates(passages)]
    if any(label is Label.ANSWERS for _, label in rows):
        return rows
    best = next(
        (p for p in passages if p.record.id == item and digest(p.text) in one.sentences), None
    )
    return [*rows[:-1], (best, Label.ANSWERS)] if best else rows


def _label(one: Marked, passage: Passage, right: str) -> Label:
    text = folded(passage.text)
    if digest(text) in one.sentences:
        return Label.ANSWERS
    telling = len(right) >= SHORT or re.search(r"\d", right)
    return Label.UNSURE if telling and right and right in text else Label.WRONG


def _windows(one: Marked, rows: Sequence[Row], tokenizer: Tokenizer) -> Example:
    """The rows in the order and the windows that rag/reader.py reads them in."""
    question = encode(one.question, tokenizer).ids
    ordered = sorted(rows, key=lambda row: place_of(row[0]))
    found: list[Window] = []
    for _, together in groupby(ordered, key=lambda row: place_of(row[0])[:2]):
        group = list(together)
        heading = encode(heading_of(group[0][0]), tokenizer).ids
        sentences = [_sentence(one, row, tokenizer) for row in group]
        parts = windows(sentences, lambda sentence: len(sentence[0].ids))
        found += [window(question, heading, part) for part in parts]
    return found


def _sentence(one: Marked, row: Row, tokenizer: Tokenizer) -> Sentence:
    passage, label = row
    text = folded(passage.text)
    words = one.words if digest(text) == one.sentences[0] else None
    return encode(text, tokenizer), label, words

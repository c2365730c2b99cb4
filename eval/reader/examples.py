"""Marked questions and texts -> windows of sentences with those that hold the answer."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from tokenizers import Encoding, Tokenizer

from index.sentences import split_sentences
from rag.reader import HEADING, QUESTION

BOS, EOS = 0, 2
SENTENCE = 200
"""Tokens of a sentence; what is longer is cut."""
SIZES = 90, 230
"""Tokens of a window's sentences: between these, drawn for each question."""
HEADED = 0.7
"""The share of questions whose windows begin with their text's title."""


class Label(IntEnum):
    """Whether a sentence answers the question. UNSURE counts neither way."""

    WRONG = 0
    ANSWERS = 1
    UNSURE = 2


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids; each token's sentence, -1 for none; each sentence's label.

    `start` and `end` are the answer's first and last token, 0 when it is not in the window.
    """

    ids: list[int]
    sentence: list[int]
    labels: list[Label]
    start: int = 0
    end: int = 0


Example = list[Window]
"""All that is read for one question; no window need hold its answer."""
Sentence = tuple[Encoding, Label, tuple[int, int] | None]
"""A sentence's tokens, its label, and the characters of it that answer."""


def window(question: list[int], heading: list[int], sentences: Sequence[Sentence]) -> Window:
    """Question, heading and sentences in a row, as rag/reader.py reads them."""
    ids = [BOS, *question[:QUESTION], EOS, EOS, *heading[:HEADING]]
    belongs = [-1] * len(ids)
    start = end = 0
    for n, (encoded, _, words) in enumerate(sentences):
        inside = _tokens(encoded, words) if words else []
        if inside and not start:
            start, end = len(ids) + inside[0], len(ids) + inside[-1]
        cut = encoded.ids[:SENTENCE]
        ids += cut
        belongs += [n] * len(cut)
    labels = [label for _, label, _ in sentences]
    return Window([*ids, EOS], [*belongs, -1], labels, start, end)


def encode(text: str, tokenizer: Tokenizer) -> Encoding:
    """A text's tokens, without the model's special ones."""
    return tokenizer.encode(text, add_special_tokens=False)


def examples(file: Path, split: str, tokenizer: Tokenizer, seed: int) -> list[Example]:
    """NorQuAD: the window that holds each question's answer, and one of its text that does not."""
    rng = random.Random(seed)
    texts: dict[str, _Text] = {}
    found: list[Example] = []
    for record in _records(file, split):
        context = str(record["context"])
        if context not in texts:
            texts[context] = _text(context, tokenizer)
        found.append(_example(record, texts[context], tokenizer, rng))
    return [example for example in found if example]


@dataclass(frozen=True, slots=True)
class _Text:
    title: list[int]
    spans: list[tuple[int, int]]
    encoded: list[Encoding]


def _records(file: Path, split: str) -> Iterator[dict[str, object]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["split"] == split:
            yield record


def _text(context: str, tokenizer: Tokenizer) -> _Text:
    first = context.split("\n", 1)[0]
    title = first if len(first) < 100 and "\n" in context else ""
    spans = [(a, b) for a, b in split_sentences(context) if b > a]
    encoded = [encode(context[a:b], tokenizer) for a, b in spans]
    return _Text(encode(title, tokenizer).ids if title else [], spans, encoded)


def _example(
    record: dict[str, object], text: _Text, tokenizer: Tokenizer, rng: random.Random
) -> Example:
    question = encode(str(record["question"]), tokenizer).ids
    begin = int(str(record["start"]))
    answer = begin, begin + len(str(record["answer"]))
    size = rng.randint(*SIZES)
    heading = text.title if rng.random() < HEADED else []
    windows = [
        window(question, heading, [_labelled(text, n, answer) for n in rows])
        for rows in _windows(text, size, rng.randint(40, size))
    ]
    true = [w for w in windows if Label.ANSWERS in w.labels]
    false = [w for w in windows if Label.ANSWERS not in w.labels]
    return [*true, *rng.sample(false, min(1, len(false)))] if true else []


def _labelled(text: _Text, n: int, answer: tuple[int, int]) -> Sentence:
    start, end = text.spans[n]
    if start <= answer[0] < end:
        return text.encoded[n], Label.ANSWERS, (answer[0] - start, answer[1] - start)
    return text.encoded[n], Label.WRONG, None


def _windows(text: _Text, size: int, first: int) -> list[list[int]]:
    """Sentences in a row, up to `size` tokens; the first window up to `first`."""
    windows: list[list[int]] = [[]]
    tokens = 0
    for n, encoded in enumerate(text.encoded):
        limit = first if len(windows) == 1 else size
        if windows[-1] and tokens + len(encoded.ids) > limit:
            windows.append([])
            tokens = 0
        windows[-1].append(n)
        tokens += len(encoded.ids)
    return [rows for rows in windows if rows]


def _tokens(encoded: Encoding, words: tuple[int, int]) -> list[int]:
    """The places of the tokens that the characters of the answer lie in."""
    return [
        n
        for n, (a, b) in enumerate(encoded.offsets[:SENTENCE])
        if a < words[1] and b > words[0] and b > a
    ]

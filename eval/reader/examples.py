"""Marked questions and texts -> windows of sentences with the one that holds the answer."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Encoding, Tokenizer

from index.sentences import split_sentences
from rag.reader import QUESTION

BOS, EOS = 0, 2
SENTENCE = 200
"""Tokens of a sentence; what is longer is cut."""
SIZES = 90, 230
"""Tokens of a window's sentences: between these, drawn for each question."""
LONGEST = 384
HEADED = 0.7
"""The share of windows that begin with their text's title."""


@dataclass(frozen=True, slots=True)
class Example:
    """Token ids; each token's sentence, -1 for none; which sentence answers, counted from 1.

    `answer` is 0 when no sentence does; then `start` and `end`, the answer's tokens, are 0 too.
    """

    ids: list[int]
    sentence: list[int]
    answer: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Text:
    title: list[int]
    spans: list[tuple[int, int]]
    encoded: list[Encoding]


def examples(file: Path, split: str, tokenizer: Tokenizer, seed: int) -> list[Example]:
    """The window that holds each question's answer, and one of the same text that does not."""
    rng = random.Random(seed)
    texts: dict[str, _Text] = {}
    found: list[Example] = []
    for record in _records(file, split):
        context = str(record["context"])
        if context not in texts:
            texts[context] = _text(context, tokenizer)
        found += _of(record, texts[context], tokenizer, rng)
    return [example for example in found if len(example.ids) <= LONGEST]


def _records(file: Path, split: str) -> Iterator[dict[str, object]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["split"] == split:
            yield record


def _text(context: str, tokenizer: Tokenizer) -> _Text:
    first = context.split("\n", 1)[0]
    title = first if len(first) < 100 and "\n" in context else ""
    spans = [(a, b) for a, b in split_sentences(context) if b > a]
    encoded = [_encode(context[a:b], tokenizer) for a, b in spans]
    return _Text(_encode(title, tokenizer).ids if title else [], spans, encoded)


def _encode(text: str, tokenizer: Tokenizer) -> Encoding:
    return tokenizer.encode(text, add_special_tokens=False)


def _of(
    record: dict[str, object], text: _Text, tokenizer: Tokenizer, rng: random.Random
) -> list[Example]:
    question = _encode(str(record["question"]), tokenizer).ids[:QUESTION]
    begin = int(str(record["start"]))
    answer = begin, begin + len(str(record["answer"]))
    size = rng.randint(*SIZES)
    windows = _windows(text, size, rng.randint(40, size))
    holding = [(w, _holder(w, text, begin)) for w in windows]
    true = [(w, at) for w, at in holding if at is not None]
    false = [(w, at) for w, at in holding if at is None]
    rng.shuffle(false)
    return [
        _example(question, text if rng.random() < HEADED else None, text, w, at, answer)
        for w, at in (*true, *false[:1])
        if true
    ]


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
    return [window for window in windows if window]


def _holder(window: list[int], text: _Text, begin: int) -> int | None:
    """Which of the window's sentences the answer begins in."""
    inside = (n for n, s in enumerate(window) if text.spans[s][0] <= begin < text.spans[s][1])
    return next(inside, None)


def _example(
    question: list[int],
    titled: _Text | None,
    text: _Text,
    window: list[int],
    holder: int | None,
    answer: tuple[int, int],
) -> Example:
    ids = [BOS, *question, EOS, EOS, *(titled.title if titled else [])]
    sentence = [-1] * len(ids)
    start = end = 0
    for n, s in enumerate(window):
        if n == holder:
            start, end = _tokens(text, s, answer, len(ids))
        cut = text.encoded[s].ids[:SENTENCE]
        ids += cut
        sentence += [n] * len(cut)
    return Example([*ids, EOS], [*sentence, -1], 0 if holder is None else holder + 1, start, end)


def _tokens(text: _Text, sentence: int, answer: tuple[int, int], at: int) -> tuple[int, int]:
    """The first and the last token of the answer, where its sentence begins at token `at`."""
    begin = text.spans[sentence][0]
    inside = [
        n
        for n, (a, b) in enumerate(text.encoded[sentence].offsets[:SENTENCE])
        if begin + a < answer[1] and begin + b > answer[0]
    ]
    return (at + inside[0], at + inside[-1]) if inside else (0, 0)

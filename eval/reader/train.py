"""Trains the reader: python -m eval.reader.train norquad.jsonl --archive GREVE --out reader.pt.

Reads NorQuAD and our own questions (data/minutes.jsonl) to real minutes, which the archive holds;
no question that measures Svarpunkt, nor the item it asks about, is ever trained on.
"""

from __future__ import annotations

import argparse
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from eval.reader import minutes
from eval.reader.examples import Example, Label, Window, examples
from eval.reader.network import Network
from index.archive import Archive
from index.embed import BundledEmbedder
from rag.reader import END, START

SEED = 0
BATCH = 32
"""Windows side by side, or a few more: those of one question stay together."""
MASKED = -1e4
RATE = 1.5e-4
"""The learning rate at its highest; it falls to nothing over one pass."""
HEAD_RATE = 1e-3
SPAN = 0.25
"""What finding the answer's first and last word counts beside finding its sentence."""
HELD_OUT = 10
"""Every so many of our own questions' items are kept for measuring."""
OWN = Path(__file__).parent / "data" / "minutes.jsonl"


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows side by side: ids, mask, sentence (n, tokens); labels (n, sentences), -1 for none;
    start, end, question (n,)."""

    ids: Tensor
    mask: Tensor
    sentence: Tensor
    labels: Tensor
    start: Tensor
    end: Tensor
    question: Tensor


def batch(rows: Sequence[Example]) -> Batch:
    """The examples' windows, padded to the longest."""
    windows = [(n, window) for n, example in enumerate(rows) for window in example]
    shape = len(windows), max(len(window.ids) for _, window in windows)
    ids = torch.ones(shape, dtype=torch.long)
    mask = torch.zeros(shape, dtype=torch.long)
    sentence = torch.full(shape, -1)
    labels = torch.full((len(windows), max(len(w.labels) for _, w in windows)), -1)
    for row, (_, window) in enumerate(windows):
        size = len(window.ids)
        ids[row, :size], mask[row, :size] = torch.tensor(window.ids), 1
        sentence[row, :size] = torch.tensor(window.sentence)
        labels[row, : len(window.labels)] = torch.tensor(window.labels)
    start, end = (torch.tensor([getattr(w, name) for _, w in windows]) for name in ("start", "end"))
    return Batch(ids, mask, sentence, labels, start, end, torch.tensor([n for n, _ in windows]))


def sentence_scores(scores: Tensor, rows: Batch) -> Tensor:
    """How surely each sentence (n, sentences) answers, as rag/reader.py reads it off the marks."""
    count = rows.labels.shape[1]
    belongs = rows.sentence[:, None, :] == torch.arange(count)[None, :, None]
    found = torch.zeros(rows.labels.shape)
    for mark in (START, END):
        best = scores[:, None, :, mark].masked_fill(~belongs, MASKED).amax(-1)
        found = found + best - scores[:, :1, mark]
    return found


def loss_of(scores: Tensor, rows: Batch) -> Tensor:
    """How far the network is from the sentences that answer, and from the marked words.

    All sentences read for a question compete, whatever window they stand in, with "none of them",
    which counts 0.
    """
    told = sentence_scores(scores, rows)
    losses = []
    for n in range(int(rows.question.max()) + 1):
        mine = rows.question == n
        labels, values = rows.labels[mine].flatten(), told[mine].flatten()
        wrong, right = values[labels == Label.WRONG], values[labels == Label.ANSWERS]
        none = values.new_zeros(1)
        whole = torch.cat([none, wrong, right]).logsumexp(0)
        losses.append(whole - (right.logsumexp(0) if len(right) else none[0]))
    loss = torch.stack(losses).mean()
    marked = rows.start > 0
    if marked.any():
        seen = scores.masked_fill(rows.mask[..., None] == 0, MASKED)[marked]
        for mark, place in ((START, rows.start), (END, rows.end)):
            loss = loss + SPAN * cross_entropy(seen[..., mark], place[marked])
    return loss


def accuracy(network: Network, held_out: Sequence[Example]) -> tuple[float, float]:
    """The share of questions whose best sentence answers, of those that have one, and of all
    questions that are rightly said to have an answer or none."""
    network.eval()
    found = whole = told = 0
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for example in held_out:
            part = batch([example])
            scores = sentence_scores(network(part.ids, part.mask), part).flatten()
            labels = part.labels.flatten()
            scores, labels = scores[labels >= 0], labels[labels >= 0]
            holds = bool((labels == Label.ANSWERS).any())
            found += holds and int(labels[scores.argmax()]) != Label.WRONG
            whole += holds
            told += bool(scores.max() > 0) == holds
    network.train()
    return found / max(1, whole), told / max(1, len(held_out))


def run(network: Network, rows: Sequence[Example]) -> None:
    """Train the network by one pass over the examples, in place."""
    batches = list(_batches(rows))
    steps = len(batches)
    trained = [p for p in network.bert.parameters() if p.requires_grad]
    groups = [
        {"params": trained, "lr": RATE},
        {"params": list(network.head.parameters()), "lr": HEAD_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min(1.0, (n + 1) / (0.06 * steps)) * max(0.02, 1 - n / steps)
    )
    for n, chosen in enumerate(batches):
        part = batch(chosen)
        with torch.autocast("cpu", torch.bfloat16):
            scores = network(part.ids, part.mask)
        loss = loss_of(scores, part)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if n % 20 == 0:
            print(f"{n}/{steps} {loss.item():.3f}", flush=True)


def _batches(rows: Sequence[Example]) -> Iterator[list[Example]]:
    """All examples once, in batches of like length, in a drawn order."""
    order = sorted(random.sample(rows, len(rows)), key=lambda row: _longest(row) // 24)
    cut: list[list[Example]] = [[]]
    for row in order:
        if sum(map(len, cut[-1])) >= BATCH:
            cut.append([])
        cut[-1].append(row)
    random.shuffle(cut)
    yield from cut


def _longest(example: Sequence[Window]) -> int:
    return max(len(window.ids) for window in example)


def own_examples(archive: Archive, tokenizer: Tokenizer) -> tuple[list[Example], list[Example]]:
    """What our own questions give for training and for measuring; no item is in both."""
    marked = minutes.read_marked(OWN)
    items = sorted({(one.file, one.number) for one in marked})
    kept = set(items[::HELD_OUT])
    parts = (
        [one for one in marked if ((one.file, one.number) in kept) is aside]
        for aside in (False, True)
    )
    train, held_out = (list(minutes.examples(part, archive, tokenizer, SEED)) for part in parts)
    return train, held_out


def main() -> None:
    """Train, measure, and keep what is not in the encoder's own file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--archive", type=Path, required=True, help="of the questions' minutes")
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    os.environ["SVARPUNKT_READER"] = "0"  # what is read is chosen by the rules alone
    torch.manual_seed(SEED)
    random.seed(SEED)
    folder = BundledEmbedder().model_folder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    own, held_out = own_examples(Archive.open(asked.archive), tokenizer)
    network = Network(folder)
    run(network, examples(asked.data, "train", tokenizer, SEED) + own)
    for name, rows in (
        ("NorQuAD", examples(asked.data, "validation", tokenizer, SEED + 1)),
        ("minutes", held_out),
    ):
        figures = accuracy(network, rows)
        print(f"{name}: sentence found {figures[0]:.3f}, answer or none {figures[1]:.3f}")
    kept = {name: v for name, v in network.state_dict().items() if "embeddings" not in name}
    torch.save(kept, asked.out)


if __name__ == "__main__":
    main()

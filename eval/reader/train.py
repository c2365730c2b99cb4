"""Trains the reader: python -m eval.reader.train norquad.jsonl --out reader.pt (20 minutes).

Reads NorQuAD and nothing else; no question that measures Svarpunkt is ever trained on.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from eval.reader.examples import Example, examples
from eval.reader.network import Network
from index.embed import BundledEmbedder
from rag.reader import END, START

SEED = 0
BATCH = 32
MASKED = -1e4
SENTENCE, NULL = 2, 3
"""Outputs that only the training reads: the sentence that answers, and that none does."""


RATE = 1.5e-4
"""The learning rate at its highest; it falls to nothing over one pass."""
HEAD_RATE = 1e-3
SPAN = 0.25
"""What finding the answer's first and last word counts beside finding its sentence."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples side by side: ids, mask, sentence (n, tokens); answer, start, end (n,)."""

    ids: Tensor
    mask: Tensor
    sentence: Tensor
    answer: Tensor
    start: Tensor
    end: Tensor


def batch(rows: Sequence[Example]) -> Batch:
    """The examples, padded to the longest."""
    shape = len(rows), max(len(row.ids) for row in rows)
    ids = torch.ones(shape, dtype=torch.long)
    mask = torch.zeros(shape, dtype=torch.long)
    sentence = torch.full(shape, -1)
    for n, row in enumerate(rows):
        size = len(row.ids)
        ids[n, :size], mask[n, :size] = torch.tensor(row.ids), 1
        sentence[n, :size] = torch.tensor(row.sentence)
    marks = (torch.tensor([getattr(r, name) for r in rows]) for name in ("answer", "start", "end"))
    return Batch(ids, mask, sentence, *marks)


def sentence_scores(scores: Tensor, rows: Batch) -> Tensor:
    """Scores (n, 1 + sentences): that there is no answer, then each sentence's mean."""
    count = int(rows.sentence.max()) + 1
    belongs = (rows.sentence[:, None, :] == torch.arange(count)[None, :, None]).float()
    sizes = belongs.sum(-1)
    means = (belongs @ scores[..., SENTENCE, None]).squeeze(-1) / sizes.clamp(min=1)
    return torch.cat([scores[:, :1, NULL], means.masked_fill(sizes == 0, MASKED)], dim=1)


def loss_of(scores: Tensor, rows: Batch) -> Tensor:
    """How far the network is from the marked sentence and the marked words."""
    seen = scores.masked_fill(rows.mask[..., None] == 0, MASKED)
    words = cross_entropy(seen[..., START], rows.start) + cross_entropy(seen[..., END], rows.end)
    return cross_entropy(sentence_scores(scores, rows), rows.answer) + SPAN * words


def accuracy(network: Network, held_out: Sequence[Example]) -> tuple[float, float]:
    """The shares of windows with an answer whose sentence is found, and of all windows that are
    rightly said to hold an answer or none."""
    network.eval()
    found = whole = told = 0
    rows = sorted(held_out, key=lambda row: len(row.ids))
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for n in range(0, len(rows), BATCH):
            part = batch(rows[n : n + BATCH])
            scores = sentence_scores(network(part.ids, part.mask), part)
            holds = part.answer > 0
            found += int((scores[:, 1:].argmax(1) + 1 == part.answer)[holds].sum())
            whole += int(holds.sum())
            told += int(((scores.argmax(1) > 0) == holds).sum())
    network.train()
    return found / whole, told / len(rows)


def run(network: Network, rows: Sequence[Example]) -> None:
    """Train the network by one pass over the examples, in place."""
    steps = len(rows) // BATCH
    trained = [p for p in network.bert.parameters() if p.requires_grad]
    groups = [
        {"params": trained, "lr": RATE},
        {"params": list(network.head.parameters()), "lr": HEAD_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min(1.0, (n + 1) / (0.06 * steps)) * max(0.02, 1 - n / steps)
    )
    for n, chosen in zip(range(steps), _batches(rows), strict=False):
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
    """Batches of like length without end, in an order that is drawn anew each time through."""
    while True:
        order = random.sample(rows, len(rows))
        pools = [order[n : n + 16 * BATCH] for n in range(0, len(order), 16 * BATCH)]
        for pool in pools:
            pool.sort(key=lambda row: len(row.ids))
        cut = [pool[n : n + BATCH] for pool in pools for n in range(0, len(pool), BATCH)]
        random.shuffle(cut)
        yield from cut


def main() -> None:
    """Train all stages and keep what is not in the encoder's own file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    torch.manual_seed(SEED)
    random.seed(SEED)
    folder = BundledEmbedder().model_folder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    network = Network(folder)
    run(network, examples(asked.data, "train", tokenizer, SEED))
    held_out = examples(asked.data, "validation", tokenizer, SEED + 1)
    print("sentence found {:.3f}, answer or none {:.3f}".format(*accuracy(network, held_out)))
    kept = {name: v for name, v in network.state_dict().items() if "embeddings" not in name}
    torch.save(kept, asked.out)


if __name__ == "__main__":
    main()

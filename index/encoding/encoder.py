"""Rows of token ids -> vectors, through a sentence-transformers model, as fast as the CPU can."""

from __future__ import annotations

import contextlib
import copy
import importlib.metadata
import json
import math
import os
import platform
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

PRECISIONS = ("float32", "bfloat16")

AGREEMENT = 0.999
"""The mean cosine to float32 below which a faster precision is not used."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a row of token ids; `row` is the row's place in the list."""

    row: int
    ids: list[int]
    last: bool


class Encoder:
    """A sentence-transformers model that is given token ids: token budgets instead of rows."""

    def __init__(self, model: SentenceTransformer, precision: str) -> None:
        import torch

        self.precision = precision
        self._model = model.to(getattr(torch, precision))

    def forward(self, rows: Sequence[list[int]]) -> Vectors:
        """Vectors (rows, dimensions) of unit length: bfloat16's own are up to .4 % off it."""
        vectors: Vectors = self._run(rows)["sentence_embedding"].float().numpy()
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def _run(self, rows: Sequence[list[int]]) -> dict[str, torch.Tensor]:
        import torch

        ids = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = row
            mask[i, : len(row)] = 1
        features = {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}
        with torch.inference_mode():
            output: dict[str, torch.Tensor] = self._model(features)
        return output


def windows(rows: Sequence[list[int]], size: int) -> Iterator[Window]:
    """Cut each row of token ids into windows of at most `size`.

    A row begins and ends with a special token; so does each of its windows.
    """
    for number, (bos, *content, eos) in enumerate(rows):
        starts = range(0, max(len(content), 1), size - 2)
        for start in starts:
            ids = [bos, *content[start : start + size - 2], eos]
            yield Window(number, ids, last=start == starts[-1])


def batches(cut: Iterable[Window], budget: int) -> Iterator[list[Window]]:
    """Windows by falling length, so many at a time as make `budget` tokens with padding."""
    batch: list[Window] = []
    for window in sorted(cut, key=lambda w: -len(w.ids)):
        if batch and (len(batch) + 1) * len(batch[0].ids) > budget:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def choose_precision(
    model: SentenceTransformer, rows: Sequence[list[int]]
) -> tuple[Encoder, dict[str, float]]:
    """The model in the faster of float32 and bfloat16 on these rows, and why.

    bfloat16 needs a CPU that computes in it (AMX or AVX-512), and vectors whose mean cosine to
    float32's is at least AGREEMENT. The figures are tokens a second, and that cosine; none when
    there was nothing to choose.
    """
    import torch

    exact = Encoder(model, "float32")
    if not torch.ops.mkldnn._is_mkldnn_bf16_supported():
        return exact, {}
    rounded = Encoder(copy.deepcopy(model), "bfloat16")
    cosine = float((exact.forward(rows) * rounded.forward(rows)).sum(axis=1).mean())
    exact_seconds, rounded_seconds = _fastest([exact, rounded], rows)
    tokens = sum(map(len, rows))
    figures = {
        "float32": tokens / exact_seconds,
        "bfloat16": tokens / rounded_seconds,
        "cosine": cosine,
    }
    faster = rounded_seconds < exact_seconds and cosine >= AGREEMENT
    return (rounded if faster else exact), figures


def recorded_choice(file: Path) -> str | None:
    """The precision that an earlier measurement with this processor and torch chose, if any."""
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        known = record["machine"] == _machine() and record["precision"] in PRECISIONS
        return str(record["precision"]) if known else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def record_choice(file: Path, precision: str, figures: dict[str, float]) -> None:
    """Keep a measurement; a cache that cannot be written only costs measuring again."""
    unfinished = file.with_suffix(f".{os.getpid()}")
    record = {"precision": precision, "machine": _machine(), **figures}
    with contextlib.suppress(OSError):
        unfinished.write_text(json.dumps(record, indent=2), encoding="utf-8")
        unfinished.replace(file)


def _machine() -> str:
    """What decides how fast a precision is: the processor and torch's version."""
    model = platform.processor() or platform.machine()
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line.split(":", 1)[1].strip() for line in lines if "model name" in line)
    return f"{model}, {os.cpu_count()} CPU, torch {importlib.metadata.version('torch')}"


def _fastest(encoders: Sequence[Encoder], rows: Sequence[list[int]]) -> list[float]:
    """Each one's best of two runs in seconds, by turns: what else runs here slows all alike."""
    best = [math.inf] * len(encoders)
    for _ in range(2):
        for i, encoder in enumerate(encoders):
            start = time.perf_counter()
            encoder.forward(rows)
            best[i] = min(best[i], time.perf_counter() - start)
    return best

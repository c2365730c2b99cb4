"""A text in a few hundred numbers: enough to tell how much two texts share."""

from __future__ import annotations

import re
import zlib

import numpy as np
from numpy.typing import NDArray

from index.types import Item, SectionKind

Sketch = NDArray[np.uint32]
"""Some of the hashes of a text's runs of five words, sorted."""

RUN = 5
"""Words in a run: shorter ones are common phrases, longer ones break at every correction."""
LONGEST = 60_000
"""Characters of an item that are looked at: what is longer has told what it is."""
LARGEST = 400
"""Hashes kept of a text. A share of .3 is then told within .05."""
ENOUGH = 12
"""Hashes that two texts must have to be compared; below, their texts say nothing."""
LEAST = 8
"""Hashes of a text under which it is looked for at the least."""

_SKIPPED = {
    SectionKind.DECISION,
    SectionKind.HISTORY,
    SectionKind.ABSENCE,
    SectionKind.ATTACHMENTS,
    SectionKind.TITLE,
}
"""What differs from body to body in one case, and the attachments, which many cases share."""
_WORD = re.compile(r"[a-zæøåéäöü0-9]+")


def sketch_of(item: Item) -> Sketch:
    """The sketch of what an item says before it is decided; empty when it says next to nothing."""
    said = [one.text for one in item.sections if one.kind not in _SKIPPED]
    return sketch_text(" ".join(said))


def sketch_text(text: str) -> Sketch:
    """Hashes of the runs of five words, thinned to a half, a fourth, ... until few enough.

    Thinning keeps those that can be divided by 2, 4, ...: of two texts the same ones are kept.
    """
    words = _WORD.findall(text[:LONGEST].replace("\u00ad", "").casefold())
    if len(words) < RUN:
        return np.zeros(0, dtype=np.uint32)
    known = {word: zlib.crc32(word.encode()) for word in set(words)}
    codes = np.array([known[word] for word in words], dtype=np.uint64)
    runs = np.zeros(len(words) - RUN + 1, dtype=np.uint64)
    for n in range(RUN):
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + codes[n : n + len(runs)]
    hashes = np.unique(((runs * np.uint64(0xBF58476D1CE4E5B9)) >> np.uint64(32)).astype(np.uint32))
    step = 1
    while len(hashes) > LARGEST:
        step *= 2
        hashes = hashes[hashes % step == 0]
    return hashes


def share(one: Sketch, other: Sketch) -> float | None:
    """How much of the shorter text the other holds, 0..1; None when that cannot be told."""
    step = max(_step(one), _step(other))
    a, b = one[one % step == 0], other[other % step == 0]
    least = min(len(a), len(b))
    if least < ENOUGH:
        return None
    return len(np.intersect1d(a, b, assume_unique=True)) / least


def _step(hashes: Sketch) -> int:
    """How far a sketch was thinned: the power of two that divides all of its hashes."""
    together = int(np.bitwise_or.reduce(hashes)) if len(hashes) else 1
    return together & -together or 1


def telling(hashes: Sketch) -> list[int]:
    """A few hashes that texts alike have in common: those that thinning leaves in a text of any
    length, and of a short one, which may have none of them, its least."""
    found = hashes[hashes % 64 == 0][:24]
    least = () if len(found) >= LEAST else hashes[:LEAST]
    return [int(one) for one in {*found, *least}]

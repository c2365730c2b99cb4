"""A model file of our own invention in the wheel's layout: 2 layers of 64, 40 word pieces."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁byråd", "et", "▁godkendte", "query", "passage"]
HIDDEN, LAYERS, FEED_FORWARD, POSITIONS = 64, 2, 128, 16


@pytest.fixture(scope="session")
def packed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of the invented model file."""
    path = tmp_path_factory.mktemp("packed") / "tiny-q4.bin"
    path.write_bytes(pack(np.random.default_rng(7)))
    return path


def pack(random: np.random.Generator) -> bytes:
    pieces = [*PIECES, *LETTERS, ":", ".", "<mask>"]
    sizes = (HIDDEN, LAYERS, 4, FEED_FORWARD, len(pieces) + 1, POSITIONS, 2)
    head = b"E5S1" + struct.pack("<I7ifi", 1, *sizes, 1e-12, 32)
    words = pack_words(pieces)
    tensors = tensor_list(len(pieces) + 1, random)
    names = b"".join(struct.pack("<H", len(n)) + n.encode() + b"\0" * 21 for n, _, _ in tensors)
    offset = len(head) + len(words) + 4 + len(names)
    directory, contents = struct.pack("<i", len(tensors)), b""
    for name, packed_type, values in tensors:
        content = pack_blocks(values) if packed_type else values.astype("<f4").tobytes()
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack(
            "<BIQQ", packed_type, values.size, offset + len(contents), len(content)
        )
        contents += content
    return head + words + directory + contents


def pack_words(pieces: list[str]) -> bytes:
    blob = [piece.encode() for piece in pieces]
    offsets = np.cumsum([0, *map(len, blob)]).astype("<u4")
    scores = np.array([-float(i) for i in range(len(pieces))], dtype="<f4")
    table = struct.pack("<iIIBI", 1, 9, 0xA0, 1, 0x20)
    counts = struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, int(offsets[-1]))
    return counts + offsets.tobytes() + scores.tobytes() + b"".join(blob) + table


def tensor_list(
    words: int, random: np.random.Generator
) -> list[tuple[str, int, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]]:
    def drawn(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return random.normal(0, 0.3, shape)

    tensors = [
        ("emb.word", 1, drawn(words, HIDDEN)),
        ("emb.pos", 0, drawn(POSITIONS, HIDDEN)),
        ("emb.type", 0, drawn(2, HIDDEN)),
        ("emb.ln.w", 0, np.ones(HIDDEN)),
        ("emb.ln.b", 0, np.zeros(HIDDEN)),
    ]
    for layer in range(LAYERS):
        matrices = {"q": HIDDEN, "k": HIDDEN, "v": HIDDEN, "ao": HIDDEN, "fi": FEED_FORWARD}
        for part, outputs in matrices.items():
            tensors.append((f"l{layer}.{part}.w", 1, drawn(outputs, HIDDEN)))
            tensors.append((f"l{layer}.{part}.b", 0, drawn(outputs)))
        tensors.append((f"l{layer}.fo.w", 1, drawn(HIDDEN, FEED_FORWARD)))
        tensors.append((f"l{layer}.fo.b", 0, drawn(HIDDEN)))
        for norm in ("aln", "oln"):
            tensors.append((f"l{layer}.{norm}.w", 0, np.ones(HIDDEN)))
            tensors.append((f"l{layer}.{norm}.b", 0, np.zeros(HIDDEN)))
    return tensors


def pack_blocks(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> bytes:
    """Q4_0, a block at a time: the largest of 32 weights becomes 7 or -7 steps."""
    packed = b""
    for block in values.reshape(-1, 32):
        scale = np.float16(np.abs(block).max() / 7)
        halves = np.clip(np.round(block / float(scale)) + 8, 0, 15).astype(np.uint8)
        packed += scale.tobytes() + (halves[:16] | halves[16:] << 4).tobytes()
    return packed

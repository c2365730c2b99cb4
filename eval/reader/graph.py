"""The encoder as a graph for onnxruntime, in operations that it runs fast in eight bits.

What torch's own export writes out in many small operations (attention, gelu, biases) is one each
here: reading a window takes half the time. Matrices have eight bits and one scale a column; what
they are multiplied with is put in eight bits when it is known. Needs `pip install
svarpunkt[train]`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import onnx
from onnx import TensorProto, helper

from index.encoding.q4 import Shape

Declare: TypeAlias = Callable[[str, list[int], int], onnx.TensorProto]
"""A weight's name, its sizes and its type (of onnx) -> the weight as the file holds it."""
CONTRIB = "com.microsoft"


class Graph:
    """Nodes and weights of an encoder, added layer by layer.

    `factors` divides the inputs of a layer's matrices channel by channel first, as their weights
    must have been multiplied; `exact` names matrices that keep 32 bits.
    """

    def __init__(
        self, shape: Shape, declare: Declare, *, factors: bool, exact: frozenset[str] = frozenset()
    ) -> None:
        self._shape = shape
        self._declare = declare
        self._factors = factors
        self._exact = exact
        self._nodes: list[onnx.NodeProto] = []
        self._weights: dict[str, onnx.TensorProto] = {}

    def encoder(self, mask: str = "") -> str:
        """Nodes from `words` (texts, tokens, hidden) to what the last layer makes of them."""
        hidden = self._opening()
        for number in range(self._shape.layers):
            hidden = self._layer(f"l{number}", hidden, mask)
        return hidden

    def add(
        self, kind: str, inputs: list[str], output: str, domain: str = "", **told: int | float
    ) -> str:
        """One node more; its output's name."""
        self._nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **told))
        return output

    def weight(self, name: str, sizes: list[int], kind: int = TensorProto.FLOAT) -> str:
        """A weight that nodes may name."""
        self._weights[name] = self._declare(name, sizes, kind)
        return name

    def constant(self, name: str, *values: int) -> str:
        """Whole numbers that the graph itself holds."""
        self._weights[name] = helper.make_tensor(name, TensorProto.INT64, [len(values)], values)
        return name

    def model(self, inputs: dict[str, list[str | int]], output: str) -> bytes:
        """The finished file: inputs of 32-bit numbers with their sizes, and one output."""
        taken = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, sizes)
            for name, sizes in inputs.items()
        ]
        given = [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)]
        graph = helper.make_graph(
            self._nodes, "encoder", taken, given, list(self._weights.values())
        )
        operations = [helper.make_opsetid("", 18), helper.make_opsetid(CONTRIB, 1)]
        model = helper.make_model(graph, opset_imports=operations, ir_version=9)
        return bytes(model.SerializeToString())

    def _opening(self) -> str:
        """Word vectors and the vectors of their places, in one norm."""
        places = self.weight("places", [self._shape.positions, self._shape.hidden])
        self.add("Shape", ["words"], "tokens", start=1, end=2)
        self.add("Slice", [places, self.constant("first", 0), "tokens"], "placed")
        return self._norm("emb.ln", self.add("Add", ["words", "placed"], "opening"))

    def _layer(self, name: str, hidden: str, mask: str) -> str:
        width, wide = self._shape.hidden, self._shape.feed_forward
        seen = self._divided(f"{name}.qkv", hidden, width)
        parts = [self._times(f"{name}.{part}", seen, width, width) for part in "qkv"]
        mixed = self.add(
            "MultiHeadAttention",
            [*parts, "", mask] if mask else parts,
            f"{name}.mixed",
            CONTRIB,
            num_heads=self._shape.heads,
        )
        attended = self._times(f"{name}.ao", mixed, width, width)
        middle = self._norm(f"{name}.aln", self.add("Add", [attended, hidden], f"{name}.attended"))
        inner = self._divided(f"{name}.fi", middle, width)
        bent = self.add(
            "Gelu", [self._times(f"{name}.fi", inner, width, wide)], f"{name}.bent", CONTRIB
        )
        outer = self._divided(f"{name}.fo", bent, wide)
        shrunk = self._times(f"{name}.fo", outer, wide, width)
        return self._norm(f"{name}.oln", self.add("Add", [shrunk, middle], f"{name}.out"))

    def _norm(self, name: str, of: str) -> str:
        weights = [self.weight(f"{name}.{kind}", [self._shape.hidden]) for kind in "wb"]
        return self.add(
            "LayerNormalization",
            [of, *weights],
            f"{name}.normed",
            axis=-1,
            epsilon=self._shape.epsilon,
        )

    def _divided(self, name: str, of: str, size: int) -> str:
        if not self._factors:
            return of
        return self.add("Mul", [of, self.weight(f"{name}.d", [size])], f"{name}.divided")

    def _times(self, name: str, of: str, taken: int, given: int) -> str:
        """A matrix and its bias: `of` (..., taken) -> (..., given)."""
        bias = self.weight(f"{name}.b", [given])
        if name in self._exact:
            product = self.add(
                "MatMul", [of, self.weight(f"{name}.w", [taken, given])], f"{name}.product"
            )
            return self.add("Add", [product, bias], f"{name}.sum")
        matrix = self.weight(f"{name}.w", [taken, given], TensorProto.INT8)
        scales = self.weight(f"{name}.s", [given])
        return self.add(
            "DynamicQuantizeMatMul", [of, matrix, scales, "", bias], f"{name}.sum", CONTRIB
        )

"""Builds ONNX graphs by hand: eight-bit products with fixed scales, so rows never mix."""

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

_CONTRIB = "com.microsoft"


class Graph:
    """Collects nodes and constants."""

    def __init__(self) -> None:
        """Begin an empty graph."""
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._known: dict[tuple[str, tuple[int, ...], bytes], str] = {}

    def constant(self, value: Any) -> str:
        """The name of a constant; equal constants are kept once."""
        array = np.asarray(value)
        key = (str(array.dtype), array.shape, array.tobytes())
        if key not in self._known:
            self._known[key] = self._new_constant(array)
        return self._known[key]

    def _new_constant(self, array: NDArray[Any]) -> str:
        name = f"c{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(array, name))
        return name

    def _columns(self, weight: NDArray[Any]) -> tuple[tuple[str, str, str], NDArray[np.float32]]:
        """The names of an (in, out) matrix in bytes, the scales and the zeros of its columns; and the scales."""
        whole, scale = quantised_columns(weight)
        # Zeros of its own: where products of bytes may overflow, ONNX Runtime rewrites them with the matrix, once.
        zeros = self._new_constant(np.zeros(len(scale), np.int8))
        return (self.constant(whole), self.floats(scale), zeros), scale

    def add(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Add a node with one output, and return the output's name."""
        name = f"n{len(self._nodes)}"
        node = helper.make_node(kind, list(inputs), [name], name=name, domain=domain, **attributes)
        self._nodes.append(node)
        return name

    def floats(self, value: NDArray[Any] | float) -> str:
        """A float32 constant."""
        return self.constant(np.asarray(value, np.float32))

    def ints(self, *values: int) -> str:
        """An int64 vector constant."""
        return self.constant(np.array(values, np.int64))

    def whole(self, value: int) -> str:
        """An int32 constant."""
        return self.constant(np.int32(value))

    def norm(self, x: str, gain: NDArray[np.float32], bias: NDArray[np.float32], epsilon: float) -> str:
        """Layer normalisation of rows."""
        return self.add("LayerNormalization", x, self.floats(gain), self.floats(bias), axis=-1, epsilon=epsilon)

    def quantise(self, x: str, step: float, zero: int = 128) -> str:
        """To unsigned bytes around ``zero``, ``step`` a unit; what is below 0 becomes 0."""
        return self.add("QuantizeLinear", x, self.floats(step), self.constant(np.uint8(zero)))

    def product(
        self, quantised: str, step: float, weight: NDArray[Any], bias: NDArray[Any], zero: int = 128
    ) -> str:
        """``x @ weight + bias`` of quantised rows; weight (in, out) is quantised per column."""
        whole, scale = quantised_columns(weight)
        return self.add(
            "MatMulIntegerToFloat",
            quantised,
            self.constant(whole),
            self.floats(step),
            self.floats(scale),
            self.constant(np.uint8(zero)),
            "",
            self.floats(bias),
            domain=_CONTRIB,
        )

    def byte_product(self, quantised: str, step: float, weight: NDArray[Any]) -> str:
        """``x @ weight`` of rows quantised around 128, quantised again in the same way: no float is ever in memory."""
        like = (self.floats(step), self.constant(np.uint8(128)))
        right, _ = self._columns(weight)
        return self.add("QLinearMatMul", quantised, *like, *right, *like)

    def positive_product(
        self, quantised: str, step: float, weight: NDArray[Any], bias: NDArray[Any], result_step: float
    ) -> str:
        """The positive part of ``x @ weight + bias`` of rows quantised around 128, in bytes around 0."""
        left = (self.floats(step), self.constant(np.uint8(128)))
        right, scale = self._columns(weight)
        shift = self.constant(np.rint(bias / (step * scale)).astype(np.int32))
        result = (self.floats(result_step), self.constant(np.uint8(0)))
        return self.add("QGemm", quantised, *left, *right, shift, *result, domain=_CONTRIB)

    def smooth_product(
        self,
        x: str,
        largest: NDArray[Any],
        weight: NDArray[Any],
        bias: NDArray[Any],
        alpha: float = 0.5,
    ) -> str:
        """``x @ weight + bias`` with a step of its own for each input channel.

        ``largest`` (in,) are the largest absolute values seen. Channels with outliers get larger
        steps and pass the share ``alpha`` of their range to the weights (as SmoothQuant does).
        """
        heaviest = np.maximum(np.abs(weight).max(1), 1e-5)
        share = np.maximum(largest, 1e-5) ** alpha / heaviest ** (1 - alpha)
        step = float((largest / share).max()) / 127
        even = self.add("Mul", x, self.floats(1 / share))  # one step for all is much faster
        return self.product(self.quantise(even, step), step, weight * share[:, None], bias)

    def flat(self, x: str) -> str:
        """All of ``x`` in one dimension."""
        return self.add("Reshape", x, self.ints(-1))

    def model(
        self, inputs: dict[str, tuple[int, list[Any]]], outputs: dict[str, tuple[int, list[Any]]]
    ) -> bytes:
        """The serialised model; inputs and outputs map names to element type and shape."""
        graph = helper.make_graph(
            self._nodes,
            "recogniser",
            [helper.make_tensor_value_info(n, t, s) for n, (t, s) in inputs.items()],
            [helper.make_tensor_value_info(n, t, s) for n, (t, s) in outputs.items()],
            self._constants,
        )
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_CONTRIB, 1)]
        model = helper.make_model(graph, opset_imports=opsets, producer_name="newsstream")
        model.ir_version = 8
        return bytes(model.SerializeToString())


def quantised_columns(weight: NDArray[Any]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """An (in, out) matrix as int8 and the scale of each column."""
    scale = np.maximum(np.abs(weight).max(0), 1e-8) / 127
    return np.rint(weight / scale).astype(np.int8), scale.astype(np.float32)

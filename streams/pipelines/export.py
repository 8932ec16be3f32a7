# ruff: noqa: S311 - a training script: prints, and draws with shares that are numbers
"""Writes trained taggers as the files that the recogniser loads."""

import argparse
import itertools
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from onnx import TensorProto

from streams.enrich.recogniser.encoders import load_lexemes
from streams.enrich.recogniser.features import LONGEST, TABLES
from streams.enrich.recogniser.labels import CLASSES
from streams.enrich.recogniser.tokens import tokenise
from streams.enrich.recogniser.wordpiece import WordPieces
from streams.pipelines import cnn, transformer
from streams.pipelines.batches import Batch, Drawer, batched
from streams.pipelines.corpora import authored_documents, training_documents
from streams.pipelines.gate import Gate, fit_gate
from streams.pipelines.graphs import Graph, quantised_columns
from streams.pipelines.student import LONGEST_WINDOW, Streams
from streams.pipelines.transformer import SPECIALS, vocabulary

Arrays = dict[str, NDArray[Any]]
# Tokens of a stream, and streams, that the gate is fitted to.
_STREAM = 4000
_STREAMS = 75


def _numpy(tensor: torch.Tensor) -> NDArray[np.float32]:
    return np.asarray(tensor.detach().float().numpy())


def _power(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], float]:
    """A table as int8 with one scale, a power of two, so that sums of scaled rows are exact."""
    largest = float(np.quantile(np.abs(table), 0.9999))
    scale = 2.0 ** np.ceil(np.log2(max(largest, 1e-6) / 127))
    return np.clip(np.rint(table / scale), -127, 127).astype(np.int8), scale


def lexeme_arrays(model: cnn.Cnn) -> Arrays:
    """The tables of the lexeme encoder in eight bits."""
    encoder = model.lexemes
    tables, scales = zip(*(_power(_numpy(t.weight)) for t in encoder.tables), strict=True)  # type: ignore[arg-type]
    grams, gram_scale = _power(_numpy(encoder.grams.weight))
    vectors: torch.Tensor = encoder.vectors  # type: ignore[assignment]
    first, first_scale = _power(_numpy(encoder.first(vectors)))
    mean, mean_scale = _power(_numpy(encoder.mean(vectors)))
    return {
        "tables": np.concatenate(tables),
        "table_scales": np.array(scales),
        "grams": grams,
        "first": first,
        "mean": mean,
        "other_scales": np.array([gram_scale, first_scale, mean_scale]),
    }


def lexeme_graph(model: cnn.Cnn) -> bytes:
    """The rest of the lexeme encoder as an ONNX graph: sums of features (n, lexeme) to rows (n, width) of bytes."""
    graph = Graph()
    encoder = model.lexemes
    gain, shift = _numpy(encoder.norm_out.weight).copy(), _numpy(encoder.norm_out.bias).copy()
    gain[0], shift[0] = 0.0, cnn.CONSTANT
    first = (_numpy(encoder.norm.weight), _numpy(encoder.norm.bias))
    x = graph.quantise(graph.norm("sums", *first, cnn.NORM_EPSILON), cnn.STEP)
    weight, bias = _numpy(encoder.hidden.weight).T, _numpy(encoder.hidden.bias)
    hidden = graph.positive_product(x, cnn.STEP, weight, bias, cnn.POSITIVE_STEP)
    weight, bias = _numpy(encoder.out.weight).T, _numpy(encoder.out.bias)
    out = graph.product(hidden, cnn.POSITIVE_STEP, weight, bias, 0)
    rows = graph.quantise(graph.norm(out, gain, shift, cnn.NORM_EPSILON), cnn.STEP)
    return graph.model(
        {"sums": (TensorProto.FLOAT, ["n", model.shape.lexeme])},
        {rows: (TensorProto.UINT8, ["rows", model.shape.width])},
    )


def cnn_graph(model: cnn.Cnn, passes: Gate) -> bytes:
    """The convolutions as an ONNX graph: rows (tokens + 1, width) of bytes to probabilities and places.

    ``taps_D`` (tokens + 1, 3) says which rows a convolution of dilation D reads for each token; the last row
    is empty and reads itself, which leaves it empty. So texts can stand side by side without a gap and without a
    mask. The layers after the gate are computed where it is needed for the tokens that pass, to which the empty row
    always belongs; the probabilities are theirs, and ``places`` says which they are.
    """
    graph = Graph()
    width = model.shape.width
    dilations = model.shape.dilations
    gated = model.shape.gate_after
    zero = graph.constant(np.uint8(128))
    like = (graph.floats(cnn.STEP), zero)

    def layer(number: int, taps: str, x: str, here: str) -> str:
        """What a layer adds to the rows ``here``, from the rows of ``x`` that ``taps`` names for each of them."""
        read = graph.add("Gather", graph.add("Max", x, zero), taps, axis=0)
        weight = _numpy(model.convolutions[number].weight).T.copy()  # type: ignore[arg-type]
        weight[:, 0] = 0  # what is added to the constant channel
        y = graph.byte_product(graph.add("Reshape", read, graph.ints(-1, 3 * width)), cnn.STEP, weight)
        return graph.add("QLinearAdd", here, *like, y, *like, *like, domain="com.microsoft")

    x = "rows"
    for number in range(gated):
        x = layer(number, f"taps_{dilations[number]}", x, x)
    passed = graph.add("Greater", graph.flat(graph.product(x, cnn.STEP, *passes)), graph.floats(0.0))
    needed = [graph.add("Cast", passed, to=TensorProto.INT32)]
    for dilation in dilations[:gated:-1]:
        near = graph.add("Gather", needed[0], f"taps_{dilation}", axis=0)
        needed.insert(0, graph.add("ReduceMax", near, axes=[1], keepdims=0))
    row_of = ""  # the row of each token, where no longer all have one
    for number, mask in enumerate(needed, gated):
        places = graph.flat(graph.add("NonZero", mask))
        taps, rows = graph.add("Gather", f"taps_{dilations[number]}", places, axis=0), places
        if row_of:
            taps, rows = (graph.add("Gather", row_of, numbers, axis=0) for numbers in (taps, places))
        x = layer(number, taps, x, graph.add("Gather", x, rows, axis=0))
        row_of = graph.add("Sub", graph.add("CumSum", mask, graph.whole(0)), graph.whole(1))
    scores = graph.product(x, cnn.STEP, _numpy(model.head.weight).T, _numpy(model.head.bias))
    inputs: dict[str, tuple[int, list[Any]]] = {"rows": (TensorProto.UINT8, ["rows", width])}
    inputs |= {f"taps_{d}": (TensorProto.INT32, ["rows", 3]) for d in sorted(set(dilations))}
    outputs: dict[str, tuple[int, list[Any]]] = {
        graph.add("Softmax", scores, axis=-1): (TensorProto.FLOAT, ["passed", CLASSES]),
        places: (TensorProto.INT64, ["passed"]),
    }
    return graph.model(inputs, outputs)


def largest_inputs(model: transformer.Encoder, batches: list[Batch]) -> dict[str, Any]:
    """The largest absolute value of each input channel of each linear layer, over the batches."""
    seen: dict[str, Any] = {}
    mask: list[torch.Tensor] = []

    def watch(name: str) -> Any:
        def hook(_module: Any, inputs: tuple[torch.Tensor, ...]) -> None:
            values = _numpy(inputs[0][mask[-1]].abs().amax(0))
            seen[name] = np.maximum(seen.get(name, 0.0), values)

        return hook

    modules = [(n, m) for n, m in model.named_modules() if isinstance(m, torch.nn.Linear)]
    hooks = [m.register_forward_pre_hook(watch(n)) for n, m in modules]
    with torch.inference_mode():
        for batch in batches:
            mask.append(batch.attention)
            model(batch.pieces, batch.cases, batch.attention, torch.zeros_like(batch.source))
    for hook in hooks:
        hook.remove()
    return seen


def transformer_graph(model: transformer.Encoder, largest: dict[str, Any]) -> bytes:
    """One window as an ONNX graph: pieces and cases (length,), first pieces of words (tokens,)."""
    graph = Graph()
    width, heads = model.shape.width, model.shape.heads

    def linear(x: str, name: str, alpha: float = 0.5) -> str:
        module = model.get_submodule(name)
        weight, bias = _numpy(module.weight).T, _numpy(module.bias)  # type: ignore[arg-type]
        return graph.smooth_product(x, largest[name], weight, bias, alpha)

    def norm(x: str, name: str) -> str:
        module = model.get_submodule(name)
        gain, bias = _numpy(module.weight), _numpy(module.bias)  # type: ignore[arg-type]
        return graph.norm(x, gain, bias, model.shape.epsilon)

    x = norm(_embedded(graph, model), "norm")
    shape, flat = graph.ints(-1, heads, width // heads), graph.ints(-1, width)
    for i in range(model.shape.layers):
        qkv = linear(x, f"layers.{i}.qkv")
        parts = []
        for part, order in enumerate(((1, 0, 2), (1, 2, 0), (1, 0, 2))):
            one = graph.add(
                "Slice",
                qkv,
                graph.ints(part * width),
                graph.ints((part + 1) * width),
                graph.ints(1),
            )
            parts.append(graph.add("Transpose", graph.add("Reshape", one, shape), perm=order))
        query = graph.add("Mul", parts[0], graph.floats((width // heads) ** -0.5))
        weights = graph.add("Softmax", graph.add("MatMul", query, parts[1]), axis=-1)
        mixed = graph.add("Transpose", graph.add("MatMul", weights, parts[2]), perm=(1, 0, 2))
        mixed = linear(graph.add("Reshape", mixed, flat), f"layers.{i}.out")
        x = norm(graph.add("Add", x, mixed), f"layers.{i}.norm1")
        inner = graph.add("Gelu", linear(x, f"layers.{i}.up"), domain="com.microsoft")
        x = norm(graph.add("Add", x, linear(inner, f"layers.{i}.down", 0.9)), f"layers.{i}.norm2")
    head = _numpy(model.head.weight).T
    by_case = _numpy(model.case_out.weight) @ head
    words = graph.add("Gather", x, "words", axis=0)
    cases = graph.add("Gather", "cases", "words", axis=0)
    scores = graph.smooth_product(words, largest["head"], head, _numpy(model.head.bias))
    scores = graph.add("Add", scores, graph.add("Gather", graph.floats(by_case), cases, axis=0))
    inputs: dict[str, tuple[int, list[Any]]] = {
        "pieces": (TensorProto.INT64, ["length"]),
        "cases": (TensorProto.INT64, ["length"]),
        "places": (TensorProto.INT64, ["length"]),
        "words": (TensorProto.INT64, ["tokens"]),
    }
    return graph.model(
        inputs, {graph.add("Softmax", scores, axis=-1): (TensorProto.FLOAT, ["tokens", CLASSES])}
    )


def _embedded(graph: Graph, model: transformer.Encoder) -> str:
    """The sum of the embeddings; those of the pieces in eight bits with a scale each."""
    whole, scale = quantised_columns(_numpy(model.words.weight).T)
    rows = graph.add("Gather", graph.constant(np.ascontiguousarray(whole.T)), "pieces", axis=0)
    rows = graph.add("Cast", rows, to=TensorProto.FLOAT)
    scales = graph.add("Gather", graph.floats(scale[:, None]), "pieces", axis=0)
    x = graph.add("Mul", rows, scales)
    positions = _numpy(model.positions.weight) + _numpy(model.source.weight)[0]
    x = graph.add("Add", x, graph.add("Gather", graph.floats(positions), "places", axis=0))
    cases = graph.floats(_numpy(model.case_in.weight))
    return graph.add("Add", x, graph.add("Gather", cases, "cases", axis=0))


def export_transformer(options: argparse.Namespace) -> None:
    """Write the folder of the transformer profile."""
    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)
    model = transformer.load(options.checkpoint).eval()
    pieces = vocabulary(options.vocab)
    drawer = Drawer(options.corpora, options.authored, 5)
    drawn = itertools.islice(drawer.endless(110), 1500)
    source = batched(drawn, WordPieces(pieces), 2048, random.Random(5), SPECIALS["bert"])
    largest = largest_inputs(model, list(itertools.islice(source, 40)))
    (folder / "pieces.txt").write_text("\n".join(pieces), encoding="utf-8")
    (folder / "encoder.onnx").write_bytes(transformer_graph(model, largest))
    config = {
        "name": options.name,
        "version": options.version,
        "encoder": "transformer",
        "specials": SPECIALS["bert"],
        "window": options.window,
        "overlap": options.overlap,
    }
    (folder / "recogniser.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def common_forms(corpora: Path | None, authored: Path, count: int) -> list[str]:
    """The commonest tokens of the training texts."""
    documents = [d for d, _ in training_documents(corpora)] if corpora else []
    seen: Counter[str] = Counter()
    for document in documents + authored_documents(authored):
        seen.update(tokenise(document.text).texts)
    ordered = sorted(seen.items(), key=lambda item: (-item[1], item[0]))
    chosen = [t for t, n in ordered if len(t) <= LONGEST and not t.isspace() and n > 1]
    return ["\n", *(t for t in chosen if t.isprintable())][:count]


def export_cnn(options: argparse.Namespace) -> None:
    """Write the folder of the convolutional profile."""
    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)
    vectors = torch.from_numpy(cnn.piece_vectors(options.vectors))
    model = cnn.load(options.checkpoint, vectors).eval()
    arrays = lexeme_arrays(model)
    pieces = vocabulary(options.vocab)
    # The line break is a form of its own and cannot stand in a file of lines: it is left out.
    forms = common_forms(options.corpora, options.authored, options.forms)[1:]
    (folder / "lexemes.onnx").write_bytes(lexeme_graph(model))
    rows = load_lexemes(folder / "lexemes.onnx", arrays, WordPieces(pieces)).compute(forms)
    np.savez_compressed(folder / "lexemes.npz", rows=rows, **arrays)  # type: ignore[arg-type]
    (folder / "forms.txt").write_text("\n".join(forms), encoding="utf-8")
    (folder / "pieces.txt").write_text("\n".join(pieces), encoding="utf-8")
    drawn = Drawer(options.corpora, options.authored, 5).endless(LONGEST_WINDOW)
    streams = Streams(WordPieces(pieces), _STREAM, max(model.shape.dilations)).pack(drawn)
    passes = fit_gate(model, itertools.islice(streams, _STREAMS))
    (folder / "encoder.onnx").write_bytes(cnn_graph(model, passes))
    config = {
        "name": options.name,
        "version": options.version,
        "encoder": "convolution",
        "dilations": list(model.shape.dilations),
        "tables": [list(t) for t in TABLES],
    }
    (folder / "recogniser.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Read the options and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--authored", type=Path, default=Path(__file__).parent / "authored")
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--vocab", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default="newsstream-default")
    parser.add_argument("--version", default="0.1.0")
    parser.add_argument("--forms", type=int, default=25_000)
    parser.add_argument("--window", type=int, default=110)
    parser.add_argument("--overlap", type=int, default=0)
    options = parser.parse_args()
    if options.vectors:
        export_cnn(options)
    else:
        export_transformer(options)


if __name__ == "__main__":
    main()

"""The two encoders: tokens in, scores out, the same bytes whatever shares the call.

Both graphs multiply eight-bit integers with fixed scales. Integer sums are exact and every other
operation works on one row (or on one padded window), so a text's result cannot depend on the batch.
"""

import json
import platform
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_inference_collection import InferenceSession
from onnxruntime.capi.onnxruntime_pybind11_state import SessionOptions

from streams.enrich.recogniser.decoding import Scores
from streams.enrich.recogniser.features import LONGEST
from streams.enrich.recogniser.labels import CLASSES
from streams.enrich.recogniser.lexemes import ZERO, LexemeRows, Rows
from streams.enrich.recogniser.wordpiece import WordPieces, case_class

_STREAM: Final = 1500  # tokens of a call, about: fewer pay more for the call, more fall out of the processor's cache
_LEARN: Final = 1 << 14  # tokens whose new forms are computed together
# Word pieces of a token that are looked at: with windows of 110 tokens below the 512 positions.
_PIECES: Final = 4

_NOTHING: Final = Scores(np.empty(0, np.int64), np.empty((0, CLASSES), np.float32))


class Encoder(Protocol):
    """What a profile provides."""

    def scores(self, texts: Sequence[Sequence[str]]) -> list[Scores]:
        """The scores of each tokenised text."""
        ...


def _saturates() -> bool:
    """Whether the processor's products of bytes may overflow: x86 without VNNI.

    ONNX Runtime then has a slower way with the same exact results.
    """
    if platform.machine().lower() not in {"x86_64", "amd64"}:
        return False
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return True
    return "vnni" not in flags


def session(path: Path) -> InferenceSession:
    """A single-threaded session that never spins."""
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The graphs name their integer products themselves; what looks for others repeats the conversion of the rows.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    if _saturates():
        options.add_session_config_entry("session.x64quantprecision", "1")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    return InferenceSession(str(path), options, ["CPUExecutionProvider"])


def outputs(running: InferenceSession, feed: dict[str, NDArray[Any]]) -> Sequence[Any]:
    """The outputs of a graph, arrays."""
    found: Sequence[Any] = running.run(None, feed)
    return found


def load_lexemes(
    graph: Path,
    arrays: Mapping[str, NDArray[Any]],
    pieces: WordPieces,
    forms: Sequence[str] = (),
    rows: Rows | None = None,
) -> LexemeRows:
    """The lexeme rows of an exported graph and its tables; see :class:`LexemeRows`."""
    running = session(graph)

    def hidden(sums: NDArray[np.float32]) -> Rows:
        found: Rows = outputs(running, {"sums": sums})[0]
        return found

    width: int = running.get_outputs()[0].shape[1]
    return LexemeRows(arrays, hidden, pieces, width, forms, rows)


class ConvolutionEncoder:
    """Cached lexeme rows, then residual convolutions over streams of texts."""

    def __init__(self, folder: Path, config: dict[str, Any]) -> None:
        """Load from an exported folder."""
        vocabulary = (folder / "pieces.txt").read_text(encoding="utf-8").split("\n")
        forms = (folder / "forms.txt").read_text(encoding="utf-8").split("\n")
        with np.load(folder / "lexemes.npz") as file:
            arrays = {name: file[name] for name in file.files}
        rows = arrays.pop("rows")
        self.lexemes = load_lexemes(folder / "lexemes.onnx", arrays, WordPieces(vocabulary), forms, rows)
        self._session = session(folder / "encoder.onnx")
        self._taps = {f"taps_{dilation}": dilation for dilation in set(config["dilations"])}
        self._reach = int(sum(config["dilations"]))

    def scores(self, texts: Sequence[Sequence[str]]) -> list[Scores]:
        """See :class:`Encoder`."""
        tokens = list(chain.from_iterable(texts))
        ends = list(accumulate(map(len, texts)))
        parts: list[Scores] = []
        for block, stop in _cuts(0, len(tokens), _LEARN):
            # What is read beside the tokens wanted: as far as a token can see.
            low, high = max(block - self._reach, 0), min(stop + self._reach, len(tokens))
            numbers = self.lexemes.numbers(tokens[low:high])
            for first, last in _cuts(block, stop, _STREAM):
                begin, end = max(first - self._reach, low), min(last + self._reach, high)
                borders = ends[bisect_right(ends, begin) : bisect_left(ends, end)]
                found = self._run(numbers[begin - low : end - low], [border - begin for border in borders])
                parts.append(_part(Scores(found.places + begin, found.probabilities), first, last))
        if not parts:
            return [_NOTHING for _ in texts]
        whole = Scores(*map(np.concatenate, zip(*parts, strict=True)))
        return [_part(whole, begin, end, begin) for begin, end in pairwise((0, *ends))]

    def _run(self, numbers: NDArray[np.int64], borders: Sequence[int]) -> Scores:
        """The scores of lexemes by number; at ``borders`` another text begins, which nothing may see."""
        matrix = self.lexemes.matrix
        rows = np.empty((len(numbers) + 1, matrix.shape[1]), np.uint8)
        matrix.take(numbers, axis=0, out=rows[:-1], mode="clip")  # any other mode copies once more
        rows[-1] = ZERO
        feed: dict[str, NDArray[Any]] = {"rows": rows}
        for name, dilation in self._taps.items():
            feed[name] = _taps(len(numbers), dilation, borders)
        probabilities, places = outputs(self._session, feed)
        return Scores(places[:-1], probabilities[:-1])  # without the empty row


def _part(scores: Scores, first: int, last: int, begin: int = 0) -> Scores:
    """Those of a range of tokens, counted from ``begin``."""
    low, high = scores.places.searchsorted((first, last))
    return Scores(scores.places[low:high] - begin, scores.probabilities[low:high])


def _cuts(first: int, last: int, size: int) -> Iterator[tuple[int, int]]:
    """Even parts of a range, each of at most ``size``."""
    count = -(-(last - first) // size)
    return pairwise(first + (last - first) * i // count for i in range(count + 1)) if count else iter(())


def _taps(size: int, dilation: int, borders: Sequence[int]) -> NDArray[np.int32]:
    """Which rows the convolution adds up at each place, (size + 1, 3); row ``size`` is empty, and reads itself."""
    taps = _neighbours(max(size + 1, 2 * _STREAM), dilation)[: size + 1].copy()
    taps[size] = size
    for border in (0, *borders, size):
        taps[border : border + dilation, 0] = size
        taps[max(border - dilation, 0) : border, 2] = size
    return taps


@lru_cache(maxsize=16)
def _neighbours(size: int, dilation: int) -> NDArray[np.int32]:
    """Each of ``size`` places with those ``dilation`` before and after it."""
    return np.arange(size, dtype=np.int32)[:, None] + np.array([-dilation, 0, dilation], np.int32)


def load_encoder(folder: Path) -> Encoder:
    """The encoder of an exported folder."""
    config = json.loads((folder / "recogniser.json").read_text(encoding="utf-8"))
    if config["encoder"] == "transformer":
        return TransformerEncoder(folder, config)
    return ConvolutionEncoder(folder, config)


class TransformerEncoder:
    """A small transformer over windows cut between sentences, each in a call of its own."""

    def __init__(self, folder: Path, config: dict[str, Any]) -> None:
        """Load from an exported folder."""
        vocabulary = (folder / "pieces.txt").read_text(encoding="utf-8").split("\n")
        self._pieces = WordPieces(vocabulary)
        self._begin, self._end = config["specials"]
        self._window = int(config["window"])
        self._overlap = int(config["overlap"])
        self._cache: dict[str, tuple[list[int], int]] = {}
        self._session = session(folder / "encoder.onnx")

    def scores(self, texts: Sequence[Sequence[str]]) -> list[Scores]:
        """See :class:`Encoder`: of all tokens."""
        out = []
        for text in texts:
            found = np.empty((len(text), CLASSES), np.float32)
            for start, end, first, last in self._spans(text):
                found[first:last] = self._run(text[start:end])[first - start : last - start]
            out.append(Scores(np.arange(len(text)), found))
        return out

    def _cut(self, token: str) -> tuple[list[int], int]:
        known = self._cache.get(token)
        if known is None:
            if len(self._cache) >= 1 << 16:
                self._cache.clear()
            known = (self._pieces.cut(token)[:_PIECES], case_class(token))
            if len(token) <= LONGEST:
                self._cache[token] = known
        return known

    def _spans(self, text: Sequence[str]) -> list[tuple[int, int, int, int]]:
        """Windows of a text: tokens read (from, to) and kept (from, to); cut between sentences."""
        spans = []
        start = 0
        while start < len(text):
            end = min(len(text), start + self._window)
            if end < len(text):
                end = _last_cut(text, start + self._window // 2, end)
            spans.append((start, end))
            start = end
        reach = self._overlap
        return [(max(0, a - reach), min(len(text), b + reach), a, b) for a, b in spans]

    def _run(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        cuts = [self._cut(token) for token in tokens]
        lengths = np.array([len(ids) for ids, _ in cuts])
        total = int(lengths.sum()) + 2
        pieces = [self._begin, *(i for ids, _ in cuts for i in ids), self._end]
        cases = np.zeros(total, np.int64)
        cases[1:-1] = np.repeat([case for _, case in cuts], lengths)
        feed = {
            "pieces": np.array(pieces, np.int64),
            "cases": cases,
            "places": np.arange(total),
            "words": 1 + np.cumsum(lengths) - lengths,
        }
        found: NDArray[np.float32] = outputs(self._session, feed)[0]
        return found


def _last_cut(text: Sequence[str], low: int, high: int) -> int:
    """The last place in (low, high] to begin a window: after a line, else a sentence, else high."""
    for i in range(high, low, -1):
        if text[i - 1] == "\n" or (text[i - 1] in ".!?" and text[i][0].isupper()):
            return i
    return high

"""The convolutional tagger: one cached row per lexeme, then residual convolutions over the text.

The row of a lexeme is computed from its string alone. All rounding that the shipped model does is
done here too (straight-through), so that the quantised weights and activations lose nothing. From the rows
on everything is held in eight bits: no norm and no floats between the layers, since in ONNX Runtime
those cost as much as the products.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the customary name
from numpy.typing import NDArray
from torch import Tensor, nn

from streams.enrich.recogniser.features import NGRAM_ROWS, NONE, TABLES, Features
from streams.enrich.recogniser.labels import CLASSES


@dataclass(frozen=True)
class CnnShape:
    """Width of the lexeme sum, of the rows and convolutions, and the dilation of each layer.

    After ``gate_after`` layers the tokens that are surely outside are known: see :mod:`streams.pipelines.gate`.
    """

    lexeme: int = 192
    width: int = 256
    dilations: tuple[int, ...] = (1, 2, 3, 4)
    gate_after: int = 2


STEP = 1 / 16  # what one unit of a quantised activation is worth
POSITIVE_STEP = 1 / 32  # the same of what is never negative: one sign less, twice as fine
NORM_EPSILON = 1e-5
# The first channel of every token, always: what a convolution multiplies it with is its bias. The empty row
# beyond the ends of a text has 0 there, and so stays empty from layer to layer.
CONSTANT = 4.0


def rounded(x: Tensor) -> Tensor:
    """``x`` as eight bits would hold it, with the gradient of the identity inside the range."""
    clipped = x.clamp(-8.0, 127 / 16)
    return clipped + ((clipped / STEP).round() * STEP - clipped).detach()


def positive(x: Tensor) -> Tensor:
    """The positive part of ``x`` as eight bits without a sign would hold it: the rounding is the ReLU."""
    clipped = x.clamp(0.0, 255 * POSITIVE_STEP)
    return clipped + ((clipped / POSITIVE_STEP).round() * POSITIVE_STEP - clipped).detach()


def eight_bits(weight: Tensor) -> Tensor:
    """``weight`` (out, in) as signed bytes with a scale for each output would hold it; gradient of the identity."""
    scale = weight.detach().abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
    return weight + ((weight / scale).round() * scale - weight).detach()


class LexemeBatch(NamedTuple):
    """Features of n lexemes: ``fixed`` (n, tables); the others flat, with their begins (n,)."""

    fixed: Tensor
    ngrams: Tensor
    ngram_begins: Tensor
    pieces: Tensor
    piece_begins: Tensor


def flatten(padded: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
    """The numbers of padded rows in one, and where each row begins."""
    kept = padded != NONE
    counts = kept.sum(1)
    return torch.from_numpy(padded[kept]), torch.from_numpy(np.cumsum(counts) - counts)


def lexeme_batch(found: Features) -> LexemeBatch:
    """The features of lexemes as tensors."""
    return LexemeBatch(torch.from_numpy(found.fixed), *flatten(found.ngrams), *flatten(found.pieces))


class LexemeEncoder(nn.Module):
    """Features of lexemes in, one row each out."""

    def __init__(self, shape: CnnShape, vectors: Tensor) -> None:
        """``vectors`` (pieces, d) are the frozen vectors of the word pieces."""
        super().__init__()
        wide = shape.lexeme
        self.tables = nn.ModuleList(nn.Embedding(rows, wide) for _, rows in TABLES)
        self.grams = nn.EmbeddingBag(NGRAM_ROWS, wide, mode="mean")
        self.register_buffer("vectors", vectors, persistent=False)
        self.first = nn.Linear(vectors.shape[1], wide, bias=False)
        self.mean = nn.Linear(vectors.shape[1], wide, bias=False)
        for table in (*self.tables, self.grams):
            nn.init.normal_(table.weight, std=0.1)
        self.norm = nn.LayerNorm(wide)
        self.hidden = nn.Linear(wide, 4 * shape.width)
        self.out = nn.Linear(4 * shape.width, shape.width)
        self.norm_out = nn.LayerNorm(shape.width)
        self.drop = 0.1

    def summed(self, batch: LexemeBatch) -> Tensor:
        """The sum of all feature rows, (n, lexeme)."""
        parts = [table(batch.fixed[:, i]) for i, table in enumerate(self.tables)]
        parts.append(self.grams(batch.ngrams, batch.ngram_begins))
        vectors: Tensor = self.vectors  # type: ignore[assignment]
        parts.append(self.first(vectors[batch.pieces[batch.piece_begins]]))
        parts.append(self.mean(F.embedding_bag(batch.pieces, vectors, batch.piece_begins, mode="mean")))
        if self.training:
            keep = torch.rand(len(parts), len(batch.fixed), 1) >= self.drop
            parts = [part * k / (1 - self.drop) for part, k in zip(parts, keep, strict=True)]
        return torch.stack(parts).sum(0)

    def forward(self, batch: LexemeBatch) -> Tensor:
        """The rows, (n, width), on the grid of eight bits."""
        x = rounded(self.norm(self.summed(batch)))
        hidden = positive(self.hidden(x))
        return rounded(self.norm_out(self.out(hidden)))


class Cnn(nn.Module):
    """Rows of the tokens in, class scores out."""

    def __init__(self, shape: CnnShape, vectors: Tensor) -> None:
        """Create the tagger with untrained weights."""
        super().__init__()
        self.shape = shape
        width = shape.width
        self.lexemes = LexemeEncoder(shape, vectors)
        self.convolutions = nn.ModuleList(nn.Linear(3 * width, width, bias=False) for _ in shape.dilations)
        self.head = nn.Linear(width, CLASSES)
        self.dropout = nn.Dropout(0.2)
        self.register_buffer("first", torch.arange(width) == 0, persistent=False)

    def forward(self, batch: LexemeBatch, tokens: Tensor) -> Tensor:
        """Scores (tokens, classes); ``tokens`` has lexeme numbers, -1 between texts (zero rows)."""
        *_, x = self.layers(batch, tokens)
        scores: Tensor = self.head(self.dropout(x))
        return scores

    def layers(self, batch: LexemeBatch, tokens: Tensor) -> Iterator[Tensor]:
        """What each layer gives, (tokens, width), and first what the first one takes."""
        rows = self.lexemes(batch).float()  # sums go on in full precision, also under autocast
        if self.training:
            rows = rows * (torch.rand(len(rows), 1) >= 0.1)
        x = rows[tokens.clamp(min=0)]
        if self.training:
            x = x * (torch.rand(len(x), 1) >= 0.08)
        real = (tokens >= 0)[:, None]
        x = self._steady(x, real)
        yield x
        for convolution, dilation in zip(self.convolutions, self.shape.dilations, strict=True):
            h = F.pad(F.relu(x), (0, 0, dilation, dilation))
            n = len(x)
            h = torch.cat([h[:n], h[dilation : n + dilation], h[2 * dilation :]], -1)
            y = rounded(F.linear(h, eight_bits(convolution.weight)).float())  # type: ignore[arg-type]
            x = self._steady(rounded(x + self.dropout(y)), real)
            yield x

    def _steady(self, x: Tensor, real: Tensor) -> Tensor:
        """``x`` with the constant channel, and empty where there is no token."""
        return torch.where(self.first, CONSTANT, x) * real


def save(model: Cnn, path: Path) -> None:
    """Write a checkpoint."""
    torch.save({"shape": asdict(model.shape), "weights": model.state_dict()}, path)


def load(path: Path, vectors: Tensor) -> Cnn:
    """Read a checkpoint of :func:`save`."""
    stored: dict[str, Any] = torch.load(path, weights_only=True)
    shape = stored["shape"]
    model = Cnn(CnnShape(shape["lexeme"], shape["width"], tuple(shape["dilations"])), vectors)
    model.load_state_dict(stored["weights"])
    return model


def piece_vectors(path: Path) -> NDArray[np.float32]:
    """Frozen vectors of word pieces, (pieces, d), each dimension with unit variance."""
    vectors: NDArray[np.float32] = np.load(path).astype(np.float32)
    scaled: NDArray[np.float32] = (vectors - vectors.mean(0)) / vectors.std(0)
    return scaled

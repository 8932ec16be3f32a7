"""The transformer encoders that are fine-tuned here: BERT and MPNet with a case embedding.

Both pretrained models are uncased. A class of letter case per word, embedded at the input and
again before the output layer, tells "May" from "may" and starts as an almost silent addition.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - the customary name
from safetensors import safe_open
from torch import Tensor, nn

from streams.enrich.recogniser.labels import CLASSES
from streams.enrich.recogniser.wordpiece import CASES

# Sources of annotation; 0 stands for any. Corpora differ in what they call a place or a name.
SOURCES = 12
_MPNET_BUCKETS = 32
_MPNET_DISTANCE = 128


@dataclass(frozen=True)
class Shape:
    """The size of an encoder. ``family`` is ``bert`` or ``mpnet``."""

    family: str
    vocabulary: int
    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, shape: Shape) -> None:
        """Create the layer with untrained weights."""
        super().__init__()
        width = shape.width
        self.heads = shape.heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=shape.epsilon)
        self.up = nn.Linear(width, shape.inner)
        self.down = nn.Linear(shape.inner, width)
        self.norm2 = nn.LayerNorm(width, eps=shape.epsilon)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Map (batch, length, width) to the same shape; ``bias`` is added to the attention."""
        batch, length, width = x.shape
        qkv = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        # Spelled out: PyTorch's own attention is several times slower backwards on a processor.
        scores = (q @ k.transpose(-1, -2)).float() * (width // self.heads) ** -0.5 + bias
        mixed = scores.softmax(-1).to(v.dtype) @ v
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces in, class scores for the first piece of each word out."""

    def __init__(self, shape: Shape) -> None:
        """Create the encoder with untrained weights."""
        super().__init__()
        self.shape = shape
        width = shape.width
        self.words = nn.Embedding(shape.vocabulary, width)
        self.positions = nn.Embedding(shape.positions, width)
        self.norm = nn.LayerNorm(width, eps=shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.relative = nn.Embedding(_MPNET_BUCKETS, shape.heads)
        self.case_in = nn.Embedding(CASES, width)
        self.case_out = nn.Embedding(CASES, width)
        self.source = nn.Embedding(SOURCES, width)
        self.head = nn.Linear(width, CLASSES)
        self.dropout = nn.Dropout(0.1)
        nn.init.zeros_(self.case_in.weight)
        nn.init.normal_(self.case_out.weight, std=0.02)
        nn.init.zeros_(self.relative.weight)
        nn.init.zeros_(self.source.weight)

    def bias(self, mask: Tensor) -> Tensor:
        """The additive attention bias, (batch, heads or 1, length, length)."""
        blocked = torch.where(mask, 0.0, -1e4)[:, None, None, :]
        if self.shape.family != "mpnet":
            return blocked
        length = mask.shape[1]
        place = torch.arange(length)
        buckets = mpnet_buckets(place[None, :] - place[:, None])
        return blocked + self.relative(buckets).permute(2, 0, 1)[None]

    def forward(self, pieces: Tensor, cases: Tensor, mask: Tensor, source: Tensor) -> Tensor:
        """Map (batch, length) ids to (batch, length, classes) scores.

        ``source`` (batch,) tells whose annotation rules hold; 0 is "any".
        """
        first = 2 if self.shape.family == "mpnet" else 0
        place = torch.arange(pieces.shape[1]) + first
        x = self.words(pieces) + self.positions(place)[None] + self.case_in(cases)
        x = x + self.source(source)[:, None]
        x = self.dropout(self.norm(x))
        bias = self.bias(mask)
        for layer in self.layers:
            x = layer(x, bias)
        scores: Tensor = self.head(self.dropout(x + self.case_out(cases)))
        return scores


def mpnet_buckets(relative: Tensor) -> Tensor:
    """The bucket of a relative position, as MPNet (and T5) count them; same shape as the input."""
    half = _MPNET_BUCKETS // 2
    bucket = (relative < 0).long() * 0 + (-relative < 0).long() * half
    distance = relative.abs()
    exact = half // 2
    ratio = torch.log(distance.float().clamp(min=1) / exact) / torch.log(torch.tensor(_MPNET_DISTANCE / exact))
    far = exact + (ratio * (half - exact)).long()
    return bucket + torch.where(distance < exact, distance, far.clamp(max=half - 1))


# The numbers of the pieces that begin and end a text.
SPECIALS = {"mpnet": (0, 2), "bert": (101, 102)}
MINILM = Shape("bert", 30522, 384, 6, 12, 1536, 512, 1e-12)
MPNET = Shape("mpnet", 30527, 768, 12, 12, 3072, 514, 1e-5)


def load_pretrained(path: Path, shape: Shape) -> Encoder:
    """An encoder with the weights of a ``model.safetensors``, or its first layers."""
    model = Encoder(shape)
    with safe_open(str(path), "pt") as file:
        source = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    model.load_state_dict(_renamed(source, shape), strict=False)
    return model


def _renamed(source: Mapping[str, Tensor], shape: Shape) -> dict[str, Tensor]:
    if shape.family == "mpnet":
        q, k, v, out = (
            "attention.attn.q",
            "attention.attn.k",
            "attention.attn.v",
            "attention.attn.o",
        )
        norm = "attention.LayerNorm"
    else:
        q, k, v = (f"attention.self.{name}" for name in ("query", "key", "value"))
        out, norm = "attention.output.dense", "attention.output.LayerNorm"
    target = {
        "words.weight": source["embeddings.word_embeddings.weight"],
        "positions.weight": source["embeddings.position_embeddings.weight"].clone(),
        "norm.weight": source["embeddings.LayerNorm.weight"],
        "norm.bias": source["embeddings.LayerNorm.bias"],
    }
    if "embeddings.token_type_embeddings.weight" in source:
        target["positions.weight"] += source["embeddings.token_type_embeddings.weight"][0]
    if shape.family == "mpnet":
        target["relative.weight"] = source["encoder.relative_attention_bias.weight"]
    pairs = {
        "out": out,
        "norm1": norm,
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for i in range(shape.layers):
        old = f"encoder.layer.{i}."
        for part in ("weight", "bias"):
            target[f"layers.{i}.qkv.{part}"] = torch.cat([source[f"{old}{name}.{part}"] for name in (q, k, v)])
            for ours, theirs in pairs.items():
                target[f"layers.{i}.{ours}.{part}"] = source[f"{old}{theirs}.{part}"]
    return target


def vocabulary(path: Path) -> list[str]:
    """The pieces of a ``vocab.txt``, one a line."""
    return path.read_text(encoding="utf-8").splitlines()


def optimiser(model: Encoder, rate: float) -> torch.optim.AdamW:
    """AdamW with ten times the rate for what starts from nothing."""
    fresh = ("head", "case_in", "case_out", "source")
    new = [p for n, p in model.named_parameters() if n.startswith(fresh)]
    old = [p for n, p in model.named_parameters() if not n.startswith(fresh)]
    groups = [{"params": old, "lr": rate}, {"params": new, "lr": rate * 10}]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def save(model: Encoder, path: Path) -> None:
    """Write a checkpoint."""
    torch.save({"shape": asdict(model.shape), "weights": model.state_dict()}, path)


def load(path: Path) -> Encoder:
    """Read a checkpoint of :func:`save`."""
    stored: dict[str, Any] = torch.load(path, weights_only=True)
    model = Encoder(Shape(**stored["shape"]))
    model.load_state_dict(stored["weights"])
    return model

# ruff: noqa: S311 - a training script: draws with shares that are numbers
"""Trains the transformer of the accurate profile from the teacher's soft labels."""

import argparse
import random
from pathlib import Path

import torch
from torch import Tensor, nn

from streams.enrich.recogniser.wordpiece import WordPieces
from streams.pipelines import transformer
from streams.pipelines.batches import Batch, Drawer, batched, partial_loss
from streams.pipelines.soft import Pool
from streams.pipelines.training import Limits, add_options, fit, mixed
from streams.pipelines.transformer import MINILM, SPECIALS, Encoder, optimiser, vocabulary

_LONGEST = 110  # tokens of a window


def loss_of(model: Encoder, batch: Batch, hard: float) -> Tensor:
    """Cross-entropy to the soft labels, and ``hard`` times that to the annotations."""
    with torch.autocast("cpu", torch.bfloat16):
        scores = model(batch.pieces, batch.cases, batch.attention, torch.zeros_like(batch.source))
    scores = scores[batch.words].float()
    annotated = partial_loss(scores, batch.masks[batch.words])
    if batch.soft is None:
        return annotated
    soft: Tensor = -(batch.soft[batch.words] * scores.log_softmax(-1)).sum(-1).mean()
    return soft + hard * annotated


def train(options: argparse.Namespace) -> None:
    """Fine-tune and write checkpoints."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    model = transformer.load(options.start) if options.start else transformer.load_pretrained(options.weights, MINILM)
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0  # soft labels hold back already, and a pass sees each of them once
    pool = Pool(options.soft, options.seed)
    pieces = WordPieces(vocabulary(options.vocab))
    drawer = Drawer(options.corpora, options.authored, options.seed)
    labelled = batched(pool.endless(_LONGEST), pieces, options.batch, rng, SPECIALS["bert"])
    annotated = batched(drawer.endless(_LONGEST), pieces, options.batch, rng, SPECIALS["bert"])
    fit(
        model,
        optimiser(model, options.rate),
        mixed(labelled, annotated),
        lambda batch: loss_of(model, batch, options.hard),
        lambda batch: int(batch.attention.sum()),
        Limits(options.amount, options.seconds),
        lambda: transformer.save(model, options.out),
    )


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--authored", type=Path, default=Path(__file__).parent / "authored")
    parser.add_argument("--soft", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--vocab", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="go on from this checkpoint")
    parser.add_argument("--hard", type=float, default=0.3, help="weight of the annotations beside the soft labels")
    add_options(parser, amount=6_000_000, batch=2048, rate=2e-4)
    train(parser.parse_args())


if __name__ == "__main__":
    main()

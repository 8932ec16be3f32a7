# ruff: noqa: S311 - a training script: draws with shares that are numbers
"""Fine-tunes a pretrained encoder on the corpora; the teacher of the shipped models."""

import argparse
import random
from pathlib import Path

import torch
from torch import Tensor

from streams.enrich.recogniser.wordpiece import WordPieces
from streams.pipelines import transformer
from streams.pipelines.batches import Batch, Drawer, batched, partial_loss
from streams.pipelines.training import Limits, add_options, fit
from streams.pipelines.transformer import MPNET, SPECIALS, optimiser, vocabulary

_LONGEST = 110  # tokens of a window
_GENERIC = 0.4  # share of batches that are not told their source


def train(options: argparse.Namespace) -> None:
    """Fine-tune and write checkpoints."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    model = transformer.load(options.start) if options.start else transformer.load_pretrained(options.weights, MPNET)
    drawer = Drawer(options.corpora, options.authored, options.seed)
    pieces = WordPieces(vocabulary(options.vocab))

    def loss_of(batch: Batch) -> Tensor:
        source = batch.source * (rng.random() >= _GENERIC)
        with torch.autocast("cpu", torch.bfloat16):
            scores = model(batch.pieces, batch.cases, batch.attention, source)
        return partial_loss(scores[batch.words].float(), batch.masks[batch.words])

    fit(
        model,
        optimiser(model, options.rate),
        batched(drawer.endless(_LONGEST), pieces, options.batch, rng, SPECIALS["mpnet"]),
        loss_of,
        lambda batch: int(batch.attention.sum()),
        Limits(options.amount, options.seconds),
        lambda: transformer.save(model, options.out),
    )


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--authored", type=Path, default=Path(__file__).parent / "authored")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--vocab", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="go on from this checkpoint")
    add_options(parser, amount=2_400_000, batch=2048, rate=5e-5)
    train(parser.parse_args())


if __name__ == "__main__":
    main()

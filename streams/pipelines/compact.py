# ruff: noqa: S311, T201 - a training script: prints, and draws with shares that are numbers
"""Trains the transformer of the accurate profile from the teacher's soft labels."""

import argparse
import random
import time
from pathlib import Path

import torch
from torch import nn

from streams.enrich.recogniser.wordpiece import WordPieces
from streams.pipelines import transformer
from streams.pipelines.batches import Batch, Drawer, batched, mixed, partial_loss, triangle
from streams.pipelines.soft import Pool
from streams.pipelines.teacher import SPECIALS, optimiser, vocabulary
from streams.pipelines.transformer import MINILM, Encoder

_LONGEST = 110


def loss_of(model: Encoder, batch: Batch, hard: float) -> torch.Tensor:
    """Cross-entropy to the soft labels, and ``hard`` times that to the annotations."""
    source = torch.zeros_like(batch.source)
    with torch.autocast("cpu", torch.bfloat16):
        scores = model(batch.pieces, batch.cases, batch.attention, source)
    scores = scores[batch.words].float()
    annotated = partial_loss(scores, batch.masks[batch.words])
    if batch.soft is None:
        return annotated
    soft: torch.Tensor = -(batch.soft[batch.words] * scores.log_softmax(-1)).sum(-1).mean()
    return soft + hard * annotated


def train(options: argparse.Namespace) -> None:
    """Fine-tune and write checkpoints."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    model = transformer.load(options.start) if options.start else transformer.load_pretrained(options.weights, MINILM)
    model.train()
    pool = Pool(options.soft, options.seed)
    pieces = WordPieces(vocabulary(options.vocab))
    update = optimiser(model, options.rate)
    rates = [g["lr"] for g in update.param_groups]
    began, done, step = time.monotonic(), 0, 0
    drawer = Drawer(options.corpora, options.authored, options.seed)
    fresh = batched(drawer.endless(_LONGEST), pieces, options.batch, rng, SPECIALS["bert"])
    while done < options.pieces:
        labelled = batched(pool.windows(_LONGEST), pieces, options.batch, rng, SPECIALS["bert"])
        for batch in mixed(labelled, fresh):
            seconds = time.monotonic() - began
            progress = max(done / options.pieces, seconds / options.seconds)
            if progress >= 1:
                done = options.pieces
                break
            for group, rate in zip(update.param_groups, rates, strict=True):
                group["lr"] = rate * triangle(progress)
            loss = loss_of(model, batch, options.hard)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            update.step()
            update.zero_grad()
            done += int(batch.attention.sum())
            step += 1
            if step % 20 == 0:
                print(f"{step} {progress:.3f} {loss.item():.4f} {done / seconds:.0f}/s", flush=True)
            if step % 300 == 0:
                transformer.save(model, options.out)
    transformer.save(model, options.out)


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
    parser.add_argument("--pieces", type=int, default=6_000_000)
    parser.add_argument("--seconds", type=float, default=10800)
    parser.add_argument("--batch", type=int, default=2048)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--hard", type=float, default=0.3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    train(parser.parse_args())


if __name__ == "__main__":
    main()

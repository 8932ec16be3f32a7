# ruff: noqa: S311, T201 - a training script: prints, and draws with shares that are numbers
"""Fine-tunes a pretrained encoder on the corpora; the teacher of the shipped models."""

import argparse
import random
import time
from pathlib import Path

import torch
from torch import nn

from streams.enrich.recogniser.wordpiece import WordPieces
from streams.pipelines import transformer
from streams.pipelines.batches import Batch, Drawer, batched, partial_loss, triangle
from streams.pipelines.transformer import MPNET, Encoder

_LONGEST = 110  # tokens of a window
_GENERIC = 0.4  # share of batches that are not told their source
SPECIALS = {"mpnet": (0, 2), "bert": (101, 102)}
UNKNOWN = {"mpnet": "[UNK]", "bert": "[UNK]"}


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


def scores_of(model: Encoder, batch: Batch, rng: random.Random, generic: float) -> torch.Tensor:
    """The class scores of the words of a batch, (words, classes), float32."""
    source = batch.source * (rng.random() >= generic)
    with torch.autocast("cpu", torch.bfloat16):
        scores = model(batch.pieces, batch.cases, batch.attention, source)
    return scores[batch.words].float()


def train(options: argparse.Namespace) -> None:
    """Fine-tune and write checkpoints."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    model = transformer.load(options.start) if options.start else transformer.load_pretrained(options.weights, MPNET)
    model.train()
    drawer = Drawer(options.corpora, options.authored, options.seed)
    pieces = WordPieces(vocabulary(options.vocab), UNKNOWN["mpnet"])
    update = optimiser(model, options.rate)
    rates = [g["lr"] for g in update.param_groups]
    began, done, step = time.monotonic(), 0, 0
    while done < options.pieces:
        for batch in batched(drawer.windows(_LONGEST), pieces, options.batch, rng, SPECIALS["mpnet"]):
            seconds = time.monotonic() - began
            progress = max(done / options.pieces, seconds / options.seconds)
            if progress >= 1:
                done = options.pieces
                break
            for group, rate in zip(update.param_groups, rates, strict=True):
                group["lr"] = rate * triangle(progress)
            loss = partial_loss(scores_of(model, batch, rng, _GENERIC), batch.masks[batch.words])
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            update.step()
            update.zero_grad()
            done += int(batch.attention.sum())
            step += 1
            if step % 20 == 0:
                print(f"{step} {progress:.3f} {loss.item():.4f} {done / seconds:.0f}/s", flush=True)
            if step % 200 == 0:
                transformer.save(model, options.out)
    transformer.save(model, options.out)


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--authored", type=Path, default=Path(__file__).parent / "authored")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--vocab", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="go on from this checkpoint")
    parser.add_argument("--pieces", type=int, default=2_400_000)
    parser.add_argument("--seconds", type=float, default=10800)
    parser.add_argument("--batch", type=int, default=2048)
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    train(parser.parse_args())


if __name__ == "__main__":
    main()

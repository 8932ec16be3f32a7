# ruff: noqa: T201 - a training script: prints
"""The training loop that the teacher and both students share."""

import argparse
import time
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

import torch
from torch import Tensor, nn

_T = TypeVar("_T")


class Limits(NamedTuple):
    """How long to train: until ``amount`` (tokens or word pieces) or ``seconds``, whichever comes first."""

    amount: int
    seconds: float


def add_options(parser: argparse.ArgumentParser, *, amount: int, batch: int, rate: float) -> None:
    """The options of every training step, with the defaults of this one."""
    parser.add_argument("--amount", type=int, default=amount, help="tokens or word pieces to see")
    parser.add_argument("--seconds", type=float, default=10800, help="time after which to stop anyway")
    parser.add_argument("--batch", type=int, default=batch, help="tokens or word pieces of a step")
    parser.add_argument("--rate", type=float, default=rate, help="highest learning rate")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)


def triangle(progress: float, warm: float = 0.06) -> float:
    """The share of the peak learning rate after ``progress`` (0 to 1) of the training."""
    return min(progress / warm, (1 - progress) / (1 - warm)) if progress < 1 else 0.0


def fit(
    model: nn.Module,
    update: torch.optim.Optimizer,
    batches: Iterable[_T],
    loss_of: Callable[[_T], Tensor],
    size_of: Callable[[_T], int],
    limits: Limits,
    save: Callable[[], None],
) -> None:
    """Train with a rate that rises and falls once over the limits; ``save`` now and then, and at the end.

    ``batches`` must last as long as the limits.
    """
    model.train()
    rates = [group["lr"] for group in update.param_groups]
    began, done = time.monotonic(), 0
    for step, batch in enumerate(batches, 1):
        seconds = time.monotonic() - began
        progress = max(done / limits.amount, seconds / limits.seconds)
        if progress >= 1:
            break
        for group, rate in zip(update.param_groups, rates, strict=True):
            group["lr"] = rate * triangle(progress)
        loss = loss_of(batch)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        update.step()
        update.zero_grad()
        done += size_of(batch)
        if step % 20 == 0:
            print(f"{step} {progress:.3f} {loss.item():.4f} {done / (time.monotonic() - began):.0f}/s", flush=True)
        if step % 200 == 0:
            save()
    save()


def again(make: Callable[[], Iterable[_T]]) -> Iterator[_T]:
    """Pass after pass over what ``make`` gives."""
    while True:
        yield from make()


def mixed(soft: Iterable[_T], hard: Iterator[_T]) -> Iterator[_T]:
    """Two of ``soft`` for one of ``hard``, until ``soft`` ends."""
    for number, item in enumerate(soft):
        yield item
        if number % 2:
            yield from (extra for extra in (next(hard, None),) if extra is not None)

"""Averages the weights of checkpoints that were trained from one start with different seeds."""

import argparse
from pathlib import Path

import torch

from streams.pipelines import transformer


def main() -> None:
    """Read the options and write the average."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    model, *others = [transformer.load(path) for path in options.checkpoints]
    with torch.no_grad():
        for name, weights in model.state_dict().items():
            total = weights.clone()
            for other in others:
                total += other.state_dict()[name]
            weights.copy_(total / (1 + len(others)))
    transformer.save(model, options.out)


if __name__ == "__main__":
    main()

"""Averages the weights of checkpoints of one training: of different seeds, or of one that went on from the other."""

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Read the options and write the average."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    stored, *others = [torch.load(path, weights_only=True) for path in options.checkpoints]
    for name, weights in stored["weights"].items():
        if weights.is_floating_point():
            same = [weights, *(other["weights"][name] for other in others)]
            stored["weights"][name] = torch.stack(same).mean(0)
    torch.save(stored, options.out)


if __name__ == "__main__":
    main()

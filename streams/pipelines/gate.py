"""The gate of the convolutional tagger: which tokens the later layers have to look at.

Most words of a text are surely no part of a name, and the first layers see it. A linear score of what they
give tells; the layers after them, the classes and the decoding are left to the tokens that pass, and what the
network says of those stays what it was. Source: early exit from deep networks (Teerapittayanon et al.,
*BranchyNet*, 2016), here for each token instead of each text.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from streams.pipelines import cnn
from streams.pipelines.student import Stream

# The probability to be in a name from which a token is to pass, and how many of those may fail to.
_MAYBE = 0.25
_MISSED = 1 / 4000
# Everything at least this probable teaches the gate; what is decoded are probabilities, and they are pulled up
# where a name comes again.
_POSSIBLE = 0.1
_STEPS = 25
_PENALTY = 0.1


class Gate(NamedTuple):
    """A token passes where ``rows @ weight + bias`` (tokens, 1) is positive; an empty row always does."""

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]


def fit_gate(model: cnn.Cnn, streams: Iterable[Stream]) -> Gate:
    """Fit the gate to what ``model`` itself says of texts."""
    states, named = _examples(model, streams)
    weight = _logistic(states, named > _POSSIBLE)
    scores = states @ weight
    possible = scores[named > _MAYBE]
    least = float(np.quantile(possible, _MISSED) if len(possible) else scores.min())
    # The constant channel is all that tells an empty row, which the bias alone lets pass, from a token.
    bias = 1.0
    weight[0] -= (least + bias) / cnn.CONSTANT
    return Gate(weight[:, None].astype(np.float32), np.array([bias], np.float32))


@torch.inference_mode()
def _examples(model: cnn.Cnn, streams: Iterable[Stream]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What the first layers give for each token, (tokens, width), and its probability to be in a name."""
    states, named = [], []
    for stream in streams:
        real = stream.tokens >= 0
        layers = list(model.layers(cnn.lexeme_batch(stream.lexemes), stream.tokens))
        states.append(layers[model.shape.gate_after][real].numpy())
        named.append(1 - model.head(layers[-1])[real].softmax(-1)[:, 0].numpy())
    return np.concatenate(states).astype(np.float64), np.concatenate(named).astype(np.float64)


def _logistic(states: NDArray[np.float64], named: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The weights (width,) of a penalised logistic regression, by Newton's method."""
    weight = np.zeros(states.shape[1])
    penalty = _PENALTY * np.eye(len(weight))
    for _ in range(_STEPS):
        share = 1 / (1 + np.exp(-states @ weight))
        slope = states.T @ (share - named) + penalty @ weight
        curve = (states * (share * (1 - share))[:, None]).T @ states + penalty
        step = np.linalg.solve(curve, slope)
        weight -= step
        if np.abs(step).max() < 1e-3:
            break
    return weight

"""Whether a reply to a customer mocks him in the frame of a service answer, or leads him away: learnt from examples."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import sqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 14
_MOST_WORDS = 80
_SIZES = (3, 4, 5)


def features(tokens: Sequence[str]) -> list[int]:
    """The buckets of a text's words, pairs of words, and three to five letters within words; each once."""
    words = tokens[:_MOST_WORDS]
    found = {*words, *map(" ".join, pairwise(words))}
    for word in words:
        edged = f"<{word}>"
        found.update(edged[i : i + size] for size in _SIZES for i in range(len(edged) - size + 1))
    return sorted({crc32(gram.encode("utf-8", "surrogatepass")) & (BUCKETS - 1) for gram in found})


class Tone:
    """Two logistic regressions on hashed n-grams, trained by training/tone.py: for mocking and for luring replies.

    Args:
        weights: two rows, mocking and luring, of one weight per bucket and the intercept at the end.
    """

    def __init__(self, weights: NDArray[np.float32]) -> None:
        self._weights = weights

    def odds(self, tokens: Sequence[str]) -> tuple[float, float]:
        """Log-odds that a reply mocks and that it lures, each where half of all replies would; often wrong of one."""
        found = features(tokens)
        if not found:
            return 0.0, 0.0
        mocks, lures = self._weights[:, found].sum(axis=1) / sqrt(len(found)) + self._weights[:, -1]
        return float(mocks), float(lures)


@cache
def load_tone() -> Tone:
    """The weights that come with the program."""
    with np.load(io.BytesIO(files("detectors.models").joinpath("tone.npz").read_bytes()), allow_pickle=False) as arrays:
        return Tone(arrays["weights"].astype(np.float32))

"""A linear model over concepts: which were found, which were denied, and which follow which."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detectors.text.lexicon import Hits
from detectors.text.ngrams import Numbers

PAIRS = 4096
CREDIT = 4
"""Added to a text's number of features before the square root that their sum is divided by."""


def width(concepts: int) -> int:
    """How many features there are: each concept, plain and denied, and hashed pairs of neighbours."""
    return 2 * concepts + PAIRS


def features(hits: Hits, concepts: int) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Features of a batch: the text of each, its number below `width(concepts)`, and the word that it stands at."""
    plain = 2 * hits.concepts + hits.negated
    near = hits.texts[1:] == hits.texts[:-1]
    mixed = (plain[:-1] * 131 + plain[1:] * 7) * 40_503 % 65_536 * 17 % PAIRS
    texts = np.concatenate((hits.texts, hits.texts[:-1][near]))
    numbers = np.concatenate((plain, 2 * concepts + mixed[near]))
    return texts, numbers, np.concatenate((hits.words, hits.words[:-1][near]))


def add_up(hits: Hits, concepts: int, table: Numbers, blocks: NDArray[np.intp], words: int) -> tuple[Numbers, Numbers]:
    """What concepts add to each word (of `words`) and to each text; `table` has a row per block, a column per feature.

    `blocks` names each text's row.
    """
    if not len(hits.texts):
        return np.zeros(words, np.float32), np.zeros(len(blocks), np.float32)
    texts, numbers, at = features(hits, concepts)
    scale = 1 / np.sqrt(np.bincount(texts, minlength=len(blocks)) + CREDIT)
    added = table[blocks[texts], numbers] * scale[texts]
    by_word = np.bincount(at, added, minlength=words).astype(np.float32)
    by_text = np.bincount(texts, added, minlength=len(blocks)).astype(np.float32)
    return by_word, by_text

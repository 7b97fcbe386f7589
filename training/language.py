"""Trains the language tables: log-likelihoods of hashed n-grams per language, centred."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detectors.text.language import BUCKETS, CLASSES
from detectors.text.ngrams import Numbers, grams

SMOOTHING = 0.5
STEP = 2000


def train_language(texts: dict[str, Sequence[str]]) -> Numbers:
    """Table of shape (2 * BUCKETS, classes) from texts by class; each class weighs alike, however much text it has."""
    counts = np.stack([_counts(texts[language]) for language in CLASSES], axis=1)
    table = np.concatenate([_centred(counts[:BUCKETS]), _centred(counts[BUCKETS:])])
    return table.astype(np.float32)


def _counts(texts: Sequence[str]) -> np.ndarray:
    total = np.zeros(2 * BUCKETS)
    for i in range(0, len(texts), STEP):
        batch = grams(texts[i : i + STEP])
        inside = batch.stream.codes != 0
        for buckets in batch.characters[1:3]:
            total[:BUCKETS] += np.bincount(buckets[inside[: len(buckets)]] & (BUCKETS - 1), minlength=BUCKETS)
        total[BUCKETS:] += np.bincount(batch.singles & (BUCKETS - 1), minlength=BUCKETS)
    return total


def _centred(counts: np.ndarray) -> np.ndarray:
    rates = counts / np.maximum(counts.sum(axis=0), 1) * 1e6
    logs = np.log(rates + SMOOTHING * 20)
    return logs - logs.mean(axis=1, keepdims=True)

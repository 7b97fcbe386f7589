"""Texts as sparse rows, made by the very functions that read them at run time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from detectors.text import linear
from detectors.text.ngrams import BUCKETS, NOWHERE, grams

STEP = 2000


def counts(texts: Sequence[str]) -> sp.csr_matrix:
    """Counts scaled as `detectors.text.linear.add_up` scales them: a row a text, `2 * BUCKETS` columns."""
    return sp.vstack([_counts(texts[i : i + STEP]) for i in range(0, len(texts), STEP)]).tocsr()


def _counts(texts: Sequence[str]) -> sp.csr_matrix:
    batch = grams(texts)
    owner = linear.spread(batch, np.arange(len(texts), dtype=np.uint32)).astype(np.int64)
    inside = batch.stream.codes != 0
    kept = [inside[: len(b)] & (b != NOWHERE) for b in batch.characters]
    rows = np.concatenate([owner[: len(b)][k] for b, k in zip(batch.characters, kept, strict=True)])
    columns = np.concatenate([b[k] for b, k in zip(batch.characters, kept, strict=True)]).astype(np.int64)
    words = np.concatenate((batch.words.texts, batch.words.texts[:-1][batch.follows]))
    buckets = np.concatenate((batch.singles, batch.pairs[batch.follows])).astype(np.int64) + BUCKETS
    values = np.concatenate((batch.per_character[rows], batch.per_word[words])).astype(np.float32)
    where = (np.concatenate((rows, words)), np.concatenate((columns, buckets)))
    return sp.csr_matrix((values, where), shape=(len(texts), 2 * BUCKETS))

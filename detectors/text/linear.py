"""Linear models over hashed n-grams: what each word of a text adds, and what the text comes to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detectors.text.ngrams import BUCKETS, Buckets, Grams, Numbers, character_scale, word_scale
from detectors.text.normalise import Spans

Table = NDArray[np.float32] | NDArray[np.int16]
"""Weights of n-grams, as they are or in whole steps."""


@dataclass(frozen=True, slots=True)
class Added:
    """What each word of a batch adds to its text's log-odds, and each text's sum (both float32)."""

    words: Numbers
    texts: Numbers


def add_up(batch: Grams, table: Table, offsets: Buckets | None = None, step: float = 1.0) -> Added:
    """Sum a head's weights over a batch.

    Args:
        batch: the texts in buckets.
        table: weights, `BUCKETS` for characters and then `BUCKETS` for words, per block.
        offsets: where each text's block begins in `table`; left out: all read the first block.
        step: what one in `table` weighs.
    """
    characters = _characters(batch, table, offsets) * np.float32(step)
    singles = _words(batch, table, offsets) * np.float32(step)
    owners = batch.words.texts
    texts = np.add.reduceat(characters, batch.edges)[::2] * batch.per_character
    texts += np.bincount(owners, singles, minlength=len(texts)).astype(np.float32) * batch.per_word
    if not len(owners):
        return Added(singles, texts)
    from_characters = np.add.reduceat(characters, batch.words.starts)
    return Added(from_characters * batch.per_character[owners] + singles * batch.per_word[owners], texts)


def over_spans(batch: Grams, table: Numbers, first: Spans, last: Spans) -> Numbers:
    """Sum one block over the words [first, last) of each span, scaled as if the span were a text of its own."""
    starts, ends = batch.words.starts[first] - 1, batch.words.ends[last - 1] + 1
    characters = np.append(0, np.cumsum(_characters(batch, table, None), dtype=np.float64))
    words = np.append(0, np.cumsum(_words(batch, table, None), dtype=np.float64))
    sums: Numbers = (
        (characters[ends] - characters[starts]) * character_scale(ends - starts)
        + (words[last] - words[first]) * word_scale(last - first)
    ).astype(np.float32)
    return sums


def _characters(batch: Grams, table: Table, offsets: Buckets | None) -> Numbers:
    """What the n-grams that start at each code point add."""
    codes = batch.stream.codes
    total = np.zeros(len(codes), np.float32)
    where = None if offsets is None else offsets if len(offsets) == 1 else spread(batch, offsets)
    for buckets in batch.characters:
        total[: len(buckets)] += table.take(buckets if where is None else buckets + where[: len(buckets)])
    return total


def spread(batch: Grams, per_text: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """A value per text as a value per code point (padding takes the value of the text before it)."""
    starts = batch.stream.starts
    return np.repeat(per_text, np.diff(np.append(starts, len(batch.stream.codes))))


def _words(batch: Grams, table: Table, offsets: Buckets | None) -> Numbers:
    """What each word, and its pair with the next one, add."""
    owners = batch.words.texts
    where = np.full(len(owners), BUCKETS, np.uint32)
    if offsets is not None:
        where += offsets[owners]
    total = table.take(batch.singles + where).astype(np.float32)
    total[:-1] += table.take(batch.pairs + where[:-1]) * batch.follows
    return total

"""Hashed character and word n-grams of a batch of texts, as whole arrays and without a vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detectors.text.normalise import PAD, SPACE, Codes, Spans, Stream, fold

BITS = 19
BUCKETS = 1 << BITS
"""Buckets for characters, and as many again for words."""
NOWHERE = 0
"""Bucket of the character n-grams that reach over words: no word begins or ends in them."""
CHARACTERS = (2, 3, 4, 5)
CHARACTER_CREDIT, WORD_CREDIT = 20, 3
"""Added to a text's number of n-grams before the square root that its sum is divided by: short texts stay unsure."""

Buckets = NDArray[np.uint32]
Hashes = NDArray[np.uint64]
Numbers = NDArray[np.float32]

_BASE = np.uint32(0x9E3779B1)
_MIX = np.uint32(0x85EBCA6B)
_WORD_BASE = 0x9E3779B97F4A7C15
_WORD_INVERSE = pow(_WORD_BASE, -1, 1 << 64)
_PAIR = np.uint64(0xC2B2AE3D27D4EB4F)


@dataclass(frozen=True, slots=True)
class RunningHash:
    """One running sum over a stream, from which any span's 64-bit polynomial hash follows; equal spans hash equal."""

    sums: Hashes
    inverse: Hashes

    def of(self, starts: Spans, ends: Spans) -> Hashes:
        """Hashes of the spans [start, end)."""
        hashes: Hashes = (self.sums[ends] - self.sums[starts]) * self.inverse[starts]
        return hashes


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a stream: bounds in its codes, 64-bit hashes, and the number of the text each stands in.

    `sums` hashes other spans of the same stream, such as the beginnings of words.
    """

    starts: Spans
    ends: Spans
    hashes: Hashes
    texts: Spans
    sums: RunningHash


@dataclass(frozen=True, slots=True)
class Grams:
    """A batch in buckets: an array per length of character n-gram (by where it starts), words, and pairs of words.

    `follows` says of each word but the last whether the next one stands in the same text. `edges` are the bounds of
    the texts, flat, as reduceat takes them; `per_character` and `per_word` are what each text's sums are scaled by.
    """

    stream: Stream
    words: Words
    characters: tuple[Buckets, ...]
    singles: Buckets
    pairs: Buckets
    follows: NDArray[np.bool_]
    edges: Spans
    per_character: Numbers
    per_word: Numbers


def grams(texts: Sequence[str]) -> Grams:
    """Everything the linear models look at."""
    stream = fold(texts)
    found = words(stream)
    pairs = found.hashes[:-1] * _PAIR + found.hashes[1:]
    counts = np.bincount(found.texts, minlength=len(texts))
    return Grams(
        stream,
        found,
        character_ngrams(stream.codes),
        _word_bucket(found.hashes),
        _word_bucket(pairs),
        found.texts[:-1] == found.texts[1:],
        np.array((stream.starts, stream.ends)).T.ravel(),
        character_scale(stream.ends - stream.starts),
        word_scale(counts),
    )


def character_scale(codes: Spans) -> Numbers:
    """What the sums over a text's character n-grams are multiplied by, from its number of code points."""
    return (1 / np.sqrt(codes * len(CHARACTERS) + CHARACTER_CREDIT)).astype(np.float32)


def word_scale(words: Spans) -> Numbers:
    """What the sums over a text's words and pairs of words are multiplied by, from its number of words."""
    return (1 / np.sqrt(2 * words + WORD_CREDIT)).astype(np.float32)


def character_ngrams(codes: Codes) -> tuple[Buckets, ...]:
    """Bucket of the n-gram that starts at each code point, for n of `CHARACTERS`; the tail is short by n - 1.

    An n-gram with a space inside, not at its rim, is in bucket `NOWHERE`, which weighs nothing.
    """
    out = []
    rolling, inside = codes, np.ones(len(codes), dtype=np.uint32)
    solid = (codes != SPACE).astype(np.uint32)
    for n in range(2, max(CHARACTERS) + 1):
        rolling = rolling[:-1] * _BASE + codes[n - 1 :]
        inside = inside[:-1] * solid[n - 2 : len(codes) - 1] if n > 2 else inside[:-1]
        if n in CHARACTERS:
            out.append(_bucket(rolling, n) * inside)
    return tuple(out)


def _bucket(hashes: NDArray[np.uint32], salt: int) -> Buckets:
    mixed = (hashes + np.uint32(salt)) * _MIX
    mixed ^= mixed >> np.uint32(15)
    return (mixed * _BASE) >> np.uint32(32 - BITS)


def words(stream: Stream) -> Words:
    """Runs of letters and digits, and every other sign by itself."""
    codes = stream.codes
    letter = IS_LETTER[np.minimum(codes, len(IS_LETTER) - 1)]
    joined = letter[1:] & letter[:-1]
    begins = (codes != SPACE) & (codes != PAD)
    stops = begins.copy()
    begins[1:] &= ~joined
    stops[:-1] &= ~joined
    starts, ends = np.flatnonzero(begins), np.flatnonzero(stops) + 1
    counts = np.searchsorted(starts, stream.ends)
    counts[1:] -= counts[:-1].copy()
    texts = np.repeat(np.arange(len(counts)), counts)
    sums = running_hash(codes)
    return Words(starts, ends, sums.of(starts, ends), texts, sums)


def running_hash(codes: Codes) -> RunningHash:
    """The running sum of a stream."""
    n = len(codes)
    sums = np.zeros(n + 1, np.uint64)
    np.cumsum(codes * _powers(_WORD_BASE, n), out=sums[1:])
    return RunningHash(sums, _powers(_WORD_INVERSE, n))


def _powers(base: int, n: int) -> Hashes:
    ready = _READY[base]
    return ready[:n] if n <= len(ready) else _first_powers(base, n)


def _first_powers(base: int, n: int) -> Hashes:
    steps = np.full(n, base, dtype=np.uint64)
    steps[:1] = 1
    return np.cumprod(steps, dtype=np.uint64)


_READY = {base: _first_powers(base, 1 << 12) for base in (_WORD_BASE, _WORD_INVERSE)}


def _word_bucket(hashes: Hashes) -> Buckets:
    mixed = (hashes + np.uint64(11)) * np.uint64(_WORD_BASE)
    mixed ^= mixed >> np.uint64(29)
    return ((mixed * np.uint64(_WORD_INVERSE)) >> np.uint64(64 - BITS)).astype(np.uint32)


def _letters() -> NDArray[np.bool_]:
    return np.array([chr(c).isalnum() or c == ord("'") for c in range(0x3000)] + [False], dtype=bool)


IS_LETTER = _letters()

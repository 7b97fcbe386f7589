"""Concepts in six languages (late, refund, thanks …), found in a batch of texts by hashed word, stem and phrase."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detectors.text.language import CLASSES
from detectors.text.ngrams import Grams, Hashes, Words, words
from detectors.text.normalise import Spans, fold

ALL = (1 << len(CLASSES)) - 1
_STEP = np.uint64(0xD6E8FEB86659FD93)
_EXACT, _STEM = np.uint64(0), np.uint64(0x5851F42D4C957F2D)
_FILTER_BITS = 16
_LONGEST_STEM = 9
_WHOLE = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Hits:
    """Where concepts were found, in order of place: number of the text, of its first word, and of the concept.

    `negated` says whether a word of negation stands up to three words before.
    """

    texts: Spans
    words: Spans
    concepts: NDArray[np.intp]
    negated: NDArray[np.bool_]

    def within(self, first: int, last: int) -> Hits:
        """The hits of the concepts [first, last), numbered from 0."""
        kept = (self.concepts >= first) & (self.concepts < last)
        return Hits(self.texts[kept], self.words[kept], self.concepts[kept] - first, self.negated[kept])


class Lexicon:
    """Words of concepts, ready to be found."""

    def __init__(self, entries: Mapping[str, Mapping[str, str]]) -> None:
        """`entries`: per concept and language ("any" for all) its words, separated by commas; see concepts.toml."""
        self.concepts = tuple(entries)
        self._negation = self.concepts.index("negation") if "negation" in self.concepts else -1
        table: dict[tuple[int, int], int] = defaultdict(int)
        stems: set[int] = set()
        self._longest = 1
        for key, concept, mask in self._hashed(entries, stems):
            table[key, concept] |= mask
        rows = sorted((key, concept, mask) for (key, concept), mask in table.items())
        keys, self._first, self._count = np.unique(
            np.array([key for key, _, _ in rows], dtype=np.uint64), return_index=True, return_counts=True
        )
        self._keys = keys
        self._of = np.array([concept for _, concept, _ in rows], dtype=np.intp)
        self._masks = np.array([mask for _, _, mask in rows], dtype=np.uint8)
        self._stems = np.array(sorted(stems), dtype=np.intp)
        self._filter = np.zeros(1 << _FILTER_BITS, dtype=bool)
        self._filter[keys >> np.uint64(64 - _FILTER_BITS)] = True

    def _hashed(self, entries: Mapping[str, Mapping[str, str]], stems: set[int]) -> Iterator[tuple[int, int, int]]:
        """Key, concept and languages of every entry; notes how long stems and phrases are."""
        rows = [
            (number, _mask(language), entry.strip())
            for number, languages in enumerate(entries.values())
            for language, line in languages.items()
            for entry in line.split(",")
        ]
        stream = fold([entry.rstrip("*") for _, _, entry in rows])
        found = words(stream)
        bounds = np.searchsorted(found.texts, np.arange(len(rows) + 1))
        for row, (number, mask, entry) in enumerate(rows):
            first, hashes = bounds[row], found.hashes[bounds[row] : bounds[row + 1]]
            stem = entry.endswith("*")
            if stem:
                length = min(int(found.ends[first] - found.starts[first]), _LONGEST_STEM)
                hashes = found.sums.of(found.starts[first : first + 1], found.starts[first : first + 1] + length)
                stems.add(length)
            self._longest = max(self._longest, len(hashes))
            yield _key(hashes.tolist(), stem=stem), number, mask

    def find(self, batch: Grams, languages: NDArray[np.intp]) -> Hits:
        """Find every concept; `languages`: for each text its place in `CLASSES` (und takes every language's words)."""
        found = batch.words
        bits = np.where(languages == len(CLASSES) - 1, ALL, 1 << languages).astype(np.uint8)
        candidates = list(self._candidates(found))
        at, concepts = self._look_up(
            np.concatenate([where for where, _ in candidates]),
            np.concatenate([key for _, key in candidates]),
            bits,
            found,
        )
        order = np.unique(at * len(self.concepts) + concepts)
        at, concepts = order // len(self.concepts), order % len(self.concepts)
        return Hits(found.texts[at], at, concepts, self._negated(at, concepts, found))

    def _candidates(self, found: Words) -> Iterator[tuple[Spans, Hashes]]:
        """Keys that might be in the table, with the word where each begins: words, phrases, stems."""
        everywhere = np.arange(len(found.starts))
        chain = _mix(found.hashes + _EXACT)
        yield everywhere, chain
        for length in range(1, min(self._longest, len(everywhere))):
            chain = _mix(chain[:-1] + found.hashes[length:])
            together = np.flatnonzero(found.texts[: len(chain)] == found.texts[length:])
            yield together, chain[together]
        long, which = np.nonzero((found.ends - found.starts)[:, None] >= self._stems)
        starts = found.starts[long]
        yield long, _mix(found.sums.of(starts, starts + self._stems[which]) + _STEM)

    def _look_up(
        self, at: Spans, keys: Hashes, bits: NDArray[np.uint8], found: Words
    ) -> tuple[Spans, NDArray[np.intp]]:
        """Words and concepts of the keys that are in the table and in the text's language."""
        maybe = self._filter[keys >> np.uint64(64 - _FILTER_BITS)]
        at, keys = at[maybe], keys[maybe]
        place = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        here = self._keys[place] == keys
        at, place = at[here], place[here]
        count = self._count[place]
        at = np.repeat(at, count)
        rows = np.repeat(self._first[place] - np.cumsum(count) + count, count) + np.arange(int(count.sum()))
        spoken = (self._masks[rows] & bits[found.texts[at]]) != 0
        return at[spoken], self._of[rows[spoken]]

    def _negated(self, at: Spans, concepts: NDArray[np.intp], found: Words) -> NDArray[np.bool_]:
        last = np.full(len(found.starts), -10)
        negations = at[concepts == self._negation]
        last[negations] = negations
        if len(last):
            last = np.maximum.accumulate(last)
        before = last[np.maximum(at - 1, 0)]
        near = (at - before <= 3) & (before >= 0) & (before < at)
        negated: NDArray[np.bool_] = near & (found.texts[np.maximum(before, 0)] == found.texts[at])
        return negated


def _mask(language: str) -> int:
    return ALL if language == "any" else 1 << CLASSES.index(language)


def _key(hashes: Sequence[int], *, stem: bool) -> int:
    """The key of an entry: of a stem, or of words in a row; plain integers, as `_mix` for one is slow in arrays."""
    chain = int(_STEM if stem else _EXACT)
    for part in hashes:
        mixed = ((chain + part) & _WHOLE) * int(_STEP) & _WHOLE
        chain = (mixed ^ mixed >> 31) * int(_STEP) & _WHOLE
    return chain


def _mix(hashes: Hashes) -> Hashes:
    mixed = hashes * _STEP
    mixed ^= mixed >> np.uint64(31)
    return mixed * _STEP

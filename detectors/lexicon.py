"""Concepts in six languages (late, refund, thanks …), found in a batch of texts by hashed word, stem and phrase."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from detectors.language import CLASSES
from detectors.ngrams import Grams, Hashes, Words, words
from detectors.normalise import Spans, fold

ALL = (1 << len(CLASSES)) - 1
_STEP = np.uint64(0xD6E8FEB86659FD93)
_EXACT, _STEM = np.uint64(0), np.uint64(0x5851F42D4C957F2D)
_FILTER_BITS = 16
_LONGEST_STEM = 9


@dataclass(frozen=True, slots=True)
class Hits:
    """Where concepts were found, in order of place: number of the text, of its first word, and of the concept.

    `negated` says whether a word of negation stands up to three words before.
    """

    texts: Spans
    words: Spans
    concepts: NDArray[np.intp]
    negated: NDArray[np.bool_]


class Lexicon:
    """Words of concepts, ready to be found."""

    def __init__(self, entries: Mapping[str, Mapping[str, str]]) -> None:
        """`entries`: per concept and language ("any" for all) its words, separated by commas; see concepts.toml."""
        self.concepts = tuple(entries)
        self._negation = self.concepts.index("negation") if "negation" in self.concepts else -1
        table: dict[tuple[int, int], int] = defaultdict(int)
        self._stems: set[int] = set()
        self._longest = 1
        for key, concept, mask in self._hashed(entries):
            table[key, concept] |= mask
        rows = sorted((key, concept, mask) for (key, concept), mask in table.items())
        self._keys = np.array([key for key, _, _ in rows], dtype=np.uint64)
        self._of = np.array([concept for _, concept, _ in rows], dtype=np.intp)
        self._masks = np.array([mask for _, _, mask in rows], dtype=np.uint8)
        self._filter = np.zeros(1 << _FILTER_BITS, dtype=bool)
        self._filter[self._keys >> np.uint64(64 - _FILTER_BITS)] = True

    @classmethod
    def load(cls, name: str = "concepts.toml") -> Lexicon:
        """Read a word list that comes with the program."""
        return cls(tomllib.loads(files("detectors.models").joinpath(name).read_text(encoding="utf-8")))

    def _hashed(self, entries: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[int, int, int]]:
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
                self._stems.add(length)
            self._longest = max(self._longest, len(hashes))
            yield int(_key(hashes, stem=stem)), number, mask

    def find(self, batch: Grams, languages: NDArray[np.intp]) -> Hits:
        """Find every concept; `languages`: for each text its place in `CLASSES` (und takes every language's words)."""
        found = batch.words
        bits = np.where(languages == len(CLASSES) - 1, ALL, 1 << languages).astype(np.uint8)
        at, concepts = self._look_up(list(self._candidates(found)), bits, found)
        order = np.unique(at * len(self.concepts) + concepts)
        at, concepts = order // len(self.concepts), order % len(self.concepts)
        return Hits(found.texts[at], at, concepts, self._negated(at, concepts, found))

    def _candidates(self, found: Words) -> Iterator[tuple[Spans, Hashes]]:
        """Keys that might be in the table, with the word where each begins: words, stems, phrases."""
        everywhere = np.arange(len(found.starts))
        chain = _mix(found.hashes + _EXACT)
        yield everywhere, chain
        for length in range(1, self._longest):
            chain = _mix(chain[:-1] + found.hashes[length:])
            together = np.flatnonzero(found.texts[: len(chain)] == found.texts[length:])
            yield together, chain[together]
        lengths = found.ends - found.starts
        for stem in sorted(self._stems):
            long = np.flatnonzero(lengths >= stem)
            starts = found.starts[long]
            yield long, _mix(found.sums.of(starts, starts + stem) + _STEM)

    def _look_up(
        self, candidates: list[tuple[Spans, Hashes]], bits: NDArray[np.uint8], found: Words
    ) -> tuple[Spans, NDArray[np.intp]]:
        at = np.concatenate([where for where, _ in candidates])
        keys = np.concatenate([key for _, key in candidates])
        maybe = self._filter[keys >> np.uint64(64 - _FILTER_BITS)]
        at, keys = at[maybe], keys[maybe]
        low = np.searchsorted(self._keys, keys, side="left")
        count = np.searchsorted(self._keys, keys, side="right") - low
        at = np.repeat(at, count)
        rows = np.repeat(low - np.cumsum(count) + count, count) + np.arange(int(count.sum()))
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


def _key(hashes: Hashes, *, stem: bool) -> np.uint64:
    """The key of an entry: of a stem, or of words in a row."""
    chain = _mix(hashes[:1] + (_STEM if stem else _EXACT))
    for i in range(1, len(hashes)):
        chain = _mix(chain + hashes[i : i + 1])
    return np.uint64(chain[0])


def _mix(hashes: Hashes) -> Hashes:
    mixed = hashes * _STEP
    mixed ^= mixed >> np.uint64(31)
    return mixed * _STEP

"""The program's word lists, found together in one pass: what complaints, ugliness and threats are told by."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from detectors.text.lexicon import Hits, Lexicon
from detectors.text.ngrams import Grams
from detectors.text.veiled import calling_words

NAMES = ("concepts", "ugly", "dangers")


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of each list, numbered within it."""

    concepts: Hits
    ugly: Hits
    dangers: Hits
    veiled: Hits


@dataclass(frozen=True, slots=True)
class WordLists:
    """Three lists in one lexicon, each with its concepts in a row; after them the words that veiled threats need."""

    lexicon: Lexicon
    concepts: tuple[str, ...]
    ugly: tuple[str, ...]
    dangers: tuple[str, ...]

    @classmethod
    def load(cls) -> WordLists:
        """The lists that come with the program."""
        folder = files("detectors.models")
        lists = [tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8")) for name in NAMES]
        merged = {
            concept if name == "concepts" else f"{name} {concept}": words
            for name, entries in zip(NAMES, lists, strict=True)
            for concept, words in entries.items()
        }
        merged["veiled"] = calling_words()
        return cls(Lexicon(merged), *(tuple(entries) for entries in lists))

    def find(self, batch: Grams, languages: NDArray[np.intp]) -> Found:
        """Find all words; `languages`: each text's place in `language.CLASSES`. Only concepts are ever denied."""
        hits = self.lexicon.find(batch, languages)
        first, second = len(self.concepts), len(self.concepts) + len(self.ugly)
        ugly = hits.within(first, second)
        undenied = Hits(ugly.texts, ugly.words, ugly.concepts, np.zeros_like(ugly.negated))
        last = second + len(self.dangers)
        return Found(
            hits.within(0, first), undenied, hits.within(second, last), hits.within(last, len(self.lexicon.concepts))
        )

    @property
    def sizes(self) -> tuple[int, int, int]:
        """How many concepts each list has."""
        return len(self.concepts), len(self.ugly), len(self.dangers)

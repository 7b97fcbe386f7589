"""Whether many people suddenly say the same: a scan over the words of the newest complaints."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from detectors.storms.known_topics import MARK
from detectors.storms.topics import Said, UsualWords, surprise

LEAST = 3
"""People who must say a word, in as many wordings but for a copy."""
MOST = 60
"""Texts that are looked at: the newest."""
SURE_PART = 0.5
"""Of those who say a word, this part must surely complain."""
KNOWN = 100.0
"""Ordinary complaints that must have been read before their words say what is usual."""
SAME_TEXT = 0.6
"""Share of words in common from which two texts are one wording; shorter ones must be equal."""


class Shared(NamedTuple):
    """What is said in common.

    `decades` is log10 of how much rarer than usual it is that so many of so many people say one word. Hundreds of words
    are looked at, so that much is taken off; 0 or less if nothing stands out. `copies` is by how many the complaints
    are fewer when those of one wording count as the square root of their number.
    """

    decades: float
    copies: float


def in_common(newest_first: Iterable[Said], edge: int, lengths: Sequence[int], usual: UsualWords) -> list[Shared]:
    """What is said in common in each of the last `lengths` of buckets up to `edge`; an author counts once for a word.

    A crowd has words of its own: advertising, answers to a quiz and chain letters, by however many, come in few. And
    what is misread once is misread in all its copies, so only those count in full that complain beyond doubt.
    """
    texts = iter(newest_first)
    said = next(texts, None)
    crowd, found = _Crowd(), list[Shared]()
    for length in lengths:
        while said is not None and said.bucket > edge - length and crowd.taken < MOST:
            crowd.hear(said)
            said = next(texts, None)
        found.append(Shared(crowd.strongest(usual), crowd.copies))
    return found


@dataclass(slots=True)
class _Word:
    """Who says a word: how many in wordings of their own, how many at all, how many of these surely complain."""

    authors: set[int] = field(default_factory=set)
    weight: float = 0.0
    sure: int = 0


@dataclass(slots=True)
class _Wording:
    words: frozenset[str]
    times: int = 0


class _Crowd:
    """What the texts heard so far have in common."""

    def __init__(self) -> None:
        self.taken = 0
        self.copies = 0.0
        self._voices = 0.0
        self._words: dict[str, _Word] = {}
        self._wordings: dict[str, list[_Wording]] = {}

    def hear(self, said: Said) -> None:
        weight = 1.0 if said.certain else self._weigh(frozenset(w for w in said.words if not w.startswith(MARK)))
        self.taken += 1
        self._voices += weight
        if said.sure:
            self.copies += 1.0 - weight
        for name in said.words:
            word = self._words.setdefault(name, _Word())
            if said.author not in word.authors:
                word.authors.add(said.author)
                word.weight += weight
                word.sure += said.sure

    def strongest(self, usual: UsualWords) -> float:
        if self._voices < LEAST - 1:
            return 0.0
        best = max(
            (
                surprise(min(word.weight, self._voices), self._voices, usual.share(name))
                for name, word in self._words.items()
                if len(word.authors) >= LEAST and word.weight > LEAST - 1 and word.sure >= SURE_PART * len(word.authors)
            ),
            default=0.0,
        )
        if best <= 0:
            return 0.0
        return min(1.0, usual.total / KNOWN) * (best - math.log10(len(self._words) + 10))

    def _weigh(self, words: frozenset[str]) -> float:
        """What one more text counts: all of one wording together as the square root of their number."""
        wording = self._wording(words)
        wording.times += 1
        return math.sqrt(wording.times) - math.sqrt(wording.times - 1)

    def _wording(self, words: frozenset[str]) -> _Wording:
        ordered = sorted(words)
        for word in ordered:
            for known in self._wordings.get(word, ()):
                if _is_same(known.words, words):
                    return known
        new = _Wording(words)
        for word in ordered:
            self._wordings.setdefault(word, []).append(new)
        return new


def _is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    if len(one) < 3 or len(other) < 3:
        return one == other
    both = len(one & other)
    return both >= SAME_TEXT * (len(one) + len(other) - both)

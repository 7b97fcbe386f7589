"""What people say, in telling words, and how unusual it is that so many say one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

VOCABULARY = 600


@dataclass(frozen=True, slots=True)
class Said:
    """What one comment said: when (bucket), by whom (hash), its id, its thread's, and its telling words.

    Words are in the text's order; the marks of known topics stand behind them. `joined` has bit k set where word k
    follows the one before it directly. `sure` marks those that count as complaints, `certain` those beyond doubt; the
    others may be some. `fit` is what can be shown to anybody: no insult, nobody's data, no copy of another's words.
    """

    bucket: int
    author: int
    item: str
    root: str
    words: tuple[str, ...]
    sure: bool = True
    joined: int = 0
    fit: bool = True
    certain: bool = False


class UsualWords:
    """How many of the page's ordinary complaints use a word: the most frequent ones, slowly forgotten.

    `cut` is how often the least frequent word was said that was kept when others were not: any other may be as usual.
    """

    def __init__(self) -> None:
        self.counts: dict[str, float] = {}
        self.total = self.cut = 0.0

    def learn(self, texts: Iterable[Sequence[str]], weight: float = 1.0) -> None:
        """Take in ordinary complaints."""
        for words in texts:
            self.total += weight
            for word in words:
                self.counts[word] = round(self.counts.get(word, 0.0) + weight, 3)
        if self.total > 4000:
            self.total *= 0.9
            self.cut *= 0.9
            self.counts = {w: round(n * 0.9, 3) for w, n in self.counts.items()}
        if len(self.counts) > 1.2 * VOCABULARY:
            best = sorted(self.counts.items(), key=lambda pair: (-pair[1], pair[0]))
            self.counts = dict(best[:VOCABULARY])
            self.cut = best[VOCABULARY - 1][1]

    def share(self, word: str) -> float:
        """The usual share of complaints with this word, careful where little is known."""
        return min(0.9, (max(self.cut, self.counts.get(word, 0.0)) + 0.5) / (self.total + 30.0))

    def share_within(self, stem: str) -> float:
        """The same for all words that contain `stem`."""
        seen = sum(n for word, n in self.counts.items() if stem in word)
        return min(0.9, (max(self.cut, seen) + 0.5) / (self.total + 30.0))

    def state(self) -> list[Any]:
        """Plain JSON."""
        return [self.total, self.counts, self.cut]

    def restore(self, state: Sequence[Any]) -> None:
        """Continue from `state`."""
        self.total, self.counts, self.cut = state[0], dict(state[1]), state[2]


def surprise(count: float, number: float, share: float) -> float:
    """log10 of how much rarer than usual it is that `count` of `number` say what a `share` says usually (Chernoff)."""
    part = count / number
    if part <= share:
        return 0.0
    rest = (1 - part) * math.log((1 - part) / (1 - share)) if part < 1 else 0.0
    return number * (part * math.log(part / share) + rest) / math.log(10)

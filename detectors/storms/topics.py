"""What people say, in telling words, and how much more than usual they say the same."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

VOCABULARY = 600
ENOUGH = 40  # people; what as many say counts no more for being said by many more
KNOWN = 100.0  # ordinary complaints that must have been read before their words say what is usual
SURE_PART = 0.25  # of those who say a word


@dataclass(frozen=True, slots=True)
class Said:
    """What one comment said: when (bucket), by whom (hash), its id, its thread's, and its telling words.

    Words are in the text's order; the marks of known topics stand behind them. `joined` has bit k set where word k
    follows the one before it directly. `sure` marks those that count as complaints; the others may be some. `fit` is
    what can be shown to anybody: no insult, nobody's data, no copy of another's words.
    """

    bucket: int
    author: int
    item: str
    root: str
    words: tuple[str, ...]
    sure: bool = True
    joined: int = 0
    fit: bool = True


class UsualWords:
    """How many of the page's ordinary complaints use a word: the most frequent ones, slowly forgotten."""

    def __init__(self) -> None:
        self.counts: dict[str, float] = {}
        self.total = 0.0

    def learn(self, texts: Iterable[Sequence[str]], weight: float = 1.0) -> None:
        """Take in ordinary complaints."""
        for words in texts:
            self.total += weight
            for word in words:
                self.counts[word] = round(self.counts.get(word, 0.0) + weight, 3)
        if self.total > 4000:
            self.total *= 0.9
            self.counts = {w: round(n * 0.9, 3) for w, n in self.counts.items()}
        if len(self.counts) > 1.2 * VOCABULARY:
            best = sorted(self.counts.items(), key=lambda pair: (-pair[1], pair[0]))
            self.counts = dict(best[:VOCABULARY])

    def share(self, word: str) -> float:
        """The usual share of complaints with this word, careful where little is known."""
        return min(0.9, (self.counts.get(word, 0.0) + 0.5) / (self.total + 30.0))

    def share_within(self, stem: str) -> float:
        """The same for all words that contain `stem`."""
        seen = sum(n for word, n in self.counts.items() if stem in word)
        return min(0.9, (seen + 0.5) / (self.total + 30.0))

    def state(self) -> list[Any]:
        """Plain JSON."""
        return [self.total, self.counts]

    def restore(self, state: Sequence[Any]) -> None:
        """Continue from `state`."""
        self.total, self.counts = state[0], dict(state[1])


def surprise(count: float, number: float, share: float) -> float:
    """log10 of how much rarer than usual it is that `count` of `number` say what a `share` says usually (Chernoff)."""
    part = count / number
    if part <= share:
        return 0.0
    rest = (1 - part) * math.log((1 - part) / (1 - share)) if part < 1 else 0.0
    return number * (part * math.log(part / share) + rest) / math.log(10)


def concentration(said: Sequence[Said], usual: UsualWords) -> float:
    """How much more than usual the complaints speak of one thing: log10 odds, 0 or less if nothing stands out.

    Each author counts once per word, and a good part of those who say it must surely complain. A few hundred words are
    looked at, and words come in bursts on calm days too: both are taken off.
    """
    people = len({s.author for s in said})
    if people < 3:
        return 0.0
    spoken = _spoken(said)
    sure = _spoken([s for s in said if s.sure])
    scale = min(1.0, ENOUGH / people)
    found = (surprise(n, people, usual.share(w)) for w, n in spoken.items() if n >= 3 and sure[w] >= SURE_PART * n)
    known = min(1.0, usual.total / KNOWN)
    return known * (scale * max(found, default=0.0) - math.log10(len(spoken) + 10))


def _spoken(said: Iterable[Said]) -> Counter[str]:
    """How many authors say each word."""
    return Counter(word for word, _ in {(w, s.author) for s in said for w in s.words})

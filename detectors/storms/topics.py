"""What a storm is about, in the page's own words: what many people say now and hardly anybody said before."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from detectors.model import Topic
from detectors.storms.stop_words import stop_words

WORD = re.compile(r"[^\W\d_]{3,30}(?:-[^\W\d_]{2,30})?")
NOISE = re.compile(r"https?://\S{1,300}|[@#]?\w{0,40}\.\w{2,10}/\S{0,200}|@[\w.]{1,60}")
LONGEST_TEXT = 1200
MOST_WORDS = 14
VOCABULARY = 600
ENOUGH = 40  # people; what as many say counts no more for being said by many more
KNOWN = 100.0  # ordinary complaints that must have been read before their words say what is usual
SURE_PART = 0.25  # of those who say a word
STEM = 4  # letters from which one word is looked for inside others, as compounds have it


@lru_cache(maxsize=64)
def _without(language: str, own: tuple[str, ...]) -> frozenset[str]:
    return stop_words(language) | {part for name in own for part in WORD.findall(name.casefold())}


def words_of(text: str, language: str, own: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The different telling words of a text, in order, at most fourteen; the brand's `own` names tell nothing."""
    out = _without(language, own)
    found: dict[str, None] = {}
    for word in WORD.findall(NOISE.sub(" ", text[:LONGEST_TEXT]).casefold()):
        if word not in out:
            found[word] = None
            if len(found) == MOST_WORDS:
                break
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Said:
    """What one comment said: when (bucket), by whom (hash), its id, its thread's, and its telling words.

    `sure` marks those that count as complaints; the others may be some.
    """

    bucket: int
    author: int
    item: str
    root: str
    words: tuple[str, ...]
    sure: bool = True


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


def surprise(count: int, number: int, share: float) -> float:
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


Known = Mapping[str, Sequence[str]]
"""Topics that the page's team knows: a label and the words that tell it."""


def topics(said: Sequence[Said], usual: UsualWords, known: Known | None = None, most: int = 3) -> tuple[Topic, ...]:
    """Up to `most` topics, the largest first; a label is one of the `known`, or one or two words that people used."""
    left = list(said)
    found: list[Topic] = []
    everybody = max(1, len({s.author for s in said}))
    while left and len(found) < most:
        topic, covered = _largest(left, usual, known or {}, everybody)
        if topic is None:
            break
        found.append(topic)
        left = [s for s in left if s.item not in covered]
    return tuple(sorted(found, key=lambda t: -t.share))


def _largest(said: Sequence[Said], usual: UsualWords, known: Known, everybody: int) -> tuple[Topic | None, set[str]]:
    people = len({s.author for s in said})
    spoken = _spoken(said)
    likely = sorted(
        ((surprise(n, people, usual.share(w)), n, w) for w, n in spoken.items() if n >= 3), key=lambda c: (-c[0], c[2])
    )[:24]
    if not likely or likely[0][0] < 2.0:
        return None, set()
    scored = [(*_with_compounds(word, said, usual, people), word) for _, _, word in likely]
    gain, stem = max((s, w) for s, _, w in scored)
    covered = [s for s in said if _names(s, stem)]
    share = len({s.author for s in covered}) / everybody
    if gain < 2.0 or share < 0.12:
        return None, set()
    label = _label(stem, covered, known)
    examples = tuple(s.item for s in sorted(covered, key=lambda s: (-len(set(label.split()) & set(s.words)), s.bucket)))
    return Topic(label, round(share, 3), examples[:3]), {s.item for s in covered}


def _with_compounds(word: str, said: Sequence[Said], usual: UsualWords, people: int) -> tuple[float, int]:
    if len(word) < STEM:
        n = len({s.author for s in said if word in s.words})
        return surprise(n, people, usual.share(word)), n
    n = len({s.author for s in said if _names(s, word)})
    return surprise(n, people, usual.share_within(word)), n


def _names(said: Said, stem: str) -> bool:
    if len(stem) < STEM:
        return stem in said.words
    return any(stem in word for word in said.words)


def _label(stem: str, covered: Sequence[Said], known: Known) -> str:
    """The team's name for the topic, else the stem as it is written most, with a word that often stands beside it."""
    for label, words in known.items():
        if len([s for s in covered if any(_names(s, word) for word in words)]) > 0.5 * len(covered):
            return label
    forms = Counter(word for s in covered for word in s.words if stem in word)
    pairs = Counter(
        pair for s in covered for pair in zip(s.words, s.words[1:], strict=False) if any(stem in word for word in pair)
    )
    word, number = max(forms.items(), key=lambda f: (f[1], f[0]))
    word = word if number > 0.5 * len(covered) else stem
    pair, together = max(pairs.items(), key=lambda p: (p[1], p[0]), default=((word,), 0))
    return " ".join(pair) if together >= max(3, 0.3 * len(covered)) else word

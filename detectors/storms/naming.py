"""Names what a storm is about: a topic that the team knows, or what many say now and hardly anybody said before."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detectors.storms.known_topics import MARK, KnownTopics
from detectors.storms.topics import Said, UsualWords, surprise

STEM = 4
"""Letters from which one word is looked for inside others, as compounds have it."""
LEAST_GAIN, LEAST_PEOPLE = 2.0, 3
LEAST_SHARE, LEAST_KNOWN_SHARE, LEAST_FURTHER_SHARE = 0.12, 0.08, 0.2
"""Of the people: to be told first, as a topic that the team knows, and as a further one in people's own words."""
ALSO = 0.06
"""Of those who tell the first topic, this part more than usual must say a word for it to belong to the same story."""
LONG_TEXT = 6
"""Telling words from which two texts that are alike are copies."""
SAME_TEXT = 0.75
"""Share of words in common from which two texts are copies of one."""
JOINED = 0.4
"""Of those who tell a topic, this part must join the same two words for both to be its label."""
KNOWN_IS_BETTER = 0.4
"""A known topic names the storm if it stands out at least by this part as much as the page's own words do."""
LOOKED_AT = 24
"""Words that stand out most, of which topics are made."""
PACE = 0.25
"""Of a topic's own pace: what a bucket must keep up with to belong to its rise."""

Tells = Callable[[Said], bool]


@dataclass(frozen=True, slots=True)
class Named:
    """A topic: its label, its share of the people, those who tell it (the most typical first), and since which bucket.

    `key` stays the same where the label changes: the mark of a known topic, or the word that people use.
    """

    key: str
    label: str
    share: float
    told: tuple[Said, ...]
    began: int


def name_topics(said: Sequence[Said], usual: UsualWords, known: KnownTopics, most: int = 3) -> tuple[Named, ...]:
    """Up to `most` topics, the largest first; a text that is copied counts little more than once."""
    naming = _Naming(said, usual, known)
    left, found = list(said), list[_Candidate]()
    while left and len(found) < most:
        candidate = naming.largest(left)
        if candidate is None:
            break
        if not found or (naming.is_large(candidate) and not naming.goes_with(candidate, found[0])):
            found.append(candidate)
        elif not naming.goes_with(candidate, found[0]):
            break
        else:
            found[0] = _Candidate(found[0].gain, found[0].key, found[0].told + candidate.told)
        covered = {s.item for s in candidate.told}
        left = [s for s in left if s.item not in covered]
    return tuple(sorted((naming.named(c) for c in found), key=lambda n: -n.share))


@dataclass(frozen=True, slots=True)
class _Candidate:
    gain: float
    key: str
    told: list[Said]


class _Naming:
    """One naming: weighs what is said by who says it, and by how many in words of their own."""

    def __init__(self, said: Sequence[Said], usual: UsualWords, known: KnownTopics) -> None:
        self._said, self._usual, self._known = said, usual, known
        self._everybody = max(1, len({s.author for s in said}))
        self._weights = _weights(said)

    def largest(self, said: Sequence[Said]) -> _Candidate | None:
        """The topic that stands out most among what is left; None if nothing does."""
        number = self._weigh(said)
        marks = [c for c in self._marked(said, number) if self._counts(c)]
        words = [c for c in self._worded(said, number) if self._counts(c)]
        mark = max(marks, key=lambda c: (c.gain, c.key), default=None)
        word = max(words, key=lambda c: (c.gain, c.key), default=None)
        if mark and (word is None or mark.gain >= KNOWN_IS_BETTER * word.gain or _overlap(word, mark) >= 0.5):
            return mark
        return word

    def is_large(self, candidate: _Candidate) -> bool:
        """Whether it is worth telling beside another topic."""
        share = self._weigh(candidate.told) / max(1e-9, self._weigh(self._said))
        return candidate.key.startswith(MARK) or share >= LEAST_FURTHER_SHARE

    def goes_with(self, candidate: _Candidate, first: _Candidate) -> bool:
        """Whether a word is also said by those who tell the first topic: then it tells the same story."""
        if candidate.key.startswith(MARK):
            return False
        also = len([s for s in first.told if _names(s, candidate.key)])
        return also > ALSO * len(first.told) + self._usual.share_within(candidate.key) * len(first.told)

    def named(self, candidate: _Candidate) -> Named:
        """The topic with its label, its share and its rise."""
        key, told = candidate.key, candidate.told
        if key.startswith(MARK):
            label = self._known.label(key) or self._word_of(candidate)
        else:
            label = _label(key, told, self._stands_out)
        share = self._weigh(told) / max(1e-9, self._weigh(self._said))
        return Named(
            key, label, round(share, 3), tuple(_typical(told)), _rise(told, self._said, self._usual.share(key))
        )

    def _counts(self, candidate: _Candidate) -> bool:
        people = len({s.author for s in candidate.told})
        share = LEAST_KNOWN_SHARE if candidate.key.startswith(MARK) else LEAST_SHARE
        return candidate.gain >= LEAST_GAIN and people >= max(LEAST_PEOPLE, share * self._everybody)

    def _marked(self, said: Sequence[Said], number: float) -> Iterator[_Candidate]:
        for mark in sorted({word for s in said for word in s.words if word.startswith(MARK)}):
            told = [s for s in said if mark in s.words]
            yield _Candidate(surprise(self._weigh(told), number, self._usual.share(mark)), mark, told)

    def _worded(self, said: Sequence[Said], number: float) -> Iterator[_Candidate]:
        by_word: dict[str, list[Said]] = {}
        for s in said:
            for word in s.words:
                by_word.setdefault(word, []).append(s)
        gains = ((surprise(self._weigh(by_word[w]), number, self._usual.share(w)), w) for w in by_word if _is_word(w))
        for _, word in sorted(gains, key=lambda g: (-g[0], g[1]))[:LOOKED_AT]:
            if len(word) < STEM:
                told, share = by_word[word], self._usual.share(word)
            else:
                told, share = [s for s in said if _names(s, word)], self._usual.share_within(word)
            yield _Candidate(surprise(self._weigh(told), number, share), word, told)

    def _stands_out(self, word: str) -> bool:
        return self._usual.share(word) < 0.1

    def _weigh(self, said: Sequence[Said]) -> float:
        return sum(self._weights[s.item] for s in said)

    def _word_of(self, mark: _Candidate) -> str:
        """The word of a known topic that most people use."""
        used = Counter(w for w, _ in {(w, s.author) for s in mark.told for w in s.words if _is_word(w)})
        own = [w for w in used if self._known.tells(mark.key, w)]
        return max(own, key=lambda w: (used[w], w), default=mark.key.strip(MARK).replace("_", " "))


def _is_word(word: str) -> bool:
    return not word.startswith(MARK)


def _names(said: Said, stem: str) -> bool:
    return any(stem in word for word in said.words if _is_word(word))


def _overlap(word: _Candidate, mark: _Candidate) -> float:
    """The part of those who say a word that the known topic holds as well."""
    items = {s.item for s in mark.told}
    return len([s for s in word.told if s.item in items]) / max(1, len(word.told))


def _weights(said: Sequence[Said]) -> Mapping[str, float]:
    """What each comment counts: all copies of a text together as the square root of their number, an author once.

    Short texts are alike by chance and are no copies.
    """
    groups: list[tuple[frozenset[str], list[Said]]] = []
    for s in said:
        words = frozenset(filter(_is_word, s.words))
        is_long = len(words) >= LONG_TEXT
        group = next((g for g in groups if _alike(g[0], words)), None) if is_long else None
        if group is None:
            groups.append((words, [s]))
        else:
            group[1].append(s)
    authors: Counter[int] = Counter(s.author for s in said)
    return {s.item: 1 / (math.sqrt(len(copies)) * authors[s.author]) for _, copies in groups for s in copies}


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    if len(one) < 3 or len(other) < 3:
        return one == other and bool(one)
    return len(one & other) >= SAME_TEXT * len(one | other)


def _label(stem: str, told: Sequence[Said], stands_out: Callable[[str], bool]) -> str:
    """The stem as most write it, with a word that often stands directly beside it."""
    forms = Counter(w for w, _ in {(w, s.author) for s in told for w in s.words if _is_word(w) and stem in w})
    word = max(forms, key=lambda w: (forms[w], w), default=stem)
    pairs = Counter(
        pair
        for pair, _ in {(pair, s.author) for s in told for pair in _pairs(s)}
        if word in pair and all(map(stands_out, pair))
    )
    pair, together = max(pairs.items(), key=lambda p: (p[1], p[0]), default=((word,), 0))
    people = len({s.author for s in told})
    return " ".join(pair) if together >= max(3, JOINED * people) else word


def _pairs(said: Said) -> Iterator[tuple[str, str]]:
    for k, pair in enumerate(pairwise(said.words), 1):
        if said.joined >> k & 1:
            yield pair


def _typical(told: Sequence[Said]) -> Iterator[Said]:
    """The most typical first, each of an author and in words of its own; the rest, such as copies, behind them."""
    often = Counter(word for s in told for word in set(s.words))
    enough = max(1, len(told))

    def rank(s: Said) -> tuple[bool, bool, float, int, str]:
        words = [often[w] for w in s.words]
        return (not s.fit, not s.sure, -sum(words) / (enough * math.sqrt(len(words) + 3)), s.bucket, s.item)

    later, shown = list[Said](), list[Said]()
    for s in sorted(told, key=rank):
        words = frozenset(filter(_is_word, s.words))
        seen = len(shown) < 6 and any(
            o.author == s.author or _alike(frozenset(filter(_is_word, o.words)), words) for o in shown
        )
        (later if seen else shown).append(s)
    yield from shown
    yield from later


def _rise(told: Sequence[Said], said: Sequence[Said], usual: float) -> int:
    """Since when the topic is told more than usual (CUSUM, backwards from now)."""
    counts, all_counts = (Counter(s.bucket for s in some) for some in (told, said))
    first, last = min(counts), max(counts)
    pace = PACE * len(told) / (last - first + 1)
    best, total, began = -math.inf, 0.0, last
    for bucket in range(last, first - 1, -1):
        total += counts[bucket] - max(pace, 2 * usual * all_counts[bucket])
        if total > best:
            best, began = total, bucket
    return began

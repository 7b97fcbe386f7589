"""Whether somebody is in danger: threats to staff or premises, and writers who speak of harming themselves.

Stretches of twenty words are judged by which kinds of word meet in them (an act, a body, a place, "you", "tomorrow",
but also "shouted", "nearly", "lawyer"), two at a time, and by the phrases of `threat_rules`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detectors.text.language import CLASSES
from detectors.text.lexicon import Hits
from detectors.text.ngrams import Grams, Numbers
from detectors.text.threat_rules import GUARDS, SELF_HARM, Saying, ThreatRules

STRIDE = 10
"""Words from one stretch to the next; each is twice as long, so that every ten words stand together in one."""
DESPAIR = "despair"
ACTS = ("harm", "weapon", "death", "fire", "bomb", "locate", "lurk", "warn", "exposed", DESPAIR)
UNSAID = 0.7
"""Log-odds taken off where no rule names the danger: kinds of word that meet by chance should wake nobody."""
_NAMES = {"fire": "arson", "bomb": "bomb", "locate": "stalking", "lurk": "stalking", "warn": "veiled"}


@dataclass(frozen=True, slots=True)
class Danger:
    """What a text threatens with: the probability that it is meant, its category, and the words that told it."""

    threat: float
    category: str | None = None
    words: str | None = None


SAFE = Danger(0.0)


@dataclass(frozen=True, slots=True)
class Stretches:
    """The stretches worth judging: for each its text, its kinds of word (0 or 1) and what the rules say of it."""

    texts: NDArray[np.intp]
    kinds: Numbers
    sayings: Sequence[Saying]


@dataclass(frozen=True, slots=True)
class ThreatModel:
    """Learnt log-odds: `pairs` for every two kinds of word that meet, `rules` for what the rules say, and a start.

    `rules`: for the rules' log-odds, and for each of `GUARDS`.
    """

    pairs: Numbers
    rules: Numbers
    start: float

    def log_odds(self, found: Stretches) -> Numbers:
        """Of a threat, for each stretch."""
        said = rule_features(found.sayings)
        # Matrix kernels raise floating-point flags on lanes that they do not use; all numbers here are finite.
        with np.errstate(invalid="ignore", over="ignore"):
            paired = ((found.kinds @ self.pairs) * found.kinds).sum(axis=1)
            scores: Numbers = paired + said @ self.rules + self.start
        unsaid = np.array([saying.category is None for saying in found.sayings], dtype=bool)
        return (scores - UNSAID * unsaid).astype(np.float32)


def rule_features(sayings: Sequence[Saying]) -> Numbers:
    """A row a stretch: the rules' log-odds and which guards matched."""
    rows = [(saying.log_odds, *(float(guard in saying.guards) for guard in GUARDS)) for saying in sayings]
    return np.array(rows, dtype=np.float32).reshape(len(rows), 1 + len(GUARDS))


def stretches(
    batch: Grams, hits: Hits, languages: NDArray[np.intp], kinds: Sequence[str], rules: ThreatRules
) -> Stretches:
    """Cut texts into stretches; keep those in which an act meets another kind of word, and all words of despair."""
    words = batch.words
    if not len(hits.words):
        return Stretches(np.zeros(0, np.intp), np.zeros((0, len(kinds)), np.float32), ())
    bounds = np.searchsorted(words.texts, np.arange(len(languages) + 1))
    begins = (np.arange(len(words.texts)) - bounds[words.texts]) % STRIDE == 0
    number = np.cumsum(begins) - 1
    half = np.zeros((number[-1] + 1, len(kinds)), np.float32)
    half[number[hits.words], hits.concepts] = 1
    first = np.flatnonzero(begins)
    owners = words.texts[first]
    whole = half.copy()
    joined = owners[1:] == owners[:-1]
    whole[:-1][joined] = np.maximum(half[:-1][joined], half[1:][joined])
    acts = [kinds.index(act) for act in ACTS]
    met = (whole[:, acts].sum(axis=1) > 0) & (whole.sum(axis=1) > 1)
    kept = np.flatnonzero(met | (whole[:, kinds.index(DESPAIR)] > 0))
    last = np.minimum(np.append(first[1:], len(words.starts)) + STRIDE, bounds[owners + 1])
    sayings = []
    for row in kept:
        stretch = batch.stream.quote(words.starts[first[row]], words.ends[last[row] - 1])
        present = {kinds[i] for i in np.flatnonzero(whole[row]).tolist()}
        sayings.append(rules.weigh(stretch, CLASSES[languages[owners[row]]], present))
    return Stretches(owners[kept], whole[kept], sayings)


def dangers(found: Stretches, model: ThreatModel, kinds: Sequence[str]) -> dict[int, Danger]:
    """The worst of each text that has anything worth judging, by the number of the text."""
    worst: dict[int, Danger] = {}
    for row, score in enumerate(model.log_odds(found)):
        text, saying = int(found.texts[row]), found.sayings[row]
        worst[text] = graver(worst.get(text, SAFE), _danger(float(score), saying, found.kinds[row], kinds))
    return worst


def graver(one: Danger, other: Danger) -> Danger:
    """The likelier threat of two; whoever speaks of harming themselves comes before any."""
    return max(one, other, key=lambda danger: (danger.category == SELF_HARM, danger.threat))


def _danger(score: float, saying: Saying, present: Numbers, kinds: Sequence[str]) -> Danger:
    if saying.category == SELF_HARM:
        return Danger(0.0, SELF_HARM, saying.words)
    names = [kinds[i] for i in np.flatnonzero(present).tolist()]
    category = saying.category or next((_NAMES[name] for name in names if name in _NAMES), "violence")
    words = saying.words or " + ".join(name for name in names if name in ACTS)
    return Danger(1 / (1 + math.exp(-max(-30.0, min(30.0, score)))), category, words)

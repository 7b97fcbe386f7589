"""Whether somebody is in danger: threats to staff or premises, and writers who speak of harming themselves.

Stretches of twenty words are judged by which kinds of word meet in them (an act, a body, a place, "you", "tomorrow",
but also "shouted", "nearly", "lawyer"), two at a time, by their n-grams, and by the phrases of `threat_rules`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detectors.text import linear
from detectors.text.language import CLASSES
from detectors.text.lexicon import Hits
from detectors.text.ngrams import Grams, Numbers
from detectors.text.normalise import Spans
from detectors.text.threat_rules import GUARDS, SELF_HARM, Saying, ThreatRules

STRIDE = 10
"""Words from one stretch to the next; each is twice as long, so that every ten words stand together in one."""
DESPAIR = "despair"
CATEGORIES = {
    "bomb": ("bomb", "tick"),
    "arson": ("fire",),
    "violence": ("kill", "beat", "weapon", "injury", "rough", "death"),
    "stalking": ("publish", "follow", "yours", "know", "kin"),
    "veiled": ("vanish", "exposed", "warn", "desperate"),
}
"""Kinds of word (dangers.toml) that can be a threat, by its name where no rule gives one; the first that fits."""
ACTS = (*(kind for kinds in CATEGORIES.values() for kind in kinds), DESPAIR)
HINTS = ("know", "follow", *CATEGORIES["veiled"])
TARGETS = ("you", "they", "staff", "kin", "yours")
"""Hints alone threaten nobody: whoever sleeps at a station or waits in the dark suffers; somebody must be meant."""
QUOTED_WORDS = 4
NAMED = 0.5
"""Probability from which a danger is named and quoted."""


@dataclass(frozen=True, slots=True)
class Danger:
    """What a text threatens with: the probability that it is meant, its category, and the words that told it."""

    threat: float
    category: str | None = None
    words: str | None = None


SAFE = Danger(0.0)


@dataclass(frozen=True, slots=True)
class Stretches:
    """The stretches worth judging: of each its text, its words [first, last), its kinds of word and what rules say.

    `kinds` holds 0 or 1 for each kind.
    """

    texts: Spans
    first: Spans
    last: Spans
    kinds: Numbers
    sayings: Sequence[Saying]


@dataclass(frozen=True, slots=True)
class ThreatModel:
    """Learnt log-odds: `pairs` for every two kinds of word that meet, `rules` for what the rules say, and a start.

    `rules`: for the rules' log-odds, and for each of `GUARDS`. `ngrams`: for characters and words in buckets.
    """

    pairs: Numbers
    rules: Numbers
    ngrams: Numbers
    start: float

    def log_odds(self, batch: Grams, found: Stretches) -> Numbers:
        """Of a threat, for each stretch."""
        said = rule_features(found.sayings)
        heard = linear.over_spans(batch, self.ngrams, found.first, found.last)
        # Matrix kernels raise floating-point flags on lanes that they do not use; all numbers here are finite.
        with np.errstate(invalid="ignore", over="ignore"):
            paired = ((found.kinds @ self.pairs) * found.kinds).sum(axis=1)
            scores: Numbers = paired + said @ self.rules + heard + self.start
        return scores


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
        nowhere = np.zeros(0, np.intp)
        return Stretches(nowhere, nowhere, nowhere, np.zeros((0, len(kinds)), np.float32), ())
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
    kept = np.flatnonzero(_worth_judging(whole, kinds))
    last = np.minimum(np.append(first[1:], len(words.starts)) + STRIDE, bounds[owners + 1])
    sayings = []
    for row in kept:
        stretch = batch.stream.quote(words.starts[first[row]], words.ends[last[row] - 1])
        present = {kinds[i] for i in np.flatnonzero(whole[row]).tolist()}
        sayings.append(rules.weigh(stretch, CLASSES[languages[owners[row]]], present))
    meant = np.array([not saying.figure for saying in sayings], dtype=bool)
    kept, sayings = kept[meant], [saying for saying in sayings if not saying.figure]
    return Stretches(owners[kept], first[kept], last[kept], whole[kept], sayings)


def _worth_judging(whole: Numbers, kinds: Sequence[str]) -> NDArray[np.bool_]:
    """Stretches in which an act meets another kind of word or a hint meets somebody, and all words of despair."""
    acts = [kinds.index(act) for act in ACTS if act not in HINTS]
    hints, targets = ([kinds.index(kind) for kind in some] for some in (HINTS, TARGETS))
    act = (whole[:, acts].sum(axis=1) > 0) & (whole.sum(axis=1) > 1)
    hint = (whole[:, hints].sum(axis=1) > 0) & (whole[:, targets].sum(axis=1) > 0)
    worth: NDArray[np.bool_] = act | hint | (whole[:, kinds.index(DESPAIR)] > 0)
    return worth


def dangers(batch: Grams, hits: Hits, found: Stretches, model: ThreatModel, kinds: Sequence[str]) -> dict[int, Danger]:
    """The worst of each text that has anything worth judging, by the number of the text."""
    worst: dict[int, Danger] = {}
    if not len(found.texts):
        return worst
    for row, score in enumerate(model.log_odds(batch, found).tolist()):
        text, saying = int(found.texts[row]), found.sayings[row]
        if saying.category == SELF_HARM:
            danger = Danger(0.0, SELF_HARM, saying.words)
        else:
            threat = 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
            danger = Danger(threat, saying.category, saying.words)
            if threat >= NAMED and saying.category is None:
                danger = _named(threat, batch, hits, found, row, kinds)
        worst[text] = graver(worst.get(text, SAFE), danger)
    return worst


def graver(one: Danger, other: Danger) -> Danger:
    """The likelier threat of two; whoever speaks of harming themselves comes before any."""
    return max(other, one, key=lambda danger: (danger.category == SELF_HARM, danger.threat))


def _named(threat: float, batch: Grams, hits: Hits, found: Stretches, row: int, kinds: Sequence[str]) -> Danger:
    """A danger that no rule names, by the words of its stretch that can be a threat."""
    inside = (hits.words >= found.first[row]) & (hits.words < found.last[row])
    said = {
        word: kinds[concept]
        for word, concept in zip(hits.words[inside].tolist(), hits.concepts[inside].tolist(), strict=True)
        if kinds[concept] in ACTS
    }
    category = next((name for name, some in CATEGORIES.items() if set(some) & set(said.values())), "veiled")
    words = (batch.stream.quote(batch.words.starts[word], batch.words.ends[word]) for word in said)
    return Danger(threat, category, " … ".join(list(dict.fromkeys(words))[:QUOTED_WORDS]))

"""Is it a storm? Rarity, size, people and a common topic weighed against each other; and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass

LEAST_EXCESS = 5.0
"""Complaints above normal: fewer are nobody's storm."""
LEAST_TIMES = 1.5
"""Times the normal."""
LEAST_SHARE = 0.5
"""Of the comments beyond the usual, this part of the usual share must be complaints: else it is a celebration."""
MOST_TOPIC = 3.0
"""Decades that a common topic can speak for a storm before it is weighed."""
TOPIC_WEIGHT = 0.5
BLIND_DAYS = 0.125
"""A page that is newer has no normal."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a storm: see `detectors.meter.Measure`; `topic` is `detectors.topics.concentration`.

    `share` is the share of complaints among the comments beyond the usual, relative to the page's usual share. `days`
    is the page's age.
    """

    rarity: float
    count: float
    mean: float
    share: float
    topic: float
    days: float


def weigh(signs: Signs) -> float:
    """The storm score in decades of rarity: what must reach `bar`."""
    excess = signs.count - signs.mean
    if signs.days < BLIND_DAYS or excess < LEAST_EXCESS or signs.count < LEAST_TIMES * signs.mean:
        return -9.0
    topic = TOPIC_WEIGHT * min(MOST_TOPIC, max(0.0, signs.topic))
    return signs.rarity + topic - (2.0 if signs.share < LEAST_SHARE else 0.0) - 3.0 * math.exp(-signs.days / 0.7)


def bar(sensitivity: float) -> float:
    """The score from which a storm is told."""
    return 1.6 - 1.6 * sensitivity


def confidence(score: float) -> float:
    """The probability that what reaches this score is a storm."""
    return min(0.99, 0.6 + 0.1 * score)


def squash(rarity: float) -> float:
    """A rarity as a score in [0, 1]; once in a month is a half."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, 1.5 * rarity))))

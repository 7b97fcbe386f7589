"""Is it a storm? Rarity, size, people and a common topic weighed against each other; and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from detectors.model import Reading

LEAST_EXCESS = 7.0
"""Complaints above normal: fewer are nobody's storm."""
LEAST_TIMES = 1.5
"""Times the normal."""
LEAST_SHARE = 0.8
"""Of the comments beyond the usual, this part of the usual share must be complaints: else it is a celebration."""
ALONE, WITH_TOPIC = 2.5, 4.4
"""Decades that rarity must reach alone, or together with a topic that many have in common."""
MOST_TOPIC = 6.0
"""Decades that a common topic can speak for a storm."""
ABUSE = 1.2
"""How much more an offensive comment counts than its probability: readers are careful to call a text that."""
BLIND_DAYS = 0.125
"""A page that is newer has no normal."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a storm: see `Measure` (meter.py); `topic` is `concentration` (topics.py).

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
    """The storm score in decades: what must reach `bar`.

    Either the counts are rare by themselves, or they are fairly rare and many people say the same: on a calm day the
    complaints of an hour have little in common.
    """
    excess = signs.count - signs.mean
    if signs.days < BLIND_DAYS or excess < LEAST_EXCESS or signs.count < LEAST_TIMES * signs.mean:
        return -9.0
    topic = min(MOST_TOPIC, max(0.0, signs.topic))
    found = signs.rarity + max(-ALONE, topic - WITH_TOPIC)
    unknown = 3.0 * math.exp(-signs.days / 0.7) + 0.8 * math.exp(-signs.days / 5.0)
    return found - (3.0 if signs.share < LEAST_SHARE else 0.0) - unknown


def grievance(reading: Reading) -> float:
    """How likely a comment is part of a storm, 0 to 1: a complaint, or abuse, which is what some storms consist of."""
    return max(reading.complaint, min(1.0, ABUSE * reading.offensive))


def bar(sensitivity: float) -> float:
    """The score from which a storm is told."""
    return 1.5 * (0.5 - sensitivity) - 0.4


def confidence(score: float) -> float:
    """The probability that what reaches this score is a storm."""
    return 1.0 - 0.12 * math.exp(-max(-1.5, min(5.0, score)))


def squash(rarity: float) -> float:
    """A rarity as a score in [0, 1]; once in a month is a half."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, 1.5 * rarity))))

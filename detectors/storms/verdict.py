"""Is it a storm? Rarity, size, people and a common topic weighed against each other; and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from detectors.model import Reading
from detectors.storms.surprise import LN10

LEAST_EXCESS, LEAST_TIMES = 3.5, 1.5
"""Complaints above normal, and times the normal: fewer are nobody's storm,"""
LEAST_OF_TOPIC, LEAST_TIMES_OF_TOPIC = 2.0, 1.1
"""unless many people suddenly say the same: then so many are one that begins."""
NOBODYS = -9.0
"""The score of what is nobody's storm."""
STORM_SHARE, SURGE_SHARE = 0.75, 0.35
"""Of the comments beyond the usual, the part that complains in a storm; what is read as that in an innocent surge."""
ALONE = 0.7
"""Decades that counts need less where they speak for themselves than where a topic helps."""
FROM_TOPIC, TOPIC_WEIGHT, MOST_TOPIC = 1.0, 0.7, 8.0
"""A common word counts from so many decades on, in part, up to so many: on calm days too words come in bursts."""
BARS = (3.6, 2.8, 2.3, 1.4, 0.7)
"""The score asked for at a sensitivity of 0, 0.25, 0.5, 0.75 and 1: placed so that calm pages are told of about 0.02,
0.1, 0.3, 1 and 3 false storms in 30 days (measured; docs/how-to/tune.md)."""
ABUSE = 1.2
"""How much more an offensive comment counts than its probability: readers are careful to call a text that."""
BLIND_DAYS = 0.0625
"""A page that is newer (an hour and a half) has no normal."""
UNKNOWN = ((6.0, 0.5), (1.0, 2.0), (0.3, 5.0))
"""Decades that a new page needs more, and days in which that falls to 1/e: its hours, then its week are unknown."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a storm in one window: see `Measure` (meter.py).

    `surplus` is comments of any kind beyond the usual, `topic` are the decades of `in_common`, `days` the page's age.
    """

    rarity: float
    count: float
    mean: float
    surplus: float
    days: float
    topic: float = 0.0


def is_large(count: float, mean: float) -> bool:
    """Whether anybody would call so many a storm where `mean` are usual."""
    return count - mean >= LEAST_EXCESS and count >= LEAST_TIMES * mean


def may_begin(count: float, mean: float) -> bool:
    """Whether so many where `mean` are usual may be the beginning of a storm, if they have a topic in common."""
    return count - mean >= LEAST_OF_TOPIC and count >= LEAST_TIMES_OF_TOPIC * mean


def weigh(signs: Signs) -> float:
    """The storm score in decades: what must reach `bar`.

    The counts are rare by themselves, or they are fairly rare and many people say the same. A surge of comments in
    which hardly more is complained than anybody's joy is misread for counts as far less.
    """
    topic = min(MOST_TOPIC, TOPIC_WEIGHT * max(0.0, signs.topic - FROM_TOPIC))
    enough = is_large if topic <= 0 else may_begin
    if signs.days < BLIND_DAYS or not enough(signs.count, signs.mean):
        return NOBODYS
    speaks = max(ALONE, topic) if is_large(signs.count, signs.mean) else topic
    unknown = sum(more * math.exp(-signs.days / days) for more, days in UNKNOWN)
    return signs.rarity + speaks + _complaining(signs.count - signs.mean, signs.surplus) - unknown


def _complaining(excess: float, surplus: float) -> float:
    """How far the surplus looks like a surge without a storm: decades below zero, as a likelihood ratio."""
    others = max(0.0, surplus - excess)
    more = excess * math.log(STORM_SHARE / SURGE_SHARE) + others * math.log((1 - STORM_SHARE) / (1 - SURGE_SHARE))
    return min(0.0, more / LN10)


def grievance(reading: Reading) -> float:
    """How likely a comment is part of a storm, 0 to 1: a complaint, or abuse, which is what some storms consist of."""
    return max(reading.complaint, min(1.0, ABUSE * reading.offensive))


def bar(sensitivity: float) -> float:
    """The score from which a storm is told, between those of `BARS`."""
    low = min(3, int(4 * sensitivity))
    return BARS[low] + (4 * sensitivity - low) * (BARS[low + 1] - BARS[low])


def confidence(score: float) -> float:
    """The probability that what reaches this score is a storm."""
    return 1.0 - 0.12 * math.exp(-max(-1.5, min(5.0, score - bar(0.5))))


def squash(rarity: float) -> float:
    """A rarity as a score in [0, 1]; once in a month is a half."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, 1.5 * rarity))))

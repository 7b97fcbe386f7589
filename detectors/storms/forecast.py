"""How a storm goes on: the coming hours' complaints with a band, from the courses that storms take.

A storm may burn out, stay for hours, or grow all day, and from its first half hour nobody can tell which. So many
courses are laid over what was counted so far, each weighs by how well it fits, and all of them together are the
forecast (Bayesian model averaging, Hoeting et al. 1999).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import numpy as np
from numpy.typing import NDArray

from detectors.findings import Course, Hour
from detectors.storms.baseline import Baseline

Floats = NDArray[np.float64]

PER_HOUR = 12  # buckets
BIN = 6  # buckets whose counts are compared with a course together
COMING = 24  # hours
LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
LEAST_TOLD = 0.0005
"""The least that a course which does not fit still weighs: storms do as they like."""
TEMPER = 0.35
"""Counts of neighbouring half hours err together: they tell less than so many independent ones."""
USUAL_PEAK, PEAK_SPREAD = 3.0, 0.9
"""Times the page's day that a storm's peak usually is, and how far from it in log: few grow to a hundred times."""
LEAST_LIKELY = 0.01
NODES = np.array([-1.4, -0.7, 0.0, 0.7, 1.4])
NODE_WEIGHTS = np.array([0.12, 0.23, 0.30, 0.23, 0.12])


@cache
def courses() -> tuple[Floats, Floats]:
    """(courses x half hours from the storm's start: share of the peak, prior weight of each course)."""
    at = np.arange(0.25, 80.0, 0.5)
    found: list[tuple[float, Floats]] = []
    for half_life in (0.35, 0.6, 1.0, 1.6, 2.6, 4.5):
        found += [(0.35 / 12, _burnt_out(at + late, half_life)) for late in (0.0, 0.5)]
    for lasts in (1.0, 2.0, 3.0, 4.5, 6.5, 9.0):
        found += [(0.25 / 12, _steady(at + late, lasts)) for late in (0.0, 0.5)]
    for grows in (4.0, 8.0, 12.0, 16.0, 20.0):
        found += [(0.4 / 15, _growing(at + late, grows)) for late in (0.0, 2.0, 4.0)]
    return np.array([course for _, course in found]), np.array([weight for weight, _ in found])


def _burnt_out(at: Floats, half_life: float) -> Floats:
    """Up within a quarter of an hour, then half of it gone in every half-life."""
    course: Floats = np.minimum(1.0, at / 0.25) * 0.5 ** (np.maximum(0.0, at - 0.25) / half_life)
    return course


def _steady(at: Floats, lasts: float) -> Floats:
    """As much for hours, then over within one."""
    course: Floats = np.minimum(1.0, at / 0.5) * 0.5 ** (np.maximum(0.0, at - lasts) / 0.5)
    return course


def _growing(at: Floats, grows: float) -> Floats:
    """More and more for hours, then down in a third of the time."""
    course: Floats = np.minimum(1.0, at / grows) * np.maximum(0.0, 1 - np.maximum(0.0, at - grows) / (0.5 * grows))
    return course


@dataclass(frozen=True, slots=True)
class SoFar:
    """A storm's buckets until now: counted, usual (of what was seen), the share seen, and how many came before them."""

    counted: Sequence[float]
    usual: Sequence[float]
    seen: Sequence[float]
    before: int = 0


@dataclass(frozen=True, slots=True)
class Outlook:
    """The coming hours with their band, and the likelier courses behind them."""

    hours: tuple[Hour, ...]
    courses: tuple[Course, ...]


def foresee(baseline: Baseline, at: float, so_far: SoFar, noise: float) -> Outlook:
    """The coming hours, the first from `at` on, with a band that holds eight of ten.

    A storm follows the page's day by half: at night fewer people write, in a storm too.

    Args:
        baseline: what is normal.
        at: epoch seconds.
        so_far: the storm's course; what was not seen says nothing of it.
        noise: variance of the page's counts beyond Poisson's, over the squared mean, in an hour.
    """
    coming = np.array([PER_HOUR * baseline.foresee(at + 3600 * (k + 0.5)) for k in range(COMING)])
    day = max(1e-9, float(coming.mean()))
    more, weights = _mixture(so_far, day / PER_HOUR, coming / day, noise)
    expected = coming + weights @ more
    low, likely, high = _band(coming + more, weights, noise)
    upper = coming + 2 * np.sqrt(coming + noise * coming**2)
    columns = (expected, upper, np.minimum(low, expected), np.maximum(high, expected), coming, likely)
    rows = np.round(np.array(columns), 2).T.tolist()
    hours = tuple(_hour(at + 3600 * k, *row) for k, row in enumerate(rows))
    return Outlook(hours, _likelier(more, weights))


def _likelier(more: Floats, weights: Floats) -> tuple[Course, ...]:
    kept = np.flatnonzero(weights >= LEAST_LIKELY)
    share = np.round(weights[kept] / weights[kept].sum(), 4).tolist()
    excess = np.round(more[kept], 2).tolist()
    return tuple(Course(p, tuple(row)) for p, row in zip(share, excess, strict=True))


def _mixture(so_far: SoFar, day: float, coming: Floats, noise: float) -> tuple[Floats, Floats]:
    """(courses x coming hours: complaints above normal, weight of each course)."""
    shapes, prior = courses()
    bins = max(1, -(-len(so_far.counted) // BIN))
    n, m, parts = (_binned(values, bins) for values in (so_far.counted, so_far.usual, so_far.seen))
    parts /= BIN
    at = np.minimum(so_far.before // BIN + np.arange(bins), shapes.shape[1] - 1)
    rhythm = 0.5 + 0.5 * m / np.maximum(1e-9, day * BIN * parts)
    past = shapes[:, at] * parts * rhythm
    level = np.maximum(n.sum() - m.sum(), 1.0) / np.maximum(1e-6, past.sum(axis=1))
    mean = m + level[:, None] * past + 0.05
    tempered = TEMPER / (1 + noise * mean.mean(axis=1))
    fit = tempered * (n * np.log(mean) - mean).sum(axis=1)
    size = np.log(np.maximum(1e-3, level / max(1e-9, day * BIN))) - math.log(USUAL_PEAK)
    weights = prior * np.exp(-0.5 * (size / PEAK_SPREAD) ** 2) * np.maximum(LEAST_TOLD, np.exp(fit - fit.max()))
    first = (so_far.before + len(so_far.counted)) / BIN
    halves = np.minimum(int(first) + np.arange(2 * COMING + 1), shapes.shape[1] - 1)
    late = first - int(first)
    later = (1 - late) * shapes[:, halves[:-1]] + late * shapes[:, halves[1:]]
    more = level[:, None] * later.reshape(len(shapes), COMING, 2).sum(axis=2) * (0.5 + 0.5 * coming)
    return more, weights / weights.sum()


def _binned(values: Sequence[float], bins: int) -> Floats:
    padded = np.zeros(bins * BIN)
    padded[: len(values)] = values
    summed: Floats = padded.reshape(bins, BIN).sum(axis=1)
    return summed


def _band(totals: Floats, weights: Floats, noise: float) -> list[Floats]:
    """Ends and middle of the band in each hour, of (courses x hours) complaints and the weight of each course."""
    sigma = np.sqrt(totals + noise * totals**2)
    values = np.maximum(0.0, totals + NODES[:, None, None] * sigma).reshape(-1, totals.shape[1])
    each = (NODE_WEIGHTS[:, None] * weights).ravel()
    order = np.argsort(values, axis=0, kind="stable")
    reached = np.cumsum(each[order], axis=0)
    sorted_values = np.take_along_axis(values, order, axis=0)
    reaching = [np.argmax(reached >= part, axis=0)[None, :] for part in (LOW, MIDDLE, HIGH)]
    return [np.take_along_axis(sorted_values, at, axis=0)[0] for at in reaching]


def _hour(start: float, expected: float, upper: float, low: float, high: float, usual: float, likely: float) -> Hour:
    return Hour(
        start=datetime.fromtimestamp(int(start), UTC),
        minutes=60,
        complaints=None,
        expected=expected,
        upper=upper,
        observed=0.0,
        low=low,
        high=high,
        usual=usual,
        likely=likely,
    )

"""How unusual a count is: a negative-binomial tail, a dispersion learnt per window, and a page's usual peaks."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

LN10 = math.log(10.0)


def decades(count: float, mean: float, dispersion: float) -> float:
    """-log10 of the probability of `count` or more where `mean` is expected, with variance mean + dispersion mean².

    The negative binomial's own tail: its first term, and a geometric series for the rest, whose ratio only falls. 0 for
    what is not above the mean.
    """
    if count <= mean or mean <= 0:
        return 0.0
    shape = 1.0 / max(dispersion, 1e-6)
    part = mean / (mean + shape)
    first = (
        math.lgamma(count + shape)
        - math.lgamma(shape)
        - math.lgamma(count + 1.0)
        + shape * math.log1p(-part)
        + count * math.log(part)
    )
    rest = 1.0 - part * (count + shape) / (count + 1.0)
    return max(0.3, (math.log(max(1e-9, rest)) - first) / LN10)


def sigmas(count: float, mean: float, dispersion: float) -> float:
    """How many sigma a count is above the mean: the inverse of `upper_limit`."""
    if mean <= 0:
        return 0.0
    shape = mean / (1.0 + dispersion * mean)
    ratio = (count - 0.5) / mean if count > 0.5 else 0.0
    return float((ratio ** (1 / 3) - 1.0 + 1.0 / (9.0 * shape)) * 3.0 * math.sqrt(shape))


def upper_limit(mean: float, dispersion: float, z: float) -> float:
    """The count `z` sigma above the mean: the highest that is still normal.

    Wilson and Hilferty's cube root (1931) of the gamma distribution with the same mean and variance, with half a count
    of continuity correction.
    """
    if mean <= 0:
        return 0.0
    shape = mean / (1.0 + dispersion * mean)
    root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * math.sqrt(shape))
    return float(mean * max(0.0, root) ** 3 + 0.5)


@dataclass(slots=True)
class Dispersion:
    """The variance beyond Poisson of counts in one window, relative to the squared mean; autocorrelation is paid for.

    A weighted moment estimate that forgets with a half-life of `memory` windows, pulled to `prior` with the weight of
    `trust` (in units of squared information).
    """

    prior: float = 0.08
    trust: float = 800.0
    memory: float = 300.0
    above: float = 0.0
    weight: float = 0.0
    value: float = field(init=False)

    def __post_init__(self) -> None:
        found = (self.above + self.prior * self.trust) / (self.weight + self.trust)
        self.value = min(1.5, max(0.01, found))

    def learn(self, count: float, mean: float) -> None:
        """Take in one window's count (winsorised at three sigma, so that a missed storm teaches little)."""
        now = self.value
        scale = (1.0 + now * mean) ** 2
        far = min(count - mean, 3.0 * math.sqrt(mean + now * mean * mean) + 1.0)
        keep = 0.5 ** (1.0 / self.memory)
        self.above = keep * self.above + (far * far - mean) / scale
        self.weight = keep * self.weight + mean * mean / scale
        self.__post_init__()


@dataclass(slots=True)
class PeakTail:
    """How far up (in `decades`, or in sigma) six hours usually peak on this page: a Gumbel distribution.

    `mean` and `spread` (standard deviation) start from values pooled over pages and follow the page's own peaks. A
    peak counts at most as what comes once a month, so that a storm that was missed does not deafen the detector. If
    the counts were what the model says, the tail would fall by a decade a decade: it never falls faster (`least`).
    """

    mean: float
    spread: float
    blocks: float = 60.0
    longest: float = 240.0
    least: float = 1.0 / LN10
    beta: float = field(init=False)
    mode: float = field(init=False)

    def __post_init__(self) -> None:
        self.beta = max(self.least, self.spread * math.sqrt(6.0) / math.pi)
        self.mode = self.mean - 0.5772 * self.beta

    def learn(self, peak: float) -> None:
        """Take in the peak of one calm block."""
        peak = min(peak, self.mode + self.beta * math.log(120.0))
        step = 1.0 / (min(self.blocks, self.longest) + 1.0)
        off = peak - self.mean
        self.mean += step * off
        self.spread = math.sqrt(max(0.04, (1.0 - step) * (self.spread**2 + step * off * off)))
        self.blocks += 1.0
        self.__post_init__()

    def rarity(self, peak: float) -> float:
        """-log10 of how many blocks in 30 days are expected to peak above `peak`: 0 is once a month, 1 once in ten."""
        x = math.exp(min(50.0, (self.mode - peak) / self.beta))
        share = -math.expm1(-x)
        return -math.log10(max(1e-30, 120.0 * share))

"""How a storm goes on: the coming hours' complaints with a band."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime

from detectors.model import Hour
from detectors.storms.baseline import Baseline


def half_life_hours(rates: Sequence[float]) -> float:
    """After how many hours half of a storm's excess is gone.

    What has lasted long goes on for long: without a trend, half of the age so far. A fall or rise from one hour to the
    next bends that.

    Args:
        rates: the excess of each hour since the start, oldest first; at least one.
    """
    age = max(0.5, len(rates) - 0.5)
    guess = min(6.0, max(1.2, 0.6 * age))
    if len(rates) < 3 or rates[-2] <= 0 or rates[-1] <= 0:
        return guess
    peak = max(rates)
    fallen = len(rates) - 1 - max(k for k, r in enumerate(rates) if r == peak)
    if fallen < 1:
        return guess
    ratio = max(1.05, peak / max(rates[-1], 0.02 * peak))
    return min(8.0, max(0.4, fallen / math.log2(ratio)))


def foresee(baseline: Baseline, at: float, excess: float, half_life: float, hours: int = 24) -> tuple[Hour, ...]:
    """The coming hours, the first from `at` on.

    The excess halves every `half_life` hours, and follows the page's day by half: at night fewer people write, in a
    storm too.

    Args:
        baseline: what is normal.
        at: epoch seconds.
        excess: complaints above normal in the last hour.
        half_life: hours.
        hours: how many.
    """
    per_hour = 3600 / baseline.bucket
    usual = [per_hour * baseline.foresee(at + 3600 * (k + 0.5) - 1800 * (k == 0)) for k in range(hours + 1)]
    mean = sum(usual[:24]) / min(24, len(usual))
    now = 0.5 * usual[0] + 0.5 * mean
    found = []
    for k in range(hours):
        expected = usual[k + 1]
        share = 0.5 ** ((k + 0.5) / half_life) * (0.5 * expected + 0.5 * mean) / max(now, 1e-9)
        more = excess * share
        # The half-life is known within a factor of two, so the band opens with time.
        low = expected + excess * share * 0.5 ** ((k + 0.5) / half_life) * 0.7
        high = expected + excess * math.sqrt(share) * 1.3
        spread = 1.64 * math.sqrt(expected + more)
        start = datetime.fromtimestamp(int(at) + 3600 * k, UTC)
        found.append(
            Hour(
                start=start,
                minutes=60,
                complaints=None,
                expected=round(expected + more, 2),
                upper=round(expected + spread, 2),
                observed=0.0,
                low=round(max(0.0, low - spread), 2),
                high=round(high + spread, 2),
                usual=round(expected, 2),
            )
        )
    return tuple(found)

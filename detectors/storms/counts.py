"""Bare counts scored by the storm detector's core: for `score-counts`, and for the Numenta benchmark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from detectors.storms.meter import NOTHING, Meter
from detectors.storms.verdict import squash

EPISODE = 12 * 3600
"""Seconds in which a burst is told once."""
STEP = 1.0
"""Decades by which it must become rarer to be told again."""
QUIET = -2.0
"""Rarity from which there is something to tell at all, less a step."""


@dataclass(frozen=True, slots=True)
class CountScore:
    """What was expected of one count, the highest still normal, and how unusual the last counts are (0 to 1)."""

    at: datetime
    value: float
    expected: float
    upper: float
    score: float


def interval_of(times: Sequence[datetime]) -> int:
    """The regular interval of a series in seconds: the most frequent step (the smallest of equals), a day at most.

    Raises:
        ValueError: the times do not ascend.
    """
    steps: dict[int, int] = {}
    for before, after in pairwise(times):
        step = round((after - before).total_seconds())
        if step <= 0:
            raise ValueError(f"times must ascend: {after.isoformat()} follows {before.isoformat()}")
        steps[step] = steps.get(step, 0) + 1
    if not steps:
        return 300
    return min(86400, min(steps, key=lambda s: (-steps[s], s)))


@dataclass(slots=True)
class Episode:
    """Tells a burst once, and again only where it becomes much rarer than it was when told: what an alert would do."""

    hold: int
    peak: float = QUIET
    told_at: int = -(10**9)

    def news(self, bucket: int, rarity: float) -> float:
        """The rarity where it is news in `bucket`, else what says nothing."""
        if bucket - self.told_at > self.hold:
            self.peak = QUIET
        if rarity < self.peak + STEP:
            return NOTHING
        self.peak, self.told_at = rarity, bucket
        return rarity


def score_counts(rows: Iterable[tuple[datetime, float]], interval: int, timezone: str = "UTC") -> Iterator[CountScore]:
    """Score each count from those before it and itself, never from later ones.

    The score says how unusual and how new: within twelve hours of a row that told of a burst, only what is ten times
    rarer again scores.

    Args:
        rows: (start of the interval, count), ascending; gaps are unobserved, not zero. Naive times count as UTC.
        interval: seconds.
        timezone: IANA name of the zone whose week the counts follow.
    """
    meter = Meter(ZoneInfo(timezone), interval, heavy=True)
    meter.buckets.polled = True
    episode = Episode(max(1, EPISODE // interval))
    for at, value in rows:
        start = (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
        bucket = int(start // interval)
        meter.advance((bucket + 1) * interval - 1e-3, lambda _: 1.0)
        meter.buckets.poll(bucket * interval, (bucket + 1) * interval)
        place = bucket - meter.buckets.first
        meter.buckets.complaints[place] = meter.buckets.comments[place] = max(0, round(value))
        rarest = max((found.rarity for found in meter.measure(0)), default=NOTHING)
        mean = meter.buckets.mean[place]
        rarity = episode.news(bucket, rarest)
        yield CountScore(at, value, mean, meter.upper(mean, 2), squash(rarity))

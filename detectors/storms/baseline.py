"""What is normal on a page: expected complaints for every hour of its week, its level today, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

# People's common day in local time, relative to its mean: asleep at four, writing from noon to the evening.
COMMON_DAY = (
    0.28, 0.15, 0.09, 0.07, 0.09, 0.22, 0.50, 0.85, 1.05, 1.15, 1.25, 1.30,
    1.45, 1.35, 1.30, 1.30, 1.40, 1.50, 1.65, 1.75, 1.75, 1.45, 1.15, 0.60,
)  # fmt: skip
# How much (variance of the logarithm) a page's hours differ from the common day, its kinds of day from each other, and
# one week day's hour from the same hour of its kind of day.
HOUR_VARIES, KIND_VARIES, CELL_VARIES = 0.5, 0.2, 0.02
# What one hour of one week tells is blurred by the day's mood and by bursts, however busy the page.
HOUR_NOISE = 0.08
LIKE_SUNDAY = 1.0
"""Log-odds, before anything is known, that a page's public holidays are like its Sundays and not like any other day."""
SUNDAY_CELL = 144
WORKDAYS, SATURDAY, SUNDAY = range(5), range(5, 6), range(6, 7)


def kind_of(day: int) -> range:
    """The week days that resemble week day `day` (0 is Monday)."""
    return WORKDAYS if day < 5 else SATURDAY if day == 5 else SUNDAY


class Baseline:
    """A gamma-Poisson model of a page's week that forgets slowly.

    168 hour-of-week cells, each pulled to the same hour of its kind of day, that to the hour of any day, that to the
    common day of people. A level follows trend and good and bad days within about a day. All counts are per `bucket`
    seconds of full observation.

    Args:
        zone: the page's time zone: the week is the page's local week, so a change of the clocks moves the hour, not
            the model.
        bucket: seconds that one expected count is for.
        holiday: tells whether a local date is a public holiday. Those are like the page's Sundays, or like their own
            day of the week: which of the two, the page's holidays tell.
        memory_weeks: half-life of a cell.
        level_buckets: half-life of the level.
    """

    def __init__(
        self,
        zone: ZoneInfo,
        bucket: int = 300,
        holiday: Callable[[date], bool] | None = None,
        memory_weeks: float = 5.0,
        level_buckets: float = 288.0,
    ) -> None:
        self.zone, self.bucket = zone, bucket
        self._holiday = holiday
        self._keep = 0.5 ** (bucket / 3600.0 / memory_weeks)
        self._keep_level = 0.5 ** (1.0 / level_buckets)
        self.counts = [0.0] * 168
        self.exposure = [0.0] * 168
        self.level_seen = self.level_expected = 0.0
        self.touched: set[int] = set()
        self._anchors: dict[int, tuple[float, float]] = {}
        self.like_sunday = LIKE_SUNDAY

    @property
    def level(self) -> float:
        """Today's level relative to the week's, within [1/3, 3]."""
        found = min(3.0, max(1 / 3, (12.0 + self.level_seen) / (12.0 + self.level_expected)))
        # Of a page that is new, cells and level cannot be told apart: the cells come first.
        return 1.0 + min(1.0, self.exposure_total / 1000.0) * (found - 1.0)

    def expect(self, at: float) -> tuple[float, float]:
        """(expected count in a fully observed bucket around the epoch second `at`, its relative variance).

        Linear between the centres of the hours, which are worked out once, when time first comes near them.
        """
        hour, part = divmod(at / 3600.0 - 0.5, 1.0)
        here, vague = self._anchor(int(hour))
        there, vague_too = self._anchor(int(hour) + 1)
        level = self.level
        # After a day that was far too quiet, nobody knows whether the next is as usual: that is no storm.
        low = 0.5 * math.log(level) ** 2 if level < 1.0 else 0.0
        return (here + (there - here) * part) * level, vague + (vague_too - vague) * part + low

    def foresee(self, at: float) -> float:
        """The expected count in a bucket around a later moment, as known now."""
        return self._hour(int(at // 3600))[0] * self.level

    def learn(self, at: float, count: float, observed: float, mean: float, weight: float = 1.0) -> None:
        """Take in a bucket's count.

        The count is cut at three sigma above what was expected, so that what was not told as a storm teaches little.

        Args:
            at: epoch second in the bucket.
            count: what was counted in it.
            observed: the share of it that was seen.
            mean: what was expected of a full bucket then.
            weight: how far to trust it.
        """
        mean *= observed
        if self.exposure_total > 144:  # half a day must be in before "too much" means anything
            count = min(count, mean + 3.0 * math.sqrt(mean + 0.2 * mean * mean) + 1.0)
        cell, holiday = self._local(int(at // 3600))
        if holiday and cell < SUNDAY_CELL:
            self._learn_holiday(cell, count, observed, weight)
        else:
            self.counts[cell] = self._keep * self.counts[cell] + weight * count
            self.exposure[cell] = self._keep * self.exposure[cell] + weight * observed * self.level
            self.touched.add(cell // 24)
        self.level_seen = self._keep_level * self.level_seen + weight * count
        self.level_expected = self._keep_level * self.level_expected + weight * mean / self.level

    def _learn_holiday(self, cell: int, count: float, observed: float, weight: float) -> None:
        """Which of the two it was more like: a likelihood ratio, tempered by how much counts vary anyway."""
        own, sunday = (self._work_out(c)[0] * self.level * observed for c in (cell, SUNDAY_CELL + cell % 24))
        if own > 0 and sunday > 0:
            found = (count * math.log(sunday / own) + own - sunday) / (1.0 + own + sunday)
            self.like_sunday = min(4.0, max(-4.0, self.like_sunday + 0.1 * weight * found))

    @property
    def exposure_total(self) -> float:
        """Buckets learnt so far (discounted)."""
        return sum(self.exposure)

    def _local(self, hour: int) -> tuple[int, bool]:
        """(hour of the local week, whether it lies on a public holiday) of an epoch hour."""
        local = datetime.fromtimestamp(hour * 3600 + 1800, UTC).astimezone(self.zone)
        return local.weekday() * 24 + local.hour, bool(self._holiday and self._holiday(local.date()))

    def _anchor(self, hour: int) -> tuple[float, float]:
        known = self._anchors.get(hour)
        if known is None:
            for old in [h for h in self._anchors if abs(h - hour) > 3]:
                del self._anchors[old]
            known = self._anchors[hour] = self._hour(hour)
        return known

    def _hour(self, hour: int) -> tuple[float, float]:
        cell, holiday = self._local(hour)
        rate, vague = self._work_out(cell)
        if holiday and cell < SUNDAY_CELL:
            sunday, _ = self._work_out(SUNDAY_CELL + cell % 24)
            part = 1.0 / (1.0 + math.exp(-self.like_sunday))
            apart = math.log(sunday / rate) if sunday > 0 and rate > 0 else 0.0
            return part * sunday + (1.0 - part) * rate, vague + part * (1.0 - part) * apart * apart
        return rate, vague

    def _work_out(self, cell: int) -> tuple[float, float]:
        """The cell's rate and the variance of its logarithm, from the coarsest knowledge to the finest."""
        day, hour = divmod(cell, 24)
        weighted = sum(e * COMMON_DAY[k % 24] for k, e in enumerate(self.exposure))
        total = sum(self.counts)
        rate = (total + 0.2) / (weighted + 0.5) * COMMON_DAY[hour]
        vague = 1.0 / (total + 0.5)
        for varies, days in ((HOUR_VARIES, range(7)), (KIND_VARIES, kind_of(day)), (CELL_VARIES, (day,))):
            seen = sum(self.counts[24 * d + hour] for d in days)
            exposed = sum(self.exposure[24 * d + hour] for d in days)
            vague += varies
            if exposed <= 0:
                continue
            blur = 1.0 / max(0.3, rate * exposed) + HOUR_NOISE * 3600.0 / self.bucket / exposed
            trust = vague / (vague + blur)
            rate *= ((seen + 0.3) / (rate * exposed + 0.3)) ** trust
            vague *= 1.0 - trust
        return rate, vague

    def state(self) -> dict[str, Any]:
        """All but the cells, as plain JSON."""
        return {
            "level": [self.level_seen, self.level_expected],
            "like_sunday": self.like_sunday,
            "anchors": [[hour, *known] for hour, known in self._anchors.items()],
        }

    def rows(self) -> dict[str, Any]:
        """The week days whose cells changed since this was last asked."""
        rows = {
            f"week/{day}": [self.counts[24 * day : 24 * day + 24], self.exposure[24 * day : 24 * day + 24]]
            for day in sorted(self.touched)
        }
        self.touched.clear()
        return rows

    def restore(self, state: dict[str, Any], days: Mapping[int, Sequence[Sequence[float]]]) -> None:
        """Continue from `state` and the rows of the week days."""
        self.level_seen, self.level_expected = state["level"]
        self.like_sunday = state["like_sunday"]
        self._anchors = {int(hour): (rate, vague) for hour, rate, vague in state["anchors"]}
        for day, (counts, exposure) in days.items():
            self.counts[24 * day : 24 * day + 24] = counts
            self.exposure[24 * day : 24 * day + 24] = exposure

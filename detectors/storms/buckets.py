"""Five-minute buckets of one page: what was written in them, how much of them was observed, what was expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

HOURS_KEPT = 36


class Buckets:
    """The last 36 hours in buckets of `width` seconds, counted by the time of writing, whenever it becomes known.

    Parallel lists, the oldest first; bucket `k` covers the epoch seconds [k * width, (k + 1) * width). `seen` is
    the share of a bucket that was observed (0 to 1): `mean` is usual in a fully observed bucket, `burst` comes on
    top of it under a fresh post of the page's own; `exposed` is what both make of what
    was observed. As long as no poll was ever told, time counts as observed when it has passed.
    """

    def __init__(self, width: int = 300) -> None:
        self.width = width
        self.per_hour = max(1, 3600 // width)
        self.first = 0
        self.complaints: list[int] = []
        self.comments: list[int] = []
        self.seen: list[float] = []
        self.mean: list[float] = []
        self.burst: list[float] = []
        self.exposed: list[float] = []
        self.polled = False
        self.frontier = 0.0
        self.touched: set[int] = set()
        self.version = 0

    @property
    def end(self) -> int:
        """The bucket after the last."""
        return self.first + len(self.seen)

    def append(self, mean: float, burst: float = 0.0) -> None:
        """Begin the next bucket, of which `mean` and `burst` are expected; the oldest hour goes when it is too old."""
        self.complaints.append(0)
        self.comments.append(0)
        self.seen.append(0.0)
        # Rounded, so that the saved state is short and exact.
        self.mean.append(round(mean, 4))
        self.burst.append(round(burst, 4))
        self.exposed.append(0.0)
        self.touched.add((self.end - 1) // self.per_hour)
        spare = len(self.seen) - HOURS_KEPT * self.per_hour
        if spare >= self.per_hour:
            self._drop(spare)

    def _drop(self, number: int) -> None:
        self.touched.update(range(self.first // self.per_hour, (self.first + number) // self.per_hour + 1))
        for values in (*self._lists(), self.exposed):
            del values[:number]
        self.first += number

    def _lists(self) -> tuple[list[Any], ...]:
        return self.complaints, self.comments, self.seen, self.mean, self.burst

    def clear(self, first: int) -> None:
        """Begin anew with bucket `first`."""
        self._drop(len(self.seen))
        self.first = first

    def count(self, bucket: int, *, complaint: bool) -> None:
        """Count one comment written in `bucket`; what is older than the first is not counted any more."""
        at = bucket - self.first
        if 0 <= at < len(self.seen):
            self.comments[at] += 1
            self.complaints[at] += complaint
            self.version += 1
            self.touched.add(bucket // self.per_hour)

    def pass_time(self, now: float) -> None:
        """Without polls, what has passed was observed."""
        if not self.polled:
            self._cover(max(self.frontier, self.first * float(self.width)), now)

    def poll(self, start: float, end: float) -> None:
        """[start, end) was observed; windows may overlap, and may fill a hole that was left before."""
        if not self.polled:
            self.polled = True
            self.pass_time_until(start)
        self._cover(max(start, self.frontier), end)
        whole = range(-int(-start // self.width), int(min(end, self.frontier) // self.width))
        for bucket in range(max(whole.start, self.first), min(whole.stop, self.end)):
            self._see(bucket, 1.0)

    def pass_time_until(self, start: float) -> None:
        """The first poll tells that what came before its window was not polled: it stays as it was taken."""
        self.frontier = max(self.frontier, min(start, self.end * float(self.width)))

    def _cover(self, start: float, end: float) -> None:
        if end <= start:
            return
        self.frontier = max(self.frontier, end)
        low, high = int(start // self.width), int(-(-end // self.width))
        for bucket in range(max(low, self.first), min(high, self.end)):
            a, b = bucket * self.width, (bucket + 1) * self.width
            self._see(bucket, (min(b, end) - max(a, start)) / self.width)

    def _see(self, bucket: int, share: float) -> None:
        at = bucket - self.first
        seen = min(1.0, round(self.seen[at] + share, 4))
        if seen != self.seen[at]:
            self.seen[at] = seen
            self.version += 1
            self.exposed[at] = (self.mean[at] + self.burst[at]) * seen
            self.touched.add(bucket // self.per_hour)

    def expect_more(self, bucket: int, burst: float) -> None:
        """A post became known, under which more will be written in `bucket`."""
        at = bucket - self.first
        if 0 <= at < len(self.seen):
            self.burst[at] = round(self.burst[at] + burst, 4)
            self.exposed[at] = (self.mean[at] + self.burst[at]) * self.seen[at]
            self.touched.add(bucket // self.per_hour)

    def last_seen(self) -> int:
        """The last bucket of which anything was observed; one before the first if none was."""
        last = min(self.end - 1, int((self.frontier - 1e-6) // self.width))
        while last >= self.first and self.seen[last - self.first] <= 0:
            last -= 1
        return last

    # State: a row an hour, so that a poll changes one or two small rows.

    def rows(self) -> dict[str, Any]:
        """The hours that changed since this was last asked; None for those that are gone."""
        rows: dict[str, Any] = {}
        for hour in sorted(self.touched):
            a = max(hour * self.per_hour, self.first) - self.first
            b = min((hour + 1) * self.per_hour, self.end) - self.first
            rows[f"hour/{hour}"] = [self.first + a, *(values[a:b] for values in self._lists())] if b > a else None
        self.touched.clear()
        return rows

    def restore(self, rows: Sequence[Sequence[Any]]) -> None:
        """Continue from the rows of all hours."""
        ordered = sorted(rows, key=lambda row: int(row[0]))
        for first, complaints, comments, seen, mean, burst in ordered:
            if not self.seen:
                self.first = int(first)
            self.complaints += complaints
            self.comments += comments
            self.seen += [float(x) for x in seen]
            self.mean += [float(x) for x in mean]
            self.burst += [float(x) for x in burst]
        self.exposed = [(m + b) * s for m, b, s in zip(self.mean, self.burst, self.seen, strict=True)]

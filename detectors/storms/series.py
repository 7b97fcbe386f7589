"""The series of a page: a row for every bucket that is closed, with what was counted, expected and made of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from detectors.findings import SeriesRow
from detectors.storms.meter import NOTHING, Meter
from detectors.storms.story import BUCKET, moment
from detectors.storms.verdict import squash

OPEN_BUCKETS = 2
"""The last buckets wait: their polls may still come."""


class Series:
    """Writes the rows of one page."""

    def __init__(self, page: str, meter: Meter) -> None:
        self._page, self._meter = page, meter
        self._rows: list[SeriesRow] = []
        self._scores: dict[int, float] = {}
        self._next = 0

    def note(self, bucket: int, score: float) -> None:
        """Keep the highest score that was reached while `bucket` was the last."""
        self._scores[bucket] = max(score, self._scores.get(bucket, score))

    def close(self, stormy: Callable[[int], bool]) -> list[int]:
        """Write the rows of the buckets that closed; those buckets."""
        keep = self._meter.buckets
        closed = list(range(max(self._next, keep.first), keep.end - OPEN_BUCKETS))
        for bucket in closed:
            self._rows.append(self._row(bucket, stormy=stormy(bucket)))
            self._scores.pop(bucket, None)
        self._next = max(self._next, keep.first, keep.end - OPEN_BUCKETS)
        return closed

    def take(self) -> list[SeriesRow]:
        """The rows since this was last asked."""
        rows, self._rows = self._rows, []
        return rows

    def _row(self, bucket: int, *, stormy: bool) -> SeriesRow:
        keep = self._meter.buckets
        at = bucket - keep.first
        return SeriesRow(
            page=self._page,
            at=moment(bucket),
            window_minutes=BUCKET // 60,
            observed=round(keep.seen[at], 3),
            complaints=float(keep.complaints[at]),
            expected=round(keep.exposed[at], 3),
            upper=round(self._meter.upper(keep.exposed[at], 2), 2),
            score=round(squash(self._scores.get(bucket, NOTHING - 2.0)), 4),
            state="storm" if stormy else "calm",
        )

    def state(self) -> list[Any]:
        """Plain JSON, without the rows that were not asked for yet."""
        return [self._next, list(self._scores.items())]

    def restore(self, state: list[Any]) -> None:
        """Continue from `state`."""
        self._next, self._scores = state[0], dict(state[1])

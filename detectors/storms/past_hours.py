"""A page's hours that have left the buckets, kept as long as a storm's story may need them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detectors.storms.buckets import Buckets

LONGEST = 108  # hours

Row = tuple[float, float, float, float]
"""Complaints, expected of what was seen, expected of the full hour, share seen."""


class PastHours:
    """Hour by hour what was counted and expected: from the buckets while they last, from memory after that."""

    def __init__(self, buckets: Buckets) -> None:
        self._buckets = buckets
        self._rows: dict[int, Row] = {}
        self._touched: set[int] = set()

    def row(self, hour: int) -> Row | None:
        """What is known of an hour (epoch hours); None if nothing is."""
        keep = self._buckets
        a, b = hour * keep.per_hour - keep.first, (hour + 1) * keep.per_hour - keep.first
        if a < 0:
            return self._rows.get(hour)
        if a >= len(keep.seen):
            return None
        number = len(keep.mean[a:b])
        usual = (sum(keep.mean[a:b]) + sum(keep.burst[a:b])) * keep.per_hour / number
        return float(sum(keep.complaints[a:b])), sum(keep.exposed[a:b]), usual, sum(keep.seen[a:b]) / keep.per_hour

    def remember(self, hour: int) -> None:
        """Keep an hour that will soon leave the buckets, forget the oldest."""
        row = self.row(hour)
        if row is not None:
            self._rows[hour] = (row[0], round(row[1], 3), round(row[2], 3), round(row[3], 3))
            self._touched.add(hour)
        for gone in [h for h in self._rows if h < hour - LONGEST]:
            del self._rows[gone]
            self._touched.add(gone)

    def left_since(self, bucket: int) -> list[Row]:
        """The remembered hours from `bucket` on that the buckets do not hold any more."""
        per_hour = self._buckets.per_hour
        return [row for hour, row in self._rows.items() if bucket <= hour * per_hour < self._buckets.first]

    def rows(self) -> dict[str, Any]:
        """The hours that changed since this was last asked; None for those forgotten."""
        rows = {f"past/{hour}": self._rows.get(hour) for hour in sorted(self._touched)}
        self._touched.clear()
        return rows

    def restore(self, rows: dict[int, Sequence[float]]) -> None:
        """Continue from the rows of all hours."""
        self._rows = {hour: (row[0], row[1], row[2], row[3]) for hour, row in sorted(rows.items())}

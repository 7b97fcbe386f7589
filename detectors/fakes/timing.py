"""When an account answers, against the opening hours and the page's own customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from math import log
from statistics import median

from config.opening_hours import OpeningHours
from detectors.fakes.scorecard import weigh
from detectors.findings import Evidence

_SLOT = 900
_DAY = 86400


class Clock:
    """Says whether the team is away, and how often the page's customers write then."""

    def __init__(self, hours: OpeningHours) -> None:
        self._hours = hours
        self._open: dict[int, bool] = {}
        self.inside = 0
        self.outside = 0

    def away(self, at: int) -> bool:
        """Whether the team is away at this second (since 1970); looked up once per quarter of an hour."""
        slot = at // _SLOT
        if slot not in self._open:
            if len(self._open) > 20_000:
                self._open.clear()
            self._open[slot] = self._hours.is_open(datetime.fromtimestamp(slot * _SLOT, UTC))
        return not self._open[slot]

    def count(self, at: int) -> None:
        """Take in when a customer wrote."""
        if self.away(at):
            self.outside += 1
        else:
            self.inside += 1

    @property
    def usual(self) -> float:
        """The customers' own share outside opening hours, drawn to a half while few are known."""
        return (self.outside + 5) / (self.inside + self.outside + 10)


def timing_evidence(times: Sequence[int], ages: Sequence[int], first: int, clock: Clock) -> list[Evidence]:
    """What the times of an account's replies (seconds) and the ages of what they answer say.

    `outside_hours` is the log-likelihood ratio of "nearly always when the team is away" (95 %) against the customers'
    own share, shrunk for few replies; never the hour by itself, for evenings are when customers write.
    """
    if not times:
        return []
    found: list[Evidence] = []
    away = sum(clock.away(at) for at in times)
    ratio = away * log(0.95 / clock.usual) + (len(times) - away) * log(0.05 / (1 - clock.usual))
    if ratio > 0:
        found.append(weigh("outside_hours", away / len(times), min(1.0, ratio / 2)))
    if median(ages) > 7 * _DAY:
        found.append(weigh("old_posts", median(ages) / _DAY))
    densest = _densest(times, 600)
    if densest >= 5:
        found.append(weigh("burst", densest))
    if 0 <= min(times) - first <= _DAY:
        found.append(weigh("new_here", (max(times) - first) / _DAY))
    return found


def _densest(times: Sequence[int], window: int) -> int:
    ordered, start, most = sorted(times), 0, 0
    for end, at in enumerate(ordered):
        while at - ordered[start] > window:
            start += 1
        most = max(most, end - start + 1)
    return most

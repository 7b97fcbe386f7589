"""How long the team should stay for a storm, and what share of the complaints outside opening hours that meets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from alerts.closed_hours import Stretch, all_outside, storm_outside, ways_outside
from alerts.shifts import Shift, shifts_from
from config.opening_hours import OpeningHours
from detectors.findings import Storm

LATEST = time(1, 0)
"""Nobody is asked to stay later than this, whatever it would meet."""

STEP = timedelta(minutes=30)
LEAST_STAY = timedelta(hours=1)
"""For less than this from now nobody is kept or called back."""

GOOD_ENOUGH = 0.9
"""Share of what staying until `LATEST` would meet that an earlier closing has to meet to be preferred."""

FEWEST_MET = 20.0
FEWEST_TO_COME = 10.0
"""For fewer complaints nobody stays: they can wait for the morning."""

LEAST_COVERAGE = 0.2
WORTH_RETURNING = 0.15
"""Share of what a team that has left would meet that has to be still to come; what waits already can wait."""

WORTH_CHOOSING = 0.05
"""Difference in coverage from which another closing is told."""

_DAY = timedelta(days=1)


Ways = Sequence[tuple[float, Sequence[Stretch]]]
"""The ways in which a storm may go on: their probability, and what they bring outside opening hours."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Another closing on the first day (local) and the share that it would meet."""

    until: datetime
    coverage: float


@dataclass(frozen=True, slots=True)
class Extension:
    """Stay until `until` on each of `days`.

    `until` is the new closing on the first day (local); `closing` the usual one, None where the team is off that day.
    `load` counts what the storm brings above the usual outside opening hours, seen and forecast; `seen` that until
    now; `met` what of it the extension reaches. `coverage` is met / load, in [0, 1]. `choices` are other closings
    worth weighing, the earliest first.
    """

    until: datetime
    closing: datetime | None
    days: tuple[date, ...]
    load: float
    seen: float
    met: float
    choices: tuple[Choice, ...] = ()

    @property
    def coverage(self) -> float:
        """The share of the complaints outside opening hours that the extension meets."""
        return self.met / self.load


@dataclass(frozen=True, slots=True)
class Waiting:
    """About so many complaints will be waiting when the team opens at `opening` (local)."""

    opening: datetime
    complaints: float


def plan(storm: Storm, hours: OpeningHours, at: datetime) -> Extension | None:
    """The earliest sensible closing that meets most of what can be met, None if there is nothing worth staying for."""
    closed = storm_outside(storm, hours, at)
    if sum(s.complaints for s in closed) < FEWEST_MET:
        return None
    ways = ways_outside(storm, hours, at)
    shifts = [s for s in shifts_from(hours, at, max(s.end for s in closed), LATEST) if _worth(s, closed, ways, at)]
    # Before the day has begun nobody is asked to stay: its evening is too far off to foresee.
    if not shifts or shifts[0].opening > at:
        return None
    extension = _choose(shifts, closed, ways, at)
    return extension if extension and (hours.is_open(at) or _worth_returning(extension, shifts, closed, at)) else None


def _worth_returning(extension: Extension, shifts: Sequence[Shift], closed: Sequence[Stretch], at: datetime) -> bool:
    clock = extension.until.timetz().replace(tzinfo=None)
    to_come = sum(s.within(max(at, shift.opening), shift.ends(clock)) for shift in shifts for s in closed)
    return to_come >= WORTH_RETURNING * extension.met


def waiting(storm: Storm, hours: OpeningHours, at: datetime, extension: Extension | None) -> Waiting | None:
    """What will have come in by the next opening, since the team left; None while it is there."""
    left = extension.until if extension else at
    opening = None if hours.is_open(left) else hours.next_change(left)
    if opening is None:
        return None
    since = extension.until if extension else _last_closing(hours, at)
    closed = all_outside(storm, hours, at)
    return Waiting(opening.astimezone(hours.zone), sum(s.within(since, opening) for s in closed))


def _last_closing(hours: OpeningHours, at: datetime) -> datetime:
    """When the team last left, a week ago if it has not been there since."""
    start = at - 7 * _DAY
    return max((end for _, end in hours.spans(start, at)), default=start)


def _worth(shift: Shift, closed: Sequence[Stretch], ways: Ways, at: datetime) -> bool:
    """Whether staying at all helps on this day: there is time left, and enough likely to come and to be met."""
    end = shift.ends(LATEST)
    if end < max(at + LEAST_STAY, shift.closing or shift.opening):
        return False
    begin = max(at, shift.opening)
    to_come = _median([(p, sum(s.within(begin, end) for s in way if s.end > at)) for p, way in ways])
    return to_come >= FEWEST_TO_COME and _met(shift, end, closed) >= FEWEST_MET


def _median(values: Sequence[tuple[float, float]]) -> float:
    """The value that is as likely exceeded as not, of (probability, value)."""
    reached, half = 0.0, 0.5 * sum(p for p, _ in values)
    for probability, value in sorted(values, key=lambda pair: pair[1]):
        reached += probability
        if reached >= half:
            return value
    return 0.0


def _met(shift: Shift, end: datetime, closed: Sequence[Stretch]) -> float:
    return sum(s.within(shift.opening, end) for s in closed)


def _choose(shifts: Sequence[Shift], closed: Sequence[Stretch], ways: Ways, at: datetime) -> Extension | None:
    load = sum(s.complaints for s in closed)
    most = _coverage(shifts, LATEST, ways)
    coverage = {clock: _coverage(shifts, clock, ways) for clock in _clocks(shifts[0], at)}
    clock = next((clock for clock, share in coverage.items() if share >= GOOD_ENOUGH * most), None)
    if clock is None or coverage[clock] * load < FEWEST_MET or coverage[clock] < LEAST_COVERAGE:
        return None
    first = shifts[0]
    days = tuple(s.day for s in shifts if s.closing is None or s.closing < s.ends(clock))
    seen = sum(s.within(s.start, min(s.end, at)) for s in closed if s.start < at)
    choices = tuple(_choices(first, clock, coverage))
    return Extension(first.ends(clock), first.closing, days, load, seen, coverage[clock] * load, choices)


def _coverage(shifts: Sequence[Shift], clock: time, ways: Ways) -> float:
    """The share of the complaints outside opening hours that would be met.

    Halfway between the share that is as likely more as less and that of the average storm: the first believes too much
    in a short one, the second in a long one.
    """
    shares, met, load = [], 0.0, 0.0
    for probability, way in ways:
        there = sum(s.complaints for s in way)
        if there > 0:
            reached = sum(_met(s, s.ends(clock), way) for s in shifts)
            shares.append((probability, reached / there))
            met, load = met + probability * reached, load + probability * there
    return 0.5 * (_median(shares) + met / load) if load else 0.0


def _choices(shift: Shift, clock: time, coverage: Mapping[time, float]) -> Iterator[Choice]:
    """An earlier closing that meets about two thirds as much, and the latest, where they differ enough to choose."""
    clocks = list(coverage)
    at = clocks.index(clock)
    least, most = 0.4 * coverage[clock], coverage[clock] - WORTH_CHOOSING
    earlier = [other for other in clocks[:at] if least <= coverage[other] <= most]
    later = [other for other in clocks[-1:] if coverage[other] >= coverage[clock] + WORTH_CHOOSING]
    for other in (*earlier[len(earlier) // 2 :][:1], *later):
        yield Choice(shift.ends(other), coverage[other])


def _clocks(shift: Shift, at: datetime) -> list[time]:
    """The half hours at which the day could end: after its usual closing, an hour from now at the earliest."""
    earliest = max(at + LEAST_STAY, (shift.closing or shift.opening) + timedelta(minutes=1))
    end = datetime.combine(shift.day, time(), shift.opening.tzinfo)
    clocks = []
    while end <= shift.ends(LATEST):
        if end >= earliest:
            clocks.append(end.timetz().replace(tzinfo=None))
        end += STEP
    return clocks

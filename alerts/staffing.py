"""How long the team should stay for a storm, and what share of the complaints outside opening hours that meets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from config.opening_hours import OpeningHours
from detectors.model import Hour, Storm

LATEST = time(1, 0)
"""Nobody is asked to stay later than this, whatever it would meet."""

STEP = timedelta(minutes=30)
LEAST_STAY = timedelta(hours=1)
"""For less than this from now nobody is kept or called back."""

GOOD_ENOUGH = 0.8
"""Share of what staying until `LATEST` would meet that an earlier closing has to meet to be preferred."""

FEWEST_MET = 10.0
FEWEST_TO_COME = 5.0
LEAST_COVERAGE = 0.2
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Extension:
    """Stay until `until` on each of `days`.

    `until` is the new closing on the first day (local); `closing` the usual one, None where the team is off that day.
    `load` counts the storm's complaints outside opening hours, seen and forecast; `seen` those until now; `met` those
    that the extension reaches. `coverage` is met / load, in [0, 1].
    """

    until: datetime
    closing: datetime | None
    days: tuple[date, ...]
    load: float
    seen: float
    met: float

    @property
    def coverage(self) -> float:
        """The share of the complaints outside opening hours that the extension meets."""
        return self.met / self.load


@dataclass(frozen=True, slots=True)
class Waiting:
    """About so many complaints will be waiting when the team opens at `opening` (local)."""

    opening: datetime
    complaints: float


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Complaints spread evenly over [start, end) (UTC), all outside opening hours."""

    start: datetime
    end: datetime
    complaints: float

    def within(self, start: datetime, end: datetime) -> float:
        overlap = min(self.end, end.astimezone(UTC)) - max(self.start, start.astimezone(UTC))
        return self.complaints * max(0.0, overlap / (self.end - self.start))


@dataclass(frozen=True, slots=True)
class _Shift:
    """A day's usual opening and closing (local); on a day off `closing` is None and `opening` the week's earliest."""

    day: date
    opening: datetime
    closing: datetime | None

    def ends(self, clock: time) -> datetime:
        """When the day ends that is stretched until `clock`: after midnight if that is not after the opening."""
        end = datetime.combine(self.day, clock, self.opening.tzinfo)
        return end if end > self.opening else datetime.combine(self.day + _DAY, clock, self.opening.tzinfo)


def plan(storm: Storm, hours: OpeningHours, at: datetime) -> Extension | None:
    """The earliest sensible closing that meets most of what can be met, None if there is nothing worth staying for."""
    closed = _outside(_stretches(storm, at), hours)
    if sum(s.complaints for s in closed) < FEWEST_MET:
        return None
    shifts = [s for s in _shifts(hours, at, max(s.end for s in closed)) if _worth(s, closed, at)]
    return _choose(shifts, closed, at) if shifts else None


def waiting(storm: Storm, hours: OpeningHours, at: datetime, extension: Extension | None) -> Waiting | None:
    """What will have come in by the next opening, since the team left; None while it is there."""
    left = extension.until if extension else at
    opening = None if hours.is_open(left) else hours.next_change(left)
    if opening is None:
        return None
    since = extension.until if extension else _last_closing(hours, at)
    closed = _outside(_stretches(storm, at), hours)
    return Waiting(opening.astimezone(hours.zone), sum(s.within(since, opening) for s in closed))


def _last_closing(hours: OpeningHours, at: datetime) -> datetime:
    """When the team last left, a week ago if it has not been there since."""
    start = at - 7 * _DAY
    return max((end for _, end in hours.spans(start, at)), default=start)


def _stretches(storm: Storm, at: datetime) -> list[tuple[datetime, datetime, float]]:
    """The storm's complaints, seen until `at` and forecast after it; what was not observed is left out."""
    seen = (_seen(hour, storm.started_at, at) for hour in storm.hours)
    return [stretch for stretch in (*seen, *(_coming(hour, at) for hour in storm.forecast)) if stretch]


def _seen(hour: Hour, start: datetime, at: datetime) -> tuple[datetime, datetime, float] | None:
    """What was counted since the storm began; a stretch that is not over yet ends now."""
    begin, end = max(hour.start, start), min(hour.start + timedelta(minutes=hour.minutes), at)
    if hour.complaints is None or begin >= end:
        return None
    usual = hour.expected * ((begin - hour.start) / timedelta(minutes=hour.minutes))
    return begin, end, max(0.0, hour.complaints - usual)


def _coming(hour: Hour, at: datetime) -> tuple[datetime, datetime, float] | None:
    begin, end = max(hour.start, at), hour.start + timedelta(minutes=hour.minutes)
    if begin >= end:
        return None
    return begin, end, foreseen(hour) * ((end - begin) / timedelta(minutes=hour.minutes))


def foreseen(hour: Hour) -> float:
    """The complaints that a forecast expects, within its band."""
    expected = hour.expected if hour.low is None else max(hour.expected, hour.low)
    return expected if hour.high is None else min(expected, hour.high)


def rough(complaints: float) -> int:
    """A foreseen number no finer than it is known: to five from 20 on, to ten from 100 on, to fifty from 1000 on."""
    step = 1 if complaints < 20 else 5 if complaints < 100 else 10 if complaints < 1000 else 50
    return round(complaints / step) * step


def _outside(stretches: Iterable[tuple[datetime, datetime, float]], hours: OpeningHours) -> list[_Stretch]:
    found = []
    for start, end, complaints in stretches:
        shut = start
        for opens, closes in [*hours.spans(start, end), (end, end)]:
            if shut < opens:
                share = (opens.astimezone(UTC) - shut.astimezone(UTC)) / (end - start)
                found.append(_Stretch(shut.astimezone(UTC), opens.astimezone(UTC), complaints * share))
            shut = closes
    return found


def _shifts(hours: OpeningHours, at: datetime, end: datetime) -> list[_Shift]:
    """The working days from the one that `at` belongs to (before `LATEST`: yesterday's) until `end`, at most a week."""
    local = at.astimezone(hours.zone)
    first = (local - _DAY).date() if local.time() < LATEST else local.date()
    days = [first + n * _DAY for n in range(8)]
    usual = {day: _usual(hours, day) for day in days}
    openings = [opening.time() for opening, _ in filter(None, usual.values())]
    if not openings:
        return []
    earliest = min(openings)
    shifts = []
    for day in days:
        if day <= end.astimezone(hours.zone).date():
            opening, closing = usual[day] or (datetime.combine(day, earliest, hours.zone), None)
            shifts.append(_Shift(day, opening, closing))
    return shifts


def _usual(hours: OpeningHours, day: date) -> tuple[datetime, datetime] | None:
    """The first opening and last closing of what begins on this local day, None on a day off."""
    midnight = datetime.combine(day, time(), hours.zone)
    spans = hours.spans(midnight - timedelta(minutes=1), midnight + 2 * _DAY)
    own = [(start, end) for start, end in spans if start.astimezone(hours.zone).date() == day]
    if not own:
        return None
    return own[0][0].astimezone(hours.zone), own[-1][1].astimezone(hours.zone)


def _worth(shift: _Shift, closed: Sequence[_Stretch], at: datetime) -> bool:
    """Whether staying at all helps on this day: there is time left, and enough to come or waiting."""
    end = shift.ends(LATEST)
    if end < max(at + LEAST_STAY, shift.closing or shift.opening):
        return False
    to_come = sum(s.within(max(at, shift.opening), end) for s in closed)
    return to_come >= FEWEST_TO_COME and _met(shift, end, closed) >= FEWEST_MET


def _met(shift: _Shift, end: datetime, closed: Sequence[_Stretch]) -> float:
    return sum(s.within(shift.opening, end) for s in closed)


def _choose(shifts: Sequence[_Shift], closed: Sequence[_Stretch], at: datetime) -> Extension | None:
    load = sum(s.complaints for s in closed)
    most = sum(_met(s, s.ends(LATEST), closed) for s in shifts)
    for clock in _clocks(shifts[0], at):
        met = sum(_met(s, s.ends(clock), closed) for s in shifts)
        if met >= GOOD_ENOUGH * most:
            break
    else:
        return None
    if met < FEWEST_MET or met < LEAST_COVERAGE * load:
        return None
    first = shifts[0]
    days = tuple(s.day for s in shifts if s.closing is None or s.closing < s.ends(clock))
    seen = sum(s.within(s.start, min(s.end, at)) for s in closed if s.start < at)
    return Extension(first.ends(clock), first.closing, days, load, seen, met)


def _clocks(shift: _Shift, at: datetime) -> list[time]:
    """The half hours at which the day could end: after its usual closing, an hour from now at the earliest."""
    earliest = max(at + LEAST_STAY, (shift.closing or shift.opening) + timedelta(minutes=1))
    end = datetime.combine(shift.day, time(), shift.opening.tzinfo)
    clocks = []
    while end <= shift.ends(LATEST):
        if end >= earliest:
            clocks.append(end.timetz().replace(tzinfo=None))
        end += STEP
    return clocks

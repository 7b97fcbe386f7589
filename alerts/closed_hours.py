"""How many complaints of a storm fall outside opening hours, and when: seen until now, foreseen after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from config.opening_hours import OpeningHours
from detectors.findings import Hour, Storm

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Complaints spread evenly over [start, end) (UTC)."""

    start: datetime
    end: datetime
    complaints: float

    def within(self, start: datetime, end: datetime) -> float:
        """The complaints between two moments."""
        overlap = min(self.end, end.astimezone(UTC)) - max(self.start, start.astimezone(UTC))
        return self.complaints * max(0.0, overlap / (self.end - self.start))


def storm_outside(storm: Storm, hours: OpeningHours, at: datetime) -> list[Stretch]:
    """What the storm brings above the usual outside opening hours."""
    seen = (
        Stretch(*span, hour.complaints - hour.expected * min(hour.observed, _share(hour, (hour.start, span[1]))))
        for hour, span in _seen(storm, at)
        if hour.complaints is not None
    )
    coming = (
        Stretch(*span, (foreseen(hour) - (hour.usual or 0.0)) * _share(hour, span)) for hour, span in _coming(storm, at)
    )
    return _outside((*seen, *coming), hours)


def ways_outside(storm: Storm, hours: OpeningHours, at: datetime) -> list[tuple[float, list[Stretch]]]:
    """The same for each way in which the storm may go on, with its probability; what was seen is in all of them."""
    if not storm.courses:
        return [(1.0, storm_outside(storm, hours, at))]
    seen = storm_outside(replace(storm, forecast=()), hours, at)
    shut = [_outside([Stretch(*span, _share(hour, span))], hours) for hour, span in _coming(storm, at)]
    return [(course.probability, [*seen, *_scaled(shut, course.excess)]) for course in storm.courses]


def _scaled(shut: Sequence[Sequence[Stretch]], excess: Sequence[float]) -> Iterator[Stretch]:
    for parts, complaints in zip(shut, excess, strict=False):
        yield from (replace(part, complaints=part.complaints * complaints) for part in parts)


def all_outside(storm: Storm, hours: OpeningHours, at: datetime) -> list[Stretch]:
    """All complaints since the storm began outside opening hours, the usual ones as well."""
    seen = (
        Stretch(*span, hour.complaints - hour.expected * _share(hour, (hour.start, span[0])))
        for hour, span in _seen(storm, at)
        if hour.complaints is not None
    )
    coming = (Stretch(*span, foreseen(hour) * _share(hour, span)) for hour, span in _coming(storm, at))
    return _outside((*seen, *coming), hours)


def foreseen(hour: Hour) -> float:
    """The complaints that a forecast expects, within its band."""
    expected = hour.expected if hour.low is None else max(hour.expected, hour.low)
    return expected if hour.high is None else min(expected, hour.high)


def likely(hour: Hour) -> float:
    """The complaints that are as likely exceeded as not."""
    return foreseen(hour) if hour.likely is None else hour.likely


def rough(complaints: float) -> int:
    """A foreseen number no finer than it is known: to five from 20 on, to ten from 100 on, to fifty from 1000 on."""
    step = 1 if complaints < 20 else 5 if complaints < 100 else 10 if complaints < 1000 else 50
    return round(complaints / step) * step


def _seen(storm: Storm, at: datetime) -> Iterator[tuple[Hour, Span]]:
    """The counted stretches since the storm's start; one that is not over yet ends now."""
    for hour in storm.hours:
        begin, end = max(hour.start, storm.started_at), min(_end(hour), at)
        if begin < end:
            yield hour, (begin.astimezone(UTC), end.astimezone(UTC))


def _coming(storm: Storm, at: datetime) -> Iterator[tuple[Hour, Span]]:
    for hour in storm.forecast:
        begin = max(hour.start, at)
        if begin < _end(hour):
            yield hour, (begin.astimezone(UTC), _end(hour).astimezone(UTC))


def _end(hour: Hour) -> datetime:
    return hour.start + timedelta(minutes=hour.minutes)


def _share(hour: Hour, span: Span) -> float:
    return (span[1] - span[0]) / timedelta(minutes=hour.minutes)


def _outside(stretches: Iterable[Stretch], hours: OpeningHours) -> list[Stretch]:
    """The parts of the stretches while the team is away; less than nothing is nothing."""
    found = []
    for stretch in stretches:
        shut = stretch.start
        for opens, closes in [*hours.spans(stretch.start, stretch.end), (stretch.end, stretch.end)]:
            if shut < opens:
                part = max(0.0, stretch.within(shut, opens))
                found.append(Stretch(shut.astimezone(UTC), opens.astimezone(UTC), part))
            shut = closes
    return found
